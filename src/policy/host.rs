//! Document nodes as what expressions read.

use crate::cel::{Host, Seen};
use crate::document::{Node, View};

impl<'v> Host<'v> for Node<'v> {
    #[inline]
    fn see(self) -> Seen<'v> {
        match self.view() {
            View::Null => Seen::Null,
            View::Bool(b) => Seen::Bool(b),
            View::Int(i) => Seen::Int(i),
            View::Uint(u) => Seen::Uint(u),
            View::Float(f) => Seen::Double(f),
            View::Text(text) => Seen::Text(text),
            View::Sequence => Seen::List,
            View::Mapping => Seen::Map,
        }
    }

    #[inline]
    fn get(self, key: &str) -> Option<Self> {
        Node::get(self, key)
    }

    fn is_within(self, other: Self) -> bool {
        std::iter::successors(Some(self), |node| node.parent()).any(|above| above == other)
    }

    #[inline]
    fn len(self) -> usize {
        Node::len(self)
    }

    #[inline]
    fn item(self, index: usize) -> Option<Self> {
        Node::item(self, index)
    }

    fn entry(self, index: usize) -> Option<(&'v str, Self)> {
        self.entry_at(index).map(|entry| (entry.name(), entry.value))
    }
}
