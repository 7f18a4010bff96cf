//! Where the way of a field leads, and what is said of what is there.

use super::{Blame, DECLARED, Subject};
use crate::cel::eval::{Run, Stop, Undeclared};
use crate::cel::expr::{Expr, ExprKind};
use crate::cel::host::{Host, Seen};
use crate::cel::value::{Scalar, Value};
use crate::text::{Span, plural};

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// The node that a path leads to, or where it breaks off; nothing for values that stand nowhere.
    pub(super) fn follow(run: &mut Run<'v, '_, N>, expr: &'v Expr) -> Option<Subject<N>> {
        match &expr.kind {
            ExprKind::Select { operand, field, .. } => match Self::follow(run, operand) {
                Some(from) => step(from, field),
                None => Self::value(run, expr),
            },
            ExprKind::Index { operand, index, .. } => {
                let Some(from) = Self::follow(run, operand) else { return Self::value(run, expr) };
                let key = run.expr(index).ok()?;
                match (key.scalar(), &from) {
                    (Scalar::Text(key), _) => step(from, key),
                    (Scalar::Int(at), Subject::Node(node)) => node.item(usize::try_from(at).ok()?).map(Subject::Node),
                    _ => None,
                }
            }
            _ => Self::value(run, expr),
        }
    }

    /// The node that is an expression's value.
    fn value(run: &mut Run<'v, '_, N>, expr: &'v Expr) -> Option<Subject<N>> {
        match run.expr(expr) {
            Ok(Value::Node(node)) => Some(Subject::Node(node)),
            Ok(Value::Optional(Some(inner))) => {
                if let Value::Node(node) = *inner {
                    Some(Subject::Node(node))
                } else {
                    None
                }
            }
            Err(Stop::Undeclared(missing)) => missing.first().cloned().map(Subject::Missing),
            _ => None,
        }
    }

    /// Says what a path leads to; whether it leads anywhere.
    pub(super) fn path(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) -> bool {
        let Some(subject) = Self::follow(run, expr) else { return false };
        if !self.telling {
            self.push(subject, String::new());
            return true;
        }
        let name = format!("`{}`", self.written(expr));
        match subject {
            Subject::Node(node) => self.node(node, &name),
            Subject::Missing(_) => self.push(subject, format!("{name} is not declared")),
        }
        true
    }

    /// Says what a node holds.
    pub(super) fn node(&mut self, node: N, name: &str) {
        let text = if self.telling { format!("{name} is {}", described(&Value::Node(node))) } else { String::new() };
        self.push(Subject::Node(node), text);
    }

    /// Why `has(operand.field)` came out as `outcome`.
    pub(super) fn presence(&mut self, run: &mut Run<'v, '_, N>, operand: &'v Expr, field: &str, field_span: Span, outcome: bool) {
        let name = format!("`{}`", self.shown(operand, Span::new(operand.span.start, field_span.end)));
        match Self::follow(run, operand).and_then(|from| step(from, field)) {
            Some(subject @ Subject::Node(_)) if outcome => self.push(subject, format!("{name}{DECLARED}")),
            Some(Subject::Node(node)) => self.node(node, &name),
            Some(missing) => self.push(missing, format!("{name} is not declared")),
            None => self.operand(run, operand),
        }
    }
}

/// One key further.
fn step<'v, N: Host<'v>>(from: Subject<N>, key: &str) -> Option<Subject<N>> {
    match from {
        Subject::Node(node) if node.see() == Seen::Map => Some(match node.get(key) {
            Some(child) => Subject::Node(child),
            None => Subject::Missing(Undeclared { at: node, keys: vec![key.to_owned()] }),
        }),
        Subject::Node(_) => None,
        Subject::Missing(mut missing) => {
            missing.keys.push(key.to_owned());
            Some(Subject::Missing(missing))
        }
    }
}

/// What is said of a mapping.
pub(super) const LIKE_THIS: &str = "declared like this";

/// A value after "is".
pub(super) fn described<'v, N: Host<'v>>(value: &Value<'v, N>) -> String {
    let items = value.items();
    if items.iter().any(|item| item.is_map() || item.is_list()) {
        return format!("a list of {}", plural(items.len(), "item"));
    }
    if value.is_map() { LIKE_THIS.to_owned() } else { value.to_label() }
}
