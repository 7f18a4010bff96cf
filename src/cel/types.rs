use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::form::Form;
use crate::text::{Source, Span};

/// A CEL type as the checker knows it; finer than the language's own where the schema says more.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Anything: nothing is known, nothing is checked.
    Dyn,
    /// `null`.
    Null,
    /// `bool`.
    Bool,
    /// `int`.
    Int,
    /// `uint`.
    Uint,
    /// `double`.
    Double,
    /// `string`.
    Text,
    /// A `string` that is one of a fixed list.
    Enum(Arc<[String]>),
    /// A `string` that is one of the texts that somebody wrote, so that each can be held against what it is compared with.
    Words(Arc<Words>),
    /// A `string` of a form, such as an id.
    Form(Arc<Form>),
    /// A `string` that holds a day, `2026-01-31`.
    Day,
    /// A `string` written for people, where no decision may hang on it: to read it is a problem, to ask whether it is there is not.
    Prose,
    /// `bytes`.
    Bytes,
    /// `timestamp`.
    Timestamp,
    /// `duration`.
    Duration,
    /// `list`.
    List(Arc<Type>),
    /// `map`.
    Map(Arc<Type>, Arc<Type>),
    /// A mapping with known fields.
    Object(Arc<ObjectType>),
    /// `optional`.
    Optional(Arc<Type>),
    /// A semantic version.
    Version,
    /// The type of types.
    Type,
    /// A type parameter of a function's signature.
    Parameter(char),
    /// Not known yet and free to become any: the items of `[]`.
    Free,
}

/// A mapping whose fields are known.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ObjectType {
    /// What messages call it, e.g. `system.data_flows[]`.
    pub name: String,
    /// Its fields.
    pub fields: BTreeMap<String, Field>,
    /// Whether other fields may occur.
    pub open: bool,
}

/// A field of an [`ObjectType`].
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Type of its value.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// Least and greatest value that the schema allows, for numbers.
    pub bounds: (Option<f64>, Option<f64>),
    /// Fewest and most characters, items or entries that the schema allows.
    pub sizes: (Option<u64>, Option<u64>),
    /// The value where nobody sets another, for numbers.
    pub default: Option<f64>,
}

impl Field {
    /// A field of which no more is known.
    pub fn new(ty: Type, required: bool) -> Self {
        Self { ty, required, bounds: (None, None), sizes: (None, None), default: None }
    }
}

/// Texts that stand in an expression, or in the parameters of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    /// The texts.
    pub all: Vec<Word>,
    /// Whether to ask for others is no slip: a configuration may set them, or the texts are written out right there.
    pub open: bool,
    /// Whether one of them may be meant for another comparison than the rest, where a condition or a configuration decides.
    pub loose: bool,
}

/// A text and where it stands.
#[derive(Clone, Debug)]
pub struct Word {
    /// Without its quotes.
    pub text: String,
    /// Where.
    pub at: At,
}

/// Where a [`Word`] stands.
#[derive(Clone, Debug)]
pub enum At {
    /// In the expression itself.
    Here(Span),
    /// In a text that the expression hangs on.
    There(Arc<Source>, Span),
}

impl PartialEq for Word {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Words {
    /// These and others.
    pub(super) fn and(&self, other: &Self) -> Self {
        let mut all = self.all.clone();
        all.extend(other.all.iter().filter(|word| !self.has(&word.text)).cloned());
        Self { all, open: self.open || other.open, loose: self.loose || other.loose }
    }

    /// Whether a text is one of them.
    pub(super) fn has(&self, text: &str) -> bool {
        self.all.iter().any(|word| word.text == text)
    }
}

impl Type {
    /// A list of this.
    #[must_use]
    pub fn list(self) -> Self {
        Self::List(Arc::new(self))
    }

    /// The type with nothing left free.
    #[must_use]
    pub fn settled(&self) -> Self {
        match self {
            Self::Free => Self::Dyn,
            Self::List(item) => Self::List(Arc::new(item.settled())),
            Self::Optional(inner) => Self::Optional(Arc::new(inner.settled())),
            Self::Map(key, value) => Self::Map(Arc::new(key.settled()), Arc::new(value.settled())),
            other => other.clone(),
        }
    }

