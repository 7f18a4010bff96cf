//! The contract: what other programs read, and what `report` reads back.

pub(super) mod answer;

use std::io;

use serde_json::Value;

use super::{Report, Style};
use crate::text::is_hostile;

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string_pretty(report)?))
}

/// A value of another format that is JSON, too.
pub(super) fn write_value(value: &Value, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "{}", escaped(&serde_json::to_string_pretty(value)?))
}

/// Leaves out every key without a value.
pub(super) fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        value => value,
    }
}

/// The same JSON with every invisible or steering character as `\uXXXX`: people print JSON to terminals, too.
///
/// Outside its strings, JSON holds no such character but the line breaks between its lines.
pub(super) fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hostile(c) {
            text.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(c);
        }
    }
    text
}
