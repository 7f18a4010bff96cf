//! Where everything goes: columns from left to right, ports at the height of their labels.

use std::collections::BTreeMap;

use super::card::Card;
use super::columns::{Columns, Item};
use super::order::{Segment, arrange, segments};
use super::ports::Ports;
use super::spread::spread;
use crate::graph::{Graph, Zone};

/// Where cards, labels, edges and frames lie.
#[derive(Debug)]
pub(super) struct Layout {
    pub width: f64,
    pub height: f64,
    /// By node.
    pub cards: Vec<(Rectangle, Card)>,
    /// By edge.
    pub edges: Vec<Route>,
    pub zones: Vec<(Zone, Rectangle)>,
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rectangle {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// An edge from its left end to its right end: stretches `(x, y)` to `(x, y)` that are level, joined by curves.
#[derive(Debug, Default)]
pub(super) struct Route {
    pub levels: Vec<((f64, f64), f64)>,
    /// Whether it points to its left end.
    pub leftward: bool,
    /// Whether it comes back to the column where it began.
    pub returns: bool,
    pub label: Card,
}

const MARGIN: f64 = 16.0;
const GAP: f64 = 18.0;
/// Between a frame and what is in it.
const INSET: f64 = 14.0;
const ZONE_TITLE: f64 = 26.0;
const LEAST_CARD: f64 = 160.0;
/// Between a port and its label, which begins outside the frame that the port stands in.
pub(super) const LABEL_INDENT: f64 = INSET + 8.0;
/// Between frames that stand one above the other.
const ZONE_GAP: f64 = ZONE_TITLE + 2.0 * INSET + 14.0;
const SWEEPS: usize = 10;

impl Layout {
    pub fn of(graph: &Graph) -> Self {
        let mut columns = Columns::of(graph);
        let segments = segments(graph, &columns);
        arrange(&mut columns, &segments);
        let cards: Vec<Card> = graph.nodes.iter().map(Card::of_node).collect();
        let labels: Vec<Card> = graph.edges.iter().map(Card::of_edge).collect();
        let ports = Ports::of(graph, &columns, &segments, &cards, &labels);
        let tops = heights(&columns, &segments, &ports);
        Plan { graph, columns: &columns, segments: &segments, ports: &ports, tops: &tops }.lay(cards, labels)
    }
}

/// The top of every item: near what it is connected with, in the order of its column.
fn heights(columns: &Columns, segments: &[Segment], ports: &Ports) -> BTreeMap<(usize, Item), f64> {
    let mut tops: BTreeMap<(usize, Item), f64> = BTreeMap::new();
    let apart = |column: usize| -> Vec<f64> {
        let items = columns.items.get(column).map(Vec::as_slice).unwrap_or_default();
        let gap = |pair: &[Item]| match pair {
            [a, b] if columns.rank(*a) != columns.rank(*b) => ZONE_GAP,
            [Item::Node(_), Item::Node(_)] => GAP,
            _ => GAP / 2.0,
        };
        items.windows(2).map(|pair| ports.height(column, pair[0]) + gap(pair)).collect()
    };
    for (column, items) in columns.items.iter().enumerate() {
        for (item, top) in items.iter().zip(spread(&vec![0.0; items.len()], &apart(column))) {
            tops.insert((column, *item), top);
        }
    }
    let count = columns.items.len();
    for sweep in 0..SWEEPS {
        let both = sweep + 2 >= SWEEPS;
        let way: Vec<usize> = if sweep % 2 == 0 { (0..count).collect() } else { (0..count).rev().collect() };
        for column in way {
            let items = columns.items.get(column).cloned().unwrap_or_default();
            let wish = |item: &Item| {
                let here = (column, *item);
                let top = |key: (usize, Item)| tops.get(&key).copied().unwrap_or_default();
                let mut wishes = Vec::new();
                for segment in segments {
                    let (left, right) = ((segment.column, segment.left), (segment.column + 1, segment.right));
                    let level_left = ports.right(left.0, left.1, segment.edge);
                    let level_right = ports.left(right.0, right.1, segment.edge);
                    if right == here && (both || sweep % 2 == 0) {
                        wishes.push(top(left) + level_left - level_right);
                    } else if left == here && (both || sweep % 2 == 1) {
                        wishes.push(top(right) + level_right - level_left);
                    }
                }
                if wishes.is_empty() { top(here) } else { wishes.iter().sum::<f64>() / wishes.len() as f64 }
            };
            let wanted: Vec<f64> = items.iter().map(wish).collect();
            for (item, top) in items.iter().zip(spread(&wanted, &apart(column))) {
                tops.insert((column, *item), top);
            }
        }
    }
    let least = tops.values().copied().fold(f64::INFINITY, f64::min);
    for top in tops.values_mut() {
        *top -= least;
    }
    tops
}

/// All that is known before anything has coordinates.
struct Plan<'a> {
    graph: &'a Graph,
    columns: &'a Columns,
    segments: &'a [Segment],
    ports: &'a Ports,
    tops: &'a BTreeMap<(usize, Item), f64>,
}

/// A column's left edge, the width of its cards, and where its labels end.
#[derive(Clone, Copy, Debug, Default)]
struct Band {
    x: f64,
    card: f64,
    labels_end: f64,
}

impl Plan<'_> {
    fn lay(&self, cards: Vec<Card>, labels: Vec<Card>) -> Layout {
        let (bands, width) = self.bands(&cards, &labels);
        let top = MARGIN + ZONE_TITLE + INSET;
        let band = |column: usize| bands.get(column).copied().unwrap_or_default();
        let place = |at: usize, card: Card| {
            let column = self.columns.of_node.get(at).copied().unwrap_or_default();
            let item = Item::Node(at);
            let (x, width) = (band(column).x, band(column).card);
            (Rectangle { x, y: top + self.top(column, item), width, height: self.ports.height(column, item) }, card)
        };
        let cards: Vec<(Rectangle, Card)> = cards.into_iter().enumerate().map(|(at, card)| place(at, card)).collect();
        let edges = labels.into_iter().enumerate().map(|(at, label)| self.route(at, label, &bands, top)).collect();
        let bottom = self.tops.iter().map(|((column, item), y)| y + self.ports.height(*column, *item)).fold(0.0, f64::max) + top;
        let zones = self.zones(&cards, bottom);
        Layout { width, height: bottom + INSET + MARGIN, cards, edges, zones }
    }

