//! The pages under `policies/` say what the policies say: `UPDATE_PAGES=1 cargo test rule_pages` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use provost::catalog::Catalog;
use provost::explain;
use provost::policy::{Policy, PolicySet};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("policies")
}

/// Every page by its path below `policies/`: one beside each policy, and an index.
fn pages() -> BTreeMap<String, String> {
    let (policies, catalog) = (PolicySet::builtin(), Catalog::builtin());
    let mut pages = BTreeMap::new();
    let mut index = String::from(
        "# Policies and their rules\n\nGenerated from the policies; `provost explain` prints the same.\n\n\
         | rule | severity | what it demands |\n|---|---|---|\n",
    );
    for policy in &policies.policies {
        let path = page(policy);
        for rule in policies.rules.iter().filter(|rule| policies.policy(rule).id == policy.id) {
            let title = rule.title.replace('|', "\\|");
            writeln!(index, "| [{}]({path}) | {} | {title} |", rule.id, rule.severity).unwrap();
        }
        let text = explain::markdown(policy, &policies, &catalog);
        pages.insert(path, format!("<!-- generated from the policy beside it -->\n{text}"));
    }
    pages.insert("README.md".to_owned(), index);
    pages
}

/// The page of a policy: beside its file, with its name.
fn page(policy: &Policy) -> String {
    let name = policy.node().place().source.name().to_owned();
    name.trim_start_matches("policies/").replace(".yaml", ".md")
}

fn existing(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            existing(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the test says that pages are to be written")]
fn every_policy_has_a_page_that_says_what_it_says() {
    let pages = pages();
    let mut found = Vec::new();
    existing(&folder(), &mut found);
    if std::env::var("UPDATE_PAGES").is_ok() {
        for path in &found {
            std::fs::remove_file(path).unwrap();
        }
        for (path, text) in &pages {
            std::fs::write(folder().join(path), text).unwrap();
        }
        return;
    }
    let mut stale: Vec<String> = found
        .iter()
        .map(|path| path.strip_prefix(folder()).unwrap().to_string_lossy().replace('\\', "/"))
        .filter(|path| !pages.contains_key(path))
        .collect();
    stale.extend(
        pages
            .iter()
            .filter(|(path, text)| std::fs::read_to_string(folder().join(path)).ok().as_ref() != Some(*text))
            .map(|(path, _)| path.clone()),
    );
    assert!(stale.is_empty(), "`UPDATE_PAGES=1 cargo test rule_pages` writes these anew: {}", stale.join(", "));
}
