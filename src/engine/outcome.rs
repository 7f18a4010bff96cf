use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::record::Record;
use crate::catalog::Start;
use crate::cel::Step;
use crate::diagnostic::{Diagnostic, Label, Level, Place};
use crate::policy::Severity;

/// What came out of one rule on one system (or on one item of its `for_each`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The assertion holds.
    Pass,
    /// It does not.
    Fail,
    /// It does not, and a waiver in force accepts that.
    Waived,
    /// The answer hangs on a fact that nobody declared.
    Undeclared,
    /// The rule does not apply.
    NotApplicable,
    /// The evaluation itself failed; never a pass.
    Error,
}

impl Verdict {
    /// The word that formats print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Waived => "waived",
            Self::Undeclared => "undeclared",
            Self::NotApplicable => "not_applicable",
            Self::Error => "error",
        }
    }

    /// Of two verdicts on one rule the one that stands for both: what is wrong before what is fine, and that before nothing.
    #[must_use]
    pub fn max_by_weight(self, other: Self) -> Self {
        let weight = |verdict| match verdict {
            Self::NotApplicable => 0,
            Self::Pass => 1,
            Self::Waived => 2,
            Self::Undeclared => 3,
            Self::Fail => 4,
            Self::Error => 5,
        };
        if weight(other) > weight(self) { other } else { self }
    }
}

/// The acceptance of a finding: somebody's, for a reason, until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Id.
    pub id: String,
    /// Why the risk is accepted.
    pub reason: String,
    /// Who accepts it.
    pub approved_by: String,
    /// Since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_on: Option<Date>,
    /// Last day on which it is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Date>,
}

/// A control that a rule touches, with the names that people see.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Control {
    /// `framework:ID`, as policies write it.
    pub reference: String,
    /// Short name of the framework, e.g. `NIST AI RMF`.
    pub framework: String,
    /// The control as its publisher labels it, e.g. `LLM02:2025`.
    pub label: String,
    /// The first day on which it applies, where that is still to come.
    pub from: Option<Start>,
}

/// A rule that a system fails, has waived, leaves undeclared, or on which evaluation failed.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// The rule's title.
    pub title: String,
    /// Policy id.
    pub policy: String,
    /// Severity of the rule.
    pub severity: Severity,
    /// `Fail`, `Waived`, `Undeclared` or `Error`.
    pub verdict: Verdict,
    /// System id.
    pub system: String,
    /// What is wrong, on one line.
    pub message: String,
    /// The next step.
    pub help: Option<String>,
    /// Controls that the rule touches, in the policy's order.
    pub controls: Arc<[Control]>,
    /// The line that a reviewer would point at, and what is there.
    pub primary: Label,
    /// What else decided, and why the rule applies.
    pub related: Vec<Label>,
    /// Semantic path of the primary place, e.g. `data_flows[chat].agreement.no_training`.
    pub path: String,
    /// Paths that must be declared, for `Undeclared`.
    pub missing: Vec<String>,
    /// The expression that decided, with the values of its parts, where they were asked for.
    pub evaluated: Vec<Step>,
    /// What accepts it, for `Waived`.
    pub waiver: Option<Waiver>,
    /// Whether it counts towards the exit code.
    pub counts: bool,
    /// Digest of system, rule and semantic path: 32 hexadecimal digits.
    pub fingerprint: String,
}

/// A [`Finding`] in brief: what a line says of it.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Rule id.
    pub rule: String,
    /// Severity of the rule.
    pub severity: Severity,
    /// `Fail`, `Waived`, `Undeclared` or `Error`.
    pub verdict: Verdict,
    /// What is wrong, on one line.
    pub message: String,
    /// The line that a reviewer would point at.
    pub place: Place,
}

/// One evaluation, for those who count by rule and system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tally {
    /// Rule id.
    pub rule: String,
    /// System id; nothing where a rule about all systems at once has nothing against any.
    pub system: Option<String>,
    /// What came out.
    pub verdict: Verdict,
}

/// Number of evaluations by verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// See [`Verdict::Pass`].
    pub pass: usize,
    /// See [`Verdict::Fail`].
    pub fail: usize,
    /// See [`Verdict::Waived`].
    pub waived: usize,
    /// See [`Verdict::Undeclared`].
    pub undeclared: usize,
    /// See [`Verdict::NotApplicable`].
    pub not_applicable: usize,
    /// See [`Verdict::Error`].
    pub error: usize,
}

