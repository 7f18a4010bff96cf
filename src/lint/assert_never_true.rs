use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "assert-never-true",
        title: "an assertion can never be true",
        page: "No manifest can meet the rule: it fails wherever it applies. Frequent causes: `a == 'x' && a == 'y'`, where `||` is meant; a comparison that the bounds or the values of the schema decide; an assertion that asks for the opposite of `when`. Correct the assertion; a pass case under `tests` shows that it can be met. A rule that forbids something outright says so better with `when` and an assertion that names what is forbidden. Parameters count as unknown here.",
    },
    default: Level::Deny,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule).filter(Parts::can_apply) else { return Vec::new() };
    let (setting, assert) = (parts.body.setting(), &parts.body.assert);
    if setting.outlook(&assert.plan, parts.condition()).yes {
        return Vec::new();
    }
    let alone = !setting.outlook(&assert.plan, None).yes;
    let mut remark = LINT.remark(format!("`{}` cannot be met: its assertion can never be true", rule.id), assert.whole(), "never true");
    if let (false, Some(when)) = (alone, parts.when) {
        remark = remark.also(when.whole(), "wherever this is true");
    }
    vec![remark.help("state what must hold, and add a case under `tests.pass` that meets it")]
}
