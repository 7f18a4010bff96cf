//! The nodes that an operand's value was made from.

use jiff::civil::{Date, DateTime};

use super::{Blame, Reason, Subject};
use crate::cel::eval::Run;
use crate::cel::expr::{Arithmetic, Expr, ExprKind, MacroKind};
use crate::cel::functions::Operation;
use crate::cel::host::{Host, Seen};
use crate::cel::value::Value;
use crate::text::plural;

/// Items that a label shows of a list.
const MOST_ITEMS: usize = 5;

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// Says what an operand's value was made from.
    pub(super) fn operand(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) {
        if self.is_exhausted() {
            return;
        }
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::TypeName(_) | ExprKind::Unknown(_) => {}
            ExprKind::Global(position) => self.global(run, expr, *position, Blame::operand),
            ExprKind::Local(level) => self.local(run, expr, *level, Blame::operand),
            ExprKind::Select { operand, .. } => {
                if !self.path(run, expr) {
                    self.operand(run, operand);
                }
            }
            ExprKind::Index { operand, index, .. } => {
                if !self.path(run, expr) {
                    self.operand(run, operand);
                }
                self.operand(run, index);
            }
            ExprKind::Conditional(parts) => {
                let Ok(yes) = run.bool(&parts[0]) else { return };
                let before = self.reasons.len();
                self.operand(run, if yes { &parts[1] } else { &parts[2] });
                if self.reasons.len() == before {
                    self.condition(run, &parts[0], yes);
                }
            }
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Has { .. } => self.as_condition(run, expr),
            ExprKind::Macro(parts) => match parts.kind {
                MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne => self.as_condition(run, expr),
                MacroKind::Filter => self.filtered(run, parts),
                MacroKind::Map => self.mapped(run, parts),
                _ => self.operand(run, &parts.range),
            },
            ExprKind::Bind { value, body } => self.bind(run, value, |blame, run| blame.operand(run, body)),
            ExprKind::OptionalMap { target, .. } => self.operand(run, target),
            ExprKind::In(pair) => self.membership(run, pair),
            ExprKind::Call { function, arguments, .. } if function.is_either() => {
                for argument in run.looked_at(arguments) {
                    self.operand(run, argument);
                }
            }
            ExprKind::Call { function, arguments, .. } => {
                for argument in arguments {
                    self.operand(run, argument);
                }
                match (function.operation, &arguments[..]) {
                    (Operation::Size, [of]) => self.size(run, of),
                    (Operation::SetContains, [list, wanted]) => self.lacking(run, list, wanted),
                    _ => {}
                }
            }
            ExprKind::Compare(_, pair) if pair.iter().any(|side| self.repeated(run, side)) => {}
            ExprKind::Compare(_, pair) | ExprKind::Arithmetic(Arithmetic::Subtract, pair) => self.pair(run, pair),
            _ => {
                let mut children = Vec::new();
                expr.children(|child| children.push(child));
                for child in children {
                    self.operand(run, child);
                }
            }
        }
    }

    /// Adds how long a text is, or a list of which not all items are shown.
    fn size(&mut self, run: &mut Run<'v, '_, N>, of: &'v Expr) {
        let Some(Subject::Node(node)) = Self::follow(run, of).filter(|_| self.telling) else { return };
        let size = match node.see() {
            Seen::Text(text) if !text.is_empty() => plural(text.chars().count(), "character"),
            Seen::List if node.len() > MOST_ITEMS => plural(node.len(), "item"),
            _ => return,
        };
        if let Some(reason) = self.reasons.iter_mut().find(|reason| reason.subject == Subject::Node(node))
            && !reason.text.contains(&size)
        {
            reason.text.extend([", ", &size]);
        }
    }

    fn as_condition(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) {
        if let Ok(outcome) = run.bool(expr) {
            self.condition(run, expr, outcome);
        }
    }

    /// Both sides of a comparison or difference; a date of the document also says how far it is from the other point in time.
    fn pair(&mut self, run: &mut Run<'v, '_, N>, pair: &'v [Expr; 2]) {
        let start = self.reasons.len();
        self.operand(run, &pair[0]);
        let middle = self.reasons.len();
        self.operand(run, &pair[1]);
        if !self.telling {
            return;
        }
        let (Ok(Value::Timestamp(left)), Ok(Value::Timestamp(right))) = (run.expr(&pair[0]), run.expr(&pair[1])) else { return };
        let (of_left, of_right) = (self.dates(start, middle), self.dates(middle, self.reasons.len()));
        let (at, other) = match (&of_left[..], &of_right[..]) {
            ([at], []) => (*at, right),
            ([], [at]) => (*at, left),
            _ => return,
        };
        if let Some(reason) = self.reasons.get_mut(at)
            && let Some(day) = day(reason)
        {
            reason.text.push_str(&distance(day, other));
        }
    }

    /// The reasons in a range that are dates.
    fn dates(&self, start: usize, end: usize) -> Vec<usize> {
        (start..end).filter(|&at| self.reasons.get(at).and_then(day).is_some()).collect()
    }
}

/// The date that a reason's node holds.
fn day<'v, N: Host<'v>>(reason: &Reason<N>) -> Option<Date> {
    let Subject::Node(node) = &reason.subject else { return None };
    let Seen::Text(text) = node.see() else { return None };
    text.get(..10)?.parse().ok()
}

/// How far a day is from a point in time: `, 235 days before 2026-11-20`.
fn distance(day: Date, other: DateTime) -> String {
    let apart = (other.date() - day).get_days();
    match apart {
        0 => String::new(),
        1.. => format!(", {} before {}", plural(apart.unsigned_abs() as usize, "day"), other.date()),
        _ => format!(", {} after {}", plural(apart.unsigned_abs() as usize, "day"), other.date()),
    }
}
