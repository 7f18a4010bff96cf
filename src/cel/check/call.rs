//! Calls and macros.

use std::sync::Arc;

use super::compare::is_written;
use super::{Checker, members};
use crate::cel::compile::{Problem, ProblemKind};
use crate::cel::expr::{Expr, ExprKind, Literal, Macro, MacroKind};
use crate::cel::functions::{self, Operation};
use crate::cel::types::{Type, Word, Words};
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
            return self.problem(problem.help(format!("write {usage}")));
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
                (Operation::Contains | Operation::IndexOf | Operation::LastIndexOf, Some(Type::List(_))) => {
                    "write `item in list` to look for an item".to_owned()
                }
                (Operation::Format, _) => "write the values as a list: `'…'.format([…])`".to_owned(),
                (_, Some(Type::List(of))) if member && of.is_text() => match of_each(function, &types) {
                    Some(each) => format!("write `{each}` for each item"),
                    None => format!("write {usage}"),
                },
                _ => format!("write {usage}"),
            }),
        )
    }

    /// Reports arguments that fit their types and can still come to nothing.
    fn arguments(&mut self, span: Span, function: &functions::Function, types: &[Type], arguments: &[Expr]) {
        match (function.operation, types, arguments) {
            (_, [Type::Enum(all), _], [_, wanted]) => self.decided_test(span, function, all, wanted),
            (_, [Type::Words(words)], [argument]) if !matches!(argument.kind, ExprKind::Literal(_)) => {
                self.constants(function, words, argument.span);
            }
            (Operation::Format, _, [pattern, values]) => {
                let (ExprKind::Literal(Literal::Text(written)), ExprKind::List(items)) = (&pattern.kind, &values.kind) else { return };
                let [_, Type::List(_)] = types else { return };
                let fixed = items.iter().all(|(_, optional)| !optional);
                if let Some((message, label, clause)) = functions::wrong_clause(written, items.len()).filter(|_| fixed) {
                    let span = if clause { pattern.span } else { values.span };
                    self.type_problem(span, message, label);
                }
            }
            (Operation::SetContains | Operation::SetEquivalent | Operation::SetIntersects, [left, right], [first, second]) => {
                self.words(left, right, second.span, true);
                self.words(right, left, first.span, true);
            }
            (
                Operation::Int
                | Operation::Uint
                | Operation::Double
                | Operation::Bool
                | Operation::Date
                | Operation::Days
                | Operation::Timestamp
                | Operation::Duration
                | Operation::Version,
                [Type::Enum(all)],
                [argument],
            ) => {
                let fails = |text: &String| {
                    let literal = Expr::new(argument.span, ExprKind::Literal(Literal::Text(text.clone())));
                    matches!(functions::constant(function, &[literal]), Some(Err(_)))
                };
                if all.iter().all(fails) {
                    let name = function.name;
                    let problem = Problem::new(
                        ProblemKind::Type,
                        argument.span,
                        format!("`{name}` makes nothing of any value this field can have"),
                        format!("`{name}` fails here"),
                    );
                    self.problem(problem.help(format!("it is {}", super::members(all))));
                }
            }
            (Operation::Matches, [_, ty], [text, pattern]) | (Operation::Glob, [ty, _], [pattern, text])
                if is_literal(text) && ty.is_text() && matches!(pattern.kind, ExprKind::Select { .. }) && !self.is_param(pattern) =>
            {
                let problem = Problem::new(
                    ProblemKind::Type,
                    text.span.union(pattern.span),
                    "the text is written out and the pattern is not",
                    "the other way round?",
                );
                self.problem(problem.help(match function.operation {
                    Operation::Glob => "the pattern stands first: `glob('*.example', …)`",
                    _ => "the pattern stands in the brackets: `….matches('…')`",
                }));
            }
            (Operation::Timestamp, [Type::Day], [day]) => {
                let problem = Problem::new(ProblemKind::Type, day.span, "a day alone is not a timestamp", "a day, such as `2026-01-31`");
                self.problem(problem.help("write `date(…)`"));
            }
            _ => {}
        }
    }

    /// Reports the texts behind a name that a function makes nothing of, such as a date that there is not.
    fn constants(&mut self, function: &functions::Function, words: &Words, used: Span) {
        // A word such as `never` may be asked for before, where a configuration or a condition decides.
        let meant = |word: &&Word| !words.loose || word.text.contains(|c: char| c.is_ascii_digit());
        for word in words.all.iter().filter(meant) {
            let literal = Expr::new(used, ExprKind::Literal(Literal::Text(word.text.clone())));
            if let Some(Err(message)) = functions::constant(function, &[literal]) {
                let label = format!("`{}` fails here", function.name);
                self.problem(Problem::new(ProblemKind::Type, used, message, label).at(&word.at));
            }
        }
    }

    /// Reports a question about the text of an enum that all its values, or none, answer alike: `stage.startsWith('prd')`.
    fn decided_test(&mut self, span: Span, function: &functions::Function, all: &[String], wanted: &Expr) {
        let Some(passing) = functions::passing(function, all, wanted) else { return };
        let name = function.name;
        let (message, label) = match passing {
            0 => (format!("`{name}` holds for none of the values this field can have"), "never true"),
            count if count == all.len() => (format!("`{name}` holds for all values this field can have"), "always true"),
            _ => return,
        };
        let span = if passing == 0 { wanted.span } else { span };
        self.problem(Problem::new(ProblemKind::Type, span, message, label).help(format!("it is {}", members(all))));
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
                [key, Type::Dyn].into_iter().take(parts.variables.len()).collect()
            }
            Type::Dyn => vec![Type::Dyn; parts.variables.len()],
            other => {
                self.type_problem(parts.range.span, format!("expected a list or map, found {other}"), format!("this is {other}"));
                vec![Type::Dyn; parts.variables.len()]
            }
        };
        let item = variables.last().cloned().unwrap_or(Type::Dyn);
        let body = self.with(&variables, |checker| {
            if let Some(filter) = &mut parts.filter {
                checker.bool(filter);
            }
            match parts.kind {
                MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne | MacroKind::Filter => {
                    checker.bool(&mut parts.body);
                    Type::Bool
                }
                _ => checker.expr(&mut parts.body),
            }
        });
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
        let body = self.with(&[inner], |checker| checker.expr(body));
        if flat { body } else { Type::Optional(Arc::new(body)) }
    }
}

/// How to ask a method of each text of a list; nothing where it is no method of texts, or these arguments do not fit one.
fn of_each(function: &functions::Function, types: &[Type]) -> Option<String> {
    let one: Vec<Type> = std::iter::once(Type::Text).chain(types.iter().skip(1).cloned()).collect();
    let over = if functions::result_type(function, &one)? == Type::Bool { "exists" } else { "map" };
    let given = if one.len() > 1 { "…" } else { "" };
    Some(format!(".{over}(x, x.{}({given}))", function.name))
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(_))
}
