//! `provost test`.

use provost::cli::Exit;

use crate::shell::{folder, provost};

const POLICY: &str = "\
apiVersion: provost/v1
kind: Policy
id: stages
title: Stages
owner: grc@example.com
version: 1.0.0
review_by: 2027-06-30
rules:
  - id: STG-01
    title: Systems are not recalled
    severity: high
    rationale: A recalled system helps nobody.
    assert: system.lifecycle.stage != 'recalled'
    message: it was recalled
    help: set `lifecycle.stage`
    controls: []
    tests:
      pass:
        - name: an idea
          system: {lifecycle: {stage: idea}}
        - name: slipped in
          system: {lifecycle: {stage: recalled}}
      fail:
        - name: recalled
          system: {lifecycle: {stage: recalled}}
          expect: {at: lifecycle.stage}
";

#[test]
fn a_case_that_comes_out_otherwise_is_shown_with_its_place() {
    let here = folder(&[("policies/stages.yaml", POLICY)]);
    insta::assert_snapshot!(provost(here.path(), &["test", "policies"]).seen(), @"
    STG-01 `slipped in` (policies/stages.yaml:21:17)
      expected  pass
      got       fail at lifecycle.stage (it was recalled)

    3 cases of 1 rule: 1 came out otherwise
    exit 1
    ");
}

#[test]
fn the_cases_of_the_builtin_policies_hold() {
    let ran = provost(folder(&[]).path(), &["test"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.out);
}

#[test]
fn a_broken_policy_and_one_without_cases_are_not_tested() {
    let broken = folder(&[("stages.yaml", &POLICY.replace("system.lifecycle", "system.lifecylce"))]);
    let ran = provost(broken.path(), &["test", "."]);
    assert_eq!(ran.exit, Exit::Broken);
    insta::assert_snapshot!(ran.out, @"
    error[cel-name] unknown field `lifecylce` in `system`

        ╭─[stages.yaml:13:20]
      9 │   - id: STG-01
        ⋮
     13 │     assert: system.lifecylce.stage != 'recalled'
        ·                    ────┬────
        ·                        ╰── no such field
        ╰────
      help: did you mean `lifecycle`?
    ");
    let (without, _) = POLICY.split_once("    tests:").unwrap();
    let bare = folder(&[("stages.yaml", without)]);
    insta::assert_snapshot!(provost(bare.path(), &["test", "stages.yaml"]).seen(), @"
    error: there is no case in 1 rule
      help: cases stand under `tests:` of a rule, in `pass:` and `fail:`
    exit 2
    ");
}
