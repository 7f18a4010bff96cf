//! `provost lint`.

use provost::cli::Exit;

use crate::shell::{folder, provost};

const POLICY: &str = "\
apiVersion: provost/v1
kind: Policy
id: stages
title: Stages
rules:
  - id: STG-01
    title: Systems are not recalled
    severity: high
    rationale: A recalled system helps nobody.
    let: {late: \"system.lifecycle.stage == 'retired'\"}
    assert: system.lifecycle.stage != 'recalled'
    message: it was recalled
    help: set `lifecycle.stage`
    controls: []
    tests:
      pass: [{name: an idea, system: {lifecycle: {stage: idea}}}]
      fail: [{name: recalled, system: {lifecycle: {stage: recalled}}}]
";

/// The policy with an assertion that nothing can break.
fn idle() -> String {
    POLICY.replace("stage != 'recalled'", "stage in ['recalled'] || system.lifecycle.stage != 'recalled'")
}

#[test]
fn remarks_come_with_place_and_help_and_what_to_type_next() {
    let here = folder(&[("policies/stages.yaml", POLICY)]);
    insta::assert_snapshot!(provost(here.path(), &["lint", "policies"]).seen(), @r#"
    warning[unused-let] `late` of `STG-01` is used by nothing

        ╭─[policies/stages.yaml:10:11]
      6 │   - id: STG-01
        ⋮
     10 │     let: {late: "system.lifecycle.stage == 'retired'"}
        ·           ──┬─
        ·             ╰── never used
        ╰────
      help: use `late` in the assertion, or remove it

    warning[missing-tests] the tests of `STG-01` have no undeclared case

        ╭─[policies/stages.yaml:15:5]
      6 │   - id: STG-01
        ⋮
     15 │     tests:
        ·     ──┬──
        ·       ╰── no undeclared case
        ╰────
      help: add a manifest that leaves out what it reads under `tests.fail`, with
            `expect: {verdict: undeclared}`

    next: `provost explain unused-let` says what causes this and what to do

    2 warnings · 1 rule in 1 policy
    exit 0
    "#);
}

#[test]
fn what_is_denied_fails_and_what_is_allowed_is_not_shown() {
    let here = folder(&[("stages.yaml", POLICY)]);
    let ran = |arguments: &[&str]| provost(here.path(), &[&["lint", "stages.yaml", "-o", "concise"], arguments].concat()).seen();
    insta::assert_snapshot!(ran(&["--deny", "unused-let"]), @"
    stages.yaml:10:11: error unused-let `late` of `STG-01` is used by nothing
    stages.yaml:15:5: warning missing-tests the tests of `STG-01` have no undeclared case
    1 error · 1 warning · 1 rule in 1 policy
    exit 1
    ");
    insta::assert_snapshot!(ran(&["--deny", "all", "--allow", "unused-let"]), @"
    stages.yaml:15:5: error missing-tests the tests of `STG-01` have no undeclared case
    1 error · 1 rule in 1 policy
    exit 1
    ");
    assert!(ran(&["--deny", "unused-lets"]).contains("a similar value exists: 'unused-let'"));
}

#[test]
fn an_assertion_that_decides_nothing_is_denied_by_itself() {
    let here = folder(&[("stages.yaml", &idle())]);
    let ran = provost(here.path(), &["lint", "stages.yaml", "-o", "concise", "--allow", "unused-let"]);
    insta::assert_snapshot!(ran.seen(), @"
    stages.yaml:11:13: error assert-always-true `STG-01` finds nothing: its assertion can never be false
    stages.yaml:15:5: warning missing-tests the tests of `STG-01` have no undeclared case
    1 error · 1 warning · 1 rule in 1 policy
    exit 1
    ");
}

#[test]
fn the_configuration_gives_levels_and_arguments_win_over_it() {
    let config = "apiVersion: provost/v1\nkind: Config\npolicies: [stages.yaml]\nlints: {unused-let: deny}\n";
    let here = folder(&[("provost.yaml", config), ("stages.yaml", POLICY)]);
    assert_eq!(provost(here.path(), &["lint"]).exit, Exit::Findings);
    assert_eq!(provost(here.path(), &["lint", "--warn", "unused-let"]).exit, Exit::Clean);
    let wrong = folder(&[("provost.yaml", &config.replace("unused-let", "unused-lets")), ("stages.yaml", POLICY)]);
    insta::assert_snapshot!(provost(wrong.path(), &["lint", "-o", "concise"]).seen(), @"
    provost.yaml:4:9: error unknown-lint there is no lint `unused-lets`
    exit 2
    ");
}

#[test]
fn a_broken_policy_and_none_are_not_looked_at() {
    let here = folder(&[("stages.yaml", &POLICY.replace("system.lifecycle.stage !=", "system.lifecycle.stag !="))]);
    insta::assert_snapshot!(provost(here.path(), &["lint", "stages.yaml", "-o", "concise"]).seen(), @"
    stages.yaml:11:30: error cel-name unknown field `stag` in `system.lifecycle`
    exit 2
    ");
    let empty = folder(&[("readme.txt", "nothing")]);
    insta::assert_snapshot!(provost(empty.path(), &["lint", "."]).seen(), @"
    error: there is no policy to look at
      help: `provost lint PATH` looks elsewhere
    exit 2
    ");
}

#[test]
fn the_built_in_policies_have_nothing_to_remark() {
    let ran = provost(folder(&[]).path(), &["lint", "--deny", "all"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.out);
}

#[test]
fn texts_are_checked_although_the_assertion_has_a_mistake() {
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: OWN-01\n    title: T\n    severity: low\n    \
                  for_each: {m: system.models}\n    assert: m.pinnd\n    message: \"{{ m.idd }}\"\n    help: \"{{ m.nmae }}\"\n";
    let files = folder(&[("p.yaml", policy)]);
    let ran = provost(files.path(), &["lint", "p.yaml"]);
    for field in ["pinnd", "idd", "nmae"] {
        assert!(ran.seen().contains(&format!("unknown field `{field}` in `system.models[]`")), "{}", ran.seen());
    }
}
