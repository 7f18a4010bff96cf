//! Findings as lines while a fleet is checked: of each no more is kept than is written.

use std::cmp::Ordering;
use std::ops::Range;
use std::sync::Arc;

use crate::engine::{Brief, BySeverity, Verdict, Verdicts};
use crate::report::{Lines, write_line};

/// The lines of a part of a run; parts add up.
#[derive(Default)]
pub(super) struct Rows {
    /// One after the other.
    text: String,
    each: Vec<Row>,
    shown: Verdicts,
    failing: BySeverity,
}

/// A line, with what its order goes by.
struct Row {
    file: Arc<str>,
    start: u32,
    rule: Box<str>,
    /// Bytes of the text.
    line: Range<usize>,
}

impl Rows {
    /// The lines of findings, those of one file one after the other.
    pub fn of(briefs: Vec<Brief>) -> Self {
        let mut all = Self::default();
        let mut file: Option<Arc<str>> = None;
        for brief in briefs {
            all.shown.count(brief.verdict);
            if brief.verdict == Verdict::Fail {
                all.failing.count(brief.severity);
            }
            let begin = all.text.len();
            if !write_line(&brief, &mut all.text) {
                continue;
            }
            let name = brief.place.source.name();
            let file = match &file {
                Some(known) if **known == *name => Arc::clone(known),
                _ => Arc::clone(file.insert(Arc::from(name))),
            };
            all.each.push(Row { file, start: brief.place.span.start, rule: brief.rule.into(), line: begin..all.text.len() });
        }
        all
    }

    /// Adds another part.
    pub fn add(&mut self, other: Self) {
        if self.each.is_empty() && self.shown == Verdicts::default() {
            *self = other;
            return;
        }
        let begin = self.text.len();
        self.text.push_str(&other.text);
        self.each.extend(other.each.into_iter().map(|row| Row { line: begin + row.line.start..begin + row.line.end, ..row }));
        self.shown.add(other.shown);
        self.failing.add(other.failing);
    }

    /// All in reading order.
    pub fn into_lines(mut self) -> Lines {
        // Parts come in the order of their files, so that there is little left to sort.
        self.each.sort_by(|a, b| {
            let files = if Arc::ptr_eq(&a.file, &b.file) { Ordering::Equal } else { a.file.cmp(&b.file) };
            files.then(a.start.cmp(&b.start)).then_with(|| a.rule.cmp(&b.rule))
        });
        Lines { text: self.text, lines: self.each.into_iter().map(|row| row.line).collect(), shown: self.shown, failing: self.failing }
    }
}
