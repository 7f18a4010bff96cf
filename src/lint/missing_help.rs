use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "missing-help",
        title: "a rule does not say what to do",
        page: "Whoever is stopped by the rule reads its message and then needs the next step: the key to write, on which entry. Write `help`, with values between `{{` and `}}` like in the message. Rules of severity `critical` are looked at by `undocumented-critical` instead.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    if rule.text("severity") == Some("critical") || rule.text("help").is_some_and(|text| !text.trim().is_empty()) {
        return Vec::new();
    }
    let remark = LINT.remark(format!("`{}` does not say what to do when it fails", rule.id), rule.place(), "has no `help`");
    vec![remark.help("add `help`: the key to write in the manifest")]
}
