//! Equality and order: numbers compare by value across kinds, different types are never equal.

use std::cmp::Ordering;

use super::{MAX_COST, Run, Stop};
use crate::cel::expr::Comparison;
use crate::cel::host::{Host, Seen};
use crate::cel::value::{Scalar, Text, Value};
use crate::text::Span;

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    /// Whether two values are equal, each pair of items that is looked at paid for.
    pub(in crate::cel) fn equal(&mut self, left: &Value<'v, N>, right: &Value<'v, N>, span: Span) -> Result<bool, Stop<N>> {
        let before = MAX_COST.saturating_sub(self.cost) + 1;
        let mut fuel = before;
        let same = equal(left, right, &mut fuel);
        self.spend(before - fuel, span)?;
        Ok(same)
    }

    /// Whether an item is in a list, or a key in a map; nothing where it is neither.
    pub(in crate::cel) fn contains(&mut self, all: &Value<'v, N>, item: &Value<'v, N>, span: Span) -> Result<Option<bool>, Stop<N>> {
        let before = MAX_COST.saturating_sub(self.cost) + 1;
        let mut fuel = before;
        let found = contains(all, item, &mut fuel);
        self.spend(before - fuel, span)?;
        Ok(found)
    }
}

/// CEL equality; where the fuel runs out, the answer means nothing.
fn equal<'v, N: Host<'v>>(left: &Value<'v, N>, right: &Value<'v, N>, fuel: &mut u64) -> bool {
    match (left.scalar(), right.scalar()) {
        (Scalar::Text(a), Scalar::Text(b)) => {
            *fuel = fuel.saturating_sub(a.len().min(b.len()) as u64 / 10);
            a == b
        }
        (Scalar::Other, Scalar::Other) => equal_parts(left, right, fuel),
        (a, b) => same(a, b),
    }
}

/// Whether two scalars are equal.
pub(super) fn same(left: Scalar<'_>, right: Scalar<'_>) -> bool {
    match (left, right) {
        (Scalar::Text(a), Scalar::Text(b)) => a == b,
        (Scalar::Null, Scalar::Null) => true,
        (Scalar::Bool(a), Scalar::Bool(b)) => a == b,
        (a, b) => numbers(a, b).is_some_and(|order| order.known() == Some(Ordering::Equal)),
    }
}

fn equal_parts<'v, N: Host<'v>>(left: &Value<'v, N>, right: &Value<'v, N>, fuel: &mut u64) -> bool {
    match (left, right) {
        (Value::Bytes(a), Value::Bytes(b)) => {
            *fuel = fuel.saturating_sub(left.weight().min(right.weight()));
            a == b
        }
        (Value::Timestamp(a), Value::Timestamp(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Type(a), Value::Type(b)) => a == b,
        (Value::Version(a), Value::Version(b)) => a.cmp_precedence(b) == Ordering::Equal,
        (Value::Optional(a), Value::Optional(b)) => match (a, b) {
            (Some(a), Some(b)) => equal(a, b, fuel),
            (a, b) => a.is_none() && b.is_none(),
        },
        (a, b) if a.is_list() && b.is_list() => {
            let len = a.collection_len().unwrap_or_default();
            b.collection_len() == Some(len)
                && (0..len).all(|at| burn(fuel) && with_item(a, at, |a| with_item(b, at, |b| equal(a, b, fuel))))
        }
        (a, b) if a.is_map() && b.is_map() => {
            let len = a.collection_len().unwrap_or_default();
            b.collection_len() == Some(len) && (0..len).all(|at| burn(fuel) && equal_entry(a, at, b, fuel))
        }
        _ => false,
    }
}

/// Pays for a step; whether there is fuel for more.
fn burn(fuel: &mut u64) -> bool {
    *fuel = fuel.saturating_sub(1);
    *fuel > 0
}

/// Whether the entry of `a` at an index is in `b` too.
fn equal_entry<'v, N: Host<'v>>(a: &Value<'v, N>, at: usize, b: &Value<'v, N>, fuel: &mut u64) -> bool {
    let (key, value) = match a {
        Value::Node(node) => match node.entry(at) {
            Some((key, value)) => (Value::<N>::Text(Text::Borrowed(key)), Value::Node(value)),
            None => return false,
        },
        Value::Map(map) => match map.entry(at) {
            Some((key, value)) => (key.to_value(), value.clone()),
            None => return false,
        },
        _ => return false,
    };
    *fuel = fuel.saturating_sub(key.weight_among(b.collection_len().unwrap_or_default()));
    match (b, key.scalar()) {
        (Value::Node(node), Scalar::Text(key)) => node.get(key).is_some_and(|other| equal(&value, &Value::Node(other), fuel)),
        (Value::Map(map), _) => key.as_key().and_then(|key| map.get(&key)).is_some_and(|other| equal(&value, other, fuel)),
        _ => false,
    }
}

/// Looks at the item of a list at an index.
fn with_item<'v, N: Host<'v>>(list: &Value<'v, N>, at: usize, look: impl FnOnce(&Value<'v, N>) -> bool) -> bool {
    match list {
        Value::List(items) => items.get(at).is_some_and(look),
        Value::Node(node) => node.item(at).is_some_and(|item| look(&Value::Node(item))),
        _ => false,
    }
}

