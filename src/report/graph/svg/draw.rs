//! A layout as XML.

use std::fmt::Write as _;

use super::super::{Sign, legend};
use super::card::{Card, PAD, width};
use super::layout::{LABEL_INDENT, Layout, Rectangle, Route};
use super::style::STYLE;
use crate::graph::{Data, Edge, EdgeKind, Graph, Node, NodeKind};
use crate::text::clean_line;

/// How the picture is framed.
pub(super) struct Frame<'a> {
    /// Its id, and what the ids of its title and description begin with.
    pub id: &'a str,
    /// Whether it is a file of its own.
    pub standalone: bool,
}

const HEADING: f64 = 34.0;
const LEGEND_LINE: f64 = 22.0;
/// Length of an arrow's head.
const HEAD: f64 = 8.0;

pub(super) fn draw(graph: &Graph, frame: &Frame<'_>) -> String {
    let layout = Layout::of(graph);
    let heading = if frame.standalone { HEADING } else { 0.0 };
    let title = if frame.standalone { width(&graph.title, 16.0, "title") + 40.0 } else { 0.0 };
    let whole = layout.width.max(title).max(420.0);
    let signs = signs(graph, whole);
    let rows = signs.last().map_or(0.0, |(_, y, ..)| y + LEGEND_LINE);
    let height = heading + layout.height + rows + 8.0;
    let id = escaped(frame.id);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"provost-graph\" id=\"{id}\" role=\"img\" \
         aria-labelledby=\"{id}-title {id}-desc\" width=\"{whole:.0}\" height=\"{height:.0}\" viewBox=\"0 0 {whole:.0} {height:.0}\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>\n",
        text(&graph.title),
        text(&graph.description),
    );
    if frame.standalone {
        let _ = writeln!(svg, "<style>\n{STYLE}</style>\n<rect class=\"back\" width=\"100%\" height=\"100%\"/>");
        let _ = writeln!(svg, "<text class=\"title\" x=\"16\" y=\"26\">{}</text>", text(&graph.title));
    }
    let _ = writeln!(svg, "<g transform=\"translate(0 {heading:.0})\">");
    for (zone, rectangle) in &layout.zones {
        rect(&mut svg, *rectangle, "zone", 10.0);
        let _ = writeln!(
            svg,
            "<text class=\"zone-title\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
            rectangle.x + 12.0,
            rectangle.y + 19.0,
            zone.title()
        );
    }
    for (edge, route) in graph.edges.iter().zip(&layout.edges) {
        draw_edge(&mut svg, graph, edge, route);
    }
    for (node, (rectangle, card)) in graph.nodes.iter().zip(&layout.cards) {
        draw_node(&mut svg, node, *rectangle, card);
    }
    svg.push_str("</g>\n");
    draw_legend(&mut svg, &signs, heading + layout.height);
    svg.push_str("</svg>\n");
    svg
}

fn draw_node(svg: &mut String, node: &Node, at: Rectangle, card: &Card) {
    let kind = match node.kind {
        NodeKind::System => "system",
        NodeKind::Internal => "inside",
        NodeKind::Store => "store",
        NodeKind::Vendor => "vendor",
        NodeKind::Party => "party",
    };
    let faint = if node.faint { " faint" } else { "" };
    let failed = if node.tally.failed > 0 { " failed" } else { "" };
    let _ = writeln!(svg, "<g><title>{}</title>", text(&super::super::lines(node).join("\n")));
    let round = match node.kind {
        NodeKind::Party => 18.0,
        NodeKind::Store => 0.0,
        _ => 6.0,
    };
    rect(svg, at, &format!("card {kind}{faint}{failed}"), round);
    if node.kind == NodeKind::Store {
        let _ = writeln!(svg, "<path class=\"card\" d=\"M{:.1} {:.1}v{:.1}\"/>", at.x + 5.0, at.y, at.height);
    }
    write_lines(
        svg,
        card,
        at.x + PAD + if node.kind == NodeKind::Store { 2.0 } else { 0.0 },
        at.y + (at.height - card.height) / 2.0 + PAD / 2.0,
    );
    svg.push_str("</g>\n");
}

fn write_lines(svg: &mut String, card: &Card, x: f64, top: f64) {
    let mut y = top;
    for line in &card.lines {
        y += line.lead;
        let class = if line.class.is_empty() { String::new() } else { format!(" class=\"{}\"", line.class) };
        let _ = writeln!(svg, "<text{class} x=\"{x:.1}\" y=\"{y:.1}\">{}</text>", escaped(&line.text));
    }
}

