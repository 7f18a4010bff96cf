//! Filtered lists: how many items they keep, and which are to blame for that.

use std::cmp::Ordering;

use super::Blame;
use super::items::Round;
use super::none::none_fits;
use crate::cel::eval::Run;
use crate::cel::expr::{Arithmetic, Comparison, Expr, ExprKind, Macro, MacroKind};
use crate::cel::functions::Operation;
use crate::cel::host::Host;
use crate::cel::value::{Scalar, Value};
use crate::text::plural;

/// What was wanted of the number of items that a filter keeps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    /// More: those that it leaves out are to blame.
    More,
    /// Fewer: those that it keeps are.
    Fewer,
    /// Nobody knows.
    #[default]
    Other,
}

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// Both sides of a comparison, of which one may count items.
    pub(super) fn compared(&mut self, run: &mut Run<'v, '_, N>, comparison: Comparison, pair: &'v [Expr; 2]) {
        let wanted = self.wanted(run, comparison, pair);
        let outer = std::mem::replace(&mut self.wanted, wanted);
        self.pair(run, pair);
        self.wanted = outer;
    }

    /// A filtered list as an operand: how many items it keeps, and which are to blame.
    pub(super) fn filtered(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro) {
        let Ok(rounds) = run.rounds(parts) else { return };
        let wanted = std::mem::take(&mut self.wanted);
        let total = rounds.len();
        let kept = Self::passing(run, &parts.body, rounds.clone());
        let (count, items) = (kept.len(), self.items_of(run, parts));
        let (fit, are) = if count == 1 { ("fits", "is") } else { ("fit", "are") };
        match (count, wanted) {
            (0, _) => {
                let before = self.reasons.len();
                self.range(run, parts, |list| {
                    if items.is_made {
                        format!("none of {} fits", items.named(total))
                    } else {
                        none_fits(list, total, parts.variables.len() > 1)
                    }
                });
                let said = self.reasons.len();
                self.nearest(run, parts, rounds.clone());
                if said == before + 1 && self.reasons.len() == said {
                    self.say_what_items_are(run, parts, rounds.clone());
                }
                if self.reasons.len() == before {
                    self.items(run, parts, rounds, false);
                }
            }
            (_, Wanted::More) => {
                self.range(run, parts, |_| format!("{count} of {} {fit}", items.named(total)));
                let mut left_out: Vec<Round<'v, N>> = rounds;
                left_out.retain(|round| run.with_locals(round.clone(), |run| run.bool(&parts.body)).is_ok_and(|holds| !holds));
                let closest = Self::closest(run, parts, left_out);
                self.items(run, parts, closest, false);
            }
            (_, Wanted::Fewer) => {
                self.items(run, parts, kept, true);
                self.range(run, parts, |_| format!("{count} of {} {are} like this", items.named(total)));
            }
            (_, Wanted::Other) => {
                self.range(run, parts, |_| format!("{count} of {} {fit}", items.named(total)));
                self.items(run, parts, kept, true);
            }
        }
        self.wanted = wanted;
    }

    /// What the items are that a macro goes over.
    pub(super) fn items_of(&mut self, run: &Run<'v, '_, N>, parts: &'v Macro) -> Items {
        Items { is_made: self.origin(run, &parts.range, true), is_left: self.origin(run, &parts.range, false) }
    }

    /// Whether an expression makes items of its own, or leaves out some of a list.
    fn origin(&mut self, run: &Run<'v, '_, N>, expr: &'v Expr, made: bool) -> bool {
        if self.is_exhausted() {
            return false;
        }
        match &expr.kind {
            ExprKind::Macro(parts) => match parts.kind {
                MacroKind::Filter => !made || self.origin(run, &parts.range, made),
                MacroKind::SortBy => self.origin(run, &parts.range, made),
                _ => made,
            },
            ExprKind::Global(position) => run.named(*position).is_some_and(|plan| self.origin(run, &plan.root, made)),
            ExprKind::Local(level) => match self.named.iter().rfind(|(named, _)| named == level) {
                Some((_, value)) => self.origin(run, value, made),
                None => false,
            },
            ExprKind::Call { function, arguments, .. } => match (function.operation, &arguments[..]) {
                (Operation::Sort | Operation::Reverse, [of]) | (Operation::OrValue, [of, ..]) => self.origin(run, of, made),
                (Operation::Distinct, [of]) | (Operation::Slice, [of, ..]) => !made || self.origin(run, of, made),
                _ => made,
            },
            ExprKind::List(_) | ExprKind::Arithmetic(..) => made,
            _ => false,
        }
    }

    /// Which way a comparison that counts the items of a filter should have come out.
    fn wanted(&mut self, run: &mut Run<'v, '_, N>, comparison: Comparison, pair: &'v [Expr; 2]) -> Wanted {
        let left = self.counts(run, &pair[0]);
        if !left && !self.counts(run, &pair[1]) {
            return Wanted::Other;
        }
        let (Some(first), Some(second)) = (number(run, &pair[0]), number(run, &pair[1])) else { return Wanted::Other };
        let (count, other) = if left { (first, second) } else { (second, first) };
        match (count.partial_cmp(&other), comparison) {
            (Some(Ordering::Less), _) => Wanted::More,
            (Some(Ordering::Greater), _) => Wanted::Fewer,
            (_, Comparison::Greater) if left => Wanted::More,
            (_, Comparison::Less) if !left => Wanted::More,
            (_, Comparison::Greater | Comparison::Less) => Wanted::Fewer,
            _ if count == 0.0 => Wanted::More,
            _ => Wanted::Other,
        }
    }

    /// Whether an expression is a filtered list, or counts one.
    fn counts(&mut self, run: &Run<'v, '_, N>, expr: &'v Expr) -> bool {
        if self.is_exhausted() {
            return false;
        }
        match &expr.kind {
            ExprKind::Macro(parts) => match parts.kind {
                MacroKind::Filter => true,
                MacroKind::Map | MacroKind::SortBy => self.counts(run, &parts.range),
                _ => false,
            },
            ExprKind::Global(position) => run.named(*position).is_some_and(|plan| self.counts(run, &plan.root)),
            ExprKind::Local(level) => match self.named.iter().rfind(|(named, _)| named == level) {
                Some((_, value)) => self.counts(run, value),
                None => false,
            },
            ExprKind::Call { function, arguments, .. } => match (function.operation, &arguments[..]) {
                (Operation::Size | Operation::Distinct | Operation::Sort | Operation::Double, [of]) => self.counts(run, of),
                _ => false,
            },
            // What is taken away, or divided by, counts the other way round.
            ExprKind::Arithmetic(Arithmetic::Add | Arithmetic::Multiply, pair) => pair.iter().any(|side| self.counts(run, side)),
            ExprKind::Arithmetic(_, pair) => self.counts(run, &pair[0]),
            _ => false,
        }
    }
}

/// What the items are called that a macro goes over: those of a list of the document, what a filter left of them, or what was
/// made of them.
#[derive(Clone, Copy)]
pub(super) struct Items {
    pub is_made: bool,
    is_left: bool,
}

impl Items {
    /// So many of them, in words.
    pub fn named(self, count: usize) -> String {
        let of = match self {
            Self { is_made: true, .. } => " made of it",
            Self { is_left: true, .. } => " left",
            _ => "",
        };
        format!("{}{of}", plural(count, "item"))
    }
}

/// A number, or how many items a list has.
fn number<'v, N: Host<'v>>(run: &mut Run<'v, '_, N>, expr: &'v Expr) -> Option<f64> {
    let value: Value<'v, N> = run.expr(expr).ok()?;
    match value.scalar() {
        Scalar::Int(i) => Some(i as f64),
        Scalar::Uint(u) => Some(u as f64),
        Scalar::Double(d) => Some(d),
        _ => value.collection_len().map(|len| len as f64),
    }
}
