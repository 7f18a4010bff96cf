//! Values that are of the wrong type, not allowed, or out of bounds.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::check::{Fault, Site};
use super::expected::{Expected, clause};
use super::sample::is_day;
use super::{found, path, place, quoted, slip};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, View};
use crate::text::plural;

/// One diagnostic for a fault that is about a value.
pub(super) fn diagnostic(fault: &Fault<'_>) -> Diagnostic {
    let Fault { node, site, .. } = *fault;
    if let Kind::PropertyNames { error } = fault.kind {
        return key_name(node, error.instance().as_str().unwrap_or_default(), site);
    }
    let (code, expected, label, help) = match fault.kind {
        Kind::Type { .. } => (Code::WrongType, site.phrase(), found(node).to_owned(), slip::help(fault)),
        Kind::Enum { .. } | Kind::Constant { .. } => member(fault),
        Kind::Format { .. } | Kind::Pattern { .. } => (Code::WrongValue, site.phrase(), misfit(node, site), slip::help(fault)),
        _ => bounds(fault),
    };
    let of = path(node).map_or_else(|| "the document".to_owned(), |path| format!("`{path}`"));
    let diagnostic = Diagnostic::error(code, format!("expected {expected} for {of}")).at(place(node), label);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

type Parts = (Code, String, String, Option<String>);

/// A value that is not one of those allowed.
fn member(fault: &Fault<'_>) -> Parts {
    let site = fault.site;
    let same_type = match (site.expected(), fault.node.view()) {
        (Expected::OneOf(members), View::Text(text)) => !text.is_empty() && members.iter().any(Value::is_string),
        _ => false,
    };
    let (code, label) = if same_type { (Code::WrongValue, "not one of these") } else { (Code::WrongType, found(fault.node)) };
    (code, site.phrase(), label.to_owned(), slip::help(fault))
}

/// What is there instead of a text of the right form.
fn misfit(node: Node<'_>, site: Site<'_>) -> String {
    match (node.view(), site.expected()) {
        (View::Text(""), _) => "an empty text".to_owned(),
        (View::Text(text), _) if text.trim().is_empty() => "a blank text".to_owned(),
        (View::Text(text), Expected::Date) if is_day(text) => "no such day".to_owned(),
        (View::Text(text), _) if text.contains(['\n', '\r']) => "several lines".to_owned(),
        _ => format!("not {}", site.noun().replacen("a text that matches", "matched by", 1)),
    }
}

/// A value outside its bounds, or anything else that a schema can ask for.
fn bounds(fault: &Fault<'_>) -> Parts {
    let Fault { node, site, .. } = *fault;
    let meaning = || site.owner.get("description").and_then(Value::as_str).map(clause);
    let within = |expected: String, label: String| (Code::WrongValue, expected, label, None);
    match fault.kind {
        Kind::Minimum { limit } => within(range(site).unwrap_or_else(|| format!("{limit} or more")), "too small".to_owned()),
        Kind::Maximum { limit } => within(range(site).unwrap_or_else(|| format!("{limit} or less")), "too large".to_owned()),
        Kind::ExclusiveMinimum { limit } => within(format!("more than {limit}"), "too small".to_owned()),
        Kind::ExclusiveMaximum { limit } => within(format!("less than {limit}"), "too large".to_owned()),
        Kind::MinLength { .. } if node.as_str() == Some("") => {
            (Code::WrongValue, site.phrase(), "an empty text".to_owned(), slip::instead_of_nothing(fault))
        }
        Kind::MinLength { limit } => within(format!("{} or more", plural(*limit as usize, "character")), length(node)),
        Kind::MaxLength { limit } => within(format!("at most {}", plural(*limit as usize, "character")), length(node)),
        Kind::MinItems { limit } | Kind::MinProperties { limit } => {
            (Code::WrongValue, format!("{} or more", entries(*limit as usize)), entries(node.len()), meaning())
        }
        Kind::MaxItems { limit } | Kind::MaxProperties { limit } => {
            (Code::WrongValue, format!("at most {}", entries(*limit as usize)), entries(node.len()), meaning())
        }
        Kind::UniqueItems => within("a list without repeats".to_owned(), "holds a value twice".to_owned()),
        _ => (Code::WrongValue, site.phrase(), found(node).to_owned(), meaning()),
    }
}

fn range(site: Site<'_>) -> Option<String> {
    Some(format!("{} to {}", site.owner.get("minimum")?, site.owner.get("maximum")?))
}

fn length(node: Node<'_>) -> String {
    plural(node.as_str().map_or(0, |text| text.chars().count()), "character")
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { plural(count, "entry") }
}

/// A key of a free mapping whose name does not fit.
fn key_name(node: Node<'_>, name: &str, site: Site<'_>) -> Diagnostic {
    let of = path(node).map_or_else(String::new, |path| format!(" in `{path}`"));
    let message = format!("expected {} as a key{of}, found {}", site.noun(), quoted(name));
    let place = node.entry(name).map_or(node, |entry| entry.key).place();
    let diagnostic = Diagnostic::error(Code::WrongValue, message).at(place, format!("not {}", site.noun()));
    match site.rule() {
        Some(rule) => diagnostic.help(rule),
        None => diagnostic,
    }
}
