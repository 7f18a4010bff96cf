//! `provost coverage`, as people and programs get it.

use std::sync::Arc;

use provost::cli::Exit;
use provost::diagnostic::Level;
use provost::document::parse;
use provost::schema::{Kind, validate};
use provost::text::Source;
use tempfile::TempDir;

use crate::shell::{Ran, folder, provost};

const FRAMEWORKS: &str = "
apiVersion: provost/v1
kind: Framework
id: acme
title: Acme AI standard
short: Acme AI
version: '2'
effective_from: 2026-01-01
verified: full
groups: [{id: A, title: Access}, {id: B, title: Books}, {id: Aside, title: Guidance, counted: false}]
controls:
  - {id: A.1, group: A, title: Endpoints know their callers}
  - {id: A.1(a), group: A, title: Callers have names}
  - {id: A.2, group: A, title: Somebody answers}
  - {id: B.1, group: B, title: =SUM(A1) is no title}
  - {id: B.2, group: B, title: Books are kept | audited}
  - {id: C.1, group: Aside, title: Read this first}
application_dates:
  - {id: books, applies_to: [B], from: 2027-06-01, verified: false, note: the books}
---
apiVersion: provost/v1
kind: Crosswalk
id: acme-to-gdpr
from: acme
to: gdpr
trust: published
publisher: Acme
source: Annex C of the Acme AI standard.
rows:
  - {from: B.1, relation: intersects, to: [Art. 30]}
  - {from: B.2, relation: supports, to: [Art. 30]}
  - {from: C.1, relation: equal, to: [Art. 30], verified: false}
";

