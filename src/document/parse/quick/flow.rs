//! Lists and mappings in brackets.

use super::Reader;
use super::scalar::{MAX_KEY, Scalar};
use crate::document::tree::{Kind, Style};
use crate::text::Span;

impl<'s> Reader<'s> {
    /// A list or mapping in brackets, its later lines indented by `least` spaces or more. Ends behind its bracket.
    pub(super) fn flow(&mut self, least: usize) -> Option<()> {
        let is_mapping = self.byte(0) == Some(b'{');
        let (kind, close) =
            if is_mapping { (Kind::Mapping { first: 0, len: 0 }, b'}') } else { (Kind::Sequence { first: 0, len: 0 }, b']') };
        self.start(kind, true)?;
        self.at += 1;
        self.flow_space(least)?;
        while self.byte(0)? != close {
            if is_mapping {
                let key = self.flow_scalar()?;
                self.at = key.span.end as usize;
                // Behind a quote, the colon needs no space.
                let is_key = self.byte(0) == Some(b':') && (key.style != Style::Plain || self.byte(1) == Some(b' '));
                if !is_key || key.span.len() as usize > MAX_KEY {
                    return None;
                }
                self.add(key);
                self.at += 1;
                self.skip_spaces();
            }
            if matches!(self.byte(0)?, b'[' | b'{') {
                self.flow(least)?;
            } else {
                let scalar = self.flow_scalar()?;
                self.at = scalar.span.end as usize;
                self.add(scalar);
            }
            self.flow_space(least)?;
            match self.byte(0)? {
                b',' => self.at += 1,
                byte if byte == close => {}
                _ => return None,
            }
            self.flow_space(least)?;
        }
        self.builder.end(Span::new(self.at as u32, self.at as u32 + 1));
        self.at += 1;
        Some(())
    }

    /// Passes blanks, comments and line breaks between what stands in brackets.
    fn flow_space(&mut self, least: usize) -> Option<()> {
        self.skip_spaces();
        if !self.is_rest_empty() {
            return Some(());
        }
        self.next_content()?;
        (!self.is_document_end() && self.column >= least).then_some(())
    }

    fn flow_scalar(&self) -> Option<Scalar<'s>> {
        if matches!(self.byte(0), Some(b'"' | b'\'')) {
            return self.quoted();
        }
        if !self.begins_plain() {
            return None;
        }
        let mut end = self.at;
        for (at, byte) in self.rest().iter().enumerate() {
            match byte {
                b',' | b']' | b'}' | b'\n' => break,
                b'#' if end < self.at + at => break,
                b':' if matches!(self.byte(at + 1), None | Some(b' ' | b'\n' | b',' | b'[' | b']' | b'{' | b'}')) => break,
                b'[' | b'{' => return None,
                b' ' => {}
                _ => end = self.at + at + 1,
            }
        }
        self.slice(Style::Plain, self.at, end)
    }
}
