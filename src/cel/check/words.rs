//! Texts that are written out, and what they are compared with.

use std::sync::Arc;

use super::compare::{can_be_equal, is_written};
use super::{Checker, Expr, Problem, ProblemKind, Type, members};
use crate::cel::types::{At, Word, Words};
use crate::text::{Span, clean_line, nearest, shorten, slug};

/// What to ask instead of a field that is never an empty text.
pub(super) const NEVER_EMPTY: &str = "write `has(…)` to ask whether it is declared, unless it always is";

/// Where a text stands: its source, where that is another than the expression, and its first byte there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    source: Option<usize>,
    start: u32,
}

impl Place {
    fn of(word: &Word) -> Self {
        match &word.at {
            At::Here(span) => Self { source: None, start: span.start },
            At::There(source, span) => Self { source: Some(Arc::as_ptr(source).addr()), start: span.start },
        }
    }
}

impl Checker<'_> {
    /// Reports the texts among `others` that no value of a type can equal; whether it is a type of which that can be said.
    ///
    /// Where one of the texts may be meant for another comparison, only slips count, and every one if `each` is looked for or none fits.
    pub(super) fn words(&mut self, ty: &Type, others: &Type, used: Span, each: bool) -> bool {
        match (ty, others) {
            (Type::Enum(_) | Type::Form(_) | Type::Day, Type::Words(words)) => {
                let none = || !words.all.iter().any(|word| fits(ty, &word.text));
                let every = !words.loose || (!words.open && (each || none()));
                for word in &words.all {
                    if every || fits(ty, &word.text) || is_slip(ty, &word.text) {
                        self.word(ty, word, used);
                    }
                }
                true
            }
            // Compared with any text, a text is none of a fixed list.
            (Type::Text, Type::Words(words)) => {
                words.all.iter().for_each(|word| self.fits(word));
                false
            }
            (Type::List(of), Type::List(others)) => self.words(of, others, used, true),
            (Type::Optional(of), Type::Optional(others)) => self.words(of, others, used, each),
            (Type::Map(key, value), Type::Map(other_key, other_value)) => {
                self.words(key, other_key, used, true) & self.words(value, other_value, used, true)
            }
            _ => false,
        }
    }

    /// Reports texts of which one side can be none: `level == 'strikt'` where `level` is `'strict'` or `'lax'`.
    pub(super) fn apart(&mut self, span: Span, left: (&Type, &Expr), right: (&Type, &Expr)) -> bool {
        let (Some(a), Some(b)) = (closed(left.0), closed(right.0)) else { return false };
        // A list beside a text is a mistake of another kind.
        if !can_be_equal(left.0, right.0) {
            return false;
        }
        let (known, written) = match (is_written(left.1), is_written(right.1)) {
            (true, true) => return true,
            (false, true) => (a, b),
            (true, false) => (b, a),
            (false, false) if a.all.iter().any(|word| b.has(&word.text)) => return true,
            (false, false) => {
                self.type_problem(span, "the two have no text in common", "can never be equal");
                return true;
            }
        };
        let all: Vec<String> = known.all.iter().map(|word| word.text.clone()).collect();
        for word in written.all.iter().filter(|word| !known.has(&word.text)) {
            let message = format!("`{}` is not one of the texts this can be", shown(&word.text));
            let problem = Problem::new(ProblemKind::Type, span, message, "can never be equal").at(&word.at);
            self.problem(problem.help(match nearest(&word.text, all.iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is {}", members(&all)),
            }));
        }
        true
    }

    fn word(&mut self, ty: &Type, word: &Word, used: Span) {
        let written = word.text.as_str();
        if fits(ty, written) {
            self.fits(word);
            if let (Type::Enum(all), Some(members), At::Here(span)) = (ty, &mut self.members, &word.at) {
                members.insert(span.start, Arc::clone(all));
            }
            return;
        }
        let (message, label) = match ty {
            _ if written.is_empty() => ("this field is never an empty text".to_owned(), "can never be equal"),
            // As texts, days and others would have an order that means nothing.
            Type::Day => (format!("`{}` is not a day such as `2026-01-31`", shown(written)), "compared with a day"),
            _ => (format!("`{}` is not one of the values this field can have", shown(written)), "can never be equal"),
        };
        let help = match (ty, meant(ty, written)) {
            _ if written.is_empty() => NEVER_EMPTY.to_owned(),
            (Type::Day, _) => "write a day as YYYY-MM-DD, or compare `date(…)` with `today`".to_owned(),
            (_, Some(near)) => format!("did you mean `{near}`?"),
            (Type::Enum(all), None) => format!("it is {}", members(all)),
            (Type::Form(form), None) if form.example.is_some() => {
                format!("values of this field look like `{}`", form.example.as_deref().unwrap_or_default())
            }
            _ => "no value of this field looks like that".to_owned(),
        };
        let problem = Problem::new(ProblemKind::Type, used, message, label).at(&word.at).help(help);
        // One that stands elsewhere can be meant for another comparison.
        if matches!(word.at, At::Here(span) if used.start <= span.start && span.end <= used.end) {
            self.problem(problem);
        } else {
            self.elsewhere_unmet(word, problem);
        }
    }

    /// Takes down what is to be said of a text that stands elsewhere, if nothing that it is compared with can be it.
    pub(super) fn elsewhere_unmet(&mut self, word: &Word, problem: Problem) {
        self.unmet.entry(Place::of(word)).or_insert(problem);
    }

    /// Takes down that a text is what something can be that it is compared with.
    pub(super) fn fits(&mut self, word: &Word) {
        self.met.insert(Place::of(word));
    }

    /// Two texts of which each is one of several: those that both can be.
    pub(super) fn common(&mut self, left: &Type, right: &Type) {
        let (Type::Words(left), Type::Words(right)) = (left, right) else { return };
        for (words, other) in [(left, right), (right, left)] {
            words.all.iter().filter(|word| other.has(&word.text)).for_each(|word| self.fits(word));
        }
    }

    /// Reports the texts that nothing that they are compared with can be.
    pub(super) fn report_unmet(&mut self) {
        let unmet = std::mem::take(&mut self.unmet);
        let problems = unmet.into_iter().filter(|(place, _)| !self.met.contains(place)).map(|(_, problem)| problem);
        self.problems.extend(problems.collect::<Vec<_>>());
    }
}

