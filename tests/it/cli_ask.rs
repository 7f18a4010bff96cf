//! `provost ask`: the facts that decide most, as questions.

use provost::cli::Exit;

use crate::shell::{MANIFEST, folder, provost};

const POLICY: &str = r#"apiVersion: provost/v1
kind: Policy
id: ours
title: Ours
rules:
  - id: OUR-01
    title: Profiling is known
    severity: high
    assert: "!system.facts.profiling"
    message: profiles
    controls: [nist-ai-rmf:MAP 1.1, gdpr:Art. 22]
  - id: OUR-02
    title: Stage is known
    severity: critical
    assert: system.lifecycle.stage != 'recalled'
    message: recalled
    controls: [nist-ai-rmf:MAP 1.1]
  - id: OUR-03
    title: Agents are known, and so is profiling
    severity: low
    assert: size(system.agents) == 0 && !system.facts.profiling
    message: has agents
    controls: [owasp-asi-2026:ASI01]
"#;

fn ask(arguments: &[&str]) -> crate::shell::Ran {
    let manifest = format!("{MANIFEST}facts: {{profiling: unknown}}\n");
    let here = folder(&[("copilot.yaml", &manifest), ("policy.yaml", POLICY)]);
    provost(here.path(), &[&["ask", "copilot.yaml", "--policy", "policy.yaml", "--no-builtin"], arguments].concat())
}

#[test]
fn what_decides_most_controls_is_asked_first() {
    insta::assert_snapshot!(ask(&[]).seen(), @"
    copilot (copilot.yaml): 3 facts are not declared, and 3 rules with 3 controls
    wait for them

      1  Profiling  high
         about  Profiles natural persons.
         answer `true`, `false` or `unknown`
         key    `facts.profiling`, on line 5
         waits  OUR-01 OUR-03 · 3 controls of GDPR, NIST AI RMF and OWASP Agentic

      2  Stage  critical
         about  The stage the system is in today; most rules apply from `production`
                on.
         answer `idea`, `development`, `pilot`, `production`, `retired`, `withdrawn`
                or `recalled`
         key    `lifecycle.stage`, below line 3
         waits  OUR-02 · 1 control of NIST AI RMF

      3  Agents  low
         about  Parts that choose their own next step; `[]` says there is none.
         answer a list with an entry for each; `[]` for none
         key    `agents`, below line 3
         waits  OUR-03 · 1 control of OWASP Agentic

    exit 0
    ");
}

#[test]
fn a_limit_says_how_much_is_left() {
    let ran = ask(&["--limit", "1"]);
    assert!(ran.out.ends_with("\n  and 2 more questions: `--limit 0` asks them all\n\n"), "{}", ran.seen());
}

#[test]
fn the_form_offers_the_words_of_the_schema() {
    insta::assert_snapshot!(ask(&["--output", "markdown"]).seen(), @"
    # Questions about copilot

    3 facts are not declared in `copilot.yaml`; 3 rules and 3 controls wait for them.

    ## 1. Profiling

    Profiles natural persons.

    - [ ] `true`
    - [ ] `false`
    - [ ] `unknown`

    | | |
    |---|---|
    | key | `facts.profiling` |
    | where | `copilot.yaml`, on line 5 |
    | rules | OUR-01, OUR-03 (high at worst) |
    | controls | GDPR Art. 22, NIST AI RMF MAP 1.1, OWASP Agentic ASI01:2026 |

    ## 2. Stage

    The stage the system is in today; most rules apply from `production` on.

    - [ ] `idea`
    - [ ] `development`
    - [ ] `pilot`
    - [ ] `production`
    - [ ] `retired`
    - [ ] `withdrawn`
    - [ ] `recalled`

    | | |
    |---|---|
    | key | `lifecycle.stage` |
    | where | `copilot.yaml`, below line 3 |
    | rules | OUR-02 (critical at worst) |
    | controls | NIST AI RMF MAP 1.1 |

    ## 3. Agents

    Parts that choose their own next step; `[]` says there is none.

    Answer (a list with an entry for each; `[]` for none): ________

    | | |
    |---|---|
    | key | `agents` |
    | where | `copilot.yaml`, below line 3 |
    | rules | OUR-03 (low at worst) |
    | controls | OWASP Agentic ASI01:2026 |
    exit 0
    ");
}

#[test]
fn programs_get_key_answer_and_place() {
    insta::assert_snapshot!(ask(&["--output", "json", "--framework", "gdpr"]).seen(), @r#"
    {
      "schema": "provost/questions/v1",
      "systems": [
        {
          "system": "copilot",
          "path": "copilot.yaml",
          "undeclared": 1,
          "questions": [
            {
              "key": "facts.profiling",
              "title": "Profiling",
              "description": "Profiles natural persons.",
              "answer": {
                "kind": "fact",
                "choices": [
                  "true",
                  "false",
                  "unknown"
                ]
              },
              "severity": "high",
              "rules": [
                "OUR-01"
              ],
              "controls": [
                "gdpr:Art. 22"
              ],
              "location": {
                "path": "copilot.yaml",
                "line": 5,
                "column": 20,
                "end_line": 5,
                "end_column": 27,
                "byte_start": 83,
                "byte_end": 90
              }
            }
          ]
        }
      ]
    }
    exit 0
    "#);
}

#[test]
fn one_framework_counts_its_own_controls() {
    let ran = ask(&["--framework", "owasp-asi-2026"]);
    assert!(ran.out.contains("1 rule with 1 control wait"), "{}", ran.seen());
}

#[test]
fn with_nothing_to_ask_it_says_so_and_with_nothing_to_check_it_fails() {
    let here = folder(&[("policy.yaml", POLICY)]);
    assert_eq!(provost(here.path(), &["ask"]).exit, Exit::Broken);
    let ran = ask(&["--only", "OUR-02", "--skip", "OUR-02"]);
    assert_eq!(ran.exit, Exit::Broken, "{}", ran.seen());
    let declared = format!("{MANIFEST}lifecycle: {{stage: pilot}}\n");
    let here = folder(&[("copilot.yaml", &declared), ("policy.yaml", POLICY)]);
    let ran = provost(here.path(), &["ask", "copilot.yaml", "--policy", "policy.yaml", "--no-builtin", "--only", "OUR-02"]);
    assert_eq!(ran.seen(), "nothing to ask: every fact that a rule needs is declared\nexit 0\n");
}
