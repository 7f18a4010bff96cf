//! Fields and items: where a path begins, goes on, or is found to lead nowhere.

use std::rc::Rc;

use super::{Outcome, Run, Stop, Undeclared};
use crate::cel::expr::{Expr, ExprKind, Reading};
use crate::cel::host::{Host, Seen};
use crate::cel::value::{Key, Value};

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    pub(super) fn select(&mut self, expr: &'v Expr, operand: &'v Expr, field: &str, optional: bool, reading: Reading) -> Outcome<'v, N> {
        let value = match self.expr(operand) {
            Ok(value) => value,
            Err(Stop::Undeclared(_)) if optional => return Ok(Value::Optional(None)),
            Err(Stop::Undeclared(missing)) if is_path(operand) => return Err(Stop::Undeclared(further(missing, field))),
            Err(stop) => return Err(stop),
        };
        match value {
            Value::Optional(None) => Ok(Value::Optional(None)),
            Value::Optional(Some(inner)) => {
                let found = Self::field(expr, inner.as_ref().clone(), field, reading);
                optional_of(found)
            }
            value if optional => optional_of(Self::field(expr, value, field, reading)),
            value => Self::field(expr, value, field, reading),
        }
    }

    fn field(expr: &'v Expr, value: Value<'v, N>, field: &str, reading: Reading) -> Outcome<'v, N> {
        match value {
            Value::Node(node) if node.see() == Seen::Map => match node.get(field) {
                Some(child) => read(child, reading),
                None => Err(Stop::Undeclared(Box::new([Undeclared { at: node, keys: vec![field.to_owned()] }]))),
            },
            Value::Map(map) => match map.get(&Key::Text(field.into())) {
                Some(value) => Ok(value.clone()),
                None => Self::fail(expr.span, format!("no such key: `{field}`")),
            },
            value => Self::fail(expr.span, format!("{} has no fields", value.type_name())),
        }
    }

    pub(super) fn has(&mut self, expr: &'v Expr, operand: &'v Expr, field: &str, reading: Reading) -> Outcome<'v, N> {
        let value = match self.expr(operand) {
            Ok(value) => value,
            Err(Stop::Undeclared(_)) => return Ok(Value::Bool(false)),
            Err(stop) => return Err(stop),
        };
        match value {
            Value::Node(node) if node.see() == Seen::Map => {
                Ok(Value::Bool(node.get(field).is_some_and(|child| read(child, reading).is_ok())))
            }
            Value::Map(map) => Ok(Value::Bool(map.contains_key(&Key::Text(field.into())))),
            Value::Optional(None) => Ok(Value::Bool(false)),
            Value::Optional(Some(inner)) => Ok(Value::Bool(Self::field(expr, inner.as_ref().clone(), field, reading).is_ok())),
            value => Self::fail(expr.span, format!("{} has no fields", value.type_name())),
        }
    }

    pub(super) fn index(&mut self, expr: &'v Expr, operand: &'v Expr, index: &'v Expr, optional: bool) -> Outcome<'v, N> {
        let value = match self.expr(operand) {
            Ok(value) => value,
            Err(Stop::Undeclared(_)) if optional => return Ok(Value::Optional(None)),
            Err(stop) => return Err(stop),
        };
        let key = self.expr(index)?.plain();
        match value {
            Value::Optional(None) => Ok(Value::Optional(None)),
            Value::Optional(Some(inner)) => optional_of(Self::item(expr, inner.as_ref().clone(), &key)),
            value if optional => optional_of(Self::item(expr, value, &key)),
            value => Self::item(expr, value, &key),
        }
    }

    fn item(expr: &'v Expr, value: Value<'v, N>, key: &Value<'v, N>) -> Outcome<'v, N> {
        if value.is_list() {
            let Some(Key::Int(at)) = key.as_key() else {
                return Self::fail(expr.span, format!("a list is indexed by int, not by {}", key.type_name()));
            };
            let at = usize::try_from(at).ok();
            let found = match &value {
                Value::List(items) => at.and_then(|at| items.get(at).cloned()),
                Value::Node(node) => at.and_then(|at| node.item(at)).map(Value::Node),
                _ => None,
            };
            let len = value.collection_len().unwrap_or_default();
            return match found {
                Some(value) => Ok(value),
                None => Self::fail(expr.span, format!("index is out of range: the list has {len}")),
            };
        }
        match value {
            Value::Node(_) if key.as_str().is_some() => {
                let field = key.as_str().unwrap_or_default().to_owned();
                Self::field(expr, value, &field, Reading::Plain)
            }
            Value::Map(map) => match key.as_key().and_then(|key| map.get(&key).cloned()) {
                Some(value) => Ok(value),
                None => Self::fail(expr.span, "no such key"),
            },
            value if value.is_map() => Self::fail(expr.span, "no such key"),
            value => Self::fail(expr.span, format!("{} cannot be indexed", value.type_name())),
        }
    }
}

/// The value of a field as its type wants it read.
fn read<'v, N: Host<'v>>(child: N, reading: Reading) -> Outcome<'v, N> {
    match (reading, child.see()) {
        (Reading::Fact, Seen::Text("unknown")) => Err(Stop::Undeclared(Box::new([Undeclared { at: child, keys: Vec::new() }]))),
        (Reading::Number, Seen::Int(int)) => Ok(Value::Double(int as f64)),
        _ => Ok(Value::Node(child)),
    }
}

/// Whether a missing fact below this expression belongs below the one it lacks.
fn is_path(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Select { .. } | ExprKind::Local(_) | ExprKind::Global(_))
}

fn further<N>(missing: Box<[Undeclared<N>]>, field: &str) -> Box<[Undeclared<N>]> {
    let mut missing = missing.into_vec();
    for one in &mut missing {
        one.keys.push(field.to_owned());
    }
    missing.into_boxed_slice()
}

/// What is there as an optional; what is not there as an empty one.
fn optional_of<N>(found: Outcome<'_, N>) -> Outcome<'_, N> {
    match found {
        Ok(value) => Ok(Value::Optional(Some(Rc::new(value)))),
        Err(Stop::Failed(failure)) if !failure.message.starts_with("no such key") && !failure.message.starts_with("index is out") => {
            Err(Stop::Failed(failure))
        }
        Err(_) => Ok(Value::Optional(None)),
    }
}
