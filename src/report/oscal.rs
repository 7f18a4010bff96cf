//! OSCAL 1.2, as an export: assessment results for assessors, a plan of action and milestones for those who follow up.
//!
//! Ids are made from content, so that a finding keeps its own from run to run. A control is said to be not satisfied where a
//! rule that touches it is not met; that the rules which touch a control are met does not satisfy it, so nothing says so.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::json::{without_nulls, write_value};
use super::model::Finding;
use super::{Report, Style};
use crate::engine::Verdict;
use parts::{id, instant, line, observation, risk, token};

mod parts;

const VERSION: &str = "1.2.1";

pub(super) fn write_results(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let resource = id(&["assessment-plan"]);
    let results: Vec<Value> = by_system(report).into_iter().map(|(system, findings)| result(system, &findings, report)).collect();
    let document = json!({"assessment-results": {
        "uuid": document_id("assessment-results", report),
        "metadata": metadata("AI governance: assessment results", report),
        "import-ap": {"href": format!("#{resource}")},
        "results": results,
        "back-matter": {"resources": [{
            "uuid": resource,
            "title": "Policies",
            "description": "Systems are checked against policies by provost; `provost explain` shows each rule. There is no other plan.",
        }]},
    }});
    write_value(&without_nulls(document), out)
}

pub(super) fn write_plan(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let open: Vec<&Finding> = report.findings.iter().filter(|finding| finding.verdict != Verdict::Error).collect();
    let items: Vec<Value> = if open.is_empty() { vec![nothing_open(report)] } else { open.iter().map(|one| item(one)).collect() };
    let systems = by_system(report).into_keys().map(|system| component(system, report)).collect();
    let document = json!({"plan-of-action-and-milestones": {
        "uuid": document_id("plan-of-action-and-milestones", report),
        "metadata": metadata("AI governance: plan of action and milestones", report),
        "system-id": {"identifier-type": "urn:provost:fleet", "id": "fleet"},
        "local-definitions": some(systems).map(|systems| json!({"components": systems})),
        "observations": some(open.iter().map(|one| observation(one, report)).collect()),
        "risks": some(open.iter().map(|one| risk(one, report)).collect()),
        "poam-items": items,
    }});
    write_value(&without_nulls(document), out)
}

/// OSCAL has no empty lists.
fn some(items: Vec<Value>) -> Option<Vec<Value>> {
    (!items.is_empty()).then_some(items)
}

/// The findings of each system; systems without any, too. Where there is no system at all, one stands for the fleet.
fn by_system(report: &Report) -> BTreeMap<&str, Vec<&Finding>> {
    let mut systems: BTreeMap<&str, Vec<&Finding>> = report.record.systems.iter().map(|system| (system.id.as_str(), Vec::new())).collect();
    for finding in &report.findings {
        systems.entry(&finding.system).or_default().push(finding);
    }
    if systems.is_empty() {
        systems.insert("fleet", Vec::new());
    }
    systems
}

/// The id of a document: the same for the same content.
fn document_id(kind: &str, report: &Report) -> String {
    let day = report.as_of.to_string();
    let mut parts = vec![kind, &day, &report.tool.version];
    parts.extend(report.record.systems.iter().map(|system| system.id.as_str()));
    parts.extend(report.findings.iter().flat_map(|finding| [finding.fingerprint.as_str(), finding.verdict.as_str()]));
    id(&parts)
}

fn metadata(title: &str, report: &Report) -> Value {
    json!({
        "title": title,
        "last-modified": instant(report.as_of),
        "version": report.as_of.to_string(),
        "oscal-version": VERSION,
        "props": [
            {"name": "tool", "ns": parts::NAMESPACE, "value": "provost"},
            {"name": "tool-version", "ns": parts::NAMESPACE, "value": line(&report.tool.version)},
        ],
    })
}

fn component(system: &str, report: &Report) -> Value {
    let record = report.record.systems.iter().find(|record| record.id == system);
    let name = record.map_or(system, |record| &record.name);
    let state = match record.and_then(|record| record.stage.as_deref()) {
        Some("production" | "pilot") => "operational",
        Some("retired" | "withdrawn" | "recalled") => "disposition",
        Some(_) => "under-development",
        None => "other",
    };
    json!({
        "uuid": id(&["system", system]),
        "type": "system",
        "title": line(name),
        "description": line(&format!("AI system {system}")),
        "props": [{"name": "system-id", "ns": parts::NAMESPACE, "value": parts::value(system)}],
        "status": {"state": state},
    })
}

