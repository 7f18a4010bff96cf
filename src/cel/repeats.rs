//! Parts of an expression that say what stands beside them already.

use super::compile::Plan;
use super::expr::{Expr, ExprKind};
use crate::text::Span;

impl Plan {
    /// The parts that stand twice, each with where it stands before: terms of `&&` and `||`, branches of a conditional, items of a
    /// list that is looked into.
    pub fn repeats(&self) -> Vec<(Span, Span)> {
        let mut found = Vec::new();
        look(&self.root, &mut found);
        found
    }
}

fn look(expr: &Expr, found: &mut Vec<(Span, Span)>) {
    let parts: Vec<&Expr> = match &expr.kind {
        ExprKind::And(terms) | ExprKind::Or(terms) => terms.iter().collect(),
        ExprKind::Conditional(parts) => parts.iter().skip(1).collect(),
        ExprKind::In(pair) => match &pair[1].kind {
            ExprKind::List(items) => items.iter().map(|(item, _)| item).collect(),
            _ => Vec::new(),
        },
        _ => Vec::new(),
    };
    // A chain can have hundreds of terms.
    for (at, part) in parts.iter().enumerate().take(MOST_PARTS) {
        if let Some(first) = parts.iter().take(at).find(|known| known.is_same(part)) {
            found.push((part.span, first.span));
        }
    }
    expr.children(|child| look(child, found));
}

/// Most parts beside each other that are held against each other.
const MOST_PARTS: usize = 200;
