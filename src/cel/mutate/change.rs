//! How a change is made and how it reads.

use super::{Change, Mutation, Mutator, Role, written};
use crate::cel::syntax::{Tree, TreeKind};
use crate::text::{Span, folded};

impl Mutator<'_> {
    pub(super) fn text(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// The part at `at` reads otherwise.
    pub(super) fn replace(&mut self, change: Change, at: Span, span: Span, text: String) {
        let to = folded(&text);
        self.found.push(Mutation { change, at, span, text, from: written(self.source, at), to: Some(to) });
    }

    /// A literal reads otherwise; what it is an operand of tells which.
    pub(super) fn reword(&mut self, change: Change, span: Span, text: String) {
        let around = self.around.unwrap_or(span);
        let before = Span::new(around.start, span.start);
        let after = Span::new(span.end, around.end);
        let to = format!("{}{text}{}", self.text(before), self.text(after));
        let to = folded(&to);
        self.found.push(Mutation { change, at: span, span, text, from: written(self.source, around), to: Some(to) });
    }

    /// The part at `at` is gone, with what joined it to its neighbors.
    pub(super) fn drop_part(&mut self, change: Change, at: Span, span: Span) {
        self.found.push(Mutation { change, at, span, text: String::new(), from: written(self.source, at), to: None });
    }

    /// A condition holds where it did not.
    pub(super) fn negate(&mut self, tree: &Tree, role: Role) {
        if role == Role::Condition {
            let text = self.text(tree.outer);
            let plain = matches!(tree.kind, TreeKind::Ident(_) | TreeKind::Select { .. } | TreeKind::Index { .. } | TreeKind::Call { .. });
            let text = if plain { format!("!{text}") } else { format!("!({})", self.text(tree.span)) };
            self.replace(Change::Negation, tree.span, tree.outer, text);
        }
    }

    /// Another operator between the two.
    pub(super) fn operator(&mut self, change: Change, tree: &Tree, pair: &[Tree; 2], symbol: &str) {
        let text = format!("{} {symbol} {}", self.text(pair[0].outer), self.text(pair[1].outer));
        self.replace(change, tree.span, tree.span, text);
    }

    /// A macro by another name; what it goes over and what it asks are too long to repeat.
    pub(super) fn rename(&mut self, tree: &Tree, name: Span, other: &str) {
        let from = format!("{}(…)", written(self.source, Span::new(tree.span.start, name.end)));
        let to = format!("{}{other}(…)", written(self.source, Span::new(tree.span.start, name.start)));
        self.found.push(Mutation { change: Change::Quantifier, at: name, span: name, text: other.to_owned(), from, to: Some(to) });
    }

    /// Each of several parts in turn is left out.
    pub(super) fn leave_out<'t>(&mut self, change: Change, parts: impl Iterator<Item = &'t Tree>) {
        let parts: Vec<&Tree> = parts.collect();
        for (at, part) in parts.iter().enumerate() {
            let before = at.checked_sub(1).and_then(|before| parts.get(before));
            let span = match (before, parts.get(at + 1)) {
                (Some(before), _) => Span::new(before.outer.end, part.outer.end),
                (None, Some(next)) => Span::new(part.outer.start, next.outer.start),
                (None, None) => part.outer,
            };
            self.drop_part(change, part.span, span);
        }
    }
}
