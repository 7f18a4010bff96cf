use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry, Place};
use crate::policy::{Expression, Rule, Scope};

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "shadowed-name",
        title: "a name hides another",
        page: "A `let`, a `for_each` or the variable of a macro such as `filter` or `all` has the name of something that is known there already: `system`, `fleet`, `params`, `evidence`, `derived`, `today`, an earlier name of the rule, or the variable of an enclosing macro. The expression reads the inner one; whoever reads the rule may think of the outer one. Rename it.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

/// A name that is known, what it is, and where it comes from if that is in the file.
type Known = (String, &'static str, Option<Place>);

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let Some(parts) = Parts::of(rule) else { return Vec::new() };
    let subject = if rule.scope == Scope::Fleet { ("fleet", "all systems") } else { ("system", "the manifest") };
    let base = [
        subject,
        ("evidence", "the system's evidence"),
        ("params", "the policy's parameters"),
        ("derived", "the results of classifications"),
        ("today", "the day of the check"),
    ];
    let mut known: Vec<Known> = base.into_iter().map(|(name, what)| (name.to_owned(), what, None)).collect();
    let mut remarks = Vec::new();
    if let Some(when) = parts.when {
        variables(when, &known, &mut remarks);
    }
    if let Some(each) = &parts.body.for_each {
        variables(&each.list, &known, &mut remarks);
        add(&each.name, "the item of `for_each`", parts.name_place("for_each", &each.name), &mut known, &mut remarks);
    }
    for named in &parts.body.lets {
        variables(&named.value, &known, &mut remarks);
        add(&named.name, "a name that `let` gives", parts.name_place("let", &named.name), &mut known, &mut remarks);
    }
    for expression in std::iter::once(&parts.body.assert).chain(parts.texts()) {
        variables(expression, &known, &mut remarks);
    }
    remarks
}

fn add(name: &str, what: &'static str, place: Place, known: &mut Vec<Known>, remarks: &mut Vec<Diagnostic>) {
    remarks.extend(hidden(name, place.clone(), known));
    known.push((name.to_owned(), what, Some(place)));
}

/// The macros' variables of an expression that hide something.
fn variables(expression: &Expression, known: &[Known], remarks: &mut Vec<Diagnostic>) {
    for variable in expression.plan.bound_names() {
        let place = expression.place(variable.span);
        remarks.extend(match variable.hides {
            Some(outer) => Some(remark(&variable.name, "the variable of the macro around it", place, Some(expression.place(outer)))),
            None => hidden(&variable.name, place, known),
        });
    }
}

fn hidden(name: &str, place: Place, known: &[Known]) -> Option<Diagnostic> {
    let (_, what, outer) = known.iter().rev().find(|(known, ..)| known == name)?;
    Some(remark(name, what, place, outer.clone()))
}

fn remark(name: &str, what: &str, place: Place, outer: Option<Place>) -> Diagnostic {
    let remark = LINT.remark(format!("`{name}` hides {what}"), place, "means something else from here on");
    let remark = if let Some(outer) = outer { remark.also(outer, "hidden there") } else { remark };
    remark.help("give it a name of its own")
}
