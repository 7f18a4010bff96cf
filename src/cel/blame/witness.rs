//! The items of a list that decided, and what they were made from.

use super::items::{MOST_ITEMS, Round, let_through, place};
use super::members::{MOST_SAME, labels};
use super::{Blame, Reason, Subject};
use crate::cel::eval::Run;
use crate::cel::expr::{Expr, ExprKind, Macro, MacroKind};
use crate::cel::host::{Host, Seen};
use crate::cel::value::Value;
use crate::text::{clean_line, plural};

/// Most reasons that the items of one list give together.
const MOST_OF_ITEMS: usize = 8;

/// Most items that stand in no document and are looked for.
const MOST_LOOKED_FOR: usize = 30;

/// What stands between a value and what was made of it.
pub(super) const MAKES: &str = ", which makes ";

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// What the body says of the first items.
    pub(super) fn bodies(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>, outcome: bool) {
        for round in rounds.into_iter().take(MOST_ITEMS) {
            run.with_locals(round, |run| self.condition(run, &parts.body, outcome));
        }
    }

    /// The items whose body came out as `outcome` and so decided, if these are all. The fewer they are, the more each says.
    pub(super) fn witnesses(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>, outcome: bool, all: bool) {
        let count = rounds.len();
        self.items(run, parts, rounds, outcome);
        if count > MOST_ITEMS {
            let more = if all { plural(count - MOST_ITEMS, "more item") } else { "more items".to_owned() };
            self.range(run, parts, |_| format!("and {more} like this"));
        }
    }

    /// The first of the items whose body came out as `outcome`.
    pub(super) fn items(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>, outcome: bool) {
        let count = rounds.len();
        self.lacks.more |= count > MOST_LOOKED_FOR;
        for (at, round) in rounds.into_iter().enumerate().take(MOST_LOOKED_FOR) {
            let before = self.reasons.len();
            if at >= MOST_ITEMS {
                // What a list lacks is named further, in the label that there is.
                if round.last().and_then(by_name).is_none() {
                    return;
                }
                run.with_locals(round, |run| self.condition(run, &parts.body, outcome));
                self.reasons.truncate(before);
                continue;
            }
            if self.is_settled() {
                return;
            }
            let (key, item) = (round.first().cloned(), round.last().cloned());
            // What stands in the item may come after all else, and is told first.
            let inner = has_macro(&parts.body);
            self.unordered += 1;
            let level = run.locals.len() + round.len() - 1;
            // What an alias or a merge key brings in stands elsewhere.
            let elsewhere = run.with_locals(round, |run| {
                self.condition(run, &parts.body, outcome);
                !self.says_of(before, item.as_ref()) && decides_by(run, &parts.body, outcome, level)
            });
            if elsewhere || inner {
                // What stands in an item of a list of the item's own is in order already.
                if !self.says_first(before, item.as_ref()) || !goes_into(&parts.body, level) {
                    self.item_first(before, item.as_ref(), is_inner(&parts.body, outcome));
                }
            }
            // What was held against others was made of something itself.
            if inner && self.reasons.len() > before && self.items_of(run, parts).is_made {
                let other = self.reasons.split_off(before);
                if let Some(item) = item.as_ref().filter(|item| !item.is_map()) {
                    self.made(run, &parts.range, item);
                }
                for reason in other {
                    self.push(reason.subject, reason.text);
                }
            }
            self.unordered -= 1;
            if count > 1 {
                self.reasons.truncate(before + MOST_OF_ITEMS / count.min(MOST_ITEMS));
            }
            if self.reasons.len() > before {
                self.name_item(before, item.as_ref());
                continue;
            }
            match item {
                Some(Value::Node(_)) if parts.variables.len() > 1 && self.named_key(run, parts, key.as_ref()) => {}
                Some(Value::Node(item)) if item.see() == Seen::Map || !self.items_of(run, parts).is_made => {
                    self.push(Subject::Node(item), "this item".to_owned());
                }
                Some(key @ Value::Text(_)) if self.key(run, parts, key.as_str().unwrap_or_default()) => {}
                Some(made) => self.made(run, &parts.range, &made),
                None => {}
            }
        }
    }

    /// Says which item a reason is about that stands in no document.
    fn name_item(&mut self, at: usize, item: Option<&Value<'v, N>>) {
        let Some(label) = item.and_then(by_name).filter(|_| self.telling) else { return };
        let Some(reason) = self.reasons.get(at) else { return };
        if !reason.text.is_empty() && !reason.text.contains(&label) && !self.is_lacking(&reason.subject, &label) {
            self.reasons[at].text.extend([", for ", &label]);
        }
    }

    /// Whether one of the reasons from one on stands in an item.
    fn says_of(&self, from: usize, item: Option<&Value<'v, N>>) -> bool {
        let Some(Value::Node(item)) = item else { return true };
        self.reasons.iter().skip(from).any(|reason| place(&reason.subject).is_within(*item))
    }

    /// Whether the first of the reasons from one on does.
    fn says_first(&self, from: usize, item: Option<&Value<'v, N>>) -> bool {
        let Some(Value::Node(item)) = item else { return true };
        self.reasons.get(from).is_some_and(|reason| place(&reason.subject).is_within(*item))
    }

    /// Puts what stands in an item that decided before what it was held against; an item of which nothing is said is shown itself,
    /// after the items of another list that are to blame.
    fn item_first(&mut self, before: usize, item: Option<&Value<'v, N>>, others_decided: bool) {
        let Some(Value::Node(item)) = item.filter(|item| !item.is_list()) else { return };
        let of = self.reasons.split_off(before.min(self.reasons.len()));
        let is_map = item.see() == Seen::Map;
        let (within, other): (Vec<_>, Vec<_>) = of.into_iter().partition(|reason| place(&reason.subject).is_within(*item));
        let (alone, elsewhere) = (within.is_empty(), !other.is_empty());
        self.reasons.extend(within);
        if alone && elsewhere && !is_map {
            self.node(*item, "this");
        } else if alone && elsewhere && !others_decided {
            self.push(Subject::Node(*item), "this item".to_owned());
        }
        self.reasons.extend(other);
        if alone && elsewhere && is_map && others_decided {
            self.push(Subject::Node(*item), "held against this item".to_owned());
        }
    }

    /// The same for a key that is a value.
    fn named_key(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, key: Option<&Value<'v, N>>) -> bool {
        key.and_then(Value::as_str).map(str::to_owned).is_some_and(|key| self.key(run, parts, &key))
    }

    /// Points at the entry of a mapping whose key decided; whether there is one.
    fn key(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, key: &str) -> bool {
        if let Some(Subject::Node(map)) = self.list(run, &parts.range)
            && map.see() == Seen::Map
            && let Some(entry) = map.get(key)
        {
            self.push(Subject::Node(entry), under_key(key));
            return true;
        }
        false
    }

    /// Points at what an item was made from that stands in no document, and says what was made of it.
    pub(super) fn made(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr, item: &Value<'v, N>) {
        if self.is_exhausted() {
            return;
        }
        let label = item.to_label();
        match &list.kind {
            ExprKind::Macro(parts) if parts.kind == MacroKind::Map => {
                let mut same = 0;
                for round in run.rounds(parts).unwrap_or_default() {
                    let before = self.reasons.len();
                    let of = round.last().cloned();
                    let mut from = before;
                    let meant = run.with_locals(round, |run| {
                        let Ok(value) = run.expr(&parts.body) else { return false };
                        let meant = value.to_label() == label;
                        if meant {
                            if let Some(filter) = parts.filter.as_ref().or(let_through(parts)) {
                                self.condition(run, filter, true);
                                self.reasons.truncate(before + MOST_ITEMS);
                            }
                            from = self.reasons.len();
                            self.operand(run, &parts.body);
                        } else if let Value::Node(list) = value
                            && list.see() == Seen::List
                        {
                            // One of several lists that are made one.
                            self.found(item, list);
                        } else if value.is_list() && labels(&value).contains(&label) {
                            self.made(run, &parts.body, item);
                        }
                        meant
                    });
                    // What was made of something that was made itself.
                    if let Some(of) = of.filter(|of| meant && self.reasons.len() == before && !matches!(of, Value::Node(_)))
                        && !self.named_key(run, parts, Some(&of))
                    {
                        self.made(run, &parts.range, &of);
                    }
                    if self.reasons.len() > before {
                        self.makes(if meant { from } else { self.reasons.len() }, &label);
                        same += 1;
                        if same == MOST_SAME {
                            return;
                        }
                    }
                }
            }
            ExprKind::Macro(parts) => self.made(run, &parts.range, item),
            ExprKind::List(items) => {
                for (written, _) in items {
                    if run.expr(written).is_ok_and(|value| value.to_label() == label) {
                        self.operand(run, written);
                    }
                }
            }
            ExprKind::Global(position) if run.named(*position).is_some() => {
                self.global(run, list, *position, |blame, run, root| blame.made(run, root, item));
            }
            ExprKind::Local(level) if self.is_named(*level) => {
                self.local(run, list, *level, |blame, run, value| blame.made(run, value, item));
            }
            ExprKind::Call { function, arguments, .. } if function.is_about_items() => {
                arguments.iter().take(1).for_each(|of| self.made(run, of, item));
            }
            _ => {
                let before = self.reasons.len();
                self.operand(run, list);
                self.makes(before, &label);
            }
        }
    }

    /// Adds to the reasons from one on what they make together.
    fn makes(&mut self, from: usize, label: &str) {
        let made = |reason: &&mut Reason<N>| !reason.text.ends_with(label) && !reason.text.ends_with(&format!("`{label}`"));
        for reason in self.reasons.iter_mut().skip(from).filter(made) {
            // What it came to on the way explains less.
            if let Some(at) = reason.text.find(MAKES) {
                reason.text.truncate(at);
            }
            reason.text.extend([MAKES, label]);
        }
    }
}

