//! Values as people read them, in messages and labels.

use super::host::Host;
use super::value::Value;
use crate::text::{Span, folded};

/// Most items of a list that are printed.
const MOST_ITEMS: usize = 5;

/// Most levels of lists and maps that are printed.
const MOST_LEVELS: usize = 4;

/// Longest text that is printed whole, in characters.
const MOST_CHARACTERS: usize = 200;

impl<'v, N: Host<'v>> Value<'v, N> {
    /// The value as it stands in a message: texts bare, lists joined, long and deep ones cut.
    pub fn to_message(&self) -> String {
        self.message_within(MOST_LEVELS)
    }

    fn message_within(&self, levels: usize) -> String {
        let Some(inner_levels) = levels.checked_sub(1) else { return "…".to_owned() };
        let text = match self.clone().plain() {
            Self::Null => "null".to_owned(),
            Self::Bool(b) => b.to_string(),
            Self::Int(i) => i.to_string(),
            Self::Uint(u) => u.to_string(),
            Self::Double(d) => d.to_string(),
            Self::Text(text) => text.as_str().to_owned(),
            Self::Bytes(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Self::Timestamp(at) if at.time() == jiff::civil::Time::midnight() => at.date().to_string(),
            Self::Timestamp(at) => format!("{at}Z"),
            Self::Duration(length) => duration(length),
            Self::Type(name) => name.to_owned(),
            Self::Version(version) => version.to_string(),
            Self::Optional(None) => "nothing".to_owned(),
            Self::Optional(Some(inner)) => inner.message_within(inner_levels),
            value if value.is_list() => {
                let items = value.items();
                let shown: Vec<String> = items.iter().take(MOST_ITEMS).map(|item| item.message_within(inner_levels)).collect();
                let more = items.len().saturating_sub(MOST_ITEMS);
                if items.is_empty() {
                    "nothing".to_owned()
                } else if more > 0 {
                    format!("{} and {more} more", shown.join(", "))
                } else {
                    shown.join(", ")
                }
            }
            value if value.is_map() => {
                let entries = value.entries();
                let shown = entries
                    .iter()
                    .take(MOST_ITEMS)
                    .map(|(key, value)| format!("{}: {}", key.to_message(), value.message_within(inner_levels)));
                let more = if entries.len() > MOST_ITEMS { ", …" } else { "" };
                format!("{{{}{more}}}", shown.collect::<Vec<_>>().join(", "))
            }
            _ => String::new(),
        };
        crate::text::shorten(&text, MOST_CHARACTERS)
    }

    /// The value with texts quoted, as a label shows it.
    pub fn to_label(&self) -> String {
        match self.clone().plain() {
            Self::Text(text) if text.as_str().is_empty() => "an empty text".to_owned(),
            Self::Text(text) => format!("`{}`", told_apart(&crate::text::shorten(text.as_str(), 60))),
            value if value.is_list() && value.collection_len() == Some(0) => "an empty list".to_owned(),
            value if value.is_list() => format!("`[{}]`", value.to_message()),
            value => value.to_message(),
        }
    }
}

/// Spaces other than the plain one look like it.
fn told_apart(text: &str) -> String {
    let is_plain = |c: char| c == ' ' || !c.is_whitespace() || c.is_control();
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    text.chars().map(|c| if is_plain(c) { c.to_string() } else { c.escape_unicode().to_string() }).collect()
}

/// A part of an expression as it is written, on one line.
pub(super) fn written(source: &str, span: Span) -> String {
    folded(source.get(span.range()).unwrap_or_default())
}

fn duration(length: jiff::SignedDuration) -> String {
    let hours = length.as_hours();
    if hours % 24 == 0 && length.as_nanos() % 3_600_000_000_000 == 0 {
        let days = hours / 24;
        return if days == 1 { "1 day".to_owned() } else { format!("{days} days") };
    }
    format!("{length:#}")
}
