//! GitLab's code quality report: what a merge request shows beside changed lines. It has no place for what is accepted, so that
//! waived findings are left out.

use std::collections::BTreeSet;
use std::io;

use serde_json::{Value, json};

use super::model::{Diagnostic, Finding};
use super::{Report, Style, json, words};
use crate::diagnostic::{Level, Location};
use crate::engine::{Verdict, fingerprint};
use crate::policy::Severity;
use crate::text::clean_line;

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut known = BTreeSet::new();
    let problems = report.diagnostics.iter().map(problem);
    let failing = |finding: &&Finding| matches!(finding.verdict, Verdict::Fail | Verdict::Error);
    let findings = report.findings.iter().filter(failing).map(finding);
    // One issue for each fact would hide what fails.
    let undeclared = words::by_system(report.with_verdict(Verdict::Undeclared).collect());
    let gaps = undeclared.iter().filter_map(|(system, findings)| gaps(system, findings));
    let issues: Vec<Value> =
        problems.chain(findings).chain(gaps).map(|(issue, fingerprint)| unique(issue, &fingerprint, &mut known)).collect();
    json::write_value(&Value::Array(issues), out)
}

fn finding(finding: &Finding) -> (Value, String) {
    let severity = match finding.severity {
        _ if finding.verdict == Verdict::Error => "blocker",
        Severity::Critical => "blocker",
        Severity::High => "critical",
        Severity::Medium => "major",
        Severity::Low => "minor",
        Severity::Info => "info",
    };
    let help = finding.help.as_deref().map(|help| format!(" ({})", clean_line(help))).unwrap_or_default();
    let issue = json!({
        "description": format!("{}{help}", words::statement(finding)),
        "check_name": clean_line(&finding.rule),
        "fingerprint": null,
        "severity": severity,
        "location": location(&finding.location),
    });
    (issue, finding.fingerprint.clone())
}

/// All that a system leaves undeclared, where the worst of it belongs.
fn gaps(system: &str, findings: &[&Finding]) -> Option<(Value, String)> {
    let worst = findings.iter().rev().max_by_key(|finding| finding.severity)?;
    let issue = json!({
        "description": format!("{}: {}", clean_line(system), words::gaps(findings)),
        "check_name": "undeclared",
        "fingerprint": null,
        "severity": if findings.iter().any(|finding| finding.counts) { "major" } else { "info" },
        "location": location(&worst.location),
    });
    Some((issue, fingerprint(&["undeclared", system])))
}

fn problem(diagnostic: &Diagnostic) -> (Value, String) {
    let path = diagnostic.location.as_ref().map_or(".", |location| &location.path);
    let fingerprint = fingerprint(&[&diagnostic.code, &diagnostic.message, path]);
    let issue = json!({
        "description": clean_line(&diagnostic.message),
        "check_name": clean_line(&diagnostic.code),
        "fingerprint": null,
        "severity": if diagnostic.severity == Level::Error { "blocker" } else { "minor" },
        // What has no place still needs one here: the folder.
        "location": diagnostic.location.as_ref().map_or_else(|| json!({"path": ".", "lines": {"begin": 1}}), location),
    });
    (issue, fingerprint)
}

/// Of issues with the same fingerprint GitLab would show one alone.
fn unique(mut issue: Value, fingerprint: &str, known: &mut BTreeSet<String>) -> Value {
    let fingerprint = clean_line(fingerprint);
    let numbered = std::iter::once(fingerprint.to_string()).chain((2..).map(|n: u32| format!("{fingerprint}-{n}")));
    let free = numbered.into_iter().find(|name| !known.contains(name)).unwrap_or_default();
    known.insert(free.clone());
    if let Some(place) = issue.get_mut("fingerprint") {
        *place = Value::String(free);
    }
    issue
}

fn location(location: &Location) -> Value {
    // Paths are relative to the repository, and may not say so.
    let path = clean_line(&location.path);
    let path = path.trim_start_matches("./").trim_start_matches('/');
    json!({"path": if path.is_empty() { "." } else { path }, "lines": {"begin": location.line, "end": location.end_line}})
}
