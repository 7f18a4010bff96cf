//! Findings as lines while a fleet is checked: of each no more is kept than is written.

use std::sync::Arc;

use crate::engine::{Brief, BySeverity, Verdict, Verdicts};
use crate::report::{Lines, write_line};

/// The lines of a part of a run; parts add up.
#[derive(Default)]
pub(super) struct Rows {
    blocks: Vec<Block>,
    shown: Verdicts,
    failing: BySeverity,
}

/// The lines of one file, in reading order, each with its line break. There are as many blocks as there are files, so nothing of
/// them has room to spare.
struct Block {
    file: Box<str>,
    text: Box<str>,
    rows: Box<[Row]>,
}

/// Where a line stands in its block, with what its order goes by.
#[derive(Clone, Copy)]
struct Row {
    /// First byte in the file of what it is about.
    start: u32,
    line: (u32, u32),
    /// Where in the block the rule's id stands.
    rule: (u32, u32),
}

impl Rows {
    /// The lines of findings, those of one file one after the other.
    pub fn of(briefs: &[Brief]) -> Self {
        let mut all = Self::default();
        for brief in briefs {
            all.shown.count(brief.verdict);
            if brief.verdict == Verdict::Fail {
                all.failing.count(brief.severity);
            }
        }
        let of_one_file = briefs.chunk_by(|a, b| Arc::ptr_eq(&a.place.source, &b.place.source));
        all.blocks = of_one_file.filter_map(Block::of).collect();
        all
    }

    /// Adds another part.
    pub fn add(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
        self.shown.add(other.shown);
        self.failing.add(other.failing);
    }

    /// All in reading order.
    pub fn into_lines(mut self) -> Lines {
        // Parts come in the order of their files, so that there is little left to sort.
        self.blocks.sort_by(|a, b| a.file.cmp(&b.file));
        let mut blocks: Vec<Block> = Vec::with_capacity(self.blocks.len());
        for block in self.blocks {
            match blocks.last_mut() {
                // Rules over a fleet bring further lines of a file.
                Some(last) if last.file == block.file => *last = last.and(&block),
                _ => blocks.push(block),
            }
        }
        let texts = blocks.into_iter().map(|block| block.text).collect();
        Lines { texts, shown: self.shown, failing: self.failing }
    }
}

impl Block {
    /// The lines of the findings of one file; nothing if none of them has one.
    fn of(briefs: &[Brief]) -> Option<Self> {
        let mut briefs: Vec<&Brief> = briefs.iter().collect();
        briefs.sort_by_key(|brief| (brief.place.span.start, &brief.rule));
        let (mut text, mut rows) = (String::new(), Vec::with_capacity(briefs.len()));
        for brief in &briefs {
            let from = text.len() as u32;
            if let Some(rule) = write_line(brief, &mut text) {
                text.push('\n');
                let rule = (rule.start as u32, rule.end as u32);
                rows.push(Row { start: brief.place.span.start, line: (from, text.len() as u32), rule });
            }
        }
        let file = Box::from(briefs.first()?.place.source.name());
        (!rows.is_empty()).then(|| Self { file, text: text.into_boxed_str(), rows: rows.into_boxed_slice() })
    }

    /// The lines of both.
    fn and(&self, other: &Self) -> Self {
        let mut lines: Vec<(Row, &Self)> =
            [self, other].into_iter().flat_map(|block| block.rows.iter().map(move |&row| (row, block))).collect();
        lines.sort_by_key(|(row, block)| (row.start, block.slice(row.rule)));
        let (mut text, mut rows) = (String::new(), Vec::with_capacity(lines.len()));
        for (row, block) in lines {
            let from = text.len() as u32;
            text.push_str(block.slice(row.line));
            let moved = |at: u32| at - row.line.0 + from;
            rows.push(Row { line: (from, text.len() as u32), rule: (moved(row.rule.0), moved(row.rule.1)), ..row });
        }
        Self { file: self.file.clone(), text: text.into_boxed_str(), rows: rows.into_boxed_slice() }
    }

    fn slice(&self, (from, to): (u32, u32)) -> &str {
        self.text.get(from as usize..to as usize).unwrap_or_default()
    }
}
