use super::host::Host;
use super::value::{Scalar, Text, Value};

/// A key of a [`Map`]: 1 and 1u are the same key.
#[derive(Clone, Debug)]
pub enum Key<'v> {
    /// A boolean.
    Bool(bool),
    /// A whole number of either kind.
    Int(i128),
    /// A text.
    Text(Text<'v>),
}

impl Key<'_> {
    /// Booleans before numbers before texts.
    fn rank(&self) -> (u8, i128, &str) {
        match self {
            Self::Bool(b) => (0, i128::from(*b), ""),
            Self::Int(i) => (1, *i, ""),
            Self::Text(text) => (2, 0, text.as_str()),
        }
    }
}

impl<'v> Key<'v> {
    /// The key as a value.
    pub fn to_value<N>(&self) -> Value<'v, N> {
        match self {
            Self::Bool(b) => Value::Bool(*b),
            Self::Int(i) => i64::try_from(*i).map_or_else(|_| Value::Uint(u64::try_from(*i).unwrap_or(u64::MAX)), Value::Int),
            Self::Text(text) => Value::Text(text.clone()),
        }
    }
}

/// The entries of a map that an expression made, each key once, in the order of the keys.
#[derive(Clone, Debug)]
pub struct Map<'v, N> {
    entries: Vec<(Key<'v>, Value<'v, N>)>,
}

impl<'v, N> Map<'v, N> {
    /// A map of these entries; nothing where a key stands twice.
    pub fn of(entries: Vec<(Key<'v>, Value<'v, N>)>) -> Option<Self> {
        let count = entries.len();
        let map: Self = entries.into_iter().collect();
        (map.len() == count).then_some(map)
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in the order of their keys.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &(Key<'v>, Value<'v, N>)> {
        self.entries.iter()
    }

    /// The entry at an index, in the order of the keys.
    pub fn entry(&self, index: usize) -> Option<&(Key<'v>, Value<'v, N>)> {
        self.entries.get(index)
    }

    /// The value under a key.
    pub fn get(&self, key: &Key<'_>) -> Option<&Value<'v, N>> {
        let at = self.entries.binary_search_by(|(known, _)| known.rank().cmp(&key.rank())).ok()?;
        self.entries.get(at).map(|(_, value)| value)
    }

    /// The value under a key that is a text.
    pub fn field(&self, name: &str) -> Option<&Value<'v, N>> {
        self.get(&Key::Text(Text::Borrowed(name)))
    }
}

/// Of entries with the same key, the first stays.
impl<'v, N> FromIterator<(Key<'v>, Value<'v, N>)> for Map<'v, N> {
    fn from_iter<I: IntoIterator<Item = (Key<'v>, Value<'v, N>)>>(entries: I) -> Self {
        let mut entries: Vec<_> = entries.into_iter().collect();
        entries.sort_by(|(a, _), (b, _)| a.rank().cmp(&b.rank()));
        entries.dedup_by(|(b, _), (a, _)| a.rank() == b.rank());
        Self { entries }
    }
}

impl<'v, N: Host<'v>> Value<'v, N> {
    /// The value as a key of a map, if it can be one; a double counts where it is whole.
    pub fn as_key(&self) -> Option<Key<'_>> {
        match self.scalar() {
            Scalar::Bool(b) => Some(Key::Bool(b)),
            Scalar::Int(i) => Some(Key::Int(i128::from(i))),
            Scalar::Uint(u) => Some(Key::Int(i128::from(u))),
            Scalar::Double(d) if d.fract() == 0.0 && d.abs() < 2e19 => Some(Key::Int(d as i128)),
            Scalar::Text(text) => Some(Key::Text(Text::Borrowed(text))),
            _ => None,
        }
    }

    /// The value as a key to put into a map: no double, no null.
    pub fn into_key(self) -> Option<Key<'v>> {
        match self.plain() {
            Self::Bool(b) => Some(Key::Bool(b)),
            Self::Int(i) => Some(Key::Int(i128::from(i))),
            Self::Uint(u) => Some(Key::Int(i128::from(u))),
            Self::Text(text) => Some(Key::Text(text)),
            _ => None,
        }
    }
}
