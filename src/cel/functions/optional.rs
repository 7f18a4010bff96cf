//! Optional values.

use std::rc::Rc;

use super::{Complaint, Done, Operation, complain, list};
use crate::cel::host::Host;
use crate::cel::value::Value;

pub(super) fn apply<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    use Operation as Op;
    match (operation, arguments) {
        (Op::OptionalNone, []) => Ok(Value::Optional(None)),
        (Op::OptionalOf, [value]) => Ok(Value::Optional(Some(Rc::new(value.clone())))),
        (Op::OptionalNonZero, [value]) => Ok(Value::Optional((!is_zero(value)).then(|| Rc::new(value.clone())))),
        (Op::HasValue, [Value::Optional(inner)]) => Ok(Value::Bool(inner.is_some())),
        (Op::OptionalValue, [Value::Optional(Some(inner))]) => Ok(inner.as_ref().clone()),
        (Op::OptionalValue, [Value::Optional(None)]) => complain("the optional holds no value"),
        (Op::Or, [Value::Optional(None), other @ Value::Optional(_)]) => Ok(other.clone()),
        (Op::Or, [some @ Value::Optional(Some(_)), Value::Optional(_)]) => Ok(some.clone()),
        (Op::OrValue, [Value::Optional(inner), other]) => Ok(inner.as_ref().map_or_else(|| other.clone(), |inner| inner.as_ref().clone())),
        (Op::Unwrap, [items]) if items.is_list() => {
            let mut kept = Vec::new();
            for item in items.items() {
                let Value::Optional(inner) = item else { return Err(Complaint::Overload) };
                kept.extend(inner.map(|inner| inner.as_ref().clone()));
            }
            Ok(list(kept))
        }
        _ => Err(Complaint::Overload),
    }
}

fn is_zero<'v, N: Host<'v>>(value: &Value<'v, N>) -> bool {
    match value.clone().plain() {
        Value::Null | Value::Bool(false) | Value::Int(0) | Value::Uint(0) | Value::Optional(None) => true,
        Value::Double(d) => d == 0.0,
        Value::Text(text) => text.as_str().is_empty(),
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Duration(length) => length.is_zero(),
        Value::Timestamp(at) => at == super::time::EPOCH,
        other => other.collection_len() == Some(0),
    }
}
