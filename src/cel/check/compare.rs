//! Comparisons that can never hold, or always do.

use std::sync::Arc;

use super::{Checker, Expr, ExprKind, Literal, Problem, ProblemKind, Type, join, members};
use crate::cel::expr::{Arithmetic, Comparison};
use crate::cel::functions::Operation;
use crate::text::{Span, clean_line, nearest, shorten, slug};

impl Checker<'_> {
    pub(super) fn comparison(&mut self, span: Span, comparison: Comparison, pair: &mut [Expr; 2]) -> Type {
        if let (ExprKind::Not(_), ExprKind::Literal(literal)) = (&pair[0].kind, &pair[1].kind)
            && !matches!(literal, Literal::Bool(_))
        {
            let problem = Problem::new(ProblemKind::Type, pair[0].span, "`!` belongs to what stands right after it", "compared as a bool");
            return self.problem(problem.help("write `… != …`, or `!(… == …)`"));
        }
        let (left, right) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        if self.empty_text(&pair[0], &pair[1]) || self.empty_text(&pair[1], &pair[0]) {
            return Type::Bool;
        }
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let known = self.problems.len();
        if equality && (is_fraction(&left, &pair[1]) || is_fraction(&right, &pair[0])) {
            let always = if comparison == Comparison::NotEqual { "always true" } else { "never true" };
            self.type_problem(span, format!("comparison of int with a fraction is {always}"), always);
        } else if equality {
            if !self.literals(&left, &pair[1]) & !self.literals(&right, &pair[0]) {
                self.disjoint(span, comparison, (&left, &pair[0]), (&right, &pair[1]));
            }
        } else {
            for (ty, other) in [(&left, &pair[1]), (&right, &pair[0])] {
                if *ty == Type::Day {
                    self.literals(ty, other);
                }
            }
            if self.problems.len() == known {
                self.ordered(span, comparison, &left, &right);
            }
        }
        self.decided(span, comparison, pair);
        Type::Bool
    }

    pub(super) fn membership(&mut self, pair: &mut [Expr; 2]) -> Type {
        let (item, collection) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        match &collection {
            Type::List(of) => {
                self.literals(&Type::List(Arc::new(item.clone())), &pair[1]);
                self.literals(of, &pair[0]);
                self.disjoint(pair[0].span.union(pair[1].span), Comparison::Equal, (&item, &pair[0]), (of, &pair[1]));
                self.out_of_range(pair);
            }
            Type::Map(key, _) => {
                self.literal_keys(&item, &pair[1]);
                self.disjoint(pair[0].span, Comparison::Equal, (&item, &pair[0]), (key, &pair[1]));
            }
            Type::Object(object) => {
                if let (ExprKind::Literal(Literal::Text(field)), false) = (&pair[0].kind, object.open)
                    && !object.fields.contains_key(field)
                {
                    self.unknown_field(object, field, pair[0].span);
                }
                self.disjoint(pair[0].span, Comparison::Equal, (&item, &pair[0]), (&Type::Text, &pair[1]));
            }
            Type::Dyn => {}
            other => {
                self.type_problem(pair[1].span, format!("expected a list or map after `in`, found {other}"), format!("this is {other}"));
            }
        }
        Type::Bool
    }

    /// Reports the literals in `other` that no value of a type can equal; whether `other` is made of literals that were looked at.
    pub(super) fn literals(&mut self, ty: &Type, other: &Expr) -> bool {
        match (&other.kind, ty) {
            (ExprKind::Literal(Literal::Text(written)), ty) => self.literal(ty, written, other.span),
            (ExprKind::Conditional(parts), _) => {
                let [_, yes, no] = parts.as_ref();
                self.literals(ty, yes) & self.literals(ty, no)
            }
            (ExprKind::List(items), Type::List(of)) if !items.is_empty() => {
                items.iter().fold(true, |all, (item, _)| self.literals(of, item) & all)
            }
            (ExprKind::Arithmetic(Arithmetic::Add, pair), Type::List(_)) => self.literals(ty, &pair[0]) & self.literals(ty, &pair[1]),
            (ExprKind::Call { function, arguments, .. }, Type::Optional(inner)) if function.operation == Operation::OptionalOf => {
                arguments.iter().fold(true, |all, argument| self.literals(inner, argument) & all)
            }
            _ => false,
        }
    }

    /// The same for the keys of a map that is written out.
    pub(super) fn literal_keys(&mut self, ty: &Type, map: &Expr) {
        let ExprKind::Map(entries) = &map.kind else { return };
        for (key, _, _) in entries {
            self.literals(ty, key);
        }
    }

    /// Reports that a field is compared with an empty text that never is one.
    fn empty_text(&mut self, field: &Expr, other: &Expr) -> bool {
        let ExprKind::Literal(Literal::Text(text)) = &other.kind else { return false };
        let never = text.is_empty() && self.size_of(field).is_some_and(super::range::Range::is_never_empty);
        if never {
            let problem = Problem::new(ProblemKind::Type, other.span, "this field is never an empty text", "can never be equal");
            self.problem(problem.help("write `has(…)` to ask whether it is declared"));
        }
        never
    }

    fn literal(&mut self, ty: &Type, written: &str, span: Span) -> bool {
        match ty {
            Type::Form(_) | Type::Enum(_) | Type::Day
                if written.is_empty() && !matches!(ty, Type::Enum(all) if all.iter().any(String::is_empty)) =>
            {
                let problem = Problem::new(ProblemKind::Type, span, "this field is never an empty text", "can never be equal");
                self.problem(problem.help("write `has(…)` to ask whether it is declared"));
                true
            }
            Type::Enum(all) if all.iter().any(|member| member == written) => {
                if let Some(members) = &mut self.members {
                    members.insert(span.start, Arc::clone(all));
                }
                true
            }
            Type::Enum(all) => {
                let near = nearest(written, all.iter()).map(str::to_owned);
                self.no_value(written, span, near, || format!("it is {}", members(all)))
            }
            Type::Form(form) if form.has(written) => true,
            Type::Form(form) => {
                let near = [written.to_lowercase(), slug(written)].into_iter().find(|near| form.has(near));
                self.no_value(written, span, near, || match &form.example {
                    Some(example) => format!("values of this field look like `{example}`"),
                    None => "no value of this field looks like that".to_owned(),
                })
            }
            // As texts, days and others would have an order that means nothing.
            Type::Day if written.len() == "2026-01-31".len() && written.parse::<jiff::civil::Date>().is_ok() => true,
            Type::Day => {
                let shown = shown(written);
                let message = format!("`{shown}` is not a day such as `2026-01-31`");
                let problem = Problem::new(ProblemKind::Type, span, message, "compared with a day");
                self.problem(problem.help("write a day as YYYY-MM-DD, or compare `date(…)` with `today`"));
                true
            }
            _ => false,
        }
    }

    fn no_value(&mut self, written: &str, span: Span, near: Option<String>, otherwise: impl FnOnce() -> String) -> bool {
        let message = format!("`{}` is not one of the values this field can have", shown(written));
        let problem = Problem::new(ProblemKind::Type, span, message, "can never be equal");
        self.problem(problem.help(near.map_or_else(otherwise, |near| format!("did you mean `{near}`?"))));
        true
    }

    fn disjoint(&mut self, span: Span, comparison: Comparison, (left, first): (&Type, &Expr), (right, second): (&Type, &Expr)) {
        if let (Type::Enum(a), Type::Enum(b)) = (left, right)
            && !a.iter().any(|member| b.contains(member))
        {
            self.type_problem(span, "the two fields have no value in common", "can never be equal");
            return;
        }
        if can_be_equal(left, right) {
            return;
        }
        let always = if comparison == Comparison::NotEqual { "always true" } else { "never true" };
        let problem = Problem::new(ProblemKind::Type, span, format!("comparison of {left} with {right} is {always}"), always);
        self.problem(match (left, right) {
            (text, Type::Timestamp) | (Type::Timestamp, text) if text.is_text() => problem.help("turn the text into a day with `date(…)`"),
            (Type::Optional(_), _) | (_, Type::Optional(_)) => problem.help("read the value of an optional with `.orValue(…)`"),
            (Type::Bool, text) | (text, Type::Bool) if text.is_text() && is_text(first, second, "unknown") => {
                problem.help("`unknown` is read as not declared: write `!has(…)`")
            }
            (Type::List(of), other) | (other, Type::List(of)) if other.is_text() && can_be_equal(of, other) => {
                problem.help("write `… in …` to look for an item of a list")
            }
            (Type::Object(object), _) | (_, Type::Object(object)) if object.fields.contains_key("kind") => {
                problem.help("compare one of its fields, e.g. `….kind`")
            }
            (Type::Object(_), _) | (_, Type::Object(_)) if !matches!((left, right), (Type::Null, _) | (_, Type::Null)) => {
                problem.help("compare one of its fields, e.g. `….id`")
            }
            (Type::Null, _) | (_, Type::Null) => problem.help("write `has(…)` to ask whether it is declared"),
            _ => match requoted(left, second).or_else(|| requoted(right, first)) {
                Some(written) => problem.help(format!("write `{written}`")),
                None => problem,
            },
        });
    }

    fn ordered(&mut self, span: Span, comparison: Comparison, left: &Type, right: &Type) {
        let fits = match (left, right) {
            (Type::Dyn, _) | (_, Type::Dyn) => true,
            (a, b) if a.is_number() && b.is_number() => true,
            // Text order of an enum says nothing; it is nearly always a slip for a rank.
            (Type::Enum(_), _) | (_, Type::Enum(_)) => false,
            (a, b) if a.is_text() && b.is_text() => true,
            (Type::Bool | Type::Bytes | Type::Timestamp | Type::Duration | Type::Version, _) => left == right,
            _ => false,
        };
        if fits {
            return;
        }
        let ranked = matches!((left, right), (Type::Enum(_), b) | (b, Type::Enum(_)) if b.is_text());
        let message = if ranked {
            format!("`{}` says nothing about the values of an enum", comparison.symbol())
        } else {
            format!("`{}` cannot compare {left} with {right}", comparison.symbol())
        };
        let problem = Problem::new(ProblemKind::Type, span, message, format!("{left} and {right}"));
        self.problem(match (left, right) {
            (text, Type::Timestamp) | (Type::Timestamp, text) if text.is_text() => problem.help("turn the text into a day with `date(…)`"),
            (Type::Duration, Type::Int) | (Type::Int, Type::Duration) => problem.help("write `days(…)` for a number of days"),
            (Type::Enum(_), _) | (_, Type::Enum(_)) => problem.help("an enum has no order; list the values with `in [...]`"),
            _ => problem,
        });
    }
}

