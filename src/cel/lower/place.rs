//! From one token per node to the bytes a node covers.

use ::cel::common::ast::IdedExpr;

use super::Lowering;
use crate::cel::syntax::outside_strings;
use crate::text::Span;

impl Lowering<'_> {
    /// The token that the parser remembers for a node.
    pub(super) fn token(&self, node: &IdedExpr) -> Span {
        // The parser's range is inclusive.
        self.info.offset_for(node.id).map_or(Span::default(), |(start, stop)| Span::new(start, stop.saturating_add(1)))
    }

    fn between(&self, start: u32, end: u32) -> &str {
        self.source.get(start as usize..end as usize).unwrap_or_default()
    }

    /// `left` together with the parentheses that close between it and the operator at `operator`.
    pub(super) fn reach_left(&self, left: Span, operator: u32) -> Span {
        let gap = self.between(left.end, operator);
        let closing = gap.matches(')').count();
        if closing == 0 {
            return left;
        }
        let end = left.end + gap.rfind(')').map_or(0, |at| at as u32 + 1);
        let before = self.between(0, left.start);
        let start = before.char_indices().rev().filter(|&(_, c)| c == '(').nth(closing - 1).map_or(left.start, |(at, _)| at as u32);
        Span::new(start, end)
    }

    /// `right` together with the parentheses that open between the operator's end at `operator` and it.
    pub(super) fn reach_right(&self, right: Span, operator: u32) -> Span {
        let gap = self.between(operator, right.start);
        let opening = gap.matches('(').count();
        if opening == 0 {
            return right;
        }
        let start = operator + gap.find('(').unwrap_or_default() as u32;
        let after = self.source.get(right.end as usize..).unwrap_or_default();
        let end = after.char_indices().filter(|&(_, c)| c == ')').nth(opening - 1).map_or(right.end, |(at, _)| right.end + at as u32 + 1);
        Span::new(start, end)
    }

    /// From an opening bracket to the one that closes it.
    pub(super) fn bracketed(&self, open: u32) -> Span {
        let rest = self.source.get(open as usize..).unwrap_or_default();
        let mut depth = 0usize;
        for (at, byte) in outside_strings(rest) {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Span::new(open, open + at as u32 + 1);
                    }
                }
                _ => {}
            }
        }
        Span::new(open, open + rest.len() as u32)
    }

    /// The field's name after a dot, `?` and space skipped; without backticks they would not be the text that stands there.
    pub(super) fn field_after(&self, dot: u32) -> Span {
        let rest = self.source.get(dot as usize..).unwrap_or_default();
        let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '?').len();
        let name = rest.get(skipped..).unwrap_or_default();
        let len = match name.strip_prefix('`') {
            Some(inner) => inner.find('`').map_or(name.len(), |at| at + 2),
            None => name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len()),
        };
        let start = dot + skipped as u32;
        Span::new(start, start + len as u32)
    }

    /// A function's name, which ends before the bracket at `open`.
    pub(super) fn word_before(&self, open: u32, word: &str) -> Span {
        let end = self.between(0, open).trim_end().len() as u32;
        Span::new(end.saturating_sub(word.len() as u32), end)
    }

    /// The dot before a method's name at `name`.
    pub(super) fn dot_before(&self, name: u32) -> u32 {
        self.between(0, name).rfind('.').map_or(name, |at| at as u32)
    }

    /// One past the `:` of a conditional, which stands between its branches.
    pub(super) fn colon_between(&self, start: u32, end: u32) -> u32 {
        self.between(start, end).find(':').map_or(end, |at| start + at as u32 + 1)
    }
}
