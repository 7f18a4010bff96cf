//! What came of an expression: the value, its type, what to declare, what was read.

use unicode_width::UnicodeWidthStr;

use super::pen::{Ink, Pen};
use super::problem;
use crate::diagnostic::Place;
use crate::engine::{Answer, Came, Missing, Read};
use crate::report::json::escaped;
use crate::text::{clean_line, hang, or_list, plural, shorten};

/// Facts shown for each answer; the rest is counted.
const MOST_READ: usize = 20;

/// Longest value of a fact, in characters.
const LONGEST_VALUE: usize = 48;

/// An answer; `headed` is whether to say which system it is about.
pub(super) fn answer(answer: &Answer, headed: bool, pen: &Pen) -> String {
    let mut text = if headed { heading(answer, pen) } else { String::new() };
    match &answer.came {
        Came::Value { json, text: written } => {
            let value = written.as_ref().map_or_else(|| value(json, pen.width), |text| clean_line(text).into_owned());
            text.push_str(&pen.ink(Ink::Bold, &value));
        }
        Came::Undeclared(_) => text.push_str(&pen.ink(Ink::Yellow, "undeclared")),
        Came::NoItems => text.push_str("nothing to evaluate: the rule's list is empty here"),
        Came::Failed(problem) => text.push_str(problem::diagnostic(problem, pen).trim_end()),
    }
    text.push('\n');
    let mut table = Table::default();
    if !matches!(answer.came, Came::Failed(_)) {
        table.row("type", [&ty(answer), "", ""]);
    }
    if let Came::Undeclared(missing) = &answer.came {
        for Missing { path, label } in missing {
            table.row("declare", [path, &label.text, &position(&label.place)]);
        }
    }
    for Read { path, value, place } in answer.read.iter().take(MOST_READ) {
        let value = value.as_ref().map_or("not declared".to_owned(), |value| shorten(&escaped(&inline(value)), LONGEST_VALUE));
        table.row("read", [path, &value, &position(place)]);
    }
    if answer.read.len() > MOST_READ {
        table.row("read", [&format!("and {}", plural(answer.read.len() - MOST_READ, "more fact")), "", ""]);
    }
    text + &table.draw(pen)
}

fn heading(answer: &Answer, pen: &Pen) -> String {
    let names: Vec<&str> = answer.system.iter().chain(&answer.item).map(String::as_str).collect();
    if names.is_empty() { String::new() } else { pen.ink(Ink::Dim, &clean_line(&names.join(": "))) + "\n" }
}

/// The type, with the texts that the schema allows.
fn ty(answer: &Answer) -> String {
    let members: Vec<String> = answer.members.iter().map(|member| format!("`{member}`")).collect();
    if members.is_empty() { answer.ty.clone() } else { format!("{}: {}", answer.ty, or_list(&members)) }
}

fn position(place: &Place) -> String {
    let start = place.source.position(place.span.start);
    format!("{}:{}:{}", place.source.name(), start.line, start.column)
}

/// A value on one line if it fits, otherwise with a line for each of its parts.
fn value(json: &serde_json::Value, width: usize) -> String {
    let line = escaped(&inline(json));
    let simple = !json.is_array() && !json.is_object();
    if simple || line.width() <= width { line } else { escaped(&serde_json::to_string_pretty(json).unwrap_or(line)) }
}

/// JSON on one line, with room to breathe.
fn inline(json: &serde_json::Value) -> String {
    match json {
        serde_json::Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        serde_json::Value::Object(entries) => {
            let entry =
                |(key, value): (&String, &serde_json::Value)| format!("{}: {}", serde_json::Value::from(key.as_str()), inline(value));
            format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        scalar => scalar.to_string(),
    }
}

/// Rows under their names, in columns.
#[derive(Default)]
struct Table {
    rows: Vec<(&'static str, [String; 3])>,
}

impl Table {
    fn row(&mut self, name: &'static str, cells: [&str; 3]) {
        self.rows.push((name, cells.map(|cell| clean_line(cell).into_owned())));
    }

    fn draw(&self, pen: &Pen) -> String {
        let width = |at: usize| {
            // A cell with nothing after it may be as long as it likes.
            let cells = self.rows.iter().map(|(_, cells)| cells).filter(|cells| cells.iter().skip(at + 1).any(|cell| !cell.is_empty()));
            cells.filter_map(|cells| cells.get(at)).map(|cell| cell.width()).max().unwrap_or_default()
        };
        let (names, first, second) = (self.rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default(), width(0), width(1));
        let mut text = String::new();
        let pad = |cell: &str, width: usize| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())));
        let mut before = "";
        for (name, [one, two, three]) in &self.rows {
            let shown = if *name == before { "" } else { name };
            before = name;
            if two.is_empty() && three.is_empty() {
                let indent = names + 4;
                let prefix = format!("  {}  ", pen.ink(Ink::Dim, &pad(shown, names)));
                text.push_str(&hang(&prefix, indent, one.split(' '), pen.width));
                text.push('\n');
                continue;
            }
            let place = pen.ink(Ink::Dim, three);
            let line = format!("  {}  {}  {}  {place}", pen.ink(Ink::Dim, &pad(shown, names)), pad(one, first), pad(two, second));
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}