/// Whether a text can be a value of a type.
fn fits(ty: &Type, text: &str) -> bool {
    match ty {
        Type::Enum(all) => all.iter().any(|member| member == text),
        Type::Form(form) => !text.is_empty() && form.has(text),
        Type::Day => text.len() == "2026-01-31".len() && text.parse::<jiff::civil::Date>().is_ok(),
        _ => true,
    }
}

/// The value of a type that a text seems to be meant for.
pub(super) fn meant(ty: &Type, text: &str) -> Option<String> {
    match ty {
        Type::Enum(all) => {
            let begun = || all.iter().find(|member| text.len() > 2 && member.starts_with(text)).map(String::as_str);
            nearest(text, all.iter()).or_else(begun).map(str::to_owned)
        }
        Type::Form(form) => [text.to_lowercase(), slug(text)].into_iter().find(|near| form.has(near)),
        Type::Day => text.contains(|c: char| c.is_ascii_digit()).then(|| text.to_owned()),
        _ => None,
    }
}

/// Whether a text that may be meant for something else looks like a value of a type. Of a form, only its case may differ: `n/a` of a
/// list of placeholders is no misspelt id.
fn is_slip(ty: &Type, text: &str) -> bool {
    match ty {
        Type::Form(form) => form.has(&text.to_lowercase()),
        ty => meant(ty, text).is_some(),
    }
}

/// All texts that a value can be, where no others can come in their place.
pub(super) fn closed(ty: &Type) -> Option<&Words> {
    match ty {
        Type::Words(words) if !words.open => Some(words),
        Type::List(inner) | Type::Optional(inner) => closed(inner),
        _ => None,
    }
}

/// A literal as messages show it.
pub(super) fn shown(written: &str) -> String {
    shorten(&clean_line(written), 60)
}
