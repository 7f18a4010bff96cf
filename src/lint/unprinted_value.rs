use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::document::Node;
use crate::policy::{Rule, place_in};
use crate::text::Span;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "unprinted-value",
        title: "a text shows an expression instead of its value",
        page: "`message` and `help` print the value of what stands between two braces on each side: `{{ system.id }}`. Between single braces, as in `{system.id}` or `${system.id}`, it is text like any other, and people read the expression. Double the braces.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Ok(body) = rule.body() else { return Vec::new() };
    let names: Vec<&str> = body.names().names().map(|(name, _)| name).collect();
    let texts = ["message", "help"].into_iter().filter_map(|key| rule.node().get(key));
    texts.flat_map(|node| remarks(node, &names)).collect()
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
