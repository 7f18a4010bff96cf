//! Frameworks and crosswalks are what their sources have: compared with the facts they were made from, where these lie beside
//! the repository; and every id that is used anywhere exists.

#![expect(clippy::print_stderr, reason = "a test that cannot run says so")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use provost::catalog::Catalog;
use serde_json::Value;

/// The facts; nothing, said aloud, where they are not.
fn reference(folder: &str) -> Option<BTreeMap<String, Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reference").join(folder);
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    };
    let read = |path: PathBuf| {
        let name = path.file_stem()?.to_str()?.to_owned();
        Some((name, serde_json::from_str(&std::fs::read_to_string(path).ok()?).ok()?))
    };
    Some(files.filter_map(|file| read(file.ok()?.path())).collect())
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().into_iter().flatten().filter_map(|item| item["id"].as_str()).collect()
}

/// References that are left out: the ids of the first are its packager's, the others were read in secondary sources only.
const NO_CATALOG: [&str; 3] = ["google-saif", "sg-mgf-agentic", "sg-mgf-genai"];

/// Crosswalks by the name of the reference that they were made from.
const CROSSWALKS: [(&str, &str); 13] = [
    ("aiuc1__owasp_llm", "aiuc-1-to-owasp-llm-2025"),
    ("atlas_mitigation__technique", "mitre-atlas-mitigations"),
    ("cosai_control__mitre-atlas", "cosai-controls-to-mitre-atlas"),
    ("cosai_control__nist-ai-rmf", "cosai-controls-to-nist-ai-rmf"),
    ("cosai_control__owasp-top10-llm", "cosai-controls-to-owasp-llm-2025"),
    ("cosai_control__risk", "cosai-controls-to-risks"),
    ("cosai_risk__mitre-atlas", "cosai-risks-to-mitre-atlas"),
    ("cosai_risk__owasp-top10-llm", "cosai-risks-to-owasp-llm-2025"),
    ("nist_600_1__nist_ai_rmf", "nist-ai-600-1-to-nist-ai-rmf"),
    ("nist_600_1_action__risk", "nist-ai-600-1-actions-to-risks"),
    ("nist_800_53__iso27001", "nist-800-53r5-to-iso-27001-2022"),
    ("nist_ai_rmf__iso42001_airc", "nist-ai-rmf-to-iso-42001"),
    ("owasp_asi__owasp_llm", "owasp-asi-2026-to-owasp-llm-2025"),
];

/// References that no crosswalk was made from, and why.
const NO_CROSSWALK: [(&str, &str); 9] = [
    ("aiuc1__eu-ai-act", "a draft whose rows bear the marks of a machine"),
    ("aiuc1__iso-42001", "the same"),
    ("aiuc1__nist-ai-rmf", "the same"),
    ("aiuc1__owasp-llm-2025", "the same"),
    ("cosai_risk__stride", "no catalog of STRIDE"),
    ("ibm_risk_atlas__nist_600_1", "no catalog of the IBM risk atlas"),
    ("ibm_risk_atlas__owasp_llm", "no catalog of the IBM risk atlas"),
    ("owasp_asi__ibm_risk_atlas", "made by a language model"),
    ("soc2__iso27001", "its license does not fit ours"),
];

