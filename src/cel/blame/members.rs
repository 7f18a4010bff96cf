//! What a list has, and what it lacks.

use std::collections::BTreeSet;

use super::items::{is_made, let_through};
use super::place::LIKE_THIS;
use super::witness::under_key;
use super::{Blame, Reason, Subject};
use crate::cel::eval::Run;
use crate::cel::expr::{Expr, ExprKind, MacroKind};
use crate::cel::functions::Operation;
use crate::cel::host::{Host, Seen};
use crate::cel::value::Value;
use crate::text::{and_list, or_list, plural};

/// Most members that a label names.
const MOST_NAMED: usize = 6;

/// Most members of one list that are shown where they are all the same.
pub(super) const MOST_SAME: usize = 3;

/// What lists lack.
pub(super) struct Lacks<N> {
    by_reason: Vec<Lack<N>>,
    /// Whether more was looked for than was asked one by one.
    pub more: bool,
}

impl<N> Default for Lacks<N> {
    fn default() -> Self {
        Self { by_reason: Vec::new(), more: false }
    }
}

/// What a list lacks.
struct Lack<N> {
    subject: Subject<N>,
    kind: Kind,
    labels: Vec<String>,
}

/// What it is that lacks something.
#[derive(Clone, Copy)]
enum Kind {
    /// A list of the document.
    Items,
    /// A mapping.
    Keys,
    /// What was made of a list.
    Made,
}

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// An item and the list that it was looked for in: the one that was found, or the list that lacks it.
    pub(super) fn membership(&mut self, run: &mut Run<'v, '_, N>, item: &'v Expr, list: &'v Expr) {
        self.operand(run, item);
        let Ok(value) = run.expr(item) else { return self.operand(run, list) };
        let scalar = !value.is_map() && !value.is_list();
        let node = match Self::follow(run, list) {
            Some(Subject::Node(node)) => Some(node),
            _ => None,
        };
        match node {
            Some(node) if self.found(&value, node) => return,
            // What was made of it that was looked for.
            None if scalar && run.expr(list).is_ok_and(|made| labels(&made).contains(&value.to_label())) => {
                let known = self.reasons.len();
                self.made(run, list, &value);
                if self.reasons.len() > known {
                    return;
                }
            }
            _ => {}
        }
        if self.excluded(run, list, &value.to_label()) {
            return;
        }
        // What a list is made of can be long.
        if scalar && node.is_none() {
            self.lacks(run, list, &value);
        }
        self.operand(run, list);
        if scalar && node.is_some() {
            self.lacks(run, list, &value);
        }
    }

    /// Points at what of a list or mapping equals a value; whether anything does.
    pub(super) fn found(&mut self, value: &Value<'v, N>, of: N) -> bool {
        let label = value.to_label();
        match (of.see(), value) {
            (Seen::Map, Value::Text(key)) => {
                let Some(entry) = of.get(key.as_str()) else { return false };
                self.push(Subject::Node(entry), under_key(key.as_str()));
                true
            }
            (Seen::List, _) => {
                // All of them: what goes has to go everywhere.
                let same = Value::Node(of).items().into_iter().filter(|item| item.to_label() == label).take(MOST_SAME);
                let same: Vec<N> = same.filter_map(|item| if let Value::Node(node) = item { Some(node) } else { None }).collect();
                for &item in &same {
                    self.push(Subject::Node(item), format!("this is {label}"));
                }
                !same.is_empty()
            }
            _ => false,
        }
    }

    /// Why a filter left out the item of which a member would have been made; whether there is one.
    fn excluded(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr, label: &str) -> bool {
        if self.is_exhausted() {
            return false;
        }
        let mut found = false;
        match &list.kind {
            ExprKind::Global(position) if run.named(*position).is_some() => {
                self.global(run, list, *position, |blame, run, root| found = blame.excluded(run, root, label));
            }
            ExprKind::Local(level) if self.is_named(*level) => {
                self.local(run, list, *level, |blame, run, value| found = blame.excluded(run, value, label));
            }
            ExprKind::Macro(parts) if parts.kind == MacroKind::Map => {
                let (filter, over) = match (&parts.filter, &parts.range.kind) {
                    (Some(filter), _) => (filter, &**parts),
                    (None, ExprKind::Macro(inner)) if let_through(parts).is_some() => (&inner.body, &**inner),
                    _ => return false,
                };
                for round in run.rounds(over).unwrap_or_default() {
                    let before = self.reasons.len();
                    run.with_locals(round, |run| {
                        let meant = run.expr(&parts.body).is_ok_and(|value| value.to_label() == label);
                        if meant && run.bool(filter).is_ok_and(|passes| !passes) {
                            self.condition(run, filter, false);
                        }
                    });
                    if self.reasons.len() > before {
                        return true;
                    }
                }
            }
            _ => {}
        }
        found
    }

    /// What a function found among the items of lists, or did not; whether that says it all.
    pub(super) fn members(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr, operation: Operation, arguments: &'v [Expr]) -> bool {
        let before = self.reasons.len();
        match (operation, arguments) {
            (Operation::SetContains, [list, wanted]) if !is_made(run, wanted) && self.list(run, wanted).is_some() => {
                let (Ok(known), Ok(members)) = (run.expr(list), run.expr(wanted)) else { return false };
                let lacking = apart(&members, &known, false);
                self.each_made(run, wanted, lacking.clone());
                if self.reasons.len() > before && !self.all_excluded(run, list, &lacking) {
                    self.operand(run, list);
                }
            }
            (Operation::SetIntersects, [list, other]) => {
                let (Ok(members), Ok(others)) = (run.expr(list), run.expr(other)) else { return false };
                let common = apart(&members, &others, true);
                if common.is_empty() {
                    self.operand(run, list);
                    self.operand(run, other);
                    self.lacking(run, list, other);
                }
                self.each_made(run, list, common.clone());
                self.each_made(run, other, common);
            }
            (Operation::Greatest | Operation::Least, _) => {
                let Ok(value) = run.expr(expr) else { return false };
                match arguments {
                    [list] => self.made(run, list, &value),
                    _ => {
                        let wanted =
                            arguments.iter().find(|argument| run.expr(argument).is_ok_and(|other| other.to_label() == value.to_label()));
                        if let Some(argument) = wanted {
                            self.operand(run, argument);
                        }
                    }
                }
            }
            (Operation::First | Operation::Last, [list]) if Self::follow(run, list).is_none() => {
                let Ok(Value::Optional(Some(value))) = run.expr(expr) else { return false };
                if value.is_map() || value.is_list() {
                    return false;
                }
                self.made(run, list, &value);
            }
            (Operation::SetEquivalent, [list, wanted]) => {
                let (Ok(members), Ok(known)) = (run.expr(list), run.expr(wanted)) else { return false };
                let (other, lacking) = (apart(&members, &known, false), apart(&known, &members, false));
                if Self::follow(run, list).is_some() {
                    self.operand(run, list);
                }
                self.lacking(run, list, wanted);
                self.each_made(run, list, other);
                self.each_made(run, wanted, lacking);
            }
            _ => return false,
        }
        self.reasons.len() > before
    }

    /// Why a filter left out each of some members; whether it did.
    fn all_excluded(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr, members: &[Value<'v, N>]) -> bool {
        let mut all = true;
        for member in members.iter().take(MOST_NAMED) {
            all &= self.excluded(run, list, &member.to_label());
        }
        all
    }

    /// Points at what each of some members of a list was made from.
    fn each_made(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr, members: Vec<Value<'v, N>>) {
        let more = members.len().saturating_sub(MOST_NAMED);
        for member in members.into_iter().take(MOST_NAMED) {
            match Self::follow(run, list) {
                Some(Subject::Node(node)) => {
                    self.found(&member, node);
                }
                _ => self.made(run, list, &member),
            }
        }
        if more > 0
            && let Some(Subject::Node(base)) = self.list(run, list)
        {
            self.push(Subject::Node(base), format!("and {} like this", plural(more, "more item")));
        }
    }

    /// Says of a list which of several members it lacks.
    pub(super) fn lacking(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr, wanted: &'v Expr) {
        let Ok(wanted) = run.expr(wanted) else { return };
        let Ok(known) = run.expr(list) else { return };
        for member in apart(&wanted, &known, false).into_iter().take(MOST_NAMED) {
            self.lacks(run, list, &member);
        }
    }

    /// Adds to a list that it lacks a member, where it does.
    fn lacks(&mut self, run: &mut Run<'v, '_, N>, list: &'v Expr, member: &Value<'v, N>) {
        let Ok(made) = run.expr(list) else { return };
        let label = member.to_label();
        if made.collection_len() == Some(0) || labels(&made).contains(&label) {
            return;
        }
        if let Some(Subject::Node(node)) = Self::follow(run, list) {
            let kind = if node.see() == Seen::Map { Kind::Keys } else { Kind::Items };
            self.lack(Subject::Node(node), kind, label);
        } else if let Some(Subject::Node(base)) = self.list(run, list) {
            self.push(Subject::Node(base), String::new());
            self.lack(Subject::Node(base), Kind::Made, label);
        }
    }

    fn lack(&mut self, subject: Subject<N>, kind: Kind, label: String) {
        match self.lacks.by_reason.iter_mut().find(|lack| lack.subject == subject) {
            Some(lack) if lack.labels.contains(&label) => {}
            Some(lack) => lack.labels.push(label),
            None => self.lacks.by_reason.push(Lack { subject, kind, labels: vec![label] }),
        }
    }

    /// Whether it is said of a reason that it lacks what a label shows.
    pub(super) fn is_lacking(&self, subject: &Subject<N>, label: &str) -> bool {
        self.lacks.by_reason.iter().any(|lack| lack.subject == *subject && lack.labels.iter().any(|known| known == label))
    }

    /// The reasons, with what lists lack.
    pub(super) fn told(mut self) -> Vec<Reason<N>> {
        let Lacks { by_reason, more } = std::mem::take(&mut self.lacks);
        for Lack { subject, kind, labels } in by_reason {
            let Some(reason) = self.reasons.iter_mut().find(|reason| reason.subject == subject) else { continue };
            let mut named: Vec<String> = labels.iter().take(MOST_NAMED).cloned().collect();
            if labels.len() > named.len() {
                named.push(if more { "others".to_owned() } else { format!("{} more", labels.len() - named.len()) });
            }
            match kind {
                Kind::Items => reason.text.extend([", without ", &and_list(&named)]),
                Kind::Keys => {
                    let of = reason.text.strip_suffix(&format!(" is {LIKE_THIS}")).unwrap_or(&reason.text);
                    reason.text = format!("{of} has no key {}", or_list(&named));
                }
                Kind::Made => reason.text = format!("no item gives {}", or_list(&named)),
            }
        }
        self.reasons
    }
}

/// The members of a list, or the keys of a mapping, as labels show them.
pub(super) fn labels<'v, N: Host<'v>>(of: &Value<'v, N>) -> BTreeSet<String> {
    if of.is_map() {
        of.entries().iter().map(|(key, _)| key.to_label()).collect()
    } else {
        of.items().iter().map(Value::to_label).collect()
    }
}

/// The members of a list that another one has, or has not.
fn apart<'v, N: Host<'v>>(list: &Value<'v, N>, other: &Value<'v, N>, common: bool) -> Vec<Value<'v, N>> {
    let known = labels(other);
    list.items().into_iter().filter(|member| known.contains(&member.to_label()) == common).collect()
}
