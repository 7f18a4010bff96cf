//! Which findings touch what.

use std::collections::BTreeMap;

use super::Tally;
use crate::engine::{Finding, Verdict};

/// The findings of a run, by system and by the entry of the manifest that they point at.
pub(super) struct Marks<'a> {
    systems: BTreeMap<&'a str, Tally>,
    /// By system, list and id, e.g. `copilot`, `data_flows`, `chat`.
    entries: BTreeMap<(&'a str, &'a str, &'a str), Tally>,
}

impl<'a> Marks<'a> {
    pub fn of(findings: &'a [Finding]) -> Self {
        let mut marks = Self { systems: BTreeMap::new(), entries: BTreeMap::new() };
        for finding in findings {
            marks.systems.entry(&finding.system).or_default().count(finding);
            if let Some((list, id)) = entry(&finding.path) {
                marks.entries.entry((&finding.system, list, id)).or_default().count(finding);
            }
        }
        marks
    }

    /// Everything that was found on a system.
    pub fn system(&self, id: &str) -> Tally {
        self.systems.get(id).copied().unwrap_or_default()
    }

    /// What was found on an entry of one of its lists.
    pub fn entry(&self, system: &str, list: &str, id: &str) -> Tally {
        self.entries.get(&(system, list, id)).copied().unwrap_or_default()
    }
}

impl Tally {
    fn count(&mut self, finding: &Finding) {
        match finding.verdict {
            Verdict::Fail => {
                self.failed += 1;
                self.worst = self.worst.max(Some(finding.severity));
            }
            Verdict::Undeclared => self.undeclared += 1,
            Verdict::Error => self.errors += 1,
            // What was accepted, or is no finding, draws nobody's eye.
            Verdict::Waived | Verdict::Pass | Verdict::NotApplicable => {}
        }
    }

    /// Adds what touches another part of the same thing.
    pub(super) fn add(&mut self, other: Self) {
        self.failed += other.failed;
        self.worst = self.worst.max(other.worst);
        self.undeclared += other.undeclared;
        self.errors += other.errors;
    }
}

/// The list and the id that a path begins with: `data_flows[chat].region` → `data_flows`, `chat`.
fn entry(path: &str) -> Option<(&str, &str)> {
    let (list, rest) = path.split_once('[')?;
    let (id, _) = rest.split_once(']')?;
    (!list.contains('.')).then_some((list, id))
}
