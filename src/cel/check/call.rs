//! Calls and macros.

use std::sync::Arc;

use super::compare::{is_written, named_by};
use super::{Checker, join};
use crate::cel::compile::{Problem, ProblemKind};
use crate::cel::expr::{Expr, ExprKind, Macro, MacroKind};
use crate::cel::functions::{self, Operation};
use crate::cel::types::{Field, ObjectType, Type};
use crate::text::Span;

impl Checker<'_> {
    pub(super) fn call(&mut self, span: Span, function: &functions::Function, arguments: &mut [Expr], name_span: Span) -> Type {
        let types: Vec<Type> = arguments.iter_mut().map(|argument| self.expr(argument)).collect();
        if let Some(ty) = functions::result_type(function, &types) {
            self.arguments(span, function, &types, arguments);
            return match types.first().and_then(|of| functions::of_members(function, of)) {
                Some(members) => Type::Enum(members.into()),
                None => ty,
            };
        }
        let usage = functions::usage(function);
        let name = function.name;
        let count = function.signatures.iter().any(|signature| signature.takes(types.len()));
        // The receiver is to blame only if nothing of its type has the method.
        let member = arguments.first().is_some_and(|first| first.span.start < name_span.start);
        if !count {
            let given = types.len() - usize::from(member);
            let problem = Problem::new(
                ProblemKind::Type,
                name_span,
                format!("wrong number of arguments for `{name}`"),
                format!("{} given", crate::text::plural(given, "argument")),
            );
            return self.problem(match function.operation {
                Operation::Sort => problem.help("write `.sortBy(x, …)` with what the items are ordered by"),
                Operation::Matches if types.len() > 2 => problem.help("flags stand in the pattern, e.g. `(?i)` for any case"),
                _ => problem.help(format!("write {usage}")),
            });
        }
        let given: Vec<String> = types.iter().map(ToString::to_string).collect();
        let takes_first = types.first().is_some_and(|first| function.signatures.iter().any(|signature| signature.takes_first(first)));
        let blamed = arguments.iter().skip(usize::from(member && takes_first && types.len() > 1));
        let blamed = if member && !takes_first {
            blamed.take(1).map(|a| a.span).reduce(Span::union)
        } else {
            blamed.map(|a| a.span).reduce(Span::union)
        };
        let span = blamed.unwrap_or(name_span);
        self.problem(
            Problem::new(
                ProblemKind::Type,
                span,
                format!("`{name}` does not take {}", crate::text::and_list(&given)),
                crate::text::and_list(&given),
            )
            .help(match (function.operation, types.first()) {
                (Operation::Contains | Operation::IndexOf | Operation::LastIndexOf, Some(Type::List(item)))
                    if let Type::Object(object) = &**item =>
                {
                    let written: Vec<&Expr> = arguments.iter().skip(1).collect();
                    format!("write `….exists(x, x.{} == …)` to look for one", named_by(object, &written).unwrap_or("id"))
                }
                (Operation::Contains | Operation::IndexOf | Operation::LastIndexOf, Some(Type::List(_))) => {
                    "write `item in list` to look for an item".to_owned()
                }
                (Operation::Contains | Operation::IndexOf, Some(Type::Map(..) | Type::Object(_))) => {
                    "write `'…' in …` to look for a key".to_owned()
                }
                (Operation::Or | Operation::OrValue | Operation::HasValue | Operation::OptionalValue, Some(first))
                    if !matches!(first, Type::Optional(_)) =>
                {
                    match arguments.first().map(|first| &first.kind) {
                        Some(ExprKind::Select { field, .. }) => format!("`?` makes an optional of a field: write `….?{field}.{name}(…)`"),
                        _ => "`?` makes an optional of a field: `….?field`".to_owned(),
                    }
                }
                (Operation::OrValue, Some(Type::Optional(inner))) => format!("what stands in for it is {inner}, too"),
                (Operation::Slice, Some(text)) if text.is_text() => "write `.substring(from, to)` for a part of a text".to_owned(),
                (Operation::Days, Some(text)) if text.is_text() && !arguments.first().is_some_and(is_written) => {
                    "write `days(int(…))`, or make the value a whole number".to_owned()
                }
                (Operation::Days, Some(text)) if text.is_text() => "write the number without quotes".to_owned(),
                (Operation::Days, Some(Type::Duration)) => "it is a duration already: compare it with `days(…)`".to_owned(),
                (Operation::Date, Some(Type::Timestamp)) => "it is a point in time already: leave `date(…)` out".to_owned(),
                (Operation::Format, Some(Type::Timestamp)) => "write `string(…)`, or `.getFullYear()` and others for a part".to_owned(),
                (Operation::Format, _) => "write the values as a list: `'…'.format([…])`".to_owned(),
                (_, Some(Type::List(of))) if member && of.is_text() => match of_each(function, &types) {
                    Some(each) => format!("write `{each}` for each item"),
                    None => format!("write {usage}"),
                },
                (_, Some(Type::Optional(_))) => "read the value of an optional with `.orValue(…)`".to_owned(),
                _ => format!("write {usage}"),
            }),
        )
    }

    pub(super) fn comprehension(&mut self, parts: &mut Macro) -> Type {
        let range = self.expr(&mut parts.range);
        // Over a list that is written out, a comparison is a question and no slip.
        let range = if is_written(&parts.range) { range.opened() } else { range };
        let two = parts.variables.len() == 2;
        let variables = match &range {
            Type::List(item) if two => vec![Type::Int, item.as_ref().clone()],
            Type::List(item) => vec![item.as_ref().clone()],
            Type::Map(key, value) if two => vec![key.as_ref().clone(), value.as_ref().clone()],
            Type::Map(key, _) => vec![key.as_ref().clone()],
            Type::Object(object) => {
                let names = || object.fields.keys().cloned().collect::<Vec<_>>();
                let key = if object.open || object.fields.is_empty() { Type::Text } else { Type::Enum(names().into()) };
                [key, value_of(object)].into_iter().take(parts.variables.len()).collect()
            }
            Type::Dyn => vec![Type::Dyn; parts.variables.len()],
            other => {
                self.type_problem(parts.range.span, format!("expected a list or map, found {other}"), format!("this is {other}"));
                vec![Type::Dyn; parts.variables.len()]
            }
        };
        let level = self.locals.len();
        let mapping = matches!(range, Type::Map(..) | Type::Object(_));
        match (mapping, two) {
            (true, false) => self.keys.push((level, "one variable over a mapping is its key: write `(key, value, …)`")),
            (true, true) => self.keys.push((level, "the first of two variables is the key: write `(key, value, …)`")),
            (false, true) => self.keys.push((level, "the first of two variables is the position: write `(i, x, …)`")),
            (false, false) => {}
        }
        let item = variables.last().cloned().unwrap_or(Type::Dyn);
        let body = self.with(&variables, |checker| {
            if let Some(filter) = &mut parts.filter {
                let ty = checker.expr(filter);
                if !matches!(ty, Type::Bool | Type::Dyn) {
                    let problem =
                        Problem::new(ProblemKind::Type, filter.span, format!("expected a bool, found {ty}"), format!("this is {ty}"));
                    let shape = if two { "transformList(i, x, condition, value)" } else { "map(x, condition, value)" };
                    checker.problem(problem.help(format!("the condition comes before the value: `.{shape}`")));
                }
            }
            match parts.kind {
                MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne | MacroKind::Filter => {
                    checker.bool(&mut parts.body);
                    Type::Bool
                }
                _ => checker.expr(&mut parts.body),
            }
        });
        if parts.kind == MacroKind::SortBy && matches!(body, Type::Object(_) | Type::Map(..) | Type::List(_)) {
            let problem = Problem::new(ProblemKind::Type, parts.body.span, format!("{body} has no order"), format!("this is {body}"));
            self.problem(problem.help("order the items by a field, e.g. `.sortBy(x, x.id)`"));
        }
        if parts.kind == MacroKind::MapEntries && !matches!(body, Type::Map(..) | Type::Object(_) | Type::Dyn) {
            let problem =
                Problem::new(ProblemKind::Type, parts.body.span, format!("expected a map, found {body}"), format!("this is {body}"));
            self.problem(problem.help("write the entries as a map: `{key: value}`"));
        }
        self.keys.retain(|(key, _)| *key != level);
        match parts.kind {
            MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne => Type::Bool,
            MacroKind::Filter | MacroKind::SortBy => Type::List(Arc::new(item)),
            MacroKind::Map => Type::List(Arc::new(body)),
            MacroKind::MapValues => Type::Map(Arc::new(variables.first().cloned().filter(|_| two).unwrap_or(Type::Dyn)), Arc::new(body)),
            MacroKind::MapEntries => match body {
                map @ Type::Map(..) => map,
                _ => Type::Map(Arc::new(Type::Dyn), Arc::new(Type::Dyn)),
            },
        }
    }

    pub(super) fn optional_map(&mut self, target: &mut Expr, body: &mut Expr, flat: bool) -> Type {
        let inner = match self.expr(target) {
            Type::Optional(inner) => inner.as_ref().clone(),
            Type::Dyn => Type::Dyn,
            other => self.type_problem(target.span, format!("expected an optional, found {other}"), format!("this is {other}")),
        };
        let body_type = self.with(&[inner], |checker| checker.expr(body));
        match body_type {
            Type::Optional(_) | Type::Dyn if flat => body_type,
            other if flat => {
                let problem =
                    Problem::new(ProblemKind::Type, body.span, format!("expected an optional, found {other}"), format!("this is {other}"));
                self.problem(problem.help("write `optMap` for what is none, or `.?field` to read one"));
                Type::Optional(Arc::new(other))
            }
            other => Type::Optional(Arc::new(other)),
        }
    }
}

