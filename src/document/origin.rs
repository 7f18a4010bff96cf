use super::node::Node;
use super::tree::{Kind, Style, Text};
use crate::text::Span;

mod spelling;

use spelling::Spelling;

/// Maps byte positions in a text's value to byte positions in the file: through quotes, escapes, folded lines and the
/// indentation of block scalars.
#[derive(Clone, Debug)]
pub struct Origin {
    /// What the value is spelled with, in order and without gaps on the value's side.
    pieces: Vec<Piece>,
}

/// A part of a value and how it is written.
#[derive(Clone, Copy, Debug)]
struct Piece {
    value: Span,
    raw: Span,
    /// Byte by byte the same on both sides; otherwise one character, such as an escape or the line break of a fold.
    verbatim: bool,
}

impl Origin {
    pub(super) fn of(node: Node<'_>) -> Self {
        let node = node.target();
        let stored = node.tree.stored(node.id);
        match stored.kind {
            Kind::Text(text @ Text { cooked: true, .. }) => Self::of_cooked(node, text, stored.span),
            Kind::Text(text) => Self::verbatim(Span::new(text.start, text.start + text.len)),
            _ => Self::verbatim(stored.span),
        }
    }

    fn verbatim(raw: Span) -> Self {
        Self { pieces: vec![Piece { value: Span::new(0, raw.len()), raw, verbatim: true }] }
    }

    fn of_cooked(node: Node<'_>, text: Text, span: Span) -> Self {
        let (value, source) = (node.tree.text(text), node.tree.source.text());
        let mut spelling = Spelling::new(source);
        match text.style {
            Style::Plain => spelling.plain(span),
            Style::Single => spelling.single_quoted(span),
            Style::Double => spelling.double_quoted(span),
            Style::Literal => spelling.literal(span, value),
            Style::Folded => spelling.folded(span, value),
        }
        Self { pieces: spelling.pieces }
    }

    /// The span in the file of a span in the value; what is outside the value is at its end.
    pub fn span(&self, inner: Span) -> Span {
        let start = self.start(inner.start);
        let end = if inner.is_empty() { start } else { self.end(inner.end) };
        Span::new(start, end)
    }

    /// Where the character at an offset begins.
    fn start(&self, offset: u32) -> u32 {
        let after = self.pieces.partition_point(|piece| piece.value.end <= offset);
        match self.pieces.get(after) {
            Some(piece) if piece.verbatim => piece.raw.start + offset.saturating_sub(piece.value.start),
            Some(piece) => piece.raw.start,
            None => self.pieces.last().map_or(0, |piece| piece.raw.end),
        }
    }

    /// Where the character before an offset ends. That is not where the next one begins: a fold may lie between.
    fn end(&self, offset: u32) -> u32 {
        let at = self.pieces.partition_point(|piece| piece.value.end < offset);
        match self.pieces.get(at).or(self.pieces.last()) {
            Some(piece) if piece.verbatim => piece.raw.start + offset.min(piece.value.end).saturating_sub(piece.value.start),
            Some(piece) => piece.raw.end,
            None => 0,
        }
    }
}
