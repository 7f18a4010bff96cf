use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, NodeId, Tree};

/// One AI system, well-formed as its schema wants it.
#[derive(Clone, Debug)]
pub struct System {
    /// The file that it is declared in.
    pub tree: Arc<Tree>,
    /// The root of its document.
    pub root: NodeId,
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
}

impl System {
    pub(super) fn new(tree: &Arc<Tree>, root: Node<'_>) -> Self {
        let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
        Self { tree: Arc::clone(tree), root: root.id(), id: text("id"), name: text("name") }
    }

    /// The document's root.
    pub fn node(&self) -> Node<'_> {
        self.tree.node(self.root)
    }

    fn path(&self) -> &str {
        self.tree.source().name()
    }

    fn start(&self) -> u32 {
        self.node().span().start
    }
}

/// All systems of a run.
#[derive(Debug, Default)]
pub struct Inventory {
    /// Sorted by id; no id stands twice.
    pub systems: Vec<System>,
}

impl Inventory {
    /// Puts systems together. Of several with one id the first by path is kept, and the others are reported.
    pub fn new(mut systems: Vec<System>) -> (Self, Vec<Diagnostic>) {
        systems.sort_by(|a, b| (&a.id, a.path(), a.start()).cmp(&(&b.id, b.path(), b.start())));
        let mut kept: Vec<System> = Vec::with_capacity(systems.len());
        let mut diagnostics = Vec::new();
        for system in systems {
            match kept.last() {
                Some(first) if first.id == system.id => diagnostics.push(duplicate(first, &system)),
                _ => kept.push(system),
            }
        }
        (Self { systems: kept }, diagnostics)
    }

    /// The system with this id.
    pub fn get(&self, id: &str) -> Option<&System> {
        self.systems.binary_search_by(|system| system.id.as_str().cmp(id)).ok().and_then(|at| self.systems.get(at))
    }
}

fn duplicate(first: &System, second: &System) -> Diagnostic {
    let place = |system: &System| system.node().get("id").unwrap_or(system.node()).place();
    Diagnostic::error(Code::DuplicateId, format!("two systems have the id `{}`", second.id))
        .at(place(second), "again here")
        .also(place(first), "first here")
        .help("give one of them another id; findings and waivers name systems by it")
}
