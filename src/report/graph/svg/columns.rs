//! Which column a node stands in, and what passes through the columns between.

use std::collections::BTreeSet;

use crate::graph::{Graph, Node, Zone};

/// What takes a place in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// A node, by its position.
    Node(usize),
    /// An edge on its way through, by its position.
    Passing(usize),
}

/// Nodes and passing edges by column, and where nodes stand.
#[derive(Debug)]
pub(super) struct Columns {
    pub items: Vec<Vec<Item>>,
    pub of_node: Vec<usize>,
    /// Nodes outside that only receive, and so stand on the right.
    pub receives: Vec<bool>,
}

impl Columns {
    /// People and partners on the left, the organization in as many columns as its flows have steps, vendors and those who only
    /// receive on the right.
    pub fn of(graph: &Graph) -> Self {
        let receives: Vec<bool> = (0..graph.nodes.len()).map(|at| receives(graph, at)).collect();
        let inside = depths(graph);
        let last = inside.iter().flatten().max().map_or(1, |depth| depth + 2);
        let raw = |at: usize, node: &Node| match (node.zone, inside.get(at).copied().flatten()) {
            (Zone::Organization, depth) => 1 + depth.unwrap_or_default(),
            (Zone::Outside, _) if !receives.get(at).copied().unwrap_or_default() => 0,
            _ => last,
        };
        let of_node: Vec<usize> = graph.nodes.iter().enumerate().map(|(at, node)| raw(at, node)).collect();
        let used: Vec<usize> = of_node.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let of_node: Vec<usize> = of_node.iter().map(|column| used.binary_search(column).unwrap_or_default()).collect();
        let mut items = vec![Vec::new(); used.len()];
        for (at, &column) in of_node.iter().enumerate() {
            items[column].push(Item::Node(at));
        }
        for (at, edge) in graph.edges.iter().enumerate() {
            let (left, right) = ordered(of_node[edge.from], of_node[edge.to]);
            for column in items.iter_mut().take(right).skip(left + 1) {
                column.push(Item::Passing(at));
            }
        }
        // Whose ground comes first, then as they were met: what passes stands where its edge begins.
        for column in &mut items {
            column.sort_by_key(|item| match *item {
                Item::Node(at) => (rank(&receives, at), at),
                Item::Passing(edge) => (0, graph.edges.get(edge).map_or(0, |edge| edge.from)),
            });
        }
        Self { items, of_node, receives }
    }

    /// Which frame of its column an item belongs to: those who receive stand below the vendors.
    pub fn rank(&self, item: Item) -> usize {
        match item {
            Item::Node(at) => rank(&self.receives, at),
            Item::Passing(_) => 0,
        }
    }

    /// The left and the right end of an edge; the same column twice for an edge within one.
    pub fn span(&self, graph: &Graph, edge: usize) -> Option<(usize, usize)> {
        let edge = graph.edges.get(edge)?;
        Some(ordered(*self.of_node.get(edge.from)?, *self.of_node.get(edge.to)?))
    }

    /// What stands for an edge in a column that it touches.
    pub fn item(&self, graph: &Graph, edge: usize, column: usize) -> Option<Item> {
        let ends = graph.edges.get(edge)?;
        let stands = [ends.from, ends.to].into_iter().find(|&end| self.of_node.get(end) == Some(&column));
        Some(stands.map_or(Item::Passing(edge), Item::Node))
    }
}

fn ordered(a: usize, b: usize) -> (usize, usize) {
    (a.min(b), a.max(b))
}

fn rank(receives: &[bool], at: usize) -> usize {
    usize::from(receives.get(at).copied().unwrap_or_default())
}

/// Whether a node outside only receives, and from the organization alone.
fn receives(graph: &Graph, at: usize) -> bool {
    let is_inside = |at: usize| graph.nodes.get(at).is_some_and(|node| node.zone == Zone::Organization);
    let is_outside = graph.nodes.get(at).is_some_and(|node| node.zone == Zone::Outside);
    let touching = || graph.edges.iter().filter(|edge| edge.from == at || edge.to == at);
    is_outside && touching().next().is_some() && touching().all(|edge| edge.to == at && is_inside(edge.from))
}

/// The column within the organization of each of its nodes: as far to the right as what it leads to allows, so that what deals
/// with vendors stands beside them; what nothing touches stands on the left. Where steps go in a circle, the one back counts as none.
fn depths(graph: &Graph) -> Vec<Option<usize>> {
    let inside = |at: usize| graph.nodes.get(at).is_some_and(|node| node.zone == Zone::Organization);
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); graph.nodes.len()];
    let mut touched = vec![false; graph.nodes.len()];
    for edge in &graph.edges {
        (touched[edge.from], touched[edge.to]) = (true, true);
        if inside(edge.from) && inside(edge.to) {
            next[edge.from].push(edge.to);
        }
    }
    let (order, forward) = walk(&next);
    let mut ahead = vec![0; graph.nodes.len()];
    for &from in order.iter().rev() {
        ahead[from] = forward[from].iter().map(|&to: &usize| ahead[to] + 1).max().unwrap_or_default();
    }
    let most = ahead.iter().copied().max().unwrap_or_default();
    let depth = |at: usize| inside(at).then(|| if touched[at] { most - ahead[at] } else { 0 });
    (0..graph.nodes.len()).map(depth).collect()
}

/// The nodes so that each stands before those that it leads to, and the steps that lead on: those that close a circle are left out.
fn walk(next: &[Vec<usize>]) -> (Vec<usize>, Vec<Vec<usize>>) {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Never; next.len()];
    let mut forward: Vec<Vec<usize>> = vec![Vec::new(); next.len()];
    let mut order = Vec::new();
    for root in 0..next.len() {
        // A stack of our own: chains of systems may be long.
        let mut stack = vec![(root, 0)];
        while let Some((at, step)) = stack.pop() {
            if step == 0 && seen[at] != Seen::Never {
                continue;
            }
            seen[at] = Seen::Open;
            let Some(&to) = next[at].get(step) else {
                seen[at] = Seen::Done;
                order.push(at);
                continue;
            };
            stack.push((at, step + 1));
            if seen[to] != Seen::Open {
                forward[at].push(to);
                stack.push((to, 0));
            }
        }
    }
    order.reverse();
    (order, forward)
}
