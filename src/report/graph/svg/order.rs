//! The order of each column, so that few edges cross.

use std::collections::BTreeMap;

use super::columns::{Columns, Item};
use crate::graph::Graph;

/// Passes over the columns; each goes there and back.
const PASSES: usize = 12;

/// An edge between neighboring columns: where it begins on the left, where it ends on the right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Segment {
    pub edge: usize,
    /// The column of `left`.
    pub column: usize,
    pub left: Item,
    pub right: Item,
}

/// The segments of all edges, those within one column left out.
pub(super) fn segments(graph: &Graph, columns: &Columns) -> Vec<Segment> {
    let mut segments = Vec::new();
    for edge in 0..graph.edges.len() {
        let Some((first, last)) = columns.span(graph, edge) else { continue };
        for column in first..last {
            if let (Some(left), Some(right)) = (columns.item(graph, edge, column), columns.item(graph, edge, column + 1)) {
                segments.push(Segment { edge, column, left, right });
            }
        }
    }
    segments
}

/// Puts every item where its neighbors are, back and forth, and keeps the best that came up.
pub(super) fn arrange(columns: &mut Columns, segments: &[Segment]) {
    let mut best = (crossings(columns, segments), columns.items.clone());
    for _ in 0..PASSES {
        let count = columns.items.len();
        for column in (1..count).chain((0..count.saturating_sub(1)).rev()) {
            sort(columns, column, segments);
        }
        let crossed = crossings(columns, segments);
        if crossed < best.0 {
            best = (crossed, columns.items.clone());
        }
    }
    columns.items = best.1;
}

/// The place of each item in its column.
pub(super) fn places(columns: &Columns) -> BTreeMap<(usize, Item), usize> {
    let of =
        |(column, items): (usize, &Vec<Item>)| items.iter().enumerate().map(move |(at, item)| ((column, *item), at)).collect::<Vec<_>>();
    columns.items.iter().enumerate().flat_map(of).collect()
}

fn sort(columns: &mut Columns, column: usize, segments: &[Segment]) {
    let places = places(columns);
    // How far down, as a share of the column, so that short and long columns compare.
    let share = |column: usize, item: Item| {
        let len = columns.items.get(column).map_or(1, Vec::len) as f64;
        places.get(&(column, item)).map_or(0.0, |&at| (at as f64 + 0.5) / len)
    };
    let mut sums: BTreeMap<Item, (f64, f64)> = BTreeMap::new();
    for segment in segments {
        let neighbor = match column {
            here if segment.column == here => (segment.left, share(here + 1, segment.right)),
            here if segment.column + 1 == here => (segment.right, share(segment.column, segment.left)),
            _ => continue,
        };
        let sum = sums.entry(neighbor.0).or_default();
        *sum = (sum.0 + neighbor.1, sum.1 + 1.0);
    }
    let wish = |item: Item| sums.get(&item).map_or_else(|| share(column, item), |(sum, count)| sum / count);
    let mut sorted = columns.items.get(column).cloned().unwrap_or_default();
    sorted.sort_by(|a, b| columns.rank(*a).cmp(&columns.rank(*b)).then(wish(*a).total_cmp(&wish(*b))));
    if let Some(items) = columns.items.get_mut(column) {
        *items = sorted;
    }
}

/// How many pairs of segments cross.
fn crossings(columns: &Columns, segments: &[Segment]) -> usize {
    let places = places(columns);
    let mut crossed = 0;
    for column in 0..columns.items.len() {
        let place = |column: usize, item: Item| places.get(&(column, item)).copied().unwrap_or_default();
        let mut ends: Vec<(usize, usize)> = segments
            .iter()
            .filter(|segment| segment.column == column)
            .map(|segment| (place(column, segment.left), place(column + 1, segment.right)))
            .collect();
        ends.sort_unstable();
        for (at, (left, right)) in ends.iter().enumerate() {
            crossed += ends.iter().skip(at + 1).filter(|(other, end)| other > left && end < right).count();
        }
    }
    crossed
}