fn contains<'v, N: Host<'v>>(all: &Value<'v, N>, item: &Value<'v, N>, fuel: &mut u64) -> Option<bool> {
    if all.is_map() {
        *fuel = fuel.saturating_sub(item.weight_among(all.collection_len().unwrap_or_default()));
    }
    Some(match all {
        Value::List(items) => items.iter().any(|other| burn(fuel) && equal(item, other, fuel)),
        Value::Map(map) => item.as_key().is_some_and(|key| map.get(&key).is_some()),
        Value::Node(node) => match node.see() {
            Seen::List => (0..node.len()).any(|at| burn(fuel) && node.item(at).is_some_and(|other| equal(item, &Value::Node(other), fuel))),
            Seen::Map => item.as_str().is_some_and(|key| node.get(key).is_some()),
            _ => return None,
        },
        _ => return None,
    })
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
    /// Whether `<`, `<=`, `>` or `>=` holds; none does beside the double that is not a number.
    pub fn fits(self, comparison: Comparison) -> bool {
        let Self::Known(ordering) = self else { return false };
        match comparison {
            Comparison::Less => ordering == Ordering::Less,
            Comparison::LessOrEqual => ordering != Ordering::Greater,
            Comparison::Greater => ordering == Ordering::Greater,
            Comparison::GreaterOrEqual => ordering != Ordering::Less,
            Comparison::Equal => ordering == Ordering::Equal,
            Comparison::NotEqual => ordering != Ordering::Equal,
        }
    }

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
    match (left.scalar(), right.scalar()) {
        (Scalar::Other, Scalar::Other) => match (left, right) {
            (Value::Timestamp(a), Value::Timestamp(b)) => Some(Order::Known(a.cmp(b))),
            (Value::Duration(a), Value::Duration(b)) => Some(Order::Known(a.cmp(b))),
            (Value::Bytes(a), Value::Bytes(b)) => Some(Order::Known(a.cmp(b))),
            (Value::Version(a), Value::Version(b)) => Some(Order::Known(a.cmp_precedence(b))),
            _ => None,
        },
        (a, b) => order(a, b),
    }
}

/// Order of two scalars; `None` where their types have none.
pub(super) fn order(left: Scalar<'_>, right: Scalar<'_>) -> Option<Order> {
    match (left, right) {
        (Scalar::Text(a), Scalar::Text(b)) => Some(Order::Known(a.cmp(b))),
        (Scalar::Bool(a), Scalar::Bool(b)) => Some(Order::Known(a.cmp(&b))),
        (a, b) => numbers(a, b),
    }
}

fn numbers(left: Scalar<'_>, right: Scalar<'_>) -> Option<Order> {
    match (left, right) {
        (Scalar::Int(a), Scalar::Int(b)) => Some(Order::Known(a.cmp(&b))),
        (Scalar::Double(a), Scalar::Double(b)) => Some(a.partial_cmp(&b).into()),
        // As in the reference implementation, a whole number beside a double counts as the nearest double.
        (Scalar::Double(a), other) => Some(a.partial_cmp(&(whole(other)? as f64)).into()),
        (other, Scalar::Double(b)) => Some((whole(other)? as f64).partial_cmp(&b).into()),
        (a, b) => Some(Order::Known(whole(a)?.cmp(&whole(b)?))),
    }
}

fn whole(value: Scalar<'_>) -> Option<i128> {
    match value {
        Scalar::Int(i) => Some(i128::from(i)),
        Scalar::Uint(u) => Some(i128::from(u)),
        _ => None,
    }
}
