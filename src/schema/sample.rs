//! Examples of a schema as somebody would write them: YAML on one line.

use serde_json::{Map, Value};

use super::check::{Site, resolve};
use super::expected::Expected;

/// Longest example that a message shows, in characters.
const MAX_WIDTH: usize = 60;

/// An example of what a field takes, short enough to be read in passing: of a mapping only what it must have.
pub(super) fn sample_of(schema: &Value, site: Site<'_>) -> Option<String> {
    let text = flow(&sample(schema, site, 0)?);
    Some(if text.chars().count() <= MAX_WIDTH { text } else { "…".to_owned() })
}

fn sample(schema: &Value, site: Site<'_>, depth: usize) -> Option<Value> {
    let Expected::Mapping = site.expected() else { return site.example().cloned() };
    let Some(properties) = site.owner.get("properties").and_then(Value::as_object) else { return site.example().cloned() };
    let required: Vec<&str> =
        site.owner.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let field_of = |name: &str| {
        let field = properties.get(name).filter(|_| depth < 4)?;
        sample(schema, Site { owner: resolve(schema, field), field }, depth + 1).map(|value| (name.to_owned(), value))
    };
    let fields: Map<String, Value> = if required.is_empty() {
        properties.keys().find_map(|name| field_of(name)).into_iter().collect()
    } else {
        required.into_iter().filter_map(field_of).collect()
    };
    Some(Value::Object(fields))
}

/// `value` in YAML's flow style.
pub(super) fn flow(value: &Value) -> String {
    match value {
        Value::String(text) => scalar(text),
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Object(entries) => {
            let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{}: {}", scalar(key), flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        other => other.to_string(),
    }
}

/// A text, in quotes where it would be read as something else without.
pub(super) fn scalar(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '@' | '(' | ')' | '*' | ':' | '\'');
    let reads_as_else = matches!(text.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n");
    let is_number = text.parse::<f64>().is_ok() || text.starts_with("0x") || text.starts_with("0o");
    let breaks = text.contains(": ") || text.ends_with([':', ' ']);
    if text.starts_with(char::is_alphanumeric) && text.chars().all(plain) && !reads_as_else && !is_number && !breaks {
        return text.to_owned();
    }
    Value::from(text).to_string()
}

/// Whether it is written like a day, whatever the calendar says.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}
