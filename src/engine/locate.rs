//! Where a reason stands in the manifest.

use crate::cel::{Reason, Subject, Undeclared};
use crate::diagnostic::{Label, Place};
use crate::document::{Node, Path};

/// A place that decided, with its way from the root.
pub(super) struct Spot<'v> {
    pub label: Label,
    pub path: Path,
    /// The node, or the one that lacks something.
    pub node: Node<'v>,
}

/// What a label says of a fact of which somebody wrote that nobody knows it.
pub(super) const UNKNOWN: &str = "declared as unknown";

pub(super) fn reason(mut reason: Reason<Node<'_>>) -> Spot<'_> {
    // In its own manifest everything is the system's.
    reason.text = reason.text.replace("`system.", "`");
    match reason.subject {
        Subject::Node(node) => Spot { label: Label { place: place(node), text: reason.text }, path: node.path(), node },
        Subject::Missing(undeclared) => Spot { label: Label { text: reason.text, ..missing(&undeclared).label }, ..missing(&undeclared) },
    }
}

/// The mapping where a fact belongs, or the word `unknown` that stands in its place.
pub(super) fn missing<'v>(missing: &Undeclared<Node<'v>>) -> Spot<'v> {
    let path = missing.keys.iter().fold(missing.at.path(), |path, key| path.join(key));
    let (place, text) = match missing.keys.first() {
        None => (missing.at.place(), UNKNOWN.to_owned()),
        Some(key) => (anchor(missing.at), format!("no `{key}` here")),
    };
    Spot { label: Label { place, text }, path, node: missing.at }
}

/// An item of a list, or the whole system, pointed at by its id.
pub(super) fn whole<'v>(node: Node<'v>, text: &str) -> Spot<'v> {
    Spot { label: Label { place: anchor(node), text: text.to_owned() }, path: node.path(), node }
}

/// A value where it stands; one of several lines by its key.
pub(super) fn place(node: Node<'_>) -> Place {
    let place = node.place();
    if place.span.is_empty() || place.text().contains('\n') { anchor(node) } else { place }
}

/// A short text that stands for a collection: the key above it, its id, or its first key. All of what an alias names stands before
/// the alias, and only there can anything be written into it.
fn anchor(node: Node<'_>) -> Place {
    let is_alias = |key: Node<'_>| node.entries().next().is_some() && node.entries().all(|entry| entry.key.span().start < key.span().start);
    let key = node.key().filter(|key| !is_alias(*key));
    let first = || node.entry("id").map(|entry| entry.value).or_else(|| node.entries().next().map(|entry| entry.key));
    key.or_else(first).unwrap_or(node).place()
}
