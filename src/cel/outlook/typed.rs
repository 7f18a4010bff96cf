//! Types and bounds of what an expression reads, and whether it is always there.

use std::sync::Arc;

use super::point::Possible;
use super::{Seer, address, children};
use crate::cel::expr::{Expr, ExprKind, Literal, Macro, MacroKind};
use crate::cel::functions::{self, Operation};
use crate::cel::types::Type;

/// Whether there is nothing to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Absent {
    #[default]
    Never,
    Maybe,
    Always,
}

/// What is known of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Typed {
    pub ty: Type,
    /// Least and greatest number.
    pub bounds: (Option<f64>, Option<f64>),
    pub absent: Absent,
}

impl Default for Typed {
    fn default() -> Self {
        Self::of(Type::Dyn)
    }
}

impl Typed {
    fn of(ty: Type) -> Self {
        Self { ty, bounds: (None, None), absent: Absent::Never }
    }

    fn or_absent(self, absent: Absent) -> Self {
        Self { absent: self.absent.max(absent), ..self }
    }
}

impl<'p> Seer<'p, '_> {
    pub(super) fn typed(&mut self, expr: &'p Expr) -> Typed {
        if !self.step() {
            return Typed::default().or_absent(Absent::Maybe);
        }
        match &expr.kind {
            ExprKind::Literal(literal) => Typed::of(of_literal(literal)),
            ExprKind::Global(position) => match self.named(*position, Self::typed) {
                Some(typed) => typed,
                None => Typed::of(self.setting.scope.variables.get(*position).map_or(Type::Dyn, |(_, ty)| ty.clone())),
            },
            ExprKind::Local(level) => Typed::of(self.locals.get(*level).map_or(Type::Dyn, |local| local.ty.clone())),
            ExprKind::Select { operand, field, optional, .. } => self.select(expr, operand, field, *optional),
            ExprKind::Index { operand, index, optional } => self.index(operand, index, *optional),
            ExprKind::Call { function, arguments, .. } => {
                for argument in arguments {
                    self.read(argument);
                }
                let arguments: Vec<Typed> = arguments.iter().map(|argument| self.typed(argument)).collect();
                let absent = arguments.iter().map(|argument| argument.absent).max().unwrap_or_default();
                let types: Vec<Type> = arguments.into_iter().map(|argument| argument.ty).collect();
                let ty = functions::result_type(function, &types).map_or(Type::Dyn, |ty| ty.settled());
                let least = (function.operation == Operation::Size).then_some(0.0);
                Typed { ty, bounds: (least, None), absent }
            }
            ExprKind::Macro(parts) => self.comprehension(expr, parts),
            ExprKind::Conditional(parts) => {
                let condition = self.bool(&parts[0]);
                let (yes, no) = (self.typed(&parts[1]), self.typed(&parts[2]));
                let taken = [(condition.yes, yes.absent), (condition.no, no.absent), (condition.undeclared, Absent::Maybe)];
                let absent = taken.into_iter().filter(|(may, _)| *may).map(|(_, absent)| absent).max().unwrap_or_default();
                let ty = if yes.ty == no.ty { yes.ty } else { Type::Dyn };
                Typed::of(ty).or_absent(absent)
            }
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Compare(..) | ExprKind::In(_) | ExprKind::Has { .. } => {
                let outlook = self.bool(expr);
                Typed::of(Type::Bool).or_absent(if outlook.undeclared { Absent::Maybe } else { Absent::Never })
            }
            ExprKind::Bind { value, body } => {
                let value = self.typed(value);
                self.inside(address(expr), vec![value.ty], |seer| seer.typed(body)).or_absent(value.absent)
            }
            ExprKind::OptionalMap { target, body, .. } => {
                let target = self.typed(target);
                let body = self.inside(address(expr), vec![Type::Dyn], |seer| seer.typed(body));
                Typed::default().or_absent(target.absent.max(body.absent))
            }
            ExprKind::Arithmetic(_, pair) => {
                let (left, right) = (self.typed(&pair[0]), self.typed(&pair[1]));
                let ty = if left.ty == right.ty && left.ty.is_number() { left.ty } else { Type::Dyn };
                Typed::of(ty).or_absent(left.absent.max(right.absent))
            }
            _ => {
                let absent = children(expr).into_iter().map(|child| self.typed(child).absent).max();
                Typed::default().or_absent(absent.unwrap_or_default())
            }
        }
    }

    fn select(&mut self, expr: &'p Expr, operand: &'p Expr, field: &str, optional: bool) -> Typed {
        let typed = self.field(operand, field, optional);
        let number = self.atom(expr);
        match self.assigned(number) {
            _ if typed.absent == Absent::Always => typed,
            Some(Possible::Absent) => Typed { absent: Absent::Always, ..typed },
            Some(_) => Typed { absent: Absent::Never, ..typed },
            None => typed,
        }
    }

    /// The field of an operand, whatever the case that is looked at says of it.
    pub(super) fn field(&mut self, operand: &'p Expr, field: &str, optional: bool) -> Typed {
        let operand = self.typed(operand);
        if let Type::Optional(_) = operand.ty {
            return Typed::of(Type::Optional(Arc::new(Type::Dyn))).or_absent(operand.absent);
        }
        let found = match &operand.ty {
            Type::Object(object) => object.fields.get(field).map(|found| Typed {
                ty: found.ty.clone(),
                bounds: found.bounds,
                absent: if found.required { Absent::Never } else { Absent::Maybe },
            }),
            Type::Map(_, value) => Some(Typed::of(value.as_ref().clone()).or_absent(Absent::Maybe)),
            _ => None,
        };
        let found = found.unwrap_or(Typed::default().or_absent(Absent::Maybe)).or_absent(operand.absent);
        if optional { Typed::of(Type::Optional(Arc::new(found.ty))) } else { found }
    }

    fn index(&mut self, operand: &'p Expr, index: &'p Expr, optional: bool) -> Typed {
        let (operand, index) = (self.typed(operand), self.typed(index));
        let found = match &operand.ty {
            Type::List(item) => Typed::of(item.as_ref().clone()),
            Type::Map(_, value) => Typed::of(value.as_ref().clone()).or_absent(Absent::Maybe),
            _ => Typed::default().or_absent(Absent::Maybe),
        };
        if optional || matches!(operand.ty, Type::Optional(_)) {
            return Typed::of(Type::Optional(Arc::new(found.ty)));
        }
        found.or_absent(operand.absent.max(index.absent))
    }

    fn comprehension(&mut self, expr: &'p Expr, parts: &'p Macro) -> Typed {
        self.read(&parts.range);
        if matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne) {
            let outlook = self.bool(expr);
            return Typed::of(Type::Bool).or_absent(if outlook.undeclared { Absent::Maybe } else { Absent::Never });
        }
        let range = self.typed(&parts.range);
        let variables = self.variables(parts);
        let filtered = parts.filter.as_ref().map(|filter| self.body(expr, variables.clone(), filter).undeclared);
        let (ty, body_absent) = match parts.kind {
            MacroKind::Filter => (range.ty, self.body(expr, variables, &parts.body).undeclared),
            kind => {
                let mut body = self.inside(address(expr), variables, |seer| seer.typed(&parts.body));
                let ty = match kind {
                    MacroKind::SortBy => range.ty,
                    MacroKind::Map => std::mem::replace(&mut body.ty, Type::Dyn).list(),
                    _ => Type::Dyn,
                };
                (ty, body.absent != Absent::Never)
            }
        };
        let maybe = body_absent || filtered == Some(true);
        Typed::of(ty).or_absent(range.absent).or_absent(if maybe { Absent::Maybe } else { Absent::Never })
    }

    /// The types of a macro's variables.
    pub(super) fn variables(&mut self, parts: &'p Macro) -> Vec<Type> {
        let range = self.typed(&parts.range).ty;
        match (range, parts.variables.len()) {
            (Type::List(item), 1) => vec![item.as_ref().clone()],
            (Type::List(item), _) => vec![Type::Int, item.as_ref().clone()],
            (Type::Map(key, _), 1) => vec![key.as_ref().clone()],
            (Type::Map(key, value), _) => vec![key.as_ref().clone(), value.as_ref().clone()],
            (_, count) => vec![Type::Dyn; count],
        }
    }
}

fn of_literal(literal: &Literal) -> Type {
    match literal {
        Literal::Null => Type::Null,
        Literal::Bool(_) => Type::Bool,
        Literal::Int(_) => Type::Int,
        Literal::Uint(_) => Type::Uint,
        Literal::Double(_) => Type::Double,
        Literal::Text(_) => Type::Text,
        Literal::Bytes(_) => Type::Bytes,
        Literal::Timestamp(_) => Type::Timestamp,
        Literal::Duration(_) => Type::Duration,
    }
}
