use super::read::Parts;
use super::{Level, Lint, Material};
use crate::cel::Given;
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "idle-term",
        title: "a part of a condition is the same for every manifest",
        page: "One side of `&&` or `||` is always true, or never, and so either decides nothing or makes the other sides idle; or what `all`, `exists` or `filter` asks of each item is the same for all of them; or the part stands twice; or what stands beside it rules it out, as in `a == 'x' && (a == 'y' || b)`. Frequent causes: `a != 'x' || a != 'y'`, where `&&` is meant, or the other way round; a comparison that the bounds or the values of the schema decide; `has()` of a key that is always there. Correct the part or remove it. Parameters count as unknown here.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule) else { return Vec::new() };
    let setting = parts.body.setting();
    let mut remarks = Vec::new();
    for (what, expression) in parts.deciding() {
        for (again, first) in expression.plan.repeats() {
            let message = format!("a part of {what} of `{}` stands twice", rule.id);
            let remark = LINT.remark(message, expression.place(again), "the same again").also(expression.place(first), "stands here");
            remarks.push(remark.help("was another field or value meant?"));
        }
        // What is decided as a whole is for other lints to say.
        let whole = setting.outlook(&expression.plan, &[]);
        if *expression.plan.ty() == crate::cel::Type::Bool && !(whole.yes && whole.no) {
            continue;
        }
        let when = parts.when.filter(|when| !std::ptr::eq(*when, expression));
        for idle in setting.idle(&expression.plan, when.map(|when| &when.plan)) {
            let label = if idle.value { "always true" } else { "never true" };
            let (message, label) = match idle.given {
                Some(_) => (format!("a part of {what} of `{}` is {label} where it is asked", rule.id), "never true here"),
                None => (format!("a part of {what} of `{}` is {label}", rule.id), label),
            };
            let remark = LINT.remark(message, expression.place(idle.span), label);
            let remark = match (idle.given, when) {
                (Some(Given::Beside(span)), _) => remark.also(expression.place(span), "rules it out"),
                (Some(Given::When), Some(when)) => remark.also(when.whole(), "rules it out"),
                _ => remark,
            };
            remarks.push(remark.help("correct this part or remove it"));
        }
    }
    remarks
}
