use std::sync::Arc;

use super::node::Node;
use crate::text::{Source, Span};

/// A node's number in its [`Tree`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub(super) u32);

/// All documents of one file.
#[derive(Debug)]
pub struct Tree {
    pub(super) source: Arc<Source>,
    pub(super) nodes: Vec<Stored>,
    /// Children of collections, in runs: items of a sequence, key and value of each entry of a mapping.
    pub(super) children: Vec<NodeId>,
    /// Texts that differ from what stands in the source: escapes, folded lines, block scalars.
    pub(super) cooked: String,
    pub(super) roots: Vec<NodeId>,
}

/// A node as it is kept.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored {
    pub span: Span,
    pub parent: Option<NodeId>,
    pub kind: Kind,
}

/// What a node holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(Text),
    Sequence { first: u32, len: u32 },
    Mapping { first: u32, len: u32 },
    Alias(NodeId),
}

/// Where a text's characters are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text {
    pub start: u32,
    pub len: u32,
    /// In [`Tree::cooked`] rather than in the source.
    pub cooked: bool,
    pub style: Style,
}

/// How a text is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

impl Tree {
    /// The file.
    pub fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// The root of each document that is well-formed and not empty, in order.
    pub fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.roots.iter().map(|&id| Node { tree: self, id })
    }

    /// The node of a number that this tree gave out.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id }
    }

    /// Number of nodes of all documents.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether no document holds anything.
    pub fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    #[inline]
    pub(super) fn stored(&self, id: NodeId) -> &Stored {
        &self.nodes[id.0 as usize]
    }

    /// Whether a node holds exactly this text. Fields are looked up with it, so lengths are compared first.
    #[inline]
    pub(super) fn is_text(&self, id: NodeId, wanted: &str) -> bool {
        match &self.stored(id).kind {
            Kind::Text(text) => text.len as usize == wanted.len() && self.bytes(*text) == Some(wanted.as_bytes()),
            Kind::Alias(target) => matches!(self.stored(*target).kind, Kind::Text(text) if self.text(text) == wanted),
            _ => false,
        }
    }

    fn bytes(&self, text: Text) -> Option<&[u8]> {
        let whole = if text.cooked { self.cooked.as_str() } else { self.source.text() };
        whole.as_bytes().get(text.start as usize..text.start as usize + text.len as usize)
    }

    pub(super) fn text(&self, text: Text) -> &str {
        let range = text.start as usize..(text.start + text.len) as usize;
        let whole = if text.cooked { self.cooked.as_str() } else { self.source.text() };
        whole.get(range).unwrap_or_default()
    }
}
