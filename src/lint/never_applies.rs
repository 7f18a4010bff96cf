use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "never-applies",
        title: "a rule can apply to nothing",
        page: "`when` is true for no manifest, or `for_each` goes over a list that is always empty, so that the rule is never judged and looks like one that everybody meets. Frequent causes: `a == 'x' && a == 'y'`, where `||` is meant, and a filter that contradicts itself. Correct the condition; a fail case under `tests` shows that the rule can apply.",
    },
    default: Level::Deny,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule) else { return Vec::new() };
    let setting = parts.body.setting();
    let message = format!("`{}` applies to nothing", rule.id);
    if let Some(when) = parts.when
        && !setting.outlook(&when.plan, &[]).yes
    {
        return vec![LINT.remark(message, when.whole(), "never true").help("correct the condition, or remove the rule")];
    }
    match &parts.body.for_each {
        Some(each) if setting.is_always_empty(&each.list.plan) => {
            vec![LINT.remark(message, each.list.whole(), "always empty").help("correct the list, or remove the rule")]
        }
        _ => Vec::new(),
    }
}
