//! Types: what an expression can be, proved before it runs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::compile::{Problem, ProblemKind, Scope};
use super::expr::{Arithmetic, Expr, ExprKind, Literal, Reading};
use super::form::Form;
use super::types::{Type, Word, Words};
use crate::text::{Span, or_list};

mod access;
mod arguments;
mod call;
mod compare;
mod idiom;
mod range;
mod words;

/// What the place where an expression stands needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expect {
    /// Any value.
    Any,
    /// `true` or `false`.
    Bool,
    /// A list, whose items are bound one by one.
    List,
    /// A value that can be printed in a message.
    Printable,
}

/// The type of a plan.
pub(super) fn check(root: &mut Expr, scope: &Scope, expect: Expect) -> Result<Type, Vec<Problem>> {
    let mut checker = Checker::new(scope);
    let ty = checker.expr(root).settled();
    checker.report_unmet();
    checker.report_out_of_range();
    let wrong = match expect {
        Expect::Any => None,
        Expect::Bool => (!matches!(ty, Type::Bool | Type::Dyn)).then_some("a bool"),
        Expect::List => (!matches!(ty, Type::List(_) | Type::Dyn)).then_some("a list"),
        Expect::Printable => (!is_printable(&ty)).then_some("a value that can be printed"),
    };
    if let Some(wanted) = wrong
        && checker.problems.is_empty()
    {
        let problem = Problem::new(ProblemKind::Type, root.span, format!("expected {wanted}, found {ty}"), format!("this is {ty}"));
        checker.problems.push(match (expect, &ty) {
            (Expect::Bool, ty) => not_bool(problem, ty),
            (Expect::List, _) if matches!(&root.kind, ExprKind::Index { index, .. } if arguments::whole(index).is_some()) => {
                problem.help("leave `[…]` out: each item of the list is judged")
            }
            (Expect::List, Type::Object(_) | Type::Map(..)) => {
                problem.help("write `….transformList(key, value, value)` for the values of a mapping")
            }
            (Expect::List, Type::Bool) => problem.help("write `.filter(x, …)` for the items that meet a condition"),
            (Expect::Printable, Type::List(_)) => problem.help("print one field of each item, e.g. `….map(item, item.id)`"),
            (Expect::Printable, Type::Object(_)) => problem.help("print one of its fields, e.g. `….id`"),
            _ => problem,
        });
    }
    if checker.problems.is_empty() { Ok(ty) } else { Err(checker.problems) }
}

/// The type of a plan, whatever is wrong with it.
pub(super) fn infer(root: &mut Expr, scope: &Scope) -> Type {
    Checker::new(scope).expr(root).settled()
}

/// What the literals can be that are compared with enums, by where they begin.
pub(super) fn choices(root: &mut Expr, scope: &Scope) -> BTreeMap<u32, Arc<[String]>> {
    let mut checker = Checker { members: Some(BTreeMap::new()), ..Checker::new(scope) };
    checker.expr(root);
    checker.members.unwrap_or_default()
}

/// Whether a message can hold values of a type; a list is printed item by item.
fn is_printable(ty: &Type) -> bool {
    match ty {
        Type::Object(_) | Type::Map(..) | Type::Type => false,
        Type::List(item) | Type::Optional(item) => is_printable(item),
        _ => true,
    }
}

