use std::sync::Arc;

use rayon::slice::ParallelSliceMut;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Node, NodeId, Tree};
use crate::text::Span;

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
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// Id.
    pub id: String,
    /// The name of its file.
    pub file: Arc<str>,
    /// Where in it the id stands.
    pub span: Span,
}

impl Head {
    /// The heads of the systems of one file.
    pub fn all(systems: &[System]) -> Vec<Self> {
        let Some(first) = systems.first() else { return Vec::new() };
        let file: Arc<str> = Arc::from(first.tree.source().name());
        let head = |system: &System| Self { id: system.id.clone(), file: Arc::clone(&file), span: system.place().span };
        systems.iter().map(head).collect()
    }
}

/// Ids that several systems of a run have: each is reported where it stands again, beside the first by path. `place` opens the file
/// that a system stands in.
pub fn duplicates(heads: &mut [Head], place: impl Fn(&Head) -> Place) -> Vec<Diagnostic> {
    heads.par_sort();
    let same = heads.chunk_by(|a, b| a.id == b.id).filter(|same| same.len() > 1);
    same.flat_map(|same| {
        let first = place(&same[0]);
        same.iter().skip(1).map(|again| duplicate(&again.id, place(again), first.clone())).collect::<Vec<_>>()
    })
    .collect()
}

fn duplicate(id: &str, again: Place, first: Place) -> Diagnostic {
    Diagnostic::error(Code::DuplicateId, format!("two systems have the id `{id}`"))
        .at(again, "again here")
        .also(first, "first here")
        .help("give one of them another id; findings and waivers name systems by it")
}
