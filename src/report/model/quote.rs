//! Which lines of a source are worth keeping with a finding.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Line, Quote};
use crate::diagnostic::{Label, Place};
use crate::text::{Source, Span};

/// Related places whose lines are shown.
const MOST_RELATED: usize = 6;

/// Lines of a place that is shown in full; of a longer one only its first line is.
const MOST_LINES: u32 = 5;

/// Lines that are searched for the one that a place belongs to.
const FARTHEST_ABOVE: u32 = 1000;

/// Longest line, in bytes, that is kept whole: of a longer one what stands at its beginning and around places.
const LONGEST: usize = 2000;

/// Bytes that are kept before and after a place in a long line, and at its beginning.
const AROUND: usize = 600;

/// The place without the white space that it ends with, such as the line break after a block of text.
pub(super) fn trimmed(place: &Place) -> Place {
    let blank = place.text().len() - place.text().trim_end().len();
    Place::new(&place.source, Span::new(place.span.start, place.span.end - blank as u32))
}

/// The lines that places are about, by file, that of the primary place first.
pub(super) fn quotes(primary: Option<&Label>, related: &[Label]) -> Vec<Quote> {
    let mut files: Vec<(&Arc<Source>, Vec<Span>)> = Vec::new();
    let related = primary.is_some().then(|| related.iter().take(MOST_RELATED));
    for label in primary.into_iter().chain(related.into_iter().flatten()) {
        let span = trimmed(&label.place).span;
        match files.iter_mut().find(|(source, _)| Arc::ptr_eq(source, &label.place.source)) {
            Some((_, spans)) => spans.push(span),
            None => files.push((&label.place.source, vec![span])),
        }
    }
    files.iter().map(|(source, spans)| quote(source, spans)).collect()
}

/// Of places from one line to another, each line that is shown: a long one by its first line alone, and so is one within
/// whose lines another place stands, for a bracket around other marks is hard to read.
pub(in crate::report) fn shown_lines(places: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let short: Vec<(u32, u32)> =
        places.iter().map(|&(first, last)| (first, if last.saturating_sub(first) < MOST_LINES { last } else { first })).collect();
    let crowded = |(first, last): (u32, u32)| short.iter().filter(|other| other.0 <= last && first <= other.1).count() > 1;
    short.iter().map(|&(first, last)| (first, if first < last && crowded((first, last)) { first } else { last })).collect()
}

fn quote(source: &Source, spans: &[Span]) -> Quote {
    let places: Vec<(u32, u32)> = spans.iter().map(|span| (source.position(span.start).line, source.position(span.end).line)).collect();
    let shown = shown_lines(&places);
    let mut lines: BTreeSet<u32> = shown.iter().flat_map(|&(first, last)| first..=last).collect();
    lines.extend(shown.first().and_then(|&(first, _)| above(source, first)));
    // A single line between two others is shown rather than left out.
    let between: Vec<u32> = lines.iter().map(|line| line + 1).filter(|line| lines.contains(&(line + 1))).collect();
    lines.extend(between);
    Quote { path: source.name().to_owned(), lines: lines.into_iter().flat_map(|line| parts(source, line, spans)).collect() }
}

/// The line that a line belongs to, the nearest one above that is indented less: a list item's first, a mapping's key.
/// Without one, the line before.
fn above(source: &Source, line: u32) -> Option<u32> {
    let indent = |line| {
        let text = source.slice(source.line_span(line));
        let content = text.trim_start();
        (!content.is_empty() && !content.starts_with('#')).then_some(text.len() - content.len())
    };
    let own = indent(line).unwrap_or_default();
    let nearest = line.saturating_sub(FARTHEST_ABOVE).max(1)..line;
    let owner = nearest.rev().find(|&line| indent(line).is_some_and(|indent| indent < own));
    owner.or_else(|| (line > 1 && indent(line - 1).is_some()).then(|| line - 1))
}

/// The line whole, or the parts of it that matter.
fn parts(source: &Source, line: u32, spans: &[Span]) -> Vec<Line> {
    let whole = source.line_span(line);
    if whole.len() as usize <= LONGEST {
        return vec![Line { line, column: 1, text: source.slice(whole).to_owned(), cut: false }];
    }
    let around = AROUND as u32;
    let near = |at: u32| Span::new(at.saturating_sub(around).max(whole.start), at.saturating_add(around).min(whole.end));
    let ends = spans.iter().flat_map(|span| [span.start, span.end]).filter(|at| (whole.start..=whole.end).contains(at));
    let mut wanted: Vec<Span> = std::iter::once(whole.start).chain(ends).map(|at| source.clamp(near(at))).collect();
    wanted.sort_unstable();
    let mut kept: Vec<Span> = Vec::new();
    for span in wanted {
        match kept.last_mut() {
            Some(last) if span.start <= last.end => *last = last.union(span),
            _ => kept.push(span),
        }
    }
    let part = |span: &Span| Line {
        line,
        column: source.position(span.start).column,
        text: source.slice(*span).to_owned(),
        cut: span.end < whole.end,
    };
    kept.iter().map(part).collect()
}
