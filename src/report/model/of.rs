//! From what the engine found.

use super::quote::{quotes, trimmed};
use super::{Diagnostic, Evaluated, Finding, Names, Related, Report, SCHEMA, Summary, Tool, note_name};
use crate::diagnostic::{self, Label};
use crate::engine::{self, Outcome, Record};

impl From<&Outcome> for Report {
    fn from(outcome: &Outcome) -> Self {
        let mut names = Names::new();
        outcome.findings.iter().flat_map(|finding| finding.controls.iter()).for_each(|control| note_name(&mut names, control));
        let mut record = outcome.record.clone();
        record.add(Record { frameworks: names.into_values().collect(), ..Record::default() });
        let engine::Summary { systems, rules, verdicts } = outcome.summary;
        let mut report = Self {
            policy_paths: Vec::new(),
            schema: SCHEMA.to_owned(),
            tool: Tool::this(),
            as_of: outcome.as_of,
            as_of_pinned: outcome.as_of_pinned,
            exit_code: 0,
            summary: Summary { systems, rules, verdicts, ..Summary::default() },
            previous: None,
            findings: outcome.findings.iter().map(Finding::from).collect(),
            diagnostics: outcome.diagnostics.iter().map(Diagnostic::from).collect(),
            record,
        };
        report.count();
        report.exit_code = if report.is_broken() { 2 } else { u8::from(outcome.failed) };
        report
    }
}

impl Tool {
    /// This very program.
    pub fn this() -> Self {
        Self { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() }
    }
}

impl From<&engine::Finding> for Finding {
    fn from(finding: &engine::Finding) -> Self {
        Self {
            rule: finding.rule.clone(),
            policy: finding.policy.clone(),
            title: finding.title.clone(),
            severity: finding.severity,
            verdict: finding.verdict,
            system: finding.system.clone(),
            message: finding.message.clone(),
            help: finding.help.clone(),
            controls: finding.controls.iter().map(|control| control.reference.clone()).collect(),
            location: trimmed(&finding.primary.place).locate(),
            label: finding.primary.text.clone(),
            path: finding.path.clone(),
            missing: finding.missing.clone(),
            evaluated: finding.evaluated.iter().map(Evaluated::from).collect(),
            related: finding.related.iter().map(Related::from).collect(),
            quotes: quotes(Some(&finding.primary), &finding.related),
            waiver: finding.waiver.clone(),
            counts: finding.counts,
            fingerprint: finding.fingerprint.clone(),
        }
    }
}

impl From<&crate::cel::Step> for Evaluated {
    fn from(step: &crate::cel::Step) -> Self {
        Self { depth: step.depth, expression: step.text.clone(), value: step.value.clone() }
    }
}

impl From<&Label> for Related {
    fn from(label: &Label) -> Self {
        Self { location: trimmed(&label.place).locate(), label: label.text.clone() }
    }
}

impl From<&diagnostic::Diagnostic> for Diagnostic {
    fn from(diagnostic: &diagnostic::Diagnostic) -> Self {
        Self {
            code: diagnostic.code.id().to_owned(),
            severity: diagnostic.level,
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            location: diagnostic.primary.as_ref().map(|label| trimmed(&label.place).locate()),
            label: diagnostic.primary.as_ref().map(|label| label.text.clone()),
            related: diagnostic.related.iter().map(Related::from).collect(),
            quotes: quotes(diagnostic.primary.as_ref(), &diagnostic.related),
        }
    }
}
