//! Arguments that fit their types and can still come to nothing.

use super::compare::is_written;
use super::idiom::{case, unit};
use super::words::shown;
use super::{Checker, members};
use crate::cel::compile::{Problem, ProblemKind};
use crate::cel::expr::{Expr, ExprKind, Literal};
use crate::cel::form::{self, Form};
use crate::cel::functions::{self, Operation};
use crate::cel::types::{Type, Word, Words};
use crate::text::Span;

impl Checker<'_> {
    /// Reports arguments that fit their types and can still come to nothing.
    pub(super) fn arguments(&mut self, span: Span, function: &functions::Function, types: &[Type], arguments: &[Expr]) {
        if let (Operation::Int, [Type::Duration]) = (function.operation, types) {
            self.seconds.insert(span.start);
        }
        if let (Operation::Text, [number]) = (function.operation, types)
            && number.is_number()
        {
            self.texts_of_numbers.insert(span.start);
        }
        if let Operation::Format = function.operation {
            self.formatted(types, arguments);
        }
        if let ([of, _], [tested, wanted]) = (types, arguments)
            && self.everywhere(function, tested, of, wanted, span)
        {
            return;
        }
        self.positions(function, arguments);
        match (function.operation, types, arguments) {
            (_, [Type::Enum(all), _], [_, wanted]) => self.decided_test(span, function, all, wanted),
            (Operation::Matches, [_, Type::Words(words)], [_, pattern]) | (Operation::Glob, [Type::Words(words), _], [pattern, _])
                if !is_literal(pattern) =>
            {
                let compile = if function.operation == Operation::Glob { functions::glob } else { functions::regex };
                for word in &words.all {
                    if let Err(why) = compile(&word.text) {
                        let label = format!("given to `{}`", function.name);
                        self.problem(Problem::new(ProblemKind::Type, pattern.span, why, label).at(&word.at));
                    }
                }
            }
            (_, [Type::Words(words)], [argument]) if !matches!(argument.kind, ExprKind::Literal(_)) => {
                self.constants(function, words, argument.span);
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
                self.conversion(function, all, argument);
            }
            (Operation::Matches, [_, ty], [text, pattern]) | (Operation::Glob, [ty, _], [pattern, text])
                if is_literal(text) && ty.is_text() && matches!(pattern.kind, ExprKind::Select { .. }) && !self.is_param(pattern) =>
            {
                self.swapped(function, text.span.union(pattern.span));
            }
            (Operation::Sort, [Type::List(item)], [_]) if matches!(**item, Type::Object(_) | Type::Map(..) | Type::List(_)) => {
                let message = format!("`sort` does not order {item}");
                let problem = Problem::new(ProblemKind::Type, span, message, "has items without an order");
                self.problem(problem.help("write `.sortBy(x, …)` with what they are ordered by"));
            }
            (Operation::Days | Operation::Duration, [Type::Int], [number])
                if unit(number).is_some_and(|unit| unit != counted(function)) =>
            {
                let (unit, counted) = (unit(number).unwrap_or_default(), counted(function));
                let message = format!("`{}` takes {counted}, and this counts {unit}", function.name);
                let problem = Problem::new(ProblemKind::Type, number.span, message, format!("{unit}, not {counted}"));
                self.problem(problem.help(match unit {
                    "days" => "write `days(…)`".to_owned(),
                    _ => format!("compare it as a number of {unit}"),
                }));
            }
            (
                Operation::Int | Operation::Uint | Operation::Double | Operation::Bool | Operation::Duration | Operation::Version,
                [Type::Day],
                [day],
            ) => {
                let message = format!("`{}` makes nothing of a day", function.name);
                let problem = Problem::new(ProblemKind::Type, day.span, message, "a day, such as `2026-01-31`");
                self.problem(problem.help("write `date(…)`"));
            }
            (Operation::Timestamp, [Type::Day], [day]) => {
                let problem = Problem::new(ProblemKind::Type, day.span, "a day alone is not a timestamp", "a day, such as `2026-01-31`");
                self.problem(problem.help("write `date(…)`"));
            }
            _ => {}
        }
    }

    /// Reports a conversion of the values of an enum none of which has one.
    fn conversion(&mut self, function: &functions::Function, all: &[String], argument: &Expr) {
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
            self.problem(problem.help(format!("it is {}", members(all))));
        }
    }

    /// Reports a pattern and a text that stand in each other's places.
    fn swapped(&mut self, function: &functions::Function, span: Span) {
        let problem = Problem::new(ProblemKind::Type, span, "the text is written out and the pattern is not", "the other way round?");
        self.problem(problem.help(match function.operation {
            Operation::Glob => "the pattern stands first: `glob('*.example', …)`",
            _ => "the pattern stands in the brackets: `….matches('…')`",
        }));
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

    /// Reports a format that does not fit the values that stand beside it.
    fn formatted(&mut self, types: &[Type], arguments: &[Expr]) {
        let ([_, Type::List(_)], [pattern, values]) = (types, arguments) else { return };
        let (ExprKind::Literal(Literal::Text(written)), ExprKind::List(items)) = (&pattern.kind, &values.kind) else { return };
        // The list was the last thing to be looked at.
        let item_types = std::mem::take(&mut self.item_types);
        if items.iter().any(|(_, optional)| *optional) {
            return;
        }
        if let Some((message, label, clause)) = functions::wrong_clause(written, items.len()) {
            let span = if clause { pattern.span } else { values.span };
            self.type_problem(span, message, label);
            return;
        }
        for (((item, _), ty), clause) in items.iter().zip(&item_types).zip(functions::clauses(written)) {
            // `%d` takes infinity, which a conversion may come to and a field is never.
            let perhaps = *ty == Type::Double && matches!(item.kind, ExprKind::Call { .. });
            if !functions::takes(clause, ty) && !perhaps {
                let problem =
                    Problem::new(ProblemKind::Type, item.span, format!("`%{clause}` does not take {ty}"), format!("this is {ty}"));
                self.problem(problem.help("write `%s`, which takes all"));
            }
        }
    }

    /// Reports a text that every text has in it; whether it is one.
    fn everywhere(&mut self, function: &functions::Function, tested: &Expr, of: &Type, wanted: &Expr, span: Span) -> bool {
        let (
            Operation::Contains | Operation::StartsWith | Operation::EndsWith | Operation::Matches,
            ExprKind::Literal(Literal::Text(text)),
        ) = (function.operation, &wanted.kind)
        else {
            return false;
        };
        if is_written(tested) {
            return false;
        }
        let name = function.name;
        if function.operation == Operation::Matches && form::matches_all(text) {
            let problem = Problem::new(ProblemKind::Type, span, "`matches` of this pattern always holds", "always true");
            self.problem(problem.help("write `size(…) > 0` for a text that is not empty, or `^…$` around a pattern for the whole"));
            return true;
        }
        if text.contains('\u{8}') {
            let problem = Problem::new(ProblemKind::Type, wanted.span, "`\\b` in a text is a backspace", "not the edge of a word");
            self.problem(problem.help("write the pattern as `r'…'`"));
            return true;
        }
        if text.is_empty() {
            let problem = Problem::new(ProblemKind::Type, span, format!("`{name}` of an empty text always holds"), "always true");
            self.problem(problem.help("write `… == ''` to ask for an empty text, or `has(…)` whether it is there"));
            return true;
        }
        if let (Some(case), true) = (case(tested), function.operation != Operation::Matches)
            && let Some(fitting) = case.instead_of(text)
        {
            let message = format!("`{name}` of a text in {} case never holds", case.name);
            let problem = Problem::new(ProblemKind::Type, wanted.span, message, "never true");
            self.problem(problem.help(format!("write `'{}'`", shown(&fitting))));
            return true;
        }
        let part = match function.operation {
            Operation::StartsWith => form::Part::Start,
            Operation::EndsWith => form::Part::End,
            Operation::Contains => form::Part::Anywhere,
            _ => form::Part::Anywhere,
        };
        let day;
        let form = match of {
            Type::Form(form) => form.as_ref(),
            Type::Day => {
                // Of the centuries that anybody writes about.
                day = Form::new("^(1[89]|2[01])[0-9]{2}-[01][0-9]-[0-3][0-9]$", Some("2026-01-31"));
                &day
            }
            _ => return false,
        };
        let can = if function.operation == Operation::Matches { form.can_match(text) } else { form.can_have(part, text) };
        if can {
            return false;
        }
        let problem = Problem::new(ProblemKind::Type, wanted.span, format!("`{name}` never holds for this field"), "never true");
        self.problem(problem.help(looks_like(form)));
        true
    }

    /// Reports positions that no text and no list has.
    fn positions(&mut self, function: &functions::Function, arguments: &[Expr]) {
        let at: &[Expr] = match (function.operation, arguments) {
            (Operation::CharAt | Operation::Substring | Operation::Slice, [_, at @ ..]) => at,
            (Operation::IndexOf | Operation::LastIndexOf, [_, _, at @ ..]) => at,
            _ => return,
        };
        if let Some(below) = at.iter().find(|at| whole(at).is_some_and(|at| at < 0)) {
            self.below_zero(below.span);
        } else if let [from, to] = at
            && let (Some(first), Some(last)) = (whole(from), whole(to))
            && first > last
        {
            self.type_problem(from.span.union(to.span), format!("`{}` ends before it begins", function.name), "ends before it begins");
        }
    }

    /// Reports a position below zero.
    pub(super) fn below_zero(&mut self, span: Span) {
        let problem = Problem::new(ProblemKind::Type, span, "positions count from 0", "out of range");
        self.problem(problem.help("write `size(…) - 1` for the last one"));
    }
}

/// What a function counts that makes a duration of a number.
fn counted(function: &functions::Function) -> &'static str {
    if function.operation == Operation::Days { "days" } else { "seconds" }
}

/// A whole number that is written out.
pub(super) fn whole(expr: &Expr) -> Option<i64> {
    match &expr.kind {
        ExprKind::Literal(Literal::Int(i)) => Some(*i),
        ExprKind::Negate(operand) => whole(operand)?.checked_neg(),
        _ => None,
    }
}

fn looks_like(form: &Form) -> String {
    match &form.example {
        Some(example) => format!("values of this field look like `{example}`"),
        None => "no value of this field looks like that".to_owned(),
    }
}

fn is_literal(expr: &Expr) -> bool {
    matches!(expr.kind, ExprKind::Literal(_))
}
