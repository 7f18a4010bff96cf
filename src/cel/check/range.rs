//! Comparisons that the bounds of the schema decide: `days >= 0`, `rate > 2`, `size(x) < 0`.

use super::{Checker, Expr, ExprKind, Literal, Problem, ProblemKind};
use crate::cel::expr::Comparison;
use crate::cel::functions::Operation;
use crate::text::Span;

/// Least and greatest value, both included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Range {
    least: f64,
    greatest: f64,
}

impl Range {
    pub fn of((least, greatest): (Option<f64>, Option<f64>)) -> Option<Self> {
        (least.is_some() || greatest.is_some())
            .then(|| Self { least: least.unwrap_or(f64::NEG_INFINITY), greatest: greatest.unwrap_or(f64::INFINITY) })
    }

    /// `0 to 1`, `at least 0`.
    fn words(self) -> String {
        match (self.least.is_finite(), self.greatest.is_finite()) {
            (true, true) => format!("{} to {}", self.least, self.greatest),
            (true, false) => format!("at least {}", self.least),
            _ => format!("at most {}", self.greatest),
        }
    }

    /// Whether a comparison with another range always or never holds, if that is sure.
    fn decides(self, comparison: Comparison, other: Self) -> Option<bool> {
        let below = self.greatest < other.least;
        let above = self.least > other.greatest;
        let (not_above, not_below) = (self.greatest <= other.least, self.least >= other.greatest);
        match comparison {
            Comparison::Equal => (below || above).then_some(false),
            Comparison::NotEqual => (below || above).then_some(true),
            Comparison::Less => below.then_some(true).or(not_below.then_some(false)),
            Comparison::LessOrEqual => not_above.then_some(true).or(above.then_some(false)),
            Comparison::Greater => above.then_some(true).or(not_above.then_some(false)),
            Comparison::GreaterOrEqual => not_below.then_some(true).or(below.then_some(false)),
        }
    }
}

impl Checker<'_> {
    /// Reports a comparison whose outcome is known from what the schema allows.
    pub(super) fn decided(&mut self, span: Span, comparison: Comparison, pair: &[Expr; 2]) {
        let ranges = (self.range(&pair[0]), self.range(&pair[1]));
        let (known, other, side) = match (ranges, literal(&pair[0]), literal(&pair[1])) {
            ((Some(known), _), _, Some(other)) => (known, other, &pair[0]),
            ((_, Some(known)), Some(other), _) => (known, other, &pair[1]),
            ((Some(known), Some(other)), _, _) => (known, other, &pair[0]),
            _ => return,
        };
        let flipped = std::ptr::eq(side, &raw const pair[1]);
        let outcome = if flipped { other.decides(comparison, known) } else { known.decides(comparison, other) };
        let Some(outcome) = outcome else { return };
        let word = if outcome { "always true" } else { "never true" };
        let problem = Problem::new(ProblemKind::Type, span, format!("comparison is {word}"), word);
        let problem = if is_size(side) {
            problem.help("a size is at least 0; write `size(…) == 0` for an empty one")
        } else {
            let ExprKind::Select { field, .. } = &side.kind else { return };
            problem.help(format!("the schema allows `{field}` to be {}", known.words()))
        };
        self.problem(problem);
    }

    fn range(&self, expr: &Expr) -> Option<Range> {
        match &expr.kind {
            ExprKind::Select { field_span, optional: false, .. } => self.ranges.get(&field_span.start).copied(),
            _ if is_size(expr) => Some(Range { least: 0.0, greatest: f64::INFINITY }),
            _ => None,
        }
    }
}

fn is_size(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Call { function, .. } if function.operation == Operation::Size)
}

fn literal(expr: &Expr) -> Option<Range> {
    let value = match &expr.kind {
        ExprKind::Literal(Literal::Int(i)) => *i as f64,
        ExprKind::Literal(Literal::Uint(u)) => *u as f64,
        ExprKind::Literal(Literal::Double(d)) => *d,
        ExprKind::Negate(operand) => return literal(operand).map(|range| Range { least: -range.greatest, greatest: -range.least }),
        _ => return None,
    };
    Some(Range { least: value, greatest: value })
}
