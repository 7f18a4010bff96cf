use std::rc::Rc;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::host::{Host, Seen};
use super::map::Map;

/// A text: borrowed from the plan or the document, or made by a function.
#[derive(Clone, Debug)]
pub enum Text<'v> {
    /// Stands in the plan or the document.
    Borrowed(&'v str),
    /// Was made.
    Made(Rc<str>),
}

impl Text<'_> {
    /// The characters.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Made(text.into())
    }
}

/// A CEL value. Whatever stands in the document stays a [`Value::Node`], so that a result can say where it came from.
#[derive(Clone, Debug)]
pub enum Value<'v, N> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// 64 bits with sign.
    Int(i64),
    /// 64 bits without sign.
    Uint(u64),
    /// IEEE 754.
    Double(f64),
    /// A text.
    Text(Text<'v>),
    /// Bytes.
    Bytes(Rc<[u8]>),
    /// A list that the expression made.
    List(Rc<Vec<Value<'v, N>>>),
    /// A map that the expression made.
    Map(Rc<Map<'v, N>>),
    /// A point in time, as clocks in UTC show it.
    Timestamp(DateTime),
    /// A length of time.
    Duration(SignedDuration),
    /// A type.
    Type(&'static str),
    /// A semantic version.
    Version(Rc<semver::Version>),
    /// An optional value.
    Optional(Option<Rc<Value<'v, N>>>),
    /// A node of the document.
    Node(N),
}

/// What a value is to comparison: a node's scalar and the same scalar made by the expression are one.
#[derive(Clone, Copy)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(&'a str),
    Other,
}

impl<'v, N: Host<'v>> Value<'v, N> {
    /// The value with a scalar node replaced by the scalar it holds; lists and mappings stay nodes.
    #[must_use]
    pub fn plain(self) -> Self {
        let Self::Node(node) = self else { return self };
        match node.see() {
            Seen::Null => Self::Null,
            Seen::Bool(b) => Self::Bool(b),
            Seen::Int(i) => Self::Int(i),
            Seen::Uint(u) => Self::Uint(u),
            Seen::Double(d) => Self::Double(d),
            Seen::Text(text) => Self::Text(Text::Borrowed(text)),
            Seen::List | Seen::Map => self,
        }
    }

    pub(super) fn scalar(&self) -> Scalar<'_> {
        match self {
            Self::Null => Scalar::Null,
            Self::Bool(b) => Scalar::Bool(*b),
            Self::Int(i) => Scalar::Int(*i),
            Self::Uint(u) => Scalar::Uint(*u),
            Self::Double(d) => Scalar::Double(*d),
            Self::Text(text) => Scalar::Text(text.as_str()),
            Self::Node(node) => match node.see() {
                Seen::Null => Scalar::Null,
                Seen::Bool(b) => Scalar::Bool(b),
                Seen::Int(i) => Scalar::Int(i),
                Seen::Uint(u) => Scalar::Uint(u),
                Seen::Double(d) => Scalar::Double(d),
                Seen::Text(text) => Scalar::Text(text),
                Seen::List | Seen::Map => Scalar::Other,
            },
            _ => Scalar::Other,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.as_str()),
            Self::Node(node) => match node.see() {
                Seen::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(b) => Some(*b),
            Self::Node(node) => match node.see() {
                Seen::Bool(b) => Some(b),
                _ => None,
            },
            _ => None,
        }
    }

    /// Steps that looking at it once takes, beside the one for the value: a tenth of the bytes of a text or of bytes.
    pub(super) fn weight(&self) -> u64 {
        let bytes = match self {
            Self::Bytes(bytes) => bytes.len(),
            value => value.as_str().map_or(0, str::len),
        };
        bytes as u64 / 10
    }

    /// Steps that looking it up among the keys of a map takes.
    pub(super) fn weight_among(&self, keys: usize) -> u64 {
        self.weight() * u64::from(keys.max(1).ilog2() + 1)
    }

    /// Number of items or entries, for lists and maps.
    pub fn collection_len(&self) -> Option<usize> {
        match self {
            Self::List(items) => Some(items.len()),
            Self::Map(entries) => Some(entries.len()),
            Self::Node(node) if matches!(node.see(), Seen::List | Seen::Map) => Some(node.len()),
            _ => None,
        }
    }

    /// Whether it is a list.
    pub fn is_list(&self) -> bool {
        matches!(self, Self::List(_)) || matches!(self, Self::Node(node) if node.see() == Seen::List)
    }

    /// Whether it is a map.
    pub fn is_map(&self) -> bool {
        matches!(self, Self::Map(_)) || matches!(self, Self::Node(node) if node.see() == Seen::Map)
    }

    /// The items of a list; nothing for anything else.
    pub fn items(&self) -> Vec<Self> {
        match self {
            Self::List(items) => items.as_ref().clone(),
            Self::Node(node) if node.see() == Seen::List => (0..node.len()).filter_map(|at| node.item(at)).map(Self::Node).collect(),
            _ => Vec::new(),
        }
    }

    /// The entries of a map; nothing for anything else.
    pub fn entries(&self) -> Vec<(Self, Self)> {
        match self {
            Self::Map(entries) => entries.iter().map(|(key, value)| (key.to_value(), value.clone())).collect(),
            Self::Node(node) if node.see() == Seen::Map => (0..node.len())
                .filter_map(|at| node.entry(at))
                .map(|(key, value)| (Self::Text(Text::Borrowed(key)), Self::Node(value)))
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Name of its type, as `type()` gives it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null_type",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Uint(_) => "uint",
            Self::Double(_) => "double",
            Self::Text(_) => "string",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "list",
            Self::Map(_) => "map",
            Self::Timestamp(_) => "google.protobuf.Timestamp",
            Self::Duration(_) => "google.protobuf.Duration",
            Self::Type(_) => "type",
            Self::Version(_) => "semver",
            Self::Optional(_) => "optional_type",
            Self::Node(node) => match node.see() {
                Seen::Null => "null_type",
                Seen::Bool(_) => "bool",
                Seen::Int(_) => "int",
                Seen::Uint(_) => "uint",
                Seen::Double(_) => "double",
                Seen::Text(_) => "string",
                Seen::List => "list",
                Seen::Map => "map",
            },
        }
    }
}
