use std::cell::OnceCell;
use std::rc::Rc;

use super::compile::Plan;
use super::expr::{Expr, ExprKind, Literal, Macro, MacroKind};
use super::functions;
use super::host::Host;
use super::value::{Map, Text, Value};
use crate::text::Span;

mod access;
mod operators;

pub(super) use operators::{Order, compare, equal};

/// Most steps that one evaluation may take: about a tenth of a second.
pub const MAX_COST: u64 = 1_000_000;

/// Why an evaluation gave no value.
#[derive(Clone, Debug)]
pub enum Stop<N> {
    /// The answer hangs on facts that nobody declared.
    Undeclared(Box<[Undeclared<N>]>),
    /// The expression failed.
    Failed(Box<Failure>),
}

/// A fact that is not declared: a way of keys below a node that exists, or the node itself where it says `unknown`.
#[derive(Clone, Debug, PartialEq)]
pub struct Undeclared<N> {
    /// The innermost node that exists.
    pub at: N,
    /// Keys that are missing below it; empty where the node says that nobody knows.
    pub keys: Vec<String>,
}

/// An evaluation error.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Bytes of the expression that failed.
    pub span: Span,
    /// One line.
    pub message: String,
}

/// What a variable of the scope is bound to.
pub enum Binding<'v, N> {
    /// A value.
    Value(Value<'v, N>),
    /// An expression over the variables before it, evaluated when first asked for.
    Lazy(&'v Plan, OnceCell<Result<Value<'v, N>, Stop<N>>>),
}

impl<'v, N> Binding<'v, N> {
    /// A binding that is evaluated when it is first asked for.
    pub fn lazy(plan: &'v Plan) -> Self {
        Self::Lazy(plan, OnceCell::new())
    }
}

pub(super) type Outcome<'v, N> = Result<Value<'v, N>, Stop<N>>;

/// One evaluation: bindings, the variables of open macros, and what is left of the budget.
pub struct Run<'v, 'b, N> {
    pub(super) globals: &'b [Binding<'v, N>],
    pub(super) locals: Vec<Value<'v, N>>,
    pub(super) cost: u64,
}

