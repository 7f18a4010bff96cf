use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::text::{Source, Span};

/// A span of a source.
#[derive(Clone, Debug)]
pub struct Place {
    /// The text.
    pub source: Arc<Source>,
    /// Which part of it.
    pub span: Span,
}

impl Place {
    /// A place, moved onto character boundaries.
    pub fn new(source: &Arc<Source>, span: Span) -> Self {
        Self { source: Arc::clone(source), span: source.clamp(span) }
    }

    /// The text that stands there.
    pub fn text(&self) -> &str {
        self.source.slice(self.span)
    }

    /// Line, column and bytes, as formats print them.
    pub fn locate(&self) -> Location {
        let start = self.source.position(self.span.start);
        let end = self.source.position(self.span.end);
        Location {
            path: self.source.name().to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_start: self.span.start,
            byte_end: self.span.end,
        }
    }
}

/// A place in numbers: lines and columns from 1, columns in characters, bytes from 0; ends are exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Location {
    /// Path relative to the working folder, with `/`.
    pub path: String,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Line of the end.
    pub end_line: u32,
    /// Column after the last character.
    pub end_column: u32,
    /// First byte.
    pub byte_start: u32,
    /// Byte after the last.
    pub byte_end: u32,
}
