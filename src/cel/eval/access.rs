//! Fields and items: where a path begins, goes on, or is found to lead nowhere.

use std::rc::Rc;

use super::{Outcome, Run, Stop, Undeclared, read};
use crate::cel::expr::{Expr, ExprKind, Reading};
use crate::cel::host::{Host, Seen};
use crate::cel::map::Key;
use crate::cel::value::{Scalar, Value};
use crate::text::{clean_line, shorten};

/// What a value holds under a field or index.
enum Found<'v, N> {
    Value(Value<'v, N>),
    /// Not declared in the document.
    Undeclared(Undeclared<N>),
    /// No such key or index.
    Absent(String),
}

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    pub(super) fn select(&mut self, expr: &'v Expr, operand: &'v Expr, field: &str, optional: bool) -> Outcome<'v, N> {
        if !optional && let Some(node) = self.node(expr) {
            return Ok(Value::Node(node));
        }
        match self.expr(operand) {
            Ok(value) => Self::through(expr, value, optional, |value| Self::field(expr, value, field)),
            Err(Stop::Undeclared(_)) if optional => Ok(Value::Optional(None)),
            Err(Stop::Undeclared(missing)) if is_path(operand) => Err(Stop::Undeclared(further(missing, field))),
            Err(stop) => Err(stop),
        }
    }

    pub(super) fn index(&mut self, expr: &'v Expr, operand: &'v Expr, index: &'v Expr, optional: bool) -> Outcome<'v, N> {
        let value = match self.expr(operand) {
            Ok(value) => value,
            Err(Stop::Undeclared(_)) if optional => return Ok(Value::Optional(None)),
            Err(stop) => return Err(stop),
        };
        let key = self.expr(index)?;
        if key.weight() > 0 {
            self.spend(key.weight_among(value.collection_len().unwrap_or_default()), expr.span)?;
        }
        Self::through(expr, value, optional, |value| Self::item(expr, value, &key))
    }

    pub(super) fn has(&mut self, expr: &'v Expr, operand: &'v Expr, field: &str) -> Result<bool, Stop<N>> {
        self.spend(1, expr.span)?;
        let value = match self.node(operand) {
            Some(node) => Value::Node(node),
            None => match self.expr(operand) {
                Ok(Value::Optional(Some(inner))) => inner.as_ref().clone(),
                Ok(Value::Optional(None)) | Err(Stop::Undeclared(_)) => return Ok(false),
                Ok(value) => value,
                Err(stop) => return Err(stop),
            },
        };
        if let Value::Node(node) = &value
            && let Some(child) = node.get(field)
        {
            return Ok(expr.reading == Reading::Plain || read(Value::Node(child), expr.reading).is_ok());
        }
        Ok(match Self::field(expr, &value, field)? {
            Found::Value(_) => true,
            Found::Undeclared(_) | Found::Absent(_) => false,
        })
    }

    /// Looks into a value; into an optional, or with `?`, the result is an optional.
    fn through(
        expr: &Expr,
        value: Value<'v, N>,
        optional: bool,
        look: impl FnOnce(&Value<'v, N>) -> Result<Found<'v, N>, Stop<N>>,
    ) -> Outcome<'v, N> {
        let found = match &value {
            Value::Optional(None) => return Ok(value),
            Value::Optional(Some(inner)) => look(inner)?,
            value if optional => look(value)?,
            value => return Self::found(expr, look(value)?),
        };
        Ok(Value::Optional(if let Found::Value(value) = found { Some(Rc::new(value)) } else { None }))
    }

    fn found(expr: &Expr, found: Found<'v, N>) -> Outcome<'v, N> {
        match found {
            Found::Value(value) => Ok(value),
            Found::Undeclared(missing) => Err(Stop::Undeclared(Box::new([missing]))),
            Found::Absent(why) => Self::fail(expr.span, why),
        }
    }

    fn field(expr: &Expr, value: &Value<'v, N>, field: &str) -> Result<Found<'v, N>, Stop<N>> {
        match value {
            Value::Node(node) if node.see() == Seen::Map => Ok(match node.get(field) {
                Some(child) => Found::Value(Value::Node(child)),
                None => Found::Undeclared(Undeclared { at: *node, keys: vec![field.to_owned()] }),
            }),
            Value::Map(map) => Ok(match map.field(field) {
                Some(value) => Found::Value(value.clone()),
                None => Found::Absent(format!("no such key: `{}`", shorten(&clean_line(field), 40))),
            }),
            value => Self::fail(expr.span, format!("{} has no fields", value.type_name())),
        }
    }

    fn item(expr: &Expr, value: &Value<'v, N>, key: &Value<'v, N>) -> Result<Found<'v, N>, Stop<N>> {
        if value.is_list() {
            let Some(Key::Int(at)) = key.as_key() else {
                return Self::fail(expr.span, format!("a list is indexed by int, not by {}", key.type_name()));
            };
            let asked = at;
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            let found = match value {
                Value::List(items) => items.get(at).cloned(),
                Value::Node(node) => node.item(at).map(Value::Node),
                _ => None,
            };
            let len = value.collection_len().unwrap_or_default();
            return Ok(found.map_or_else(|| Found::Absent(format!("index {asked} is out of range: the list has {len}")), Found::Value));
        }
        match (value, key.scalar()) {
            (Value::Node(_) | Value::Map(_), Scalar::Text(field)) => Self::field(expr, value, field),
            (Value::Map(map), _) => {
                let found = key.as_key().and_then(|key| map.get(&key).cloned());
                Ok(found.map_or_else(|| Found::Absent("no such key".to_owned()), Found::Value))
            }
            (value, _) if value.is_map() => Ok(Found::Absent("no such key".to_owned())),
            (value, _) => Self::fail(expr.span, format!("{} cannot be indexed", value.type_name())),
        }
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
