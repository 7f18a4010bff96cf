use std::sync::OnceLock;

/// What some editors put before the text to say that it is UTF-8; takes no column.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A half-open range of bytes in a [`Source`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to, not including, `end`; an inverted pair is empty at `start`.
    pub fn new(start: u32, end: u32) -> Self {
        Self { start, end: end.max(start) }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as indices.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A place in a text as people count it: lines and columns from 1, columns in characters. A byte order mark at the very
/// beginning is no character, and the two bytes of a CRLF are one line break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A file's text under the name that people see.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    /// Byte offset at which each line starts; built when the first position is asked for.
    line_starts: OnceLock<Vec<u32>>,
}

impl Source {
    /// Longest text in bytes that offsets can address.
    pub const MAX_BYTES: usize = u32::MAX as usize - 1;

    /// A source; a text longer than [`Source::MAX_BYTES`] is cut there.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.len() > Self::MAX_BYTES {
            let cut = text.floor_char_boundary(Self::MAX_BYTES);
            text.truncate(cut);
        }
        Self { name: name.into(), text, line_starts: OnceLock::new() }
    }

    /// The name people see: a path relative to the working folder, with `/`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under `span`; empty where the span is not one of this source.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// `span` moved onto character boundaries inside the text.
    pub fn clamp(&self, span: Span) -> Span {
        let floor = |at: u32| self.text.floor_char_boundary((at as usize).min(self.text.len())) as u32;
        Span::new(floor(span.start), floor(span.end))
    }

    /// Line and column of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let offset = self.text.floor_char_boundary((offset as usize).min(self.text.len()));
        let (line, start) = self.line_at(offset);
        let before = self.text.get(start..offset).unwrap_or_default();
        let before = if start == 0 { before.trim_start_matches(BYTE_ORDER_MARK) } else { before };
        // Between the two bytes of a CRLF, which is where a span over the line break may end, the line is over already.
        let before = before.strip_suffix('\r').unwrap_or(before);
        Position { line: line as u32 + 1, column: before.chars().count() as u32 + 1 }
    }

    /// The line in which a byte stands, counted from 0, and the byte at which it begins.
    fn line_at(&self, offset: usize) -> (usize, usize) {
        /// A text this short is counted through faster than an index of it is made.
        const SHORT: usize = 4096;
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        if self.text.len() <= SHORT && self.line_starts.get().is_none() && !self.text.contains('\r') {
            let line = before.iter().map(|&byte| usize::from(byte == b'\n')).sum();
            return (line, before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1));
        }
        let line = self.starts().partition_point(|&start| start as usize <= offset).saturating_sub(1);
        (line, self.starts().get(line).map_or(0, |&start| start as usize))
    }

    /// Number of lines; an empty text has one.
    pub fn line_count(&self) -> u32 {
        self.starts().len() as u32
    }

    /// The span of a line, counted from 1, without its line break and without the byte order mark; empty at the end of the
    /// text for a line that is not there.
    pub fn line_span(&self, line: u32) -> Span {
        let index = (line.max(1) - 1) as usize;
        let Some(&start) = self.starts().get(index) else {
            let end = self.text.len() as u32;
            return Span::new(end, end);
        };
        let end = self.starts().get(index + 1).map_or(self.text.len() as u32, |&next| next);
        let line = self.text.get(start as usize..end as usize).unwrap_or_default();
        let end = start + line.trim_end_matches(['\n', '\r']).len() as u32;
        let mark = if start == 0 && line.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() as u32 } else { 0 };
        Span::new(start + mark, end)
    }

    /// Lines end with LF, CRLF or, as YAML and editors have it, a lone CR.
    fn starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            if !self.text.contains('\r') {
                // Lines of manifests are short.
                let mut starts = Vec::with_capacity(self.text.len() / 16 + 1);
                starts.push(0);
                starts.extend(self.text.match_indices('\n').map(|(at, _)| at as u32 + 1));
                return starts;
            }
            let bytes = self.text.as_bytes();
            let ends = |&(at, &byte): &(usize, &u8)| byte == b'\n' || (byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            let mut starts = vec![0];
            starts.extend(bytes.iter().enumerate().filter(ends).map(|(at, _)| at as u32 + 1));
            starts
        })
    }
}
