//! What an expression is certain to cost, in the steps that evaluation counts: an expression that can never finish within
//! its budget is refused when it is compiled. Sizes are known of lists that stand in the expression itself.

use super::compile::{Problem, ProblemKind};
use super::eval::MAX_COST;
use super::expr::{Expr, ExprKind, Literal, Macro, MacroKind};
use super::functions::Operation;
use crate::text::Span;

/// Refuses an expression that is certain to run out of steps.
pub(super) fn check(root: &Expr) -> Result<(), Vec<Problem>> {
    least(root).map(|_| ()).map_err(|span| {
        let message = format!("takes more than {MAX_COST} steps");
        vec![Problem::new(ProblemKind::Limit, span, message, "too many rounds").help("go over fewer items")]
    })
}

/// Fewest steps of an expression, or the innermost part that takes too many.
fn least(expr: &Expr) -> Result<u64, Span> {
    let steps = match &expr.kind {
        // The rest may never be looked at.
        ExprKind::And(terms) | ExprKind::Or(terms) => terms.first().map_or(Ok(0), least)?,
        ExprKind::Conditional(parts) => {
            let [condition, yes, no] = parts.as_ref();
            least(condition)? + least(yes)?.min(least(no)?)
        }
        ExprKind::Macro(parts) => rounds(parts)?,
        ExprKind::OptionalMap { target, .. } => least(target)?,
        _ => {
            let (mut sum, mut stop) = (0u64, None);
            expr.children(|child| match least(child) {
                Ok(steps) => sum = sum.saturating_add(steps),
                Err(span) => stop = stop.or(Some(span)),
            });
            stop.map_or(Ok(sum), Err)?
        }
    };
    let steps = steps.saturating_add(1);
    if steps > MAX_COST { Err(expr.span) } else { Ok(steps) }
}

fn rounds(parts: &Macro) -> Result<u64, Span> {
    let range = least(&parts.range)?;
    let size = size(&parts.range);
    let round = least(parts.filter.as_ref().unwrap_or(&parts.body))?;
    // The first item may decide.
    let looked_at = if matches!(parts.kind, MacroKind::All | MacroKind::Exists) { size.min(1) } else { size };
    Ok(range.saturating_add(size).saturating_add(looked_at.saturating_mul(round)))
}

/// Fewest items of a list.
fn size(expr: &Expr) -> u64 {
    match &expr.kind {
        ExprKind::List(items) => items.iter().filter(|(_, optional)| !optional).count() as u64,
        ExprKind::Macro(parts) if parts.kind == MacroKind::Map && parts.filter.is_none() => size(&parts.range),
        ExprKind::Call { function, arguments, .. } if function.operation == Operation::Range => match arguments.as_slice() {
            [Expr { kind: ExprKind::Literal(Literal::Int(end)), .. }] => u64::try_from(*end).unwrap_or_default(),
            _ => 0,
        },
        _ => 0,
    }
}
