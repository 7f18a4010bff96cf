//! What an expression can come out as, whatever the document says.
//!
//! Nothing is read: from the types that the schema gives, from the constants in the expression and from what is asked more
//! than once, every case that makes a difference is gone through. What cannot be told counts as possible, so that "never" and
//! "always" are true where they are said.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use super::compile::{Plan, Scope};
use super::eval::{Binding, Run};
use super::expr::{Expr, ExprKind};
use super::types::Type;
use super::value::Value;
use crate::text::Span;
use atom::Atom;
use point::Possible;

mod atom;
mod compare;
mod logic;
mod point;
mod typed;

/// Most nodes that are looked at for one answer; past it, everything is possible.
const MAX_STEPS: u32 = 200_000;

/// Most combinations of cases that are gone through at one level.
const MAX_CASES: usize = 1024;

/// What an expression can come out as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outlook {
    /// It can be true.
    pub yes: bool,
    /// It can be false.
    pub no: bool,
    /// It can hang on something that nobody declared.
    pub undeclared: bool,
}

impl Outlook {
    const ANY: Self = Self { yes: true, no: true, undeclared: true };

    /// The only value it can have, if it has one: `None` where it can be both or is never either.
    pub fn decided(self) -> Option<bool> {
        (self.yes != self.no).then_some(self.yes)
    }

    fn or(self, other: Self) -> Self {
        Self { yes: self.yes || other.yes, no: self.no || other.no, undeclared: self.undeclared || other.undeclared }
    }
}

/// A part of an expression that changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Idle {
    /// The part.
    pub span: Span,
    /// What it always is.
    pub value: bool,
    /// Without what it could be something else, if it could.
    pub given: Option<Given>,
}

/// What keeps a part of an expression from being true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// A part of the same expression.
    Beside(Span),
    /// The condition under which the expression is asked.
    When,
}

/// The names that an expression sees: their types, and what those stand for that are named sub-expressions.
#[derive(Debug)]
pub struct Setting<'p> {
    scope: &'p Scope,
    /// The plans of the last variables of the scope.
    lets: Vec<&'p Plan>,
}

impl<'p> Setting<'p> {
    /// The names of `scope`, of which the last are the named sub-expressions `lets`.
    pub fn new(scope: &'p Scope, lets: Vec<&'p Plan>) -> Self {
        Self { scope, lets }
    }

    /// What a condition can come out as, in the cases in which all of `given` hold.
    pub fn outlook(&self, plan: &'p Plan, given: &[&'p Plan]) -> Outlook {
        let globals = self.globals();
        let mut seer = Seer::new(self, &globals);
        let both = |seer: &mut Seer<'p, '_>| {
            let mut holds = true;
            for given in given {
                holds &= seer.bool(&given.root).yes;
            }
            let outlook = seer.bool(&plan.root);
            if holds { outlook } else { Outlook::default() }
        };
        seer.count(both);
        seer.each_case(None, both)
    }

    /// Whether a list has no items in any document.
    pub fn is_always_empty(&self, list: &'p Plan) -> bool {
        let globals = self.globals();
        let mut seer = Seer::new(self, &globals);
        seer.count(|seer| seer.is_empty(&list.root));
        seer.is_empty(&list.root) && seer.steps < MAX_STEPS
    }

    /// Whether the value of an expression can hang on something that nobody declared.
    pub fn may_be_undeclared(&self, plan: &'p Plan) -> bool {
        let globals = self.globals();
        let mut seer = Seer::new(self, &globals);
        seer.count(|seer| seer.typed(&plan.root));
        let mut may = false;
        seer.each_case(None, |seer| {
            may |= seer.typed(&plan.root).absent != typed::Absent::Never;
            Outlook::default()
        });
        may
    }

    /// The terms of `&&` and `||`, and the conditions of macros, that are the same in every document, outermost ones only; of terms
    /// within terms also those that are never true where they are asked. `when` is the condition under which it is asked at all.
    pub fn idle(&self, plan: &'p Plan, when: Option<&'p Plan>) -> Vec<Idle> {
        let globals = self.globals();
        let mut seer = Seer::new(self, &globals);
        seer.condition = when.map(|when| &when.root);
        seer.given.extend(seer.condition.map(|when| (when, true)));
        seer.count(|seer| {
            let _ = seer.condition.map(|when| seer.bool(when));
            seer.bool(&plan.root)
        });
        let mut idle = Vec::new();
        seer.idle(&plan.root, &mut idle);
        idle
    }

    fn globals(&self) -> Vec<Binding<'p, Infallible>> {
        let first = self.first_let();
        let binding = |at: usize| match at.checked_sub(first).and_then(|at| self.lets.get(at)) {
            Some(plan) => Binding::lazy(plan),
            None => Binding::Value(Value::Null),
        };
        (0..self.scope.len()).map(binding).collect()
    }

    fn first_let(&self) -> usize {
        self.scope.len().saturating_sub(self.lets.len())
    }

    /// The plan of a variable that is a named sub-expression.
    fn named(&self, position: usize) -> Option<&'p Plan> {
        self.lets.get(position.checked_sub(self.first_let())?).copied()
    }
}

/// A variable of an open macro.
#[derive(Clone, Debug)]
struct Local {
    /// Which macro: the address of its node.
    frame: usize,
    ty: Type,
}

