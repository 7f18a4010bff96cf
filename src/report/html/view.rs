use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::tier::{Procedure, procedures};
use crate::engine::{Contact, SystemRecord, Verdict};
use crate::policy::Severity;
use crate::report::Report;
use crate::report::model::{BySeverity, Finding};

/// What a filter can show or hide: value and name.
pub(super) const KINDS: [(&str, &str); 8] = [
    ("critical", "critical"),
    ("high", "high"),
    ("medium", "medium"),
    ("low", "low"),
    ("info", "info"),
    ("undeclared", "undeclared"),
    ("waived", "waived"),
    ("error", "errors"),
];

/// A report with what several sections look up.
pub(super) struct View<'a> {
    pub report: &'a Report,
    /// Those with the gravest findings first.
    pub systems: Vec<System<'a>>,
    /// Findings of rules that look at all systems at once, or of systems that the record lacks.
    pub fleet: Vec<&'a Finding>,
    /// Those with the gravest findings first.
    pub owners: Vec<Owner<'a>>,
    /// Fingerprints of findings that an earlier result lacks.
    pub new: BTreeSet<&'a str>,
    /// The classifications that are about some system.
    pub procedures: Vec<Procedure<'a>>,
    /// Position of a framework by its id.
    frameworks: BTreeMap<&'a str, usize>,
}

/// A system and what was found in it.
pub(super) struct System<'a> {
    pub record: &'a SystemRecord,
    pub findings: Vec<&'a Finding>,
    /// Position of its owner.
    pub owner: usize,
    /// Failing findings.
    pub failing: BySeverity,
}

/// Who answers for systems.
pub(super) struct Owner<'a> {
    pub contact: Option<&'a Contact>,
    /// Positions of the systems.
    pub systems: Vec<usize>,
    pub failing: BySeverity,
}

impl<'a> View<'a> {
    pub fn of(report: &'a Report) -> Self {
        let mut of_systems: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
        let known: BTreeMap<(&str, &str), &SystemRecord> =
            report.record.systems.iter().map(|system| ((system.id.as_str(), system.path.as_str()), system)).collect();
        let mut fleet = Vec::new();
        for finding in &report.findings {
            let key = (finding.system.as_str(), finding.location.path.as_str());
            if known.contains_key(&key) && !report.record.fleet.contains_key(&finding.rule) {
                of_systems.entry(key).or_default().push(finding);
            } else {
                fleet.push(finding);
            }
        }
        let mut systems: Vec<System<'a>> = report
            .record
            .systems
            .iter()
            .map(|record| {
                let mut findings = of_systems.remove(&(record.id.as_str(), record.path.as_str())).unwrap_or_default();
                findings.sort_by_key(|finding| (weight(finding.verdict), Reverse(finding.severity)));
                System { record, failing: failing(&findings), findings, owner: 0 }
            })
            .collect();
        systems.sort_by_key(|system| (Reverse(rank(&system.failing)), Reverse(system.record.verdicts.undeclared), &system.record.id));
        fleet.sort_by_key(|finding| (weight(finding.verdict), Reverse(finding.severity)));
        let owners = owners(&mut systems);
        let frameworks = report.record.frameworks.iter().enumerate().map(|(at, framework)| (framework.id.as_str(), at)).collect();
        let procedures = procedures(&systems);
        let new = report.previous.iter().flat_map(|previous| &previous.new).map(|change| change.fingerprint.as_str()).collect();
        Self { report, systems, fleet, owners, new, procedures, frameworks }
    }

    /// Positions of the frameworks that a finding touches, for the filter.
    pub fn frameworks_of(&self, controls: &[String]) -> String {
        let mut found: Vec<usize> =
            controls.iter().filter_map(|control| self.frameworks.get(control.split(':').next().unwrap_or_default()).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
    }

    /// The system that a finding was made in, where the report has it.
    pub fn system_of(&self, finding: &Finding) -> Option<&System<'a>> {
        self.systems.iter().find(|system| system.record.id == finding.system)
    }

    pub fn has_undeclared(&self) -> bool {
        self.report.with_verdict(Verdict::Undeclared).next().is_some()
    }

    pub fn has_waived(&self) -> bool {
        self.report.with_verdict(Verdict::Waived).next().is_some()
    }
}

impl Owner<'_> {
    pub fn name(&self) -> &str {
        self.contact.map_or("nobody declared", |contact| &contact.name)
    }
}

/// What a finding is to the filter: its severity if it fails, else its verdict.
pub(super) fn kind(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::Fail | Verdict::Pass | Verdict::NotApplicable => finding.severity.as_str(),
        verdict => verdict.as_str(),
    }
}

/// Numbers that fail, worst first, for sorting.
fn rank(failing: &BySeverity) -> [usize; 5] {
    Severity::ALL.map(|severity| failing.of(severity))
}

/// What is read first.
fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Error => 0,
        Verdict::Fail => 1,
        Verdict::Undeclared => 2,
        Verdict::Waived => 3,
        Verdict::Pass | Verdict::NotApplicable => 4,
    }
}

pub(super) fn failing(findings: &[&Finding]) -> BySeverity {
    findings.iter().filter(|finding| finding.verdict == Verdict::Fail).map(|finding| finding.severity).collect()
}

fn owners<'a>(systems: &mut [System<'a>]) -> Vec<Owner<'a>> {
    let mut by_contact: BTreeMap<Option<(&str, &str)>, Owner<'a>> = BTreeMap::new();
    for (at, system) in systems.iter().enumerate() {
        let contact = system.record.accountable.as_ref();
        let owner = by_contact.entry(contact.map(|contact| (contact.name.as_str(), contact.contact.as_str()))).or_insert_with(|| Owner {
            contact,
            systems: Vec::new(),
            failing: BySeverity::default(),
        });
        owner.systems.push(at);
        owner.failing.add(system.failing);
    }
    let mut owners: Vec<Owner<'a>> = by_contact.into_values().collect();
    owners.sort_by_key(|owner| Reverse(rank(&owner.failing)));
    for (at, owner) in owners.iter().enumerate() {
        for &system in &owner.systems {
            systems[system].owner = at;
        }
    }
    owners
}
