//! What a rule says of a system: verdict, place and message, by small pairs of both.

use crate::shell::{folder, provost};

/// Checks one system against one rule; both are given without what every document has.
fn verdict(system: &str, rule: &str) -> String {
    let manifest = format!("apiVersion: provost/v1\nkind: AISystem\nid: bot\nname: Bot\n{system}\n");
    let policy = format!(
        "apiVersion: provost/v1\nkind: Policy\nid: p\ntitle: P\nrules:\n  - id: R-01\n    title: A title\n    severity: high\n{}\n",
        rule.lines().map(|line| format!("    {line}\n")).collect::<String>()
    );
    let files = folder(&[("bot.yaml", &manifest), ("p.yaml", &policy)]);
    let ran = provost(files.path(), &["check", "bot.yaml", "--no-builtin", "--policy", "p.yaml", "-o", "concise", "--as-of", "2026-11-20"]);
    ran.seen()
}

const STAGE: &str = "assert: system.lifecycle.stage == 'production'\nmessage: 'stage is {{ system.lifecycle.stage }}'";

#[test]
fn a_rule_that_holds_gives_nothing() {
    insta::assert_snapshot!(verdict("lifecycle: {stage: production}", STAGE), @"
    no findings · 1 rule × 1 system · as of 2026-11-20
    exit 0
    ");
}

#[test]
fn a_rule_that_fails_points_at_the_value() {
    insta::assert_snapshot!(verdict("lifecycle: {stage: pilot}", STAGE), @"
    bot.yaml:5:20: high R-01 stage is pilot
    1 finding (1 high) · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn an_absent_fact_points_at_the_mapping_where_it_belongs() {
    insta::assert_snapshot!(verdict("lifecycle: {started_on: 2026-01-01}", STAGE), @"
    bot.yaml:5:1: high R-01 undeclared: `lifecycle.stage` is not declared
    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
    insta::assert_snapshot!(verdict("", STAGE), @"
    bot.yaml:3:5: high R-01 undeclared: `lifecycle.stage` is not declared
    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn a_fact_that_nobody_knows_points_at_the_word() {
    let rule = "assert: '!system.facts.profiling'\nmessage: profiles people";
    insta::assert_snapshot!(verdict("facts: {profiling: unknown}", rule), @"
    bot.yaml:5:20: high R-01 undeclared: `facts.profiling` is unknown
    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn a_condition_that_is_false_makes_it_not_applicable_and_one_that_hangs_on_nothing_undeclared() {
    let rule = "when: system.lifecycle.stage == 'production'\nassert: system.criticality == 'low'\nmessage: too critical";
    insta::assert_snapshot!(verdict("lifecycle: {stage: idea}", rule), @"
    no findings · 1 rule × 1 system · as of 2026-11-20
    exit 0
    ");
    insta::assert_snapshot!(verdict("criticality: low", rule), @"
    bot.yaml:3:5: high R-01 undeclared: cannot tell whether R-01 applies: `lifecycle.stage` is not declared
    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn one_finding_per_failing_item_and_none_for_an_empty_list() {
    let rule = "for_each: {m: system.models}\nassert: m.pinned\nmessage: 'model `{{ m.id }}` can change'";
    insta::assert_snapshot!(verdict("models: [{id: a, pinned: false}, {id: b, pinned: true}, {id: c}]", rule), @"
    bot.yaml:5:26: high R-01 model `a` can change
    bot.yaml:5:62: high R-01 undeclared: `models[c].pinned` is not declared
    1 finding (1 high) · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
    insta::assert_snapshot!(verdict("models: []", rule), @"
    no findings · 1 rule × 1 system · as of 2026-11-20
    exit 0
    ");
    insta::assert_snapshot!(verdict("", rule), @"
    bot.yaml:3:5: high R-01 undeclared: cannot tell whether R-01 applies: `models` is not declared
    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn logic_absorbs_what_is_not_declared() {
    let rule = "assert: system.tenancy == 'single' || system.criticality == 'low'\nmessage: shared and critical";
    insta::assert_snapshot!(verdict("tenancy: single", rule), @"
    no findings · 1 rule × 1 system · as of 2026-11-20
    exit 0
    ");
    insta::assert_snapshot!(verdict("tenancy: multi", rule), @"
    bot.yaml:3:5: high R-01 undeclared: `criticality` is not declared
    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
    insta::assert_snapshot!(verdict("tenancy: multi\ncriticality: high", rule), @"
    bot.yaml:5:10: high R-01 shared and critical
    1 finding (1 high) · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn an_evaluation_error_is_never_a_pass() {
    let rule = "assert: size(system.name) / (size(system.name) - 3) > 0\nmessage: x";
    insta::assert_snapshot!(verdict("", rule), @"
    p.yaml:9:13: high R-01 error: rule `R-01` could not be evaluated: division by zero
    1 error · no findings · 1 rule × 1 system · as of 2026-11-20
    exit 2
    ");
}

#[test]
fn a_rule_that_costs_too_much_is_an_error() {
    let rule = "assert: lists.range(size(system.name) * 700).all(a, lists.range(2000).all(b, a + b >= 0))\nmessage: x";
    insta::assert_snapshot!(verdict("", rule), @"
    p.yaml:9:91: high R-01 error: rule `R-01` could not be evaluated: takes more than 1000000 steps
    1 error · no findings · 1 rule × 1 system · as of 2026-11-20
    exit 2
    ");
}

#[test]
fn a_value_of_a_type_that_nobody_could_foresee_is_an_error_and_never_a_pass() {
    let extensions = "extensions: {map: {a: [1]}, text: abc, number: 5, nothing: null}";
    let said = |rule: &str| verdict(extensions, &format!("{rule}\nmessage: m"));
    for (rule, found) in [
        ("for_each: {m: system.extensions.map}\nassert: m == 1", "expected a list, found map"),
        ("for_each: {m: system.extensions.number}\nassert: m == 1", "expected a list, found int"),
        ("when: system.extensions.text\nassert: 'true'", "expected a bool, found string"),
        ("assert: system.extensions.number", "expected a bool, found int"),
        ("assert: system.extensions.nothing", "expected a bool, found null"),
    ] {
        let said = said(rule);
        assert!(said.contains(&format!("high R-01 error: rule `R-01` could not be evaluated: {found}")), "{rule}: {said}");
        assert!(said.ends_with("exit 2\n"), "{said}");
    }
}

#[test]
fn the_walk_for_reasons_ends_where_names_hold_one_another() {
    let open: String = (1..40).map(|at| format!("cel.bind(a{at}, [a{0}, a{0}], ", at - 1)).collect();
    let close = ")".repeat(40);
    for end in ["a39.size() == 3", "a39.all(x, dyn(x) == 1)", "a0 in dyn(a39)"] {
        let said = verdict("", &format!("assert: \"cel.bind(a0, [system.name], {open}{end}{close}\"\nmessage: m"));
        assert!(said.contains("bot.yaml:4:7: high R-01 m"), "{end}: {said}");
    }
}
