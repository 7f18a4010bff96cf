//! Comparisons that can never hold, or always do.

use super::{Checker, Expr, ExprKind, Literal, Problem, ProblemKind, Type, join, members};
use crate::cel::expr::Comparison;
use crate::text::{Span, nearest};

impl Checker<'_> {
    pub(super) fn comparison(&mut self, span: Span, comparison: Comparison, pair: &mut [Expr; 2]) -> Type {
        let (left, right) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if equality {
            if !self.enum_literal(&left, &pair[1]) && !self.enum_literal(&right, &pair[0]) {
                self.disjoint(span, comparison, &left, &right);
            }
        } else {
            self.ordered(span, comparison, &left, &right);
        }
        Type::Bool
    }

    pub(super) fn membership(&mut self, pair: &mut [Expr; 2]) -> Type {
        let (item, collection) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        match &collection {
            Type::List(of) => {
                if let ExprKind::List(literals) = &pair[1].kind {
                    for (literal, _) in literals {
                        self.enum_literal(&item, literal);
                    }
                }
                self.enum_literal(of, &pair[0]);
                self.disjoint(pair[0].span.union(pair[1].span), Comparison::Equal, &item, of);
            }
            Type::Map(key, _) => self.disjoint(pair[0].span, Comparison::Equal, &item, key),
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

    /// Reports a literal that is no member of the enum it is compared with; whether `other` is such a literal.
    fn enum_literal(&mut self, ty: &Type, other: &Expr) -> bool {
        let (Type::Enum(all), ExprKind::Literal(Literal::Text(written))) = (ty, &other.kind) else { return false };
        if !all.contains(written) {
            let written = crate::text::clean_line(written).into_owned();
            let problem = Problem::new(
                ProblemKind::Type,
                other.span,
                format!("`{written}` is not one of the values this field can have"),
                "can never be equal",
            );
            let help = match nearest(&written, all.iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is {}", members(all)),
            };
            self.problem(problem.help(help));
        }
        true
    }

    fn disjoint(&mut self, span: Span, comparison: Comparison, left: &Type, right: &Type) {
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
            (Type::Day, Type::Timestamp) | (Type::Timestamp, Type::Day) => problem.help("turn the text into a day with `date(…)`"),
            _ => problem,
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
        let problem = Problem::new(
            ProblemKind::Type,
            span,
            format!("`{}` cannot compare {left} with {right}", comparison.symbol()),
            format!("{left} and {right}"),
        );
        self.problem(match (left, right) {
            (Type::Day, Type::Timestamp) | (Type::Timestamp, Type::Day) => problem.help("turn the text into a day with `date(…)`"),
            (Type::Duration, Type::Int) | (Type::Int, Type::Duration) => problem.help("write `days(…)` for a number of days"),
            (Type::Enum(_), _) | (_, Type::Enum(_)) => problem.help("an enum has no order; list the values with `in [...]`"),
            _ => problem,
        });
    }
}

fn can_be_equal(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (Type::Dyn, _) | (_, Type::Dyn) => true,
        (a, b) if a.is_number() && b.is_number() => true,
        (a, b) => join(a, b).is_some(),
    }
}