/// The type of what may be either, if one covers both.
pub(super) fn join(a: &Type, b: &Type) -> Option<Type> {
    Some(match (a, b) {
        (a, b) if a == b => a.clone(),
        (Type::Free, other) | (other, Type::Free) => other.clone(),
        (Type::Dyn, _) | (_, Type::Dyn) => Type::Dyn,
        (Type::Enum(a), Type::Enum(b)) => {
            let mut all = a.to_vec();
            all.extend(b.iter().filter(|member| !a.contains(member)).cloned());
            Type::Enum(all.into())
        }
        (Type::Words(a), Type::Words(b)) => Type::Words(Arc::new(a.and(b))),
        (Type::Enum(a), Type::Words(b)) | (Type::Words(b), Type::Enum(a)) if !b.open => {
            let others = b.all.iter().map(|word| &word.text).filter(|word| !a.contains(word));
            Type::Enum(a.iter().chain(others).cloned().collect())
        }
        (a, b) if a.is_text() && b.is_text() => Type::Text,
        (Type::List(a), Type::List(b)) => Type::List(Arc::new(join(a, b)?)),
        (Type::Optional(a), Type::Optional(b)) => Type::Optional(Arc::new(join(a, b)?)),
        (Type::Map(ak, av), Type::Map(bk, bv)) => Type::Map(Arc::new(join(ak, bk)?), Arc::new(join(av, bv)?)),
        (Type::Object(_), Type::Object(_) | Type::Map(..)) | (Type::Map(..), Type::Object(_)) => {
            Type::Map(Arc::new(Type::Text), Arc::new(Type::Dyn))
        }
        _ => return None,
    })
}

struct Checker<'a> {
    scope: &'a Scope,
    locals: Vec<Type>,
    /// What the schema allows the fields to be that were looked at, by where their names begin.
    ranges: BTreeMap<u32, range::Range>,
    /// The same for their sizes.
    sizes: BTreeMap<u32, range::Range>,
    /// What their texts look like.
    forms: BTreeMap<u32, Arc<Form>>,
    /// The values that they have where nobody sets others.
    defaults: BTreeMap<u32, range::Range>,
    problems: Vec<Problem>,
    /// What literals beside enums can be, where somebody asks.
    members: Option<BTreeMap<u32, Arc<[String]>>>,
    /// The levels of the variables that are keys of a mapping, or positions, where its values may be meant, and what to do about it.
    keys: Vec<(usize, &'static str)>,
    /// Texts that stand elsewhere than where they are compared with what they can never be, and what is to be said of that.
    unmet: BTreeMap<words::Place, Problem>,
    /// Those that are what something can be that they are compared with.
    met: BTreeSet<words::Place>,
    /// The types of the items of the list that was looked at last.
    item_types: Vec<Type>,
    /// Where durations are made whole numbers.
    seconds: BTreeSet<u32>,
    /// Where numbers are made texts.
    texts_of_numbers: BTreeSet<u32>,
    /// What is to be said of defaults that are out of range where they are compared, by the parameter.
    out_of_range: Vec<(String, Problem)>,
    /// The parameters that are compared with a number first: one of their values may mean something else.
    guarded: BTreeSet<String>,
}

impl<'a> Checker<'a> {
    fn new(scope: &'a Scope) -> Self {
        Self {
            scope,
            locals: Vec::new(),
            ranges: BTreeMap::new(),
            sizes: BTreeMap::new(),
            forms: BTreeMap::new(),
            defaults: BTreeMap::new(),
            problems: Vec::new(),
            members: None,
            keys: Vec::new(),
            unmet: BTreeMap::new(),
            met: BTreeSet::new(),
            item_types: Vec::new(),
            seconds: BTreeSet::new(),
            texts_of_numbers: BTreeSet::new(),
            out_of_range: Vec::new(),
            guarded: BTreeSet::new(),
        }
    }
}

