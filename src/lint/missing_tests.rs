use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::{Case, Rule};
use crate::text::and_list;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "missing-tests",
        title: "a rule is not shown to work",
        page: "A rule needs a case that passes, one that fails and, where it reads what a manifest may leave out, one that is undeclared: without the first it may demand the impossible, without the second it may find nothing, and without the third nobody has thought about what happens when the fact is missing. Cases stand in the rule under `tests`: `pass: [{name: …, system: {…}}]` and `fail: [{name: …, system: {…}, expect: {at: …}}]`; the undeclared one stands under `fail` with `expect: {verdict: undeclared}`. A passing case that expects `not_applicable` does not count. `provost test` runs them.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let verdict = |case: Case<'_>| case.expectation().verdict;
    let failing = |wanted: &str| rule.cases().any(|case| !case.passes && verdict(case).as_deref().unwrap_or("fail") == wanted);
    let passing = rule.cases().any(|case| case.passes && verdict(case).is_none_or(|verdict| verdict == "pass"));
    let lacks = [("passing", passing), ("failing", failing("fail")), ("undeclared", failing("undeclared") || !may_be_undeclared(rule))];
    let lacks: Vec<String> = lacks.into_iter().filter(|(_, there)| !there).map(|(kind, _)| kind.to_owned()).collect();
    if lacks.is_empty() {
        return Vec::new();
    }
    let place = rule.node().entry("tests").map_or_else(|| rule.place(), |tests| tests.key.place());
    let message = if rule.cases().next().is_none() {
        format!("`{}` has no test cases", rule.id)
    } else {
        let noun = if lacks.len() == 1 { "case" } else { "cases" };
        format!("the tests of `{}` have no {} {noun}", rule.id, and_list(&lacks).replace(" and ", " and no "))
    };
    let help = match lacks.first().map(String::as_str) {
        Some("passing") => "add a manifest that meets it under `tests.pass`",
        Some("failing") => "add a manifest that breaks it under `tests.fail`",
        _ => "add a manifest that leaves out what it reads under `tests.fail`, with `expect: {verdict: undeclared}`",
    };
    vec![LINT.remark(message, place, format!("no {} case", crate::text::or_list(&lacks))).help(help)]
}

/// Whether the rule's verdict can hang on something that nobody declared.
fn may_be_undeclared(rule: &Rule) -> bool {
    let Some(parts) = Parts::of(rule) else { return false };
    let setting = parts.body.setting();
    let list = || parts.body.for_each.as_ref().is_some_and(|each| setting.may_be_undeclared(&each.list.plan));
    parts.condition().is_some_and(|when| setting.outlook(when, &[]).undeclared)
        || list()
        || setting.outlook(&parts.body.assert.plan, parts.condition().as_slice()).undeclared
}
