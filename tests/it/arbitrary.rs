//! Whatever stands in a manifest, a policy, a configuration or a spreadsheet: `check`, `lint` and `import` end by
//! themselves, with an exit code of theirs, and every place they name is text of the file.

use std::path::Path;
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use provost::cli::Exit;
use provost::document::parse;
use provost::manifest;
use provost::text::Source;
use serde_json::Value;

use crate::shell::{folder, provost};

/// Pieces that mean something to YAML, to CEL, to templates or to terminals.
const SCRAPS: &[&str] = &[
    "",
    "\n",
    "\t",
    "\r\n",
    " ",
    "  - ",
    ": ",
    "&a ",
    "*a",
    "<<: ",
    "? ",
    "|\n",
    ">-\n",
    "---\n",
    "...\n",
    "[",
    "]",
    "{",
    "}",
    ",",
    "#",
    "!!int ",
    "'",
    "\"",
    "\\",
    "\\u0000",
    "\u{feff}",
    "\u{202e}",
    "\u{1b}[31m",
    "é",
    "😀",
    "null",
    "~",
    "true",
    "unknown",
    "9e999",
    ".inf",
    "-9223372036854775809",
    "18446744073709551616",
    "0x",
    "2026-02-30",
    "{{",
    "}}",
    "{{ system }}",
    " && ",
    " || ",
    "!",
    "==",
    "<=",
    " in ",
    "system.",
    "params.",
    "today",
    "has(",
    ".all(x, ",
    ".map(x, x)",
    ")",
    "??",
    "date('",
    "matches('(a+)+$')",
    "id: ",
    "rules:\n",
    "kind: Policy",
];

