//! Mermaid's flowcharts, as GitHub, GitLab and wikis draw them.

use std::fmt::Write as _;

use super::{Sign, legend, lines, words};
use crate::graph::{Edge, EdgeKind, Graph, Node, NodeKind, Zone};

/// The graph in Mermaid's language.
pub fn mermaid(graph: &Graph) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "flowchart LR\n  accTitle: {}\n  accDescr: {}", plain(&graph.title), plain(&graph.description));
    for zone in Zone::ALL {
        let members: Vec<(usize, &Node)> = graph.nodes.iter().enumerate().filter(|(_, node)| node.zone == zone).collect();
        if members.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  subgraph z{}[\"{}\"]", zone as u8, zone.title());
        for (at, node) in members {
            let (open, close) = shape(node.kind);
            let label = lines(node).iter().map(|line| quoted(line)).collect::<Vec<_>>().join("<br/>");
            let _ = writeln!(text, "    n{at}{open}\"{label}\"{close}");
        }
        text.push_str("  end\n");
    }
    for edge in &graph.edges {
        let label = words(edge).iter().map(|line| quoted(line)).collect::<Vec<_>>().join("<br/>");
        let _ = writeln!(text, "  n{} {}|\"{label}\"| n{}", edge.from, arrow(edge), edge.to);
    }
    styles(graph, &mut text);
    text
}

/// Colors that stand out on light and dark pages alike, and what they stand for.
fn styles(graph: &Graph, text: &mut String) {
    let listed = |kept: fn(&Node) -> bool| {
        let of = graph.nodes.iter().enumerate().filter(|(_, node)| kept(node));
        of.map(|(at, _)| format!("n{at}")).collect::<Vec<_>>().join(",")
    };
    let classes = [
        ("system", "stroke-width:2px", listed(|node| node.kind == NodeKind::System)),
        ("faint", "stroke-dasharray:5 4", listed(|node| node.faint)),
        ("failed", "stroke:#d1242f,stroke-width:2px", listed(|node| node.tally.failed > 0)),
    ];
    for (name, style, nodes) in classes.iter().filter(|(.., nodes)| !nodes.is_empty()) {
        let _ = writeln!(text, "  classDef {name} {style}\n  class {nodes} {name}");
    }
    let failed: Vec<String> =
        graph.edges.iter().enumerate().filter(|(_, edge)| edge.tally.failed > 0).map(|(at, _)| at.to_string()).collect();
    if !failed.is_empty() {
        let _ = writeln!(text, "  linkStyle {} stroke:#d1242f,stroke-width:2px", failed.join(","));
    }
    let signs: Vec<String> = legend(graph).into_iter().filter_map(|(sign, words)| Some(format!("{}: {words}", mark(sign)?))).collect();
    if !signs.is_empty() {
        let _ = writeln!(text, "  legend[\"{}\"]\n  style legend fill:none,stroke:none", signs.join("<br/>"));
    }
}

/// The words for a sign that the labels do not explain by themselves.
fn mark(sign: Sign) -> Option<&'static str> {
    match sign {
        Sign::Flow(_) => None,
        Sign::Feeds => Some("thick arrow"),
        Sign::Uses => Some("dotted arrow"),
        Sign::Faint => Some("dashed frame"),
        Sign::Failed => Some("red"),
    }
}

fn shape(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::System | NodeKind::Internal => ("[", "]"),
        NodeKind::Store => ("[(", ")]"),
        NodeKind::Vendor => ("[[", "]]"),
        NodeKind::Party => ("([", "])"),
    }
}

fn arrow(edge: &Edge) -> &'static str {
    match edge.kind {
        EdgeKind::Flow => "-->",
        EdgeKind::Uses => "-.->",
        EdgeKind::Feeds => "==>",
    }
}

/// Text between quotes: everything that Mermaid, Markdown or HTML could read is a numbered entity.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, ' ' | '.' | ',' | ':' | '-' | '(' | ')') {
            let _ = write!(quoted, "#{};", u32::from(c));
        } else {
            quoted.push(c);
        }
    }
    quoted
}

/// Text where Mermaid knows neither quotes nor entities: what could end the line or begin anything is left out.
fn plain(text: &str) -> String {
    let kept = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '(' | ')');
    crate::text::clean_line(text).chars().map(|c| if kept(c) { c } else { ' ' }).collect()
}
