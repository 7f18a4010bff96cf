use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};
use unicode_width::UnicodeWidthStr;

use super::page::Page;
use crate::text::{Span, clean_line};

/// Columns at a line's beginning that stay when its middle is left out: enough for an indented key.
const HEAD: usize = 20;

/// Columns that are shown at least before a mark in the middle of a long line.
const LEAD: usize = 12;

/// Columns that a mark's label is given to its right, if it is not shorter and its words are no longer.
pub(super) const LABEL: usize = 19;

/// Columns between a mark's middle and its label's text.
const ARROW: usize = 5;

/// Contiguous lines of a page, made fit to be shown: controls escaped, tabs as spaces, long lines cut around what is
/// marked. Positions of the page are mapped, so that a caret still stands under what it means.
pub(super) struct Excerpt {
    text: String,
    first_line: u32,
    /// Where bytes of the page are shown: pairs of an offset in the page and one in `text`, ascending.
    map: Vec<(u32, usize)>,
}

impl Excerpt {
    /// The `lines` of `page`, `room` columns wide. `marks` come with the most important first, each
    /// with the least width of its label.
    pub fn new(page: &Page, lines: RangeInclusive<u32>, marks: &[(Span, usize)], room: usize, ellipsis: &str) -> Self {
        let first_line = *lines.start();
        let mut excerpt = Self { text: String::new(), first_line, map: Vec::new() };
        for line in lines {
            let span = page.line_span(line);
            excerpt.line(page.slice(span), span.start, marks, room, ellipsis);
        }
        excerpt
    }

    /// The lines with their numbers.
    pub fn lines(&self) -> impl Iterator<Item = (u32, &str)> {
        (self.first_line..).zip(self.text.lines())
    }

    /// Where a span of the page is shown; one in a part that is left out is where the ellipsis stands.
    pub fn span(&self, span: Span) -> Range<usize> {
        let before = self.map.partition_point(|&(at, _)| at <= span.start).saturating_sub(1);
        let after = self.map.partition_point(|&(at, _)| at < span.end);
        let shown = |index: usize| self.map.get(index).map_or(self.text.len(), |&(_, shown)| shown);
        let start = shown(before);
        start..if span.is_empty() { start } else { shown(after).max(start) }
    }

    /// Column, from 0, of a place in the shown text.
    pub fn column(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default().width()
    }

    fn line(&mut self, line: &str, start: u32, marks: &[(Span, usize)], room: usize, ellipsis: &str) {
        let end = start + line.len() as u32;
        let mark = marks.iter().find(|(mark, _)| mark.start <= end && mark.end >= start).map(|&(mark, label)| {
            let range = (mark.start.max(start) - start) as usize..(mark.end.min(end) - start) as usize;
            (range, (label + ARROW).min((room / 2).max(LABEL + ARROW)))
        });
        let (head, tail) = parts(line, mark, room, ellipsis.width());
        let mut shown_to = 0;
        for part in [0..head, tail].into_iter().filter(|part| !part.is_empty()) {
            if part.start > shown_to {
                self.piece(start + shown_to as u32, ellipsis);
            }
            for (at, c) in line.get(part.clone()).unwrap_or_default().char_indices() {
                self.piece(start + (part.start + at) as u32, &shown(c));
            }
            shown_to = part.end;
        }
        if shown_to < line.len() {
            self.piece(start + shown_to as u32, ellipsis);
        }
        self.piece(end, "\n");
    }

    fn piece(&mut self, at: u32, text: &str) {
        self.map.push((at, self.text.len()));
        self.text.push_str(text);
    }
}

/// A character as it is shown.
fn shown(c: char) -> Cow<'static, str> {
    match c {
        '\t' => Cow::Borrowed("    "),
        // The mark that some editors put at the beginning of a file is not part of its text.
        '\u{feff}' => Cow::Borrowed(""),
        c => Cow::Owned(clean_line(c.encode_utf8(&mut [0; 4])).into_owned()),
    }
}

fn width(c: char) -> usize {
    shown(c).width()
}

/// The parts of a line that fit into `room` columns: where its shown head ends, and what is shown around its mark, to the
/// right of whose middle so many columns are needed.
///
/// Looks at no more of the line than it shows, for a file may be one line of a million characters.
fn parts(line: &str, mark: Option<(Range<usize>, usize)>, room: usize, ellipsis: usize) -> (usize, Range<usize>) {
    let none = 0..0;
    let whole = forward(line, 0, room) == line.len();
    let Some((mark, label)) = mark else {
        return (if whole { line.len() } else { forward(line, 0, room.saturating_sub(ellipsis)) }, none);
    };
    let labelled = forward(line, 0, room.saturating_sub(label));
    if whole && usize::midpoint(mark.start, mark.end) <= labelled {
        return (line.len(), none);
    }
    let head = forward(line, 0, HEAD);
    let half = mark_width(line, &mark) / 2;
    let lead = backward(line, mark.start, room.saturating_sub(label + HEAD + ellipsis + half).max(LEAD));
    let room = room.saturating_sub(2 * ellipsis);
    if lead <= head + ellipsis {
        return (forward(line, 0, room), none);
    }
    (head, lead..forward(line, lead, room.saturating_sub(HEAD)))
}

/// Columns of a mark, as far as they matter: a long one is cut anyway.
fn mark_width(line: &str, mark: &Range<usize>) -> usize {
    line.get(mark.clone()).unwrap_or_default().chars().take(2 * (LABEL + ARROW)).map(width).sum()
}

/// The byte up to which `columns` columns of `line` reach from byte `from`.
fn forward(line: &str, from: usize, columns: usize) -> usize {
    let mut column = 0;
    for (at, c) in line.get(from..).unwrap_or_default().char_indices() {
        column += width(c);
        if column > columns {
            return from + at;
        }
    }
    line.len()
}

/// The byte from which `columns` columns of `line` reach to byte `to`.
fn backward(line: &str, to: usize, columns: usize) -> usize {
    let mut column = 0;
    for (at, c) in line.get(..to).unwrap_or_default().char_indices().rev() {
        column += width(c);
        if column > columns {
            return at + c.len_utf8();
        }
    }
    0
}

impl SourceCode for Excerpt {
    /// The whole excerpt, whichever part is asked for: what is not to be shown was never put in.
    fn read_span<'a>(&'a self, _: &SourceSpan, _: usize, _: usize) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let whole = SourceSpan::from((0, self.text.len()));
        let first_line = self.first_line as usize - 1;
        Ok(Box::new(MietteSpanContents::new(self.text.as_bytes(), whole, first_line, 0, self.lines().count())))
    }
}
