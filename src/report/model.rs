//! A report as plain data: everything that any format shows, and nothing that only the run itself knows.
//!
//! `check` makes one from its outcome, `report` reads one that was stored; every format is written from it, so that both give
//! the same bytes. Its JSON form is the contract `schemas/result.v1.json`: fields are added, never renamed or removed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Level, Location};
use crate::engine::{ControlRecord, FrameworkRecord, Record, RuleRecord, Verdict, Verdicts, Waiver};
use crate::policy::Severity;

mod merge;
mod of;
mod quote;
mod read;

pub use merge::merge;
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
    /// By path, place and rule.
    pub findings: Vec<Finding>,
    /// Problems with documents, policies and arguments.
    pub diagnostics: Vec<Diagnostic>,
    /// Systems, rules and frameworks; empty if the run did not keep them.
    #[serde(default)]
    pub record: Record,
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

/// Numbers by severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BySeverity {
    /// Of this severity, as all others.
    pub critical: usize,
    /// See [`Severity::High`].
    pub high: usize,
    /// See [`Severity::Medium`].
    pub medium: usize,
    /// See [`Severity::Low`].
    pub low: usize,
    /// See [`Severity::Info`].
    pub info: usize,
}

/// A rule that a system fails, has waived or leaves undeclared, or whose evaluation failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// Policy id.
    pub policy: String,
    /// The rule's title.
    #[serde(default)]
    pub title: String,
    /// Severity of the rule, after overrides.
    pub severity: Severity,
    /// What the rule came to.
    pub verdict: Verdict,
    /// System id.
    pub system: String,
    /// What is wrong, on one line.
    pub message: String,
    /// The next step.
    #[serde(default)]
    pub help: Option<String>,
    /// Controls that the rule touches, as `framework:ID`.
    pub controls: Vec<String>,
    /// The place that a reviewer would point at.
    pub location: Location,
    /// What is there.
    #[serde(default)]
    pub label: String,
    /// Semantic path of the place.
    #[serde(default)]
    pub path: String,
    /// Paths that must be declared, for `undeclared`.
    #[serde(default)]
    pub missing: Vec<String>,
    /// The expression that decided, with the values of its parts, where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluated: Vec<Evaluated>,
    /// Other places that decided.
    pub related: Vec<Related>,
    /// The lines that these places are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// What accepts it, for `waived`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
    /// Whether it counts towards the exit code.
    #[serde(default = "yes")]
    pub counts: bool,
    /// Digest of system, rule and semantic path: 32 hexadecimal digits.
    pub fingerprint: String,
}

fn yes() -> bool {
    true
}

/// A part of the expression that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// How far inside the expression it is: 0 for the whole.
    pub depth: usize,
    /// The part as the policy writes it.
    pub expression: String,
    /// What came of it.
    pub value: String,
}

/// Another place that matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    #[serde(flatten)]
    pub location: Location,
    /// What is there.
    pub label: String,
}

/// Lines of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The file.
    pub path: String,
    /// In the file's order; not every line between the first and the last is here.
    pub lines: Vec<Line>,
}

/// A line, or the part of a very long one that matters: such a line may stand in several parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, from 1.
    pub line: u32,
    /// The column with which the text begins, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub column: u32,
    /// The text, without a line break.
    pub text: String,
    /// Whether more of the line follows that is left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cut: bool,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_one(column: &u32) -> bool {
    *column == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A problem with a document, a policy or an argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Kind of the problem.
    pub code: String,
    /// An error keeps something from being checked.
    pub severity: Level,
    /// What is wrong, on one line.
    pub message: String,
    /// The next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where, for a problem that has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Other places that matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// The lines that these places are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
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

    /// The rule of a finding, if the report says more of it.
    pub fn rule(&self, id: &str, policy: &str) -> Option<&RuleRecord> {
        self.record.rules.iter().find(|rule| rule.id == id && rule.policy == policy)
    }

    /// The control of a reference.
    pub fn control<'a>(&'a self, reference: &'a str) -> Control<'a> {
        let (id, name) = reference.split_once(':').unwrap_or(("", reference));
        let framework = self.record.frameworks.iter().find(|framework| framework.id == id);
        let control = framework.and_then(|framework| framework.controls.iter().find(|control| control.id == name));
        Control {
            reference,
            framework: framework.map_or(id, |framework| &framework.short),
            label: control.map_or(name, |control| &control.label),
            title: control.map_or("", |control| &control.title),
        }
    }

    /// Counts what can be counted again.
    fn count(&mut self) {
        let verdicts = self.summary.verdicts;
        self.summary.evaluations = verdicts.total();
        let failing = |severity| self.with_verdict(Verdict::Fail).filter(|finding| finding.severity == severity).count();
        self.summary.findings = BySeverity {
            critical: failing(Severity::Critical),
            high: failing(Severity::High),
            medium: failing(Severity::Medium),
            low: failing(Severity::Low),
            info: failing(Severity::Info),
        };
    }
}

impl BySeverity {
    /// The number of a severity.
    pub fn of(&self, severity: Severity) -> usize {
        match severity {
            Severity::Critical => self.critical,
            Severity::High => self.high,
            Severity::Medium => self.medium,
            Severity::Low => self.low,
            Severity::Info => self.info,
        }
    }
}

impl Finding {
    /// Its places, the primary one first, and what is at each.
    pub fn places(&self) -> impl Iterator<Item = (&Location, &str)> {
        places(Some((&self.location, &self.label)), &self.related)
    }

    /// The quoted lines of a file.
    pub fn quote(&self, path: &str) -> Option<&Quote> {
        self.quotes.iter().find(|quote| quote.path == path)
    }
}

impl Diagnostic {
    /// Its places, the primary one first, and what is at each.
    pub fn places(&self) -> impl Iterator<Item = (&Location, &str)> {
        places(self.location.as_ref().map(|location| (location, self.label.as_deref().unwrap_or_default())), &self.related)
    }
}

fn places<'a>(primary: Option<(&'a Location, &'a str)>, related: &'a [Related]) -> impl Iterator<Item = (&'a Location, &'a str)> {
    primary.into_iter().chain(related.iter().map(|related| (&related.location, related.label.as_str())))
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
        record.controls.push(ControlRecord { id: id.to_owned(), label: control.label.clone(), title: String::new() });
    }
}
