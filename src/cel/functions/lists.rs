//! Lists and sets.

use std::cmp::Ordering;

use super::{Applied, Complaint, Done, Operation, complain, list};
use crate::cel::eval::{Order, Run, Stop, compare};
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
        (Op::Flatten, [_]) => Ok(list(flatten(run, expr, items, 1)?)),
        (Op::Flatten, [_, Value::Int(depth)]) if *depth < 0 => complain("depth cannot be negative"),
        (Op::Flatten, [_, Value::Int(depth)]) => Ok(list(flatten(run, expr, items, *depth)?)),
        (Op::Distinct, [_]) => {
            let mut kept: Vec<Value<'v, N>> = Vec::new();
            'items: for item in items {
                for known in &kept {
                    run.spend(1, expr.span)?;
                    if run.equal(known, &item, expr.span)? {
                        continue 'items;
                    }
                }
                kept.push(item);
            }
            Ok(list(kept))
        }
        (Op::Sort, [_]) => {
            let keyed = items.into_iter().map(|item| (item.clone().plain(), item)).collect();
            return sort_by_key(run, expr.span, keyed).map(Ok);
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

fn flatten<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    expr: &'v Expr,
    items: Vec<Value<'v, N>>,
    depth: i64,
) -> Result<Vec<Value<'v, N>>, Stop<N>> {
    let mut level = items;
    for _ in 0..depth {
        if !level.iter().any(Value::is_list) {
            break;
        }
        run.room(expr, level.iter().map(|item| item.collection_len().unwrap_or(1)).sum())?;
        level = level.into_iter().flat_map(|item| if item.is_list() { item.items() } else { vec![item] }).collect();
    }
    Ok(level)
}

/// Items in the order of their keys, which must be of one comparable kind.
pub(in crate::cel) fn sort_by_key<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    span: Span,
    mut keyed: Vec<(Value<'v, N>, Value<'v, N>)>,
) -> Applied<'v, N> {
    run.spend(keyed.iter().map(|(key, _)| key.weight_among(keyed.len())).sum(), span)?;
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
    Ok(Ok(Value::Bool(match operation {
        Operation::SetContains => run.within(second, first, expr)?,
        Operation::SetEquivalent => run.within(second, first, expr)? && run.within(first, second, expr)?,
        _ => {
            for item in first.items() {
                if run.contains(second, &item, expr.span)? == Some(true) {
                    return Ok(Ok(Value::Bool(true)));
                }
            }
            false
        }
    })))
}

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    fn within(&mut self, some: &Value<'v, N>, all: &Value<'v, N>, expr: &Expr) -> Result<bool, Stop<N>> {
        for item in some.items() {
            if self.contains(all, &item, expr.span)? != Some(true) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
