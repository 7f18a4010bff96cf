//! What stands in a list more than once.

use std::collections::BTreeSet;

use super::items::Round;
use super::{Blame, Subject};
use crate::cel::eval::Run;
use crate::cel::expr::{Expr, ExprKind, Macro, MacroKind};
use crate::cel::functions::Operation;
use crate::cel::host::Host;
use crate::cel::value::Value;

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// The items that stand in a list more than once, of a side of a comparison that asks for that with `distinct()`; whether any does.
    pub(super) fn repeated(&mut self, run: &mut Run<'v, '_, N>, side: &'v Expr) -> bool {
        let ExprKind::Call { function, arguments, .. } = &side.kind else { return false };
        match (function.operation, &arguments[..]) {
            (Operation::Size, [of]) => self.repeated(run, of),
            (Operation::Distinct, [list]) => {
                let before = self.reasons.len();
                self.twice(run, list);
                self.reasons.len() > before
            }
            _ => false,
        }
    }

    fn twice(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr) {
        if self.is_exhausted() {
            return;
        }
        match &list.kind {
            ExprKind::Global(position) if run.named(*position).is_some() => self.global(run, list, *position, Blame::twice),
            ExprKind::Local(level) => self.local(run, list, *level, Blame::twice),
            ExprKind::Macro(parts) if parts.kind == MacroKind::Map => self.made_twice(run, parts),
            _ => {
                let Some(Subject::Node(node)) = Self::follow(run, list).filter(|_| run.expr(list).is_ok()) else { return };
                let items = Value::Node(node).items();
                let labels: Vec<String> = items.iter().map(Value::to_label).collect();
                let twice = repeats(&labels);
                for (item, label) in items.iter().zip(&labels) {
                    if let Value::Node(item) = item
                        && twice.contains(label.as_str())
                    {
                        self.push(Subject::Node(*item), format!("this is {label}"));
                    }
                }
            }
        }
    }

    /// What a macro makes the same of several items.
    fn made_twice(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro) {
        let rounds = run.rounds(parts).unwrap_or_default();
        let rounds = match &parts.filter {
            Some(filter) => Self::passing(run, filter, rounds),
            None => rounds,
        };
        let label = |run: &mut Run<'v, '_, N>, round: &Round<'v, N>| {
            run.with_locals(round.clone(), |run| run.expr(&parts.body)).map(|value| value.to_label()).unwrap_or_default()
        };
        let labels: Vec<String> = rounds.iter().map(|round| label(run, round)).collect();
        let twice = repeats(&labels);
        for (round, label) in rounds.into_iter().zip(&labels) {
            if twice.contains(label.as_str()) {
                run.with_locals(round, |run| self.operand(run, &parts.body));
            }
        }
    }
}

/// The labels that stand more than once.
fn repeats(labels: &[String]) -> BTreeSet<&str> {
    let mut sorted: Vec<&str> = labels.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    sorted.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect()
}