/// The type of all values of a mapping.
pub(super) fn value_of(object: &ObjectType) -> Type {
    if object.open || object.fields.is_empty() {
        return Type::Dyn;
    }
    let mut types = object.fields.values().map(|field| &field.ty);
    let first = types.next().cloned().unwrap_or(Type::Dyn);
    types.try_fold(first, |known, ty| either(&known, ty, &object.name)).unwrap_or(Type::Dyn)
}

/// The type of what may be either of two: of two mappings, one that has the fields of both.
fn either(known: &Type, ty: &Type, of: &str) -> Option<Type> {
    let (Type::Object(known), Type::Object(other)) = (known, ty) else { return join(known, ty) };
    let mut fields = known.fields.clone();
    for (name, field) in &other.fields {
        let ty = match fields.get(name) {
            Some(known) if known == field => continue,
            Some(known) => either(&known.ty, &field.ty, of).unwrap_or(Type::Dyn),
            None => field.ty.clone(),
        };
        fields.insert(name.clone(), Field::new(ty, false));
    }
    Some(Type::Object(Arc::new(ObjectType { name: format!("{of}.*"), fields, open: known.open || other.open })))
}

/// How to ask a method of each text of a list; nothing where it is no method of texts, or these arguments do not fit one.
fn of_each(function: &functions::Function, types: &[Type]) -> Option<String> {
    let one: Vec<Type> = std::iter::once(Type::Text).chain(types.iter().skip(1).cloned()).collect();
    let over = if functions::result_type(function, &one)? == Type::Bool { "exists" } else { "map" };
    let given = if one.len() > 1 { "…" } else { "" };
    Some(format!(".{over}(x, x.{}({given}))", function.name))
}
