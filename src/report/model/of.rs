//! From what the engine found.

use rayon::prelude::*;

use super::quote::{quotes, trimmed};
use super::{Diagnostic, Evaluated, Finding, Names, Related, Report, SCHEMA, Summary, Tool, note_name};
use crate::diagnostic::{self, Label};
use crate::engine::{self, Outcome, Record};

impl From<Outcome> for Report {
    /// Takes the outcome apart as it goes: a large fleet has hundreds of thousands of findings, and two of each would not fit.
    fn from(outcome: Outcome) -> Self {
        let mut names = Names::new();
        outcome.findings.iter().flat_map(|finding| finding.controls.iter()).for_each(|control| note_name(&mut names, control));
        let mut record = outcome.record;
        record.add(Record { frameworks: names.into_values().collect(), ..Record::default() });
        let engine::Summary { systems, rules, verdicts, .. } = outcome.summary;
        let mut report = Self {
            policy_paths: Vec::new(),
            schema: SCHEMA.to_owned(),
            tool: Tool::this(),
            as_of: outcome.as_of,
            as_of_pinned: outcome.as_of_pinned,
            exit_code: 0,
            summary: Summary { systems, rules, verdicts, ..Summary::default() },
            previous: None,
            findings: outcome.findings.into_par_iter().map(Finding::from).collect(),
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

impl From<engine::Finding> for Finding {
    fn from(finding: engine::Finding) -> Self {
        Self {
            location: trimmed(&finding.primary.place).locate(),
            quotes: quotes(Some(&finding.primary), &finding.related),
            related: finding.related.iter().map(Related::from).collect(),
            rule: finding.rule,
            policy: finding.policy,
            title: finding.title,
            severity: finding.severity,
            verdict: finding.verdict,
            system: finding.system,
            message: finding.message,
            help: finding.help,
            controls: finding.controls.iter().map(|control| control.reference.clone()).collect(),
            label: finding.primary.text,
            path: finding.path,
            missing: finding.missing,
            evaluated: finding.evaluated.iter().map(Evaluated::from).collect(),
            waiver: finding.waiver,
            counts: finding.counts,
            fingerprint: finding.fingerprint,
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