fn draw_edge(svg: &mut String, graph: &Graph, edge: &Edge, route: &Route) {
    let Some(&((x, y), _)) = route.levels.first() else { return };
    let name = |at: usize| graph.nodes.get(at).map(|node| clean_line(&node.name).into_owned()).unwrap_or_default();
    let ends = format!("{} → {}", name(edge.from), name(edge.to));
    let said = [vec![ends], super::super::words(edge)].concat().join("\n");
    let _ = writeln!(svg, "<g class=\"{}\"><title>{}</title>", class(edge), text(&said));
    let (path, head) = curve(route);
    let _ = writeln!(svg, "<path class=\"edge\" d=\"{path}\"/>\n<path class=\"head\" d=\"{head}\"/>");
    write_lines(svg, &route.label, x + LABEL_INDENT, y - route.label.height - 4.0);
    svg.push_str("</g>\n");
}

fn class(edge: &Edge) -> String {
    let kind = match (edge.kind, edge.data) {
        (EdgeKind::Flow, Some(data)) => data.as_str(),
        (EdgeKind::Flow, None) => "undeclared",
        (EdgeKind::Uses, _) => "uses",
        (EdgeKind::Feeds, _) => "feeds",
    };
    if edge.tally.failed > 0 { format!("{kind} failed") } else { kind.to_owned() }
}

/// The line, and the arrow's head at the end that it points to.
fn curve(route: &Route) -> (String, String) {
    let (Some(&((x0, y0), _)), Some(&((x1, y1), _))) = (route.levels.first(), route.levels.last()) else {
        return (String::new(), String::new());
    };
    let to_left = route.leftward || route.returns;
    let (tip, y, back) = if route.returns || !route.leftward { (x1, y1, if to_left { HEAD } else { -HEAD }) } else { (x0, y0, HEAD) };
    let head = format!("M{tip:.1} {y:.1}l{back:.1} -{w:.1}v{:.1}z", 2.0 * HEAD / 2.2, w = HEAD / 2.2);
    let start = if route.leftward { x0 + HEAD - 1.0 } else { x0 };
    let mut path = format!("M{start:.1} {y0:.1}");
    let mut from: Option<(f64, f64)> = None;
    for ((x, y), end) in &route.levels {
        let last = (*x, *y) == (x1, y1) && !route.leftward && !route.returns;
        if let Some((fx, fy)) = from {
            if route.returns {
                let _ = write!(path, "C{a:.1} {fy:.1} {a:.1} {y:.1} {fx:.1} {y:.1}H{:.1}", x + HEAD - 1.0, a = fx + 46.0);
            } else {
                let (stop, middle) = (if last { x - HEAD + 1.0 } else { *x }, f64::midpoint(fx, *x));
                let _ = write!(path, "C{middle:.1} {fy:.1} {middle:.1} {y:.1} {stop:.1} {y:.1}");
            }
        }
        if *end > *x && !(route.returns && from.is_some()) {
            let _ = write!(path, "H{end:.1}");
        }
        from = Some((*end, *y));
    }
    (path, head)
}

/// The legend's signs with their place below the picture.
fn signs(graph: &Graph, whole: f64) -> Vec<(f64, f64, Sign, &'static str)> {
    let (mut x, mut y) = (16.0, 0.0);
    let mut signs = Vec::new();
    for (sign, words) in legend(graph) {
        let wide = 40.0 + width(words, 11.0, "") + 18.0;
        if x + wide > whole && x > 16.0 {
            (x, y) = (16.0, y + LEGEND_LINE);
        }
        signs.push((x, y, sign, words));
        x += wide;
    }
    signs
}

fn draw_legend(svg: &mut String, signs: &[(f64, f64, Sign, &'static str)], top: f64) {
    for (x, y, sign, words) in signs {
        let y = top + y + 10.0;
        let class = match sign {
            Sign::Flow(data) => data.map_or("undeclared", Data::as_str),
            Sign::Feeds => "feeds",
            Sign::Uses => "uses",
            Sign::Faint => "",
            Sign::Failed => "failed",
        };
        let _ = writeln!(svg, "<g class=\"{class}\">");
        if *sign == Sign::Faint {
            rect(svg, Rectangle { x: *x, y: y - 7.0, width: 30.0, height: 14.0 }, "card faint", 3.0);
        } else {
            let _ = writeln!(svg, "<path class=\"edge\" d=\"M{x:.1} {y:.1}h24\"/>");
            let _ = writeln!(svg, "<path class=\"head\" d=\"M{:.1} {y:.1}l-8 -3.6v7.2z\"/>", x + 31.0);
        }
        let _ = writeln!(svg, "<text x=\"{:.1}\" y=\"{:.1}\">{words}</text></g>", x + 38.0, y + 4.0);
    }
}

fn rect(svg: &mut String, at: Rectangle, class: &str, round: f64) {
    let Rectangle { x, y, width, height } = at;
    let _ =
        writeln!(svg, "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"{round:.0}\"/>");
}

/// Text that may hold controls, for between tags; line breaks stay.
fn text(text: &str) -> String {
    escaped(&crate::text::clean_text(text))
}

/// Clean text between tags or quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
