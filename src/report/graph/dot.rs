//! Graphviz's language.

use std::fmt::Write as _;

use super::{Sign, legend, lines, words};
use crate::graph::{Data, Edge, EdgeKind, Graph, Node, NodeKind, Zone};

const HEAD: &str = "\
  rankdir=LR; nodesep=0.4; ranksep=1.2; labelloc=t; compound=true;
  node [shape=box, style=\"rounded\", fontname=\"Helvetica,sans-serif\", fontsize=11];
  edge [fontname=\"Helvetica,sans-serif\", fontsize=9];
";

/// The graph in Graphviz's language.
pub fn dot(graph: &Graph) -> String {
    let mut text = format!("digraph provost {{\n{HEAD}  label={};\n", quoted(&graph.title));
    for zone in Zone::ALL {
        let members: Vec<(usize, &Node)> = graph.nodes.iter().enumerate().filter(|(_, node)| node.zone == zone).collect();
        if members.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  subgraph cluster_{} {{\n    label={}; style=dashed; color=gray50;", zone as u8, quoted(zone.title()));
        for (at, node) in members {
            let _ = writeln!(text, "    n{at} [label={}{}];", joined(&lines(node)), looks(node));
        }
        text.push_str("  }\n");
    }
    for edge in &graph.edges {
        let _ = writeln!(text, "  n{} -> n{} [label={}{}];", edge.from, edge.to, joined(&words(edge)), strokes(edge));
    }
    let signs: Vec<String> = legend(graph).into_iter().map(|(sign, words)| format!("{}: {words}", mark(sign))).collect();
    if !signs.is_empty() {
        let signs = signs.iter().map(|sign| escaped(sign)).collect::<Vec<_>>().join("\\l");
        let _ = writeln!(text, "  legend [shape=plaintext, fontsize=9, label=\"{signs}\\l\"];");
    }
    text.push_str("}\n");
    text
}

fn looks(node: &Node) -> String {
    let mut looks = match node.kind {
        NodeKind::System => ", penwidth=2".to_owned(),
        NodeKind::Internal => String::new(),
        NodeKind::Store => ", shape=cylinder, style=solid".to_owned(),
        NodeKind::Vendor => ", shape=box, style=solid, peripheries=2".to_owned(),
        NodeKind::Party => ", shape=ellipse".to_owned(),
    };
    if node.faint {
        looks.push_str(", style=\"rounded,dashed\"");
    }
    if node.tally.failed > 0 {
        looks.push_str(", color=\"#d1242f\"");
    }
    looks
}

fn strokes(edge: &Edge) -> String {
    let mut strokes = match edge.kind {
        EdgeKind::Flow => format!(", color=\"{}\"", color(edge.data)),
        EdgeKind::Uses => ", style=dashed, color=gray50".to_owned(),
        EdgeKind::Feeds => ", style=bold, color=gray30".to_owned(),
    };
    if edge.tally.failed > 0 {
        strokes.push_str(", color=\"#d1242f\", fontcolor=\"#d1242f\", penwidth=2");
    }
    strokes
}

fn color(data: Option<Data>) -> &'static str {
    match data {
        None => "gray50",
        Some(Data::Public) => "#5f6b7a",
        Some(Data::Internal) => "#0969da",
        Some(Data::Confidential) => "#9a6700",
        Some(Data::Personal) => "#7a3fd1",
        Some(Data::SpecialCategory) => "#a0126e",
    }
}

fn mark(sign: Sign) -> &'static str {
    match sign {
        Sign::Flow(None) => "gray arrow",
        Sign::Flow(Some(Data::Public)) => "slate arrow",
        Sign::Flow(Some(Data::Internal)) => "blue arrow",
        Sign::Flow(Some(Data::Confidential)) => "brown arrow",
        Sign::Flow(Some(Data::Personal)) => "purple arrow",
        Sign::Flow(Some(Data::SpecialCategory)) => "magenta arrow",
        Sign::Feeds => "bold arrow",
        Sign::Uses => "dashed arrow",
        Sign::Faint => "dashed frame",
        Sign::Failed => "red",
    }
}

/// Lines as one label.
fn joined(lines: &[String]) -> String {
    format!("\"{}\"", lines.iter().map(|line| escaped(line)).collect::<Vec<_>>().join("\\n"))
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(&crate::text::clean_line(text)))
}

/// Text between quotes: Graphviz reads backslashes, and HTML's entities even there.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;")
}
