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
  - {id: ACME-02, title: Somebody answers, severity: high, assert: size(system.owners.accountable.contact) > 3, message: nobody,
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
    insta::assert_snapshot!(coverage(&["acme"]).seen(), @"
    acme: Acme AI standard
    version: 2; list verified: full

        controls  automated  partial  attested  derived  none
               5          1        0         1        2     1

    not in force yet: 2 controls from 2027-06-01 (reported)

    A: Access

      automated  A.1 Endpoints know their callers
                 ACME-01 automated
                 fail: bad, pass: good
      derived    A.1(a) Callers have names
                 superset acme:A.1 (ACME-01)
                 fail: bad, pass: good
      attested   A.2 Somebody answers
                 ACME-02 attested
                 undeclared: bad, pass: good

    B: Books

      derived    B.1 =SUM(A1) is no title
                 intersects gdpr:Art. 30 (ACME-02)
                 undeclared: bad, pass: good, applies from 2027-06-01 (reported)
      none       B.2

    Aside: Guidance (not counted)

      derived    C.1 Read this first
                 equal gdpr:Art. 30 (ACME-02; row not verified)
                 undeclared: bad, pass: good

    rules that reach no control: ACME-03

    3 rules · 1 framework · 2 systems · as of 2026-11-20
    exit 0
    ");
}

#[test]
fn without_systems_it_says_so_and_shows_what_rules_reach() {
    let workspace = workspace();
    std::fs::remove_dir_all(workspace.path().join("systems")).unwrap();
    insta::assert_snapshot!(provost(workspace.path(), &["coverage", "--no-builtin", "acme"]).seen(), @"
    acme: Acme AI standard
    version: 2; list verified: full

        controls  automated  partial  attested  derived  none
               5          1        0         1        2     1

    not in force yet: 2 controls from 2027-06-01 (reported)

    A: Access

      automated  A.1 Endpoints know their callers
                 ACME-01 automated
      derived    A.1(a) Callers have names
                 superset acme:A.1 (ACME-01)
      attested   A.2 Somebody answers
                 ACME-02 attested

    B: Books

      derived    B.1 =SUM(A1) is no title
                 intersects gdpr:Art. 30 (ACME-02)
                 applies from 2027-06-01 (reported)
      none       B.2

    Aside: Guidance (not counted)

      derived    C.1 Read this first
                 equal gdpr:Art. 30 (ACME-02; row not verified)

    no system was found, so nothing is said about any; `provost coverage PATH` looks
    elsewhere

    rules that reach no control: ACME-03

    3 rules · 1 framework · 0 systems · as of 2026-11-20
    exit 0
    ");
}

#[test]
fn from_the_systems_side_each_has_its_controls_and_verdicts() {
    insta::assert_snapshot!(coverage(&["acme", "systems/", "--by", "system"]).seen(), @"
    bad: controls that rules name, by their worst verdict

      framework  pass  fail  undeclared  waived  n/a  error
      acme          0     1           1       0    0      0

      fail        A.1  Endpoints know their callers (ACME-01)
      undeclared  A.2  Somebody answers (ACME-02)

    good: controls that rules name, by their worst verdict

      framework  pass  fail  undeclared  waived  n/a  error
      acme          2     0           0       0    0      0

      pass        A.1  Endpoints know their callers (ACME-01)
      pass        A.2  Somebody answers (ACME-02)

    rules that reach no control: ACME-03

    3 rules · 1 framework · 2 systems · as of 2026-11-20
    exit 0
    ");
}

#[test]
fn no_cell_of_a_spreadsheet_begins_with_a_formula() {
    insta::assert_snapshot!(coverage(&["acme", "-o", "csv"]).out, @"
    framework,version,control,title,group,counted,coverage,kind,rules,derived_from,in_force,since,next,pass,fail,undeclared,waived,not_applicable,error
    acme,2,A.1,Endpoints know their callers,A,true,direct,automated,ACME-01 (automated),,true,2026-01-01,,1,1,0,0,0,0
    acme,2,A.1(a),Callers have names,A,true,derived,,,acme:A.1 superset,true,2026-01-01,,1,1,0,0,0,0
    acme,2,A.2,Somebody answers,A,true,direct,attested,ACME-02 (attested),,true,2026-01-01,,1,0,1,0,0,0
    acme,2,B.1,'=SUM(A1) is no title,B,true,derived,,,gdpr:Art. 30 intersects,false,,2027-06-01,1,0,1,0,0,0
    acme,2,B.2,Books are kept | audited,B,true,none,,,,false,,2027-06-01,0,0,0,0,0,0
    acme,2,C.1,Read this first,Aside,false,derived,,,gdpr:Art. 30 equal,true,2026-01-01,,1,0,1,0,0,0
    ");
    insta::assert_snapshot!(coverage(&["acme", "-o", "csv", "--by", "system"]).out, @"
    system,framework,control,title,kind,verdict,rules
    bad,acme,A.1,Endpoints know their callers,automated,fail,ACME-01
    bad,acme,A.2,Somebody answers,attested,undeclared,ACME-02
    good,acme,A.1,Endpoints know their callers,automated,pass,ACME-01
    good,acme,A.2,Somebody answers,attested,pass,ACME-02
    ");
}

#[test]
fn markdown_holds_no_markup_but_its_own() {
    insta::assert_snapshot!(coverage(&["acme", "-o", "markdown"]).out, @r"
    # Coverage on 2026-11-20

    3 rules, 2 systems.

    | framework | controls | automated | partial | attested | derived | none |
    |---|--:|--:|--:|--:|--:|--:|
    | acme | 5 | 1 | 0 | 1 | 2 | 1 |

    - automated: a rule decides what the control asks, from structured facts
    - partial: rules decide a part of it; the rest is for people
    - attested: rules only see that somebody declared it
    - derived: rules name what it is a part or a whole of, or what a crosswalk relates to it; never counted as covered

    ## What the systems show

    Controls that rules name, by the worst verdict of any system.

    | framework | pass | fail | undeclared | waived | n/a | error |
    |---|--:|--:|--:|--:|--:|--:|
    | acme | 0 | 1 | 1 | 0 | 0 | 0 |

    ## Acme AI standard (2)

    | control | title | coverage | rules | derived from | applies | systems |
    |---|---|---|---|---|---|---|
    | A.1 | Endpoints know their callers | automated | ACME-01 automated |  | since 2026-01-01 | bad fail, good pass |
    | A.1(a) | Callers have names | derived |  | superset acme:A.1 | since 2026-01-01 | bad fail, good pass |
    | A.2 | Somebody answers | attested | ACME-02 attested |  | since 2026-01-01 | bad undeclared, good pass |
    | B.1 | =SUM(A1) is no title | derived |  | intersects gdpr:Art. 30 | from 2027-06-01 | bad undeclared, good pass |
    | B.2 | Books are kept \| audited | none |  |  | from 2027-06-01 |  |
    | C.1 | Read this first | derived |  | equal gdpr:Art. 30 | since 2026-01-01 | bad undeclared, good pass |

    Rules that reach no control: ACME-03
    ");
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
    insta::assert_snapshot!(exits.join("\n"), @"
    40: 0 
    41: 1 acme: 2 of 5 controls covered, 40.0 %, less than 41 %

    automated=20: 0 
    automated=20.1: 1 acme: 1 of 5 controls automated, 20.0 %, less than 20.1 %

    attested=20: 0 
    partial=0: 0
    ");
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
    insta::assert_snapshot!(coverage(&["acm"]).err, @"
    error: there is no framework `acm`
      help: did you mean `acme`?
    ");
    insta::assert_snapshot!(coverage(&["--min", "10"]).err, @"
    error: `--min` says nothing about several frameworks
      help: name one: `provost coverage eu-ai-act --min 10`
    ");
    insta::assert_snapshot!(coverage(&["acme", "--min", "most=3"]).err, @"
    error: invalid value 'most=3' for '--min <[KIND=]PERCENT>': a kind is automated, partial or attested

    For more information, try '--help'.
    ");
    insta::assert_snapshot!(coverage(&["acme", "-o", "xml"]).err, @"
    error: unknown format `xml`
      help: human, json, csv or markdown
    ");
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
fn a_finding_says_from_when_its_control_applies() {
    let workspace = workspace();
    std::fs::write(workspace.path().join("rules/policy.yaml"), POLICY.replace("'acme:A.1'", "'acme:A.1', 'acme:B.1'")).unwrap();
    let controls = |day: &str| {
        let ran = provost(workspace.path(), &["check", "--no-builtin", "--only", "ACME-01", "--as-of", day, "systems/bad.yaml"]);
        let line = ran.out.lines().find(|line| line.contains("controls:")).unwrap_or_else(|| panic!("{}", ran.seen()));
        line.trim().to_owned()
    };
    assert_eq!(controls("2026-11-20"), "controls: Acme AI A.1 · Acme AI B.1 (from 2027-06-01, reported)");
    assert_eq!(controls("2027-06-01"), "controls: Acme AI A.1 · Acme AI B.1");
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
