//! Comparison and arithmetic with CEL's semantics: numbers compare across kinds, never add across them, and overflow is an error.

use std::cmp::Ordering;
use std::rc::Rc;

use super::{Outcome, Run, Stop};
use crate::cel::expr::{Arithmetic, Comparison, Expr};
use crate::cel::host::Host;
use crate::cel::value::{Text, Value};

/// Longest text or list that an expression may build.
const MAX_LENGTH: usize = 1 << 20;

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    fn pair(&mut self, pair: &'v [Expr; 2]) -> Result<(Value<'v, N>, Value<'v, N>), Stop<N>> {
        match (self.expr(&pair[0]), self.expr(&pair[1])) {
            (Ok(left), Ok(right)) => Ok((left.plain(), right.plain())),
            (Err(left), Err(right)) => Err(super::worse(Some(left), right)),
            (Err(stop), _) | (_, Err(stop)) => Err(stop),
        }
    }

    pub(super) fn comparison(&mut self, expr: &'v Expr, comparison: Comparison, pair: &'v [Expr; 2]) -> Outcome<'v, N> {
        let (left, right) = self.pair(pair)?;
        let size = left.as_str().map_or(0, str::len) + left.collection_len().unwrap_or_default() * 10;
        self.spend(size as u64 / 10, expr.span)?;
        let holds = match comparison {
            Comparison::Equal => equal(&left, &right),
            Comparison::NotEqual => !equal(&left, &right),
            _ => match compare(&left, &right) {
                Some(Order::Known(ordering)) => match comparison {
                    Comparison::Less => ordering == Ordering::Less,
                    Comparison::LessOrEqual => ordering != Ordering::Greater,
                    Comparison::Greater => ordering == Ordering::Greater,
                    _ => ordering != Ordering::Less,
                },
                Some(Order::NotANumber) => false,
                None => {
                    let message = format!("`{}` cannot compare {} with {}", comparison.symbol(), left.type_name(), right.type_name());
                    return Self::fail(expr.span, message);
                }
            },
        };
        Ok(Value::Bool(holds))
    }

    pub(super) fn membership(&mut self, expr: &'v Expr, pair: &'v [Expr; 2]) -> Outcome<'v, N> {
        let (item, collection) = self.pair(pair)?;
        self.spend(collection.collection_len().unwrap_or_default() as u64, expr.span)?;
        if collection.is_list() {
            return Ok(Value::Bool(collection.items().iter().any(|other| equal(&item, other))));
        }
        if collection.is_map() {
            return Ok(Value::Bool(collection.entries().iter().any(|(key, _)| equal(&item, key))));
        }
        Self::fail(pair[1].span, format!("expected a list or map after `in`, found {}", collection.type_name()))
    }

    pub(super) fn negate(&mut self, expr: &'v Expr, operand: &'v Expr) -> Outcome<'v, N> {
        match self.expr(operand)?.plain() {
            Value::Int(i) => i.checked_neg().map_or_else(|| Self::fail(expr.span, "result is out of range"), |i| Ok(Value::Int(i))),
            Value::Double(d) => Ok(Value::Double(-d)),
            Value::Duration(d) => {
                d.checked_neg().map_or_else(|| Self::fail(expr.span, "result is out of range"), |d| Ok(Value::Duration(d)))
            }
            value => Self::fail(expr.span, format!("`-` does not take {}", value.type_name())),
        }
    }

    pub(super) fn arithmetic(&mut self, expr: &'v Expr, operator: Arithmetic, pair: &'v [Expr; 2]) -> Outcome<'v, N> {
        let (left, right) = self.pair(pair)?;
        let out_of_range = || Self::fail(expr.span, "result is out of range");
        let done = match (&left, &right) {
            (Value::Int(a), Value::Int(b)) => {
                if *b == 0 && matches!(operator, Arithmetic::Divide | Arithmetic::Remainder) {
                    return Self::fail(expr.span, "division by zero");
                }
                integer(operator, *a, *b).map(Value::Int)
            }
            (Value::Uint(a), Value::Uint(b)) => {
                if *b == 0 && matches!(operator, Arithmetic::Divide | Arithmetic::Remainder) {
                    return Self::fail(expr.span, "division by zero");
                }
                unsigned(operator, *a, *b).map(Value::Uint)
            }
            (Value::Double(a), Value::Double(b)) if operator != Arithmetic::Remainder => Some(Value::Double(match operator {
                Arithmetic::Add => a + b,
                Arithmetic::Subtract => a - b,
                Arithmetic::Multiply => a * b,
                _ => a / b,
            })),
            (Value::Timestamp(at), Value::Duration(by)) if operator == Arithmetic::Add => at.checked_add(*by).ok().map(Value::Timestamp),
            (Value::Duration(by), Value::Timestamp(at)) if operator == Arithmetic::Add => at.checked_add(*by).ok().map(Value::Timestamp),
            (Value::Timestamp(at), Value::Duration(by)) if operator == Arithmetic::Subtract => {
                at.checked_sub(*by).ok().map(Value::Timestamp)
            }
            (Value::Timestamp(a), Value::Timestamp(b)) if operator == Arithmetic::Subtract => Some(Value::Duration(a.duration_since(*b))),
            (Value::Duration(a), Value::Duration(b)) if operator == Arithmetic::Add => a.checked_add(*b).map(Value::Duration),
            (Value::Duration(a), Value::Duration(b)) if operator == Arithmetic::Subtract => a.checked_sub(*b).map(Value::Duration),
            _ if operator == Arithmetic::Add => return self.concatenate(expr, &left, &right),
            _ => return mismatch(expr, operator, &left, &right),
        };
        done.map_or_else(out_of_range, Ok)
    }

    fn concatenate(&mut self, expr: &'v Expr, left: &Value<'v, N>, right: &Value<'v, N>) -> Outcome<'v, N> {
        if let (Value::Text(a), Value::Text(b)) = (left, right) {
            let (a, b) = (a.as_str(), b.as_str());
            self.room(expr, a.len() + b.len())?;
            return Ok(Value::Text(Text::from(format!("{a}{b}"))));
        }
        if let (Value::Bytes(a), Value::Bytes(b)) = (left, right) {
            self.room(expr, a.len() + b.len())?;
            return Ok(Value::Bytes([a.as_ref(), b.as_ref()].concat().into()));
        }
        if left.is_list() && right.is_list() {
            self.room(expr, left.collection_len().unwrap_or_default() + right.collection_len().unwrap_or_default())?;
            let mut items = left.items();
            items.extend(right.items());
            return Ok(Value::List(Rc::new(items)));
        }
        mismatch(expr, Arithmetic::Add, left, right)
    }

    /// Pays for building something of a length, which is bounded.
    pub(in crate::cel) fn room(&mut self, expr: &'v Expr, length: usize) -> Result<(), Stop<N>> {
        if length > MAX_LENGTH {
            return Self::fail(expr.span, format!("builds a text or list of more than {MAX_LENGTH}"));
        }
        self.spend(length as u64 / 10, expr.span)
    }
}

