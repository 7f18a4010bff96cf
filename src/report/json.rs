//! The contract: what other programs read. Every other format is a view of the same outcome.

pub(super) mod answer;

use std::io;

use serde::Serialize;

use super::{Style, summary};
use crate::cel::Step;
use crate::diagnostic::{Diagnostic, Label, Location};
use crate::engine::{Finding, Outcome};
use crate::policy::Severity;
use crate::text::is_hostile;

/// Name and version of the contract.
pub const SCHEMA: &str = "provost/result/v1";

pub(super) fn write(outcome: &Outcome, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(&Document::of(outcome))?;
    writeln!(out, "{}", escaped(&json))
}

/// The same JSON with every invisible or steering character as `\uXXXX`: people print JSON to terminals, too.
///
/// Outside its strings, JSON holds no such character but the line breaks between its lines.
pub(super) fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hostile(c) {
            text.extend(c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            text.push(c);
        }
    }
    text
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    as_of: String,
    summary: Summary,
    findings: Vec<JsonFinding<'a>>,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

/// What made a result.
pub(super) const TOOL: Tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };

#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Summary {
    systems: usize,
    rules: usize,
    evaluations: usize,
    verdicts: Verdicts,
    findings: BySeverity,
}

#[derive(Serialize)]
pub(super) struct Verdicts {
    pass: usize,
    fail: usize,
    waived: usize,
    undeclared: usize,
    not_applicable: usize,
    error: usize,
}

/// Findings that fail, by severity.
#[derive(Serialize)]
struct BySeverity {
    critical: usize,
    high: usize,
    medium: usize,
    low: usize,
    info: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'a str,
    policy: &'a str,
    title: &'a str,
    severity: &'static str,
    verdict: &'static str,
    system: &'a str,
    message: &'a str,
    help: Option<&'a str>,
    controls: Vec<&'a str>,
    location: Location,
    label: &'a str,
    path: &'a str,
    missing: &'a [String],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    evaluated: Vec<Evaluated<'a>>,
    related: Vec<Related<'a>>,
    counts: bool,
    fingerprint: &'a str,
}

/// A part of the expression that decided.
#[derive(Serialize)]
struct Evaluated<'a> {
    depth: usize,
    expression: &'a str,
    value: &'a str,
}

#[derive(Serialize)]
struct Related<'a> {
    #[serde(flatten)]
    location: Location,
    label: &'a str,
}

#[derive(Serialize)]
pub(super) struct JsonDiagnostic<'a> {
    code: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<Related<'a>>,
}

impl<'a> Document<'a> {
    fn of(outcome: &'a Outcome) -> Self {
        Self {
            schema: SCHEMA,
            tool: TOOL,
            as_of: outcome.as_of.to_string(),
            summary: Summary::of(outcome),
            findings: outcome.findings.iter().map(JsonFinding::of).collect(),
            diagnostics: outcome.diagnostics.iter().map(JsonDiagnostic::of).collect(),
        }
    }
}

impl Summary {
    fn of(outcome: &Outcome) -> Self {
        let verdicts = outcome.summary.verdicts;
        let failing = |severity| summary::failing(outcome, severity);
        Self {
            systems: outcome.summary.systems,
            rules: outcome.summary.rules,
            evaluations: verdicts.total(),
            verdicts: Verdicts::of(verdicts),
            findings: BySeverity {
                critical: failing(Severity::Critical),
                high: failing(Severity::High),
                medium: failing(Severity::Medium),
                low: failing(Severity::Low),
                info: failing(Severity::Info),
            },
        }
    }
}

impl Verdicts {
    pub fn of(verdicts: crate::engine::Verdicts) -> Self {
        Self {
            pass: verdicts.pass,
            fail: verdicts.fail,
            waived: verdicts.waived,
            undeclared: verdicts.undeclared,
            not_applicable: verdicts.not_applicable,
            error: verdicts.error,
        }
    }
}

impl<'a> JsonFinding<'a> {
    fn of(finding: &'a Finding) -> Self {
        Self {
            rule: &finding.rule,
            policy: &finding.policy,
            title: &finding.title,
            severity: finding.severity.as_str(),
            verdict: finding.verdict.as_str(),
            system: &finding.system,
            message: &finding.message,
            help: finding.help.as_deref(),
            controls: finding.controls.iter().map(|control| control.reference.as_str()).collect(),
            location: finding.primary.place.locate(),
            label: &finding.primary.text,
            path: &finding.path,
            missing: &finding.missing,
            evaluated: finding.evaluated.iter().map(Evaluated::of).collect(),
            related: finding.related.iter().map(Related::of).collect(),
            counts: finding.counts,
            fingerprint: &finding.fingerprint,
        }
    }
}

impl<'a> Evaluated<'a> {
    fn of(step: &'a Step) -> Self {
        Self { depth: step.depth, expression: &step.text, value: &step.value }
    }
}

impl<'a> Related<'a> {
    fn of(label: &'a Label) -> Self {
        Self { location: label.place.locate(), label: &label.text }
    }
}

impl<'a> JsonDiagnostic<'a> {
    pub(super) fn of(diagnostic: &'a Diagnostic) -> Self {
        Self {
            code: diagnostic.code.id(),
            severity: diagnostic.level.as_str(),
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            location: diagnostic.primary.as_ref().map(|label| label.place.locate()),
            label: diagnostic.primary.as_ref().map(|label| label.text.as_str()),
            related: diagnostic.related.iter().map(Related::of).collect(),
        }
    }
}
