//! Comparisons that the bounds of the schema decide: `days >= 0`, `rate > 2`, `size(x) < 0`.

use super::{Checker, Expr, ExprKind, Literal, Problem, ProblemKind};
use crate::cel::expr::{Arithmetic, Comparison};
use crate::cel::functions::{Operation, Part};
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

    /// Of one value.
    pub fn one(value: f64) -> Self {
        Self { least: value, greatest: value }
    }

    /// Of a text, a list or a mapping, whose size is 0 at least.
    pub fn of_sizes((least, most): (Option<u64>, Option<u64>)) -> Option<Self> {
        let number = |size: u64| size as f64;
        Self::of((Some(least.map_or(0.0, number)), most.map(number)))
    }

    fn any_size() -> Self {
        Self { least: 0.0, greatest: f64::INFINITY }
    }

    fn holds(self, other: Self) -> bool {
        self.least <= other.greatest && other.least <= self.greatest
    }

    fn map2(self, other: Self, of: impl Fn(f64, f64) -> f64) -> Option<Self> {
        let ends = [
            of(self.least, other.least),
            of(self.least, other.greatest),
            of(self.greatest, other.least),
            of(self.greatest, other.greatest),
        ];
        // Infinity less infinity, or times nothing, is no number.
        if ends.iter().any(|end| end.is_nan()) {
            return None;
        }
        Some(Self { least: ends.into_iter().fold(f64::INFINITY, f64::min), greatest: ends.into_iter().fold(f64::NEG_INFINITY, f64::max) })
    }

    /// Whether no end is a number that is too large to be told from its neighbors.
    fn is_exact(self) -> bool {
        [self.least, self.greatest].into_iter().all(|end| end.is_infinite() || end.abs() <= 9_007_199_254_740_992.0)
    }

    pub fn is_never_empty(self) -> bool {
        self.least > 0.0
    }

    /// `0 to 1`, `at least 0`.
    fn words(self) -> String {
        match (self.least.is_finite(), self.greatest.is_finite()) {
            (true, true) if self.greatest <= self.least => self.least.to_string(),
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
        // What is written out in full is a sum, and no question.
        if pair.iter().all(is_written_out) {
            return;
        }
        let ranges = (self.range(&pair[0]), self.range(&pair[1]));
        for (known, field, param) in [(ranges.0, &pair[0], &pair[1]), (ranges.1, &pair[1], &pair[0])] {
            let (Some(value), ExprKind::Select { field: name, .. }) = (self.default_of(param), &param.kind) else { continue };
            if literal(field).is_some() {
                self.guarded.insert(name.clone());
            }
            // A number below zero says that there is no limit.
            if let Some(known) = known.filter(|known| !known.holds(value) && value.least > 0.0) {
                let message = format!("the default {} is no value that is compared here", value.least);
                let problem = Problem::new(ProblemKind::Type, param.span, message, "out of range by default");
                self.out_of_range.push((name.clone(), problem.help(allowed(field, known, value))));
                return;
            }
        }
        let (known, other, side) = match (ranges, literal(&pair[0]), literal(&pair[1])) {
            ((Some(known), _), _, Some(other)) => (known, other, &pair[0]),
            ((_, Some(known)), Some(other), _) => (known, other, &pair[1]),
            ((Some(known), Some(other)), _, _) => (known, other, &pair[0]),
            _ => return,
        };
        let flipped = std::ptr::eq(side, &raw const pair[1]);
        // A text of a form is never empty, but to compare its size with nothing is a way to ask whether it is there.
        let known = match &side.kind {
            ExprKind::Call { arguments, .. } if is_size(side) && other.greatest <= 1.0 && asks_for_any(comparison, flipped) => {
                arguments.first().and_then(|of| self.size_of(of)).unwrap_or(Range::any_size())
            }
            _ => known,
        };
        let outcome = if flipped { other.decides(comparison, known) } else { known.decides(comparison, other) };
        // Whole numbers end before that.
        let Some(outcome) = outcome.filter(|_| known.is_exact() && other.is_exact()) else { return };
        let word = if outcome { "always true" } else { "never true" };
        let problem = Problem::new(ProblemKind::Type, span, format!("comparison is {word}"), word);
        let any_size = outcome && is_size(side) && known.least <= 0.0 && other == Range::one(0.0);
        self.problem(problem.help(if any_size {
            "a size is at least 0; write `size(…) > 0` for one that is not empty".to_owned()
        } else {
            allowed(side, known, other)
        }));
    }

    /// Reports the defaults that are out of range and that nothing asked about before.
    pub(super) fn report_out_of_range(&mut self) {
        let found = std::mem::take(&mut self.out_of_range);
        self.problems.extend(found.into_iter().filter(|(name, _)| !self.guarded.contains(name)).map(|(_, problem)| problem));
    }

    /// Reports the numbers in a list that what is looked for in it can never be.
    pub(super) fn out_of_range(&mut self, pair: &[Expr; 2]) {
        let (Some(known), ExprKind::List(items)) = (self.range(&pair[0]), &pair[1].kind) else { return };
        for (item, _) in items {
            if literal(item).is_some_and(|number| !known.holds(number)) {
                let problem = Problem::new(ProblemKind::Type, item.span, "comparison is never true", "can never be equal");
                self.problem(problem.help(allowed(&pair[0], known, known)));
            }
        }
    }

    /// The value of a field where nobody sets another.
    fn default_of(&self, expr: &Expr) -> Option<Range> {
        match &expr.kind {
            ExprKind::Select { field_span, optional: false, .. } => self.defaults.get(&field_span.start).copied(),
            _ => None,
        }
    }

    /// The sizes of a field that the schema allows.
    pub(super) fn size_of(&self, expr: &Expr) -> Option<Range> {
        match &expr.kind {
            ExprKind::Select { field_span, optional: false, .. } => self.sizes.get(&field_span.start).copied(),
            _ => None,
        }
    }

    /// The sizes that the form of a field leaves its texts.
    fn size_of_form(&self, expr: &Expr) -> Option<Range> {
        match &expr.kind {
            ExprKind::Select { field_span, optional: false, .. } => Range::of_sizes(self.forms.get(&field_span.start)?.sizes()),
            _ => None,
        }
    }

    fn range(&self, expr: &Expr) -> Option<Range> {
        match &expr.kind {
            ExprKind::Select { field_span, optional: false, .. } => self.ranges.get(&field_span.start).copied(),
            ExprKind::Call { arguments, .. } if is_size(expr) => {
                let sized = arguments.first().and_then(|of| self.size_of_form(of).or_else(|| self.size_of(of)));
                Some(sized.unwrap_or(Range::any_size()))
            }
            ExprKind::Call { function, .. } => {
                let Operation::TimePart(part) = function.operation else { return None };
                let (least, greatest) = part.range()?;
                Some(Range { least, greatest })
            }
            ExprKind::Arithmetic(operator, pair) => {
                let side = |side: &Expr| self.range(side).or_else(|| literal(side));
                let (left, right) = (side(&pair[0])?, side(&pair[1])?);
                match operator {
                    Arithmetic::Add => left.map2(right, |a, b| a + b),
                    Arithmetic::Subtract => left.map2(right, |a, b| a - b),
                    Arithmetic::Multiply => left.map2(right, |a, b| a * b),
                    Arithmetic::Divide | Arithmetic::Remainder => None,
                }
            }
            _ => None,
        }
    }
}

