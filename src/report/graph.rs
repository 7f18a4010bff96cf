//! A [`Graph`] as a picture, one file per format; every text of a manifest is escaped for its medium.

use crate::graph::{Data, Edge, EdgeKind, Graph, Node};
use crate::text::clean_line;

mod dot;
mod mermaid;
mod svg;

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::{STYLE, svg, svg_for_page};

/// What a picture needs to be read: a sign and what it stands for, only for signs that occur.
fn legend(graph: &Graph) -> Vec<(Sign, &'static str)> {
    let edge = |kind: EdgeKind| graph.edges.iter().any(|edge| edge.kind == kind);
    let data = |data: Option<Data>| graph.edges.iter().any(|edge| edge.kind == EdgeKind::Flow && edge.data == data);
    let failed = graph.nodes.iter().any(|node| node.tally.failed > 0) || graph.edges.iter().any(|edge| edge.tally.failed > 0);
    let mut legend: Vec<(Sign, &'static str)> =
        Data::ALL.into_iter().filter(|class| data(Some(*class))).map(|class| (Sign::Flow(Some(class)), class.as_str())).collect();
    let others = [
        (data(None), Sign::Flow(None), "data not declared"),
        (edge(EdgeKind::Feeds), Sign::Feeds, "output that another system consumes"),
        (edge(EdgeKind::Uses), Sign::Uses, "dependency without a declared flow"),
        (graph.nodes.iter().any(|node| node.faint), Sign::Faint, "out of use, or not declared"),
        (failed, Sign::Failed, "touched by a finding"),
    ];
    legend.extend(others.into_iter().filter(|(occurs, ..)| *occurs).map(|(_, sign, words)| (sign, words)));
    legend
}

/// What a legend explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sign {
    Flow(Option<Data>),
    Feeds,
    Uses,
    Faint,
    Failed,
}

/// The lines of a node: name, note, findings, rows.
fn lines(node: &Node) -> Vec<String> {
    let mut lines = vec![clean_line(&node.name).into_owned()];
    lines.extend((!node.note.is_empty()).then(|| clean_line(&node.note).into_owned()));
    lines.extend((!node.tally.is_empty()).then(|| node.tally.words()));
    for row in &node.rows {
        let text = clean_line(&row.text);
        lines.push(if row.tally.failed > 0 { format!("! {text}") } else { text.into_owned() });
    }
    lines
}

/// The lines of an edge's label, with what was found on it.
fn words(edge: &Edge) -> Vec<String> {
    let mut words: Vec<String> = edge.label.iter().map(|line| clean_line(line).into_owned()).collect();
    words.extend((!edge.tally.is_empty()).then(|| edge.tally.words()));
    words
}
