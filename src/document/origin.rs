use super::node::Node;
use super::tree::{Kind, Style};
use crate::text::Span;

/// Maps byte positions in a text's value to byte positions in the file: through quotes, escapes, folded lines and the
/// indentation of block scalars.
#[derive(Clone, Debug)]
pub struct Origin {
    /// Where the value's first byte stands, for a value that stands in the file as it is.
    start: u32,
    /// Position of each byte of the value and of its end, for one that does not.
    table: Option<Vec<u32>>,
}

impl Origin {
    pub(super) fn of(node: Node<'_>) -> Self {
        let node = node.target();
        let stored = node.tree.stored(node.id);
        let Kind::Text(text) = stored.kind else {
            return Self { start: stored.span.start, table: None };
        };
        if !text.cooked {
            return Self { start: text.start, table: None };
        }
        let source = node.tree.source.text();
        let start = stored.span.start as usize;
        let line_start = source.get(..start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let cursor = Cursor::new(source.get(start..).unwrap_or_default(), text.style, start - line_start);
        Self { start: stored.span.start, table: Some(cursor.align(node.tree.text(text), stored.span.start)) }
    }

    /// The span in the file of a span in the value.
    pub fn span(&self, inner: Span) -> Span {
        let Some(table) = &self.table else {
            return Span::new(self.start + inner.start, self.start + inner.end);
        };
        let at = |offset: u32| table.get(offset as usize).or(table.last()).copied().unwrap_or(self.start);
        if inner.is_empty() {
            return Span::new(at(inner.start), at(inner.start));
        }
        // The end is one past where the last character stands, not where the next one does: a fold may lie between.
        Span::new(at(inner.start), at(inner.end - 1) + 1)
    }
}

struct Cursor<'a> {
    raw: &'a str,
    at: usize,
    style: Style,
    /// Columns of indentation that a block scalar's lines lose.
    indent: usize,
    /// A fold (line break shown as a space, or swallowed) may be pending before the next character.
    folded: bool,
}

impl<'a> Cursor<'a> {
    /// `column` is where the raw text begins in its line.
    fn new(raw: &'a str, style: Style, column: usize) -> Self {
        let mut cursor = Self { raw, at: 0, style, indent: column, folded: false };
        match style {
            Style::Double | Style::Single => cursor.at = 1,
            Style::Block if raw.starts_with(['\n', '\r', ' ']) => {
                // The block begins with blank lines: its first line with content gives the indentation.
                let first = raw.lines().find(|line| !line.trim().is_empty());
                cursor.indent = first.map_or(column, |line| line.len() - line.trim_start_matches(' ').len()).max(column);
            }
            Style::Block | Style::Plain => {}
        }
        cursor
    }

    /// Walks the raw text and the value side by side; gives the position in the file of each byte of the value.
    fn align(mut self, value: &str, base: u32) -> Vec<u32> {
        let mut table = Vec::with_capacity(value.len() + 1);
        for c in value.chars() {
            let at = self.advance_to(c);
            table.extend((0..c.len_utf8()).map(|i| base + (at + i).min(self.raw.len()) as u32));
        }
        table.push(base + self.at.min(self.raw.len()) as u32);
        table
    }

    fn rest(&self) -> &'a str {
        self.raw.get(self.at..).unwrap_or_default()
    }

    fn skip_spaces(&mut self, most: usize) {
        let spaces = self.rest().bytes().take(most).take_while(|&b| b == b' ').count();
        self.at += spaces;
    }

    /// Moves past the raw text of `c` and returns where it began.
    fn advance_to(&mut self, c: char) -> usize {
        match self.style {
            Style::Block => self.block(c),
            Style::Double if self.rest().starts_with('\\') => self.escape(c),
            Style::Single if c == '\'' && self.rest().starts_with("''") => self.take(2),
            _ => self.flow(c),
        }
    }

    fn take(&mut self, bytes: usize) -> usize {
        let at = self.at;
        self.at += bytes;
        at
    }

    fn block(&mut self, c: char) -> usize {
        let rest = self.rest();
        if rest.starts_with(['\n', '\r']) {
            if !matches!(c, '\n' | ' ') {
                // A break that the fold swallowed: skip it and look again.
                self.line_break();
                return self.block(c);
            }
            let at = self.at;
            self.line_break();
            return at;
        }
        self.take(c.len_utf8())
    }

    fn line_break(&mut self) {
        if self.rest().starts_with('\r') {
            self.at += 1;
        }
        if self.rest().starts_with('\n') {
            self.at += 1;
        }
        self.skip_spaces(self.indent);
    }

    /// A character of a plain or quoted scalar, whose line breaks fold.
    fn flow(&mut self, c: char) -> usize {
        let rest = self.rest();
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let breaks = rest.get(blank..).is_some_and(|after| after.starts_with(['\n', '\r']));
        if breaks && matches!(c, ' ' | '\n') {
            // `c` stands for this break; the run of breaks after it gives the further `\n`s, if any.
            let at = self.at + blank;
            self.at = at;
            self.line_break_and_blanks();
            self.folded = true;
            return at;
        }
        if self.folded && rest.starts_with(['\n', '\r']) {
            self.line_break_and_blanks();
            return self.flow(c);
        }
        self.folded = false;
        self.take(c.len_utf8())
    }

    fn line_break_and_blanks(&mut self) {
        self.line_break();
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t']).len();
    }

    /// A backslash escape of a double-quoted scalar.
    fn escape(&mut self, c: char) -> usize {
        let after = self.rest().get(1..).unwrap_or_default();
        if after.starts_with(['\n', '\r']) {
            self.at += 1;
            self.line_break_and_blanks();
            return self.advance_to(c);
        }
        let digits = match after.as_bytes().first() {
            Some(b'x') => 2,
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let letter = after.chars().next().map_or(0, char::len_utf8);
        self.take(1 + letter + digits)
    }
}
