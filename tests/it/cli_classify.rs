//! `provost classify`: as a newcomer runs it.

use provost::cli::Exit;

use crate::shell::{MANIFEST, folder, provost};

fn classify(manifest: &str, arguments: &[&str]) -> String {
    let folder = folder(&[("a.yaml", &format!("{MANIFEST}{manifest}"))]);
    provost(folder.path(), &[&["classify", "a.yaml"], arguments].concat()).seen()
}

const CLEAN: &str = "{manipulation: false, exploits_vulnerability: false, social_scoring: false, crime_prediction_by_profiling: false,
    untargeted_face_scraping: false, emotion_inference_work_or_school: false, biometric_categorization_sensitive: false, realtime_biometric_identification: false}";

#[test]
fn a_tier_comes_with_its_reasons_and_duties() {
    let manifest = format!(
        "actors: {{roles: [deployer], jurisdictions: [de], public_body: false, public_service: false}}
risk: {{tier: limited}}
facts: {{annex_iii: [4a], prohibited: {CLEAN}, own_name_on_system: false, substantial_modification: false,
  purpose_made_high_risk: true, annex_i_safety_component: false, interacts_with_persons: false, generates_synthetic_content: false,
  emotion_recognition: false, biometric_categorization: false, deep_fakes: false, public_interest_text: false, general_purpose_model: {{provider: false}}}}
"
    );
    insta::assert_snapshot!(classify(&manifest, &["--only", "eu-ai-act"]));
}

#[test]
fn a_manifest_that_says_nothing_is_told_what_to_answer() {
    insta::assert_snapshot!(classify("", &[]));
}

#[test]
fn an_open_question_names_the_fact_and_its_place() {
    let manifest = format!(
        "risk: {{tier: limited}}\nactors: {{jurisdictions: [de], roles: [provider]}}\nfacts:\n  prohibited: {CLEAN}\n  annex_i_safety_component: false\n  interacts_with_persons: true\n"
    );
    let seen = classify(&manifest, &["--only", "eu-ai-act"]);
    assert!(seen.contains("EU AI Act: cannot exclude high\n    possible: high, limited\n"), "{seen}");
    assert!(seen.contains("declared: limited (line 5), too low unless the open questions"), "{seen}");
    assert!(seen.contains("facts.emotion_recognition (no `emotion_recognition` here"), "{seen}");
    assert!(!seen.contains("facts.biometric_categorization ("), "a duty of deployers is none of ours: {seen}");
    assert!(seen.contains("facts.annex_iii (no `annex_iii` here, line 7)"), "{seen}");
    assert!(seen.ends_with("exit 1\n"), "{seen}");
}

#[test]
fn json_holds_every_step() {
    let folder = folder(&[("a.yaml", MANIFEST)]);
    let ran = provost(folder.path(), &["classify", "-o", "json", "--only", "omb-m-25-21"]);
    let result: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(result["schema"], "provost/classification/v1");
    let one = &result["results"][0];
    assert_eq!((&one["system"], &one["tier"], &one["agreement"]), (&"copilot".into(), &"out-of-scope".into(), &"undeclared".into()));
    let steps: Vec<&str> = one["steps"].as_array().unwrap().iter().map(|step| step["answer"].as_str().unwrap()).collect();
    assert_eq!(steps, ["no", "not asked", "not asked", "not asked", "not asked", "not asked"]);
}

#[test]
fn markdown_is_a_section_for_each_procedure_and_text_is_no_markup() {
    let folder = folder(&[("a_[x].yaml", MANIFEST)]);
    let ran = provost(folder.path(), &["classify", "-o", "markdown"]);
    assert_eq!(ran.exit, Exit::Findings);
    assert!(ran.out.starts_with("# Classification as of 2026-11-20\n\n## copilot, EU AI Act: open, **prohibited** cannot be excluded\n"));
    assert!(ran.out.contains("- Manifest: a\\_\\[x\\].yaml\n"), "{}", ran.out);
    assert!(ran.out.contains("- [ ] `facts.union_market` (a\\_\\[x\\].yaml:3; can change the tier): Is it on the market"), "{}", ran.out);
    assert!(ran.out.contains("\n## copilot, OMB M-25-21: **out-of-scope**\n"), "{}", ran.out);
}

const OWN: &str = "apiVersion: provost/v1
kind: Classification
id: acme-tiers
title: Acme's own tiers
declared: {field: criticality, means: {critical: board, high: board, medium: team, low: team}}
tiers: [{id: board, title: The board decides}, {id: team, title: The team decides}]
otherwise: team
steps:
  - {id: profiles, question: Does it profile people?, if: system.facts.profiling, then: {tier: board}}
";