/// One answer in the making.
struct Seer<'p, 'b> {
    setting: &'b Setting<'p>,
    /// For folding what reads nothing.
    globals: &'b [Binding<'p, Infallible>],
    locals: Vec<Local>,
    /// What the answer hangs on, by number.
    atoms: Vec<Atom>,
    /// Numbers by what is asked, spelled one way.
    numbers: BTreeMap<String, usize>,
    /// Numbers by the node that asks.
    known: BTreeMap<usize, usize>,
    closed: BTreeMap<usize, bool>,
    /// The case that is looked at.
    case: BTreeMap<usize, Possible>,
    /// What holds, or does not, wherever the part that is looked at decides anything.
    given: Vec<(&'p Expr, bool)>,
    /// The condition under which all is asked.
    condition: Option<&'p Expr>,
    /// The numbers of what was asked since somebody wanted to know.
    touched: Option<BTreeSet<usize>>,
    /// The numbers whose cases are gone through, where not all have to be.
    only: Option<BTreeSet<usize>>,
    /// Whether this is the round that finds out what is asked how often.
    counting: bool,
    steps: u32,
}

impl<'p, 'b> Seer<'p, 'b> {
    fn new(setting: &'b Setting<'p>, globals: &'b [Binding<'p, Infallible>]) -> Self {
        Self {
            setting,
            globals,
            locals: Vec::new(),
            atoms: Vec::new(),
            numbers: BTreeMap::new(),
            known: BTreeMap::new(),
            closed: BTreeMap::new(),
            case: BTreeMap::new(),
            given: Vec::new(),
            condition: None,
            touched: None,
            only: None,
            counting: false,
            steps: 0,
        }
    }

    fn count<T>(&mut self, look: impl FnOnce(&mut Self) -> T) {
        self.counting = true;
        look(self);
        self.counting = false;
    }

    /// Whether there are steps left.
    fn step(&mut self) -> bool {
        self.steps = self.steps.saturating_add(1);
        self.steps < MAX_STEPS
    }

    /// What `look` sees over all cases of what is asked more than once at a level: `None` for the whole expression, else a macro.
    fn each_case(&mut self, frame: Option<usize>, mut look: impl FnMut(&mut Self) -> Outlook) -> Outlook {
        if self.counting {
            return look(self);
        }
        let mut asked: Vec<(usize, Vec<Possible>)> = Vec::new();
        for number in 0..self.atoms.len() {
            let counts = self.only.as_ref().is_none_or(|only| only.contains(&number));
            if counts && self.atoms[number].is_asked_again(frame) && !self.case.contains_key(&number) {
                let cases = self.atoms[number].cases();
                asked.push((number, cases));
            }
        }
        asked.retain(|(_, cases)| cases.len() > 1);
        asked.sort_by_key(|(_, cases)| cases.len());
        let mut product = 1usize;
        asked.retain(|(_, cases)| {
            let fits = product.saturating_mul(cases.len()) <= MAX_CASES;
            product *= if fits { cases.len() } else { 1 };
            fits
        });
        let mut outlook = Outlook::default();
        for case in 0..product {
            let mut rest = case;
            for (number, cases) in &asked {
                self.case.insert(*number, cases[rest % cases.len()].clone());
                rest /= cases.len();
            }
            outlook = outlook.or(look(self));
            if outlook == Outlook::ANY {
                break;
            }
        }
        for (number, _) in &asked {
            self.case.remove(number);
        }
        outlook
    }

    /// Looks at the body of a macro, for any item.
    fn inside<T>(&mut self, frame: usize, types: Vec<Type>, look: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.locals.len();
        self.locals.extend(types.into_iter().map(|ty| Local { frame, ty }));
        let seen = look(self);
        self.locals.truncate(depth);
        seen
    }

    /// Looks at what a named sub-expression stands for.
    fn named<T>(&mut self, position: usize, look: impl FnOnce(&mut Self, &'p Expr) -> T) -> Option<T> {
        let plan = self.setting.named(position)?;
        let locals = std::mem::take(&mut self.locals);
        let seen = look(self, &plan.root);
        self.locals = locals;
        Some(seen)
    }

    /// Whether nothing of the document and no variable from outside is in it.
    fn is_closed(&mut self, expr: &'p Expr) -> bool {
        let address = address(expr);
        if let Some(closed) = self.closed.get(&address) {
            return *closed;
        }
        let closed = self.reads_nothing(expr, self.locals.len());
        self.closed.insert(address, closed);
        closed
    }

    fn reads_nothing(&mut self, expr: &'p Expr, depth: usize) -> bool {
        match &expr.kind {
            _ if !self.step() => false,
            ExprKind::Global(position) => self.named(*position, Self::is_closed).unwrap_or(false),
            ExprKind::Local(level) => *level >= depth,
            ExprKind::Unknown(_) => false,
            _ => children(expr).into_iter().all(|child| self.reads_nothing(child, depth)),
        }
    }

    /// The value of what reads nothing; `None` where it fails.
    fn fold(&self, expr: &'p Expr) -> Option<Value<'p, Infallible>> {
        let mut run = Run::new(self.globals);
        run.locals = vec![Value::Null; self.locals.len()];
        run.expr(expr).ok()
    }
}

fn children(expr: &Expr) -> Vec<&Expr> {
    let mut children = Vec::new();
    expr.children(|child| children.push(child));
    children
}

/// What tells nodes apart: plans are not moved while they are looked at.
fn address(expr: &Expr) -> usize {
    std::ptr::from_ref(expr).addr()
}

#[cfg(test)]
mod tests;
