//! What an evaluation looked at, as people want to see it: each fact once, without the ways that led to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::cel::{Touch, Undeclared, Watched};
use crate::diagnostic::Place;
use crate::document::{Node, NodeId, Path};
use crate::engine::locate;
use crate::schema;

/// A fact that an expression read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Semantic path.
    pub path: String,
    /// What stands there; nothing where it is not declared.
    pub value: Option<serde_json::Value>,
    /// Where it stands, or where it belongs.
    pub place: Place,
}

/// A node in one of several files, in an order that lasts for one run.
type Identity = (usize, NodeId);

/// What was touched, in the order of touching; `name` says how people call a path.
pub(super) fn reads(touches: &[Touch<Node<'_>>], name: impl Fn(Node<'_>, &Path) -> String) -> Vec<Read> {
    let ways = ways(touches);
    let mut seen: BTreeMap<Identity, BTreeSet<&str>> = BTreeMap::new();
    let mut reads = Vec::new();
    for touch in touches {
        match touch {
            Touch::Node(node) => {
                if !ways.contains(&identity(*node)) && seen.entry(identity(*node)).or_default().insert("") {
                    let place = locate::place(*node);
                    reads.push(Read { path: name(*node, &node.path()), value: Some(schema::to_value(*node)), place });
                }
            }
            Touch::Missing(missing) => {
                let key = missing.keys.first().map_or("", String::as_str);
                if seen.entry(identity(missing.at)).or_default().insert(key) {
                    let spot = locate::missing(missing);
                    reads.push(Read { path: name(spot.node, &spot.path), value: None, place: spot.label.place });
                }
            }
        }
    }
    reads
}

/// The nodes that were only passed on the way to others.
fn ways(touches: &[Touch<Node<'_>>]) -> BTreeSet<Identity> {
    let mut ways = BTreeSet::new();
    for touch in touches {
        let mut above = match touch {
            Touch::Node(node) => node.parent(),
            Touch::Missing(missing) => Some(missing.at),
        };
        // What is above a known way is known.
        while let Some(node) = above.filter(|node| ways.insert(identity(*node))) {
            above = node.parent();
        }
    }
    ways
}

fn identity(node: Node<'_>) -> Identity {
    (std::ptr::from_ref(node.tree()).addr(), node.id())
}

/// The same about the document itself.
pub(super) fn unwatched<'a>(missing: &Undeclared<Watched<'_, Node<'a>>>) -> Undeclared<Node<'a>> {
    Undeclared { at: missing.at.node, keys: missing.keys.clone() }
}