const CONFIG: &str = "\
apiVersion: provost/v1
kind: Config
as_of: 2026-11-20
paths: ['.']
exclude: [vendor/**]
policies: [policies]
skip: [INV-03]
fail_on: high
undeclared: warn
severity: {B-01: low}
lints: {unused-let: deny}
params: {inventory: {max_age_days: 90}}
";

const MAP: &str = "\
apiVersion: provost/v1
kind: Import
id: map
input: {delimiter: ';', absent: [n/a]}
columns: {name: Name, since: 3}
let: {live: row.Status == 'Live'}
key: row.name
tables: {stages: {wordings: {Live: production, Gone*: retired}, otherwise: null}}
manifest:
  name: {$value: row.name, $line: 80}
  description: row.Notes
  lifecycle: {stage: {$value: row.Status, $table: stages}, started_on: {$value: row.since, $date: '%d.%m.%Y', $otherwise: null}}
  models: [{$when: live, id: {$const: main}}]
  purpose: {affected: [{$each: {group: \"row.Notes.split(',')\"}, group: group.trim()}]}
";

const CELLS: &str = "\
Name;Status;Since;Notes
Chat;Live;31.12.2025;\"staff, \"\"the\"\" public
and more\"
Mail;Gone in May;;n/a
Éclair;;soon;'
";

/// A change to a text: at a place, so many characters go and something else comes.
#[derive(Debug, Clone)]
struct Change {
    at: Index,
    removed: usize,
    added: String,
}

fn change() -> impl Strategy<Value = Change> {
    let added = prop_oneof![4 => select(SCRAPS).prop_map(str::to_owned), 1 => ".{0,8}"];
    (any::<Index>(), 0..12_usize, added).prop_map(|(at, removed, added)| Change { at, removed, added })
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for change in changes {
        let at = change.at.index(text.len() + 1);
        let end = (at + change.removed).min(text.len());
        text.splice(at..end, change.added.chars());
    }
    text.into_iter().collect()
}

fn sample(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// Every `location` of a result, at any depth.
fn locations<'v>(value: &'v Value, found: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) if map.contains_key("byte_start") => found.push(value),
        Value::Object(map) => map.values().for_each(|value| locations(value, found)),
        Value::Array(items) => items.iter().for_each(|value| locations(value, found)),
        _ => {}
    }
}

/// Runs the commands over these files and looks at what they say.
fn run(files: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let here = folder(files);
    let ran = provost(here.path(), &["check", ".", "--policy", "policies", "--output", "json", "--as-of", "2026-11-20"]);
    let result: Value = serde_json::from_str(&ran.out).map_err(|error| TestCaseError::fail(format!("{error}: {}{}", ran.out, ran.err)))?;
    let findings = result["findings"].as_array().map_or(0, Vec::len);
    let broken = result["diagnostics"].as_array().is_some_and(|all| all.iter().any(|one| one["severity"] == "error"));
    prop_assert!(!broken || ran.exit == Exit::Broken, "{}", ran.out);
    prop_assert!(findings > 0 || ran.exit != Exit::Findings, "{}", ran.out);
    let mut found = Vec::new();
    locations(&result, &mut found);
    for location in found {
        let path = location["path"].as_str().unwrap_or_default();
        let Some((_, text)) = files.iter().find(|(name, _)| *name == path) else { continue };
        let at = |key: &str| usize::try_from(location[key].as_u64().unwrap_or(u64::MAX)).unwrap_or(usize::MAX);
        let (start, end) = (at("byte_start"), at("byte_end"));
        prop_assert!(start <= end && text.is_char_boundary(start) && text.is_char_boundary(end), "{location} in {text:?}");
    }
    for arguments in [["check", "."].as_slice(), &["check", ".", "--policy", "policies", "--explain"], &["lint", "policies"]] {
        let ran = provost(here.path(), arguments);
        let said = format!("{}{}", ran.out, ran.err);
        prop_assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_manifest_with_anything_in_it(changes in vec(change(), 1..6)) {
        let text = changed(&sample("benches/fleet-manifest.yaml.in"), &changes);
        run(&[("m.yaml", &text), ("policies/p.yaml", &sample("benches/fleet-policy.yaml"))])?;
    }

    #[test]
    fn a_policy_with_anything_in_it(changes in vec(change(), 1..6)) {
        let text = changed(&sample("policies/agents/agents.yaml"), &changes).replace("AGT-", "OWN-").replace("id: agents", "id: own");
        run(&[("m.yaml", &sample("benches/fleet-manifest.yaml.in")), ("policies/p.yaml", &text)])?;
    }

    #[test]
    fn a_configuration_with_anything_in_it(changes in vec(change(), 1..6)) {
        let text = changed(CONFIG, &changes);
        run(&[("m.yaml", &sample("benches/fleet-manifest.yaml.in")), ("provost.yaml", &text), ("policies/p.yaml", &sample("benches/fleet-policy.yaml"))])?;
    }

    #[test]
    fn a_map_and_a_spreadsheet_with_anything_in_them(on_map in vec(change(), 0..4), on_cells in vec(change(), 0..6)) {
        let (map, cells) = (changed(MAP, &on_map), changed(CELLS, &on_cells));
        let here = folder(&[("map.yaml", &map), ("cells.csv", &cells)]);
        let ran = provost(here.path(), &["import", "csv", "cells.csv", "--map", "map.yaml"]);
        prop_assert!(!ran.err.contains(|c: char| c.is_control() && c != '\n'), "{:?}", ran.err);
        prop_assert_eq!(ran.exit == Exit::Clean, !ran.out.is_empty());
        // What is written is always a manifest.
        let (tree, problems) = parse(&Arc::new(Source::new("out", ran.out.as_str())));
        let documents = manifest::read(&Arc::new(tree));
        prop_assert!(problems.is_empty() && documents.diagnostics.is_empty(), "{}", ran.out);
    }

    #[test]
    fn bytes(manifest in vec(any::<u8>(), 0..200), policy in vec(any::<u8>(), 0..200)) {
        let here = folder(&[("m.yaml", ""), ("policies/p.yaml", "")]);
        std::fs::write(here.path().join("m.yaml"), manifest).unwrap();
        std::fs::write(here.path().join("policies/p.yaml"), policy).unwrap();
        let ran = provost(here.path(), &["check", "m.yaml", "--policy", "policies/p.yaml"]);
        prop_assert_eq!(ran.exit, Exit::Broken);
    }
}