/// What came of one system: observations, risks, and a finding for each control that is not satisfied.
fn result(system: &str, findings: &[&Finding], report: &Report) -> Value {
    let mut controls: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.verdict != Verdict::Error) {
        finding.controls.iter().for_each(|control| controls.entry(control).or_default().push(finding));
    }
    let risky = findings.iter().filter(|finding| finding.verdict != Verdict::Error);
    json!({
        "uuid": id(&["result", &report.as_of.to_string(), system]),
        "title": line(&format!("System {system}")),
        "description": line(&format!("What policies say of the manifest of {system}, as of {}.", report.as_of)),
        "start": instant(report.as_of),
        "end": instant(report.as_of),
        "local-definitions": {"components": [component(system, report)]},
        "reviewed-controls": {"control-selections": [selection(system, &controls, report)]},
        "observations": some(findings.iter().map(|one| observation(one, report)).collect()),
        "risks": some(risky.map(|one| risk(one, report)).collect()),
        "findings": some(controls.iter().map(|(control, findings)| finding(system, control, findings, report)).collect()),
    })
}

/// The controls that the checked rules touch.
fn selection(system: &str, failing: &BTreeMap<&str, Vec<&Finding>>, report: &Report) -> Value {
    let record = report.record.systems.iter().find(|record| record.id == system);
    let applied = |rule: &str| {
        let verdict = record.and_then(|record| record.rules.get(rule));
        verdict.is_some_and(|verdict| *verdict != Verdict::NotApplicable)
    };
    let touched = report.record.rules.iter().filter(|rule| applied(&rule.id)).flat_map(|rule| &rule.controls).map(String::as_str);
    let mut tokens: Vec<String> = touched.chain(failing.keys().copied()).map(token).collect();
    tokens.sort();
    tokens.dedup();
    if tokens.is_empty() {
        return json!({"include-all": {}});
    }
    json!({"include-controls": tokens.into_iter().map(|token| json!({"control-id": token})).collect::<Vec<_>>()})
}

fn finding(system: &str, reference: &str, findings: &[&Finding], report: &Report) -> Value {
    let control = report.control(reference);
    let worst = findings.iter().fold(Verdict::Pass, |worst, finding| worst.max_by_weight(finding.verdict));
    let (reason, remark) = match worst {
        Verdict::Fail => ("fail", "a rule that touches this control is not met"),
        Verdict::Undeclared => ("other", "facts are not declared that rules which touch this control need"),
        _ => ("other", "a rule that touches this control is not met, and that is accepted for now"),
    };
    let rules: Vec<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    let name = format!("{} {}", control.framework, control.label);
    let title = if control.title.is_empty() { name.clone() } else { format!("{name}: {}", control.title) };
    json!({
        "uuid": id(&["finding", system, reference]),
        "title": line(&title),
        "description": line(&format!("{remark} ({})", rules.join(", "))),
        "target": {
            "type": "objective-id",
            "target-id": token(reference),
            "title": line(&name),
            "status": {"state": "not-satisfied", "reason": reason, "remarks": remark},
        },
        "related-observations": findings.iter().map(|one| json!({"observation-uuid": parts::observation_id(one)})).collect::<Vec<_>>(),
        "related-risks": findings.iter().map(|one| json!({"risk-uuid": parts::risk_id(one)})).collect::<Vec<_>>(),
    })
}

fn item(finding: &Finding) -> Value {
    let help = finding.help.as_deref().map(|help| format!(" — {help}")).unwrap_or_default();
    json!({
        "uuid": id(&["item", &finding.system, &finding.fingerprint, &finding.rule]),
        "title": line(&format!("{} {}: {}", finding.rule, finding.system, finding.title)),
        "description": line(&format!("{}{help}", finding.message)),
        "props": parts::properties(finding),
        "related-observations": [{"observation-uuid": parts::observation_id(finding)}],
        "related-risks": [{"risk-uuid": parts::risk_id(finding)}],
    })
}

/// A plan must have an item.
fn nothing_open(report: &Report) -> Value {
    json!({
        "uuid": id(&["item", "nothing", &report.as_of.to_string()]),
        "title": "Nothing to do",
        "description": line(&format!("As of {} there was no finding.", report.as_of)),
    })
}
