use super::read::Parts;
use super::{Level, Lint, Material};
use crate::cel::{Language, Misread};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "pattern-as-text",
        title: "a pattern is not read as one",
        page: "`contains`, `startsWith`, `endsWith`, `indexOf`, `replace` and `split` take a text as it stands: `*`, `|`, `^`, `$` and `\\d` are characters like others to them, and a name hardly ever has them, so that the condition decides nothing. `matches` takes a regular expression, in which `*` repeats what stands before it, and `glob` takes a pattern of file names, in which `|`, `^` and `\\d` mean nothing. Write the pattern for the function that reads it: `name.matches('gpt|claude')`, `glob('gpt-*', name)`.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule) else { return Vec::new() };
    let texts = parts.texts().map(|text| ("a text".to_owned(), text));
    let of = |(_, expression): (String, &crate::policy::Expression)| {
        let remark = |misread: Misread| {
            let Misread { span, function, meant } = misread;
            let (what, label, help) = match (function, meant) {
                ("matches", _) => (
                    "`matches` takes a regular expression, not a pattern of file names".to_owned(),
                    "`*` repeats what stands before it",
                    "write `glob('…', …)`, or `.*` for anything",
                ),
                ("glob", _) => (
                    "`glob` takes a pattern of file names, not a regular expression".to_owned(),
                    "a regular expression",
                    "write `….matches('…')`, or `{a,b}` for one of several",
                ),
                (_, Language::Regex) => (
                    format!("`{function}` takes the text as it stands, not as a pattern"),
                    "a regular expression",
                    "write `….matches('…')` for a pattern",
                ),
                (_, Language::Glob) => (
                    format!("`{function}` takes the text as it stands, not as a pattern"),
                    "`*` is a character like others here",
                    "leave `*` out, or write `glob('…', …)`",
                ),
            };
            LINT.remark(what, expression.place(span), label).help(help)
        };
        expression.plan.misread_patterns().into_iter().map(remark).collect::<Vec<_>>()
    };
    parts.deciding().chain(texts).flat_map(of).collect()
}