const POLICY: &str = "
apiVersion: provost/v1
kind: Policy
id: ours
title: Ours
rules:
  - {id: ACME-01, title: Callers are known, severity: high, for_each: {endpoint: system.endpoints},
     assert: \"endpoint.authentication != 'none'\", message: open, controls: ['acme:A.1']}
  - {id: ACME-02, title: Somebody answers, severity: high, assert: size(system.owners.accountable.contact) > 0, message: nobody,
     controls: ['acme:A.2', 'gdpr:Art. 30'], coverage: partial, coverage_of: {'acme:A.2': attested}}
  - {id: ACME-03, title: Nothing to do with any control, severity: low, assert: size(system.name) > 1, message: short}
";

const GOOD: &str = "
apiVersion: provost/v1
kind: AISystem
id: good
name: Good
owners: {accountable: {name: Head, contact: head@acme.example, kind: role}}
endpoints: [{id: chat, exposure: public, authentication: oidc}]
";

const BAD: &str = "
apiVersion: provost/v1
kind: AISystem
id: bad
name: Bad
endpoints: [{id: chat, exposure: public, authentication: oidc}, {id: raw, exposure: public, authentication: none}]
";

fn workspace() -> TempDir {
    folder(&[
        ("provost.yaml", "{apiVersion: provost/v1, kind: Config, policies: [rules]}"),
        ("rules/acme.yaml", FRAMEWORKS),
        ("rules/policy.yaml", POLICY),
        ("systems/good.yaml", GOOD),
        ("systems/bad.yaml", BAD),
    ])
}

fn coverage(arguments: &[&str]) -> Ran {
    provost(workspace().path(), &[&["coverage", "--no-builtin"], arguments].concat())
}

#[test]
fn a_framework_shows_its_controls_their_rules_and_what_the_systems_show() {
    insta::assert_snapshot!(coverage(&["acme"]).seen(), @"");
}

#[test]
fn without_systems_it_says_so_and_shows_what_rules_reach() {
    let workspace = workspace();
    std::fs::remove_dir_all(workspace.path().join("systems")).unwrap();
    insta::assert_snapshot!(provost(workspace.path(), &["coverage", "--no-builtin", "gdpr"]).seen().lines().filter(|line| !line.contains("Art. 1")).collect::<Vec<_>>().join("\n"), @"");
}

#[test]
fn from_the_systems_side_each_has_its_controls_and_verdicts() {
    insta::assert_snapshot!(coverage(&["acme", "systems/", "--by", "system"]).seen(), @"");
}

#[test]
fn no_cell_of_a_spreadsheet_begins_with_a_formula() {
    insta::assert_snapshot!(coverage(&["acme", "-o", "csv"]).out, @"");
    insta::assert_snapshot!(coverage(&["acme", "-o", "csv", "--by", "system"]).out, @"");
}

#[test]
fn markdown_holds_no_markup_but_its_own() {
    insta::assert_snapshot!(coverage(&["acme", "-o", "markdown"]).out, @"");
}

#[test]
fn json_fits_its_schema_whatever_is_shown() {
    for arguments in [&["acme"][..], &["acme", "--by", "system"], &[], &["gdpr", "--as-of", "2017-01-01"]] {
        let ran = coverage(&[arguments, &["-o", "json"]].concat());
        let (tree, syntax) = parse(&Arc::new(Source::new("coverage.json", ran.out.as_str())));
        let problems = validate(Kind::Coverage, tree.roots().next().unwrap());
        assert!(syntax.is_empty() && problems.iter().all(|problem| problem.level != Level::Error), "{arguments:?}: {problems:?}");
    }
}

#[test]
fn json_marks_what_is_derived_with_its_relation_and_does_not_count_it() {
    let json: serde_json::Value = serde_json::from_str(&coverage(&["acme", "-o", "json"]).out).unwrap();
    assert_eq!(json["orphan_rules"], serde_json::json!(["ACME-03"]));
    let framework = &json["frameworks"][0];
    assert_eq!(
        framework["numbers"],
        serde_json::json!({"controls": 5, "automated": 1, "partial": 0, "attested": 1, "derived": 2, "none": 1, "later": 2})
    );
    let derived: Vec<String> = framework["controls"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|control| {
            let ways = control["derived"].as_array().unwrap();
            ways.iter()
                .map(|way| format!("{} {} {} {}", control["control"], control["coverage"], way["relation"], way["via"]))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(
        derived,
        [
            r#""acme:A.1(a)" "derived" "superset" "acme:A.1""#,
            r#""acme:B.1" "derived" "intersects" "gdpr:Art. 30""#,
            r#""acme:C.1" "derived" "equal" "gdpr:Art. 30""#,
        ],
        "what supports a control is not reached through it"
    );
}

#[test]
fn a_minimum_fails_the_run_in_numbers() {
    let exits = ["40", "41", "automated=20", "automated=20.1", "attested=20", "partial=0"].map(|least| {
        let ran = coverage(&["acme", "systems", "--min", least]);
        format!("{least}: {} {}", ran.exit as u8, ran.err)
    });
    insta::assert_snapshot!(exits.join("\n"), @"");
}

#[test]
fn wrong_arguments_say_what_to_type() {
    for arguments in [
        &["acm"][..],
        &["--min", "10"],
        &["acme", "--min", "all"],
        &["acme", "--min", "most=3"],
        &["acme", "-o", "xml"],
        &["acme", "nowhere/"],
    ] {
        let ran = coverage(arguments);
        assert_eq!(ran.exit, Exit::Broken, "{arguments:?}");
    }
    insta::assert_snapshot!(coverage(&["acm"]).err, @"");
    insta::assert_snapshot!(coverage(&["--min", "10"]).err, @"");
    insta::assert_snapshot!(coverage(&["acme", "--min", "most=3"]).err, @"");
    insta::assert_snapshot!(coverage(&["acme", "-o", "xml"]).err, @"");
}

#[test]
fn a_broken_manifest_is_reported_and_breaks_the_run() {
    let workspace = workspace();
    std::fs::write(workspace.path().join("systems/bad.yaml"), BAD.replace("oidc", "odic")).unwrap();
    let ran = provost(workspace.path(), &["coverage", "--no-builtin", "acme"]);
    assert_eq!(ran.exit, Exit::Broken);
    assert!(ran.err.contains("did you mean `oidc`?"), "{}", ran.err);
    assert!(ran.out.contains("1 system"), "{}", ran.out);
}

#[test]
fn a_rule_says_nothing_about_a_control_that_is_not_its_own() {
    let workspace = workspace();
    std::fs::write(workspace.path().join("rules/policy.yaml"), POLICY.replace("coverage_of: {'acme:A.2'", "coverage_of: {'acme:A.1'"))
        .unwrap();
    let ran = provost(workspace.path(), &["check", "--no-builtin", "-o", "concise", "systems/good.yaml"]);
    assert_eq!(ran.exit, Exit::Broken, "{}", ran.seen());
    assert!(ran.out.contains("`acme:A.1` is not among the controls of rule `ACME-02`"), "{}", ran.out);
}

#[test]
fn every_built_in_rule_says_how_far_it_answers_and_reaches_some_control() {
    let policies = provost::policy::PolicySet::builtin();
    for rule in &policies.rules {
        assert!(rule.text("coverage").is_some(), "{}", rule.id);
    }
    let ran = provost(workspace().path(), &["coverage", "systems/", "-o", "json"]);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["orphan_rules"], serde_json::json!(["ACME-03"]));
    for framework in json["frameworks"].as_array().unwrap() {
        let of = |key: &str| framework["numbers"][key].as_u64().unwrap();
        let parts = ["automated", "partial", "attested", "derived", "none"];
        assert_eq!(parts.iter().map(|key| of(key)).sum::<u64>(), of("controls"), "{}", framework["id"]);
    }
}

#[test]
fn the_first_screen_has_a_line_for_each_framework() {
    let ran = coverage(&["systems"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.seen());
    let catalog = provost::catalog::Catalog::builtin();
    for id in catalog.ids().chain(["acme"]) {
        assert_eq!(
            ran.out.lines().filter(|line| line.starts_with(&format!("  {id} "))).count(),
            1 + usize::from(["acme", "gdpr"].contains(&id)),
            "{id}"
        );
    }
    assert!(ran.out.lines().all(|line| line.chars().count() <= 80), "{}", ran.out);
}
