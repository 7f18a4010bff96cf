//! Keys and scalars.

use std::borrow::Cow;

use super::Reader;
use crate::document::tree::Style;
use crate::text::Span;

/// Longest key in bytes; the parser allows some more.
pub(super) const MAX_KEY: usize = 1000;

/// A scalar as it is written.
pub(super) struct Scalar<'s> {
    pub value: Cow<'s, str>,
    pub style: Style,
    pub span: Span,
}

/// A key, which ends behind its colon.
pub(super) struct Key<'s> {
    pub scalar: Scalar<'s>,
    pub end: usize,
}

/// What ends a line of a plain scalar.
#[derive(Clone, Copy, PartialEq)]
enum Stop {
    Colon,
    Comment,
    Break,
}

impl<'s> Reader<'s> {
    /// The key of a block mapping, if one stands here.
    pub(super) fn key(&self) -> Option<Key<'s>> {
        let scalar = if matches!(self.byte(0), Some(b'"' | b'\'')) {
            self.quoted()?
        } else {
            let (end, stop) = self.plain_line(self.at);
            if !self.begins_plain() || stop != Stop::Colon {
                return None;
            }
            self.slice(Style::Plain, self.at, end)?
        };
        let end = scalar.span.end as usize;
        let spaces = self.text.as_bytes().get(end..)?.iter().take_while(|&&byte| byte == b' ').count();
        let colon = end + spaces;
        let is_key = self.text.as_bytes().get(colon) == Some(&b':') && self.is_space(colon + 1 - self.at) && colon - self.at < MAX_KEY;
        is_key.then_some(Key { scalar, end: colon + 1 })
    }

    /// A quoted scalar that ends on its line.
    pub(super) fn quoted(&self) -> Option<Scalar<'s>> {
        let quote = self.byte(0)?;
        let inside = self.at + 1;
        let mut end = inside;
        let mut has_escapes = false;
        loop {
            let here = *self.text.as_bytes().get(end)?;
            let next = self.text.as_bytes().get(end + 1);
            let escape = match quote {
                b'"' => here == b'\\',
                _ => here == quote && next == Some(&quote),
            };
            if escape {
                has_escapes = true;
                end += 2;
            } else if here == quote {
                break;
            } else if here == b'\n' {
                return None;
            } else {
                end += 1;
            }
        }
        let written = self.text.get(inside..end)?;
        let value = match quote {
            _ if !has_escapes => Cow::Borrowed(written),
            b'"' => Cow::Owned(unescaped(written)?),
            _ => Cow::Owned(written.replace("''", "'")),
        };
        let style = if quote == b'"' { Style::Double } else { Style::Single };
        Some(Scalar { value, style, span: Span::new(self.at as u32, end as u32 + 1) })
    }

    /// A plain scalar, its later lines indented more than `column`.
    pub(super) fn plain(&mut self, column: usize) -> Option<()> {
        if !self.begins_plain() {
            return None;
        }
        let start = self.at;
        let (mut end, mut stop) = self.plain_line(start);
        let mut scalar = self.slice(Style::Plain, start, end)?;
        loop {
            self.at = end;
            if stop == Stop::Colon {
                return None;
            }
            self.next_content()?;
            if self.is_document_end() || self.column <= column {
                self.add(scalar);
                return Some(());
            }
            let is_next = self.text.get(end..self.at)?.matches('\n').count() == 1;
            if stop == Stop::Comment || !is_next {
                return None;
            }
            let line = self.at;
            (end, stop) = self.plain_line(line);
            let value = scalar.value.to_mut();
            value.push(' ');
            value.push_str(self.text.get(line..end)?);
            scalar.span.end = end as u32;
        }
    }

    /// A block scalar in a collection at `column`.
    pub(super) fn block_scalar(&mut self, column: usize) -> Option<()> {
        let style = if self.byte(0) == Some(b'|') { Style::Literal } else { Style::Folded };
        let chomp = self.byte(1).filter(|byte| matches!(byte, b'+' | b'-'));
        self.at += 1 + usize::from(chomp.is_some());
        self.skip_spaces();
        if self.byte(0) != Some(b'\n') {
            return None;
        }
        self.at += 1;
        let first = self.at;
        self.skip_spaces();
        let (start, indent) = (self.at, self.at - first);
        if indent <= column || self.is_line_end(0) {
            return None;
        }
        let mut value = String::new();
        let mut blank = 0;
        let mut end = start;
        let mut line = first;
        loop {
            self.at = line;
            self.skip_spaces();
            let spaces = self.at - line;
            // Where the last line has no break, it is the parser's to say what is meant.
            if self.is_text_end() && spaces > 0 {
                return None;
            }
            if self.is_text_end() || (spaces < indent && self.byte(0) != Some(b'\n')) {
                break;
            }
            let line_end = self.line_end();
            if self.byte(0) == Some(b'\n') {
                // Spaces beyond the indentation belong to the text.
                if spaces > indent {
                    return None;
                }
                blank += 1;
            } else {
                // Folding knows of lines that are indented more.
                if style == Style::Folded && spaces > indent || line_end == self.text.len() {
                    return None;
                }
                match (style, blank, value.is_empty()) {
                    (_, _, true) => {}
                    (Style::Folded, 0, _) => value.push(' '),
                    (Style::Folded, ..) => (0..blank).for_each(|_| value.push('\n')),
                    _ => (0..=blank).for_each(|_| value.push('\n')),
                }
                blank = 0;
                value.push_str(self.text.get(line + indent..line_end)?);
                end = line_end;
            }
            line = line_end + 1;
        }
        match chomp {
            None => value.push('\n'),
            Some(b'+') => (0..=blank).for_each(|_| value.push('\n')),
            _ => {}
        }
        self.at = end;
        self.add(Scalar { value: Cow::Owned(value), style, span: Span::new(start as u32, end as u32 + 1) });
        self.next_content()
    }

    pub(super) fn add(&mut self, scalar: Scalar<'_>) {
        let Scalar { value, style, span } = scalar;
        let kind = self.builder.scalar(&value, style, None, span, None);
        let span = self.builder.scalar_span(&value, span, style);
        self.builder.add(kind, span);
    }

    /// Whether a plain scalar may begin here: with more signs than these it may, with none of these it may not.
    pub(super) fn begins_plain(&self) -> bool {
        match self.byte(0) {
            Some(b'-') => self.byte(1).is_some_and(|next| next.is_ascii_alphanumeric() || matches!(next, b'.' | b'_' | b'-')),
            Some(byte) => {
                byte.is_ascii_alphanumeric()
                    || matches!(byte, b'_' | b'.' | b'/' | b'$' | b'(' | b'~' | b'+' | b'=' | b'<' | b'^')
                    || byte >= 0x80
            }
            None => false,
        }
    }

    /// Where what stands on this line of a plain scalar ends, and what ends it.
    fn plain_line(&self, start: usize) -> (usize, Stop) {
        let bytes = self.text.as_bytes();
        let mut end = start;
        let mut at = start;
        loop {
            match bytes.get(at) {
                None | Some(b'\n') => return (end, Stop::Break),
                Some(b':') if matches!(bytes.get(at + 1), None | Some(b'\n' | b' ')) => return (end, Stop::Colon),
                Some(b'#') if at > start && end < at => return (end, Stop::Comment),
                Some(b' ') => {}
                Some(_) => end = at + 1,
            }
            at += 1;
        }
    }

    pub(super) fn slice(&self, style: Style, start: usize, end: usize) -> Option<Scalar<'s>> {
        let value = Cow::Borrowed(self.text.get(start..end)?);
        Some(Scalar { value, style, span: Span::new(start as u32, end as u32) })
    }
}

/// What double quotes hold, if its escapes are those of JSON but `\u`.
fn unescaped(written: &str) -> Option<String> {
    let mut value = String::with_capacity(written.len());
    let mut chars = written.chars();
    while let Some(char) = chars.next() {
        value.push(match char {
            '\\' => match chars.next()? {
                same @ ('"' | '\\' | '/') => same,
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                _ => return None,
            },
            char => char,
        });
    }
    Some(value)
}
