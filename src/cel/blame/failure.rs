//! The values that an evaluation broke off at.

use super::Blame;
use crate::cel::eval::{Run, Stop};
use crate::cel::expr::{Expr, ExprKind, Macro};
use crate::cel::host::Host;

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// Follows a failure inwards to the part that all of whose own parts have values, and says what those are.
    pub(super) fn failure(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) {
        if self.is_exhausted() {
            return;
        }
        match &expr.kind {
            ExprKind::Macro(parts) if is_fine(run, &parts.range) => self.failing_round(run, parts),
            ExprKind::Bind { value, body } => self.bind(run, value, |blame, run| blame.failure(run, body)),
            ExprKind::Conditional(parts) if is_fine(run, &parts[0]) => {
                let yes = run.bool(&parts[0]).unwrap_or_default();
                self.failure(run, if yes { &parts[1] } else { &parts[2] });
            }
            ExprKind::Global(position) => self.global(run, expr, *position, Blame::failure),
            ExprKind::Local(level) => self.local(run, expr, *level, Blame::failure),
            _ => {
                let mut children = Vec::new();
                expr.children(|child| children.push(child));
                match children.iter().find(|child| !is_fine(run, child)) {
                    Some(child) => self.failure(run, child),
                    None => children.into_iter().for_each(|child| self.operand(run, child)),
                }
            }
        }
    }

    /// The first item on which the body of a macro failed.
    fn failing_round(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro) {
        let Ok(rounds) = run.rounds(parts) else { return self.operand(run, &parts.range) };
        for round in rounds {
            let found = run.with_locals(round, |run| {
                let failing = parts.filter.iter().chain([&parts.body]).find(|part| !is_fine(run, part));
                failing.map(|part| self.failure(run, part)).is_some()
            });
            if found {
                return;
            }
        }
    }
}

fn is_fine<'v, N: Host<'v>>(run: &mut Run<'v, '_, N>, expr: &'v Expr) -> bool {
    !matches!(run.expr(expr), Err(Stop::Failed(_)))
}
