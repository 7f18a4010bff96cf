//! A document that remembers what was read of it, for people who ask; evaluation itself keeps no such list.

use std::cell::RefCell;

use super::eval::Undeclared;
use super::host::{Host, Seen};

/// What was read, in the order of reading; what is read again may stand in it again.
#[derive(Debug)]
pub struct Log<N> {
    touches: RefCell<Vec<Touch<N>>>,
}

/// Something that an evaluation looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Touch<N> {
    /// A node.
    Node(N),
    /// A key that is not there.
    Missing(Undeclared<N>),
}

impl<N> Default for Log<N> {
    fn default() -> Self {
        Self { touches: RefCell::new(Vec::new()) }
    }
}

impl<N: PartialEq> Log<N> {
    /// Everything since the last time.
    pub fn take(&self) -> Vec<Touch<N>> {
        self.touches.take()
    }

    fn push(&self, touch: Touch<N>) {
        let mut touches = self.touches.borrow_mut();
        if touches.last() != Some(&touch) {
            touches.push(touch);
        }
    }
}

/// A node whose every reader is noted in a [`Log`].
#[derive(Clone, Copy, Debug)]
pub struct Watched<'l, N> {
    /// The node itself, to look at without being noted.
    pub node: N,
    log: &'l Log<N>,
}

impl<'l, N> Watched<'l, N> {
    /// A node that is noted in `log`, as is all that is reached from it.
    pub fn new(node: N, log: &'l Log<N>) -> Self {
        Self { node, log }
    }
}

impl<N: PartialEq> PartialEq for Watched<'_, N> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// That an item or entry is passed on is not yet a look at it.
impl<'v, N: Host<'v>> Host<'v> for Watched<'_, N> {
    fn see(self) -> Seen<'v> {
        self.log.push(Touch::Node(self.node));
        self.node.see()
    }

    fn get(self, key: &str) -> Option<Self> {
        let found = self.node.get(key);
        self.log.push(match found {
            Some(node) => Touch::Node(node),
            None => Touch::Missing(Undeclared { at: self.node, keys: vec![key.to_owned()] }),
        });
        found.map(|node| Self { node, ..self })
    }

    fn len(self) -> usize {
        self.log.push(Touch::Node(self.node));
        self.node.len()
    }

    fn item(self, index: usize) -> Option<Self> {
        self.node.item(index).map(|node| Self { node, ..self })
    }

    fn entry(self, index: usize) -> Option<(&'v str, Self)> {
        self.node.entry(index).map(|(key, node)| (key, Self { node, ..self }))
    }
}
