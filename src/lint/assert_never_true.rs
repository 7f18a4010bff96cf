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
    let premise = parts.premise();
    let given: Vec<_> = parts.condition().into_iter().chain(&premise).collect();
    if setting.outlook(&assert.plan, &given).yes {
        return Vec::new();
    }
    let alone = !setting.outlook(&assert.plan, &[]).yes;
    let mut remark = LINT.remark(format!("`{}` cannot be met: its assertion can never be true", rule.id), assert.whole(), "never true");
    if let (false, Some(when)) = (alone, parts.when) {
        remark = remark.also(when.whole(), "wherever this is true");
    }
    if let (false, Some(_), Some(each)) = (alone, &premise, &parts.body.for_each) {
        remark = remark.also(each.list.whole(), "of these items");
    }
    vec![remark.help("state what must hold, and add a case under `tests.pass` that meets it")]
}
