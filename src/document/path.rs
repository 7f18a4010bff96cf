use std::fmt;

use super::node::Node;

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
        while let Some((parent, slot)) = child.slot() {
            steps.push(if parent.is_mapping() {
                let name = parent.child(slot & !1).and_then(Node::as_str);
                Step::Key(name.unwrap_or_default().to_owned())
            } else {
                let id = child.get("id").and_then(Node::as_str);
                id.map_or(Step::Index(slot), |id| Step::Id(id.to_owned()))
            });
            child = parent;
        }
        steps.reverse();
        Self(steps)
    }

    /// The path one key further.
    #[must_use]
    pub fn join(self, key: &str) -> Self {
        self.step(Step::Key(key.to_owned()))
    }

    /// The path one step further.
    #[must_use]
    pub fn step(mut self, step: Step) -> Self {
        self.0.push(step);
        self
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
