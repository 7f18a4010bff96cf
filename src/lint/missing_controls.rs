use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "missing-controls",
        title: "a rule names no controls",
        page: "Coverage of a framework is computed from the controls that rules name: a rule that names none is invisible there. Write `controls`, each as `framework:ID`; `provost explain FRAMEWORK` lists a framework's controls. A rule of your own that belongs to no framework says so with `controls: []`.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    if rule.node().get("controls").is_some() {
        return Vec::new();
    }
    let remark = LINT.remark(format!("`{}` names no controls", rule.id), rule.place(), "has no `controls`");
    vec![remark.help("add `controls: [framework:ID]`, or `controls: []` if there is none")]
}
