use super::origin::Origin;
use super::path::Path;
use super::tree::{Kind, NodeId, Tree};
use crate::diagnostic::Place;
use crate::text::Span;

/// A node of a tree; cheap to copy. An alias behaves as what it points at, but stands where it is written.
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) tree: &'a Tree,
    pub(super) id: NodeId,
}

/// What a node holds, read through aliases.
#[derive(Clone, Copy, Debug)]
pub enum View<'a> {
    /// Null, also an empty value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits 64 bits with sign.
    Int(i64),
    /// A whole number that only fits 64 bits without sign.
    Uint(u64),
    /// Any other number; always finite.
    Float(f64),
    /// A text.
    Text(&'a str),
    /// A list.
    Sequence,
    /// A mapping.
    Mapping,
}

/// A key and its value.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// The key; always a text.
    pub key: Node<'a>,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Entry<'a> {
    /// The key's text.
    pub fn name(&self) -> &'a str {
        self.key.as_str().unwrap_or_default()
    }
}

/// The items of a sequence, in order.
#[derive(Clone)]
pub struct Items<'a> {
    tree: &'a Tree,
    children: std::slice::Iter<'a, NodeId>,
}

impl<'a> Iterator for Items<'a> {
    type Item = Node<'a>;

    fn next(&mut self) -> Option<Node<'a>> {
        self.children.next().map(|&id| Node { tree: self.tree, id })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.children.size_hint()
    }
}

impl DoubleEndedIterator for Items<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.children.next_back().map(|&id| Node { tree: self.tree, id })
    }
}

impl ExactSizeIterator for Items<'_> {}

/// The entries of a mapping, in the order they are written.
#[derive(Clone)]
pub struct Entries<'a> {
    tree: &'a Tree,
    children: std::slice::ChunksExact<'a, NodeId>,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let node = |id: NodeId| Node { tree: self.tree, id };
        self.children.next().map(|pair| Entry { key: node(pair[0]), value: node(pair[1]) })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.children.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Node({}, {:?})", self.id.0, self.view())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.tree, other.tree) && self.id == other.id
    }
}

impl Eq for Node<'_> {}

