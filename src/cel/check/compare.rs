//! Comparisons that can never hold, or always do.

use std::sync::Arc;

use super::access::is_size;
use super::arguments::whole;
use super::idiom::{
    case, is_day, is_days, is_fraction, is_order, is_quotient, is_text, joined_values, reads_same, requoted, unit, version,
};
use super::words::{NEVER_EMPTY, meant, shown};
use super::{Checker, Expr, ExprKind, Literal, Problem, ProblemKind, Type, join, members};
use crate::cel::expr::Comparison;
use crate::cel::functions::Operation;
use crate::cel::types::ObjectType;
use crate::text::Span;

impl Checker<'_> {
    pub(super) fn comparison(&mut self, span: Span, comparison: Comparison, pair: &mut [Expr; 2]) -> Type {
        if let (ExprKind::Not(_), ExprKind::Literal(literal)) = (&pair[0].kind, &pair[1].kind)
            && !matches!(literal, Literal::Bool(_))
        {
            let problem = Problem::new(ProblemKind::Type, pair[0].span, "`!` belongs to what stands right after it", "compared as a bool");
            let symbol = comparison.symbol();
            return self.problem(problem.help(match comparison {
                Comparison::Equal => "write `… != …`, or `!(… == …)`".to_owned(),
                _ => format!("write `!(… {symbol} …)`"),
            }));
        }
        if let Some(problem) = joined_values(comparison, pair) {
            return self.problem(problem);
        }
        let (left, right) = (self.expr(&mut pair[0]), self.expr(&mut pair[1]));
        if reads_same(&pair[0], &pair[1]) {
            let holds = matches!(comparison, Comparison::Equal | Comparison::LessOrEqual | Comparison::GreaterOrEqual);
            let word = if holds { "always true" } else { "never true" };
            return self.problem(Problem::new(ProblemKind::Type, span, format!("both sides are the same, so this is {word}"), word));
        }
        if let (Some(first), Some(second)) = (unit(&pair[0]), unit(&pair[1]))
            && first != second
        {
            let label = format!("{first} beside {second}");
            let problem = Problem::new(ProblemKind::Type, span, format!("{first} are compared with {second}"), label);
            return self.problem(problem.help("convert one side, e.g. `24 * …`"));
        }
        if self.seconds(pair) {
            let problem = Problem::new(ProblemKind::Type, span, "`int(…)` of a duration is its seconds", "less than an hour");
            return self.problem(problem.help("write `days(…)` for the number, and leave `int(…)` out"));
        }
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            if self.equality(span, comparison, (&left, &pair[0]), (&right, &pair[1]), false) {
                return Type::Bool;
            }
        } else {
            if self.empty_text(&pair[0], &pair[1]) || self.empty_text(&pair[1], &pair[0]) {
                return Type::Bool;
            }
            let known = self.problems.len();
            for (ty, other, expr) in [(&left, &right, &pair[1]), (&right, &left, &pair[0])] {
                if *ty == Type::Day {
                    self.words(ty, other, expr.span, false);
                }
            }
            if self.problems.len() == known {
                self.ordered(span, comparison, (&left, &pair[0]), (&right, &pair[1]));
            }
        }
        self.decided(span, comparison, pair);
        Type::Bool
    }

    /// Whether a duration as a number is held against one that is a number of days, or nothing much.
    fn seconds(&self, pair: &[Expr; 2]) -> bool {
        let few = |expr: &Expr| whole(expr).is_some_and(|number| (1..3600).contains(&number.unsigned_abs()));
        let counts = |expr: &Expr| {
            matches!(&expr.kind, ExprKind::Call { function, .. } if function.operation == Operation::Int)
                && self.seconds.contains(&expr.span.start)
        };
        pair.iter().zip(pair.iter().rev()).any(|(made, number)| counts(made) && few(number))
    }

    /// Reports that two values can never be equal; whether all is said about the comparison.
    fn equality(&mut self, span: Span, comparison: Comparison, left: (&Type, &Expr), right: (&Type, &Expr), each: bool) -> bool {
        if self.empty_text(left.1, right.1) || self.empty_text(right.1, left.1) {
            return true;
        }
        if self.recased(span, comparison, left, right) || self.recased(span, comparison, right, left) {
            return true;
        }
        if is_fraction(left.0, right.1) || is_fraction(right.0, left.1) {
            let always = if comparison == Comparison::NotEqual { "always true" } else { "never true" };
            self.type_problem(span, format!("comparison of int with a fraction is {always}"), always);
            return false;
        }
        self.common(left.0, right.0);
        if !self.words(left.0, right.0, right.1.span, each)
            & !self.words(right.0, left.0, left.1.span, each)
            & !self.apart(span, left, right)
        {
            self.disjoint(span, comparison, left, right);
        }
        false
    }

    /// Reports texts that are not in the case that the other side is made to have; whether that is all there is to say.
    fn recased(&mut self, span: Span, comparison: Comparison, (of, made): (&Type, &Expr), (other, written): (&Type, &Expr)) -> bool {
        let Some(case) = case(made).filter(|_| *of == Type::Text) else { return false };
        let Type::Words(words) = other else { return false };
        let always = if comparison == Comparison::NotEqual { "always true" } else { "never true" };
        for word in &words.all {
            let Some(fitting) = case.instead_of(&word.text) else {
                self.fits(word);
                continue;
            };
            let message = format!("comparison with a text in {} case is {always}", case.name);
            let problem = Problem::new(ProblemKind::Type, span, message, always).help(format!("write `'{}'`", shown(&fitting)));
            if is_written(written) {
                self.problem(problem);
            } else {
                self.elsewhere_unmet(word, problem.at(&word.at));
            }
        }
        true
    }

    pub(super) fn membership(&mut self, pair: &mut [Expr; 2]) -> Type {
        let [wanted, all] = pair;
        if let ExprKind::Not(_) = wanted.kind
            && !matches!(&all.kind, ExprKind::List(items) if items.iter().any(|(item, _)| matches!(item.kind, ExprKind::Literal(Literal::Bool(_)))))
        {
            let problem = Problem::new(ProblemKind::Type, wanted.span, "`!` belongs to what stands right after it", "looked for as a bool");
            return self.problem(problem.help("write `!(… in …)`"));
        }
        if let Some(problem) = joined_values(Comparison::Equal, pair) {
            return self.problem(problem.help("ask for each: `a in … || b in …`, or `sets.intersects(…, [a, b])`"));
        }
        let [wanted, all] = pair;
        let item = self.expr(wanted);
        if !is_written(wanted)
            && let ExprKind::List(items) = &mut all.kind
            && items.iter().all(|(_, optional)| !optional)
        {
            // As if each were compared for itself.
            for (other, _) in items {
                let ty = self.expr(other);
                if matches!(&item, Type::List(of) if ty.is_text() && can_be_equal(of, &ty)) {
                    return self.list_in_list(wanted.span.union(all.span), "the items are string, never a list");
                }
                self.equality(other.span, Comparison::Equal, (&item, wanted), (&ty, other), false);
            }
            self.out_of_range(pair);
            return Type::Bool;
        }
        let collection = self.expr(all);
        let mut span = wanted.span;
        let of = match &collection {
            Type::List(of) => {
                span = span.union(all.span);
                of
            }
            Type::Map(key, _) => key,
            Type::Object(object) => {
                if let (ExprKind::Literal(Literal::Text(field)), false) = (&wanted.kind, object.open)
                    && !object.fields.contains_key(field)
                {
                    self.unknown_field(object, field, wanted.span);
                }
                &Type::Text
            }
            Type::Dyn => return Type::Bool,
            other => {
                let message = format!("expected a list or map after `in`, found {other}");
                let problem = Problem::new(ProblemKind::Type, all.span, message, format!("this is {other}"));
                self.problem(if other.is_text() && item.is_text() {
                    problem.help("write `… == …`, or `….contains(…)` to look for a part of a text")
                } else {
                    problem
                });
                return Type::Bool;
            }
        };
        if let Type::List(inner) = &item
            && can_be_equal(inner, of)
            && !matches!(**inner, Type::Dyn | Type::Free)
            && !matches!(of, Type::List(_) | Type::Dyn | Type::Free)
        {
            return self.list_in_list(span, &format!("the items are {of}, never a list"));
        }
        if let Type::Object(object) = of
            && item.is_text()
        {
            let field = named_by(object, &[wanted]).unwrap_or("id");
            let message = format!("the items are {of}, never {item}");
            let problem = Problem::new(ProblemKind::Type, span, message, "never true");
            self.problem(problem.help(format!("write `….exists(x, x.{field} == …)` to look for one")));
            return Type::Bool;
        }
        self.equality(span, Comparison::Equal, (&item, wanted), (of, all), true);
        Type::Bool
    }

    /// Reports a list that is looked for among texts.
    fn list_in_list(&mut self, span: Span, message: &str) -> Type {
        let problem = Problem::new(ProblemKind::Type, span, message, "never true");
        self.problem(problem.help("write `sets.intersects(a, b)` for any of several, `sets.contains(a, b)` for all of them"));
        Type::Bool
    }

    /// Reports that a field is compared with an empty text that never is one.
    fn empty_text(&mut self, field: &Expr, other: &Expr) -> bool {
        let ExprKind::Literal(Literal::Text(text)) = &other.kind else { return false };
        let never = text.is_empty() && self.size_of(field).is_some_and(super::range::Range::is_never_empty);
        if never {
            let problem = Problem::new(ProblemKind::Type, other.span, "this field is never an empty text", "can never be equal");
            self.problem(problem.help(NEVER_EMPTY));
        }
        never
    }

    /// Reports the values that a parameter can be set to and that look like another value of the field that it is compared with.
    fn misspelt_choices(&mut self, param: &[String], field: &Arc<[String]>, span: Span) {
        let field_type = Type::Enum(Arc::clone(field));
        for value in param.iter().filter(|value| !field.contains(value)) {
            let Some(near) = meant(&field_type, value) else { continue };
            let message = format!("the parameter can be `{}`, which is not one of the values this field can have", shown(value));
            let problem = Problem::new(ProblemKind::Type, span, message, "can be what the field never is");
            self.problem(problem.help(format!("did you mean `{near}` in the parameter's `enum`?")));
        }
    }

    /// Whether an expression reads a parameter of the policy.
    pub(super) fn is_param(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. } => self.is_param(operand),
            ExprKind::Global(position) => self.scope.variables.get(*position).is_some_and(|(name, _)| name == "params"),
            _ => false,
        }
    }

    fn disjoint(&mut self, span: Span, comparison: Comparison, (left, first): (&Type, &Expr), (right, second): (&Type, &Expr)) {
        if let (Type::Enum(a), Type::Enum(b)) = (left, right) {
            if !a.iter().any(|member| b.contains(member)) {
                self.type_problem(span, "the two fields have no value in common", "can never be equal");
                return;
            }
            for (param, known, expr) in [(a, b, first), (b, a, second)] {
                if self.is_param(expr) {
                    self.misspelt_choices(param, known, expr.span);
                }
            }
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
            (Type::Object(object), other) | (other, Type::Object(object)) if *other != Type::Null => {
                match named_by(object, &[first, second]) {
                    Some(field) => problem.help(format!("compare one of its fields, e.g. `….{field}`")),
                    None => problem,
                }
            }
            (Type::List(_), Type::Bool) | (Type::Bool, Type::List(_)) => problem.help("write `size(…) > 0`, or `.exists(x, …)`"),
            (Type::Bool, number) | (number, Type::Bool) if number.is_number() && (is_bool(first) || is_bool(second)) => {
                problem.help("compare it with a number, e.g. `… > 0`")
            }
            (Type::Bool, number) | (number, Type::Bool) if number.is_number() => {
                problem.help("it is true or false already: leave the comparison out")
            }
            (Type::Type, text) | (text, Type::Type) if text.is_text() => problem.help("write the name of a type without quotes"),
            (Type::Null, _) | (_, Type::Null) => problem.help("write `has(…)` to ask whether it is declared"),
            (Type::Day, Type::Bool) | (Type::Bool, Type::Day) => problem.help("write `has(…)` to ask whether it is declared"),
            (Type::Day, number) | (number, Type::Day) if number.is_number() => {
                problem.help("write `date(…).getFullYear() == …` for the year, or the day as a text")
            }
            // What it can be is known; which of it is meant is not.
            (Type::Enum(all), _) | (_, Type::Enum(all)) => problem.help(format!("it is {}", members(all))),
            _ => match requoted(left, second).or_else(|| requoted(right, first)) {
                Some(written) => problem.help(format!("write `{written}`")),
                None => problem,
            },
        });
    }

    fn ordered(&mut self, span: Span, comparison: Comparison, (left, first): (&Type, &Expr), (right, second): (&Type, &Expr)) {
        if left.is_text() && right.is_text() && [first, second].into_iter().any(|side| self.texts_of_numbers.contains(&side.span.start)) {
            let problem =
                Problem::new(ProblemKind::Type, span, "numbers that are texts are compared letter by letter", "`10` comes before `9`");
            self.problem(problem.help("compare the numbers, without `string(…)` and without quotes"));
            return;
        }
        if let Some(version) = [(first, second), (second, first)]
            .into_iter()
            .filter(|(_, other)| !is_written(other))
            .find_map(|(expr, _)| version(expr))
            .filter(|_| left.is_text() && right.is_text())
        {
            let problem =
                Problem::new(ProblemKind::Type, span, "versions that are texts are compared letter by letter", "`10` comes before `9`");
            self.problem(problem.help(format!("write `semver(…) {} semver('{version}')`", comparison.symbol())));
            return;
        }
        if [(first, left, right), (second, right, left)]
            .into_iter()
            .any(|(expr, ty, other)| is_quotient(expr, ty) && *other == Type::Double)
        {
            let problem =
                Problem::new(ProblemKind::Type, span, "`/` of whole numbers drops the fraction", "a whole number beside a fraction");
            self.problem(problem.help("write `double(…) / double(…)`, or `5.0 / 100.0`"));
            return;
        }
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
            (Type::Int, Type::Duration) if is_days(second) && !is_written(first) => problem.help(match unit(first) {
                Some(unit) if unit != "days" => format!("this counts {unit}: write the number of {unit} alone"),
                _ => "write the number of days alone, without `days(…)`".to_owned(),
            }),
            (Type::Duration, Type::Int) if is_days(first) && !is_written(second) => {
                problem.help("write the number of days alone, without `days(…)`")
            }
            (Type::Duration, Type::Int) | (Type::Int, Type::Duration) => problem.help("write `days(…)` for a number of days"),
            (Type::Enum(_), _) | (_, Type::Enum(_)) => problem.help("an enum has no order; list the values with `in [...]`"),
            (Type::List(_), other) | (other, Type::List(_)) if other.is_number() => problem.help("write `size(…)` to count the items"),
            (Type::Version, other) | (other, Type::Version) if *other != Type::Version => problem.help("write `semver('1.2.3')` beside it"),
            (Type::Bool, _) if is_order(first) => problem.help("compare each pair for itself: `a < b && b < c`"),
            (Type::Day | Type::Timestamp, _) if is_day(second) => problem.help("write the day as a text: `date(…) < date('2026-01-31')`"),
            (_, Type::Day | Type::Timestamp) if is_day(first) => problem.help("write the day as a text: `date('2026-01-31') < date(…)`"),
            (Type::Day, number) | (number, Type::Day) if number.is_number() => {
                problem.help("a day is held against another: `date(…) < date('2026-01-31')`, or `today - date(…) > days(…)`")
            }
            (text, number) | (number, text) if text.is_text() && number.is_number() && (is_named_size(first) || is_named_size(second)) => {
                problem.help("write `size(…)`")
            }
            (text, number) | (number, text) if text.is_text() && number.is_number() && (has_unit(first) || has_unit(second)) => {
                problem.help("write the number alone, without its unit and without quotes")
            }
            (text, number) | (number, text) if text.is_text() && number.is_number() => {
                let (known, written) = if left.is_number() { (left, second) } else { (right, first) };
                match requoted(known, written) {
                    Some(written) => problem.help(format!("write `{written}`")),
                    None => problem.help("make a number of the text with `int(…)`, or a version of both with `semver(…)`"),
                }
            }
            _ => problem,
        });
    }
}

