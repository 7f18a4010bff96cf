//! The nodes that an operand's value was made from.

use jiff::civil::{Date, DateTime};

use super::place::described;
use super::witness::{MAKES, has_macro};
use super::{Blame, Reason, Subject};
use crate::cel::eval::Run;
use crate::cel::expr::{Arithmetic, Expr, ExprKind, MacroKind};
use crate::cel::functions::Operation;
use crate::cel::host::{Host, Seen};
use crate::cel::value::Value;
use crate::text::{clean_line, plural, shorten};

/// A text of more bytes is not shown whole.
const LONG_TEXT: usize = 60;

/// Characters that are shown before and after a part of a text.
const AROUND: usize = 20;

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
                self.operand(run, if yes { &parts[1] } else { &parts[2] });
                self.alternatives += 1;
                self.condition(run, &parts[0], yes);
                self.alternatives -= 1;
            }
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Has { .. } => self.as_condition(run, expr),
            ExprKind::Macro(parts) => match parts.kind {
                MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne => self.as_condition(run, expr),
                MacroKind::Filter => self.filtered(run, parts),
                MacroKind::Map => self.mapped(run, parts),
                _ => self.operand(run, &parts.range),
            },
            ExprKind::Bind { value, body } => self.bind(run, value, |blame, run| blame.operand(run, body)),
            ExprKind::OptionalMap { target, body, .. } => {
                self.operand(run, target);
                if let Ok(Value::Optional(Some(inner))) = run.expr(target) {
                    run.with_locals([inner.as_ref().clone()], |run| self.operand(run, body));
                }
            }
            ExprKind::In(pair) => self.membership(run, &pair[0], &pair[1]),
            ExprKind::Call { function, arguments, .. } if function.is_either() => {
                for argument in run.looked_at(arguments) {
                    self.operand(run, argument);
                }
            }
            ExprKind::Call { function, arguments, regex, .. } => {
                if self.members(run, expr, function.operation, arguments) {
                    return;
                }
                for argument in arguments {
                    self.operand(run, argument);
                }
                match (function.operation, &arguments[..]) {
                    (Operation::Size, [of]) => self.size(run, of),
                    (Operation::SetContains, [list, wanted]) => self.lacking(run, list, wanted),
                    (Operation::Contains | Operation::Matches, [text, part]) => self.part_of_text(run, text, part, regex.as_deref()),
                    _ => {}
                }
            }
            ExprKind::Compare(_, pair) if pair.iter().any(|side| self.repeated(run, side)) => {}
            ExprKind::Compare(comparison, pair) => self.compared(run, *comparison, pair),
            ExprKind::Arithmetic(Arithmetic::Subtract, pair) => self.pair(run, pair),
            _ => {
                let mut children = Vec::new();
                expr.children(|child| children.push(child));
                for child in children {
                    self.operand(run, child);
                }
            }
        }
    }

    /// Shows the part of a long text that was found in it.
    fn part_of_text(&mut self, run: &mut Run<'v, '_, N>, text: &'v Expr, part: &'v Expr, pattern: Option<&regex::Regex>) {
        let Some(Subject::Node(node)) = Self::follow(run, text).filter(|_| self.telling) else { return };
        let Ok(part) = run.expr(part) else { return };
        let (Seen::Text(whole), Some(part)) = (node.see(), part.as_str()) else { return };
        let (at, part) = match pattern {
            Some(pattern) => pattern.find(whole).map_or((None, part), |found| (Some(found.start()), found.as_str())),
            None => (whole.find(part), part),
        };
        let Some(at) = at.filter(|_| !part.is_empty() && whole.len() > LONG_TEXT) else { return };
        let before: String = whole.get(..at).unwrap_or_default().chars().rev().take(AROUND).collect();
        let rest = whole.get(at + part.len()..).unwrap_or_default();
        let after: String = rest.chars().take(AROUND).collect();
        let shown = format!("{}{part}{after}", before.chars().rev().collect::<String>());
        let shown = clean_line(&shown);
        if let Some(reason) = self.reasons.iter_mut().find(|reason| reason.subject == Subject::Node(node))
            && let Some((name, _)) = reason.text.split_once(" is ")
        {
            let (first, last) = (if before.len() < at { "…" } else { "" }, if after.len() < rest.len() { "…" } else { "" });
            reason.text = format!("{name} has `{first}{}{last}`", shorten(shown.trim(), LONG_TEXT));
        }
    }

    /// Adds how long a text is, or a list of which not all items are shown.
    fn size(&mut self, run: &mut Run<'v, '_, N>, of: &'v Expr) {
        let Some(Subject::Node(node)) = Self::follow(run, of).filter(|_| self.telling) else { return };
        let size = match node.see() {
            Seen::Text(text) if !text.is_empty() => plural(text.chars().count(), "character"),
            Seen::List if node.len() > MOST_ITEMS => plural(node.len(), "item"),
            Seen::Map => plural(node.len(), "key"),
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
    pub(super) fn pair(&mut self, run: &mut Run<'v, '_, N>, pair: &'v [Expr; 2]) {
        let start = self.reasons.len();
        self.operand(run, &pair[0]);
        self.comes_to(run, &pair[0], start);
        let middle = self.reasons.len();
        self.operand(run, &pair[1]);
        self.comes_to(run, &pair[1], middle);
        if !self.telling {
            return;
        }
        self.same_node(run, pair);
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

    /// Adds to what a number was computed from what that comes to.
    fn comes_to(&mut self, run: &mut Run<'v, '_, N>, side: &'v Expr, from: usize) {
        // Of what several items come to, none of them says it.
        if !is_computed(run, side) || self.reasons.len() != from + 1 {
            return;
        }
        let Ok(value @ (Value::Int(_) | Value::Uint(_) | Value::Double(_))) = run.expr(side) else { return };
        let known = |text: &str| text.rsplit(' ').next().and_then(|last| last.parse::<f64>().ok());
        // A tolerance is nothing to speak of.
        if let (Value::Double(made), Some(known)) = (&value, self.reasons.get(from).and_then(|reason| known(&reason.text)))
            && (made - known).abs() <= known.abs() / 1000.0
        {
            return;
        }
        if let Some(reason) = self.reasons.get_mut(from) {
            reason.text = format!("{}{MAKES}{}", reason.text, value.to_label());
        }
    }

    /// Two ways to one node, by an alias: changing it changes both.
    fn same_node(&mut self, run: &mut Run<'v, '_, N>, pair: &'v [Expr; 2]) {
        let [first, second] = pair;
        let (Some(Subject::Node(node)), Some(Subject::Node(other))) = (Self::follow(run, first), Self::follow(run, second)) else { return };
        let (first, second) = (self.written(first), self.written(second));
        if node == other
            && first != second
            && begin_alike(&pair[0], &pair[1])
            && let Some(reason) = self.reasons.iter_mut().find(|reason| reason.subject == Subject::Node(node))
        {
            reason.text = format!("`{first}` and `{second}` are this one value, {}", described(&Value::Node(node)));
        }
    }

    /// The reasons in a range that are dates.
    fn dates(&self, start: usize, end: usize) -> Vec<usize> {
        (start..end).filter(|&at| self.reasons.get(at).and_then(day).is_some()).collect()
    }
}

/// Whether two paths begin at one variable.
fn begin_alike(first: &Expr, second: &Expr) -> bool {
    match (&first.kind, &second.kind) {
        (ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. }, _) => begin_alike(operand, second),
        (_, ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. }) => begin_alike(first, operand),
        (ExprKind::Global(a), ExprKind::Global(b)) | (ExprKind::Local(a), ExprKind::Local(b)) => a == b,
        _ => false,
    }
}

/// Whether a number was computed, also behind a name.
fn is_computed<'v, N: Host<'v>>(run: &Run<'v, '_, N>, expr: &'v Expr) -> bool {
    match &expr.kind {
        ExprKind::Arithmetic(..) | ExprKind::Conditional(_) => !has_macro(expr),
        ExprKind::Call { function, .. } => matches!(function.operation, Operation::TimePart(_)),
        ExprKind::Global(position) => run.named(*position).is_some_and(|plan| is_computed(run, &plan.root)),
        _ => false,
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
