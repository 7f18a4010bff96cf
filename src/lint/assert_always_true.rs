use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "assert-always-true",
        title: "an assertion can never be false",
        page: "Whatever a manifest says, the assertion is true, so that the rule finds nothing, ever. Frequent causes: `a != 'x' || a != 'y'`, where `&&` is meant; a comparison that the bounds or the values of the schema decide; `has()` of a key that is always there; a `when` that asks for the same already. Correct the assertion; a fail case under `tests` shows that it can fail. If the rule is only there so that a fact is declared, ask for it: `has(system.risk.tier)`. Parameters count as unknown here.",
    },
    default: Level::Deny,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule).filter(Parts::can_apply) else { return Vec::new() };
    let (setting, assert) = (parts.body.setting(), &parts.body.assert);
    let premise = parts.premise();
    let given: Vec<_> = parts.condition().into_iter().chain(&premise).collect();
    let outlook = setting.outlook(&assert.plan, &given);
    if outlook.decided() != Some(true) {
        return Vec::new();
    }
    let alone = setting.outlook(&assert.plan, &[]).decided() == Some(true);
    let mut remark = LINT.remark(format!("`{}` finds nothing: its assertion can never be false", rule.id), assert.whole(), "always true");
    if let (false, Some(when)) = (alone, parts.when) {
        remark = remark.also(when.whole(), "wherever this is true");
    }
    if let (false, Some(_), Some(each)) = (alone, &premise, &parts.body.for_each) {
        remark = remark.also(each.list.whole(), "of these items");
    }
    vec![remark.help(if outlook.undeclared {
        "state what must hold; `has(…)` asks whether something is declared"
    } else {
        "state what must hold, and add a case under `tests.fail` that breaks it"
    })]
}