#[test]
fn a_procedure_of_ones_own_classifies_and_its_result_is_what_rules_read() {
    let policy = "apiVersion: provost/v1
kind: Policy
id: ours
title: Ours
rules:
  - id: ACME-01
    title: The board signs
    severity: high
    assert: derived.acme_tiers.tier != 'board' || size(system.approvals) > 0
    message: nobody signed
";
    let manifest = format!("{MANIFEST}criticality: low\napprovals: []\nfacts: {{profiling: true}}\n");
    let folder = folder(&[("a.yaml", &manifest), ("ours/tiers.yaml", OWN), ("ours/policy.yaml", policy)]);
    let ran = provost(folder.path(), &["classify", "a.yaml", "--policy", "ours", "--only", "acme-tiers"]);
    insta::assert_snapshot!(ran.seen(), @r"
    copilot  a.yaml

      acme-tiers: board
        The board decides.
        declared: team (line 5), lower than the facts demand

        why
          yes        Does it profile people?
                     `facts.profiling` is true (line 7)

    1 system · 1 declared too low
    not legal advice: each step says what a person must still judge (`--all`)
    exit 1
    ");
    let ran = provost(folder.path(), &["check", "a.yaml", "--policy", "ours", "--only", "ours", "-o", "concise"]);
    insta::assert_snapshot!(ran.seen(), @r"
    a.yaml:7:20: high ACME-01 nobody signed
    1 finding (1 high) · 1 rule × 1 system
    exit 1
    ");
    std::fs::write(folder.path().join("a.yaml"), format!("{MANIFEST}approvals: []\n")).unwrap();
    let ran = provost(folder.path(), &["check", "a.yaml", "--policy", "ours", "--only", "ours", "-o", "concise"]);
    insta::assert_snapshot!(ran.seen(), @r"
    a.yaml:3:5: high ACME-01 undeclared: `facts.profiling` is not declared
    no findings · 1 undeclared · 1 rule × 1 system
    exit 1
    ");
}

#[test]
fn what_rules_read_of_a_result_is_checked() {
    let rule = |assert: &str| {
        format!(
            "apiVersion: provost/v1\nkind: Policy\nid: ours\ntitle: Ours\nrules:\n  - {{id: ACME-01, title: T, severity: high, message: m, assert: \"{assert}\"}}\n"
        )
    };
    let mut seen = String::new();
    for assert in [
        "derived.eu_ai_akt.tier == 'high'",
        "derived.eu_ai_act.tier == 'hihg'",
        "derived.eu_ai_act.at_least.hgih",
        "derived.eu_ai_act.tiers == []",
    ] {
        let folder = folder(&[("a.yaml", MANIFEST), ("p.yaml", &rule(assert))]);
        let ran = provost(folder.path(), &["check", "a.yaml", "--policy", "p.yaml", "--only", "ours", "-o", "concise"]);
        seen += ran.out.lines().next().unwrap_or_default();
        seen += "\n";
    }
    insta::assert_snapshot!(seen, @r"
    p.yaml:6:74: error cel-name unknown field `eu_ai_akt` in `derived`
    p.yaml:6:92: error cel-type `hihg` is not one of the values this field can have
    p.yaml:6:93: error cel-name unknown field `hgih` in `derived.eu_ai_act.at_least`
    p.yaml:6:84: error cel-name unknown field `tiers` in `derived.eu_ai_act`
    ");
}

#[test]
fn a_broken_procedure_says_what_is_wrong_in_its_own_lines() {
    let own = OWN
        .replace("otherwise: team", "otherwise: taem")
        .replace("field: criticality", "field: criticalty")
        .replace("if: system.facts.profiling", "if: system.purpose.intended.contains('score')")
        .replace("then: {tier: board}", "then: {tier: board, duties: [sign]}");
    let folder = folder(&[("a.yaml", MANIFEST), ("own.yaml", &own)]);
    let ran = provost(folder.path(), &["classify", "a.yaml", "--policy", "own.yaml", "--only", "eu-ai-act"]);
    assert_eq!(ran.exit, Exit::Broken);
    let errors: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("error") || line.starts_with("  help")).collect();
    insta::assert_snapshot!(errors.join("\n"), @r"
    error[unknown-reference] manifests have no field `criticalty`
      help: did you mean `criticality`?
    error[unknown-reference] `taem` is not declared in `tiers`
      help: did you mean `team`?
    error[cel-type] a text that is written for people decides nothing
      help: read a structured fact instead, or ask with `has(…)` whether the text is
    error[unknown-reference] `sign` is not declared in `duties`
      help: add an entry to `duties`
    ");
}

#[test]
fn wrong_usage_is_answered_with_the_next_step() {
    let folder = folder(&[("a.yaml", MANIFEST)]);
    let mut seen = String::new();
    for arguments in [&["classify", "--only", "eu-ai-ct"][..], &["classify", "-o", "jsn"], &["classify", "nothing"]] {
        seen += &provost(folder.path(), arguments).seen();
    }
    insta::assert_snapshot!(seen, @r"
    error: there is no classification `eu-ai-ct`
      help: there is `eu-ai-act` or `omb-m-25-21`
    exit 2
    error: unknown format `jsn`
      help: did you mean `json`?
    exit 2
    error[unreadable-file] cannot read `nothing`: there is no such file or folder
      help: check the path and its permissions

    0 systems
    exit 2
    ");
}

#[test]
fn the_cases_of_a_procedure_of_ones_own_are_tested() {
    let tested = |tests: &str| {
        let folder = folder(&[(
            "own.yaml",
            &format!("{OWN}tests:\n  - {{name: profiler, system: {{facts: {{profiling: true}}}}, expect: {tests}}}\n"),
        )]);
        provost(folder.path(), &["test", "own.yaml"]).seen()
    };
    assert!(tested("{tier: board, by: [profiles], ask: []}").ends_with("all came out as expected\nexit 0\n"));
    insta::assert_snapshot!(tested("{tier: team, by: []}"), @r"
    acme-tiers `profiler` (own.yaml:11:12)
      expected  tier team; by nothing
      got       tier board; by profiles

    1 case of 0 rules: 1 came out otherwise
    exit 1
    ");
}
