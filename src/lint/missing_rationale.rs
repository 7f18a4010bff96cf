use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "missing-rationale",
        title: "a rule does not say why it is there",
        page: "People follow a rule, and argue about it, when they know what goes wrong without it. Write `rationale`: what happens, and to whom. `provost explain ID` shows it. Rules of severity `critical` are looked at by `undocumented-critical` instead.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    if rule.text("severity") == Some("critical") || rule.text("rationale").is_some_and(|text| !text.trim().is_empty()) {
        return Vec::new();
    }
    let remark = LINT.remark(format!("`{}` does not say why it is there", rule.id), rule.place(), "has no `rationale`");
    vec![remark.help("add `rationale`: what goes wrong without it, and for whom")]
}
