//! From a scalar as the parser gives it to what it means and where it stands.

use granit_parser::Tag;

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::scalar::{Resolved, resolve};
use crate::document::tree::{Kind, Style, Text};
use crate::text::{Span, shorten};

/// Most characters of a number, in powers of ten, that somebody may have meant as a quantity.
const SHORT: usize = 10;

impl Builder<'_> {
    pub(super) fn scalar(&mut self, value: &str, style: Style, tag: Option<&Tag>, span: Span, tag_span: Option<Span>) -> Kind {
        let plain = style == Style::Plain;
        let wanted = match tag {
            None if plain => None,
            None => Some("str"),
            Some(tag) => Some(self.scalar_tag(tag, span, tag_span)),
        };
        // The parser gives `~` for a value that is not there.
        let written = if plain && span.is_empty() { "" } else { value };
        if wanted == Some("str") {
            return self.text(written, style, span);
        }
        match (wanted, resolve(written)) {
            (_, Resolved::OutOfRange(why)) => {
                self.report_range(written, why, span);
                self.text(written, style, span)
            }
            (None, Resolved::Kind(kind)) => kind,
            (None, Resolved::Text) => self.text(written, style, span),
            (Some(tag), resolved) => match fitting(tag, resolved) {
                Some(kind) => kind,
                None => {
                    self.report_misfit(tag, span, missing(tag));
                    self.text(written, style, span)
                }
            },
        }
    }

    fn report_range(&mut self, written: &str, why: &str, span: Span) {
        let help = match written.replace('_', "").parse::<f64>() {
            // Digits that all count are those of an identifier.
            Ok(number) if number.is_finite() && format!("{number:e}").len() <= SHORT => {
                format!("write `{number:e}` if it is a quantity, or quote it if it is an identifier")
            }
            _ => "quote it if it is an identifier".to_owned(),
        };
        let diagnostic = Diagnostic::error(Code::NumberRange, format!("number `{}` {why}", shorten(written, 40)));
        self.report(diagnostic.at(self.place(span), "cannot be represented").help(help));
    }

    fn text(&mut self, value: &str, style: Style, span: Span) -> Kind {
        let inner = usize::from(matches!(style, Style::Single | Style::Double));
        // What stands behind the text is no part of it: a quote, or the blank lines after a block scalar.
        let start = span.start as usize + inner;
        let same = || (self.source.text().get(start..start + value.len()) == Some(value)).then_some(start as u32);
        if let Some(start) = self.offset(value).or_else(same) {
            return Kind::Text(Text { start, len: value.len() as u32, cooked: false, style });
        }
        let start = self.cooked.len() as u32;
        self.cooked.push_str(value);
        Kind::Text(Text { start, len: value.len() as u32, cooked: true, style })
    }

    /// Where in the source a text lies that the parser gives as a part of it; nothing for one that it made.
    fn offset(&self, value: &str) -> Option<u32> {
        let whole = self.source.text();
        let start = (value.as_ptr() as usize).checked_sub(whole.as_ptr() as usize)?;
        (start + value.len() <= whole.len()).then_some(start as u32)
    }

    /// Where a scalar is shown: a block scalar without its trailing breaks, an empty value after its colon.
    pub(super) fn scalar_span(&self, value: &str, span: Span, style: Style) -> Span {
        if matches!(style, Style::Literal | Style::Folded) {
            if value.bytes().all(|byte| byte == b'\n') {
                return self.block_header(span);
            }
            let text = self.source.slice(span).trim_end_matches(['\n', '\r']);
            let text = if text.trim_end().is_empty() { text } else { text.trim_end() };
            return Span::new(span.start, span.start + text.len() as u32);
        }
        if span.is_empty() && self.source.text().as_bytes().get(span.start as usize) == Some(&b':') {
            return Span::new(span.start + 1, span.start + 1);
        }
        span
    }

    /// The `|` or `>` of a block scalar without content, which the parser places after its blank lines or, at the end of
    /// the file, where it is.
    fn block_header(&self, span: Span) -> Span {
        let start = self.last.end.min(span.start);
        let text = self.source.slice(Span::new(start, span.end));
        text.find(['|', '>']).map_or(span, |at| Span::new(start + at as u32, start + at as u32 + 1))
    }
}

/// The value if it is what its tag says.
fn fitting(tag: &str, resolved: Resolved) -> Option<Kind> {
    let Resolved::Kind(kind) = resolved else { return None };
    match (tag, kind) {
        ("int", Kind::Int(_) | Kind::Uint(_)) | ("float", Kind::Float(_)) | ("bool", Kind::Bool(_)) | ("null", Kind::Null) => Some(kind),
        ("float", Kind::Int(int)) => Some(Kind::Float(int as f64)),
        ("float", Kind::Uint(int)) => Some(Kind::Float(int as f64)),
        _ => None,
    }
}

fn missing(tag: &str) -> &'static str {
    match tag {
        "int" => "not a whole number",
        "float" => "not a number",
        "bool" => "neither `true` nor `false`",
        _ => "not null",
    }
}
