//! SARIF 2.1.0: what code scanning reads. A finding that fails is a result of kind `fail`, one that nobody declared is `open`,
//! a waived one is suppressed; what kept something from being checked is a notification of the invocation.

use std::io;

use serde_json::{Value, json};

use super::json::{without_nulls, write_value};
use super::model::{Diagnostic, Finding, Quote};
use super::{Report, Style, words};
use crate::diagnostic::{Code, Level, Location};
use crate::engine::{Verdict, Waiver};
use crate::text::{clean_line, folded, uri_path};
use rules::{Rules, level, taxonomies};

mod rules;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The folder that paths are relative to.
const BASE: &str = "%SRCROOT%";

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let rules = Rules::of(report);
    let results = report.findings.iter().filter(|finding| finding.verdict != Verdict::Error);
    let run = json!({
        "tool": {"driver": {
            "name": "Provost",
            "version": clean_line(&report.tool.version),
            "semanticVersion": clean_line(&report.tool.version),
            "rules": rules.descriptors(report),
            "notifications": notifications(report),
            "supportedTaxonomies": report.record.frameworks.iter().enumerate()
                .map(|(index, framework)| json!({"name": clean_line(&framework.short), "index": index})).collect::<Vec<_>>(),
        }},
        "invocations": [invocation(report, &rules)],
        "originalUriBaseIds": {BASE: {"description": {"text": "the folder in which provost ran"}}},
        "columnKind": "unicodeCodePoints",
        "taxonomies": taxonomies(report),
        "results": results.map(|finding| result(finding, &rules)).collect::<Vec<_>>(),
        "properties": {"asOf": report.as_of.to_string()},
    });
    write_value(&without_nulls(json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})), out)
}

/// Text of a message. Plain text may hold links, `[text](target)`, and placeholders, `{0}`: ours holds none.
fn message(text: &str) -> Value {
    let text = clean_line(text).replace("](", "] (");
    let mut shown = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        shown.push(c);
        if c == '{' && rest.peek().is_some_and(char::is_ascii_digit) {
            shown.push(' ');
        }
    }
    json!({"text": shown})
}

fn result(finding: &Finding, rules: &Rules<'_>) -> Value {
    let (kind, level) = match finding.verdict {
        // What is not declared is neither a violation nor none: the standard's word for that takes no level.
        Verdict::Undeclared => ("open", "none"),
        _ => ("fail", level(finding.severity)),
    };
    let help = finding.help.as_deref().map(|help| format!(" — {help}")).unwrap_or_default();
    let related = finding.related.iter().enumerate().map(|(at, related)| {
        let quote = finding.quote(&related.location.path);
        json!({"id": at + 1, "physicalLocation": physical(&related.location, quote), "message": message(&related.label)})
    });
    json!({
        "ruleId": clean_line(&finding.rule),
        "ruleIndex": rules.index(finding),
        "kind": kind,
        "level": level,
        "message": message(&format!("{}{help}", words::statement(finding))),
        "locations": [{
            "physicalLocation": physical(&finding.location, finding.quote(&finding.location.path)),
            "logicalLocations": [{
                "name": clean_line(&finding.path),
                "fullyQualifiedName": clean_line(&format!("{}.{}", finding.system, finding.path)),
                "kind": "object",
            }],
        }],
        "relatedLocations": related.collect::<Vec<_>>(),
        "partialFingerprints": {"provost/v1": clean_line(&finding.fingerprint)},
        "suppressions": finding.waiver.iter().map(suppression).chain(unexplained(finding)).collect::<Vec<_>>(),
        "properties": {
            "system": clean_line(&finding.system),
            "policy": clean_line(&finding.policy),
            "severity": finding.severity.as_str(),
            "verdict": finding.verdict.as_str(),
            "counts": finding.counts,
            "missing": finding.missing.iter().map(|path| clean_line(path)).collect::<Vec<_>>(),
        },
    })
}

