//! Operators with CEL's semantics: numbers compare across kinds, never add across them, and overflow is an error.

use std::rc::Rc;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::order::{order, same};
use super::{Outcome, Run, Stop, compare};
use crate::cel::expr::{Arithmetic, Comparison, Expr, ExprKind};
use crate::cel::functions::{duration_within, timestamp_within};
use crate::cel::host::Host;
use crate::cel::value::{Scalar, Text, Value};
use crate::text::Span;

/// Longest text or list that an expression may build.
pub(in crate::cel) const MAX_LENGTH: usize = 1 << 20;

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    fn pair(&mut self, pair: &'v [Expr; 2]) -> Result<(Value<'v, N>, Value<'v, N>), Stop<N>> {
        match (self.expr(&pair[0]), self.expr(&pair[1])) {
            (Ok(left), Ok(right)) => Ok((left, right)),
            (Err(left), Err(right)) => Err(right.absorbed(Some(left)).unwrap_or_else(|stop| stop)),
            (Err(stop), _) | (_, Err(stop)) => Err(stop),
        }
    }

    pub(super) fn comparison(&mut self, expr: &'v Expr, comparison: Comparison, pair: &'v [Expr; 2]) -> Result<bool, Stop<N>> {
        self.spend(3, expr.span)?;
        let equal = comparison == Comparison::Equal;
        if (equal || comparison == Comparison::NotEqual)
            && let Some(same) = self.is_text(&pair[0], &pair[1])
        {
            return Ok(same == equal);
        }
        if let Some(left) = self.scalar(&pair[0])
            && let Some(right) = self.scalar(&pair[1])
            && let Some(holds) = self.scalars(comparison, left, right)
        {
            return Ok(holds);
        }
        let (left, right) = self.pair(pair)?;
        if !matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            self.spend(left.weight().min(right.weight()), expr.span)?;
        }
        match comparison {
            Comparison::Equal => self.equal(&left, &right, expr.span),
            Comparison::NotEqual => self.equal(&left, &right, expr.span).map(|same| !same),
            _ => match compare(&left, &right) {
                Some(order) => Ok(order.fits(comparison)),
                None => {
                    let message = format!("`{}` cannot compare {} with {}", comparison.symbol(), left.type_name(), right.type_name());
                    Self::fail(expr.span, message)
                }
            },
        }
    }

    /// A comparison of scalars; nothing where they have no order.
    fn scalars(&mut self, comparison: Comparison, left: Scalar<'_>, right: Scalar<'_>) -> Option<bool> {
        if let (Scalar::Text(a), Scalar::Text(b)) = (left, right) {
            self.cost += a.len().min(b.len()) as u64 / 10;
        }
        match comparison {
            Comparison::Equal => Some(same(left, right)),
            Comparison::NotEqual => Some(!same(left, right)),
            _ => order(left, right).map(|order| order.fits(comparison)),
        }
    }

    pub(super) fn membership(&mut self, expr: &'v Expr, pair: &'v [Expr; 2]) -> Result<bool, Stop<N>> {
        self.spend(1, expr.span)?;
        if let ExprKind::List(items) = &pair[1].kind
            && items.iter().all(|(_, optional)| !optional)
        {
            return self.one_of(&pair[0], items, expr.span);
        }
        let (item, collection) = self.pair(pair)?;
        match self.contains(&collection, &item, expr.span)? {
            Some(found) => Ok(found),
            None => Self::fail(pair[1].span, format!("expected a list or map after `in`, found {}", collection.type_name())),
        }
    }

    /// `x in [a, b]`, without making the list.
    fn one_of(&mut self, item: &'v Expr, items: &'v [(Expr, bool)], span: Span) -> Result<bool, Stop<N>> {
        if let Some(item) = self.scalar(item)
            && items.iter().all(|(other, _)| matches!(other.kind, ExprKind::Literal(_)))
        {
            let mut found = false;
            for (other, _) in items {
                self.spend(1, span)?;
                let Some(other) = self.scalar(other) else { continue };
                found = found || self.scalars(Comparison::Equal, item, other) == Some(true);
            }
            return Ok(found);
        }
        let item = self.expr(item);
        let (mut found, mut stop) = (false, None);
        for (other, _) in items {
            match (self.expr(other), &item) {
                (Ok(other), Ok(item)) => found = found || self.equal(item, &other, span)?,
                (Ok(_), Err(_)) => {}
                (Err(next), _) => stop = Some(next.absorbed(stop)?),
            }
        }
        match (item, stop) {
            (Ok(_), None) => Ok(found),
            (Ok(_), Some(stop)) | (Err(stop), None) => Err(stop),
            (Err(first), Some(stop)) => Err(stop.absorbed(Some(first)).unwrap_or_else(|stop| stop)),
        }
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
        let (left, right) = (left.plain(), right.plain());
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
            _ if operator == Arithmetic::Add || operator == Arithmetic::Subtract => match in_time(operator, &left, &right) {
                Sum::Value(value) => Some(value),
                Sum::OutOfRange => None,
                Sum::None if operator == Arithmetic::Add => return self.concatenate(expr, &left, &right),
                Sum::None => return mismatch(expr, operator, &left, &right),
            },
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
            return Self::exceed(expr.span, format!("builds a text or list of more than {MAX_LENGTH}"));
        }
        self.spend(length as u64 / 10, expr.span)
    }
}

fn mismatch<'v, N: Host<'v>>(expr: &Expr, operator: Arithmetic, left: &Value<'v, N>, right: &Value<'v, N>) -> Outcome<'v, N> {
    Run::fail(expr.span, format!("`{}` does not take {} and {}", operator.symbol(), left.type_name(), right.type_name()))
}

/// What adding or subtracting moments and lengths of time comes to.
enum Sum<'v, N> {
    Value(Value<'v, N>),
    OutOfRange,
    None,
}

/// Sums and differences of timestamps and durations; none where one side is neither.
fn in_time<'v, N>(operator: Arithmetic, left: &Value<'v, N>, right: &Value<'v, N>) -> Sum<'v, N> {
    let add = operator == Arithmetic::Add;
    let moved = |at: &DateTime, by: SignedDuration| at.checked_add(by).ok().and_then(timestamp_within).map(Value::Timestamp);
    let done = match (left, right) {
        (Value::Timestamp(at), Value::Duration(by)) if add => moved(at, *by),
        (Value::Duration(by), Value::Timestamp(at)) if add => moved(at, *by),
        (Value::Timestamp(at), Value::Duration(by)) => by.checked_neg().and_then(|by| moved(at, by)),
        (Value::Timestamp(a), Value::Timestamp(b)) if !add => duration_within(a.duration_since(*b)).map(Value::Duration),
        (Value::Duration(a), Value::Duration(b)) => {
            let length = if add { a.checked_add(*b) } else { a.checked_sub(*b) };
            length.and_then(duration_within).map(Value::Duration)
        }
        _ => return Sum::None,
    };
    done.map_or(Sum::OutOfRange, Sum::Value)
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
