//! What every built-in rule and catalog must have; completeness is a test over the folder, never a list kept by hand.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use provost::catalog::Catalog;
use provost::policy::PolicySet;

#[test]
fn every_rule_says_why_what_to_do_and_which_controls_it_touches() {
    let (policies, catalog) = (PolicySet::builtin(), Catalog::builtin());
    let mut lacks = String::new();
    for rule in &policies.rules {
        let mut lack = |what: &str| writeln!(lacks, "{} {what}", rule.id).unwrap();
        if rule.rationale.as_ref().is_none_or(|text| text.split_whitespace().count() < 15) {
            lack("has no rationale of a sentence or two");
        }
        if rule.text("help").is_none_or(|help| !help.contains('`')) {
            lack("has no help that names what to write");
        }
        let controls: Vec<String> = rule.controls().map(|control| control.text).collect();
        let frameworks: BTreeSet<&str> = controls.iter().filter_map(|control| control.split(':').next()).collect();
        if frameworks.len() < 2 {
            lack("touches fewer than two frameworks");
        }
        for control in &controls {
            if let Err(unknown) = catalog.control(control) {
                lack(&unknown.message());
            }
        }
        if rule.title.chars().count() > 70 {
            lack("has a title of more than 70 characters");
        }
    }
    assert!(lacks.is_empty(), "{lacks}");
}

#[test]
fn every_rule_has_two_cases_of_each_kind_and_one_that_is_undeclared() {
    let mut lacks = String::new();
    for rule in &PolicySet::builtin().rules {
        let (pass, fail): (Vec<_>, Vec<_>) = rule.cases().partition(|case| case.passes);
        let undeclared = fail.iter().any(|case| case.expectation().verdict.as_deref() == Some("undeclared"));
        if pass.len() < 2 || fail.len() < 2 || !undeclared {
            writeln!(lacks, "{}: {} pass, {} fail, undeclared: {undeclared}", rule.id, pass.len(), fail.len()).unwrap();
        }
    }
    assert!(lacks.is_empty(), "{lacks}");
}

#[test]
fn every_policy_has_an_owner_a_version_and_a_review_date() {
    for policy in &PolicySet::builtin().policies {
        for key in ["owner", "version", "review_by", "description"] {
            assert!(policy.text(key).is_some(), "{} has no {key}", policy.id);
        }
    }
}

#[test]
fn the_rules_cover_every_theme() {
    let policies = PolicySet::builtin();
    let themes: BTreeSet<&str> = policies.rules.iter().filter_map(|rule| rule.id.split('-').next()).collect();
    let wanted = [
        "ABU", "AFS", "AGT", "API", "DAT", "DEC", "DOC", "DRF", "EVI", "EVL", "GPA", "HUM", "INC", "INJ", "INP", "INV", "LEK", "OBS",
        "OWN", "POL", "RSK", "SUP", "THF", "TRA", "TRN", "VEN",
    ];
    assert_eq!(themes, wanted.into_iter().collect());
}