    /// The texts that its values, or the items of its lists, are one of; empty where they may be others.
    pub fn members(&self) -> &[String] {
        match self {
            Self::Enum(members) => members,
            Self::List(inner) | Self::Optional(inner) => inner.members(),
            _ => &[],
        }
    }

    /// One text that stands in an expression.
    pub(super) fn word(text: &str, at: Span) -> Self {
        Self::Words(Arc::new(Words { all: vec![Word { text: text.to_owned(), at: At::Here(at) }], open: false, loose: false }))
    }

    /// One of several values that stand together, each of which may be meant for a comparison of its own: rows of a table.
    #[must_use]
    pub(super) fn loosened(&self) -> Self {
        match self {
            Self::Words(words) if words.all.len() > 1 => Self::Words(Arc::new(Words { open: true, loose: true, ..words.as_ref().clone() })),
            other => other.clone(),
        }
    }

    /// The same where to ask for other texts is no slip.
    #[must_use]
    pub(super) fn opened(&self) -> Self {
        match self {
            Self::Words(words) => Self::Words(Arc::new(Words { open: true, ..words.as_ref().clone() })),
            Self::List(item) => Self::List(Arc::new(item.opened())),
            Self::Optional(inner) => Self::Optional(Arc::new(inner.opened())),
            Self::Map(key, value) => Self::Map(Arc::new(key.opened()), Arc::new(value.opened())),
            other => other.clone(),
        }
    }

    /// The same to another expression, which reads it by a name: `place` tells where a span of this one stands.
    #[must_use]
    pub fn named(&self, place: &impl Fn(Span) -> (Arc<Source>, Span)) -> Self {
        match self {
            Self::Words(words) => {
                let mut words = words.as_ref().clone();
                for word in &mut words.all {
                    if let At::Here(span) = word.at {
                        let (source, span) = place(span);
                        word.at = At::There(source, span);
                    }
                }
                Self::Words(Arc::new(words))
            }
            Self::List(item) => Self::List(Arc::new(item.named(place))),
            Self::Optional(inner) => Self::Optional(Arc::new(inner.named(place))),
            Self::Map(key, value) => Self::Map(Arc::new(key.named(place)), Arc::new(value.named(place))),
            other => other.clone(),
        }
    }

    /// Whether it is a `string` to the language.
    pub fn is_text(&self) -> bool {
        matches!(self, Self::Text | Self::Enum(_) | Self::Words(_) | Self::Form(_) | Self::Day)
    }

    /// Whether it is a number to the language.
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Uint | Self::Double)
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dyn => f.write_str("dyn"),
            Self::Null => f.write_str("null"),
            Self::Bool => f.write_str("bool"),
            Self::Int => f.write_str("int"),
            Self::Uint => f.write_str("uint"),
            Self::Double => f.write_str("double"),
            Self::Text | Self::Enum(_) | Self::Words(_) | Self::Form(_) => f.write_str("string"),
            Self::Day => f.write_str("string (a date)"),
            Self::Prose => f.write_str("text for people"),
            Self::Bytes => f.write_str("bytes"),
            Self::Timestamp => f.write_str("timestamp"),
            Self::Duration => f.write_str("duration"),
            Self::List(item) => write!(f, "list({item})"),
            Self::Map(key, value) => write!(f, "map({key}, {value})"),
            Self::Object(object) if object.name.is_empty() => f.write_str("mapping"),
            Self::Object(object) => write!(f, "mapping `{}`", object.name),
            Self::Optional(inner) => write!(f, "optional({inner})"),
            Self::Version => f.write_str("semver"),
            Self::Type => f.write_str("type"),
            Self::Parameter('N') => f.write_str("number"),
            Self::Parameter(name) => write!(f, "{name}"),
            Self::Free => f.write_str("dyn"),
        }
    }
}