impl Checker<'_> {
    fn problem(&mut self, problem: Problem) -> Type {
        self.problems.push(problem);
        Type::Dyn
    }

    fn type_problem(&mut self, span: Span, message: impl Into<String>, label: impl Into<String>) -> Type {
        self.problem(Problem::new(ProblemKind::Type, span, message, label))
    }

    /// The type of an expression, which also says how the nodes that it gives are read.
    fn expr(&mut self, expr: &mut Expr) -> Type {
        let ty = match self.type_of(expr) {
            Type::Free => Type::Dyn,
            Type::Prose => self.prose(expr.span),
            ty => ty,
        };
        // What a function puts into an optional is read when it is taken out: `unknown` there is undeclared, not absent.
        let kept = matches!((&expr.kind, &ty), (ExprKind::Call { .. }, Type::Optional(_)));
        if expr.gives_nodes() && !kept {
            expr.reading = Reading::of(&ty);
        }
        ty
    }

    fn type_of(&mut self, expr: &mut Expr) -> Type {
        let span = expr.span;
        match &mut expr.kind {
            ExprKind::Literal(Literal::Text(text)) => Type::word(text, span),
            ExprKind::Literal(literal) => literal_type(literal),
            ExprKind::Global(position) => self.scope.variables.get(*position).map_or(Type::Dyn, |(_, ty)| ty.clone()),
            ExprKind::Local(level) => self.locals.get(*level).cloned().unwrap_or(Type::Dyn),
            ExprKind::TypeName(_) => Type::Type,
            ExprKind::Unknown(_) => Type::Dyn,
            ExprKind::Select { operand, field, field_span, optional } => self.select(operand, field, *field_span, *optional),
            ExprKind::Has { operand, field, field_span } => {
                let ty = self.select(operand, field, *field_span, true);
                expr.reading = Reading::of(&ty);
                Type::Bool
            }
            ExprKind::Index { operand, index, optional } => self.index(span, operand, index, *optional),
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                for at in 0..terms.len() {
                    if let Some(problem) = another_value(terms, at) {
                        self.problem(problem);
                    } else {
                        self.bool(&mut terms[at]);
                    }
                }
                Type::Bool
            }
            ExprKind::Not(operand) => {
                self.bool(operand);
                Type::Bool
            }
            ExprKind::Negate(operand) => match self.expr(operand) {
                ty @ (Type::Int | Type::Double | Type::Duration | Type::Dyn) => ty,
                ty => self.type_problem(operand.span, format!("`-` does not take {ty}"), format!("this is {ty}")),
            },
            ExprKind::Conditional(parts) => self.conditional(parts),
            ExprKind::Compare(comparison, pair) => self.comparison(span, *comparison, pair),
            ExprKind::Arithmetic(operator, pair) => self.arithmetic(span, *operator, pair),
            ExprKind::In(pair) => self.membership(pair),
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(entries),
            ExprKind::Call { function, arguments, name_span, .. } => self.call(span, function, arguments, *name_span),
            ExprKind::Macro(parts) => self.comprehension(parts),
            ExprKind::Bind { value, body } => {
                let ty = self.expr(value);
                let ty = if compare::is_written(value) { ty.opened() } else { ty };
                self.with(&[ty], |checker| checker.expr(body))
            }
            ExprKind::OptionalMap { target, body, flat } => self.optional_map(target, body, *flat),
        }
    }

    fn prose(&mut self, span: Span) -> Type {
        let problem = Problem::new(ProblemKind::Type, span, "a text that is written for people decides nothing", "prose");
        self.problem(problem.help("read a structured fact instead, or ask with `has(…)` whether the text is there"))
    }

    fn with<T>(&mut self, types: &[Type], body: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.locals.len();
        self.locals.extend(types.iter().map(Type::settled));
        let result = body(self);
        self.locals.truncate(depth);
        result
    }

    fn bool(&mut self, expr: &mut Expr) {
        let ty = self.expr(expr);
        if !matches!(ty, Type::Bool | Type::Dyn) {
            let problem = Problem::new(ProblemKind::Type, expr.span, format!("expected a bool, found {ty}"), format!("this is {ty}"));
            let variable = matches!((&expr.kind, &ty), (ExprKind::Local(_), Type::Object(_)));
            self.problem(if variable { problem.help("ask for one of its fields") } else { not_bool(problem, &ty) });
        }
    }

    fn conditional(&mut self, parts: &mut [Expr; 3]) -> Type {
        self.bool(&mut parts[0]);
        let (yes, no) = (self.expr(&mut parts[1]), self.expr(&mut parts[2]));
        match join(&yes, &no) {
            Some(Type::Words(words)) => Type::Words(Arc::new(Words { loose: true, ..words.as_ref().clone() })),
            Some(ty) => ty,
            None => {
                let span = parts[1].span.union(parts[2].span);
                self.type_problem(span, format!("branches differ: {yes} and {no}"), "one type is needed")
            }
        }
    }

    fn arithmetic(&mut self, span: Span, operator: Arithmetic, pair: &mut [Expr; 2]) -> Type {
        let (left, right) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        if matches!(operator, Arithmetic::Divide | Arithmetic::Remainder)
            && matches!(pair[1].kind, ExprKind::Literal(Literal::Int(0) | Literal::Uint(0)))
            && !compare::is_written(&pair[0])
        {
            return self.type_problem(span, "division by zero", "never has a value");
        }
        let sum = matches!(operator, Arithmetic::Add | Arithmetic::Subtract);
        let plus = operator == Arithmetic::Add;
        match (&left, &right) {
            (Type::Dyn, _) | (_, Type::Dyn) => Type::Dyn,
            (Type::Double, Type::Double) if operator == Arithmetic::Remainder => {
                self.type_problem(span, "`%` does not take double", "double has no remainder")
            }
            (a, b) if a.is_number() && a == b => left,
            (a, b) if plus && a.is_text() && b.is_text() => Type::Text,
            (Type::Bytes, Type::Bytes) if plus => left,
            (Type::List(_), Type::List(_)) if plus => join(&left, &right).unwrap_or(Type::List(Arc::new(Type::Dyn))),
            (Type::Timestamp, Type::Duration) if sum => Type::Timestamp,
            (Type::Duration, Type::Timestamp) if plus => Type::Timestamp,
            (Type::Timestamp, Type::Timestamp) if operator == Arithmetic::Subtract => Type::Duration,
            (Type::Duration, Type::Duration) if sum => Type::Duration,
            _ => {
                let problem = Problem::new(
                    ProblemKind::Type,
                    span,
                    format!("`{}` does not take {left} and {right}", operator.symbol()),
                    format!("{left} and {right}"),
                );
                self.problem(match (&left, &right) {
                    (Type::Day, _) | (_, Type::Day) => problem.help("turn the text into a day with `date(…)`"),
                    (Type::Timestamp | Type::Duration, Type::Int) if sum => problem.help("write `days(…)` for a number of days"),
                    (Type::Duration, Type::Duration) => problem.help("compare a duration as it is, e.g. `… > days(30)`"),
                    (a, b) if a.is_number() && b.is_number() => problem.help("convert one side, e.g. `double(…)`"),
                    (a, b) if plus && (a.is_text() || b.is_text()) => problem.help("write `string(…)` to make a text of the other side"),
                    _ => problem,
                })
            }
        }
    }

    fn list(&mut self, items: &mut [(Expr, bool)]) -> Type {
        // Texts are put together once, for there can be thousands.
        let (mut words, mut all): (Vec<Word>, Option<Type>) = (Vec::new(), None);
        let mut types = Vec::with_capacity(items.len());
        for (item, optional) in items {
            let mut ty = self.expr(item);
            types.push(ty.clone());
            if *optional && let Type::Optional(inner) = &ty {
                ty = inner.as_ref().clone();
            }
            if let Type::Words(some) = &ty
                && !some.open
            {
                words.extend(some.all.iter().cloned());
                continue;
            }
            all = Some(match all {
                None => ty,
                Some(known) => join(&known, &ty).unwrap_or(Type::Dyn),
            });
        }
        let words = (!words.is_empty()).then(|| Type::Words(Arc::new(Words { all: words, open: false, loose: false })));
        let all = match (words, all) {
            (Some(words), Some(all)) => join(&all, &words).unwrap_or(Type::Dyn),
            (words, all) => words.or(all).unwrap_or(Type::Free),
        };
        self.item_types = types;
        Type::List(Arc::new(all))
    }

    fn map(&mut self, entries: &mut [(Expr, Expr, bool)]) -> Type {
        let (mut keys, mut values): (Option<Type>, Option<Type>) = (None, None);
        for at in 1..entries.len() {
            let (before, rest) = entries.split_at(at);
            if let Some((key, ..)) = rest.first()
                && let ExprKind::Literal(literal) = &key.kind
                && before.iter().any(|(other, ..)| matches!(&other.kind, ExprKind::Literal(known) if known == literal))
            {
                self.type_problem(key.span, "a key stands twice in the map", "stands before");
            }
        }
        for (key, value, optional) in entries {
            let span = key.span;
            let (mut key, mut value) = (self.expr(key), self.expr(value));
            if *optional && let Type::Optional(inner) = &value {
                value = inner.as_ref().clone();
            }
            if !matches!(key, Type::Dyn | Type::Bool | Type::Int | Type::Uint) && !key.is_text() {
                key = self.type_problem(span, format!("{key} cannot be a key"), format!("this is {key}"));
            }
            keys = Some(keys.map_or(key.clone(), |known| join(&known, &key).unwrap_or(Type::Dyn)));
            values = Some(values.map_or(value.clone(), |known| join(&known, &value).unwrap_or(Type::Dyn)));
        }
        Type::Map(Arc::new(keys.unwrap_or(Type::Free)), Arc::new(values.unwrap_or(Type::Free)))
    }
}

