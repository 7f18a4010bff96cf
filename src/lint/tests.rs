use std::sync::Arc;

use super::*;
use crate::diagnostic::plain::plain;
use crate::document;
use crate::text::Source;

mod decided;
mod gaps;
mod names;

/// A policy whose one rule has `rule` beside its id, title and severity.
fn policy(rule: &str) -> String {
    let lines = rule.lines().fold(String::new(), |text, line| text + "    " + line + "\n");
    format!(
        "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: OWN-01\n    title: It is good\n    severity: high\n{lines}"
    )
}

/// What one lint says of a policy, on 2026-06-01.
#[track_caller]
fn said(id: &str, text: &str) -> String {
    let mut policies = PolicySet::default();
    for text in text.split("\n---\n") {
        let (tree, problems) = document::parse(&Arc::new(Source::new("own.yaml", text)));
        assert_eq!(plain(&problems), "");
        assert_eq!(plain(&policies.add(&Arc::new(tree))), "");
    }
    policies.finish();
    let mut levels = Levels::default();
    levels.set(Levels::EVERY, Level::Allow);
    assert!(levels.set(id, Level::Warn), "there is no lint {id}");
    let material = Material { policies: &policies, catalog: &Catalog::builtin(), today: jiff::civil::date(2026, 6, 1) };
    plain(&run(&material, &levels))
}

#[test]
fn the_built_in_policies_are_clean() {
    let policies = PolicySet::builtin();
    let mut levels = Levels::default();
    levels.set(Levels::EVERY, Level::Deny);
    let material = Material { policies: &policies, catalog: &Catalog::builtin(), today: jiff::civil::date(2026, 6, 1) };
    assert_eq!(plain(&run(&material, &levels)), "");
}

#[test]
fn every_lint_has_a_file_and_an_id_and_a_page_of_its_own() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lint")).unwrap();
    let mut files: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    files.retain(|file| !["levels.rs", "read.rs", "tests.rs", "tests"].contains(&file.as_str()));
    let mut ids: Vec<String> = ALL.iter().map(|lint| format!("{}.rs", lint.entry.id.replace('-', "_"))).collect();
    files.sort();
    ids.sort();
    assert_eq!(files, ids);
    for lint in ALL {
        assert!(Code::from_id(lint.entry.id).is_none() && lint.entry.id != Levels::EVERY, "{}", lint.entry.id);
        assert!(lint.entry.page.split_whitespace().count() >= 20, "{}", lint.entry.id);
    }
}