/// Whether an expression reads a key that other languages count with.
fn is_named_size(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Select { field, .. } if is_size(field))
}

/// Whether a text that is written out is a number with a unit: `6 months`.
fn has_unit(expr: &Expr) -> bool {
    let ExprKind::Literal(Literal::Text(text)) = &expr.kind else { return false };
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
    unit.len() < text.len() && unit.trim_start().starts_with(|c: char| c.is_alphabetic() || "%€$".contains(c))
}

/// The field that tells items of a mapping's kind apart: one that can be what is written out, else its id or its kind.
pub(super) fn named_by<'o>(object: &'o ObjectType, written: &[&Expr]) -> Option<&'o str> {
    let has =
        |text: &str| object.fields.iter().find(|(_, field)| matches!(&field.ty, Type::Enum(all) if all.iter().any(|one| one == text)));
    let meant = written.iter().find_map(|expr| match &expr.kind {
        ExprKind::Literal(Literal::Text(text)) => has(text).map(|(name, _)| name),
        _ => None,
    });
    let known = |name: &str| object.fields.get_key_value(name).map(|(name, _)| name);
    meant.or_else(|| known("id")).or_else(|| known("kind")).or_else(|| object.fields.keys().next()).map(String::as_str)
}

fn is_bool(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(Literal::Bool(_)))
}

/// Whether an expression is written out: a literal, or a list of such.
pub(super) fn is_written(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Literal(_) => true,
        ExprKind::List(items) => items.iter().all(|(item, _)| is_written(item)),
        ExprKind::Map(entries) => entries.iter().all(|(key, _, _)| is_written(key)),
        _ => false,
    }
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
