//! What can be looked at in place: literals, and paths that lead to a node. Most of a policy is made of these, and no value
//! has to be made for them. Where a path leads nowhere, or to what must be read otherwise, the general way says why.

use super::{Binding, Run};
use crate::cel::expr::{Expr, ExprKind, Literal, Reading};
use crate::cel::host::{Host, Seen};
use crate::cel::value::{Scalar, Value};

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    /// The node that a path leads to.
    pub(super) fn node(&mut self, expr: &'v Expr) -> Option<N> {
        match &expr.kind {
            ExprKind::Global(position) => match self.globals.get(*position)? {
                Binding::Value(Value::Node(node)) => Some(*node),
                _ => None,
            },
            ExprKind::Local(level) => match self.locals.get(*level)? {
                Value::Node(node) => Some(*node),
                _ => None,
            },
            ExprKind::Select { operand, field, optional: false, .. } => {
                let node = self.node(operand)?;
                self.cost += 1;
                node.get(field)
            }
            _ => None,
        }
    }

    /// Whether a path leads to a text that is written out: most comparisons of a policy ask for no more. Nothing where another kind
    /// of value is on either side.
    pub(super) fn is_text(&mut self, path: &'v Expr, written: &'v Expr) -> Option<bool> {
        let ExprKind::Literal(Literal::Text(wanted)) = &written.kind else { return None };
        if path.reading == Reading::Fact {
            return None;
        }
        let Seen::Text(text) = self.node(path)?.see() else { return None };
        self.cost += text.len().min(wanted.len()) as u64 / 10;
        Some(text == wanted)
    }

    /// The scalar that a literal is or a path leads to.
    pub(super) fn scalar(&mut self, expr: &'v Expr) -> Option<Scalar<'v>> {
        match &expr.kind {
            ExprKind::Literal(literal) => Some(match literal {
                Literal::Null => Scalar::Null,
                Literal::Bool(b) => Scalar::Bool(*b),
                Literal::Int(i) => Scalar::Int(*i),
                Literal::Uint(u) => Scalar::Uint(*u),
                Literal::Double(d) => Scalar::Double(*d),
                Literal::Text(text) => Scalar::Text(text),
                _ => return None,
            }),
            ExprKind::Select { .. } | ExprKind::Local(_) => {
                let seen = self.node(expr)?.see();
                Some(match seen {
                    Seen::Text("unknown") if expr.reading == Reading::Fact => return None,
                    Seen::Null => Scalar::Null,
                    Seen::Bool(b) => Scalar::Bool(b),
                    Seen::Int(i) => Scalar::Int(i),
                    Seen::Uint(u) => Scalar::Uint(u),
                    Seen::Double(d) => Scalar::Double(d),
                    Seen::Text(text) => Scalar::Text(text),
                    Seen::List | Seen::Map => return None,
                })
            }
            _ => None,
        }
    }
}
