//! The validator's view of a document: it walks the nodes as they are, without a copy.

use std::borrow::Cow;
use std::iter::Map;

use jsonschema::JsonType;
use jsonschema::json::{Array, Json, JsonNumber, Node as JsonNode, NodeIdentity, Object};
use serde_json::{Number, Value};

use crate::document::{Entries, Entry, Items, Node, View};

/// Documents as a representation of JSON.
pub(super) struct Arena;

/// A node, or the name of a key on its own.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    Node(Node<'a>),
    Name(&'a str),
}

impl<'a> Item<'a> {
    fn view(self) -> View<'a> {
        match self {
            Self::Node(node) => node.view(),
            Self::Name(name) => View::Text(name),
        }
    }
}

impl Json for Arena {
    type Node<'a> = Item<'a>;
    type PreparedKey = Box<str>;
    type StringBuffer = ();

    // A lookup compares one key after the other, so one pass over the entries is always cheaper than many lookups.
    const KEYS_PER_LOOKUP: usize = 64;

    fn prepare_key(key: &str) -> Box<str> {
        key.into()
    }

    fn with_string_node<T>((): &mut (), string: &str, f: impl FnOnce(Item<'_>) -> T) -> T {
        f(Item::Name(string))
    }
}

/// A number of a document; never infinite.
pub(super) enum Numeral {
    Int(i64),
    Uint(u64),
    Float(f64),
}

impl JsonNumber for Numeral {
    fn as_u64(&self) -> Option<u64> {
        match *self {
            Self::Int(int) => u64::try_from(int).ok(),
            Self::Uint(uint) => Some(uint),
            Self::Float(_) => None,
        }
    }

    fn as_i64(&self) -> Option<i64> {
        match *self {
            Self::Int(int) => Some(int),
            Self::Uint(uint) => i64::try_from(uint).ok(),
            Self::Float(_) => None,
        }
    }

    fn as_f64(&self) -> Option<f64> {
        Some(match *self {
            Self::Int(int) => int as f64,
            Self::Uint(uint) => uint as f64,
            Self::Float(float) => float,
        })
    }

    fn as_str(&self) -> Cow<'_, str> {
        Cow::Owned(self.to_number().to_string())
    }

    fn to_number(&self) -> Cow<'_, Number> {
        Cow::Owned(match *self {
            Self::Int(int) => int.into(),
            Self::Uint(uint) => uint.into(),
            Self::Float(float) => Number::from_f64(float).unwrap_or_else(|| 0.into()),
        })
    }

    /// Stricter than JSON Schema, for which `1.0` is whole: expressions tell the two apart.
    fn is_integer(&self) -> bool {
        !matches!(self, Self::Float(_))
    }

    fn is_written_as_integer(&self) -> bool {
        !matches!(self, Self::Float(_))
    }
}

impl<'a> JsonNode<'a, Arena> for Item<'a> {
    type Object = Node<'a>;
    type Array = Node<'a>;
    type Number = Numeral;

    fn as_object(&self) -> Option<Node<'a>> {
        if let Self::Node(node) = self { node.is_mapping().then_some(*node) } else { None }
    }

    fn as_array(&self) -> Option<Node<'a>> {
        if let Self::Node(node) = self { matches!(node.view(), View::Sequence).then_some(*node) } else { None }
    }

    fn as_string(&self) -> Option<Cow<'a, str>> {
        if let View::Text(text) = self.view() { Some(Cow::Borrowed(text)) } else { None }
    }

    fn as_number(&self) -> Option<Numeral> {
        match self.view() {
            View::Int(int) => Some(Numeral::Int(int)),
            View::Uint(uint) => Some(Numeral::Uint(uint)),
            View::Float(float) => Some(Numeral::Float(float)),
            _ => None,
        }
    }

    fn as_boolean(&self) -> Option<bool> {
        if let View::Bool(bool) = self.view() { Some(bool) } else { None }
    }

    fn is_null(&self) -> bool {
        matches!(self.view(), View::Null)
    }

    fn json_type(&self) -> JsonType {
        match self.view() {
            View::Null => JsonType::Null,
            View::Bool(_) => JsonType::Boolean,
            View::Int(_) | View::Uint(_) | View::Float(_) => JsonType::Number,
            View::Text(_) => JsonType::String,
            View::Sequence => JsonType::Array,
            View::Mapping => JsonType::Object,
        }
    }

    fn equals_value(&self, expected: &Value) -> bool {
        match (self.view(), expected) {
            (View::Null, Value::Null) => true,
            (View::Bool(bool), Value::Bool(expected)) => bool == *expected,
            (View::Text(text), Value::String(expected)) => text == expected,
            (View::Int(_) | View::Uint(_) | View::Float(_), Value::Number(expected)) => {
                self.as_number().is_some_and(|number| jsonschema::json::cmp::equal_numbers(&number, expected))
            }
            (View::Sequence | View::Mapping, Value::Array(_) | Value::Object(_)) => {
                jsonschema::json::cmp::equal(&self.to_value(), expected)
            }
            _ => false,
        }
    }

    fn to_value(&self) -> Cow<'a, Value> {
        Cow::Owned(match *self {
            Self::Node(node) => super::to_value(node),
            Self::Name(name) => Value::from(name),
        })
    }

    /// Nothing: depth is bounded by the parser, and a node's number may come again in another document.
    fn identity(&self) -> Option<NodeIdentity> {
        None
    }
}

impl<'a> Object<'a, Arena> for Node<'a> {
    type Node = Item<'a>;
    type MemberName = &'a str;
    type MembersIter = Map<Entries<'a>, fn(Entry<'a>) -> (&'a str, Item<'a>)>;

    fn len(&self) -> usize {
        Node::len(*self)
    }

    fn get(&self, key: &Box<str>) -> Option<Item<'a>> {
        Node::get(*self, key).map(Item::Node)
    }

    fn members(&self) -> Self::MembersIter {
        self.entries().map(|entry| (entry.name(), Item::Node(entry.value)))
    }
}

impl<'a> Array<'a, Arena> for Node<'a> {
    type Node = Item<'a>;
    type ElementsIter = Map<Items<'a>, fn(Node<'a>) -> Item<'a>>;

    fn len(&self) -> usize {
        Node::len(*self)
    }

    fn elements(&self) -> Self::ElementsIter {
        self.items().map(Item::Node)
    }
}
