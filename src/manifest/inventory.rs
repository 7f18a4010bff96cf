use std::sync::Arc;

use rayon::slice::ParallelSliceMut;

use crate::diagnostic::{Code, Diagnostic, Place};
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

    /// Where its id stands.
    pub fn place(&self) -> Place {
        self.node().get("id").unwrap_or(self.node()).place()
    }
}

/// A system's id and where it stands, kept when the system itself is not.
#[derive(Clone, Debug)]
pub struct Head {
    /// Id.
    pub id: String,
    /// Where it stands.
    pub place: Place,
}

impl Head {
    /// The head of a system.
    pub fn of(system: &System) -> Self {
        Self { id: system.id.clone(), place: system.place() }
    }
}

/// Ids that several systems of a run have: each is reported where it stands again, beside the first by path.
pub fn duplicates(heads: &mut [Head]) -> Vec<Diagnostic> {
    let key = |head: &'_ Head| (head.id.clone(), head.place.source.name().to_owned(), head.place.span);
    heads.par_sort_by(|a, b| a.id.cmp(&b.id).then_with(|| key(a).cmp(&key(b))));
    heads.chunk_by(|a, b| a.id == b.id).flat_map(|same| same.iter().skip(1).map(|again| duplicate(&same[0], again))).collect()
}

fn duplicate(first: &Head, second: &Head) -> Diagnostic {
    Diagnostic::error(Code::DuplicateId, format!("two systems have the id `{}`", second.id))
        .at(second.place.clone(), "again here")
        .also(first.place.clone(), "first here")
        .help("give one of them another id; findings and waivers name systems by it")
}
