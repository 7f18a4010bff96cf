//! From a stored result.

use std::sync::Arc;

use serde::Deserialize;

use super::{Finding, Report, SCHEMA};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span, clean_line, shorten};

/// What tells whether a document is a result at all.
#[derive(Deserialize)]
struct Head {
    schema: Option<serde_json::Value>,
}

/// Reads what `--output json` wrote.
///
/// # Errors
/// A diagnostic at the very place if the text is not JSON, not a result, or one of another version.
pub fn read(source: &Arc<Source>) -> Result<Report, Box<Diagnostic>> {
    let name = source.name();
    let head: Head = serde_json::from_str(source.text()).map_err(|error| {
        let what = if error.is_data() { "is not a result" } else { "is not JSON" };
        Box::new(at(source, &error, &format!("`{name}` {what}")))
    })?;
    match head.schema {
        Some(serde_json::Value::String(schema)) if schema == SCHEMA => {}
        Some(serde_json::Value::String(schema)) => {
            let schema = shorten(&clean_line(&schema), 60);
            let diagnostic = Diagnostic::error(Code::InvalidResult, format!("`{name}` is `{schema}`, which this version cannot read"));
            return Err(Box::new(
                diagnostic.at(key(source), format!("expected `{SCHEMA}`")).help("check again with this version, or use one that knows it"),
            ));
        }
        _ => {
            let diagnostic = Diagnostic::error(Code::InvalidResult, format!("`{name}` is not a result: it names no `schema`"));
            let start = Place::new(source, Span::new(0, 1));
            return Err(Box::new(
                diagnostic.at(start, "the document begins here").help("`provost check --output json=FILE` writes a result"),
            ));
        }
    }
    let report: Report =
        serde_json::from_str(source.text()).map_err(|error| Box::new(at(source, &error, &format!("`{name}` is not a valid result"))))?;
    let places = report.findings.iter().flat_map(Finding::places).chain(report.diagnostics.iter().flat_map(super::Diagnostic::places));
    if places.into_iter().any(|(place, _)| [place.line, place.column, place.end_line, place.end_column].contains(&0)) {
        let diagnostic = Diagnostic::error(Code::InvalidResult, format!("`{name}` is not a valid result: a line or a column is 0"));
        let start = Place::new(source, Span::new(0, 1));
        let help = "they count from 1; `provost check --output json=FILE` writes it anew";
        return Err(Box::new(diagnostic.at(start, "the document begins here").help(help)));
    }
    Ok(report)
}

/// Where the key `schema` first stands.
fn key(source: &Arc<Source>) -> Place {
    let quoted = "\"schema\"";
    let start = source.text().find(quoted).unwrap_or_default() as u32;
    Place::new(source, Span::new(start, start + quoted.len() as u32))
}

/// A reader's error where it came up.
fn at(source: &Arc<Source>, error: &serde_json::Error, message: &str) -> Diagnostic {
    let why = error.to_string();
    let why = plain(why.split(" at line ").next().unwrap_or_default());
    // The reader counts columns in bytes, and names the last byte that it read.
    let line = source.line_span(error.line().max(1) as u32);
    let end = (line.start + error.column() as u32).min(line.end.max(line.start));
    let place = Place::new(source, Span::new(end.saturating_sub(1).max(line.start), end));
    Diagnostic::error(Code::InvalidResult, format!("{message}: {}", clean_line(&why)))
        .at(place, "read up to here")
        .help("`provost check --output json=FILE` writes it anew")
}

/// What the reader says, without the names of our types.
fn plain(why: &str) -> String {
    let mut words = why.split(' ');
    let mut plain: Vec<&str> = Vec::new();
    while let Some(word) = words.next() {
        match word {
            "struct" => {
                words.next();
                plain.push("an object");
            }
            "map," => plain.push("object,"),
            word => plain.push(word),
        }
    }
    let plain = plain.join(" ");
    // A list is read as an object without names, which is then too short.
    if plain.starts_with("invalid length") { "invalid type: list, expected an object".to_owned() } else { plain }
}