/// The name of an item that stands in no document.
fn by_name<'v, N: Host<'v>>(item: &Value<'v, N>) -> Option<String> {
    matches!(item, Value::Text(_) | Value::Int(_)).then(|| item.to_label())
}

/// What is said of the entry of a mapping whose key decided.
pub(super) fn under_key(key: &str) -> String {
    format!("under the key `{}`", clean_line(key))
}

/// Whether the items of another list decide what a body comes out as: one of them fails `all`, or meets `exists`.
fn is_inner(body: &Expr, outcome: bool) -> bool {
    match &body.kind {
        ExprKind::Macro(parts) => match parts.kind {
            MacroKind::All => !outcome,
            MacroKind::Exists => outcome,
            _ => false,
        },
        ExprKind::Not(operand) => is_inner(operand, !outcome),
        _ => false,
    }
}

/// Whether a part of a condition that decided reads the variable of a level.
fn decides_by<'v, N: Host<'v>>(run: &mut Run<'v, '_, N>, expr: &'v Expr, outcome: bool, level: usize) -> bool {
    match &expr.kind {
        ExprKind::And(terms) | ExprKind::Or(terms) => {
            terms.iter().any(|term| run.bool(term).is_ok_and(|b| b == outcome) && decides_by(run, term, outcome, level))
        }
        ExprKind::Not(operand) => decides_by(run, operand, !outcome, level),
        _ => reads(expr, level),
    }
}

/// Whether an expression reads the variable of a level.
pub(super) fn reads(expr: &Expr, level: usize) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Local(read) if read == level);
    expr.children(|child| found = found || reads(child, level));
    found
}

/// Whether an expression goes over a list that it reads from the variable of a level.
fn goes_into(expr: &Expr, level: usize) -> bool {
    let mut found = matches!(&expr.kind, ExprKind::Macro(parts) if reads(&parts.range, level));
    expr.children(|child| found = found || goes_into(child, level));
    found
}

/// Whether an expression goes over items.
pub(super) fn has_macro(expr: &Expr) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Macro(_));
    expr.children(|child| found = found || has_macro(child));
    found
}
