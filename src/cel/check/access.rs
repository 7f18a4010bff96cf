//! Fields and items.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::arguments::whole;
use super::call::value_of;
use super::compare::{can_be_equal, named_by};
use super::idiom::reads_same;
use super::words::closed;
use super::{Checker, range};
use crate::cel::compile::{Problem, ProblemKind};
use crate::cel::expr::{Expr, ExprKind, Literal};
use crate::cel::functions::{self, Operation};
use crate::cel::types::{ObjectType, Type};
use crate::text::{Span, nearest};

/// Most fields that a message lists.
const MAX_LISTED: usize = 64;

/// Most places that a message names where a field is.
const MAX_OWNERS: usize = 3;

/// How many mappings deep a field is looked for.
const MAX_LEVELS: usize = 8;

impl Checker<'_> {
    pub(super) fn select(&mut self, operand: &mut Expr, field: &str, field_span: Span, optional: bool) -> Type {
        let (ty, unwrapped) = match self.expr(operand) {
            Type::Optional(inner) => (inner.as_ref().clone(), true),
            ty => (ty, false),
        };
        let found = match &ty {
            Type::Object(object) => match object.fields.get(field) {
                Some(field) => {
                    self.ranges.extend(range::Range::of(field.bounds).map(|range| (field_span.start, range)));
                    self.sizes.extend(range::Range::of_sizes(field.sizes).map(|range| (field_span.start, range)));
                    if let Type::Form(form) = &field.ty {
                        self.forms.insert(field_span.start, Arc::clone(form));
                    }
                    self.defaults.extend(field.default.map(|value| (field_span.start, range::Range::one(value))));
                    field.ty.clone()
                }
                None if object.open => Type::Dyn,
                None => self.unknown_field(object, field, field_span),
            },
            Type::Map(key, _) if !optional && is_missing(key, field) => self.missing_key(key, field, field_span),
            Type::Map(key, value) if key.is_text() || matches!(**key, Type::Dyn | Type::Free) => value.loosened(),
            Type::Dyn | Type::Free => Type::Dyn,
            Type::List(item) => {
                let shape = match item.as_ref() {
                    _ if is_size(field) => "write `size(…)`",
                    Type::Object(object) if object.fields.contains_key(field) => {
                        "write `.exists(x, …)` or `.all(x, …)` to look at its items"
                    }
                    _ => "a list has items, not fields",
                };
                self.problem(
                    Problem::new(ProblemKind::Type, field_span, format!("`{field}` asked of a list"), "a list has no fields").help(shape),
                )
            }
            other => {
                let message = format!("`{field}` asked of {other}, which has no fields");
                let problem = Problem::new(ProblemKind::Type, field_span, message, format!("{other} has no fields"));
                let key = match &operand.kind {
                    ExprKind::Local(level) => self.keys.iter().find(|(key, _)| key == level).map(|(_, help)| *help),
                    _ => None,
                };
                self.problem(match functions::find(field, true) {
                    _ if let Some(help) = key => problem.help(help),
                    _ if is_size(field) => problem.help("write `size(…)`"),
                    Some(_) => problem.help(format!("write `.{field}(…)` to call it")),
                    None if other.is_text() => match self.elsewhere(&ObjectType::default(), field) {
                        Some(help) => problem.help(help),
                        None => problem,
                    },
                    None => problem,
                })
            }
        };
        if optional || unwrapped { Type::Optional(Arc::new(found)) } else { found }
    }

    pub(super) fn unknown_field(&mut self, object: &ObjectType, field: &str, span: Span) -> Type {
        let mut problem = Problem::new(ProblemKind::Name, span, format!("unknown field `{field}` in `{}`", object.name), "no such field");
        if let Some(help) = self.scope.help_with(&format!("{}.?", object.name)) {
            problem = problem.help(help);
        } else if let Some(near) = nearest(field, object.fields.keys()) {
            problem = problem.help(format!("did you mean `{near}`?"));
        } else if let Some(help) = self.elsewhere(object, field) {
            problem = problem.help(help);
        } else if object.fields.is_empty() {
            problem = problem.help(self.scope.help_with(&format!("{}.*", object.name)).unwrap_or_else(|| "it has no fields".to_owned()));
        } else if object.fields.len() <= MAX_LISTED {
            let names: Vec<String> = object.fields.keys().map(|name| format!("`{name}`")).collect();
            problem = problem.help(format!("it has {}", crate::text::and_list(&names)));
        }
        self.problem(problem)
    }

    /// Which other mappings have a field of this name, those nearest first.
    fn elsewhere(&self, object: &ObjectType, field: &str) -> Option<String> {
        let mut owners = BTreeSet::new();
        let mut open: Vec<(&Type, usize)> = self.scope.names().map(|(_, ty)| (ty, 0)).collect();
        while let Some((ty, depth)) = open.pop() {
            match ty {
                Type::List(inner) | Type::Optional(inner) | Type::Map(_, inner) => open.push((inner, depth)),
                Type::Object(other) if depth < MAX_LEVELS => {
                    if other.fields.contains_key(field) && !other.name.is_empty() {
                        owners.insert(other.name.as_str());
                    }
                    open.extend(other.fields.values().map(|field| (&field.ty, depth + 1)));
                }
                _ => {}
            }
        }
        let shared = |name: &str| name.bytes().zip(object.name.bytes()).take_while(|(a, b)| a == b).count();
        let mut owners: Vec<&str> = owners.into_iter().collect();
        owners.sort_by_key(|name| (std::cmp::Reverse(shared(name)), name.len()));
        owners.truncate(MAX_OWNERS);
        let names: Vec<String> = owners.iter().map(|name| format!("`{name}.{field}`")).collect();
        (!names.is_empty()).then(|| format!("there is {}", crate::text::and_list(&names)))
    }

    /// Reports a key that a map which is written out does not have.
    fn missing_key(&mut self, keys: &Type, field: &str, span: Span) -> Type {
        let all: Vec<String> = closed(keys).into_iter().flat_map(|words| &words.all).map(|word| word.text.clone()).collect();
        let problem = Problem::new(ProblemKind::Name, span, format!("the map has no key `{field}`"), "no such key");
        self.problem(problem.help(match nearest(field, &all) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it has {}", crate::text::and_list(&all.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>())),
        }))
    }

    pub(super) fn index(&mut self, span: Span, operand: &mut Expr, index: &mut Expr, optional: bool) -> Type {
        let operand_type = self.expr(operand);
        let key = self.expr(index);
        let (ty, unwrapped) = match operand_type {
            Type::Optional(inner) => (inner.as_ref().clone(), true),
            ty => (ty, false),
        };
        let found = match &ty {
            Type::List(item) => {
                if !key.is_number() && key != Type::Dyn {
                    let message = format!("a list is indexed by int, not by {key}");
                    let problem = Problem::new(ProblemKind::Type, index.span, message, format!("this is {key}"));
                    self.problem(match item.as_ref() {
                        Type::Object(object) if key.is_text() => {
                            let field = named_by(object, &[index]).unwrap_or("id");
                            problem.help(format!("write `.exists(x, x.{field} == …)` or `.filter(x, x.{field} == …)` to look for an item"))
                        }
                        _ => problem,
                    });
                } else if counts(index, operand) && !optional {
                    let problem =
                        Problem::new(ProblemKind::Type, index.span, "the last item has the position `size(…) - 1`", "out of range");
                    self.problem(problem.help("write `size(…) - 1`, or `.last()`"));
                } else if whole(index).is_some_and(|at| at < 0) && !optional {
                    self.below_zero(index.span);
                }
                item.loosened()
            }
            Type::Map(wanted, value) => {
                self.words(&key, wanted, operand.span, true);
                if let (ExprKind::Literal(Literal::Text(field)), false) = (&index.kind, optional)
                    && is_missing(wanted, field)
                {
                    self.missing_key(wanted, field, index.span);
                } else if !can_be_equal(wanted, &key) {
                    self.type_problem(index.span, format!("the keys are {wanted}, never {key}"), format!("this is {key}"));
                }
                value.loosened()
            }
            Type::Object(object) => match &index.kind {
                ExprKind::Literal(Literal::Text(field)) => match object.fields.get(field) {
                    Some(field) => field.ty.clone(),
                    None if object.open => Type::Dyn,
                    None => self.unknown_field(object, field, index.span),
                },
                _ if !can_be_equal(&Type::Text, &key) => {
                    self.type_problem(index.span, format!("the keys are string, never {key}"), format!("this is {key}"))
                }
                _ => value_of(object),
            },
            Type::Dyn | Type::Free => Type::Dyn,
            other => self.type_problem(span, format!("{other} cannot be indexed"), format!("this is {other}")),
        };
        if optional || unwrapped { Type::Optional(Arc::new(found)) } else { found }
    }
}

/// Whether a field is what other languages have for a size.
pub(super) fn is_size(field: &str) -> bool {
    matches!(field, "length" | "len" | "count" | "size")
}

/// Whether an expression is the size of a list.
fn counts(expr: &Expr, list: &Expr) -> bool {
    let ExprKind::Call { function, arguments, .. } = &expr.kind else { return false };
    function.operation == Operation::Size && matches!(&arguments[..], [of] if reads_same(of, list))
}

/// Whether the keys of a map are all known and a field is none of them.
fn is_missing(keys: &Type, field: &str) -> bool {
    closed(keys).is_some_and(|words| !words.has(field))
}
