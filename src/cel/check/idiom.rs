//! What an expression looks like that its author may have meant otherwise.

use super::{Expr, ExprKind, Literal, Problem, ProblemKind, Type};
use crate::cel::expr::{Arithmetic, Comparison};
use crate::cel::functions::Operation;

/// A text that is written out and is a version, in full: `2.0` is `2.0.0`.
pub(super) fn version(expr: &Expr) -> Option<String> {
    let ExprKind::Literal(Literal::Text(text)) = &expr.kind else { return None };
    let parts: Vec<&str> = text.split('.').collect();
    let numbers = parts.iter().all(|part| !part.is_empty() && part.len() < 6 && part.bytes().all(|byte| byte.is_ascii_digit()));
    (numbers && (2..=3).contains(&parts.len())).then(|| parts.into_iter().chain(["0"]).take(3).collect::<Vec<_>>().join("."))
}

/// Whether an expression divides whole numbers.
pub(super) fn is_quotient(expr: &Expr, ty: &Type) -> bool {
    matches!(ty, Type::Int | Type::Uint) && matches!(&expr.kind, ExprKind::Arithmetic(Arithmetic::Divide, _))
}

/// Whether an expression is a number of days as a length of time.
pub(super) fn is_days(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(literal) => matches!(literal, Literal::Duration(_)),
        ExprKind::Call { function, .. } => function.operation == Operation::Days,
        _ => false,
    }
}

/// Whether an expression compares by order.
pub(super) fn is_order(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Compare(comparison, _) if !matches!(comparison, Comparison::Equal | Comparison::NotEqual))
}

/// Whether an expression is a day without its quotes: two subtractions.
pub(super) fn is_day(expr: &Expr) -> bool {
    let number = |expr: &Expr| matches!(expr.kind, ExprKind::Literal(Literal::Int(_)));
    let ExprKind::Arithmetic(Arithmetic::Subtract, outer) = &expr.kind else { return false };
    let ExprKind::Arithmetic(Arithmetic::Subtract, inner) = &outer[0].kind else { return false };
    number(&outer[1]) && number(&inner[0]) && number(&inner[1])
}

/// Whether one of two expressions is this text.
pub(super) fn is_text(first: &Expr, second: &Expr, wanted: &str) -> bool {
    [first, second].iter().any(|expr| matches!(&expr.kind, ExprKind::Literal(Literal::Text(text)) if text == wanted))
}

/// Whether an integer is held against a number that none can be.
pub(super) fn is_fraction(ty: &Type, other: &Expr) -> bool {
    matches!((ty, &other.kind), (Type::Int | Type::Uint, ExprKind::Literal(Literal::Double(double))) if double.fract() != 0.0)
}

/// A literal as it is written for a type: with its quotes, or without.
pub(super) fn requoted(ty: &Type, literal: &Expr) -> Option<String> {
    let ExprKind::Literal(literal) = &literal.kind else { return None };
    match (ty, literal) {
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "true" | "false") => Some(text.clone()),
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "yes" | "on") => Some("true".to_owned()),
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "no" | "off") => Some("false".to_owned()),
        (ty, Literal::Text(text)) if ty.is_number() && text.parse::<f64>().is_ok_and(f64::is_finite) => Some(text.clone()),
        (ty, Literal::Int(i)) if ty.is_text() => Some(format!("'{i}'")),
        (ty, Literal::Bool(b)) if ty.is_text() => Some(format!("'{b}'")),
        _ => None,
    }
}

/// The case in which a function gives a text.
#[derive(Clone, Copy)]
pub(super) struct Case {
    pub name: &'static str,
    fitting: fn(&str) -> String,
}

impl Case {
    /// What a text would have to be to be in it; nothing where it is.
    pub fn instead_of(self, text: &str) -> Option<String> {
        let fitting = (self.fitting)(text);
        (fitting != text).then_some(fitting)
    }
}

/// The case in which an expression gives a text, whatever is trimmed off it.
pub(super) fn case(made: &Expr) -> Option<Case> {
    let ExprKind::Call { function, arguments, .. } = &made.kind else { return None };
    match function.operation {
        Operation::LowerAscii => Some(Case { name: "lower", fitting: str::to_ascii_lowercase }),
        Operation::UpperAscii => Some(Case { name: "upper", fitting: str::to_ascii_uppercase }),
        Operation::Trim => arguments.first().and_then(case),
        _ => None,
    }
}

/// Values that are joined as if they were conditions: `tier == ('high' || 'limited')`.
pub(super) fn joined_values(comparison: Comparison, pair: &[Expr; 2]) -> Option<Problem> {
    let value = |expr: &Expr| matches!(&expr.kind, ExprKind::Literal(literal) if !matches!(literal, Literal::Bool(_)));
    pair.iter().find_map(|side| {
        let (mark, terms) = match &side.kind {
            ExprKind::Or(terms) => ("||", terms),
            ExprKind::And(terms) => ("&&", terms),
            _ => return None,
        };
        if !terms.iter().all(value) {
            return None;
        }
        let problem =
            Problem::new(ProblemKind::Type, side.span, format!("`{mark}` joins conditions, not values"), "no value to compare with");
        Some(problem.help(match (mark, comparison) {
            ("||", Comparison::Equal) => "write `… in [a, b]`".to_owned(),
            ("||", Comparison::NotEqual) => "write `!(… in [a, b])`".to_owned(),
            _ => format!("compare with each: `… {0} a {mark} … {0} b`", comparison.symbol()),
        }))
    })
}

/// Whether two expressions read the same field.
pub(super) fn reads_same(first: &Expr, second: &Expr) -> bool {
    matches!(first.kind, ExprKind::Select { .. }) && first.is_same(second)
}

/// The unit in which a field counts, as its name tells.
pub(super) fn unit(expr: &Expr) -> Option<&'static str> {
    let ExprKind::Select { field, .. } = &expr.kind else { return None };
    let (_, unit) = field.rsplit_once('_')?;
    Some(match unit {
        "ms" | "milliseconds" => "milliseconds",
        "seconds" => "seconds",
        "minutes" => "minutes",
        "hours" => "hours",
        "days" => "days",
        "weeks" => "weeks",
        "months" => "months",
        "years" => "years",
        "percent" => "percent",
        _ => return None,
    })
}