fn mismatch<'v, N: Host<'v>>(expr: &Expr, operator: Arithmetic, left: &Value<'v, N>, right: &Value<'v, N>) -> Outcome<'v, N> {
    Run::fail(expr.span, format!("`{}` does not take {} and {}", operator.symbol(), left.type_name(), right.type_name()))
}

fn integer(operator: Arithmetic, a: i64, b: i64) -> Option<i64> {
    match operator {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::Remainder => a.checked_rem(b),
    }
}

fn unsigned(operator: Arithmetic, a: u64, b: u64) -> Option<u64> {
    match operator {
        Arithmetic::Add => a.checked_add(b),
        Arithmetic::Subtract => a.checked_sub(b),
        Arithmetic::Multiply => a.checked_mul(b),
        Arithmetic::Divide => a.checked_div(b),
        Arithmetic::Remainder => a.checked_rem(b),
    }
}

/// CEL equality: numbers by value across kinds, lists and maps by their items, different types are never equal.
pub(in crate::cel) fn equal<'v, N: Host<'v>>(left: &Value<'v, N>, right: &Value<'v, N>) -> bool {
    if let (Some(a), Some(b)) = (left.as_str(), right.as_str()) {
        return a == b;
    }
    match (left.clone().plain(), right.clone().plain()) {
        (Value::Null, Value::Null) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Timestamp(a), Value::Timestamp(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Type(a), Value::Type(b)) => a == b,
        (Value::Version(a), Value::Version(b)) => a.cmp_precedence(&b) == Ordering::Equal,
        (Value::Optional(None), Value::Optional(None)) => true,
        (Value::Optional(Some(a)), Value::Optional(Some(b))) => equal(&a, &b),
        (a, b) if a.is_list() && b.is_list() => {
            a.collection_len() == b.collection_len() && a.items().iter().zip(b.items().iter()).all(|(a, b)| equal(a, b))
        }
        (a, b) if a.is_map() && b.is_map() => {
            let others = b.entries();
            a.collection_len() == b.collection_len()
                && a.entries().iter().all(|(key, value)| others.iter().any(|(other, theirs)| equal(key, other) && equal(value, theirs)))
        }
        (a, b) => numbers(&a, &b).is_some_and(|order| order.known() == Some(Ordering::Equal)),
    }
}