impl Verdicts {
    /// Counts one verdict.
    pub fn count(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Pass => &mut self.pass,
            Verdict::Fail => &mut self.fail,
            Verdict::Waived => &mut self.waived,
            Verdict::Undeclared => &mut self.undeclared,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::Error => &mut self.error,
        } += 1;
    }

    /// Evaluations of this verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        match verdict {
            Verdict::Pass => self.pass,
            Verdict::Fail => self.fail,
            Verdict::Waived => self.waived,
            Verdict::Undeclared => self.undeclared,
            Verdict::NotApplicable => self.not_applicable,
            Verdict::Error => self.error,
        }
    }

    /// Adds the counts of another part of the run, or of a stored result, which may say anything.
    pub fn add(&mut self, other: Self) {
        self.pass = self.pass.saturating_add(other.pass);
        self.fail = self.fail.saturating_add(other.fail);
        self.waived = self.waived.saturating_add(other.waived);
        self.undeclared = self.undeclared.saturating_add(other.undeclared);
        self.not_applicable = self.not_applicable.saturating_add(other.not_applicable);
        self.error = self.error.saturating_add(other.error);
    }

    /// Takes away the counts of a part of the run.
    pub fn remove(&mut self, other: Self) {
        self.pass = self.pass.saturating_sub(other.pass);
        self.fail = self.fail.saturating_sub(other.fail);
        self.waived = self.waived.saturating_sub(other.waived);
        self.undeclared = self.undeclared.saturating_sub(other.undeclared);
        self.not_applicable = self.not_applicable.saturating_sub(other.not_applicable);
        self.error = self.error.saturating_sub(other.error);
    }

    /// Evaluations of every verdict.
    pub fn total(&self) -> usize {
        let all = [self.pass, self.fail, self.waived, self.undeclared, self.not_applicable, self.error];
        all.into_iter().fold(0, usize::saturating_add)
    }
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

impl BySeverity {
    /// Counts one.
    pub fn count(&mut self, severity: Severity) {
        *self.slot(severity) += 1;
    }

    /// Adds the numbers of another part.
    pub fn add(&mut self, other: Self) {
        for severity in Severity::ALL {
            *self.slot(severity) += other.of(severity);
        }
    }

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

    fn slot(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Critical => &mut self.critical,
            Severity::High => &mut self.high,
            Severity::Medium => &mut self.medium,
            Severity::Low => &mut self.low,
            Severity::Info => &mut self.info,
        }
    }
}

impl FromIterator<Severity> for BySeverity {
    fn from_iter<I: IntoIterator<Item = Severity>>(severities: I) -> Self {
        let mut numbers = Self::default();
        severities.into_iter().for_each(|severity| numbers.count(severity));
        numbers
    }
}

/// The run in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Systems in the inventory.
    pub systems: usize,
    /// Rules after selection.
    pub rules: usize,
    /// Evaluations by verdict.
    pub verdicts: Verdicts,
    /// Those that fail or are undeclared and count towards the exit code, by severity.
    pub counting: BySeverity,
}

/// All that a run found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The day the run takes as today.
    pub as_of: Date,
    /// Whether that day was pinned by configuration or argument rather than being the calendar's.
    pub as_of_pinned: bool,
    /// In numbers.
    pub summary: Summary,
    /// Sorted by path, place, rule; none where only briefs were kept.
    pub findings: Vec<Finding>,
    /// Problems with documents, policies and arguments; sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether findings reached the severity from which on they fail the run.
    pub failed: bool,
    /// What the run was about, if it was asked to keep that.
    pub record: Record,
    /// Every evaluation, where that was asked for; sorted.
    pub tally: Vec<Tally>,
}

impl Outcome {
    /// Whether anything could not be checked: an error among the diagnostics, an evaluation error, or nothing evaluated.
    pub fn is_broken(&self) -> bool {
        self.summary.verdicts.error > 0
            || self.summary.verdicts.total() == 0
            || self.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error)
    }

    /// Findings that fail or are undeclared and count, at or above `threshold`.
    pub fn over(&self, threshold: Severity) -> usize {
        Severity::ALL.into_iter().filter(|&severity| severity >= threshold).map(|severity| self.summary.counting.of(severity)).sum()
    }
}
