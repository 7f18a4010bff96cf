//! Conditions over lists: the items that decided, or the list where none did.

use super::none::{none_fits, none_made};
use super::witness::reads;
use super::{Blame, Subject};
use crate::cel::eval::{Binding, Run};
use crate::cel::expr::{Comparison, Expr, ExprKind, Macro, MacroKind};
use crate::cel::host::{Host, Seen};
use crate::cel::value::Value;

/// Most items of one list that are shown one by one.
pub(super) const MOST_ITEMS: usize = 3;

/// Most scalars of a list that are named in its label.
pub(super) const MOST_NAMED: usize = 5;

pub(super) type Round<'v, N> = Vec<Value<'v, N>>;

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// Why `all`, `exists` or `exists_one` came out as `outcome`.
    pub(super) fn quantifier(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, outcome: bool) {
        let Ok(rounds) = run.rounds(parts) else { return };
        let total = rounds.len();
        let items = self.items_of(run, parts);
        let before = self.reasons.len();
        let (mut fit, mut other): (Vec<Round<'v, N>>, Vec<Round<'v, N>>) = (Vec::new(), Vec::new());
        for round in rounds {
            // An item of which nobody knows decides nothing where another one did.
            match run.with_locals(round.clone(), |run| run.bool(&parts.body)) {
                Ok(true) => fit.push(round),
                Ok(false) => other.push(round),
                Err(_) => {}
            }
        }
        // How many there are is not known where the budget ended before the list.
        let all = !run.is_spent();
        if !std::mem::replace(&mut self.refilled, true) {
            run.cost = 0;
        }
        match (parts.kind, outcome) {
            (MacroKind::All, false) => self.witnesses(run, parts, other, false, all),
            (MacroKind::All, true) => {
                let before = self.reasons.len();
                self.range(run, parts, |list| match list {
                    Some(list) if list.is_empty() => "an empty list".to_owned(),
                    _ if total == 1 => "its only item fits".to_owned(),
                    _ => format!("all {} fit", items.named(total)),
                });
                if self.reasons.len() == before || is_made(run, &parts.range) {
                    self.bodies(run, parts, fit, true);
                }
            }
            (_, true) => self.witnesses(run, parts, fit, true, all),
            // Why a filter leaves nothing is what has to be said.
            (_, false) if total == 0 && matches!(&parts.range.kind, ExprKind::Macro(inner) if inner.kind == MacroKind::Filter) => {
                self.operand(run, &parts.range);
            }
            (_, false)
                if fit.is_empty()
                    && !items.is_made
                    && let Some(wanted) = wanted_item(&parts.body, run.locals.len())
                    && other.iter().all(|round| round.len() == 1 && round.last().is_some_and(|item| !item.is_map() && !item.is_list())) =>
            {
                self.membership(run, wanted, &parts.range);
            }
            (_, false) if fit.is_empty() => {
                let before = self.reasons.len();
                self.range(run, parts, |list| {
                    let made = || none_made(&other, items.is_made).filter(|_| list.is_none_or(|list| list.see() != Seen::Map));
                    let none = || {
                        if items.is_made {
                            format!("none of {} fits", items.named(total))
                        } else {
                            none_fits(list, total, parts.variables.len() > 1)
                        }
                    };
                    made().unwrap_or_else(none)
                });
                let (said, known) = (self.reasons.len(), other.clone());
                self.nearest(run, parts, other.clone());
                if said == before + 1 && self.reasons.len() == said {
                    self.say_what_items_are(run, parts, known.clone());
                    self.held_against(run, parts, known);
                }
                // A list that stands in no manifest: what its items were held against does.
                if self.reasons.len() == before || is_made(run, &parts.range) {
                    self.bodies(run, parts, other, false);
                }
            }
            (_, false) => {
                self.range(run, parts, |_| format!("{} of {} fit, not exactly one", fit.len(), items.named(total)));
                self.witnesses(run, parts, fit, true, all);
            }
        }
        // Items that stand in no document, and are made of what does.
        if self.reasons.len() == before && total > 0 {
            self.operand(run, &parts.range);
        }
    }

    /// A list that a macro makes of another as an operand: what its items were made from.
    pub(super) fn mapped(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro) {
        let before = self.reasons.len();
        let Ok(rounds) = run.rounds(parts) else { return self.operand(run, &parts.range) };
        let total = rounds.len();
        let passing = match &parts.filter {
            Some(filter) => Self::passing(run, filter, rounds),
            None => rounds,
        };
        if parts.filter.is_some() && passing.is_empty() {
            return self.range(run, parts, |list| none_fits(list, total, parts.variables.len() > 1));
        }
        if passing.len() <= MOST_NAMED {
            for round in passing {
                let start = self.reasons.len();
                run.with_locals(round, |run| {
                    // What lets an item through says more than what is made of it.
                    if let Some(filter) = parts.filter.as_ref().or(let_through(parts)) {
                        self.condition(run, filter, true);
                        self.reasons.truncate(start + MOST_ITEMS);
                    }
                    // A whole item explains nothing.
                    if !run.expr(&parts.body).is_ok_and(|value| value.is_map()) {
                        self.operand(run, &parts.body);
                    }
                });
            }
        }
        if self.reasons.len() == before {
            self.operand(run, &parts.range);
        }
    }

    /// The rounds for which a filter holds.
    pub(super) fn passing(run: &mut Run<'v, '_, N>, filter: &'v Expr, mut rounds: Vec<Round<'v, N>>) -> Vec<Round<'v, N>> {
        rounds.retain(|round| run.with_locals(round.clone(), |run| run.bool(filter)).is_ok_and(|holds| holds));
        rounds
    }

    /// Points at the list that a macro goes over.
    pub(super) fn range(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, text: impl FnOnce(Option<N>) -> String) {
        match self.list(run, &parts.range) {
            Some(Subject::Node(node)) => self.push(Subject::Node(node), text(Some(node))),
            Some(missing) => self.push(missing, text(None)),
            None => {}
        }
    }

    /// The list that an expression's items come from: through filters, `let` names and functions.
    pub(super) fn list(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) -> Option<Subject<N>> {
        if self.is_exhausted() {
            return None;
        }
        match &expr.kind {
            ExprKind::Macro(parts) => self.list(run, &parts.range),
            ExprKind::Call { arguments, .. } => arguments.iter().find_map(|argument| self.list(run, argument)),
            ExprKind::Arithmetic(_, pair) => pair.iter().find_map(|side| self.list(run, side)),
            ExprKind::Conditional(parts) => {
                let yes = run.bool(&parts[0]).ok()?;
                self.list(run, if yes { &parts[1] } else { &parts[2] })
            }
            ExprKind::Global(position) if run.named(*position).is_some() => {
                let mut found = None;
                self.global(run, expr, *position, |blame, run, root| found = blame.list(run, root));
                found
            }
            ExprKind::Local(level) if self.is_named(*level) => {
                let mut found = None;
                self.local(run, expr, *level, |blame, run, value| found = blame.list(run, value));
                found
            }
            ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. } => {
                Self::follow(run, expr).or_else(|| self.list(run, operand))
            }
            _ => Self::follow(run, expr),
        }
    }
}

