//! Keys that are unknown or missing. A misspelt required key is both, and one problem.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::check::{Fault, Site, resolve};
use super::sample::sample_of;
use super::{elsewhere, path, quoted};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::text::{and_list, clean_line, nearest, plural, shorten};

/// Most keys that a help lists.
const MAX_LISTED: usize = 12;

/// Most unknown keys of one mapping that are told one by one: with more, something else is wrong than their spelling.
const MAX_UNKNOWN: usize = 50;

/// Everything that is wrong with the keys of one mapping.
struct Keys<'a> {
    node: Node<'a>,
    /// The schema of the mapping.
    owner: &'a Value,
    schema: &'a Value,
    missing: Vec<&'a str>,
    unknown: Vec<&'a str>,
}

/// Diagnostics of faults that are about keys, those of one mapping seen together.
pub(super) fn diagnostics(faults: &[Fault<'_>]) -> Vec<Diagnostic> {
    let mut mappings: Vec<Keys<'_>> = Vec::new();
    for fault in faults {
        let at = mappings.iter().position(|keys| keys.node == fault.node).unwrap_or_else(|| {
            mappings.push(Keys {
                node: fault.node,
                owner: fault.site.owner,
                schema: fault.schema,
                missing: Vec::new(),
                unknown: Vec::new(),
            });
            mappings.len() - 1
        });
        match fault.kind {
            Kind::Required { property } => mappings[at].missing.extend(property.as_str()),
            Kind::UnevaluatedProperties { unexpected } | Kind::AdditionalProperties { unexpected } => {
                mappings[at].unknown.extend(unexpected.iter().map(String::as_str));
            }
            _ => {}
        }
    }
    // What an anchor brought to several mappings is wrong once, where it is written.
    let mut seen = BTreeSet::new();
    let is_first = |diagnostic: &Diagnostic| {
        let place = diagnostic.primary.as_ref().map(|label| (label.place.span.start, label.place.span.end));
        diagnostic.code != Code::UnknownField || seen.insert(place)
    };
    mappings.into_iter().flat_map(Keys::diagnostics).filter(is_first).collect()
}

impl<'a> Keys<'a> {
    fn diagnostics(mut self) -> Vec<Diagnostic> {
        let node = self.node;
        let unknown = std::mem::take(&mut self.unknown);
        let mut named = unknown.iter().filter_map(|name| node.entry(name));
        let mut diagnostics: Vec<Diagnostic> = named.by_ref().take(MAX_UNKNOWN).map(|entry| self.unknown(entry)).collect();
        if let Some(entry) = named.next() {
            let message = format!("{} like these", plural(unknown.len() - MAX_UNKNOWN, "more unknown key"));
            let diagnostic = Diagnostic::error(Code::UnknownField, message).at(entry.key.place(), "from here on");
            diagnostics.push(diagnostic.help("put what only you need under `extensions`"));
        }
        if !self.missing.is_empty() {
            diagnostics.push(self.missing());
        }
        diagnostics
    }

    fn properties(&self) -> impl Iterator<Item = &'a str> {
        self.owner.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str())
    }

    fn unknown(&mut self, entry: Entry<'a>) -> Diagnostic {
        let name = entry.name();
        let place = path(self.node).map_or_else(String::new, |path| format!(" in `{path}`"));
        let diagnostic = Diagnostic::error(Code::UnknownField, format!("unknown key {}{place}", quoted(name)));
        diagnostic.at(entry.key.place(), "no such key").help(self.advice(name))
    }

    fn advice(&mut self, name: &str) -> String {
        if let Some((key, rest)) =
            name.split_once([':', '{', '[', '\u{a0}']).filter(|(key, _)| self.properties().any(|known| known == key.trim()))
        {
            self.missing.retain(|missing| *missing != key.trim());
            return format!(
                "write `{}: {}`, with a space after the colon",
                key.trim(),
                shorten(&clean_line(rest.trim_start_matches([' ', ':'])), 20)
            );
        }
        if let Some(meant) = self.synonym(name) {
            self.missing.retain(|missing| *missing != meant);
            return format!("did you mean `{meant}`?");
        }
        if let Some(meant) = nearest(name, self.missing.iter().copied()) {
            self.missing.retain(|missing| *missing != meant);
            return format!("did you mean `{meant}`?");
        }
        let absent: Vec<&str> = self.properties().filter(|property| self.node.get(property).is_none()).collect();
        if let Some(meant) = nearest(name, absent.iter().copied()) {
            return format!("did you mean `{meant}`?");
        }
        if let Some(present) = nearest(name, self.properties()) {
            return format!("`{present}` is already there; remove one of the two");
        }
        if let Some(owners) = elsewhere::owners(self.schema, self.owner, name) {
            return format!("{} belongs under {owners}", quoted(name));
        }
        let known: Vec<String> = self.properties().map(|property| format!("`{property}`")).collect();
        if known.len() <= MAX_LISTED {
            return format!("the keys here are {}", and_list(&known));
        }
        if self.schema.pointer("/properties/extensions").is_some() {
            return "put what only you need under `extensions`, beside `id` and `name`".to_owned();
        }
        "remove it, or correct its name".to_owned()
    }

    /// The key that is not there and that other tools call so.
    fn synonym(&self, name: &str) -> Option<&'a str> {
        let properties = self.owner.get("properties")?.as_object()?;
        let called = |field: &Value| field.get("x-also").and_then(Value::as_array).is_some_and(|all| all.iter().any(|one| one == name));
        properties.iter().find(|(key, field)| called(field) && self.node.get(key).is_none()).map(|(key, _)| key.as_str())
    }

    fn missing(&self) -> Diagnostic {
        let names: Vec<String> = self.missing.iter().map(|name| format!("`{name}`")).collect();
        let lines: Vec<String> = self.missing.iter().map(|name| format!("`{}`", self.line(name))).collect();
        let verb = if names.len() == 1 { "is" } else { "are" };
        let place = path(self.node).map_or_else(String::new, |path| format!(" in `{path}`"));
        let diagnostic = Diagnostic::error(Code::MissingField, format!("{} {verb} missing{place}", and_list(&names)));
        let first = self.node.entries().next().map(|entry| entry.key);
        let anchor = self.node.key().or(first).unwrap_or(self.node);
        diagnostic.at(anchor.place(), format!("has no {}", and_list(&names))).help(format!("add {}", and_list(&lines)))
    }

    /// The line to add for a missing key.
    fn line(&self, name: &str) -> String {
        let field = self.owner.get("properties").and_then(|properties| properties.get(name)).unwrap_or(&Value::Null);
        let site = Site { owner: resolve(self.schema, field), field };
        format!("{name}: {}", sample_of(self.schema, site).unwrap_or_else(|| "…".to_owned()))
    }
}
