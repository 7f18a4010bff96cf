//! Rows as what expressions read.

use std::collections::BTreeMap;

use crate::cel::{Host, Seen};

/// A row, its cells found by name. Cells that say nothing are not there.
#[derive(Debug)]
pub(super) struct Row<'v> {
    /// Columns by the names that expressions use.
    pub names: &'v BTreeMap<String, usize>,
    /// The cells that say something, without space around them.
    pub cells: Vec<Option<&'v str>>,
}

/// A row or a cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'v> {
    /// A row.
    Row(&'v Row<'v>),
    /// The text of a cell.
    Text(&'v str),
}

impl PartialEq for Cell<'_> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Row(a), Self::Row(b)) => std::ptr::eq(*a, *b),
            (Self::Text(a), Self::Text(b)) => a == b,
            _ => false,
        }
    }
}

impl<'v> Row<'v> {
    /// The names whose cells say something, each with its text.
    fn filled(&self) -> impl Iterator<Item = (&'v str, &'v str)> {
        self.names.iter().filter_map(|(name, column)| Some((name.as_str(), (*self.cells.get(*column)?)?)))
    }
}

impl<'v> Host<'v> for Cell<'v> {
    fn see(self) -> Seen<'v> {
        match self {
            Self::Row(_) => Seen::Map,
            Self::Text(text) => Seen::Text(text),
        }
    }

    fn get(self, key: &str) -> Option<Self> {
        let Self::Row(row) = self else { return None };
        let column = *row.names.get(key)?;
        row.cells.get(column).copied().flatten().map(Self::Text)
    }

    fn len(self) -> usize {
        if let Self::Row(row) = self { row.filled().count() } else { 0 }
    }

    fn item(self, _index: usize) -> Option<Self> {
        None
    }

    fn entry(self, index: usize) -> Option<(&'v str, Self)> {
        let Self::Row(row) = self else { return None };
        row.filled().nth(index).map(|(name, text)| (name, Self::Text(text)))
    }
}