impl<'v, 'b, N: Host<'v>> Run<'v, 'b, N> {
    /// An evaluation with these bindings, in the order of the scope that the plan was compiled in.
    pub fn new(globals: &'b [Binding<'v, N>]) -> Self {
        Self { globals, locals: Vec::new(), cost: 0 }
    }

    /// The value of a plan.
    ///
    /// # Errors
    /// [`Stop::Undeclared`] where it hangs on facts that are not there, [`Stop::Failed`] for everything else.
    pub fn eval(&mut self, plan: &'v Plan) -> Result<Value<'v, N>, Stop<N>> {
        self.expr(&plan.root)
    }

    /// Steps taken so far.
    pub fn cost(&self) -> u64 {
        self.cost
    }

    pub(super) fn fail<T>(span: Span, message: impl Into<String>) -> Result<T, Stop<N>> {
        Err(Stop::Failed(Box::new(Failure { span, message: message.into() })))
    }

    pub(super) fn spend(&mut self, steps: u64, span: Span) -> Result<(), Stop<N>> {
        self.cost = self.cost.saturating_add(steps);
        if self.cost > MAX_COST { Self::fail(span, format!("takes more than {MAX_COST} steps")) } else { Ok(()) }
    }

    pub(super) fn expr(&mut self, expr: &'v Expr) -> Outcome<'v, N> {
        self.spend(1, expr.span)?;
        match &expr.kind {
            ExprKind::Literal(literal) => Ok(literal_value(literal)),
            ExprKind::Global(position) => self.global(*position, expr.span),
            ExprKind::Local(level) => Ok(self.locals.get(*level).cloned().unwrap_or(Value::Null)),
            ExprKind::TypeName(name) => Ok(Value::Type(name)),
            ExprKind::Select { operand, field, optional, reading, .. } => self.select(expr, operand, field, *optional, *reading),
            ExprKind::Has { operand, field, reading, .. } => self.has(expr, operand, field, *reading),
            ExprKind::Index { operand, index, optional } => self.index(expr, operand, index, *optional),
            ExprKind::And(terms) => self.logic(terms, false),
            ExprKind::Or(terms) => self.logic(terms, true),
            ExprKind::Not(operand) => self.not(expr, operand),
            ExprKind::Negate(operand) => self.negate(expr, operand),
            ExprKind::Conditional(parts) => self.conditional(parts),
            ExprKind::Compare(comparison, pair) => self.comparison(expr, *comparison, pair),
            ExprKind::Arithmetic(operator, pair) => self.arithmetic(expr, *operator, pair),
            ExprKind::In(pair) => self.membership(expr, pair),
            ExprKind::List(items) => self.list(items),
            ExprKind::Map(entries) => self.map(expr, entries),
            ExprKind::Call { function, arguments, .. } => self.call(expr, function, arguments),
            ExprKind::Macro(parts) => self.comprehension(expr, parts),
            ExprKind::Bind { value, body } => self.bind(value, body),
            ExprKind::OptionalMap { target, body, flat } => self.optional_map(expr, target, body, *flat),
        }
    }

    fn global(&mut self, position: usize, span: Span) -> Outcome<'v, N> {
        match self.globals.get(position) {
            Some(Binding::Value(value)) => Ok(value.clone()),
            Some(Binding::Lazy(plan, cell)) => {
                if let Some(known) = cell.get() {
                    return known.clone();
                }
                let mut inner = Run { globals: &self.globals[..position], locals: Vec::new(), cost: self.cost };
                let result = inner.expr(&plan.root);
                self.cost = inner.cost;
                cell.get_or_init(|| result).clone()
            }
            None => Self::fail(span, "variable is not bound"),
        }
    }

    pub(super) fn bool(&mut self, expr: &'v Expr) -> Result<bool, Stop<N>> {
        let value = self.expr(expr)?;
        match value.as_bool() {
            Some(b) => Ok(b),
            None => Self::fail(expr.span, format!("expected bool, found {}", value.type_name())),
        }
    }

    /// `&&` and `||`: the decisive value wins over whatever the other terms do; then errors, then what is undeclared.
    fn logic(&mut self, terms: &'v [Expr], decisive: bool) -> Outcome<'v, N> {
        let mut stop = None;
        for term in terms {
            match self.bool(term) {
                Ok(b) if b == decisive => return Ok(Value::Bool(decisive)),
                Ok(_) => {}
                Err(next) => stop = Some(worse(stop, next)),
            }
        }
        stop.map_or(Ok(Value::Bool(!decisive)), Err)
    }

    fn not(&mut self, expr: &'v Expr, operand: &'v Expr) -> Outcome<'v, N> {
        let _ = expr;
        self.bool(operand).map(|b| Value::Bool(!b))
    }

    fn conditional(&mut self, parts: &'v [Expr; 3]) -> Outcome<'v, N> {
        if self.bool(&parts[0])? { self.expr(&parts[1]) } else { self.expr(&parts[2]) }
    }

    fn bind(&mut self, value: &'v Expr, body: &'v Expr) -> Outcome<'v, N> {
        let value = self.expr(value)?;
        self.with_locals([value], |run| run.expr(body))
    }

    pub(super) fn with_locals<T>(&mut self, values: impl IntoIterator<Item = Value<'v, N>>, body: impl FnOnce(&mut Self) -> T) -> T {
        let depth = self.locals.len();
        self.locals.extend(values);
        let result = body(self);
        self.locals.truncate(depth);
        result
    }

    fn list(&mut self, items: &'v [(Expr, bool)]) -> Outcome<'v, N> {
        let mut values = Vec::with_capacity(items.len());
        for (item, optional) in items {
            match (self.expr(item)?, optional) {
                (Value::Optional(inner), true) => values.extend(inner.map(|value| value.as_ref().clone())),
                (_, true) => return Self::fail(item.span, "`[?x]` needs an optional"),
                (value, false) => values.push(value),
            }
        }
        Ok(Value::List(Rc::new(values)))
    }

    fn map(&mut self, expr: &'v Expr, entries: &'v [(Expr, Expr, bool)]) -> Outcome<'v, N> {
        let mut map = Map::new();
        for (key, value, optional) in entries {
            let written = self.expr(key)?;
            let Some(key_value) = written.as_key().filter(|_| !matches!(written, Value::Double(_))) else {
                return Self::fail(key.span, format!("{} cannot be a key", written.type_name()));
            };
            let value = match (self.expr(value)?, optional) {
                (Value::Optional(None), true) => continue,
                (Value::Optional(Some(inner)), true) => inner.as_ref().clone(),
                (_, true) => return Self::fail(expr.span, "`{?k: v}` needs an optional"),
                (value, false) => value,
            };
            if map.insert(key_value, value).is_some() {
                return Self::fail(key.span, "key stands twice in the map");
            }
        }
        Ok(Value::Map(Rc::new(map)))
    }

    fn call(&mut self, expr: &'v Expr, function: &'static functions::Function, arguments: &'v [Expr]) -> Outcome<'v, N> {
        let mut values = Vec::with_capacity(arguments.len());
        for argument in arguments {
            values.push(self.expr(argument)?.plain());
        }
        functions::apply(self, expr, function, &values)
    }

    fn optional_map(&mut self, expr: &'v Expr, target: &'v Expr, body: &'v Expr, flat: bool) -> Outcome<'v, N> {
        let Value::Optional(inner) = self.expr(target)? else {
            return Self::fail(expr.span, "`optMap` needs an optional");
        };
        let Some(inner) = inner else { return Ok(Value::Optional(None)) };
        let value = self.with_locals([inner.as_ref().clone()], |run| run.expr(body))?;
        Ok(if flat { value } else { Value::Optional(Some(Rc::new(value))) })
    }

    /// The values that a macro's variables take, one set per round.
    pub(super) fn rounds(&mut self, parts: &'v Macro) -> Result<Vec<Vec<Value<'v, N>>>, Stop<N>> {
        let range = self.expr(&parts.range)?;
        let two = parts.variables.len() == 2;
        let rounds: Vec<Vec<Value<'v, N>>> = if range.is_map() {
            let entries = range.entries().into_iter();
            entries.map(|(key, value)| if two { vec![key, value] } else { vec![key] }).collect()
        } else if range.is_list() {
            let items = range.items().into_iter().enumerate();
            items.map(|(at, item)| if two { vec![Value::Int(at as i64), item] } else { vec![item] }).collect()
        } else {
            return Self::fail(parts.range.span, format!("expected a list or map, found {}", range.type_name()));
        };
        self.spend(rounds.len() as u64, parts.range.span)?;
        Ok(rounds)
    }

    fn comprehension(&mut self, expr: &'v Expr, parts: &'v Macro) -> Outcome<'v, N> {
        let rounds = self.rounds(parts)?;
        match parts.kind {
            MacroKind::All => self.quantify(parts, rounds, false),
            MacroKind::Exists => self.quantify(parts, rounds, true),
            MacroKind::ExistsOne => {
                let mut count = 0usize;
                for round in rounds {
                    count += usize::from(self.with_locals(round, |run| run.bool(&parts.body))?);
                }
                Ok(Value::Bool(count == 1))
            }
            MacroKind::Filter => {
                let mut kept = Vec::new();
                for round in rounds {
                    let item = round.first().cloned().unwrap_or(Value::Null);
                    if self.with_locals(round, |run| run.bool(&parts.body))? {
                        kept.push(item);
                    }
                }
                Ok(Value::List(Rc::new(kept)))
            }
            MacroKind::Map => {
                let mut made = Vec::with_capacity(rounds.len());
                for round in rounds {
                    made.extend(self.with_locals(round, |run| run.filtered(parts))?);
                }
                Ok(Value::List(Rc::new(made)))
            }
            MacroKind::MapValues | MacroKind::MapEntries => self.transform(expr, parts, rounds),
            MacroKind::SortBy => {
                let mut keyed = Vec::with_capacity(rounds.len());
                for round in rounds {
                    let item = round.first().cloned().unwrap_or(Value::Null);
                    keyed.push((self.with_locals(round, |run| run.expr(&parts.body))?.plain(), item));
                }
                functions::sort_by_key(expr.span, keyed)
            }
        }
    }

    /// The body's value where the filter lets the round through.
    fn filtered(&mut self, parts: &'v Macro) -> Result<Option<Value<'v, N>>, Stop<N>> {
        if let Some(filter) = &parts.filter
            && !self.bool(filter)?
        {
            return Ok(None);
        }
        self.expr(&parts.body).map(Some)
    }

    /// `all` and `exists`: like a chain of `&&` or `||`.
    fn quantify(&mut self, parts: &'v Macro, rounds: Vec<Vec<Value<'v, N>>>, decisive: bool) -> Outcome<'v, N> {
        let mut stop = None;
        for round in rounds {
            match self.with_locals(round, |run| run.bool(&parts.body)) {
                Ok(b) if b == decisive => return Ok(Value::Bool(decisive)),
                Ok(_) => {}
                Err(next) => stop = Some(worse(stop, next)),
            }
        }
        stop.map_or(Ok(Value::Bool(!decisive)), Err)
    }

    fn transform(&mut self, expr: &'v Expr, parts: &'v Macro, rounds: Vec<Vec<Value<'v, N>>>) -> Outcome<'v, N> {
        let mut map = Map::new();
        for round in rounds {
            let key = round.first().cloned().unwrap_or(Value::Null);
            let Some(value) = self.with_locals(round, |run| run.filtered(parts))? else { continue };
            let entries = match parts.kind {
                MacroKind::MapEntries if value.is_map() => value.entries(),
                MacroKind::MapEntries => return Self::fail(parts.body.span, format!("expected a map, found {}", value.type_name())),
                _ => vec![(key, value)],
            };
            for (key, value) in entries {
                let Some(key) = key.as_key() else {
                    return Self::fail(expr.span, format!("{} cannot be a key", key.type_name()));
                };
                if map.insert(key, value).is_some() {
                    return Self::fail(expr.span, "key stands twice in the map");
                }
            }
        }
        Ok(Value::Map(Rc::new(map)))
    }
}

/// Of two reasons to stop, the one to report: an error before what is undeclared; undeclared facts add up.
fn worse<N: Copy + PartialEq>(first: Option<Stop<N>>, second: Stop<N>) -> Stop<N> {
    match (first, second) {
        (None, second) => second,
        (Some(failed @ Stop::Failed(_)), _) | (Some(_), failed @ Stop::Failed(_)) => failed,
        (Some(Stop::Undeclared(first)), Stop::Undeclared(second)) => {
            let mut all = first.into_vec();
            for missing in second {
                if !all.contains(&missing) {
                    all.push(missing);
                }
            }
            Stop::Undeclared(all.into_boxed_slice())
        }
    }
}

fn literal_value<N>(literal: &Literal) -> Value<'_, N> {
    match literal {
        Literal::Null => Value::Null,
        Literal::Bool(b) => Value::Bool(*b),
        Literal::Int(i) => Value::Int(*i),
        Literal::Uint(u) => Value::Uint(*u),
        Literal::Double(d) => Value::Double(*d),
        Literal::Text(text) => Value::Text(Text::Borrowed(text)),
        Literal::Bytes(bytes) => Value::Bytes(bytes.as_slice().into()),
    }
}
