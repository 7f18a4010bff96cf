//! Several results as one: shards of a run, or repositories of a fleet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Report, Tool};
use crate::diagnostic::{self, Code};
use crate::engine::SystemRecord;
use crate::text::and_list;

/// One report of results and the names under which people know them. What does not fit together is a warning in it; of a system
/// that several results have, the first one counts.
///
/// Nothing if there is no result.
pub fn merge(results: Vec<(String, Report)>) -> Option<Report> {
    let mut remarks = remarks(&results);
    let versions: BTreeSet<String> = results.iter().map(|(_, report)| report.tool.version.clone()).collect();
    let several = results.len() > 1;
    let compared = results.iter().find(|(_, report)| report.previous.is_some()).map(|(name, _)| name.clone());
    let mut rest = results.into_iter();
    let (first, mut whole) = rest.next()?;
    let mut owners: BTreeMap<String, String> = ids(&whole).map(|id| (id, first.clone())).collect();
    for (name, mut report) in rest {
        for id in ids(&report).collect::<Vec<_>>() {
            match owners.get(&id) {
                Some(owner) => {
                    remarks.push(twice(&id, owner, &name));
                    report.drop_system(&id);
                }
                None => {
                    owners.insert(id, name.clone());
                }
            }
        }
        whole.add(report);
    }
    if several {
        if versions.len() > 1 {
            whole.tool = Tool::this();
        }
        if let Some(name) = compared {
            remarks.push(not_compared(&name));
            whole.previous = None;
        }
        whole.diagnostics.extend(remarks.iter().map(Diagnostic::from));
        whole.settle();
    }
    Some(whole)
}

fn ids(report: &Report) -> impl Iterator<Item = String> {
    let ids: BTreeSet<String> = report.record.systems.iter().map(|system| system.id.clone()).collect();
    ids.into_iter()
}

fn twice(id: &str, owner: &str, other: &str) -> diagnostic::Diagnostic {
    diagnostic::Diagnostic::warning(Code::MixedResults, format!("`{owner}` and `{other}` both have the system `{id}`"))
        .help(format!("what `{owner}` says of it counts; leave it out of one of them"))
}

/// What changed in one of them since its own earlier result says nothing of them all.
fn not_compared(name: &str) -> diagnostic::Diagnostic {
    diagnostic::Diagnostic::warning(Code::MixedResults, format!("what `{name}` says of an earlier result is left out"))
        .help("compare them all with an earlier result of them all: `--previous RESULT`")
}

/// What the results were made with differs.
fn remarks(results: &[(String, Report)]) -> Vec<diagnostic::Diagnostic> {
    let days: BTreeSet<String> = results.iter().map(|(_, report)| report.as_of.to_string()).collect();
    let versions: BTreeSet<String> = results.iter().map(|(_, report)| report.tool.version.clone()).collect();
    let list = |values: BTreeSet<String>| and_list(&values.into_iter().collect::<Vec<_>>());
    let mut remarks = Vec::new();
    if days.len() > 1 {
        let message = format!("the results were checked as of different days: {}", list(days));
        remarks.push(diagnostic::Diagnostic::warning(Code::MixedResults, message).help("check them all with the same `--as-of`"));
    }
    if versions.len() > 1 {
        let message = format!("the results were made by different versions: {}", list(versions));
        remarks.push(diagnostic::Diagnostic::warning(Code::MixedResults, message).help("check them all with the same version"));
    }
    remarks
}

impl Report {
    fn add(&mut self, other: Self) {
        self.as_of_pinned &= other.as_of_pinned && self.as_of == other.as_of;
        self.as_of = self.as_of.max(other.as_of);
        self.exit_code = self.exit_code.max(other.exit_code);
        self.summary.systems += other.summary.systems;
        self.summary.rules = self.summary.rules.max(other.summary.rules);
        self.summary.verdicts.add(other.summary.verdicts);
        self.findings.extend(other.findings);
        self.diagnostics.extend(other.diagnostics);
        self.record.add(other.record);
    }

    /// Leaves out a system and all that was found in it.
    fn drop_system(&mut self, id: &str) {
        let gone: Vec<SystemRecord> = self.record.systems.iter().filter(|system| system.id == id).cloned().collect();
        self.summary.systems = self.summary.systems.saturating_sub(gone.len());
        for system in &gone {
            self.summary.verdicts.remove(system.verdicts);
        }
        self.record.systems.retain(|system| system.id != id);
        // What a rule over all systems found is counted with the fleet.
        let fleet = &self.record.fleet;
        self.findings.retain(|finding| finding.system != id || fleet.contains_key(&finding.rule));
    }

    /// Puts everything in reading order, each thing once, and counts again.
    fn settle(&mut self) {
        self.findings.sort_by(|a, b| (&a.location, &a.rule, &a.fingerprint).cmp(&(&b.location, &b.rule, &b.fingerprint)));
        self.diagnostics.sort_by_cached_key(|d| (d.location.clone(), d.code.clone(), d.message.clone()));
        self.diagnostics.dedup();
        if !self.record.rules.is_empty() {
            self.summary.rules = self.record.rules.len();
        }
        self.count();
    }
}
