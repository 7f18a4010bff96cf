//! What the texts of a field look like, as the schema's `pattern` tells.

use std::sync::OnceLock;

use regex_syntax::hir::literal::{ExtractKind, Extractor};
use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// Most characters at one place that are looked at each for itself: letters, digits and signs.
const MAX_CLASS: usize = 128;

/// The texts that a regular expression finds something in.
#[derive(Debug)]
pub struct Form {
    pattern: String,
    /// One of them.
    pub example: Option<String>,
    regex: OnceLock<Option<regex::Regex>>,
}

/// A part of a text that somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Start,
    End,
    Anywhere,
}

impl Form {
    /// The texts that a regular expression finds something in.
    pub fn new(pattern: &str, example: Option<&str>) -> Self {
        Self { pattern: pattern.to_owned(), example: example.map(str::to_owned), regex: OnceLock::new() }
    }

    /// Whether its pattern is none.
    pub fn is_broken(&self) -> bool {
        regex_syntax::parse(&self.pattern).is_err()
    }

    /// Whether a text can be one of them.
    pub fn has(&self, text: &str) -> bool {
        self.regex.get_or_init(|| regex::Regex::new(&self.pattern).ok()).as_ref().is_none_or(|regex| regex.is_match(text))
    }

    /// Whether one of them can have a text as a part. Where that is not easily told, it can.
    pub(super) fn can_have(&self, part: Part, text: &str) -> bool {
        self.parsed().is_none_or(|form| can_have(&form, part, text))
    }

    /// Whether a regular expression can find something in one of them. Where that is not easily told, it can.
    pub(super) fn can_match(&self, pattern: &str) -> bool {
        let (Some(form), Ok(wanted)) = (self.parsed(), regex_syntax::parse(pattern)) else { return true };
        let ends = wanted.properties();
        let starts = ends.look_set_prefix().contains(Look::Start).then_some(Part::Start);
        let stops = ends.look_set_suffix().contains(Look::End).then_some(Part::End);
        [(ExtractKind::Prefix, starts), (ExtractKind::Suffix, stops)].into_iter().all(|(kind, part)| {
            let begins = Extractor::new().kind(kind).limit_class(MAX_CLASS).extract(&wanted);
            // What it finds begins, and ends, with one of these.
            let can = |text: &[u8]| std::str::from_utf8(text).map_or(true, |text| can_have(&form, part.unwrap_or(Part::Anywhere), text));
            begins.literals().is_none_or(|all| all.iter().any(|literal| can(literal.as_bytes())))
        })
    }

    /// Fewest and most characters that they have.
    pub(super) fn sizes(&self) -> (Option<u64>, Option<u64>) {
        let Some(form) = self.parsed() else { return (None, None) };
        let all = form.properties();
        let whole = all.look_set_prefix().contains(Look::Start) && all.look_set_suffix().contains(Look::End);
        // Lengths are told in bytes.
        if !whole || !is_ascii(&form) {
            return (None, None);
        }
        let size = |bytes: Option<usize>| bytes.and_then(|bytes| u64::try_from(bytes).ok());
        (size(all.minimum_len()), size(all.maximum_len()))
    }

    fn parsed(&self) -> Option<Hir> {
        regex_syntax::parse(&self.pattern).ok()
    }
}

fn can_have(form: &Hir, part: Part, text: &str) -> bool {
    let ends = form.properties();
    let (from, to) = (ends.look_set_prefix().contains(Look::Start), ends.look_set_suffix().contains(Look::End));
    if from && to && !text.chars().all(|c| may_have(form, c)) {
        return false;
    }
    let kind = match part {
        Part::Start if from => ExtractKind::Prefix,
        Part::End if to => ExtractKind::Suffix,
        _ => return true,
    };
    let fixed = Extractor::new().kind(kind.clone()).limit_class(MAX_CLASS).extract(form);
    let fits = |known: &[u8]| match kind {
        ExtractKind::Prefix => known.starts_with(text.as_bytes()) || text.as_bytes().starts_with(known),
        _ => known.ends_with(text.as_bytes()) || text.as_bytes().ends_with(known),
    };
    fixed.literals().is_none_or(|all| all.iter().any(|literal| fits(literal.as_bytes())))
}

impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.pattern == other.pattern
    }
}

/// Whether a regular expression finds something in any text: nothing at all.
pub(super) fn matches_all(pattern: &str) -> bool {
    regex_syntax::parse(pattern).is_ok_and(|hir| hir.properties().minimum_len() == Some(0) && hir.properties().look_set().is_empty())
}

/// Whether a pattern takes a character anywhere. Patterns nest as deep as the parser lets them, some hundred levels.
fn may_have(hir: &Hir, wanted: char) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => std::str::from_utf8(&literal.0).map_or(true, |text| text.contains(wanted)),
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().any(|range| (range.start()..=range.end()).contains(&wanted)),
        HirKind::Class(Class::Bytes(_)) => true,
        HirKind::Repetition(repeated) => may_have(&repeated.sub, wanted),
        HirKind::Capture(group) => may_have(&group.sub, wanted),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(|part| may_have(part, wanted)),
    }
}

/// Whether all characters of a pattern's texts take one byte.
fn is_ascii(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.is_ascii(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().all(|range| range.end().is_ascii()),
        HirKind::Class(Class::Bytes(class)) => class.ranges().iter().all(|range| range.end().is_ascii()),
        HirKind::Repetition(repeated) => is_ascii(&repeated.sub),
        HirKind::Capture(group) => is_ascii(&group.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().all(is_ascii),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_no_text_has() {
        let id = Form::new("^[a-z0-9][a-z0-9-]*$", None);
        let url = Form::new("^https?://", None);
        for (form, part, text, can) in [
            (&id, Part::Start, "support", true),
            (&id, Part::Start, "Support", false),
            (&id, Part::Start, "-support", false),
            (&id, Part::End, "-", true),
            (&id, Part::Anywhere, "a b", false),
            (&url, Part::Start, "http", true),
            (&url, Part::Start, "https://example.org", true),
            (&url, Part::Start, "htps", false),
            (&url, Part::Anywhere, "HTTP", true),
            (&Form::new("[a-z]", None), Part::Start, "X", true),
            (&Form::new("(", None), Part::Start, "X", true),
        ] {
            assert_eq!(form.can_have(part, text), can, "{form:?} {part:?} {text}");
        }
    }

    #[test]
    fn patterns_that_find_nothing() {
        let id = Form::new("^[a-z0-9][a-z0-9-]*$", None);
        let url = Form::new("^https?://", None);
        for (form, pattern, can) in [
            (&id, "^[A-Z]+$", false),
            (&id, "[A-Z]", false),
            (&id, "GPT|Claude", false),
            (&id, "GPT|claude", true),
            (&id, "(?i)GPT", true),
            (&id, "^gpt-[0-9]+$", true),
            (&id, "_v[0-9]$", false),
            (&id, "^.+$", true),
            (&id, "", true),
            (&id, "^-", false),
            (&url, "^http:", true),
            (&url, "^ftp:", false),
            (&url, "EXAMPLE", true),
        ] {
            assert_eq!(form.can_match(pattern), can, "{form:?} {pattern}");
        }
    }

    #[test]
    fn sizes_of_texts_of_a_form() {
        for (pattern, sizes) in [
            ("^sha256:[0-9a-f]{64}$", (Some(71), Some(71))),
            ("^[a-z][a-z0-9-]*$", (Some(1), None)),
            ("^[a-z]{2}(-[a-z]{2,3})?$", (Some(2), Some(6))),
            ("^https?://", (None, None)),
            ("^\\S{3}$", (None, None)),
        ] {
            assert_eq!(Form::new(pattern, None).sizes(), sizes, "{pattern}");
        }
    }
}
