//! A report as plain data: everything that any format shows, and nothing that only the run itself knows.
//!
//! `check` makes one from its outcome, `report` reads one that was stored; every format is written from it, so that both give
//! the same bytes. Its JSON form is the contract `schemas/result.v1.json`: fields are added, never renamed or removed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Level;
pub use crate::engine::BySeverity;
use crate::engine::{ControlRecord, FrameworkRecord, Record, RuleRecord, Verdict, Verdicts};

mod finding;
mod merge;
mod of;
mod previous;
mod quote;
mod read;

pub use finding::{Diagnostic, Evaluated, Finding, Line, Quote, Related};
pub use merge::merge;
pub use previous::{Change, Previous, Standing};
pub(super) use quote::shown_lines;
pub use read::read;

/// Name and version of the contract.
pub const SCHEMA: &str = "provost/result/v1";

/// All that a run found, and what it was about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// What made it.
    pub tool: Tool,
    /// The day that the run took as today.
    pub as_of: Date,
    /// Whether that day was given rather than being the calendar's.
    #[serde(default)]
    pub as_of_pinned: bool,
    /// What the run exited with.
    #[serde(default)]
    pub exit_code: u8,
    /// In numbers.
    pub summary: Summary,
    /// What changed since an earlier result, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Previous>,
    /// By path, place and rule.
    pub findings: Vec<Finding>,
    /// Problems with documents, policies and arguments.
    pub diagnostics: Vec<Diagnostic>,
    /// Systems, rules and frameworks; empty if the run did not keep them.
    #[serde(default)]
    pub record: Record,
    /// Where the policies lie that the arguments named, as they were typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_paths: Vec<String>,
}

/// What made a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Always `provost`.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A run in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Systems in the inventory.
    pub systems: usize,
    /// Rules after selection.
    pub rules: usize,
    /// Verdicts of all kinds.
    pub evaluations: usize,
    /// Evaluations by verdict.
    pub verdicts: Verdicts,
    /// Findings that fail, by severity.
    pub findings: BySeverity,
}

/// A control that a finding's rule touches, as people see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control<'a> {
    /// `framework:ID`.
    pub reference: &'a str,
    /// Short name of the framework, or its id if nothing is known of it.
    pub framework: &'a str,
    /// The id as its publisher prints it.
    pub label: &'a str,
    /// What it asks for; empty if nothing is known of it.
    pub title: &'a str,
    /// From when it applies, where that was still to come; empty otherwise.
    pub from: &'a str,
}

impl Report {
    /// Whether something could not be checked: an error, or nothing was evaluated.
    pub fn is_broken(&self) -> bool {
        self.summary.verdicts.error > 0
            || self.summary.verdicts.total() == 0
            || self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Level::Error)
    }

    /// Findings of a verdict.
    pub fn with_verdict(&self, verdict: Verdict) -> impl DoubleEndedIterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.verdict == verdict)
    }

    /// Findings by verdict.
    pub fn shown(&self) -> Verdicts {
        let mut shown = Verdicts::default();
        self.findings.iter().for_each(|finding| shown.count(finding.verdict));
        shown
    }

    /// The rule of a finding, if the report says more of it.
    pub fn rule(&self, id: &str, policy: &str) -> Option<&RuleRecord> {
        self.record.rules.iter().find(|rule| rule.id == id && rule.policy == policy)
    }

    /// The framework of a control's reference, if the report says more of it.
    pub fn framework(&self, reference: &str) -> Option<&FrameworkRecord> {
        let (id, _) = reference.split_once(':')?;
        self.record.frameworks.iter().find(|framework| framework.id == id)
    }

    /// The control of a reference.
    pub fn control<'a>(&'a self, reference: &'a str) -> Control<'a> {
        let (id, name) = reference.split_once(':').unwrap_or(("", reference));
        let framework = self.framework(reference);
        let control = framework.and_then(|framework| framework.controls.iter().find(|control| control.id == name));
        Control {
            reference,
            framework: framework.map_or(id, |framework| &framework.short),
            label: control.map_or(name, |control| &control.label),
            title: control.map_or("", |control| &control.title),
            from: control.map_or("", |control| &control.from),
        }
    }

    /// Counts what can be counted again.
    fn count(&mut self) {
        let verdicts = self.summary.verdicts;
        self.summary.evaluations = verdicts.total();
        self.summary.findings = self.with_verdict(Verdict::Fail).map(|finding| finding.severity).collect();
    }
}

/// Frameworks by id, each with the names of some controls; what findings know where the run kept no record.
type Names = BTreeMap<String, FrameworkRecord>;

/// The framework and control that a finding names.
fn note_name(names: &mut Names, control: &crate::engine::Control) {
    let Some((framework, id)) = control.reference.split_once(':') else { return };
    let record = names.entry(framework.to_owned()).or_insert_with(|| FrameworkRecord {
        id: framework.to_owned(),
        short: control.framework.clone(),
        ..FrameworkRecord::default()
    });
    if !record.controls.iter().any(|known| known.id == id) {
        record.controls.push(ControlRecord {
            id: id.to_owned(),
            label: control.label.clone(),
            from: control.from.map(|start| start.to_string()).unwrap_or_default(),
            ..ControlRecord::default()
        });
    }
}
