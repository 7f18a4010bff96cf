//! Floor 3: whether a document has the shape of its kind, and if not, what to write instead.
//!
//! Knows JSON Schema over nodes, the words for what is expected and for what is there, and the nearest names. Does not know
//! what a document means: references between entries are the manifest's, expressions the policy's.
//!
//! [`validate`] checks a document of a known [`Kind`]; [`Schema`] does the same for a schema that is read at run time, such as
//! a policy parameter's; [`Shape`] is what expressions over manifests may rely on.

mod arena;
mod check;
mod describe;
mod elsewhere;
mod expected;
mod keys;
mod kind;
mod sample;
mod shape;
mod slip;
mod values;

pub use check::Schema;
pub use describe::{Described, describe};
pub use kind::{API_VERSION, Kind, text};
pub use shape::{Field, Shape};

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Node, View};
use crate::text::{Span, clean_line, shorten};

/// Everything that keeps the document under `node` from being a well-formed `kind`, in the order of the text.
pub fn validate(kind: Kind, node: Node<'_>) -> Vec<Diagnostic> {
    match Schema::of(kind) {
        Ok(schema) => schema.check(node),
        Err(problem) => vec![*problem],
    }
}

/// Compiles the schema of a kind ahead of its first use, for whoever has a thread to spare.
pub fn prepare(kind: Kind) {
    let _ = Schema::of(kind);
}

/// The node and all below it as JSON, aliases written out.
pub fn to_value(node: Node<'_>) -> serde_json::Value {
    use serde_json::Value;
    match node.view() {
        View::Null => Value::Null,
        View::Bool(bool) => bool.into(),
        View::Int(int) => int.into(),
        View::Uint(uint) => uint.into(),
        View::Float(float) => float.into(),
        View::Text(text) => text.into(),
        View::Sequence => node.items().map(to_value).collect(),
        View::Mapping => Value::Object(node.entries().map(|entry| (entry.name().to_owned(), to_value(entry.value))).collect()),
    }
}

/// The node and all below it as YAML text in block style, aliases written out.
pub fn to_yaml(node: Node<'_>) -> String {
    serde_saphyr::to_string(&to_value(node)).unwrap_or_default()
}

/// What stands there, in words.
fn found(node: Node<'_>) -> &'static str {
    match node.view() {
        View::Null => "no value",
        View::Bool(_) => "a boolean",
        View::Int(_) | View::Uint(_) => "a whole number",
        View::Float(_) => "a number",
        View::Text("") => "an empty text",
        View::Text(_) => "a text",
        View::Sequence => "a list",
        View::Mapping => "a mapping",
    }
}

/// Where to point for a node: at its key if nothing is written after it or if it goes over several lines.
fn place(node: Node<'_>) -> Place {
    let place = node.place();
    match node.key() {
        Some(key) if place.span.is_empty() || place.text().contains('\n') => key.place(),
        _ => first_line(place),
    }
}

/// The part of a place that stands on its first line.
fn first_line(place: Place) -> Place {
    let length = place.text().lines().next().map_or(0, str::len) as u32;
    Place { span: Span::new(place.span.start, place.span.start + length), ..place }
}

/// The node's path as messages name it; nothing for a document's root.
fn path(node: Node<'_>) -> Option<String> {
    let path = node.path().to_string();
    (!path.is_empty()).then(|| shorten(&clean_line(&path), 80))
}

/// Text from a document as messages quote it.
fn quoted(text: &str) -> String {
    format!("`{}`", shorten(&clean_line(text), 60))
}

#[cfg(test)]
mod tests;
