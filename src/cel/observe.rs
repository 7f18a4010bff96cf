//! What the conditions of an expression come out as: a walk of its own, made only where somebody asks.

use super::compile::Plan;
use super::eval::Run;
use super::expr::{Expr, ExprKind, Macro, MacroKind};
use super::host::Host;
use super::types::Type;
use crate::text::Span;

impl Plan {
    /// The conditions in it, as [`Run::observe`] marks them: terms of `&&` and `||`, what `!` and `? :` ask, comparisons, and
    /// the bodies of macros; in the order of the text.
    pub fn conditions(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        collect(&self.root, self.is_condition(), &mut spans);
        spans.sort();
        spans.dedup();
        spans
    }

    fn is_condition(&self) -> bool {
        self.ty == Type::Bool
    }
}

fn collect(expr: &Expr, condition: bool, spans: &mut Vec<Span>) {
    if is_atom(expr, condition) {
        spans.push(expr.span);
    }
    each_part(expr, condition, &mut |part, condition| collect(part, condition, spans));
}

/// Whether something hangs on the expression that is not asked of a part of it.
fn is_atom(expr: &Expr, condition: bool) -> bool {
    match &expr.kind {
        ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Conditional(_) | ExprKind::Literal(_) => false,
        ExprKind::Compare(..) | ExprKind::In(_) | ExprKind::Has { .. } => true,
        ExprKind::Macro(parts) => matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne),
        _ => condition,
    }
}

/// The direct parts of an expression, and whether something hangs on each.
fn each_part<'e>(expr: &'e Expr, condition: bool, visit: &mut impl FnMut(&'e Expr, bool)) {
    match &expr.kind {
        ExprKind::And(terms) | ExprKind::Or(terms) => terms.iter().for_each(|term| visit(term, true)),
        ExprKind::Not(operand) => visit(operand, true),
        ExprKind::Conditional(parts) => {
            let [asked, yes, no] = parts.as_ref();
            visit(asked, true);
            visit(yes, condition);
            visit(no, condition);
        }
        ExprKind::Macro(parts) => {
            visit(&parts.range, false);
            parts.filter.iter().for_each(|filter| visit(filter, true));
            visit(&parts.body, asks(parts));
        }
        ExprKind::Bind { value, body } => {
            visit(value, false);
            visit(body, condition);
        }
        // Whether a path leads anywhere is the condition, not what stands on the way.
        ExprKind::Has { .. } => {}
        _ => expr.children(|child| visit(child, false)),
    }
}

/// Whether the body of a macro is a condition.
fn asks(parts: &Macro) -> bool {
    matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne | MacroKind::Filter)
}

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    /// Tells what each condition comes out as that evaluation gets to.
    pub fn observe(&mut self, plan: &'v Plan, mark: &mut dyn FnMut(Span, bool)) {
        self.look(&plan.root, plan.is_condition(), mark);
    }

    fn look(&mut self, expr: &'v Expr, condition: bool, mark: &mut dyn FnMut(Span, bool)) {
        // Every part is evaluated again on its own; the budget is for one.
        self.cost = 0;
        if is_atom(expr, condition)
            && let Ok(holds) = self.bool(expr)
        {
            mark(expr.span, holds);
        }
        match &expr.kind {
            ExprKind::And(terms) => self.look_until(terms, false, mark),
            ExprKind::Or(terms) => self.look_until(terms, true, mark),
            ExprKind::Conditional(parts) => {
                let [asked, yes, no] = parts.as_ref();
                self.look(asked, true, mark);
                if let Ok(holds) = self.bool(asked) {
                    self.look(if holds { yes } else { no }, condition, mark);
                }
            }
            ExprKind::Macro(parts) => {
                self.look(&parts.range, false, mark);
                self.look_at_rounds(parts, mark);
            }
            ExprKind::Bind { value, body } => {
                self.look(value, false, mark);
                self.bound(value, |run| run.look(body, condition, mark));
            }
            // Its body sees what is in the optional, which nobody but the evaluator takes out.
            ExprKind::OptionalMap { target, .. } => self.look(target, false, mark),
            _ => each_part(expr, condition, &mut |part, condition| self.look(part, condition, mark)),
        }
    }

    /// The terms up to the one that decides.
    fn look_until(&mut self, terms: &'v [Expr], decisive: bool, mark: &mut dyn FnMut(Span, bool)) {
        for term in terms {
            self.look(term, true, mark);
            self.cost = 0;
            if self.bool(term).is_ok_and(|holds| holds == decisive) {
                return;
            }
        }
    }

    fn look_at_rounds(&mut self, parts: &'v Macro, mark: &mut dyn FnMut(Span, bool)) {
        let Ok(rounds) = self.rounds(parts) else { return };
        let decisive = match parts.kind {
            MacroKind::All => Some(false),
            MacroKind::Exists => Some(true),
            _ => None,
        };
        for round in rounds {
            let decided = self.with_locals(round, |run| {
                if let Some(filter) = &parts.filter {
                    run.look(filter, true, mark);
                    if !run.bool(filter).unwrap_or(false) {
                        return false;
                    }
                }
                run.look(&parts.body, asks(parts), mark);
                run.cost = 0;
                decisive.is_some() && run.bool(&parts.body).ok() == decisive
            });
            if decided {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::convert::Infallible;
    use std::rc::Rc;

    use super::super::{Binding, Expect, Scope, Value, compile};
    use super::*;

    /// Each condition with what it came out as; `-` where evaluation did not get to it.
    fn seen(source: &str) -> String {
        let mut scope = Scope::default();
        scope.bind("xs", Type::Int.list());
        scope.bind("on", Type::Bool);
        let plan = compile(source, &scope, Expect::Any).unwrap();
        let list = Value::List(Rc::new([1, 2, 3].map(Value::Int).to_vec()));
        let globals: Vec<Binding<'_, Infallible>> = vec![Binding::Value(list), Binding::Value(Value::Bool(true))];
        let mut marks: BTreeMap<Span, Vec<bool>> = plan.conditions().into_iter().map(|span| (span, Vec::new())).collect();
        Run::new(&globals).observe(&plan, &mut |span, holds| marks.get_mut(&span).unwrap().push(holds));
        let line = |(span, marks): (Span, Vec<bool>)| {
            let marks: Vec<String> = marks.iter().map(ToString::to_string).collect();
            format!("{}: {}\n", source.get(span.range()).unwrap(), if marks.is_empty() { "-".to_owned() } else { marks.join(" ") })
        };
        marks.into_iter().map(line).collect()
    }

    #[test]
    fn terms_after_the_one_that_decides_are_not_reached() {
        insta::assert_snapshot!(seen("on || 1 in xs"), @"
        on: true
        1 in xs: -
        ");
        insta::assert_snapshot!(seen("!on && 1 in xs"), @"
        on: true
        1 in xs: -
        ");
        insta::assert_snapshot!(seen("on ? size(xs) > 5 : 1 in xs"), @"
        on: true
        size(xs) > 5: false
        1 in xs: -
        ");
    }

    #[test]
    fn bodies_of_macros_are_seen_round_by_round_up_to_the_one_that_decides() {
        insta::assert_snapshot!(seen("xs.exists(x, x > 1)"), @"
        xs.exists(x, x > 1): true
        x > 1: false true
        ");
        insta::assert_snapshot!(seen("size(xs.filter(x, x > 1 && on))"), @"
        x > 1: false true true
        on: true true
        ");
    }
}
