//! Lists and sets.

use std::cmp::Ordering;

use super::{Applied, Complaint, Done, Operation, complain, list};
use crate::cel::eval::{Order, Run, Stop, compare, equal};
use crate::cel::expr::Expr;
use crate::cel::host::Host;
use crate::cel::value::Value;
use crate::text::Span;

pub(super) fn apply<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    expr: &'v Expr,
    operation: Operation,
    arguments: &[Value<'v, N>],
) -> Result<Done<'v, N>, Stop<N>> {
    use Operation as Op;
    let Some(items) = arguments.first().filter(|first| first.is_list()).map(Value::items) else { return Ok(Err(Complaint::Overload)) };
    Ok(match (operation, arguments) {
        (Op::Slice, [_, Value::Int(start), Value::Int(end)]) => slice(&items, *start, *end),
        (Op::Flatten, [_]) => Ok(list(flatten(items, 1))),
        (Op::Flatten, [_, Value::Int(depth)]) if *depth < 0 => complain("depth cannot be negative"),
        (Op::Flatten, [_, Value::Int(depth)]) => Ok(list(flatten(items, *depth))),
        (Op::Distinct, [_]) => {
            // Each item is compared with those kept before it.
            run.spend((items.len() as u64).saturating_mul(items.len() as u64) / 4, expr.span)?;
            let mut kept: Vec<Value<'v, N>> = Vec::new();
            for item in items {
                if !kept.iter().any(|known| equal(known, &item)) {
                    kept.push(item);
                }
            }
            Ok(list(kept))
        }
        (Op::Sort, [_]) => {
            let keyed = items.into_iter().map(|item| (item.clone().plain(), item)).collect();
            return sort_by_key(expr.span, keyed).map(Ok);
        }
        (Op::First, [_]) => Ok(Value::Optional(items.into_iter().next().map(std::rc::Rc::new))),
        (Op::Last, [_]) => Ok(Value::Optional(items.into_iter().next_back().map(std::rc::Rc::new))),
        _ => Err(Complaint::Overload),
    })
}

fn slice<'v, N: Host<'v>>(items: &[Value<'v, N>], start: i64, end: i64) -> Done<'v, N> {
    let range = usize::try_from(start).ok().zip(usize::try_from(end).ok());
    match range.and_then(|(start, end)| items.get(start..end)) {
        Some(part) => Ok(list(part.to_vec())),
        None => complain(format!("slice [{start}, {end}) is out of range: the list has {}", items.len())),
    }
}

fn flatten<'v, N: Host<'v>>(items: Vec<Value<'v, N>>, depth: i64) -> Vec<Value<'v, N>> {
    let mut level = items;
    for _ in 0..depth.min(100) {
        if !level.iter().any(Value::is_list) {
            break;
        }
        level = level.into_iter().flat_map(|item| if item.is_list() { item.items() } else { vec![item] }).collect();
    }
    level
}

/// Items in the order of their keys, which must be of one comparable kind.
pub(in crate::cel) fn sort_by_key<'v, N: Host<'v>>(span: Span, mut keyed: Vec<(Value<'v, N>, Value<'v, N>)>) -> Applied<'v, N> {
    if let Some((first, _)) = keyed.first()
        && let Some((other, _)) = keyed.iter().find(|(key, _)| key.type_name() != first.type_name() || compare(first, key).is_none())
    {
        return Run::fail(span, format!("cannot sort {} with {}", first.type_name(), other.type_name()));
    }
    keyed.sort_by(|(a, _), (b, _)| compare(a, b).and_then(Order::known).unwrap_or(Ordering::Equal));
    Ok(list(keyed.into_iter().map(|(_, item)| item).collect()))
}

pub(super) fn range<'v, N: Host<'v>>(run: &mut Run<'v, '_, N>, expr: &'v Expr, arguments: &[Value<'v, N>]) -> Result<Done<'v, N>, Stop<N>> {
    let [Value::Int(end)] = arguments else { return Ok(Err(Complaint::Overload)) };
    run.room(expr, usize::try_from(*end).unwrap_or_default())?;
    Ok(Ok(list((0..*end).map(Value::Int).collect())))
}

pub(super) fn sets<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    expr: &'v Expr,
    operation: Operation,
    arguments: &[Value<'v, N>],
) -> Result<Done<'v, N>, Stop<N>> {
    let [first, second] = arguments else { return Ok(Err(Complaint::Overload)) };
    if !first.is_list() || !second.is_list() {
        return Ok(Err(Complaint::Overload));
    }
    let (first, second) = (first.items(), second.items());
    run.spend((first.len() as u64).saturating_mul(second.len() as u64), expr.span)?;
    let within = |some: &[Value<'v, N>], all: &[Value<'v, N>]| some.iter().all(|item| all.iter().any(|other| equal(item, other)));
    Ok(Ok(Value::Bool(match operation {
        Operation::SetContains => within(&second, &first),
        Operation::SetEquivalent => within(&second, &first) && within(&first, &second),
        _ => first.iter().any(|item| second.iter().any(|other| equal(item, other))),
    })))
}
