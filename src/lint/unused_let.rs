use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "unused-let",
        title: "a `let` is used by nothing",
        page: "Neither the assertion nor the message nor the help uses the name, directly or through another `let`. Often a condition was given a name and then forgotten in the assertion, so that the rule demands less than its author thinks. Use the name or remove it. `when` and `for_each` do not see names that `let` gives.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule) else { return Vec::new() };
    let used = parts.used_lets(parts.texts().chain([&parts.body.assert]));
    let unused = parts.body.lets.iter().zip(used).filter(|(_, used)| !used).map(|(named, _)| &named.name);
    let remark = |name: &String| {
        LINT.remark(format!("`{name}` of `{}` is used by nothing", rule.id), parts.name_place("let", name), "never used")
            .help(format!("use `{name}` in the assertion, or remove it"))
    };
    unused.map(remark).collect()
}
