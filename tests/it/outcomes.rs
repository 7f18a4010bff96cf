//! Outcomes made by hand from small sources, so that a report can be tested without an engine.

use std::sync::Arc;

use jiff::civil::date;
use provost::diagnostic::{Code, Diagnostic, Label, Place};
use provost::engine::{Control, Finding, Outcome, Summary, Verdict, Verdicts};
use provost::policy::Severity;
use provost::report::{Format, Style, write};
use provost::text::{Source, Span};

/// A manifest with a flow that breaks LEK-01.
pub const COPILOT: &str = "\
apiVersion: provost/v1
kind: AISystem
id: support-copilot
name: Support copilot
lifecycle: {stage: production}
incident_response:
  system: jira
  runbook: docs/runbooks/copilot.md
data_flows:
  - id: chat-to-llm
    classification: personal
    to: {kind: external-model, name: OpenAI}
    safeguards: [tls]
    region: us
    agreement: {dpa: true, no_training: false}
";

/// What an outcome is to hold.
#[derive(Clone, Copy, PartialEq)]
pub enum Holds {
    Findings,
    Undeclared,
    Waived,
    Diagnostics,
}

pub fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text))
}

/// The place of `quote`, which must occur in the source.
pub fn place(source: &Arc<Source>, quote: &str) -> Place {
    let start = source.text().find(quote).expect("the quote stands in the source");
    Place::new(source, Span::new(start as u32, (start + quote.len()) as u32))
}

pub fn label(source: &Arc<Source>, quote: &str, text: &str) -> Label {
    Label { place: place(source, quote), text: text.to_owned() }
}

/// An outcome of a run over three systems that holds what is asked for.
pub fn outcome(holds: &[Holds]) -> Outcome {
    let copilot = source("systems/support-copilot.yaml", COPILOT);
    let mut findings = Vec::new();
    let mut diagnostics = Vec::new();
    if holds.contains(&Holds::Findings) {
        findings.extend([leak(&copilot), retention(&copilot)]);
    }
    if holds.contains(&Holds::Waived) {
        findings.push(Finding { verdict: Verdict::Waived, counts: false, ..retention(&copilot) });
    }
    if holds.contains(&Holds::Undeclared) {
        findings.extend(undeclared(&copilot));
    }
    if holds.contains(&Holds::Diagnostics) {
        diagnostics.extend(unknown_field());
    }
    of(findings, diagnostics)
}

/// The outcome of these findings and diagnostics, counted.
pub fn of(findings: Vec<Finding>, diagnostics: Vec<Diagnostic>) -> Outcome {
    let mut verdicts = Verdicts { pass: 61, not_applicable: 190, ..Verdicts::default() };
    for finding in &findings {
        verdicts.count(finding.verdict);
    }
    let summary = Summary { systems: 3, rules: 87, verdicts };
    Outcome { as_of: date(2026, 11, 20), as_of_pinned: true, summary, findings, diagnostics, tally: Vec::new() }
}

/// The bytes of a format, as text.
pub fn written(format: Format, outcome: &Outcome, style: &Style) -> String {
    let mut bytes = Vec::new();
    write(format, outcome, style, &mut bytes).expect("a vector takes every byte");
    String::from_utf8(bytes).expect("formats are UTF-8")
}

pub fn leak(copilot: &Arc<Source>) -> Finding {
    Finding {
        rule: "LEK-01".into(),
        title: "Personal data leaves only under an agreement".into(),
        policy: "data-leakage".into(),
        severity: Severity::Critical,
        verdict: Verdict::Fail,
        system: "support-copilot".into(),
        message: "data flow `chat-to-llm` sends personal data to OpenAI without a no-training agreement".into(),
        help: Some(
            "set `agreement.no_training: true` on `data_flows[chat-to-llm]` once the vendor signed it, or add `redaction` to its `safeguards`"
                .into(),
        ),
        controls: [
            control("nist-ai-rmf:MAP 4.1", "NIST AI RMF", "MAP 4.1"),
            control("owasp-llm-2025:LLM02", "OWASP", "LLM02:2025"),
            control("eu-ai-act:Art. 10", "EU AI Act", "Art. 10"),
        ].into(),
        primary: label(copilot, "no_training: false", "`flow.agreement.no_training` is false"),
        related: vec![label(copilot, "personal", "applies because of this")],
        path: "data_flows[chat-to-llm].agreement.no_training".into(),
        missing: Vec::new(),
        evaluated: Vec::new(),
        counts: true,
        fingerprint: "0f3a9d5c7be14826a1b2c3d4e5f60718".into(),
    }
}

fn retention(copilot: &Arc<Source>) -> Finding {
    Finding {
        rule: "DPR-04".into(),
        title: "Flows across regions name their basis".into(),
        policy: "data-protection".into(),
        severity: Severity::High,
        message: "data flow `chat-to-llm` leaves the EU".into(),
        help: None,
        controls: [control("gdpr:Art. 44", "GDPR", "Art. 44")].into(),
        primary: label(copilot, "us\n", "not one of the allowed regions"),
        related: Vec::new(),
        path: "data_flows[chat-to-llm].region".into(),
        fingerprint: "77aa9d5c7be14826a1b2c3d4e5f60719".into(),
        ..leak(copilot)
    }
}

fn undeclared(copilot: &Arc<Source>) -> Vec<Finding> {
    let block = "system: jira\n  runbook: docs/runbooks/copilot.md";
    let flow = "{dpa: true, no_training: false}";
    let facts = [
        ("INC-04", Severity::High, block, vec!["incident_response.exercised_on"]),
        ("OBS-03", Severity::Medium, block, vec!["incident_response.exercised_on"]),
        ("INC-05", Severity::Critical, block, vec!["incident_response.exercised_on", "monitoring.alerts_to"]),
        ("LEK-07", Severity::High, flow, vec!["data_flows[chat-to-llm].agreement.retention_days"]),
        ("MON-01", Severity::Low, "apiVersion: provost/v1", vec!["monitoring.drift"]),
    ];
    let finding = |(rule, severity, quote, missing): (&str, Severity, &str, Vec<&str>)| Finding {
        rule: rule.into(),
        severity,
        verdict: Verdict::Undeclared,
        message: format!("nobody declared `{}`", missing[0]),
        primary: label(copilot, quote, "belongs here"),
        related: Vec::new(),
        path: missing[0].into(),
        missing: missing.into_iter().map(str::to_owned).collect(),
        ..leak(copilot)
    };
    facts.into_iter().map(finding).collect()
}

fn unknown_field() -> Vec<Diagnostic> {
    let scanner = source("systems/scanner.yaml", "apiVersion: provost/v1\nkind: AISystem\nid: scanner\nnmae: Scanner\n");
    vec![
        Diagnostic::error(Code::UnknownField, "unknown key `nmae` in a manifest")
            .at(place(&scanner, "nmae"), "not a key of `AISystem`")
            .help("did you mean `name`?"),
        Diagnostic::warning(Code::UnknownSelection, "`--skip LEK-99` matches no rule").help("did you mean `LEK-09`?"),
    ]
}

fn control(reference: &str, framework: &str, label: &str) -> Control {
    Control { reference: reference.into(), framework: framework.into(), label: label.into(), from: None }
}
