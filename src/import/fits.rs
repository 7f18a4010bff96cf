//! Whether what a map makes can be what the manifest's schema wants.

use jiff::civil::Date;
use serde_json::Value;

use crate::cel::Type;
use crate::schema::Shape;
use crate::text::or_list;

/// Most words of a list that a message spells out.
const MOST_WORDS: usize = 12;

/// What a shape wants, in words.
pub(super) fn wanted(shape: &Shape) -> String {
    match shape {
        Shape::Fact => "`true`, `false` or `unknown`".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Int { .. } => "a whole number".to_owned(),
        Shape::Number { .. } => "a number".to_owned(),
        Shape::Text { date: true } => "a day".to_owned(),
        Shape::Text { date: false } | Shape::Form { .. } | Shape::Prose => "a text".to_owned(),
        Shape::Enum(words) if words.len() <= MOST_WORDS => or_list(&words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>()),
        Shape::Enum(_) => "one of its words".to_owned(),
        Shape::List(_) => "a list".to_owned(),
        Shape::Object { .. } | Shape::Map(_) => "a mapping".to_owned(),
        Shape::Any => "anything".to_owned(),
    }
}

/// Whether a value may stand where `shape` is wanted, as far as that can be told here; else what is wanted.
pub(super) fn value(value: &Value, shape: &Shape) -> Result<(), String> {
    let fits = match shape {
        Shape::Any | Shape::Object { .. } => true,
        Shape::Fact => value.is_boolean() || value == "unknown",
        Shape::Bool => value.is_boolean(),
        Shape::Int { .. } => value.is_i64() || value.is_u64(),
        Shape::Number { .. } => value.is_number(),
        Shape::Text { date: false } | Shape::Form { .. } | Shape::Prose => value.is_string(),
        Shape::Text { date: true } => value.as_str().is_some_and(|text| text.parse::<Date>().is_ok()),
        Shape::Enum(words) => value.as_str().is_some_and(|text| words.iter().any(|word| word == text)),
        Shape::List(inner) => match value.as_array() {
            Some(items) => return items.iter().try_for_each(|item| self::value(item, inner)),
            None => false,
        },
        Shape::Map(inner) => match value.as_object() {
            Some(entries) => return entries.values().try_for_each(|value| self::value(value, inner)),
            None => false,
        },
    };
    if fits { Ok(()) } else { Err(wanted(shape)) }
}

/// The same, where a value may also be an item of the list that is wanted.
pub(super) fn value_or_item(value: &Value, shape: &Shape) -> Result<(), String> {
    match shape {
        Shape::List(inner) if !value.is_array() => self::value(value, inner),
        shape => self::value(value, shape),
    }
}

/// Whether an expression of a type may give what `shape` wants; else what is wanted.
pub(super) fn ty(ty: &Type, shape: &Shape) -> Result<(), String> {
    let fits = match (ty, shape) {
        (Type::Dyn | Type::Free | Type::Null, _) => true,
        (Type::Optional(inner), shape) => return self::ty(inner, shape),
        (Type::Bytes | Type::Duration | Type::Type | Type::Version, _) => false,
        (_, Shape::Any) => true,
        (Type::Bool, Shape::Fact | Shape::Bool) => true,
        (Type::Int | Type::Uint, Shape::Int { .. } | Shape::Number { .. }) => true,
        (Type::Double, Shape::Number { .. }) => true,
        (Type::Timestamp, Shape::Text { .. } | Shape::Form { .. } | Shape::Prose) => true,
        (Type::List(inner), Shape::List(wanted)) => return self::ty(inner, wanted),
        (Type::Map(..) | Type::Object(_), Shape::Object { .. } | Shape::Map(_)) => true,
        (text, Shape::Text { .. } | Shape::Form { .. } | Shape::Prose | Shape::Enum(_)) => text.is_text(),
        _ => false,
    };
    if fits { Ok(()) } else { Err(wanted(shape)) }
}

/// Whether a format of days names day, month and year, so that what it writes it can read.
pub(super) fn names_a_day(format: &str) -> bool {
    const DAY: Date = Date::constant(2026, 11, 21);
    let written = jiff::fmt::strtime::format(format, DAY);
    written.is_ok_and(|text| Date::strptime(format, text).is_ok_and(|read| read == DAY))
}