fn suppression(waiver: &Waiver) -> Value {
    json!({
        "kind": "external",
        "status": "accepted",
        "justification": clean_line(&folded(&waiver.reason)),
        "properties": {
            "id": clean_line(&waiver.id),
            "approvedBy": clean_line(&waiver.approved_by),
            "approvedOn": waiver.approved_on.map(|day| day.to_string()),
            "expiresOn": waiver.expires_on.map(|day| day.to_string()),
        },
    })
}

/// A waived finding is suppressed even where nothing says by what.
fn unexplained(finding: &Finding) -> Option<Value> {
    (finding.verdict == Verdict::Waived && finding.waiver.is_none()).then(|| json!({"kind": "external", "status": "accepted"}))
}

/// A place, with the text of its line where that is kept.
fn physical(location: &Location, quote: Option<&Quote>) -> Value {
    let lines = quote.into_iter().flat_map(|quote| &quote.lines).filter(|line| line.line == location.line && line.column == 1 && !line.cut);
    let text = lines.map(|line| line.text.as_str()).next().filter(|_| location.line == location.end_line);
    json!({
        "artifactLocation": {"uri": uri(&location.path), "uriBaseId": if location.path.starts_with('/') { Value::Null } else { json!(BASE) }},
        "region": {
            "startLine": location.line,
            "startColumn": location.column,
            "endLine": location.end_line,
            "endColumn": location.end_column,
        },
        "contextRegion": text.map(|text| json!({"startLine": location.line, "snippet": {"text": clean_line(text)}})),
    })
}

/// A path as a reference that is relative to the base, or as the address of a file outside it.
fn uri(path: &str) -> String {
    let encoded = uri_path(path);
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

fn invocation(report: &Report, rules: &Rules<'_>) -> Value {
    let errors = report.with_verdict(Verdict::Error).map(|finding| {
        json!({
            "descriptor": {"id": Code::EvaluationError.id()},
            "associatedRule": {"id": clean_line(&finding.rule), "index": rules.index(finding)},
            "level": "error",
            "message": message(&finding.message),
            "locations": [{"physicalLocation": physical(&finding.location, finding.quote(&finding.location.path))}],
        })
    });
    let meaning = match report.exit_code {
        0 => "nothing at or above the threshold",
        1 => "findings at or above the threshold",
        _ => "something could not be checked",
    };
    json!({
        "executionSuccessful": report.exit_code < 2,
        "exitCode": report.exit_code,
        "exitCodeDescription": meaning,
        "toolExecutionNotifications": errors.collect::<Vec<_>>(),
        "toolConfigurationNotifications": report.diagnostics.iter().map(notification).collect::<Vec<_>>(),
    })
}

fn notification(diagnostic: &Diagnostic) -> Value {
    let help = diagnostic.help.as_deref().map(|help| format!(" — {help}")).unwrap_or_default();
    let place = |location: &Location| {
        let quote = diagnostic.quotes.iter().find(|quote| quote.path == location.path);
        json!({"physicalLocation": physical(location, quote)})
    };
    json!({
        "descriptor": {"id": clean_line(&diagnostic.code)},
        "level": if diagnostic.severity == Level::Error { "error" } else { "warning" },
        "message": message(&format!("{}{help}", diagnostic.message)),
        "locations": diagnostic.location.iter().map(place).collect::<Vec<_>>(),
    })
}

/// The kinds of notifications that this run has.
fn notifications(report: &Report) -> Vec<Value> {
    let mut codes: Vec<&str> = report.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    codes.extend(report.with_verdict(Verdict::Error).map(|_| Code::EvaluationError.id()));
    codes.sort_unstable();
    codes.dedup();
    let descriptor = |code: &str| {
        let title = Code::from_id(code).map(|code| json!({"text": code.title()}));
        json!({"id": clean_line(code), "shortDescription": title})
    };
    codes.into_iter().map(descriptor).collect()
}
