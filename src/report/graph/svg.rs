//! SVG of our own drawing: columns from left to right, trust zones as frames, every label in a place of its own.
//!
//! Labels cannot overlap: each edge leaves the node on its left at a port as high as its label, and the label lies between that
//! port and the curves. The same graph gives the same bytes.

use crate::graph::Graph;

mod card;
mod columns;
mod draw;
mod layout;
mod order;
mod ports;
mod spread;
mod style;

pub use style::STYLE;

/// A file of its own: with its styles, a title that is seen and a background.
pub fn svg(graph: &Graph) -> String {
    draw::draw(graph, &draw::Frame { id: "provost-graph", standalone: true })
}

/// A part of an HTML page, which has [`STYLE`] once and gives each picture an `id` of its own.
pub fn svg_for_page(graph: &Graph, id: &str) -> String {
    draw::draw(graph, &draw::Frame { id, standalone: false })
}

#[cfg(test)]
mod tests;
