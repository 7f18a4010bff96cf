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
    insta::assert_snapshot!(ask(&[]).seen(), @"");
}

#[test]
fn a_limit_says_how_much_is_left() {
    let ran = ask(&["--limit", "1"]);
    assert!(ran.out.ends_with("\n  and 2 more questions: `--limit 0` asks them all\n\n"), "{}", ran.seen());
}

#[test]
fn the_form_offers_the_words_of_the_schema() {
    insta::assert_snapshot!(ask(&["--output", "markdown"]).seen(), @"");
}

#[test]
fn programs_get_key_answer_and_place() {
    insta::assert_snapshot!(ask(&["--output", "json", "--framework", "gdpr"]).seen(), @"");
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
