//! Mathematical functions.

use std::cmp::Ordering;

use super::table::Rounding;
use super::{Complaint, Done, Operation, complain};
use crate::cel::eval::{Order, compare};
use crate::cel::host::Host;
use crate::cel::value::Value;

/// `math.greatest` and `math.least`, of several arguments or of a list.
pub(super) fn extreme<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    let items: Vec<Value<'v, N>> = match arguments {
        [one] if one.is_list() => one.items().into_iter().map(Value::plain).collect(),
        several => several.to_vec(),
    };
    let wanted = if operation == Operation::Greatest { Ordering::Greater } else { Ordering::Less };
    let mut best: Option<Value<'v, N>> = None;
    for item in items {
        if !matches!(item, Value::Int(_) | Value::Uint(_) | Value::Double(_)) {
            return Err(Complaint::Overload);
        }
        let better = best.as_ref().is_none_or(|best| compare(&item, best).and_then(Order::known) == Some(wanted));
        if better {
            best = Some(item);
        }
    }
    best.map_or_else(|| complain("the list is empty"), Ok)
}

pub(super) fn apply<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    use Operation as Op;
    let [argument] = arguments else { return Err(Complaint::Overload) };
    Ok(match (operation, argument) {
        (Op::Round(rounding), Value::Double(d)) => Value::Double(match rounding {
            Rounding::Up => d.ceil(),
            Rounding::Down => d.floor(),
            Rounding::Nearest => d.round(),
            Rounding::TowardsZero => d.trunc(),
        }),
        (Op::Abs, Value::Int(i)) => match i.checked_abs() {
            Some(i) => Value::Int(i),
            None => return complain("result is out of range"),
        },
        (Op::Abs, Value::Uint(u)) => Value::Uint(*u),
        (Op::Abs, Value::Double(d)) => Value::Double(d.abs()),
        (Op::Sign, Value::Int(i)) => Value::Int(i.signum()),
        (Op::Sign, Value::Uint(u)) => Value::Uint((*u).min(1)),
        (Op::Sign, Value::Double(d)) => Value::Double(if *d == 0.0 || d.is_nan() { *d } else { d.signum() }),
        (Op::Sqrt, Value::Double(d)) => Value::Double(d.sqrt()),
        (Op::Sqrt, Value::Int(i)) => Value::Double((*i as f64).sqrt()),
        (Op::Sqrt, Value::Uint(u)) => Value::Double((*u as f64).sqrt()),
        (Op::IsNan, Value::Double(d)) => Value::Bool(d.is_nan()),
        (Op::IsInf, Value::Double(d)) => Value::Bool(d.is_infinite()),
        (Op::IsFinite, Value::Double(d)) => Value::Bool(d.is_finite()),
        _ => return Err(Complaint::Overload),
    })
}