/// How two values stand that can be ordered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::cel) enum Order {
    /// Like this.
    Known(Ordering),
    /// One is the double that is not a number.
    NotANumber,
}

impl Order {
    pub fn known(self) -> Option<Ordering> {
        if let Self::Known(ordering) = self { Some(ordering) } else { None }
    }
}

impl From<Option<Ordering>> for Order {
    fn from(ordering: Option<Ordering>) -> Self {
        ordering.map_or(Self::NotANumber, Self::Known)
    }
}

/// Order of two values; `None` where their types have none.
pub(in crate::cel) fn compare<'v, N: Host<'v>>(left: &Value<'v, N>, right: &Value<'v, N>) -> Option<Order> {
    if let (Some(a), Some(b)) = (left.as_str(), right.as_str()) {
        return Some(Order::Known(a.cmp(b)));
    }
    match (left, right) {
        (Value::Bool(a), Value::Bool(b)) => Some(Order::Known(a.cmp(b))),
        (Value::Bytes(a), Value::Bytes(b)) => Some(Order::Known(a.cmp(b))),
        (Value::Timestamp(a), Value::Timestamp(b)) => Some(Order::Known(a.cmp(b))),
        (Value::Duration(a), Value::Duration(b)) => Some(Order::Known(a.cmp(b))),
        (Value::Version(a), Value::Version(b)) => Some(Order::Known(a.cmp_precedence(b))),
        _ => numbers(left, right),
    }
}

fn numbers<N>(left: &Value<'_, N>, right: &Value<'_, N>) -> Option<Order> {
    match (left, right) {
        (Value::Double(a), Value::Double(b)) => Some(a.partial_cmp(b).into()),
        (Value::Double(a), other) => Some(compare_double(*a, whole(other)?).into()),
        (other, Value::Double(b)) => Some(compare_double(*b, whole(other)?).map(Ordering::reverse).into()),
        (a, b) => Some(Order::Known(whole(a)?.cmp(&whole(b)?))),
    }
}

fn whole<N>(value: &Value<'_, N>) -> Option<i128> {
    match value {
        Value::Int(i) => Some(i128::from(*i)),
        Value::Uint(u) => Some(i128::from(*u)),
        _ => None,
    }
}

/// A double beside a whole number, without losing the digits that a double cannot hold.
fn compare_double(double: f64, whole: i128) -> Option<Ordering> {
    if double.is_nan() {
        return None;
    }
    if double >= 1.9e19 {
        return Some(Ordering::Greater);
    }
    if double <= -9.3e18 {
        return Some(Ordering::Less);
    }
    let floor = double.floor();
    Some((floor as i128).cmp(&whole).then(if double > floor { Ordering::Greater } else { Ordering::Equal }))
}