#[test]
fn the_numbers_of_controls_are_those_that_the_publishers_are_known_for() {
    let catalog = Catalog::builtin();
    let numbers: Vec<String> = catalog.ids().map(|id| format!("{id} {}", catalog.framework(id).unwrap().counted().count())).collect();
    insta::assert_snapshot!(numbers.join("\n"), @r"
    aiuc-1 51
    colorado-sb26-189 10
    cosai-rm 71
    eu-ai-act 501
    gdpr 99
    iso-27001-2022 93
    iso-42001 38
    mitre-atlas 221
    nist-800-53r5 298
    nist-ai-600-1 224
    nist-ai-rmf 72
    nist-ssdf 42
    nyc-ll144 13
    omb-m-25-21 7
    owasp-asi-2026 10
    owasp-llm-2025 10
    soc2-tsc 61
    uk-ai-cyber-code 13
    ");
    let of = |framework: &str, group: &str| {
        let framework = catalog.framework(framework).unwrap();
        framework.counted().filter(|control| control.group.as_deref() == Some(group)).count()
    };
    assert_eq!(of("nist-ai-600-1", "RISK"), 12);
    assert_eq!(
        of("nist-ai-600-1", "ACTION-GV")
            + of("nist-ai-600-1", "ACTION-MP")
            + of("nist-ai-600-1", "ACTION-MS")
            + of("nist-ai-600-1", "ACTION-MG"),
        212
    );
}

#[test]
fn every_framework_has_the_controls_of_its_reference_and_no_others() {
    let Some(references) = reference("frameworks") else { return };
    let catalog = Catalog::builtin();
    let with_catalog: BTreeSet<&str> = references.keys().map(String::as_str).filter(|id| !NO_CATALOG.contains(id)).collect();
    assert_eq!(catalog.ids().collect::<BTreeSet<&str>>(), with_catalog);
    for id in with_catalog {
        let framework = catalog.framework(id).unwrap();
        let all = references[id]["controls"].as_array().unwrap();
        let withdrawn =
            |control: &&Value| control["withdrawn"] == true || (id == "nist-800-53r5" && control["id"].as_str().unwrap().contains('('));
        let wanted: BTreeSet<&str> =
            all.iter().filter(|control| !withdrawn(control)).filter_map(|control| control["id"].as_str()).collect();
        let counted: BTreeSet<&str> = framework.counted().map(|control| control.id.as_str()).collect();
        assert_eq!(counted, wanted, "{id}");
        assert_eq!(counted.len(), framework.counted().count(), "{id}");
        let groups: BTreeSet<&str> = framework.groups.iter().filter(|group| group.counted).map(|group| group.id.as_str()).collect();
        assert_eq!(groups, ids(&references[id]["groups"]).into_iter().collect(), "{id}");
        for control in all {
            if let (Some(official), Some(ours)) = (control["official_id"].as_str(), framework.control(control["id"].as_str().unwrap())) {
                assert_eq!(ours.label, official, "{id}");
            }
        }
    }
    let clauses: BTreeSet<&str> = ids(&references["iso-42001"]["clauses"]).into_iter().collect();
    let beside = catalog.framework("iso-42001").unwrap();
    let beside: BTreeSet<&str> =
        beside.controls.iter().filter(|control| !beside.counts(control)).map(|control| control.id.as_str()).collect();
    assert_eq!(beside.difference(&clauses).copied().collect::<Vec<_>>(), ["6.1.1", "6.1.2", "6.1.3", "6.1.4", "7.5"]);
    assert!(beside.is_superset(&clauses));
}

#[test]
fn every_crosswalk_has_the_rows_of_its_reference_and_no_others() {
    let Some(references) = reference("crosswalks") else { return };
    let used = CROSSWALKS.iter().map(|(name, _)| *name).chain(NO_CROSSWALK.iter().map(|(name, _)| *name));
    assert_eq!(used.collect::<BTreeSet<&str>>(), references.keys().map(String::as_str).collect());
    let catalog = Catalog::builtin();
    for (name, id) in CROSSWALKS {
        let crosswalk = catalog.crosswalks().find(|crosswalk| crosswalk.id == id).unwrap();
        let relation = |word: &str| match word {
            "supports" | "mitigates" | "addresses" => "supports",
            "skos:broadMatch" => "superset",
            "skos:narrowMatch" => "subset",
            "intersects" | "intersect" | "related" | "maps-to" | "skos:relatedMatch" => "intersects",
            other => panic!("{name}: {other}"),
        };
        let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
        let rows = references[name]["mappings"].as_array().unwrap();
        let wanted: BTreeSet<(String, &str, String, bool)> = rows
            .iter()
            .map(|row| (text(row, "from"), relation(&text(row, "relation")), text(row, "to"), row["alignment_inferred"] != true))
            .collect();
        let links = crosswalk.links.iter();
        let ours: BTreeSet<(String, &str, String, bool)> =
            links.map(|link| (link.from.clone(), link.relation.as_str(), link.to.clone(), link.verified)).collect();
        assert_eq!(ours, wanted, "{id}");
        assert_eq!(crosswalk.links.len(), rows.len(), "{id}");
        assert_eq!(
            (crosswalk.from.as_str(), crosswalk.to.as_str()),
            (references[name]["from_framework"].as_str().unwrap(), references[name]["to_framework"].as_str().unwrap())
        );
    }
}

#[test]
fn every_id_that_is_named_anywhere_exists() {
    let catalog = Catalog::builtin();
    let mut texts = Vec::new();
    for top in ["policies", "examples", "schemas", "src", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(top), &mut texts);
    }
    let (mut named, mut unknown) = (0, Vec::new());
    for (path, text) in &texts {
        for framework in catalog.ids() {
            for (at, _) in text.match_indices(&format!("{framework}:")) {
                let rest = &text[at + framework.len() + 1..];
                let inside = text[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '-');
                // A mapping's key is followed by a space; `framework:ID` stands for any.
                if inside || rest.starts_with([' ', '\n', ':', '{', '@']) || rest.starts_with("ID") {
                    continue;
                }
                named += 1;
                if !begins_with_an_id(rest, framework, &catalog) {
                    unknown.push(format!("{}: {framework}:{}", path.display(), rest.lines().next().unwrap_or_default()));
                }
            }
        }
    }
    assert!(unknown.is_empty(), "{}", unknown.join("\n"));
    assert!(named > 300, "only {named} references were found");
}

/// Whether a text begins with the id of a control or group, whole.
fn begins_with_an_id(text: &str, framework: &str, catalog: &Catalog) -> bool {
    let framework = catalog.framework(framework).unwrap();
    let ids = framework.controls.iter().map(|control| &control.id).chain(framework.groups.iter().map(|group| &group.id));
    let longest = ids.filter(|id| text.starts_with(id.as_str())).max_by_key(|id| id.len());
    longest.is_some_and(|id| {
        let mut after = text[id.len()..].chars();
        match after.next() {
            Some('.' | '-') => after.next().is_none_or(|c| !c.is_alphanumeric()),
            Some(c) => !c.is_alphanumeric() && c != '(',
            None => true,
        }
    })
}

fn collect(path: &Path, texts: &mut Vec<(PathBuf, String)>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), texts);
        }
    } else if path.file_name().is_some_and(|name| name != "tests.rs")
        && let Ok(text) = std::fs::read_to_string(path)
    {
        texts.push((path.to_owned(), text));
    }
}
