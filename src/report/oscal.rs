//! OSCAL 1.2, as an export: assessment results for assessors, a plan of action and milestones for those who follow up.
//!
//! Ids are made from content, so that a finding keeps its own from run to run. A control is said to be not satisfied where a
//! rule that touches it is not met; that the rules which touch a control are met does not satisfy it, so nothing says so.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::json::{without_nulls, write_value};
use super::model::{Diagnostic, Finding};
use super::{Report, Style};
use crate::diagnostic::Level;
use crate::engine::Verdict;
use parts::{id, instant, line, observation, problem, risk, token};

mod parts;

const VERSION: &str = "1.2.1";

pub(super) fn write_results(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let resource = id(&["assessment-plan"]);
    let mut results: Vec<Value> = by_system(report).into_iter().map(|(system, findings)| result(system, &findings, report)).collect();
    if report.is_broken() || results.is_empty() {
        results.push(unchecked(report));
    }
    // An id stands once in a document: the first result names the tool for all.
    if let Some(first) = results.first_mut() {
        match first.pointer_mut("/local-definitions/components").and_then(Value::as_array_mut) {
            Some(components) => components.push(tool(report)),
            None => first["local-definitions"] = json!({"components": [tool(report)]}),
        }
    }
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
    let (broken, open): (Vec<&Finding>, Vec<&Finding>) = report.findings.iter().partition(|finding| finding.verdict == Verdict::Error);
    let mut items: Vec<Value> = open.iter().map(|one| item(one)).collect();
    // What could not be checked is to be done, too, though nobody knows the risk.
    items.extend(broken.iter().map(|one| {
        json!({
            "uuid": id(&["item", &one.system, &one.fingerprint, &one.rule]),
            "title": line(&format!("{} {}: could not be checked", one.rule, one.system)),
            "description": line(&helped(&one.message, one.help.as_deref())),
            "props": parts::properties(one),
            "related-observations": [{"observation-uuid": parts::observation_id(one)}],
        })
    }));
    items.extend(errors(report).map(|problem| {
        json!({
            "uuid": parts::problem_id("item", problem),
            "title": line(&format!("Could not be checked: {}", problem.code)),
            "description": line(&helped(&problem.message, problem.help.as_deref())),
            "related-observations": [{"observation-uuid": parts::problem_id("observation", problem)}],
        })
    }));
    if items.is_empty() {
        items.push(nothing_open(report));
    }
    let systems = by_system(report).into_keys().map(|system| component(system, report)).chain([tool(report)]).collect();
    let observations = open.iter().chain(&broken).map(|one| observation(one, report)).chain(errors(report).map(|one| problem(one, report)));
    let document = json!({"plan-of-action-and-milestones": {
        "uuid": document_id("plan-of-action-and-milestones", report),
        "metadata": metadata("AI governance: plan of action and milestones", report),
        "system-id": {"identifier-type": "urn:provost:fleet", "id": "fleet"},
        "local-definitions": some(systems).map(|systems| json!({"components": systems})),
        "observations": some(observations.collect()),
        "risks": some(open.iter().map(|one| risk(one, report)).collect()),
        "poam-items": items,
    }});
    write_value(&without_nulls(document), out)
}

/// OSCAL has no empty lists.
fn some(items: Vec<Value>) -> Option<Vec<Value>> {
    (!items.is_empty()).then_some(items)
}

/// What kept documents from being checked.
fn errors(report: &Report) -> impl Iterator<Item = &Diagnostic> {
    report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Level::Error)
}

/// What is wrong, and what to do.
fn helped(message: &str, help: Option<&str>) -> String {
    help.map_or_else(|| message.to_owned(), |help| format!("{message} — {help}"))
}

/// The findings of each system; systems without any, too.
fn by_system(report: &Report) -> BTreeMap<&str, Vec<&Finding>> {
    let mut systems: BTreeMap<&str, Vec<&Finding>> = report.record.systems.iter().map(|system| (system.id.as_str(), Vec::new())).collect();
    for finding in &report.findings {
        systems.entry(&finding.system).or_default().push(finding);
    }
    systems
}

/// The id of a document: the same for the same content.
fn document_id(kind: &str, report: &Report) -> String {
    let day = report.as_of.to_string();
    let mut parts = vec![kind, &day, &report.tool.version];
    parts.extend(report.record.systems.iter().map(|system| system.id.as_str()));
    parts.extend(report.findings.iter().flat_map(|finding| [finding.fingerprint.as_str(), finding.verdict.as_str()]));
    parts.extend(report.diagnostics.iter().flat_map(|diagnostic| [diagnostic.code.as_str(), diagnostic.message.as_str()]));
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

/// The program that looked.
fn tool(report: &Report) -> Value {
    json!({
        "uuid": id(&["tool"]),
        "type": "software",
        "title": line(&format!("{} {}", report.tool.name, report.tool.version)),
        "description": "The program that checked the manifests against the policies.",
        "status": {"state": "operational"},
    })
}

/// OSCAL wants a selection, and has none that is empty.
fn nothing_selected(description: &str) -> Value {
    json!({"include-all": {}, "description": description})
}

/// What could not be checked, so that nobody takes its silence for an answer.
fn unchecked(report: &Report) -> Value {
    let why = if report.is_broken() { "Some documents or rules could not be checked." } else { "No system was checked." };
    json!({
        "uuid": id(&["result", &report.as_of.to_string(), "unchecked"]),
        "title": "What could not be checked",
        "description": why,
        "start": instant(report.as_of),
        "end": instant(report.as_of),
        "reviewed-controls": {"control-selections": [nothing_selected("None of them was reviewed here: what was observed kept it from being checked.")]},
        "observations": some(errors(report).map(|one| problem(one, report)).collect()),
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
        return nothing_selected("None of them was reviewed: no rule that was checked applies.");
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
    json!({
        "uuid": id(&["item", &finding.system, &finding.fingerprint, &finding.rule]),
        "title": line(&format!("{} {}: {}", finding.rule, finding.system, finding.title)),
        "description": line(&helped(&finding.message, finding.help.as_deref())),
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
