//! What changed since an earlier result.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Finding, Report, Summary, Tool};
use crate::engine::Verdict;
use crate::policy::Severity;

/// An earlier result, as far as this one is compared with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Previous {
    /// The day that it took as today.
    pub as_of: Date,
    /// What made it.
    pub tool: Tool,
    /// It in numbers.
    pub summary: Summary,
    /// Findings that fail now and did not then, in this result's order.
    pub new: Vec<Change>,
    /// Findings that failed then and do not now, in that result's order.
    pub gone: Vec<Change>,
    /// Systems that it lacks.
    pub systems_new: Vec<String>,
    /// Systems that only it has.
    pub systems_gone: Vec<String>,
}

/// A finding that only one of two results has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Its rule.
    pub rule: String,
    /// The rule's severity.
    pub severity: Severity,
    /// The system that it was found in.
    pub system: String,
    /// What is or was wrong.
    pub message: String,
    /// What the rule comes to in the other result.
    pub elsewhere: Standing,
}

/// What a rule comes to on a system in a result that lacks a finding of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// That result does not have the system.
    NoSystem,
    /// That result does not have the rule.
    NoRule,
    /// That result does not say.
    Unknown,
    /// It fails, too, but at another place.
    Fail,
    /// See [`Verdict::Pass`], as all others.
    Pass,
    /// See [`Verdict::Waived`].
    Waived,
    /// See [`Verdict::Undeclared`].
    Undeclared,
    /// See [`Verdict::NotApplicable`].
    NotApplicable,
    /// See [`Verdict::Error`].
    Error,
}

impl Report {
    /// The same, compared with an earlier result.
    #[must_use]
    pub fn since(self, earlier: &Self) -> Self {
        let (now, then) = (Index::of(&self), Index::of(earlier));
        let previous = Previous {
            as_of: earlier.as_of,
            tool: earlier.tool.clone(),
            summary: earlier.summary,
            new: now.only_here(&then),
            gone: then.only_here(&now),
            systems_new: now.systems_only_here(&then),
            systems_gone: then.systems_only_here(&now),
        };
        Self { previous: Some(previous), ..self }
    }
}

/// What one result says, to be asked by the other.
struct Index<'a> {
    report: &'a Report,
    /// Verdicts of findings by fingerprint.
    findings: BTreeMap<&'a str, Verdict>,
    systems: BTreeMap<&'a str, &'a BTreeMap<String, Verdict>>,
    rules: BTreeSet<&'a str>,
}

impl<'a> Index<'a> {
    fn of(report: &'a Report) -> Self {
        Self {
            report,
            findings: report.findings.iter().map(|finding| (finding.fingerprint.as_str(), finding.verdict)).collect(),
            systems: report.record.systems.iter().map(|system| (system.id.as_str(), &system.rules)).collect(),
            rules: report.record.rules.iter().map(|rule| rule.id.as_str()).collect(),
        }
    }

    /// Failing findings that the other result does not have as failing.
    fn only_here(&self, other: &Self) -> Vec<Change> {
        let fails_there = |finding: &Finding| other.findings.get(finding.fingerprint.as_str()) == Some(&Verdict::Fail);
        let change = |finding: &Finding| Change {
            fingerprint: finding.fingerprint.clone(),
            rule: finding.rule.clone(),
            severity: finding.severity,
            system: finding.system.clone(),
            message: finding.message.clone(),
            elsewhere: other.standing(finding),
        };
        self.report.with_verdict(Verdict::Fail).filter(|finding| !fails_there(finding)).map(change).collect()
    }

    /// What a finding of the other result is here.
    fn standing(&self, finding: &Finding) -> Standing {
        if let Some(verdict) = self.findings.get(finding.fingerprint.as_str()) {
            return Standing::from(*verdict);
        }
        if let Some(verdict) = self.report.record.fleet.get(&finding.rule) {
            return Standing::from(*verdict);
        }
        match self.systems.get(finding.system.as_str()) {
            _ if self.systems.is_empty() => Standing::Unknown,
            None => Standing::NoSystem,
            Some(_) if !self.rules.contains(finding.rule.as_str()) => Standing::NoRule,
            Some(rules) => rules.get(&finding.rule).map_or(Standing::Unknown, |verdict| Standing::from(*verdict)),
        }
    }

    fn systems_only_here(&self, other: &Self) -> Vec<String> {
        // A result without a record does not say which systems it has.
        if other.systems.is_empty() {
            return Vec::new();
        }
        self.systems.keys().filter(|id| !other.systems.contains_key(*id)).map(|id| (*id).to_owned()).collect()
    }
}

impl From<Verdict> for Standing {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Self::Pass,
            Verdict::Fail => Self::Fail,
            Verdict::Waived => Self::Waived,
            Verdict::Undeclared => Self::Undeclared,
            Verdict::NotApplicable => Self::NotApplicable,
            Verdict::Error => Self::Error,
        }
    }
}