/// Whether an expression reads nothing.
fn is_written_out(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::Negate(operand) => is_written_out(operand),
        ExprKind::Arithmetic(_, pair) => pair.iter().all(is_written_out),
        _ => false,
    }
}

/// What the schema has to say about a side of a comparison.
fn allowed(side: &Expr, known: Range, other: Range) -> String {
    let of = match &side.kind {
        ExprKind::Call { arguments, .. } => arguments.first(),
        _ => None,
    };
    match (&side.kind, of.map(|of| &of.kind)) {
        (ExprKind::Call { function, .. }, _) if matches!(function.operation, Operation::TimePart(_)) => {
            let from = match function.operation {
                Operation::TimePart(Part::Month) => "; 0 is January",
                Operation::TimePart(Part::DayOfWeek) => "; 0 is Sunday",
                _ => "",
            };
            format!("`{}` is {}{from}", function.name, known.words())
        }
        (ExprKind::Select { field, .. }, _) => format!("the schema allows `{field}` to be {}", known.words()),
        (_, Some(ExprKind::Select { field, .. })) if known.least > 0.0 || (known.greatest.is_finite() && other.greatest > 0.0) => {
            format!("the schema allows the size of `{field}` to be {}", known.words())
        }
        (_, Some(_)) => "a size is at least 0; write `size(…) == 0` for an empty one".to_owned(),
        _ => format!("by the schema this is {}", known.words()),
    }
}

/// Whether a comparison asks for more than a number, which may stand on the left.
fn asks_for_any(comparison: Comparison, flipped: bool) -> bool {
    match comparison {
        Comparison::NotEqual => true,
        Comparison::Greater | Comparison::GreaterOrEqual => !flipped,
        Comparison::Less | Comparison::LessOrEqual => flipped,
        Comparison::Equal => false,
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
    Some(Range::one(value))
}
