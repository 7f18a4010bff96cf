//! The example manifests, checked as a newcomer does: what fires, on which line, under which text.

use std::fmt::Write as _;
use std::path::Path;

use provost::cli::Exit;

use crate::shell::provost;

const SYSTEMS: [&str; 3] = ["cv-screening", "security-agent", "support-copilot"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The `json` result of checking a path below the repository.
fn checked(path: &str) -> serde_json::Value {
    let ran = provost(root(), &["check", path, "--output", "json"]);
    serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{path}: {error}: {}{}", ran.out, ran.err))
}

/// One line per finding: where, the text under the caret, verdict, severity and rule.
fn table(path: &str) -> String {
    let result = checked(path);
    let mut text = String::new();
    for finding in result["findings"].as_array().unwrap() {
        let place = &finding["location"];
        let file = place["path"].as_str().unwrap();
        let source = std::fs::read_to_string(root().join(file)).unwrap();
        let bytes = place["byte_start"].as_u64().unwrap() as usize..place["byte_end"].as_u64().unwrap() as usize;
        let (line, under) = (&place["line"], source.get(bytes).unwrap());
        let word = |key: &str| finding[key].as_str().unwrap();
        writeln!(text, "{file}:{line} [{under}] {} {} {}: {}", word("verdict"), word("severity"), word("rule"), word("path")).unwrap();
    }
    text
}

#[test]
fn a_careful_manifest_gives_no_finding() {
    for system in SYSTEMS {
        let ran = provost(root(), &["check", &format!("examples/{system}/compliant.yaml")]);
        assert_eq!(ran.exit, Exit::Clean, "{}", ran.seen());
        assert_eq!(ran.out.lines().count(), 1, "{}", ran.seen());
        assert!(ran.out.contains("as of 2026-11-20"), "{}", ran.seen());
    }
}

#[test]
fn a_careless_manifest_gives_ten_findings_and_more() {
    for system in SYSTEMS {
        let path = format!("examples/{system}/flawed.yaml");
        let result = checked(&path);
        let failed = result["findings"].as_array().unwrap().iter().filter(|finding| finding["verdict"] == "fail").count();
        assert!(failed >= 10, "{path}: {failed} findings");
        assert_eq!(result["diagnostics"].as_array().unwrap().len(), 0, "{path}");
    }
}

#[test]
fn these_rules_fire_on_the_careless_manifests() {
    let text: String = SYSTEMS.iter().map(|system| table(&format!("examples/{system}/flawed.yaml"))).collect();
    insta::assert_snapshot!(text);
}

#[test]
fn these_rules_fire_on_the_federal_manifests() {
    insta::assert_snapshot!(table("examples/federal"));
}

#[test]
fn examples_are_a_hundred_lines_and_more() {
    for system in SYSTEMS {
        for kind in ["compliant", "flawed"] {
            let text = std::fs::read_to_string(root().join(format!("examples/{system}/{kind}.yaml"))).unwrap();
            assert!(text.lines().count() >= 100, "{system}/{kind}");
        }
    }
}
