/// A node of the document that expressions read; cheap to copy.
pub trait Host<'v>: Copy + PartialEq + std::fmt::Debug {
    /// What the node holds.
    fn see(self) -> Seen<'v>;
    /// The value under a key of a mapping.
    fn get(self, key: &str) -> Option<Self>;
    /// Number of items or entries.
    fn len(self) -> usize;
    /// The item of a list at an index.
    fn item(self, index: usize) -> Option<Self>;
    /// The entry of a mapping at an index, in the order of the document.
    fn entry(self, index: usize) -> Option<(&'v str, Self)>;
    /// Whether this is `other` or stands below it, as far as that is known.
    fn is_within(self, other: Self) -> bool {
        self == other
    }
    /// Whether there are no items or entries.
    fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// What a [`Host`] node holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen<'v> {
    /// Null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number above the range of `Int`.
    Uint(u64),
    /// Any other number.
    Double(f64),
    /// A text.
    Text(&'v str),
    /// A list.
    List,
    /// A mapping.
    Map,
}

/// For expressions that read no document.
impl<'v> Host<'v> for std::convert::Infallible {
    fn see(self) -> Seen<'v> {
        match self {}
    }
    fn get(self, _key: &str) -> Option<Self> {
        match self {}
    }
    fn len(self) -> usize {
        match self {}
    }
    fn item(self, _index: usize) -> Option<Self> {
        match self {}
    }
    fn entry(self, _index: usize) -> Option<(&'v str, Self)> {
        match self {}
    }
}