impl<'a> Node<'a> {
    /// Its number, to keep where the tree cannot be borrowed.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The tree it belongs to.
    pub fn tree(self) -> &'a Tree {
        self.tree
    }

    /// Where it is written: for an alias the `*name`, for a block collection from its first entry to its last.
    pub fn span(self) -> Span {
        self.tree.stored(self.id).span
    }

    /// Where it is written, with the file.
    pub fn place(self) -> Place {
        Place::new(&self.tree.source, self.span())
    }

    /// What it holds.
    #[inline]
    pub fn view(self) -> View<'a> {
        match self.target_kind() {
            Kind::Null | Kind::Alias(_) => View::Null,
            Kind::Bool(b) => View::Bool(b),
            Kind::Int(i) => View::Int(i),
            Kind::Uint(u) => View::Uint(u),
            Kind::Float(f) => View::Float(f),
            Kind::Text(text) => View::Text(self.tree.text(text)),
            Kind::Sequence { .. } => View::Sequence,
            Kind::Mapping { .. } => View::Mapping,
        }
    }

    /// The text, if it is one.
    pub fn as_str(self) -> Option<&'a str> {
        if let View::Text(text) = self.view() { Some(text) } else { None }
    }

    /// The boolean, if it is one.
    pub fn as_bool(self) -> Option<bool> {
        if let View::Bool(b) = self.view() { Some(b) } else { None }
    }

    /// Whether it is a mapping.
    pub fn is_mapping(self) -> bool {
        matches!(self.view(), View::Mapping)
    }

    /// Number of items or entries; 0 for a scalar.
    pub fn len(self) -> usize {
        match self.target_kind() {
            Kind::Sequence { len, .. } | Kind::Mapping { len, .. } => len as usize,
            _ => 0,
        }
    }

    /// Whether it has no items or entries.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The items of a sequence; nothing for anything else.
    pub fn items(self) -> Items<'a> {
        let children = if matches!(self.target_kind(), Kind::Sequence { .. }) { self.children() } else { &[] };
        Items { tree: self.tree, children: children.iter() }
    }

    /// The item of a sequence at an index.
    pub fn item(self, index: usize) -> Option<Node<'a>> {
        let Kind::Sequence { first, len } = self.target_kind() else { return None };
        let id = (index < len as usize).then(|| self.tree.children.get(first as usize + index))??;
        Some(Node { tree: self.tree, id: *id })
    }

    /// The entries of a mapping in the order they are written; nothing for anything else.
    pub fn entries(self) -> Entries<'a> {
        let children = if self.is_mapping() { self.children() } else { &[] };
        Entries { tree: self.tree, children: children.chunks_exact(2) }
    }

    /// The entry of a mapping at an index.
    pub fn entry_at(self, index: usize) -> Option<Entry<'a>> {
        let Kind::Mapping { first, len } = self.target_kind() else { return None };
        let at = (index < len as usize).then(|| first as usize + 2 * index)?;
        let node = |at: usize| self.tree.children.get(at).map(|&id| Node { tree: self.tree, id });
        Some(Entry { key: node(at)?, value: node(at + 1)? })
    }

    /// The entry under a key.
    pub fn entry(self, key: &str) -> Option<Entry<'a>> {
        let (name, value) = self.find(key)?;
        Some(Entry { key: Node { tree: self.tree, id: name }, value: Node { tree: self.tree, id: value } })
    }

    /// The value under a key.
    #[inline]
    pub fn get(self, key: &str) -> Option<Node<'a>> {
        self.find(key).map(|(_, id)| Node { tree: self.tree, id })
    }

    #[inline]
    fn find(self, key: &str) -> Option<(NodeId, NodeId)> {
        let Kind::Mapping { first, len } = self.target_kind() else { return None };
        let (first, len) = (first as usize, len as usize);
        let children = self.tree.children.get(first..first + 2 * len)?;
        for pair in children.chunks_exact(2) {
            if let &[name, value] = pair
                && self.tree.is_text(name, key)
            {
                return Some((name, value));
            }
        }
        None
    }

    /// The node whose child this is, where it is written.
    pub fn parent(self) -> Option<Node<'a>> {
        self.tree.stored(self.id).parent.map(|id| Node { tree: self.tree, id })
    }

    /// The key under which this value stands, if it stands under one; a key is its own.
    pub fn key(self) -> Option<Node<'a>> {
        let (parent, slot) = self.slot()?;
        if parent.is_mapping() { parent.child(slot & !1) } else { None }
    }

    /// The way from the document's root, list items named by their ids.
    pub fn path(self) -> Path {
        Path::of(self)
    }

    /// How positions inside a text's value map to positions in the file.
    pub fn origin(self) -> Origin {
        Origin::of(self)
    }

    /// What an alias points at; the node itself otherwise.
    #[must_use]
    pub fn target(self) -> Node<'a> {
        match self.tree.stored(self.id).kind {
            Kind::Alias(id) => Node { tree: self.tree, id },
            _ => self,
        }
    }

    /// The parent and which of its children this is; keys and values count alike.
    pub(super) fn slot(self) -> Option<(Node<'a>, usize)> {
        let parent = self.parent()?;
        let children = parent.children();
        // Children are numbered in the order in which they are written; only entries that a merge key brings are not.
        let slot = children.binary_search(&self.id).ok().or_else(|| children.iter().position(|&id| id == self.id))?;
        Some((parent, slot))
    }

    /// The child in a slot; keys stand in even slots, their values after them.
    pub(super) fn child(self, slot: usize) -> Option<Node<'a>> {
        self.children().get(slot).map(|&id| Node { tree: self.tree, id })
    }

    /// Items of a sequence, keys and values of a mapping.
    fn children(self) -> &'a [NodeId] {
        let (first, len) = match self.target_kind() {
            Kind::Sequence { first, len } => (first as usize, len as usize),
            Kind::Mapping { first, len } => (first as usize, 2 * len as usize),
            _ => (0, 0),
        };
        self.tree.children.get(first..first + len).unwrap_or_default()
    }

    #[inline]
    pub(super) fn target_kind(self) -> Kind {
        match self.tree.stored(self.id).kind {
            // An alias never points at an alias: the parser resolves it to the anchored node.
            Kind::Alias(id) => self.tree.stored(id).kind,
            kind => kind,
        }
    }
}
