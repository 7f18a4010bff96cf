use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::excerpt::Excerpt;
use super::frame::{self, Mark};
use super::pen::{Ink, Pen};
use crate::diagnostic::Label;
use crate::text::{Source, Span, clean_line, plural, wrap_lines};

/// Related places shown; the rest is counted.
const MOST_RELATED: usize = 6;

/// Lines of a span that is shown in full; of a longer one only its first line is.
const MOST_LINES: u32 = 5;

/// Lines that are searched for the one that a place belongs to.
const FARTHEST_ABOVE: u32 = 1000;

/// The lines that labels are about, in a frame for each file, that of the primary label first.
pub(super) fn draw(primary: &Label, related: &[Label], ink: Ink, pen: &Pen) -> String {
    let shown = &related[..related.len().min(MOST_RELATED)];
    let mut files: Vec<(&Arc<Source>, Vec<Mark>)> = Vec::new();
    for (at, label) in std::iter::once(primary).chain(shown).enumerate() {
        let mark = mark(label, if at == 0 { Some(ink) } else { None });
        match files.iter_mut().find(|(source, _)| Arc::ptr_eq(source, &label.place.source)) {
            Some((_, marks)) => marks.push(mark),
            None => files.push((&label.place.source, vec![mark])),
        }
    }
    let mut text: String = files.iter().map(|(source, marks)| file(source, marks, pen)).collect();
    if related.len() > shown.len() {
        let more = related.len() - shown.len();
        text.push_str(&wrap_lines(&format!("  and {}", plural(more, "more place")), pen.width));
        text.push('\n');
    }
    text
}

/// The label as it can be drawn: without the line breaks around it, a long one only up to the end of its first line.
fn mark(label: &Label, ink: Option<Ink>) -> Mark {
    let source = &label.place.source;
    let span = label.place.span;
    let blank = label.place.text().len() - label.place.text().trim_end().len();
    let mut span = Span::new(span.start, span.end - blank as u32);
    let (first, last) = lines_of(source, span);
    if last - first >= MOST_LINES {
        span.end = source.line_span(first).end;
    }
    Mark { span, text: clean_line(&label.text).into_owned(), ink }
}

fn lines_of(source: &Source, span: Span) -> (u32, u32) {
    (source.position(span.start).line, source.position(span.end).line)
}

/// One frame; `marks` holds the most important first.
fn file(source: &Source, marks: &[Mark], pen: &Pen) -> String {
    let marks = &unnested(source, marks);
    let groups = groups(&lines(source, marks));
    let number_width = groups.last().map_or(1, |lines| lines.end().to_string().len());
    let spanning = marks.iter().filter(|mark| source.slice(mark.span).contains('\n')).count();
    // Miette draws a bracket for each span of several lines, and three columns of arrow.
    let gutter = if spanning > 0 { spanning + 3 } else { 0 };
    let room = pen.width.saturating_sub(number_width + 4 + gutter);
    let spans: Vec<(Span, usize)> = marks.iter().map(|mark| (mark.span, mark.least_width())).collect();
    let mut parts = Vec::new();
    for lines in groups {
        let range = Span::new(source.line_span(*lines.start()).start, source.line_span(*lines.end()).end);
        let inside: Vec<&Mark> = marks.iter().filter(|mark| range.start <= mark.span.start && mark.span.end <= range.end).collect();
        let excerpt = Excerpt::new(source, lines, &spans, room, pen.ellipsis());
        parts.push(frame::draw(excerpt, &inside, room, number_width, pen));
    }
    let head = source.position(marks.first().map_or(0, |mark| mark.span.start));
    let place = format!("{}:{}:{}", clean_line(source.name()), head.line, head.column);
    frame::join(&place, &parts, number_width, pen)
}

/// A bracket around lines that hold other marks is hard to read: such a mark is shown by its first line, too.
fn unnested(source: &Source, marks: &[Mark]) -> Vec<Mark> {
    let lines: Vec<(u32, u32)> = marks.iter().map(|mark| lines_of(source, mark.span)).collect();
    let crowded = |(first, last): (u32, u32)| lines.iter().filter(|other| other.0 <= last && first <= other.1).count() > 1;
    let on_first_line = |mark: &Mark, first: u32| Span::new(mark.span.start, mark.span.end.min(source.line_span(first).end));
    let shown = |(mark, &(first, last)): (&Mark, &(u32, u32))| {
        let span = if first < last && crowded((first, last)) { on_first_line(mark, first) } else { mark.span };
        Mark { span, ..mark.clone() }
    };
    marks.iter().zip(&lines).map(shown).collect()
}

/// The lines to show: those with marks, and for orientation the one that the most important belongs to.
fn lines(source: &Source, marks: &[Mark]) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    for (at, mark) in marks.iter().enumerate() {
        let (first, last) = lines_of(source, mark.span);
        lines.extend(first..=last);
        lines.extend((at == 0).then(|| above(source, first)).flatten());
    }
    lines
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

/// Runs of lines; a single line between two runs is shown rather than left out.
fn groups(lines: &BTreeSet<u32>) -> Vec<RangeInclusive<u32>> {
    let mut groups: Vec<RangeInclusive<u32>> = Vec::new();
    for &line in lines {
        match groups.last_mut() {
            Some(group) if line <= group.end() + 2 => *group = *group.start()..=line,
            _ => groups.push(line..=line),
        }
    }
    groups
}
