//! Comparisons that can never hold, or always do.

use std::sync::Arc;

use super::{Checker, Expr, ExprKind, Literal, Problem, ProblemKind, Type, join, members};
use crate::cel::expr::Comparison;
use crate::text::{Span, nearest};

impl Checker<'_> {
    pub(super) fn comparison(&mut self, span: Span, comparison: Comparison, pair: &mut [Expr; 2]) -> Type {
        let (left, right) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if self.day_literal(&left, &pair[1]) | self.day_literal(&right, &pair[0]) {
            return Type::Bool;
        }
        if equality && (is_fraction(&left, &pair[1]) || is_fraction(&right, &pair[0])) {
            let always = if comparison == Comparison::NotEqual { "always true" } else { "never true" };
            self.type_problem(span, format!("comparison of int with a fraction is {always}"), always);
        } else if equality {
            if !self.enum_literal(&left, &pair[1]) && !self.enum_literal(&right, &pair[0]) {
                self.disjoint(span, comparison, (&left, &pair[0]), (&right, &pair[1]));
            }
        } else {
            self.ordered(span, comparison, &left, &right);
        }
        self.decided(span, comparison, pair);
        Type::Bool
    }

    pub(super) fn membership(&mut self, pair: &mut [Expr; 2]) -> Type {
        let (item, collection) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        match &collection {
            Type::List(of) => {
                if let ExprKind::List(literals) = &pair[1].kind {
                    for (literal, _) in literals {
                        self.enum_literal(&item, literal);
                        self.day_literal(&item, literal);
                    }
                }
                self.enum_literal(of, &pair[0]);
                self.disjoint(pair[0].span.union(pair[1].span), Comparison::Equal, (&item, &pair[0]), (of, &pair[1]));
            }
            Type::Map(key, _) => self.disjoint(pair[0].span, Comparison::Equal, (&item, &pair[0]), (key, &pair[1])),
            Type::Object(object) => {
                if let (ExprKind::Literal(Literal::Text(field)), false) = (&pair[0].kind, object.open)
                    && !object.fields.contains_key(field)
                {
                    self.unknown_field(object, field, pair[0].span);
                }
            }
            Type::Dyn => {}
            other => {
                self.type_problem(pair[1].span, format!("expected a list or map after `in`, found {other}"), format!("this is {other}"));
            }
        }
        Type::Bool
    }

    /// Reports a literal that is no day, where a day is compared with it: as texts they would have an order that means nothing.
    fn day_literal(&mut self, ty: &Type, other: &Expr) -> bool {
        let (Type::Day, ExprKind::Literal(Literal::Text(written))) = (ty, &other.kind) else { return false };
        let is_day = written.len() == "2026-01-31".len() && written.parse::<jiff::civil::Date>().is_ok();
        if !is_day {
            let shown = crate::text::shorten(&crate::text::clean_line(written), 60);
            let problem =
                Problem::new(ProblemKind::Type, other.span, format!("`{shown}` is not a day such as `2026-01-31`"), "compared with a day");
            self.problem(problem.help("write a day as YYYY-MM-DD, or compare `date(…)` with `today`"));
        }
        !is_day
    }

    /// Reports literals that are no members of the enum they are compared with; whether `other` is made of literals.
    fn enum_literal(&mut self, ty: &Type, other: &Expr) -> bool {
        let Type::Enum(all) = ty else { return false };
        match &other.kind {
            ExprKind::Literal(Literal::Text(written)) => {
                if !all.contains(written) {
                    self.no_member(all, written, other.span);
                } else if let Some(members) = &mut self.members {
                    members.insert(other.span.start, Arc::clone(all));
                }
                true
            }
            ExprKind::Conditional(parts) => {
                let [_, yes, no] = parts.as_ref();
                let (yes, no) = (self.enum_literal(ty, yes), self.enum_literal(ty, no));
                yes && no
            }
            _ => false,
        }
    }

    fn no_member(&mut self, all: &[String], written: &str, span: Span) {
        let shown = crate::text::shorten(&crate::text::clean_line(written), 60);
        let message = format!("`{shown}` is not one of the values this field can have");
        let problem = Problem::new(ProblemKind::Type, span, message, "can never be equal");
        let help = match nearest(written, all.iter()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("it is {}", members(all)),
        };
        self.problem(problem.help(help));
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

/// Whether an integer is held against a number that none can be.
fn is_fraction(ty: &Type, other: &Expr) -> bool {
    matches!((ty, &other.kind), (Type::Int | Type::Uint, ExprKind::Literal(Literal::Double(double))) if double.fract() != 0.0)
}

/// A literal as it is written for a type: with its quotes, or without.
fn requoted(ty: &Type, literal: &Expr) -> Option<String> {
    let ExprKind::Literal(literal) = &literal.kind else { return None };
    match (ty, literal) {
        (Type::Bool, Literal::Text(text)) if matches!(text.as_str(), "true" | "false") => Some(text.clone()),
        (ty, Literal::Text(text)) if ty.is_number() && text.parse::<i64>().is_ok() => Some(text.clone()),
        (ty, Literal::Int(i)) if ty.is_text() => Some(format!("'{i}'")),
        (ty, Literal::Bool(b)) if ty.is_text() => Some(format!("'{b}'")),
        _ => None,
    }
}

fn can_be_equal(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Dyn, _) | (_, Type::Dyn) => true,
        (a, b) if a.is_number() && b.is_number() => true,
        (a, b) => join(a, b).is_some(),
    }
}
