use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::{Rule, SLOT_TODAY};

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "unused-item",
        title: "a rule goes over a list but looks at none of its items",
        page: "`for_each` gives each item a name, and the assertion does not use it: the outcome is the same for all items. Mostly the assertion reads a field of `system` where a field of the item is meant. Use the name, or replace `for_each` by a `when` that asks whether the list has items.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some((parts, each)) = Parts::of(rule).and_then(|parts| Some((parts, parts.body.for_each.as_ref()?))) else { return Vec::new() };
    let used = parts.used_lets(std::iter::once(&parts.body.assert));
    let lets = parts.body.lets.iter().zip(used).filter(|(_, used)| *used).map(|(named, _)| &named.value);
    let mut deciding = lets.chain([&parts.body.assert]);
    if deciding.any(|expression| expression.plan.mentions().iter().any(|mention| mention.position == SLOT_TODAY + 1)) {
        return Vec::new();
    }
    let message = format!("`{}` looks at no item of its list: the assertion does not use `{}`", rule.id, each.name);
    let remark = LINT.remark(message, parts.name_place("for_each", &each.name), "never used");
    vec![remark.help(format!("use `{}` in the assertion, or ask for the list in `when`", each.name))]
}
