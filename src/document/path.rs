use std::fmt;

use super::node::Node;
use super::tree::Kind;

/// A way from a document's root to a node, e.g. `data_flows[chat].agreement.no_training`.
///
/// List items are named by their `id` where they have one, so that a path survives reordering.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(pub Vec<Step>);

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A key of a mapping.
    Key(String),
    /// A list item with an id.
    Id(String),
    /// A list item without one, from 0.
    Index(usize),
}

impl Path {
    pub(super) fn of(node: Node<'_>) -> Self {
        let mut steps = Vec::new();
        let mut child = node;
        while let Some(parent) = child.parent() {
            match parent.tree.stored(parent.id).kind {
                Kind::Mapping { .. } => {
                    let name = child.key().and_then(Node::as_str).unwrap_or_default();
                    steps.push(Step::Key(name.to_owned()));
                }
                _ => steps.push(item_step(parent, child)),
            }
            child = parent;
        }
        steps.reverse();
        Self(steps)
    }

    /// The path one key further.
    #[must_use]
    pub fn join(mut self, key: &str) -> Self {
        self.0.push(Step::Key(key.to_owned()));
        self
    }
}

fn item_step(parent: Node<'_>, child: Node<'_>) -> Step {
    match child.get("id").and_then(Node::as_str) {
        Some(id) => Step::Id(id.to_owned()),
        None => Step::Index(parent.items().position(|item| item.id == child.id).unwrap_or_default()),
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if at == 0 => f.write_str(key)?,
                Step::Key(key) => write!(f, ".{key}")?,
                Step::Id(id) => write!(f, "[{id}]")?,
                Step::Index(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}