/// What a condition wants an item to be that is nothing but equal to it.
fn wanted_item(body: &Expr, level: usize) -> Option<&Expr> {
    let ExprKind::Compare(Comparison::Equal, pair) = &body.kind else { return None };
    let [first, second] = &**pair;
    match (&first.kind, &second.kind) {
        (ExprKind::Local(local), _) if *local == level && !reads(second, level) => Some(second),
        (_, ExprKind::Local(local)) if *local == level && !reads(first, level) => Some(first),
        _ => None,
    }
}

/// The condition of a filter that a macro goes over, with a variable in the same place.
pub(super) fn let_through(parts: &Macro) -> Option<&Expr> {
    match &parts.range.kind {
        ExprKind::Macro(inner) if inner.kind == MacroKind::Filter && inner.variables.len() == parts.variables.len() => Some(&inner.body),
        _ => None,
    }
}

/// The node that a subject is about, or that lacks it.
pub(super) fn place<N: Copy>(subject: &Subject<N>) -> N {
    match subject {
        Subject::Node(node) => *node,
        Subject::Missing(missing) => missing.at,
    }
}

/// Whether the way to a list begins at a map that was made of other documents, as parameters are.
pub(super) fn is_made<'v, N: Host<'v>>(run: &Run<'v, '_, N>, expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. } => is_made(run, operand),
        ExprKind::Global(position) => matches!(run.globals.get(*position), Some(Binding::Value(Value::Map(_)))),
        _ => false,
    }
}
