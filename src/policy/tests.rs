use std::sync::Arc;

use super::PolicySet;
use crate::document::parse;
use crate::embed;
use crate::schema::{Kind, validate};
use crate::text::Source;

#[test]
fn every_built_in_policy_is_well_formed() {
    for (name, text) in embed::policies(true) {
        let (tree, problems) = parse(&Arc::new(Source::new(name, text)));
        assert!(problems.is_empty(), "{name}: {problems:?}");
        assert_eq!(tree.roots().count(), 1, "{name}");
        for root in tree.roots() {
            let problems = validate(Kind::Policy, root);
            assert!(problems.is_empty(), "{name}: {problems:?}");
        }
    }
    assert!(PolicySet::builtin().finish().is_empty(), "an id stands twice");
}

#[test]
fn policies_without_cases_are_the_same_rules_on_the_same_lines() {
    let (full, bare) = (PolicySet::builtin(), PolicySet::builtin_without_cases());
    assert_eq!(full.rules.len(), bare.rules.len());
    for (full, bare) in full.rules.iter().zip(&bare.rules) {
        assert_eq!(full.id, bare.id);
        assert_eq!(full.text("assert"), bare.text("assert"));
        let (place, bare_place) = (full.place().locate(), bare.place().locate());
        assert_eq!((place.path, place.line, place.column), (bare_place.path, bare_place.line, bare_place.column));
        assert!(full.cases().count() > 0 && bare.cases().count() == 0, "{}", full.id);
    }
}

#[test]
fn every_built_in_classification_is_well_formed() {
    let catalog = crate::catalog::Catalog::builtin();
    for (name, text) in embed::classifications(true) {
        let (tree, problems) = parse(&Arc::new(Source::new(name, text)));
        assert!(problems.is_empty(), "{name}: {problems:?}");
        let tree = Arc::new(tree);
        for root in tree.roots() {
            let read = super::Classification::read(&tree, root);
            let read = read.unwrap_or_else(|problems| unreachable!("{}", crate::diagnostic::plain::plain(&problems)));
            assert_eq!(name, format!("policies/classification/{}.yaml", read.id));
            let unknown = super::load::unknown_references(&read.references().collect::<Vec<_>>(), &catalog);
            assert!(unknown.is_empty(), "{}", crate::diagnostic::plain::plain(&unknown));
        }
    }
}

#[test]
fn only_rules_that_name_derived_have_anything_classified() {
    let set = PolicySet::builtin_without_cases();
    let readers: Vec<&str> = set.rules.iter().filter(|rule| rule.reads_derived()).map(|rule| rule.id.as_str()).collect();
    assert_eq!(readers, ["RSK-06"]);
    for rule in set.rules.iter().filter(|rule| !rule.reads_derived()) {
        assert!(rule.problems().is_empty(), "{}", rule.id);
    }
    assert!(!set.derivations.are_read(), "a rule that reads no result had the procedures read");
    set.rule("RSK-06").unwrap().problems();
    assert!(set.derivations.are_read());
}
