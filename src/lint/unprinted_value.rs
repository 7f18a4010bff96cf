use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::document::Node;
use crate::policy::{Rule, place_in};
use crate::text::Span;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "unprinted-value",
        title: "a text shows an expression instead of its value",
        page: "`message` and `help` print the value of what stands between two braces on each side: `{{ system.id }}`. Between single braces, as in `{system.id}` or `${system.id}`, or in `$(system.id)` and `<system.id>`, it is text like any other, and people read the expression; `%s` and `{0}` stand for nothing. Write the expression between double braces.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Ok(body) = rule.body() else { return Vec::new() };
    let names: Vec<&str> = body.names().names().map(|(name, _)| name).collect();
    let texts = ["message", "help"].into_iter().filter_map(|key| rule.node().get(key));
    let bare = rule.node().get("message").into_iter().flat_map(|node| paths(node, &names));
    texts.flat_map(|node| remarks(node, &names).into_iter().chain(signs(node, &names))).chain(bare).collect()
}

/// The text with blanks in the place of its values.
fn without_values(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, (inside, after))) = rest.split_once("{{").and_then(|(before, after)| Some((before, after.split_once("}}")?))) {
        bare.push_str(before);
        bare.extend(std::iter::repeat_n(' ', inside.len() + 4));
        rest = after;
    }
    bare + rest
}

/// Fields that a message names instead of printing them. A help text may well say which field to set.
fn paths(node: Node<'_>, names: &[&str]) -> Vec<Diagnostic> {
    let text = &without_values(node.as_str().unwrap_or_default());
    let is_part = |c: char| c.is_alphanumeric() || "_.-/@".contains(c);
    let mut remarks = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !is_part(c)) {
        let start = at + text.get(at..).and_then(|rest| rest.find(word)).unwrap_or_default();
        at = start + word.len();
        let written = word.trim_end_matches(['.', '-']);
        let fields: Vec<&str> = written.split('.').collect();
        let is_path = fields.len() > 1 && fields.iter().all(|field| field.chars().next().is_some_and(char::is_alphabetic));
        // Told as a sign of another language.
        let before = text.get(..start).unwrap_or_default().trim_end();
        let is_sign = ["{", "<", "[[", "$(", "%", "%="].iter().any(|sign| before.ends_with(sign));
        if is_path && !is_sign && names.contains(&fields[0]) {
            let place = place_in(node, 0, Span::new(start as u32, (start + written.len()) as u32));
            let remark = LINT.remark("a field is named here, and its value not printed", place, "no value");
            remarks.push(remark.help(format!("write `{{{{ {written} }}}}` for the value")));
        }
    }
    remarks
}

/// What other languages write where a value goes.
fn signs(node: Node<'_>, names: &[&str]) -> Vec<Diagnostic> {
    let text = &without_values(node.as_str().unwrap_or_default());
    let remark = |at: usize, len: usize, help: String| {
        let place = place_in(node, 0, Span::new(at as u32, (at + len) as u32));
        LINT.remark("a sign of another language is printed as it is", place, "no value").help(help)
    };
    let mut remarks = Vec::new();
    let whole = node.as_str().unwrap_or_default();
    if let Some(at) = whole.find("}}}").filter(|_| !whole.contains("{{{")) {
        let place = place_in(node, 0, Span::new((at + 2) as u32, (at + 3) as u32));
        remarks.push(LINT.remark("a brace more than closes the value", place, "printed as it is").help("take it out"));
    }
    for sign in ["%s", "%d", "{}", "{0}", "{1}"] {
        // `50%different` is no sign.
        let stands_alone = |at: &usize| {
            let (before, after) = (text.get(..*at).unwrap_or_default(), text.get(at + sign.len()..).unwrap_or_default());
            !after.starts_with(char::is_alphanumeric) && !before.ends_with(|c: char| c.is_alphanumeric() || c == '%')
        };
        let found = text.match_indices(sign).map(|(at, _)| at).filter(stands_alone);
        remarks.extend(found.map(|at| remark(at, sign.len(), "write `{{ … }}` with what is to stand here".to_owned())));
    }
    for (open, close) in [("$(", ")"), ("<", ">"), ("<%=", "%>"), ("{%", "%}"), ("[[", "]]")] {
        for (at, _) in text.match_indices(open) {
            let inside = text.get(at + open.len()..).unwrap_or_default();
            let Some(between) = inside.find(close).and_then(|end| inside.get(..end)) else { continue };
            let written = between.trim();
            let is_value =
                written.split_once('.').is_some_and(|(first, rest)| names.contains(&first) && !rest.contains(char::is_whitespace));
            if is_value {
                remarks.push(remark(at, open.len() + between.len() + close.len(), format!("write `{{{{ {written} }}}}`")));
            }
        }
    }
    remarks
}

fn remarks(node: Node<'_>, names: &[&str]) -> Vec<Diagnostic> {
    let text = node.as_str().unwrap_or_default();
    let mut remarks = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        let inside = text.get(open + 1..).unwrap_or_default();
        if inside.starts_with('{') {
            at = open + 2 + inside.find("}}").unwrap_or_default();
            continue;
        }
        at = open + 1;
        let Some(close) = inside.find(['}', '\n', '{']).filter(|close| inside.get(*close..).is_some_and(|rest| rest.starts_with('}')))
        else {
            continue;
        };
        let written = inside.get(..close).unwrap_or_default().trim();
        let first = written.split(['.', '[']).next().unwrap_or_default();
        if names.contains(&first) {
            let place = place_in(node, 0, Span::new(open as u32, (at + close + 1) as u32));
            let remark = LINT.remark("what stands between single braces is printed as it is", place, "no value");
            remarks.push(remark.help(format!("write `{{{{ {written} }}}}`")));
        }
    }
    remarks
}
