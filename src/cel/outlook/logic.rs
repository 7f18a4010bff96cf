//! Conditions: what they can be, from what their parts can be.

use std::collections::BTreeSet;

use super::point::{Point, Possible};
use super::typed::{Absent, Typed};
use super::{Given, Idle, Outlook, Seer, address, children};
use crate::cel::expr::{Expr, ExprKind, Macro, MacroKind};
use crate::cel::types::Type;

impl<'p> Seer<'p, '_> {
    pub(super) fn bool(&mut self, expr: &'p Expr) -> Outlook {
        if !self.step() {
            return Outlook::ANY;
        }
        if self.is_closed(expr) {
            let value = self.fold(expr).and_then(|value| value.as_bool());
            return Outlook { yes: value == Some(true), no: value == Some(false), undeclared: false };
        }
        match &expr.kind {
            ExprKind::And(terms) => self.all_of(terms),
            ExprKind::Or(terms) => self.any_of(terms),
            ExprKind::Not(operand) => swapped(self.bool(operand)),
            ExprKind::Conditional(parts) => {
                let condition = self.bool(&parts[0]);
                let (yes, no) = (self.bool(&parts[1]), self.bool(&parts[2]));
                let mut outlook = Outlook { undeclared: condition.undeclared, ..Outlook::default() };
                for (_, branch) in [(condition.yes, yes), (condition.no, no)].into_iter().filter(|(may, _)| *may) {
                    outlook = outlook.or(branch);
                }
                outlook
            }
            ExprKind::Compare(comparison, pair) => self.comparison(*comparison, pair),
            ExprKind::In(pair) => self.membership(expr, pair),
            ExprKind::Has { operand, field, .. } => {
                let possible = self.possible_field(expr, operand, field);
                let absent = |possible: &Possible| *possible == Possible::Absent;
                Outlook { yes: !possible.iter().all(absent), no: possible.iter().any(absent), undeclared: false }
            }
            ExprKind::Macro(parts) => self.quantified(expr, parts),
            ExprKind::Bind { value, body } => {
                let value = self.typed(value);
                let outlook = self.body(expr, vec![value.ty], body);
                Outlook { undeclared: outlook.undeclared || value.absent != Absent::Never, ..outlook }
            }
            ExprKind::Global(position) if self.setting.named(*position).is_some() => {
                self.named(*position, Self::bool).unwrap_or(Outlook::ANY)
            }
            _ => self.asked(expr),
        }
    }

    fn all_of(&mut self, terms: &'p [Expr]) -> Outlook {
        let terms: Vec<Outlook> = terms.iter().map(|term| self.bool(term)).collect();
        Outlook {
            yes: terms.iter().all(|term| term.yes),
            no: terms.iter().any(|term| term.no),
            undeclared: terms.iter().any(|term| term.undeclared) && terms.iter().all(|term| term.yes || term.undeclared),
        }
    }

    fn any_of(&mut self, terms: &'p [Expr]) -> Outlook {
        let terms: Vec<Outlook> = terms.iter().map(|term| self.bool(term)).collect();
        Outlook {
            yes: terms.iter().any(|term| term.yes),
            no: terms.iter().all(|term| term.no),
            undeclared: terms.iter().any(|term| term.undeclared) && terms.iter().all(|term| term.no || term.undeclared),
        }
    }

    /// What is asked as a whole: a fact, or a function's answer.
    fn asked(&mut self, expr: &'p Expr) -> Outlook {
        let typed = self.typed(expr);
        self.answer(expr, typed)
    }

    pub(super) fn answer(&mut self, expr: &'p Expr, typed: Typed) -> Outlook {
        let possible = self.possible(expr, typed);
        let may = |wanted: bool| {
            possible.iter().any(|possible| match possible {
                Possible::At(Point::Bool(b)) => *b == wanted,
                Possible::At(_) | Possible::Absent => false,
                Possible::Between(..) | Possible::Other(_) => true,
            })
        };
        Outlook { yes: may(true), no: may(false), undeclared: possible.contains(&Possible::Absent) }
    }

    /// `all` and `exists`, which an empty list decides; asked twice, the answer is the same.
    fn quantified(&mut self, expr: &'p Expr, parts: &'p Macro) -> Outlook {
        if !matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne) {
            return self.asked(expr);
        }
        self.read(&parts.range);
        let range = self.typed(&parts.range);
        let empty = self.is_empty(&parts.range);
        let variables = self.variables(parts);
        let body = if empty { Outlook::default() } else { self.body(expr, variables, &parts.body) };
        let all = parts.kind == MacroKind::All;
        let mut outlook =
            Outlook { yes: all || body.yes, no: !all || body.no, undeclared: body.undeclared || range.absent != Absent::Never };
        if range.absent == Absent::Always {
            outlook = Outlook { undeclared: true, ..Outlook::default() };
        }
        let number = self.atom(expr);
        if let Some(Possible::At(Point::Bool(b))) = self.assigned(number) {
            outlook = Outlook { yes: outlook.yes && *b, no: outlook.no && !*b, ..outlook };
        }
        self.count_answer(number);
        outlook
    }

    /// What a macro's body, or its condition, can be for any item.
    pub(super) fn body(&mut self, expr: &'p Expr, variables: Vec<Type>, body: &'p Expr) -> Outlook {
        let frame = address(expr);
        self.inside(frame, variables, |seer| seer.each_case(Some(frame), |seer| seer.bool(body)))
    }

    /// Whether a list has no items in any document.
    pub(super) fn is_empty(&mut self, expr: &'p Expr) -> bool {
        if !self.step() {
            return false;
        }
        if self.is_closed(expr) {
            return self.fold(expr).is_some_and(|value| value.collection_len() == Some(0));
        }
        match &expr.kind {
            ExprKind::Global(position) => self.named(*position, Self::is_empty).unwrap_or(false),
            ExprKind::Macro(parts) => match parts.kind {
                MacroKind::Filter | MacroKind::Map | MacroKind::SortBy => {
                    let condition = if parts.kind == MacroKind::Filter { Some(&parts.body) } else { parts.filter.as_ref() };
                    self.is_empty(&parts.range)
                        || condition.is_some_and(|condition| {
                            let variables = self.variables(parts);
                            !self.body(expr, variables, condition).yes
                        })
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// The outermost parts of conditions below a node that are the same in every document, or that something rules out.
    pub(super) fn idle(&mut self, expr: &'p Expr, idle: &mut Vec<Idle>) {
        match &expr.kind {
            ExprKind::And(terms) => self.idle_terms(terms, true, idle),
            ExprKind::Or(terms) => self.idle_terms(terms, false, idle),
            ExprKind::Conditional(parts) => self.idle_branches(parts, idle),
            _ => self.idle_children(expr, idle),
        }
    }

    /// The same of terms that `all` have to hold, or of which one is enough.
    fn idle_terms(&mut self, terms: &'p [Expr], all: bool, idle: &mut Vec<Idle>) {
        for (at, term) in terms.iter().enumerate() {
            let outlook = self.in_frame(|seer| seer.bool(term));
            match outlook.decided() {
                Some(true) if insists(outlook, term) => continue,
                Some(value) => {
                    idle.push(Idle { span: term.span, value, given: None });
                    continue;
                }
                None => {}
            }
            let known = self.given.len();
            let others = terms.iter().enumerate().filter(|(other, _)| *other != at && terms.len() <= MAX_GIVEN);
            let others: Vec<(&Expr, bool)> = others.map(|(_, other)| (other, all)).collect();
            // One of several ways counts where the others come to nothing, but for a guard of the way to what others ask:
            // `!has(a) || !has(a.b) || …`. Terms that have to hold together, all do.
            if !all && !is_guard(term) {
                self.given.extend(&others);
            }
            let given = self.ruled_out(term);
            if all || is_guard(term) {
                self.given.extend(&others);
            }
            match given {
                Some(given) => idle.push(Idle { span: term.span, value: false, given: Some(given) }),
                None => self.idle(term, idle),
            }
            self.given.truncate(known);
        }
    }

    /// The same of a choice: its question, and each branch where it is taken.
    fn idle_branches(&mut self, parts: &'p [Expr; 3], idle: &mut Vec<Idle>) {
        match self.ruled_out(&parts[0]) {
            Some(given) => idle.push(Idle { span: parts[0].span, value: false, given: Some(given) }),
            None => self.idle(&parts[0], idle),
        }
        for (branch, yes) in [(&parts[1], true), (&parts[2], false)] {
            self.given.push((&parts[0], yes));
            match self.ruled_out(branch).filter(|_| !self.is_closed(branch)) {
                Some(given) => idle.push(Idle { span: branch.span, value: false, given: Some(given) }),
                None => self.idle(branch, idle),
            }
            self.given.pop();
        }
    }

    /// The same of the parts of any other expression.
    fn idle_children(&mut self, expr: &'p Expr, idle: &mut Vec<Idle>) {
        for child in children(expr) {
            if let ExprKind::Macro(parts) = &expr.kind
                && is_condition(parts, child)
            {
                let variables = self.variables(parts);
                let outlook = self.body(expr, variables, child);
                if let Some(value) = outlook.decided().filter(|value| !(*value && insists(outlook, child))) {
                    idle.push(Idle { span: child.span, value, given: None });
                    continue;
                }
            }
            let variables = match &expr.kind {
                ExprKind::Macro(parts) if !std::ptr::eq(child, &raw const parts.range) => self.variables(parts),
                ExprKind::Bind { value, body } if std::ptr::eq(child, body.as_ref()) => vec![self.typed(value).ty],
                ExprKind::OptionalMap { body, .. } if std::ptr::eq(child, body.as_ref()) => vec![Type::Dyn],
                _ => Vec::new(),
            };
            // What is given holds of what it names; inside a macro other things have names.
            let given = std::mem::take(&mut self.given);
            self.given.extend(self.condition.map(|when| (when, true)));
            self.inside(address(expr), variables, |seer| seer.idle(child, idle));
            self.given = given;
        }
    }

    /// Whether a premise is the condition of the rule.
    fn is_condition(&self, premise: &Expr) -> bool {
        self.condition.is_some_and(|when| std::ptr::eq(when, premise))
    }

    /// What `look` sees in all cases of the macro that is open and of the whole.
    fn in_frame(&mut self, mut look: impl FnMut(&mut Self) -> Outlook) -> Outlook {
        match self.locals.last().map(|local| local.frame) {
            None => self.each_case(None, look),
            frame => self.each_case(frame, |seer| seer.each_case(None, &mut look)),
        }
    }

    /// What keeps a term that can be true from being true wherever it decides anything.
    fn ruled_out(&mut self, term: &'p Expr) -> Option<Given> {
        if !self.in_frame(|seer| seer.bool(term)).yes {
            return None;
        }
        let given = self.given.clone();
        let held = |seer: &mut Self, (other, wanted): (&'p Expr, bool)| {
            let outlook = seer.bool(other);
            // What nobody declared leaves the decision to the others.
            outlook.undeclared || if wanted { outlook.yes } else { outlook.no }
        };
        // One case is enough.
        let found = |found: bool| if found { Outlook::ANY } else { Outlook::default() };
        given.into_iter().find_map(|premise| {
            self.touched = Some(BTreeSet::new());
            held(self, premise);
            self.bool(term);
            self.only = self.touched.take();
            let can_hold = self.in_frame(|seer| found(held(seer, premise))).yes;
            let both = self.in_frame(|seer| found(held(seer, premise) && seer.bool(term).yes));
            self.only = None;
            (can_hold && !both.yes).then(|| if self.is_condition(premise.0) { Given::When } else { Given::Beside(premise.0.span) })
        })
    }
}

/// Whether a term asks no more than whether something is there.
fn is_guard(term: &Expr) -> bool {
    match &term.kind {
        ExprKind::Not(operand) => is_guard(operand),
        kind => matches!(kind, ExprKind::Has { .. }),
    }
}

/// Most terms beside each other that are held against what stands in each.
const MAX_GIVEN: usize = 16;

/// Whether a part of a macro says which items count.
fn is_condition(parts: &Macro, part: &Expr) -> bool {
    let asks = matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne | MacroKind::Filter);
    asks && std::ptr::eq(part, &raw const parts.body) || parts.filter.as_ref().is_some_and(|filter| std::ptr::eq(part, filter))
}

/// `x in [every value]` is how a rule insists that a fact is declared, also of each item.
fn insists(outlook: Outlook, expr: &Expr) -> bool {
    fn asks_for_all(expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::In(_) => true,
            ExprKind::Macro(parts) => parts.kind == MacroKind::All && asks_for_all(&parts.body),
            ExprKind::And(terms) => terms.iter().any(asks_for_all),
            _ => false,
        }
    }
    outlook.undeclared && asks_for_all(expr)
}

fn swapped(outlook: Outlook) -> Outlook {
    Outlook { yes: outlook.no, no: outlook.yes, ..outlook }
}
