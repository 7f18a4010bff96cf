//! Outcomes made by hand from small sources, so that a report can be tested without an engine.

use std::sync::Arc;

use jiff::civil::date;
use provost::diagnostic::{Code, Diagnostic, Label, Place};
use provost::engine::{
    Agreement, Contact, Control, ControlRecord, Finding, FrameworkRecord, Outcome, Record, RuleRecord, Summary, SystemRecord, TierRecord,
    Verdict, Verdicts, Waiver,
};
use provost::policy::Severity;
use provost::report::{Format, Report, Style, write};
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
    /// A rule that could not be evaluated.
    Errors,
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
        let waiver = Some(Waiver {
            id: "W-01".into(),
            reason: "the vendor moves to Frankfurt in March".into(),
            approved_by: "Head of risk".into(),
            approved_on: Some(date(2026, 10, 1)),
            expires_on: Some(date(2027, 3, 31)),
        });
        findings.push(Finding { verdict: Verdict::Waived, counts: false, waiver, ..retention(&copilot) });
    }
    if holds.contains(&Holds::Undeclared) {
        findings.extend(undeclared(&copilot));
    }
    if holds.contains(&Holds::Diagnostics) {
        diagnostics.extend(unknown_field());
    }
    if holds.contains(&Holds::Errors) {
        findings.push(broken(&copilot));
    }
    of(findings, diagnostics)
}

/// The same with a record of what the run was about.
pub fn recorded(holds: &[Holds]) -> Outcome {
    let mut outcome = outcome(holds);
    let rules = [
        ("DPR-04", "data-protection", Severity::High, vec!["gdpr:Art. 44"]),
        ("LEK-01", "data-leakage", Severity::Critical, LEAK.to_vec()),
    ];
    let rule = |(id, policy, severity, controls): (&str, &str, Severity, Vec<&str>)| RuleRecord {
        id: id.into(),
        policy: policy.into(),
        policy_title: format!("Title of {policy}"),
        title: format!("Title of {id}"),
        severity,
        rationale: Some(format!("Why `{id}` matters.")),
        controls: controls.into_iter().map(str::to_owned).collect(),
    };
    let framework = |id: &str, short: &str, control: &str, title: &str| FrameworkRecord {
        id: id.into(),
        short: short.into(),
        title: format!("All of {short}"),
        version: "1".into(),
        publisher: "Publisher".into(),
        url: "https://frameworks.example/".into(),
        controls: vec![ControlRecord { id: control.into(), label: control.into(), title: title.into(), from: String::new() }],
    };
    let system = |id: &str, verdicts: &[(&str, Verdict)]| SystemRecord {
        id: id.into(),
        name: format!("Name of {id}"),
        path: format!("systems/{id}.yaml"),
        stage: Some("production".into()),
        tier: Some("limited".into()),
        accountable: Some(Contact { name: "Head of support".into(), contact: "support@acme.example".into() }),
        derived: vec![TierRecord {
            classification: "eu-ai-act".into(),
            short: "EU AI Act".into(),
            possible: vec!["high".into(), "limited".into()],
            idle: false,
            agreement: Agreement::Unsure,
        }],
        picture: None,
        verdicts: Verdicts::default(),
        rules: verdicts.iter().map(|&(rule, verdict)| (rule.to_owned(), verdict)).collect(),
    };
    let fails = if holds.contains(&Holds::Findings) { Verdict::Fail } else { Verdict::Pass };
    outcome.failed = fails == Verdict::Fail;
    outcome.record = Record {
        systems: vec![
            system("scanner", &[("LEK-01", Verdict::Pass), ("DPR-04", Verdict::NotApplicable)]),
            system("support-copilot", &[("LEK-01", fails)]),
        ],
        rules: rules.into_iter().map(rule).collect(),
        frameworks: vec![
            framework("gdpr", "GDPR", "Art. 44", "Transfers to third countries"),
            framework("nist-ai-rmf", "NIST AI RMF", "MAP 4.1", "Risks of third parties"),
        ],
        ..Record::default()
    };
    outcome
}

const LEAK: [&str; 2] = ["nist-ai-rmf:MAP 4.1", "owasp-llm-2025:LLM02"];

/// A rule of the user's own, the caret in its policy.
fn broken(copilot: &Arc<Source>) -> Finding {
    let policy = source("governance/own.yaml", "rules:\n  - id: ACME-01\n    assert: 1 / 0 == 1\n");
    Finding {
        rule: "ACME-01".into(),
        title: "Nothing is divided".into(),
        policy: "acme".into(),
        severity: Severity::Medium,
        verdict: Verdict::Error,
        message: "rule `ACME-01` could not be evaluated: division by zero".into(),
        help: Some("correct the rule; what was not evaluated is not passed".into()),
        controls: [].into(),
        primary: label(&policy, "1 / 0", "division by zero"),
        related: vec![label(copilot, "support-copilot", "evaluated on this")],
        path: String::new(),
        fingerprint: "11aa9d5c7be14826a1b2c3d4e5f60719".into(),
        ..leak(copilot)
    }
}

/// The outcome of these findings and diagnostics, counted.
pub fn of(findings: Vec<Finding>, diagnostics: Vec<Diagnostic>) -> Outcome {
    let mut verdicts = Verdicts { pass: 61, not_applicable: 190, ..Verdicts::default() };
    for finding in &findings {
        verdicts.count(finding.verdict);
    }
    let summary = Summary { systems: 3, rules: 87, verdicts, ..Summary::default() };
    let (tally, record) = (Vec::new(), Record::default());
    Outcome { as_of: date(2026, 11, 20), as_of_pinned: true, summary, findings, diagnostics, tally, failed: false, record }
}

/// The bytes of a format, as text.
pub fn written(format: Format, outcome: &Outcome, style: &Style) -> String {
    let mut bytes = Vec::new();
    write(format, &Report::from(outcome.clone()), style, &mut bytes).expect("a vector takes every byte");
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
        waiver: None,
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
