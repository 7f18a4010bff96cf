//! How a scalar's value is spelled in the file, by the rules of YAML 1.2.2, chapters 7.3 and 8.1.

use super::Piece;
use crate::text::Span;

pub(super) struct Spelling<'a> {
    source: &'a str,
    at: usize,
    /// A `#` that begins a line is a comment. The parser lets one stand in a plain text if a tab indents it.
    comments: bool,
    pub pieces: Vec<Piece>,
}

impl<'a> Spelling<'a> {
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0, comments: false, pieces: Vec::new() }
    }

    pub fn plain(&mut self, span: Span) {
        self.at = span.start as usize;
        self.comments = true;
        self.flow(span.end as usize, |_| false);
    }

    pub fn single_quoted(&mut self, span: Span) {
        self.at = span.start as usize + 1;
        self.flow(span.end as usize - 1, |spelling| {
            let quote = spelling.rest().starts_with("''");
            if quote {
                spelling.replaced(1, spelling.at, 2);
                spelling.at += 2;
            }
            quote
        });
    }

    pub fn double_quoted(&mut self, span: Span) {
        self.at = span.start as usize + 1;
        self.flow(span.end as usize - 1, |spelling| {
            let escape = spelling.rest().starts_with('\\');
            if escape {
                spelling.escape();
            }
            escape
        });
    }

    pub fn literal(&mut self, span: Span, value: &str) {
        self.block(span, value, false);
    }

    pub fn folded(&mut self, span: Span, value: &str) {
        self.block(span, value, true);
    }

    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    /// Bytes of the value that are spelled so far.
    fn produced(&self) -> u32 {
        self.pieces.last().map_or(0, |piece| piece.value.end)
    }

    /// The next `len` bytes stand in the value as they are.
    fn verbatim(&mut self, len: usize) {
        let (raw, produced) = (Span::new(self.at as u32, (self.at + len) as u32), self.produced());
        self.at += len;
        match self.pieces.last_mut() {
            Some(last) if last.verbatim && last.raw.end == raw.start => {
                last.raw.end = raw.end;
                last.value.end += raw.len();
            }
            _ if len > 0 => self.pieces.push(Piece { value: Span::new(produced, produced + raw.len()), raw, verbatim: true }),
            _ => {}
        }
    }

    /// A character of `bytes` bytes is spelled with `len` others.
    fn replaced(&mut self, bytes: usize, start: usize, len: usize) {
        let (raw, produced) = (Span::new(start as u32, (start + len) as u32), self.produced());
        self.pieces.push(Piece { value: Span::new(produced, produced + bytes as u32), raw, verbatim: false });
    }

    /// Length of the line break at `at`; 0 if there is none.
    fn break_len(&self, at: usize) -> usize {
        match self.source.as_bytes().get(at..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\r' | b'\n', ..]) => 1,
            _ => 0,
        }
    }

    /// Bytes up to the next line break.
    fn line_len(&self) -> usize {
        self.rest().find(['\n', '\r']).unwrap_or(self.rest().len())
    }

    fn blanks(&self) -> usize {
        self.rest().bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
    }

    /// A plain or quoted scalar; `special` deals with what only its style knows and says whether it did.
    fn flow(&mut self, end: usize, special: impl Fn(&mut Self) -> bool) {
        while self.at < end {
            let blanks = self.blanks();
            let first_break = self.at + blanks;
            let len = self.break_len(first_break);
            if len > 0 && first_break < end {
                self.at = first_break + len;
                if !self.empty_lines() {
                    self.replaced(1, first_break, len);
                }
            } else if blanks > 0 {
                self.verbatim(blanks);
            } else if !special(self) {
                self.verbatim(self.rest().chars().next().map_or(1, char::len_utf8));
            }
        }
    }

    /// Skips the indentation after a line break; each empty line stands for a line break of the value.
    fn empty_lines(&mut self) -> bool {
        let mut any = false;
        loop {
            self.at += self.blanks();
            if self.comments && self.rest().starts_with('#') {
                self.at += self.line_len();
            }
            let len = self.break_len(self.at);
            if len == 0 {
                return any;
            }
            self.replaced(1, self.at, len);
            self.at += len;
            any = true;
        }
    }

    fn escape(&mut self) {
        let len = self.break_len(self.at + 1);
        if len > 0 {
            self.at += 1 + len;
            self.empty_lines();
            return;
        }
        let (bytes, len) = escaped(self.rest());
        self.replaced(bytes, self.at, len);
        self.at += len;
    }

    fn block(&mut self, span: Span, value: &str, fold: bool) {
        if value.bytes().all(|byte| byte == b'\n') {
            // Nothing but empty lines: the header stands for all of them.
            self.replaced(value.len(), span.start as usize, span.len() as usize);
            return;
        }
        let start = span.start as usize;
        let line_start = self.source.get(..start).and_then(|before| before.rfind(['\n', '\r'])).map_or(0, |at| at + 1);
        let indent = start - line_start;
        self.leading_lines(line_start, value);
        self.at = start;
        loop {
            let spaced = self.blanks() > 0;
            self.verbatim(self.line_len());
            let breaks = self.breaks(indent);
            let remains = value.get(self.produced() as usize..).unwrap_or_default();
            let last = remains.bytes().all(|byte| byte == b'\n');
            if last {
                self.trailing_lines(remains.len(), &breaks);
                return;
            }
            // Between two lines that are not indented further, the first break folds: into a space if it is the only one.
            let folds = fold && !spaced && self.blanks() == 0;
            let dropped = usize::from(folds && breaks.len() > 1);
            for &(at, len) in breaks.iter().skip(dropped) {
                self.replaced(1, at, len);
            }
            if breaks.is_empty() {
                return;
            }
        }
    }

    /// The empty lines before the first line of a block scalar, which begins at `line_start`.
    fn leading_lines(&mut self, line_start: usize, value: &str) {
        let mut breaks = Vec::new();
        let mut end = line_start;
        for _ in value.bytes().take_while(|&byte| byte == b'\n') {
            let before = self.source.get(..end).unwrap_or_default();
            let len = if before.ends_with("\r\n") { 2 } else { usize::from(!before.is_empty()) };
            let line = before.get(..end - len).unwrap_or_default();
            breaks.push((line.len(), len));
            end = line.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        }
        for (at, len) in breaks.into_iter().rev() {
            self.replaced(1, at, len);
        }
    }

    /// Line breaks from here to the next line with content, with the indentation of that line skipped.
    fn breaks(&mut self, indent: usize) -> Vec<(usize, usize)> {
        let mut breaks = Vec::new();
        loop {
            let len = self.break_len(self.at);
            if len == 0 {
                return breaks;
            }
            breaks.push((self.at, len));
            self.at += len;
            self.at += self.rest().bytes().take(indent).take_while(|&byte| byte == b' ').count();
        }
    }

    /// The line breaks at the end of a block scalar, as far as its header keeps them. The last may be missing in the file.
    fn trailing_lines(&mut self, count: usize, breaks: &[(usize, usize)]) {
        for at in 0..count {
            let (at, len) = breaks.get(at).copied().unwrap_or((self.source.len(), 0));
            self.replaced(1, at, len);
        }
    }
}

/// Bytes of the character that a backslash escape stands for, and bytes of the escape.
fn escaped(text: &str) -> (usize, usize) {
    let letter = text.chars().nth(1).unwrap_or_default();
    let code = |start: usize, len: usize| text.get(start..start + len).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'N' | '_' => return (2, 2),
        'L' | 'P' => return (3, 2),
        other => return (1, 1 + other.len_utf8()),
    };
    match code(2, digits) {
        // The first half of a surrogate pair; the parser made sure of the second.
        Some(0xD800..0xDC00) => (4, 12),
        code => (code.and_then(char::from_u32).map_or(1, char::len_utf8), 2 + digits),
    }
}
