use jiff::civil::Date;
use serde_json::{Value, json};

use crate::diagnostic::Location;
use crate::engine::{Verdict, Waiver};
use crate::report::model::{Diagnostic, Finding};
use crate::report::{Report, concise, uuid, words};
use crate::text::{clean_line, markdown, uri_path};

/// Where the names of our properties belong.
pub(super) const NAMESPACE: &str = "urn:provost:oscal:v1";

/// An id made from `parts`.
pub(super) fn id(parts: &[&str]) -> String {
    uuid(NAMESPACE, parts)
}

/// The beginning of a day.
pub(super) fn instant(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// One line of OSCAL's markup, never empty.
pub(super) fn line(text: &str) -> String {
    // A comment that keeps forges from mentioning people is no markup of OSCAL.
    let text = markdown(text.trim()).replace("<!-- -->", "");
    if text.is_empty() { "-".to_owned() } else { text }
}

/// The value of a property: one line without markup or white space around it, never empty.
pub(super) fn value(text: &str) -> String {
    let text = clean_line(text.trim());
    if text.trim().is_empty() { "-".to_owned() } else { text.trim().to_owned() }
}

/// A control as OSCAL names it. NIST's own catalogs spell `AC-2(1)` as `ac-2.1`; of others the framework's id comes first.
pub(super) fn token(reference: &str) -> String {
    let (framework, control) = reference.split_once(':').unwrap_or(("control", reference));
    if framework == "nist-800-53r5" {
        return control.to_lowercase().replace('(', ".").chars().filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect();
    }
    let text: String = format!("{framework}_{control}")
        .chars()
        .map(|c| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' })
        .collect();
    if text.starts_with(|c: char| c.is_alphabetic() || c == '_') { text } else { format!("_{text}") }
}

pub(super) fn observation_id(finding: &Finding) -> String {
    id(&["observation", &finding.system, &finding.fingerprint, &finding.rule])
}

pub(super) fn risk_id(finding: &Finding) -> String {
    id(&["risk", &finding.system, &finding.fingerprint, &finding.rule])
}

/// What a finding is, in OSCAL's pairs of name and value.
pub(super) fn properties(finding: &Finding) -> Vec<Value> {
    let waiver = finding.waiver.as_ref();
    let pairs = [
        ("rule", Some(finding.rule.clone())),
        ("policy", Some(finding.policy.clone())),
        ("severity", Some(finding.severity.as_str().to_owned())),
        ("verdict", Some(finding.verdict.as_str().to_owned())),
        ("fingerprint", Some(finding.fingerprint.clone())),
        ("waiver", waiver.map(|waiver| waiver.id.clone())),
        ("waiver-approved-by", waiver.map(|waiver| waiver.approved_by.clone())),
        ("waiver-expires-on", waiver.and_then(|waiver| waiver.expires_on).map(|day| day.to_string())),
    ];
    let stated = pairs.into_iter().filter_map(|(name, text)| Some((name, text?)));
    stated.map(|(name, text)| json!({"name": name, "ns": NAMESPACE, "value": value(&text)})).collect()
}

/// What was seen, with the lines of the manifest as evidence.
pub(super) fn observation(finding: &Finding, report: &Report) -> Value {
    let evidence = finding.places().map(|(location, label)| evidence(location, label));
    let remarks = match finding.verdict {
        Verdict::Undeclared => Some("facts are not declared; whether the rule is met cannot be told"),
        Verdict::Error => Some("the rule could not be evaluated; whether it is met cannot be told"),
        _ => None,
    };
    json!({
        "uuid": observation_id(finding),
        "title": line(&format!("{}: {}", finding.rule, finding.title)),
        "description": line(&finding.message),
        "props": properties(finding),
        "methods": ["EXAMINE"],
        "types": ["finding"],
        "subjects": [{"subject-uuid": id(&["system", &finding.system]), "type": "component", "title": line(&finding.system)}],
        "relevant-evidence": evidence.collect::<Vec<_>>(),
        "collected": instant(report.as_of),
        "remarks": remarks,
    })
}

/// The id of something that is made from a problem with a document.
pub(super) fn problem_id(kind: &str, problem: &Diagnostic) -> String {
    let place = problem.location.as_ref().map(concise::position).unwrap_or_default();
    id(&[kind, "problem", &problem.code, &problem.message, &place])
}

/// A problem with a document, as what was seen.
pub(super) fn problem(problem: &Diagnostic, report: &Report) -> Value {
    let evidence = problem.places().map(|(location, label)| evidence(location, label)).collect::<Vec<_>>();
    json!({
        "uuid": problem_id("observation", problem),
        "title": line(&problem.code),
        "description": line(&problem.message),
        "methods": ["EXAMINE"],
        "types": ["discovery"],
        "relevant-evidence": (!evidence.is_empty()).then_some(evidence),
        "collected": instant(report.as_of),
        "remarks": "this could not be checked; nothing is known of it",
    })
}

fn evidence(location: &Location, label: &str) -> Value {
    json!({
        "href": format!("{}#L{}", uri_path(&location.path), location.line),
        "description": line(&format!("{}: {label}", concise::position(location))),
    })
}

/// What may come of it, and for a waived one that it is accepted, by whom and until when.
pub(super) fn risk(finding: &Finding, report: &Report) -> Value {
    let status = match finding.verdict {
        Verdict::Waived => "deviation-approved",
        Verdict::Undeclared => "investigating",
        _ => "open",
    };
    let rationale = report.rule(&finding.rule, &finding.policy).and_then(|rule| rule.rationale.as_deref());
    let remediation = finding.help.as_deref().map(|help| {
        json!([{
            "uuid": id(&["remediation", &finding.system, &finding.fingerprint, &finding.rule]),
            "lifecycle": "recommendation",
            "title": "Next step",
            "description": line(help),
        }])
    });
    json!({
        "uuid": risk_id(finding),
        "title": line(&format!("{}: {}", finding.rule, finding.title)),
        "description": line(&finding.message),
        "statement": line(rationale.unwrap_or(&finding.title)),
        "props": properties(finding),
        "status": status,
        "characterizations": [{
            "origin": {"actors": [{"type": "tool", "actor-uuid": id(&["tool"])}]},
            "facets": [{"name": "severity", "system": NAMESPACE, "value": finding.severity.as_str()}],
        }],
        "deadline": finding.waiver.as_ref().and_then(|waiver| waiver.expires_on).map(instant),
        "remediations": remediation,
        "risk-log": finding.waiver.as_ref().map(|waiver| deviation(finding, waiver, report)),
        "related-observations": [{"observation-uuid": observation_id(finding)}],
    })
}

fn deviation(finding: &Finding, waiver: &Waiver, report: &Report) -> Value {
    json!({"entries": [{
        "uuid": id(&["waiver", &waiver.id, &finding.system, &finding.fingerprint, &finding.rule]),
        "title": line(&format!("Waiver {}", waiver.id)),
        "description": line(&words::acceptance(waiver)),
        "start": instant(waiver.approved_on.unwrap_or(report.as_of)),
        "end": waiver.expires_on.map(instant),
        "status-change": "deviation-approved",
    }]})
}
