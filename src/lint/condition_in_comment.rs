use super::{Level, Lint, Material};
use crate::cel::comments;
use crate::diagnostic::{Diagnostic, Entry, Place};
use crate::document::Node;
use crate::policy::{Rule, place_in};
use crate::text::Span;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "condition-in-comment",
        title: "a part of a condition is a comment",
        page: "What follows an expression as a comment begins like the rest of a condition: with `&&`, `||` or a comparison. Comments are not evaluated, so that the rule demands less than it seems to: ` #` begins a comment in YAML, also behind an expression without quotes, and `//` one in CEL. Put the expression between quotes, or remove the comment.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let single = ["when", "assert"].into_iter().filter_map(|key| rule.node().get(key));
    let named = ["for_each", "let"].into_iter().filter_map(|key| rule.node().get(key)).flat_map(Node::entries);
    single.chain(named.map(|entry| entry.value)).flat_map(remarks).collect()
}

fn remarks(node: Node<'_>) -> Vec<Diagnostic> {
    let text = node.as_str().unwrap_or_default();
    let inside = comments(text).into_iter().map(|span| place_in(node, 0, span));
    let is_condition = |place: &Place| continues(place.text().trim_start_matches(['#', '/']));
    let remark = |place: Place| {
        let remark = LINT.remark("a part of a condition is a comment", place, "not evaluated");
        remark.help("put the expression between quotes if this belongs to it, or remove the comment")
    };
    inside.chain(behind(node)).filter(is_condition).map(remark).collect()
}

/// The comment of the file that stands behind a value on its line.
fn behind(node: Node<'_>) -> Option<Place> {
    let place = node.place();
    let after = place.source.text().get(place.span.end as usize..)?.lines().next()?;
    let start = place.span.end + (after.len() - after.trim_start().len()) as u32;
    let comment = Span::new(start, place.span.end + after.trim_end().len() as u32);
    after.trim_start().starts_with('#').then(|| Place::new(&place.source, comment))
}

/// Whether a text goes on with a condition.
fn continues(text: &str) -> bool {
    ["&&", "||", "==", "!=", "<=", ">="].into_iter().any(|sign| text.trim_start().starts_with(sign))
}