/// Whether one of two expressions is this text.
fn is_text(first: &Expr, second: &Expr, wanted: &str) -> bool {
    [first, second].iter().any(|expr| matches!(&expr.kind, ExprKind::Literal(Literal::Text(text)) if text == wanted))
}

/// Whether an integer is held against a number that none can be.
fn is_fraction(ty: &Type, other: &Expr) -> bool {
    matches!((ty, &other.kind), (Type::Int | Type::Uint, ExprKind::Literal(Literal::Double(double))) if double.fract() != 0.0)
}

/// A literal as it is written for a type: with its quotes, or without.
fn requoted(ty: &Type, literal: &Expr) -> Option<String> {
    let ExprKind::Literal(literal) = &literal.kind else { return None };
    match (ty, literal) {
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "true" | "false") => Some(text.clone()),
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "yes" | "on") => Some("true".to_owned()),
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "no" | "off") => Some("false".to_owned()),
        (ty, Literal::Text(text)) if ty.is_number() && text.parse::<i64>().is_ok() => Some(text.clone()),
        (ty, Literal::Int(i)) if ty.is_text() => Some(format!("'{i}'")),
        (ty, Literal::Bool(b)) if ty.is_text() => Some(format!("'{b}'")),
        _ => None,
    }
}

/// A literal as messages show it.
fn shown(written: &str) -> String {
    shorten(&clean_line(written), 60)
}

pub(super) fn can_be_equal(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Dyn | Type::Free, _) | (_, Type::Dyn | Type::Free) => true,
        (a, b) if a.is_number() && b.is_number() => true,
        (Type::List(a), Type::List(b)) | (Type::Optional(a), Type::Optional(b)) => can_be_equal(a, b),
        (Type::Map(ak, av), Type::Map(bk, bv)) => can_be_equal(ak, bk) && can_be_equal(av, bv),
        (a, b) => join(a, b).is_some(),
    }
}
