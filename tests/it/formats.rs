//! Every format over the same outcomes, as golden files, and by the schemas that others wrote for them.

#![expect(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::path::Path;

use provost::report::{Format, Report, Style};
use serde_json::Value;

use crate::outcomes::{Holds, recorded, written};

/// The outcomes that every format is shown with.
pub const OUTCOMES: [(&str, &[Holds]); 5] = [
    ("clean", &[]),
    ("findings", &[Holds::Findings]),
    ("waived", &[Holds::Waived]),
    ("undeclared", &[Holds::Undeclared]),
    ("errors", &[Holds::Findings, Holds::Errors, Holds::Diagnostics]),
];

/// The formats that are JSON and have a schema of their own.
const SCHEMAS: [(&str, &str); 4] = [
    ("sarif", "sarif/sarif-schema-2.1.0.json"),
    ("gitlab", "gitlab/gitlab-code-quality.schema.json"),
    ("oscal-ar", "oscal/oscal_assessment-results_schema.json"),
    ("oscal-poam", "oscal/oscal_poam_schema.json"),
];

#[test]
fn every_format_shows_every_kind_of_outcome() {
    for format in Format::ALL {
        for (name, holds) in OUTCOMES {
            let text = written(*format, &recorded(holds), &Style::PLAIN);
            // Of a page, what it says rather than how it looks.
            let text = text.split_once("<main").map_or(text.as_str(), |(_, main)| main).split("<script>").next().unwrap_or_default();
            // Line ends would not survive in a snapshot.
            insta::assert_snapshot!(format!("{}_{name}", format.name), text.replace('\r', "␍"));
        }
    }
}

#[test]
fn every_format_is_the_same_from_a_stored_result() {
    for (name, holds) in OUTCOMES {
        let report = Report::from(recorded(holds));
        let stored = serde_json::to_string(&report).unwrap();
        let read: Report = serde_json::from_str(&stored).unwrap();
        assert_eq!(read, report, "{name}");
    }
}

#[test]
fn a_result_that_lacks_what_was_added_later_is_written_all_the_same() {
    let report = Report::from(recorded(&[Holds::Findings, Holds::Undeclared, Holds::Errors, Holds::Diagnostics]));
    let mut stored = serde_json::to_value(&report).unwrap();
    for key in ["record", "exit_code", "as_of_pinned"] {
        stored.as_object_mut().unwrap().remove(key);
    }
    for key in ["findings", "diagnostics"] {
        for problem in stored[key].as_array_mut().unwrap() {
            problem.as_object_mut().unwrap().remove("quotes");
        }
    }
    let old: Report = serde_json::from_value(stored).unwrap();
    fits_schemas("an old result", &old);
    let mut bytes = Vec::new();
    provost::report::write(Format::HUMAN, &old, &Style::PLAIN, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.contains("\n  systems/support-copilot.yaml:15:28\n  and 1 more place\n"), "{text}");
}

#[test]
fn every_format_with_a_schema_fits_it() {
    for (name, holds) in OUTCOMES {
        let report = Report::from(recorded(holds));
        fits_schemas(name, &report);
    }
}

/// Checks the formats that have a schema by it, where the schemas are at hand.
pub fn fits_schemas(name: &str, report: &Report) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/schemas");
    for (format, schema) in SCHEMAS {
        let Ok(schema) = std::fs::read_to_string(folder.join(schema)) else {
            eprintln!("skipped: there is no {}", folder.join(schema).display());
            continue;
        };
        let schema: Value = serde_json::from_str(&schema).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        let mut bytes = Vec::new();
        provost::report::write(Format::named(format).unwrap(), report, &Style::PLAIN, &mut bytes).unwrap();
        let document: Value = serde_json::from_slice(&bytes).unwrap();
        let problems: Vec<String> =
            validator.iter_errors(&document).take(5).map(|error| format!("{}: {error:.300}", error.instance_path())).collect();
        assert_eq!(problems, Vec::<String>::new(), "{format} of {name}");
    }
}

#[test]
fn a_comment_is_never_longer_than_a_forge_takes() {
    let mut outcome = recorded(&[Holds::Findings]);
    let one = outcome.findings[0].clone();
    outcome.findings = vec![one; 2_000];
    let text = written(Format::MARKDOWN, &outcome, &Style::PLAIN);
    assert!((60_000..65_536).contains(&text.chars().count()), "{}", text.chars().count());
    let rows = text.lines().filter(|line| line.starts_with("| critical")).count();
    let last = text.lines().last().unwrap();
    assert_eq!(last, format!("… and {} more findings.", 2_000 - rows));
}

#[test]
fn ids_of_oscal_stay_from_run_to_run_and_differ_from_each_other() {
    let text = |holds| written(Format::OSCAL_POAM, &recorded(holds), &Style::PLAIN);
    let uuids = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix("\"uuid\": \""));
        lines.map(|rest| rest.trim_end_matches(['"', ',']).to_owned()).collect()
    };
    let (one, more) = (text(&[Holds::Findings]), text(&[Holds::Findings, Holds::Undeclared]));
    let (few, many) = (uuids(&one), uuids(&more));
    assert_eq!(few.len(), 11, "{one}");
    // All but the document's own.
    assert_eq!(few[1..].iter().filter(|id| many.contains(id)).count(), 10);
    let distinct: std::collections::BTreeSet<&String> = few.iter().collect();
    assert_eq!(distinct.len(), few.len());
}

#[test]
fn no_id_of_oscal_stands_twice_however_many_systems_and_errors() {
    for format in [Format::OSCAL_AR, Format::OSCAL_POAM] {
        let text = written(format, &recorded(&[Holds::Findings, Holds::Undeclared, Holds::Errors, Holds::Diagnostics]), &Style::PLAIN);
        let uuids: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("\"uuid\": \"")).collect();
        let distinct: std::collections::BTreeSet<&&str> = uuids.iter().collect();
        assert_eq!(distinct.len(), uuids.len(), "{text}");
        // Whoever is named as an actor is declared.
        let actor = text.lines().find_map(|line| line.trim().strip_prefix("\"actor-uuid\": ")).unwrap();
        assert!(text.contains(&format!("\"uuid\": {actor}")), "{actor}");
    }
}
