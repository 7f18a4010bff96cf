//! What a schema asks for, in words.

use serde_json::Value;

use super::check::Site;
use super::sample::flow;
use crate::text::{or_list, shorten};

/// Most members of a list of allowed values that a message spells out.
const MAX_MEMBERS: usize = 12;

/// The kinds of value that a schema of ours can ask for.
#[derive(Clone, Copy)]
pub(super) enum Expected<'a> {
    /// `true`, `false` or `unknown`.
    Fact,
    /// One of a list.
    OneOf(&'a [Value]),
    /// A day.
    Date,
    Text,
    Whole,
    Number,
    Bool,
    List,
    Mapping,
    Other,
}

impl<'a> Expected<'a> {
    pub(super) fn of(owner: &'a Value) -> Self {
        if let Some(members) = owner.get("enum").and_then(Value::as_array) {
            return if is_fact(members) { Self::Fact } else { Self::OneOf(members) };
        }
        if let Some(only) = owner.get("const") {
            return Self::OneOf(std::slice::from_ref(only));
        }
        match owner.get("type").and_then(Value::as_str) {
            Some("string") if owner.get("format").and_then(Value::as_str) == Some("date") => Self::Date,
            Some("string") => Self::Text,
            Some("integer") => Self::Whole,
            Some("number") => Self::Number,
            Some("boolean") => Self::Bool,
            Some("array") => Self::List,
            Some("object") => Self::Mapping,
            _ => Self::Other,
        }
    }
}

/// Whether these are the members of a fact.
fn is_fact(members: &[Value]) -> bool {
    matches!(members, [Value::Bool(true), Value::Bool(false), Value::String(unknown)] if unknown == "unknown")
}

impl<'a> Site<'a> {
    pub(super) fn expected(self) -> Expected<'a> {
        Expected::of(self.owner)
    }

    /// The field's own example, or its definition's.
    pub(super) fn example(self) -> Option<&'a Value> {
        let first = |schema: &'a Value| schema.get("examples").and_then(|examples| examples.get(0));
        first(self.field).or_else(|| first(self.owner))
    }

    /// What the definition says about values, as a step: `write a day as YYYY-MM-DD`.
    pub(super) fn rule(self) -> Option<String> {
        if std::ptr::eq(self.owner, self.field) {
            return None;
        }
        let text = clause(self.owner.get("description").and_then(Value::as_str)?);
        let what = text.split(';').next().unwrap_or_default();
        Some(format!("write {what}"))
    }

    /// The name of what is expected, without an example: `a date`, `an id`, `a text`.
    pub(super) fn noun(self) -> String {
        let generic = match self.expected() {
            Expected::Fact => "a fact",
            Expected::OneOf(_) | Expected::Other => "a value",
            Expected::Date => "a date",
            Expected::Whole => "a whole number",
            Expected::Number => "a number",
            Expected::Bool => "`true` or `false`",
            Expected::List => "a list",
            Expected::Mapping => "a mapping",
            Expected::Text => {
                // A definition has a name of its own; the title of a single field says nothing about its values.
                let title = self.owner.get("title").and_then(Value::as_str).filter(|_| !std::ptr::eq(self.owner, self.field));
                let pattern = self.owner.get("pattern").and_then(Value::as_str).filter(|_| title.is_none());
                if let Some(pattern) = pattern {
                    return format!("a text that matches `{}`", shorten(pattern, 40));
                }
                let title = title.map_or_else(|| "text".to_owned(), uncapitalized);
                let article = if title.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
                return format!("{article} {title}");
            }
        };
        generic.to_owned()
    }

    /// What is expected, with an example: `a date such as 2026-03-02`, or the values allowed.
    pub(super) fn phrase(self) -> String {
        match self.expected() {
            Expected::Fact => "`true`, `false` or `unknown`".to_owned(),
            Expected::OneOf(members) if members.len() <= MAX_MEMBERS => or_list(&members_quoted(members)),
            Expected::OneOf(members) => format!("one of {} values", members.len()),
            Expected::Bool | Expected::Mapping | Expected::Other => self.noun(),
            Expected::List => match self.example() {
                Some(Value::Array(items)) if !items.is_empty() && !items.iter().any(Value::is_object) => self.with_example(),
                _ => "a list".to_owned(),
            },
            Expected::Date | Expected::Text | Expected::Whole | Expected::Number => self.with_example(),
        }
    }

    fn with_example(self) -> String {
        match self.example() {
            Some(example) => {
                let example = flow(example);
                // Prose that is cut off shows nothing; a digest that is cut off still shows its form.
                if example.chars().count() > 60 && example.contains(' ') {
                    return self.noun();
                }
                format!("{} such as `{}`", self.noun(), shorten(&example, 40))
            }
            None => self.noun(),
        }
    }
}

/// The members in backticks.
pub(super) fn members_quoted(members: &[Value]) -> Vec<String> {
    members.iter().map(|member| format!("`{}`", member.as_str().map_or_else(|| member.to_string(), str::to_owned))).collect()
}

/// A description as part of a sentence.
pub(super) fn clause(text: &str) -> String {
    uncapitalized(text.trim_end_matches('.'))
}

/// `text` with a small first letter, unless its first word is an abbreviation.
fn uncapitalized(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_uppercase() || second.is_numeric() => text.strip_prefix(first).map(|_| text.to_owned()),
        (Some(first), _) => text.strip_prefix(first).map(|rest| format!("{}{rest}", first.to_lowercase())),
        _ => None,
    }
    .unwrap_or_default()
}