    fn top(&self, column: usize, item: Item) -> f64 {
        self.tops.get(&(column, item)).copied().unwrap_or_default()
    }

    fn bands(&self, cards: &[Card], labels: &[Card]) -> (Vec<Band>, f64) {
        let mut bands = Vec::new();
        let mut x = MARGIN + INSET;
        for (column, items) in self.columns.items.iter().enumerate() {
            let nodes = items.iter().filter_map(|item| if let Item::Node(at) = item { cards.get(*at) } else { None });
            let card = nodes.map(|card| card.width).fold(LEAST_CARD, f64::max);
            let begins = |edge: &usize| self.columns.span(self.graph, *edge).is_some_and(|(first, _)| first == column);
            let returns = |edge: &usize| self.columns.span(self.graph, *edge).is_some_and(|(first, last)| first == column && first == last);
            let own: Vec<usize> = (0..labels.len()).filter(begins).collect();
            let label = own.iter().filter_map(|edge| labels.get(*edge)).map(|label| label.width + LABEL_INDENT + 6.0).fold(0.0, f64::max);
            let labels_end = x + card + label;
            bands.push(Band { x, card, labels_end });
            let crossing = self.segments.iter().filter(|segment| segment.column == column).count();
            let curves = match crossing {
                0 if own.iter().any(returns) => 60.0,
                0 => 2.0 * INSET,
                count => (50.0 + 6.0 * count as f64).min(190.0),
            };
            x = labels_end + curves;
        }
        (bands, x - INSET + MARGIN)
    }

    fn route(&self, edge: usize, label: Card, bands: &[Band], top: f64) -> Route {
        let Some((first, last)) = self.columns.span(self.graph, edge) else { return Route::default() };
        let Some(ends) = self.graph.edges.get(edge) else { return Route::default() };
        let band = |column: usize| bands.get(column).copied().unwrap_or_default();
        let mut levels = Vec::new();
        if first == last {
            for end in [ends.from, ends.to] {
                let item = Item::Node(end);
                // Both ends are among the ports on the right.
                let y = top + self.top(first, item) + self.ports.right(first, item, edge);
                levels.push(((band(first).x + band(first).card, y), band(first).labels_end));
            }
            return Route { levels, leftward: false, returns: true, label };
        }
        for column in first..=last {
            let Some(item) = self.columns.item(self.graph, edge, column) else { continue };
            let (band, y) = (band(column), top + self.top(column, item));
            if column == last {
                levels.push(((band.x, y + self.ports.left(column, item, edge)), band.x));
            } else {
                let x = if column == first { band.x + band.card } else { band.x };
                levels.push(((x, y + self.ports.right(column, item, edge)), band.labels_end));
            }
        }
        let leftward = self.columns.of_node.get(ends.to) == Some(&first);
        Route { levels, leftward, returns: false, label }
    }

    /// A frame around each zone: as high as the picture, or as its part of the column that it shares.
    fn zones(&self, cards: &[(Rectangle, Card)], bottom: f64) -> Vec<(Zone, Rectangle)> {
        let mut zones = Vec::new();
        let vendors = self.graph.nodes.iter().any(|node| node.zone == Zone::Vendors);
        for (zone, receives) in [(Zone::Outside, false), (Zone::Organization, false), (Zone::Vendors, false), (Zone::Outside, true)] {
            let of = |at: &usize| {
                let is = self.graph.nodes.get(*at).is_some_and(|node| node.zone == zone);
                is && self.columns.receives.get(*at) == Some(&receives)
            };
            let inside: Vec<Rectangle> =
                (0..cards.len()).filter(of).filter_map(|at| cards.get(at)).map(|(rectangle, _)| *rectangle).collect();
            if inside.is_empty() {
                continue;
            }
            let left = inside.iter().map(|card| card.x).fold(f64::INFINITY, f64::min) - INSET;
            let right = inside.iter().map(|card| card.x + card.width).fold(0.0, f64::max) + INSET;
            let highest = inside.iter().map(|card| card.y).fold(f64::INFINITY, f64::min) - INSET - ZONE_TITLE;
            let lowest = inside.iter().map(|card| card.y + card.height).fold(0.0, f64::max) + INSET;
            let shares = |zone: Zone| zone == Zone::Vendors && self.columns.receives.contains(&true);
            let top = if receives && vendors { highest } else { MARGIN };
            let end = if shares(zone) { lowest } else { bottom + INSET };
            zones.push((zone, Rectangle { x: left, y: top, width: right - left, height: end - top }));
        }
        zones
    }
}
