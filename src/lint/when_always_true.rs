use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "when-always-true",
        title: "a rule's `when` excludes nothing",
        page: "The condition is true for every manifest, so that the rule applies to all, perhaps to more than its author meant. Frequent causes: `a != 'x' || a != 'y'`, where `&&` is meant, and a list that names every value a field can have. Correct the condition, or remove it: a rule without `when` applies to all.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some((parts, when)) = Parts::of(rule).and_then(|parts| Some((parts, parts.when?))) else { return Vec::new() };
    if parts.body.setting().outlook(&when.plan, &[]).decided() != Some(true) {
        return Vec::new();
    }
    let remark = LINT.remark(format!("`when` of `{}` excludes nothing", rule.id), when.whole(), "always true");
    vec![remark.help("remove `when`, or name what the rule does not apply to")]
}
