use std::cell::OnceCell;
use std::rc::Rc;

use super::compile::Plan;
use super::expr::{Expr, ExprKind, Literal, MacroKind, Reading};
use super::functions;
use super::host::{Host, Seen};
use super::map::{Key, Map};
use super::value::{Scalar, Text, Value};
use crate::text::Span;

mod access;
mod macros;
mod operators;
mod order;
mod quick;
mod stop;

pub(super) use operators::MAX_LENGTH;
pub(super) use order::{Order, compare};
pub use stop::{Failure, Stop, Undeclared};

/// Most steps that one evaluation may take: about a tenth of a second.
pub const MAX_COST: u64 = 1_000_000;

/// Most named sub-expressions that may be evaluated one inside the other.
pub const MAX_NESTED: u32 = 8;

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

    /// Whether its value is known: it was given, or somebody has asked for it.
    pub fn is_known(&self) -> bool {
        match self {
            Self::Value(_) => true,
            Self::Lazy(_, value) => value.get().is_some(),
        }
    }
}

pub(super) type Outcome<'v, N> = Result<Value<'v, N>, Stop<N>>;

/// One evaluation: bindings, the variables of open macros, and what is left of the budget.
pub struct Run<'v, 'b, N> {
    pub(super) globals: &'b [Binding<'v, N>],
    pub(super) locals: Vec<Value<'v, N>>,
    /// Why there is no value where `cel.bind` gave it a name, by the level of the name: only who reads it has to know.
    pub(super) faults: Vec<(usize, Stop<N>)>,
    pub(super) cost: u64,
    /// Named sub-expressions being evaluated.
    nested: u32,
    /// Patterns compiled on the way, and whether they are globs.
    pub(super) patterns: Vec<(String, bool, regex::Regex)>,
}

