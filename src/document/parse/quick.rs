//! The YAML that nearly all manifests are written in, read several times as fast as YAML at large: block lists and mappings,
//! collections in brackets, quoted scalars that end on their line, block scalars that say nothing of their indentation.
//!
//! What it does not know, it does not judge: it gives up, and the parser reads the file from its beginning. It must never
//! take a text that the parser refuses, nor read one differently; its tests hold the two against each other.

use std::sync::Arc;

use super::Builder;
use crate::document::tree::{Kind, Tree};
use crate::text::{Source, Span};
use scalar::Key;

mod flow;
mod scalar;

/// All documents of a source, if it is quick to read and nothing is wrong with it.
pub(in crate::document) fn read(source: &Arc<Source>) -> Option<Tree> {
    if !is_ordinary(source.text()) {
        return None;
    }
    let mut reader = Reader { text: source.text(), at: 0, column: 0, builder: Builder::new(source) };
    reader.documents()?;
    reader.builder.diagnostics.is_empty().then(|| reader.builder.finish().0)
}

/// Whether no character but the line feed is one that breaks or indents lines, orders bytes, or is refused.
fn is_ordinary(text: &str) -> bool {
    // Without a way out in between, so that many bytes are looked at in one step.
    let is_control = |byte: u8| u8::from(byte.is_ascii_control() && byte != b'\n');
    let controls = text.bytes().fold(0, |any, byte| any | is_control(byte));
    let beyond_ascii = |c: char| matches!(c, '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..);
    controls == 0 && (text.is_ascii() || text.chars().all(|c| c.is_ascii() || beyond_ascii(c)))
}

/// Reads line by line. Each function begins where what it reads begins and gives nothing where the reader gives up.
struct Reader<'s> {
    text: &'s str,
    /// The byte that is read next.
    at: usize,
    /// The column of what stands here, from 0, where it is the first on its line or follows a dash.
    column: usize,
    builder: Builder<'s>,
}

impl<'s> Reader<'s> {
    fn documents(&mut self) -> Option<()> {
        self.next_content()?;
        if self.is_marker() {
            self.marker()?;
        }
        while !self.is_document_end() {
            self.builder.reset();
            self.collection(0)?;
            self.builder.end_document();
            if self.is_text_end() {
                return Some(());
            }
            self.marker()?;
        }
        // A document of nothing is for the parser.
        None
    }

    /// Passes a `---` with nothing behind it.
    fn marker(&mut self) -> Option<()> {
        if !self.is_marker() || self.byte(0) != Some(b'-') || !self.is_line_end(3) {
            return None;
        }
        self.at += 3;
        self.next_content()
    }

    /// A list or mapping that begins its line, in brackets on lines that are indented by `least` spaces or more. Ends before
    /// the next content.
    fn collection(&mut self, least: usize) -> Option<()> {
        if self.is_dash() {
            return self.list();
        }
        if matches!(self.byte(0), Some(b'[' | b'{')) {
            self.flow(least)?;
            return self.next_content();
        }
        let key = self.key()?;
        self.mapping(key)
    }

    fn list(&mut self) -> Option<()> {
        let column = self.column;
        self.start(Kind::Sequence { first: 0, len: 0 }, false)?;
        while !self.is_document_end() && self.column == column && self.is_dash() {
            let dash = self.at;
            self.at += 1;
            self.skip_spaces();
            if self.is_rest_empty() {
                self.next_content()?;
                if self.is_document_end() || self.column <= column {
                    return None;
                }
                self.collection(column + 1)?;
                continue;
            }
            self.column += self.at - dash;
            if self.is_dash() {
                self.list()?;
            } else if let Some(key) = self.key() {
                self.mapping(key)?;
            } else {
                self.value(column)?;
            }
        }
        self.builder.end(Span::default());
        Some(())
    }

    fn mapping(&mut self, mut key: Key<'s>) -> Option<()> {
        let column = self.column;
        self.start(Kind::Mapping { first: 0, len: 0 }, false)?;
        loop {
            self.at = key.end;
            self.add(key.scalar);
            self.skip_spaces();
            if self.is_rest_empty() {
                self.next_content()?;
                if !self.is_document_end() && (self.column > column || self.column == column && self.is_dash()) {
                    self.collection(column + 1)?;
                } else {
                    self.builder.add(Kind::Null, Span::new(key.end as u32, key.end as u32));
                }
            } else {
                self.value(column)?;
            }
            if self.is_document_end() || self.column != column || self.is_dash() {
                self.builder.end(Span::default());
                return Some(());
            }
            key = self.key()?;
        }
    }

    /// The value behind a key or a dash on its line, in a collection at `column`. Ends before the next content.
    fn value(&mut self, column: usize) -> Option<()> {
        match self.byte(0)? {
            b'|' | b'>' => return self.block_scalar(column),
            b'[' | b'{' => self.flow(column + 1)?,
            b'"' | b'\'' => {
                let scalar = self.quoted()?;
                self.at = scalar.span.end as usize;
                self.add(scalar);
            }
            _ => return self.plain(column),
        }
        self.next_content()
    }

    fn start(&mut self, kind: Kind, flow: bool) -> Option<()> {
        self.builder.start(kind, flow, 0, Span::new(self.at as u32, self.at as u32));
        (!self.builder.broken).then_some(())
    }

    /// From the end of a value over blanks, comments and line breaks to what stands next.
    fn next_content(&mut self) -> Option<()> {
        let mut line = if self.at == 0 { Some(0) } else { None };
        loop {
            let before = self.at;
            self.skip_spaces();
            match (self.byte(0), line) {
                (None, _) => {
                    self.column = 0;
                    return Some(());
                }
                (Some(b'\n'), _) => {
                    self.at += 1;
                    line = Some(self.at);
                }
                (Some(b'#'), line) if line.is_some() || self.at > before => self.at = self.line_end(),
                (_, Some(line)) => {
                    self.column = self.at - line;
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    /// The byte that stands `ahead` of the next one.
    fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'s [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn line_end(&self) -> usize {
        let rest = self.rest();
        self.at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len())
    }

    fn skip_spaces(&mut self) {
        while self.byte(0) == Some(b' ') {
            self.at += 1;
        }
    }

    fn is_line_end(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), None | Some(b'\n'))
    }

    fn is_space(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), None | Some(b'\n' | b' '))
    }

    /// Whether behind a space nothing follows on this line but a comment.
    fn is_rest_empty(&self) -> bool {
        self.is_line_end(0) || self.byte(0) == Some(b'#') && self.text.as_bytes().get(self.at.wrapping_sub(1)) == Some(&b' ')
    }

    fn is_dash(&self) -> bool {
        self.byte(0) == Some(b'-') && self.is_space(1)
    }

    fn is_text_end(&self) -> bool {
        self.at >= self.text.len()
    }

    fn is_marker(&self) -> bool {
        self.column == 0 && (self.rest().starts_with(b"---") || self.rest().starts_with(b"...")) && self.is_space(3)
    }

    fn is_document_end(&self) -> bool {
        self.is_text_end() || self.is_marker()
    }
}
