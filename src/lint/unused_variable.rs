use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::{Expression, Rule};

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "unused-variable",
        title: "a macro goes over a list but looks at none of its items",
        page: "`all`, `exists`, `filter`, `map` and their like give each item a name, `cel.bind` gives one to a value, and what they are given after it does not use the name: the outcome is the same for all items. Mostly a field of `system` is read where a field of the item is meant. Use the name, or ask for the size of the list.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule) else { return Vec::new() };
    let expressions = parts.deciding().map(|(_, expression)| expression).chain(parts.texts());
    expressions.flat_map(|expression| idle(rule, expression)).collect()
}

fn idle(rule: &Rule, expression: &Expression) -> Vec<Diagnostic> {
    let names = expression.plan.bound_names();
    let remark = |name: &crate::cel::BoundName| {
        let message = format!("nothing in `{}` uses `{}`", rule.id, name.name);
        let remark = LINT.remark(message, expression.place(name.span), "never used");
        remark.help(format!("use `{}` in what stands after it, or do without it", name.name))
    };
    names.iter().filter(|name| name.is_idle).map(remark).collect()
}
