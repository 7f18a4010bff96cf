//! Where edges meet what they connect: each at its own height.

use std::collections::BTreeMap;

use super::card::Card;
use super::columns::{Columns, Item};
use super::order::{Segment, places};
use crate::graph::Graph;

const LEFT_SLOT: f64 = 18.0;
const PASSING: f64 = 18.0;

/// Which edges leave an item to the right and arrive from the left, top to bottom, and how high the item must be for them.
#[derive(Debug, Default)]
struct Port {
    /// Edge, and how far below the item's top its line lies.
    right: Vec<(usize, f64)>,
    left: Vec<(usize, f64)>,
    height: f64,
}

/// An edge at an item: the place of what is at its other end, the edge, the room that its line needs above it.
type End = (usize, usize, f64);

#[derive(Debug)]
pub(super) struct Ports(BTreeMap<(usize, Item), Port>);

impl Ports {
    pub fn of(graph: &Graph, columns: &Columns, segments: &[Segment], cards: &[Card], labels: &[Card]) -> Self {
        let places = places(columns);
        let place = |column: usize, item: Item| places.get(&(column, item)).copied().unwrap_or_default();
        let mut right: BTreeMap<(usize, Item), Vec<End>> = BTreeMap::new();
        let mut left = right.clone();
        for segment in segments {
            let label = labels.get(segment.edge).map_or(0.0, |label| label.height + 8.0);
            let room = if matches!(segment.left, Item::Node(_)) { label } else { PASSING };
            let (from, to) = ((segment.column, segment.left), (segment.column + 1, segment.right));
            right.entry(from).or_default().push((place(to.0, to.1), segment.edge, room));
            left.entry(to).or_default().push((place(from.0, from.1), segment.edge, LEFT_SLOT));
        }
        for (at, edge) in graph.edges.iter().enumerate() {
            if let Some((column, _)) = columns.span(graph, at).filter(|(first, last)| first == last) {
                let label = labels.get(at).map_or(0.0, |label| label.height + 8.0);
                for (end, other, room) in [(edge.from, edge.to, label), (edge.to, edge.from, PASSING)] {
                    right.entry((column, Item::Node(end))).or_default().push((place(column, Item::Node(other)), at, room));
                }
            }
        }
        let items = columns.items.iter().enumerate().flat_map(|(column, items)| items.iter().map(move |item| (column, *item)));
        let port = |key: (usize, Item)| {
            let mut port = Port::default();
            let (mut rights, mut lefts) = (right.get(&key).cloned().unwrap_or_default(), left.get(&key).cloned().unwrap_or_default());
            rights.sort_by_key(|(place, edge, _)| (*place, *edge));
            lefts.sort_by_key(|(place, edge, _)| (*place, *edge));
            let sum = |list: &[End]| list.iter().map(|(.., room)| room).sum::<f64>();
            let own = if let Item::Node(at) = key.1 { cards.get(at).map_or(0.0, |card| card.height) } else { PASSING };
            port.height = own.max(sum(&rights) + 4.0).max(sum(&lefts));
            port.right = stacked(&rights, (port.height - sum(&rights)) / 2.0, 4.0);
            port.left = stacked(&lefts, (port.height - sum(&lefts)) / 2.0, LEFT_SLOT / 2.0);
            if matches!(key.1, Item::Passing(_)) {
                for end in port.right.iter_mut().chain(&mut port.left) {
                    end.1 = PASSING / 2.0;
                }
            }
            (key, port)
        };
        Self(items.map(port).collect())
    }

    pub fn height(&self, column: usize, item: Item) -> f64 {
        self.0.get(&(column, item)).map_or(0.0, |port| port.height)
    }

    pub fn right(&self, column: usize, item: Item, edge: usize) -> f64 {
        self.0.get(&(column, item)).and_then(|port| port.right.iter().find(|(at, _)| *at == edge)).map_or(0.0, |(_, y)| *y)
    }

    pub fn left(&self, column: usize, item: Item, edge: usize) -> f64 {
        self.0.get(&(column, item)).and_then(|port| port.left.iter().find(|(at, _)| *at == edge)).map_or(0.0, |(_, y)| *y)
    }
}

/// Lines one below the other, each at the bottom of its room but for `lift`.
fn stacked(list: &[End], start: f64, lift: f64) -> Vec<(usize, f64)> {
    let mut y = start;
    let line = |(_, edge, room): &End| {
        y += room;
        (*edge, y - lift)
    };
    list.iter().map(line).collect()
}
