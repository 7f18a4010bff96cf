//! Texts with the signs of a pattern where none is read as one, or as one of another kind.

use super::compile::Plan;
use super::expr::{Expr, ExprKind, Literal};
use super::functions::Operation;
use crate::text::Span;

/// A literal that its function does not read as whoever wrote it meant it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misread {
    /// Where it stands.
    pub span: Span,
    /// What it is given to.
    pub function: &'static str,
    /// What its signs are those of.
    pub meant: Language,
}

/// A way to write a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// As `matches` reads it.
    Regex,
    /// As `glob` reads it.
    Glob,
}

impl Plan {
    /// The literals that look like patterns of another kind than their function takes.
    pub fn misread_patterns(&self) -> Vec<Misread> {
        let mut found = Vec::new();
        look(&self.root, &mut found);
        found
    }
}

fn look(expr: &Expr, found: &mut Vec<Misread>) {
    if let ExprKind::Call { function, arguments, .. } = &expr.kind {
        let given = if function.operation == Operation::Glob { arguments.first() } else { arguments.get(1) };
        if let Some(Expr { kind: ExprKind::Literal(Literal::Text(text)), span, .. }) = given
            && let Some(meant) = misread(function.operation, text)
        {
            found.push(Misread { span: *span, function: function.name, meant });
        }
    }
    expr.children(|child| look(child, found));
}

fn misread(operation: Operation, text: &str) -> Option<Language> {
    let (wild_start, wild_end) = (text.starts_with('*'), text.ends_with('*'));
    let is_long = text.chars().filter(|&c| is_word(c)).count() > 1;
    let is_wild = match operation {
        Operation::StartsWith => wild_end,
        Operation::EndsWith => wild_start,
        Operation::Contains => wild_start || wild_end,
        Operation::IndexOf | Operation::LastIndexOf | Operation::Replace | Operation::Split => false,
        Operation::Glob => return has_regex_signs(text).then_some(Language::Regex),
        // The last letter any number of times, at an end that asks for nothing.
        Operation::Matches => {
            let letter = text.strip_suffix('*').and_then(|before| before.chars().next_back());
            if text.contains("**") {
                return Some(Language::Glob);
            }
            return (is_long && letter.is_some_and(|c| is_word(c) || "-_/:".contains(c)) && !text.contains('\\')).then_some(Language::Glob);
        }
        _ => return None,
    };
    if is_wild && is_long && !text.contains(['\\', '[', '^']) && !text.contains(".*") {
        return Some(Language::Glob);
    }
    has_regex_signs(text).then_some(Language::Regex)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Whether a text has what a regular expression has and other texts hardly have.
fn has_regex_signs(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let word = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(|&c| is_word(c));
    let ends = text.strip_suffix('$').and_then(|text| text.chars().next_back()).is_some_and(|c| c.is_lowercase() || c.is_numeric());
    let anchored = (text.len() > 1 && text.starts_with('^')) || ends;
    let escaped = chars.windows(2).any(|pair| pair[0] == '\\' && "dDwWsSbB.()[]+*?|^$".contains(pair[1]));
    let either = (0..chars.len()).any(|at| chars[at] == '|' && word(at.checked_sub(1)) && word(Some(at + 1)));
    let any = chars.windows(3).any(|three| three[0] == '.' && "*+".contains(three[1]) && is_word(three[2]));
    let class = chars.windows(5).any(|five| five[0] == '[' && five[2] == '-' && five[4] == ']') || text.contains("[^");
    let special = text.starts_with("(?") || text.contains("?://");
    anchored || escaped || either || any || class || special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_patterns_where_they_are_none() {
        for (operation, text, meant) in [
            (Operation::Contains, "a|b", Some(Language::Regex)),
            (Operation::Contains, "gpt.*turbo", Some(Language::Regex)),
            (Operation::StartsWith, "^gpt", Some(Language::Regex)),
            (Operation::EndsWith, "turbo$", Some(Language::Regex)),
            (Operation::Contains, "\\d", Some(Language::Regex)),
            (Operation::Replace, "[a-z]", Some(Language::Regex)),
            (Operation::Glob, "^gpt-4", Some(Language::Regex)),
            (Operation::Glob, "gpt|claude", Some(Language::Regex)),
            (Operation::StartsWith, "gpt-*", Some(Language::Glob)),
            (Operation::EndsWith, "*.example", Some(Language::Glob)),
            (Operation::Contains, "*example*", Some(Language::Glob)),
            (Operation::Matches, "gpt-*", Some(Language::Glob)),
            (Operation::Matches, "gpt*", Some(Language::Glob)),
            (Operation::Matches, "services/**/*.py", Some(Language::Glob)),
            (Operation::Contains, "(?i)copilot", Some(Language::Regex)),
            (Operation::Contains, "https?://", Some(Language::Regex)),
            (Operation::Replace, "[^a-z]", Some(Language::Regex)),
            (Operation::Contains, "?id=", None),
            (Operation::Contains, "*", None),
            (Operation::StartsWith, "s3:", None),
            (Operation::EndsWith, ".*", None),
            (Operation::EndsWith, "$", None),
            (Operation::Contains, " | ", None),
            (Operation::Split, "|", None),
            (Operation::Contains, "a.b", None),
            (Operation::Contains, "US$", None),
            (Operation::Glob, "*.{a,b}", None),
            (Operation::Glob, "**/x.yaml", None),
            (Operation::Matches, "^[a-z]+-.*", None),
            (Operation::Matches, "^a\\d*", None),
            (Operation::CharAt, "^a", None),
        ] {
            assert_eq!(misread(operation, text), meant, "{operation:?} {text}");
        }
    }
}