/// A literal among conditions, meant as another value of the comparison before it: `x == 'a' || 'b'`.
fn another_value(terms: &[Expr], at: usize) -> Option<Problem> {
    let (before, term) = (terms.get(..at)?, terms.get(at)?);
    let is_value = |expr: &Expr| matches!(&expr.kind, ExprKind::Literal(literal) if !matches!(literal, Literal::Bool(_)));
    let compares = |expr: &Expr| matches!(&expr.kind, ExprKind::Compare(_, pair) if is_value(&pair[1]));
    if !is_value(term) || !before.iter().any(compares) {
        return None;
    }
    let ExprKind::Literal(literal) = &term.kind else { return None };
    let found = literal_type(literal);
    let problem = Problem::new(ProblemKind::Type, term.span, format!("expected a bool, found {found}"), format!("this is {found}"));
    Some(problem.help("each comparison stands for itself: write `x in [a, b]`, or `x == a || x == b`"))
}

/// How to make a bool of what is none.
fn not_bool(problem: Problem, ty: &Type) -> Problem {
    match ty {
        Type::List(_) => problem.help("write `size(…) > 0`, or `.exists(x, …)`"),
        Type::Object(_) | Type::Map(..) => problem.help("write `has(…)` to ask whether it is declared"),
        ty if ty.is_text() => problem.help("compare it, e.g. `… == '…'`, or ask with `has(…)` whether it is there"),
        ty if ty.is_number() => problem.help("compare it, e.g. `… > 0`"),
        Type::Optional(_) => problem.help("write `.hasValue()`, or `.orValue(false)`"),
        _ => problem,
    }
}

fn literal_type(literal: &Literal) -> Type {
    match literal {
        Literal::Null => Type::Null,
        Literal::Bool(_) => Type::Bool,
        Literal::Int(_) => Type::Int,
        Literal::Uint(_) => Type::Uint,
        Literal::Double(_) => Type::Double,
        Literal::Text(_) => Type::Text,
        Literal::Bytes(_) => Type::Bytes,
        Literal::Timestamp(_) => Type::Timestamp,
        Literal::Duration(_) => Type::Duration,
    }
}

/// The members of an enum, for messages.
fn members(all: &[String]) -> String {
    let names: Vec<String> = all.iter().map(|member| format!("`{member}`")).collect();
    or_list(&names)
}
