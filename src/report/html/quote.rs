//! The quoted lines of a manifest, with what is at each place under its line.

use maud::{Markup, html};

use super::{line, prose};
use crate::diagnostic::Location;
use crate::report::concise;
use crate::report::model::{Line, Quote};

/// Columns of a line's number.
const NUMBER: usize = 5;

/// A label farther to the right stands before its arrow, where it is read without scrolling.
const FARTHEST: usize = 60;

/// A place on one line: columns from 1, the end exclusive, and what is there.
struct Mark<'a> {
    from: u32,
    to: u32,
    label: &'a str,
    primary: bool,
}

pub(super) fn quotes<'a>(places: impl Iterator<Item = (&'a Location, &'a str)>, quotes: &[Quote]) -> Markup {
    let places: Vec<(&Location, &str)> = places.collect();
    let head = |path: &str| places.iter().find(|(location, _)| location.path == path).map(|(location, _)| concise::position(location));
    html! {
        @for quote in quotes {
            figure {
                figcaption { code { (line(&head(&quote.path).unwrap_or_else(|| quote.path.clone()))) } }
                pre tabindex="0" { @for (at, text) in quote.lines.iter().enumerate() {
                    @let gap = at > 0 && quote.lines[at - 1].line + 1 < text.line;
                    @if gap { span.gap { "    ⋮\n" } }
                    (row(text, &marks(&places, &quote.path, text)))
                } }
            }
        }
        @if quotes.is_empty() {
            @if let Some((location, label)) = places.first() { p { code { (line(&concise::position(location))) } " " (line(label)) } }
        }
    }
}

/// What is at a line, in its order.
fn marks<'a>(places: &[(&'a Location, &'a str)], path: &str, text: &Line) -> Vec<Mark<'a>> {
    let width = u32::try_from(text.text.chars().count()).unwrap_or(u32::MAX);
    let last = text.column.saturating_add(width);
    let of_line = |(at, (location, label)): (usize, &(&'a Location, &'a str))| {
        if location.path != path || location.line != text.line {
            return None;
        }
        let end = if location.end_line > location.line { last } else { location.end_column };
        let mark = Mark { from: location.column.max(text.column), to: end.min(last), label, primary: at == 0 };
        (mark.from <= mark.to && location.column >= text.column && location.column <= last).then_some(mark)
    };
    let mut marks: Vec<Mark<'a>> = places.iter().enumerate().filter_map(of_line).collect();
    marks.sort_by_key(|mark| mark.from);
    marks
}

/// The number of a line, and the room it takes.
fn number(line: u32) -> String {
    format!("{line:>NUMBER$}  ")
}

/// An arrow to the mark with its label, after it or before it.
fn note(text: &Line, mark: &Mark<'_>) -> Markup {
    let before = mark.from.saturating_sub(text.column) as usize;
    let blanks = |columns: usize| " ".repeat(NUMBER + 2 + columns);
    let width = mark.label.chars().filter(|c| *c != '`').count() + 1;
    html! {
        @if before > FARTHEST && before >= width { (blanks(before - width)) (prose(mark.label)) " ↑\n" }
        @else { (blanks(before)) "↑ " (prose(mark.label)) "\n" }
    }
}

fn row(text: &Line, marks: &[Mark<'_>]) -> Markup {
    let chars: Vec<char> = text.text.chars().collect();
    let slice = |from: u32, to: u32| -> String {
        let at = |column: u32| (column.saturating_sub(text.column) as usize).min(chars.len());
        chars.get(at(from)..at(to)).unwrap_or_default().iter().collect()
    };
    let mut parts = Vec::new();
    let mut column = text.column;
    for mark in marks {
        // A mark within another one is told, not drawn.
        if mark.from < column || mark.from == mark.to {
            continue;
        }
        parts.push((slice(column, mark.from), None));
        parts.push((slice(mark.from, mark.to), Some(mark.primary)));
        column = mark.to;
    }
    parts.push((slice(column, u32::MAX), None));
    html! {
        span.n { (number(text.line)) }
        @if text.column > 1 { "…" }
        @for (part, mark) in &parts {
            @match mark {
                Some(true) => { mark { (line(part)) } }
                Some(false) => { mark.also { (line(part)) } }
                None => { (line(part)) }
            }
        }
        @if text.cut { "…" }
        "\n"
        @for mark in marks.iter().filter(|mark| !mark.label.is_empty()) {
            span.note.also[!mark.primary] { (note(text, mark)) }
        }
    }
}