impl<'v, 'b, N: Host<'v>> Run<'v, 'b, N> {
    /// An evaluation with these bindings, in the order of the scope that the plan was compiled in.
    pub fn new(globals: &'b [Binding<'v, N>]) -> Self {
        Self { globals, locals: Vec::new(), faults: Vec::new(), cost: 0, nested: 0, patterns: Vec::new() }
    }

    /// The value of a plan.
    ///
    /// # Errors
    /// [`Stop::Undeclared`] where it hangs on facts that are not there, [`Stop::Failed`] for everything else.
    pub fn eval(&mut self, plan: &'v Plan) -> Result<Value<'v, N>, Stop<N>> {
        self.expr(&plan.root)
    }

    /// Whether no step is left: what is asked from here on has no answer.
    pub(super) fn is_spent(&self) -> bool {
        self.cost > MAX_COST
    }

    /// Steps taken so far.
    pub fn cost(&self) -> u64 {
        self.cost
    }

    #[cold]
    pub(super) fn fail<T>(span: Span, message: impl Into<String>) -> Result<T, Stop<N>> {
        Err(Stop::Failed(Box::new(Failure { span, message: message.into(), limit: false })))
    }

    /// Stops for good: a bound is passed.
    #[cold]
    pub(super) fn exceed<T>(span: Span, message: impl Into<String>) -> Result<T, Stop<N>> {
        Err(Stop::Failed(Box::new(Failure { span, message: message.into(), limit: true })))
    }

    pub(super) fn spend(&mut self, steps: u64, span: Span) -> Result<(), Stop<N>> {
        self.cost = self.cost.saturating_add(steps);
        if self.cost > MAX_COST { Self::exceed(span, format!("takes more than {MAX_COST} steps")) } else { Ok(()) }
    }

    pub(super) fn expr(&mut self, expr: &'v Expr) -> Outcome<'v, N> {
        self.spend(1, expr.span)?;
        let value = match &expr.kind {
            ExprKind::Literal(literal) => return Ok(literal_value(literal)),
            ExprKind::Global(position) => self.global(*position, expr.span)?,
            ExprKind::Local(level) => self.variable(*level)?,
            ExprKind::Select { operand, field, optional, .. } => self.select(expr, operand, field, *optional)?,
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Compare(..) | ExprKind::In(_) | ExprKind::Has { .. } => {
                return self.bool(expr).map(Value::Bool);
            }
            ExprKind::Index { operand, index, optional } => self.index(expr, operand, index, *optional)?,
            ExprKind::Negate(operand) => return self.negate(expr, operand),
            ExprKind::Conditional(parts) => self.conditional(parts)?,
            ExprKind::Arithmetic(operator, pair) => return self.arithmetic(expr, *operator, pair),
            ExprKind::List(items) => return self.list(items),
            ExprKind::Map(entries) => return self.map(expr, entries),
            ExprKind::Call { function, arguments, .. } => self.call(expr, function, arguments)?,
            ExprKind::Macro(parts) => return self.comprehension(expr, parts),
            ExprKind::Bind { value, body } => self.bound(value, |run| run.expr(body))?,
            ExprKind::OptionalMap { target, body, flat } => self.optional_map(expr, target, body, *flat)?,
            ExprKind::TypeName(name) => return Ok(Value::Type(name)),
            ExprKind::Unknown(message) => return Self::fail(expr.span, message.as_str()),
        };
        if expr.reading == Reading::Plain { Ok(value) } else { read(value, expr.reading) }
    }

    fn global(&mut self, position: usize, span: Span) -> Outcome<'v, N> {
        match self.globals.get(position) {
            Some(Binding::Value(value)) => Ok(value.clone()),
            Some(Binding::Lazy(plan, cell)) => self.lazy(position, plan, cell, span),
            None => Self::fail(span, "variable is not bound"),
        }
    }

    fn lazy(&mut self, position: usize, plan: &'v Plan, cell: &OnceCell<Outcome<'v, N>>, span: Span) -> Outcome<'v, N> {
        if let Some(known) = cell.get() {
            return known.clone();
        }
        if self.nested >= MAX_NESTED {
            return Self::exceed(span, format!("named expressions stand more than {MAX_NESTED} deep in one another"));
        }
        let mut inner = Run { cost: self.cost, nested: self.nested + 1, ..Run::new(&self.globals[..position]) };
        let result = inner.expr(&plan.root);
        self.cost = inner.cost;
        cell.get_or_init(|| result).clone()
    }

    /// The value of a condition.
    pub(super) fn bool(&mut self, expr: &'v Expr) -> Result<bool, Stop<N>> {
        match &expr.kind {
            ExprKind::And(terms) => self.logic(terms, false),
            ExprKind::Or(terms) => self.logic(terms, true),
            ExprKind::Not(operand) => self.bool(operand).map(|b| !b),
            ExprKind::Compare(comparison, pair) => self.comparison(expr, *comparison, pair),
            ExprKind::In(pair) => self.membership(expr, pair),
            ExprKind::Has { operand, field, .. } => self.has(expr, operand, field),
            ExprKind::Macro(parts) if parts.kind == MacroKind::All => self.quantify(parts, false),
            ExprKind::Macro(parts) if parts.kind == MacroKind::Exists => self.quantify(parts, true),
            _ => {
                if let Some(Scalar::Bool(b)) = self.scalar(expr) {
                    return Ok(b);
                }
                let value = self.expr(expr)?;
                match value.as_bool() {
                    Some(b) => Ok(b),
                    None => Self::fail(expr.span, format!("expected bool, found {}", value.type_name())),
                }
            }
        }
    }

    /// `&&` and `||`: the decisive value wins over whatever the other terms do; then errors, then what is undeclared.
    fn logic(&mut self, terms: &'v [Expr], decisive: bool) -> Result<bool, Stop<N>> {
        let mut stop = None;
        for term in terms {
            match self.bool(term) {
                Ok(b) if b == decisive => return Ok(decisive),
                Ok(_) => {}
                Err(next) => stop = Some(next.absorbed(stop)?),
            }
        }
        stop.map_or(Ok(!decisive), Err)
    }

    fn conditional(&mut self, parts: &'v [Expr; 3]) -> Outcome<'v, N> {
        if self.bool(&parts[0])? { self.expr(&parts[1]) } else { self.expr(&parts[2]) }
    }

    fn variable(&self, level: usize) -> Outcome<'v, N> {
        match self.faults.iter().rfind(|(faulty, _)| *faulty == level) {
            Some((_, stop)) => Err(stop.clone()),
            None => Ok(self.locals.get(level).cloned().unwrap_or(Value::Null)),
        }
    }

    /// Looks at the body of a `cel.bind`, for which its value has a name.
    pub(super) fn bound<T>(&mut self, value: &'v Expr, body: impl FnOnce(&mut Self) -> T) -> T {
        let (level, known) = (self.locals.len(), self.faults.len());
        let value = self.expr(value).unwrap_or_else(|stop| {
            self.faults.push((level, stop));
            Value::Null
        });
        let result = self.with_locals([value], body);
        self.faults.truncate(known);
        result
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
        let mut made = Vec::with_capacity(entries.len());
        for (key, value, optional) in entries {
            let written = self.expr(key)?;
            let kind = written.type_name();
            let Some(key_value) = written.into_key() else {
                return Self::fail(key.span, format!("{kind} cannot be a key"));
            };
            let value = match (self.expr(value)?, optional) {
                (Value::Optional(None), true) => continue,
                (Value::Optional(Some(inner)), true) => inner.as_ref().clone(),
                (_, true) => return Self::fail(expr.span, "`{?k: v}` needs an optional"),
                (value, false) => value,
            };
            made.push((key_value, value));
        }
        self.map_of(made, expr.span)
    }

    /// A map of these entries, whose keys are put in order.
    pub(super) fn map_of(&mut self, entries: Vec<(Key<'v>, Value<'v, N>)>, span: Span) -> Outcome<'v, N> {
        let weight = entries.iter().map(|(key, _)| key.to_value::<N>().weight_among(entries.len())).sum();
        self.spend(weight, span)?;
        match Map::of(entries) {
            Some(map) => Ok(Value::Map(Rc::new(map))),
            None => Self::fail(span, "a key stands twice in the map"),
        }
    }

    fn call(&mut self, expr: &'v Expr, function: &'static functions::Function, arguments: &'v [Expr]) -> Outcome<'v, N> {
        // Without a list on the heap for the many calls that have one or two arguments.
        match arguments {
            [some, other] if function.is_either() => {
                // What stands instead is looked at only where there is no value.
                let values = match self.expr(some)?.plain() {
                    some @ Value::Optional(Some(_)) => [some, Value::Optional(None)],
                    none => [none, self.expr(other)?.plain()],
                };
                functions::apply(self, expr, function, &values)
            }
            [one] => {
                let values = [self.expr(one)?.plain()];
                functions::apply(self, expr, function, &values)
            }
            [one, two] => {
                let values = [self.expr(one)?.plain(), self.expr(two)?.plain()];
                functions::apply(self, expr, function, &values)
            }
            _ => {
                let mut values = Vec::with_capacity(arguments.len());
                for argument in arguments {
                    values.push(self.expr(argument)?.plain());
                }
                functions::apply(self, expr, function, &values)
            }
        }
    }

    /// Of `some.or(other)` and `some.orValue(other)` what decides: the first alone where it has a value.
    pub(super) fn looked_at(&mut self, arguments: &'v [Expr]) -> &'v [Expr] {
        let has_value = arguments.first().is_some_and(|some| matches!(self.expr(some), Ok(Value::Optional(Some(_)))));
        if has_value { &arguments[..1] } else { arguments }
    }

    fn optional_map(&mut self, expr: &'v Expr, target: &'v Expr, body: &'v Expr, flat: bool) -> Outcome<'v, N> {
        let Value::Optional(inner) = self.expr(target)? else {
            return Self::fail(expr.span, "`optMap` needs an optional");
        };
        let Some(inner) = inner else { return Ok(Value::Optional(None)) };
        let value = self.with_locals([inner.as_ref().clone()], |run| run.expr(body))?;
        match value {
            value if !flat => Ok(Value::Optional(Some(Rc::new(value)))),
            value @ Value::Optional(_) => Ok(value),
            value => Self::fail(body.span, format!("expected an optional, found {}", value.type_name())),
        }
    }
}

/// A node's value as its type wants it read; in an optional, what nobody knows is not there.
pub(super) fn read<'v, N: Host<'v>>(value: Value<'v, N>, reading: Reading) -> Outcome<'v, N> {
    let node = match &value {
        Value::Node(node) => *node,
        Value::Optional(Some(inner)) => {
            return Ok(match inner.as_ref() {
                Value::Node(_) => Value::Optional(read(inner.as_ref().clone(), reading).ok().map(Rc::new)),
                _ => value,
            });
        }
        _ => return Ok(value),
    };
    match (reading, node.see()) {
        (Reading::Fact, Seen::Text("unknown")) => Err(Stop::Undeclared(Box::new([Undeclared { at: node, keys: Vec::new() }]))),
        (Reading::Number, Seen::Int(int)) => Ok(Value::Double(int as f64)),
        (Reading::Number, Seen::Uint(uint)) => Ok(Value::Double(uint as f64)),
        _ => Ok(value),
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
        Literal::Timestamp(at) => Value::Timestamp(*at),
        Literal::Duration(length) => Value::Duration(*length),
    }
}
