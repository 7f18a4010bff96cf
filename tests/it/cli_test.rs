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
      help: cases stand under `tests:` of a rule, in `pass:` and `fail:`, or in a `PolicyTest` beside the policy
    exit 2
    ");
}

const BOXES: &str = "\
apiVersion: provost/v1
kind: Policy
id: boxes
title: Boxes
params:
  max_agents: {type: integer, default: 2}
rules:
  - id: BOX-01
    title: Agents are in a box
    severity: high
    when: system.lifecycle.stage == 'production'
    for_each: {agent: system.agents}
    assert: agent.sandboxed && size(system.agents) <= params.max_agents
    message: \"agent `{{ agent.id }}` runs free\"
    tests:
      pass:
        - name: in its box
          system: {lifecycle: {stage: production}, agents: [{id: a, sandboxed: true}]}
      fail:
        - name: free
          system: {lifecycle: {stage: production}, agents: [{id: a, sandboxed: false}]}
";

const TABLE: &str = "\
apiVersion: provost/v1
kind: PolicyTest
base_file: ../systems/copilot.yaml
base: {lifecycle: {stage: production}}
params: {boxes: {max_agents: 1}}
cases:
  - name: as it is
    expect: {BOX-01: {at: \"agents[x].sandboxed\", whole_message: \"agent `x` runs free\"}}
  - name: one in a box
    system: {agents: [{id: a, sandboxed: true}]}
    expect: {BOX-01: pass, LEK-01: undeclared}
  - name: two are too many here
    system: {agents: [{id: a, sandboxed: true}, {id: b, sandboxed: true}]}
    expect: {BOX-01: {count: 2, message: \"`b` runs\"}}
  - name: two are fine elsewhere
    system: {agents: [{id: a, sandboxed: true}, {id: b, sandboxed: true}]}
    params: {boxes: {max_agents: 2}}
    expect: {BOX-01: pass}
  - name: the key is taken away
    system: {agents: ~}
    expect: {BOX-01: {verdict: undeclared, at: agents}}
  - name: retired
    system: {lifecycle: {stage: retired}}
    expect: {BOX-01: not_applicable}
";

const COPILOT: &str = "apiVersion: provost/v1\nkind: AISystem\nid: copilot\nname: Copilot\nagents: [{id: x, sandboxed: false}]\n";

fn boxes(table: &str) -> tempfile::TempDir {
    folder(&[("policies/boxes.yaml", BOXES), ("policies/boxes.test.yaml", table), ("systems/copilot.yaml", COPILOT)])
}

#[test]
fn a_table_lays_its_cases_over_a_base_and_asks_several_rules() {
    let ran = provost(boxes(TABLE).path(), &["test", "policies"]);
    assert_eq!(ran.seen(), "9 cases of 2 rules: all came out as expected\nexit 0\n");
    let alone = provost(boxes(TABLE).path(), &["test", "policies", "--only", "BOX-01"]);
    assert_eq!(alone.seen(), "8 cases of 1 rule: all came out as expected\nexit 0\n");
    let checked = provost(boxes(TABLE).path(), &["check", "systems", "--policy", "policies", "--no-builtin", "-o", "concise"]);
    assert!(!checked.out.contains("PolicyTest"), "{}", checked.out);
}

#[test]
fn the_configured_policies_are_tested_with_their_own_defaults() {
    let config = "apiVersion: provost/v1\nkind: Config\npolicies: [policies]\nparams: {boxes: {max_agents: 0}}\n";
    let here = folder(&[
        ("policies/boxes.yaml", BOXES),
        ("policies/boxes.test.yaml", TABLE),
        ("systems/copilot.yaml", COPILOT),
        ("provost.yaml", config),
    ]);
    let ran = provost(here.path(), &["test", "--only", "boxes"]);
    assert_eq!(ran.seen(), "8 cases of 1 rule: all came out as expected\nexit 0\n");
}

#[test]
fn what_is_wrong_with_a_table_is_shown_where_it_is_written() {
    let broken =
        TABLE.replace("copilot.yaml", "pilot.yaml").replace("boxes: {max_agents: 1}", "boxs: {}").replace("BOX-01: pass", "BX-01: pass");
    let ran = provost(boxes(&broken).path(), &["test", "policies"]);
    insta::assert_snapshot!(ran.seen(), @"
    error[unreadable-file] cannot read `policies/../systems/pilot.yaml`: there is no
                           such file or folder

       ╭─[policies/boxes.test.yaml:3:12]
     2 │ kind: PolicyTest
     3 │ base_file: ../systems/pilot.yaml
       ·            ──────────┬──────────
       ·                      ╰── named here
       ╰────
      help: check the path and its permissions

    error[bad-parameter] there is no policy `boxs`

       ╭─[policies/boxes.test.yaml:5:10]
     4 │ base: {lifecycle: {stage: production}}
     5 │ params: {boxs: {}}
       ·          ──┬─
       ·            ╰── no such policy
       ╰────
      help: did you mean `boxes`?

    error[unknown-reference] there is no rule `BX-01`

        ╭─[policies/boxes.test.yaml:11:14]
      9 │   - name: one in a box
     10 │     system: {agents: [{id: a, sandboxed: true}]}
     11 │     expect: {BX-01: pass, LEK-01: undeclared}
        ·              ──┬──
        ·                ╰── no such rule
        ╰────
      help: `provost explain` lists the built-in rules; name your own policies
            beside the table

    error[unknown-reference] there is no rule `BX-01`

        ╭─[policies/boxes.test.yaml:18:14]
     15 │   - name: two are fine elsewhere
        ⋮
     18 │     expect: {BX-01: pass}
        ·              ──┬──
        ·                ╰── no such rule
        ╰────
      help: `provost explain` lists the built-in rules; name your own policies
            beside the table

    exit 2
    ");
}

#[test]
fn a_rule_by_a_wrong_id_is_suggested_in_every_format() {
    let broken = TABLE.replace("BOX-01: pass", "box-1: pass");
    let here = boxes(&broken);
    let concise = provost(here.path(), &["test", "policies", "-o", "concise"]);
    insta::assert_snapshot!(concise.seen(), @"
    policies/boxes.test.yaml:11:14: error unknown-reference there is no rule `box-1`
    policies/boxes.test.yaml:18:14: error unknown-reference there is no rule `box-1`
    exit 2
    ");
    let json = provost(here.path(), &["test", "policies", "-o", "json"]);
    assert!(json.out.is_empty() && json.err.contains("did you mean `BOX-01`?") && json.exit == Exit::Broken, "{}", json.seen());
}

#[test]
fn a_case_that_is_no_manifest_is_shown_where_it_is_written() {
    let broken = TABLE.replace("{lifecycle: {stage: retired}}", "{lifecycle: {stage: retierd}}");
    let broken = broken.replace("system: {agents: ~}", "system: {agnets: []}");
    insta::assert_snapshot!(provost(boxes(&broken).path(), &["test", "policies"]).seen(), @"
    BOX-01 `the key is taken away` (policies/boxes.test.yaml:21:14)

    error[unknown-field] unknown key `agnets`

        ╭─[policies/boxes.test.yaml:20:14]
     19 │   - name: the key is taken away
     20 │     system: {agnets: []}
        ·              ───┬──
        ·                 ╰── no such key
        ╰────
      help: `agents` is already there; remove one of the two

    BOX-01 `retired` (policies/boxes.test.yaml:24:14)

    error[wrong-value] expected `idea`, `development`, `pilot`, `production`,
                       `retired`, `withdrawn` or `recalled` for `lifecycle.stage`

        ╭─[policies/boxes.test.yaml:23:33]
     22 │   - name: retired
     23 │     system: {lifecycle: {stage: retierd}}
        ·                                 ───┬───
        ·                                    ╰── not one of these
        ╰────
      help: did you mean `retired`?

    9 cases of 2 rules: 2 came out otherwise
    exit 1
    ");
}

#[test]
fn cases_are_filtered_by_name_and_listed() {
    let here = boxes(TABLE);
    insta::assert_snapshot!(provost(here.path(), &["test", "policies", "--filter", "TWO ARE", "--list"]).seen(), @"
    BOX-01 `two are too many here` (policies/boxes.test.yaml:14:14)
    BOX-01 `two are fine elsewhere` (policies/boxes.test.yaml:18:14)
    exit 0
    ");
    insta::assert_snapshot!(provost(here.path(), &["test", "policies", "--filter", "three"]).seen(), @"
    error: no case has `three` in its name
      help: `provost test --list` lists the cases
    exit 2
    ");
    insta::assert_snapshot!(provost(here.path(), &["test", "policies", "--skip", "BOX-01,LEK-01"]).seen(), @"
    error: there is no rule to test
      help: drop `--only` or `--skip`, or name policies or tables of cases
    exit 2
    ");
}

#[test]
fn conditions_that_no_case_sees_come_out_both_ways_are_shown() {
    let here = folder(&[("boxes.yaml", BOXES)]);
    insta::assert_snapshot!(provost(here.path(), &["test", "boxes.yaml", "--coverage"]).seen(), @"
    warning[uncovered-condition] no case of `BOX-01` makes
        `system.lifecycle.stage == 'production'` false

        ╭─[boxes.yaml:11:11]
      8 │   - id: BOX-01
        ⋮
     11 │     when: system.lifecycle.stage == 'production'
        ·           ───────────────────┬──────────────────
        ·                              ╰── never false
        ╰────
      help: add a case in which it is false

    warning[uncovered-condition] no case of `BOX-01` makes `size(system.agents)
        <= params.max_agents` false

        ╭─[boxes.yaml:13:32]
      8 │   - id: BOX-01
        ⋮
     13 │     assert: agent.sandboxed && size(system.agents) <= params.max_agents
        ·                                ────────────────────┬───────────────────
        ·                                                    ╰── never false
        ╰────
      help: add a case in which it is false

    2 cases of 1 rule: all came out as expected
    coverage: 4 of 6 outcomes seen, 66.6 %
    exit 0
    ");
    let enough = |percent| provost(here.path(), &["test", "boxes.yaml", "--min-coverage", percent, "-o", "concise"]);
    assert_eq!((enough("66.6%").exit, enough("66.7").exit), (Exit::Clean, Exit::Findings));
    insta::assert_snapshot!(enough("66.7").seen(), @"
    boxes.yaml:11:11: warning uncovered-condition no case of `BOX-01` makes `system.lifecycle.stage == 'production'` false
    boxes.yaml:13:32: warning uncovered-condition no case of `BOX-01` makes `size(system.agents) <= params.max_agents` false
    2 cases of 1 rule: all came out as expected
    coverage: 4 of 6 outcomes seen, 66.6 %, at least 66.7 % wanted
    exit 1
    ");
}

#[test]
fn mutants_that_no_case_notices_are_shown_with_the_case_that_would() {
    let here = folder(&[("boxes.yaml", BOXES)]);
    insta::assert_snapshot!(provost(here.path(), &["test", "boxes.yaml", "--mutate"]).seen(), @r#"
    warning[surviving-mutant] no case of `BOX-01` notices when `when` is left out

        ╭─[boxes.yaml:11:11]
      8 │   - id: BOX-01
        ⋮
     11 │     when: system.lifecycle.stage == 'production'
        ·           ───────────────────┬──────────────────
        ·                              ╰── nothing hangs on this
        ╰────
      help: add a case that would fail if `when` were not there; or, if none can be,
            `{mutant: "without when", reason: …}` to `tests.survivors`

    warning[surviving-mutant] no case of `BOX-01` notices when `size(system.agents)
                              <= params.max_agents` is left out

        ╭─[boxes.yaml:13:32]
      8 │   - id: BOX-01
        ⋮
     13 │     assert: agent.sandboxed && size(system.agents) <= params.max_agents
        ·                                ────────────────────┬───────────────────
        ·                                                    ╰─┤ nothing hangs on
        ·                                                      │ this
        ╰────
      help: add a case in which all but this holds; or, if none can be, `{mutant:
            "assert: without size(system.agents) <= params.max_agents", reason: …}`
            to `tests.survivors`

    warning[surviving-mutant] no case of `BOX-01` notices when `size(system.agents)
                              <= params.max_agents` becomes `size(system.agents) <
                              params.max_agents`

        ╭─[boxes.yaml:13:32]
      8 │   - id: BOX-01
        ⋮
     13 │     assert: agent.sandboxed && size(system.agents) <= params.max_agents
        ·                                ────────────────────┬───────────────────
        ·                                                    ╰─┤ could read
        ·                                                      │ otherwise
        ╰────
      help: add a case in which both sides are equal; or, if none can be, `{mutant:
            "assert: size(system.agents) <= params.max_agents -> size(system.agents)
            < params.max_agents", reason: …}` to `tests.survivors`

    2 cases of 1 rule: all came out as expected
    9 mutants: 6 killed, 0 explained, 3 survived
    exit 1
    "#);
    let held_back = folder(&[("boxes.yaml", &BOXES.replace("sandboxed: false", "sandboxed: true"))]);
    insta::assert_snapshot!(provost(held_back.path(), &["test", "boxes.yaml", "--mutate"]).seen(), @"
    BOX-01 `free` (boxes.yaml:20:17)
      expected  fail
      got       pass

    2 cases of 1 rule: 1 came out otherwise
    no mutant was made: every case has to hold first
    exit 1
    ");
}

#[test]
fn junit_has_a_suite_for_each_policy_and_table_and_holds_no_markup_of_a_case() {
    let hostile = TABLE.replace("name: retired", "name: \"<b>]]>&'\\e[1m\"").replace("BOX-01: not_applicable", "BOX-01: waived");
    insta::assert_snapshot!(provost(boxes(&hostile).path(), &["test", "policies", "-o", "junit"]).seen(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites>
      <testsuite id="0" package="provost" name="boxes" timestamp="2026-11-20T00:00:00" hostname="localhost" tests="2" failures="0" errors="0" skipped="0" time="0">
        <properties/>
        <testcase name="in its box" classname="BOX-01" time="0"/>
        <testcase name="free" classname="BOX-01" time="0"/>
        <system-out/>
        <system-err/>
      </testsuite>
      <testsuite id="1" package="provost" name="policies/boxes.test.yaml" timestamp="2026-11-20T00:00:00" hostname="localhost" tests="7" failures="1" errors="0" skipped="0" time="0">
        <properties/>
        <testcase name="as it is" classname="BOX-01" time="0"/>
        <testcase name="one in a box" classname="BOX-01" time="0"/>
        <testcase name="one in a box" classname="LEK-01" time="0"/>
        <testcase name="two are too many here" classname="BOX-01" time="0"/>
        <testcase name="two are fine elsewhere" classname="BOX-01" time="0"/>
        <testcase name="the key is taken away" classname="BOX-01" time="0"/>
        <testcase name="&lt;b&gt;]]&gt;&amp;&apos;\u{1b}[1m" classname="BOX-01" time="0">
          <failure message="BOX-01 `&lt;b&gt;]]&gt;&amp;&apos;\u{1b}[1m`: expected waived, got not_applicable" type="differs">policies/boxes.test.yaml:24:14
    expected  waived
    got       not_applicable</failure>
        </testcase>
        <system-out/>
        <system-err/>
      </testsuite>
    </testsuites>
    exit 1
    "#);
}

#[test]
fn results_go_to_files_beside_what_people_see() {
    let here = boxes(TABLE);
    let ran = provost(here.path(), &["test", "policies", "-o", "json=tests.json", "-o", "junit=tests.xml", "--mutate", "--coverage"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.out);
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(here.path().join("tests.json")).unwrap()).unwrap();
    assert_eq!(json["summary"], serde_json::json!({"cases": 9, "rules": 2, "failed": 0}));
    assert_eq!(json["coverage"]["seen"], json["coverage"]["outcomes"]);
    assert_eq!(json["mutants"].as_array().map(Vec::len), Some(9));
    assert!(std::fs::read_to_string(here.path().join("tests.xml")).unwrap().starts_with("<?xml"));
    insta::assert_snapshot!(provost(here.path(), &["test", "-o", "json", "-o", "concise"]).seen(), @"
    error: two results for standard output: `json` and `concise`
      help: write one to a file: `--output concise=FILE`
    exit 2
    ");
}
