//! Several results as one: shards of a run, or repositories of a fleet.

use std::collections::{BTreeMap, BTreeSet};

use super::{Diagnostic, Finding, Report, Tool};
use crate::diagnostic::{self, Code};
use crate::engine::{SystemRecord, Verdicts};
use crate::text::and_list;

/// One report of results and the names under which people know them. What does not fit together is a warning in it; of a system
/// that several results have, the first one counts. What rules that look at all systems found is left out: each result saw a part.
///
/// Nothing if there is no result.
pub fn merge(mut results: Vec<(String, Report)>) -> Option<Report> {
    if results.len() < 2 {
        return results.pop().map(|(_, report)| report);
    }
    let mut remarks = remarks(&results);
    let versions: BTreeSet<String> = results.iter().map(|(_, report)| report.tool.version.clone()).collect();
    let mut owners: BTreeMap<String, String> = BTreeMap::new();
    let mut whole: Option<Report> = None;
    for (name, mut report) in results {
        let mut twice: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in ids(&report).collect::<Vec<_>>() {
            match owners.get(&id) {
                Some(owner) => {
                    report.drop_system(&id);
                    twice.entry(owner.clone()).or_default().push(id);
                }
                None => {
                    owners.insert(id, name.clone());
                }
            }
        }
        remarks.extend(twice.iter().map(|(owner, ids)| both_have(ids, owner, &name)));
        report.drop_fleet();
        match &mut whole {
            Some(whole) => whole.add(report),
            None => whole = Some(report),
        }
    }
    let mut whole = whole?;
    if versions.len() > 1 {
        whole.tool = Tool::this();
    }
    whole.previous = None;
    whole.diagnostics.extend(remarks.iter().map(Diagnostic::from));
    whole.settle();
    Some(whole)
}

fn ids(report: &Report) -> impl Iterator<Item = String> {
    let ids: BTreeSet<String> = report.record.systems.iter().map(|system| system.id.clone()).collect();
    ids.into_iter()
}

/// Systems named in a remark; the rest is counted.
const NAMED: usize = 3;

fn both_have(ids: &[String], owner: &str, other: &str) -> diagnostic::Diagnostic {
    let mut named: Vec<String> = ids.iter().take(NAMED).map(|id| format!("`{id}`")).collect();
    named.extend((ids.len() > NAMED).then(|| format!("{} more", ids.len() - NAMED)));
    let systems = if ids.len() == 1 { "the system" } else { "the systems" };
    diagnostic::Diagnostic::warning(Code::MixedResults, format!("`{owner}` and `{other}` both have {systems} {}", and_list(&named)))
        .help(format!("what `{owner}` says of {} counts; leave {} out of one of them", them(ids.len()), them(ids.len())))
}

fn them(count: usize) -> &'static str {
    if count == 1 { "it" } else { "them" }
}

/// What changed in one of them since its own earlier result says nothing of them all.
fn not_compared(name: &str) -> diagnostic::Diagnostic {
    diagnostic::Diagnostic::warning(Code::MixedResults, format!("what `{name}` says of an earlier result is left out"))
        .help("compare them all with an earlier result of them all: `--previous RESULT`")
}

/// Rules that look at all systems at once were asked about a part of them by each result.
fn not_judged(rules: &BTreeSet<&str>) -> diagnostic::Diagnostic {
    let names: Vec<String> = rules.iter().map(|rule| format!("`{rule}`")).collect();
    let say = if rules.len() == 1 { "looks at all systems at once and is" } else { "look at all systems at once and are" };
    diagnostic::Diagnostic::warning(Code::MixedResults, format!("{} {say} left out: each result saw only a part", and_list(&names)))
        .help("check all manifests in one run to have an answer")
}

/// What the results were made with differs, or cannot be put together.
fn remarks(results: &[(String, Report)]) -> Vec<diagnostic::Diagnostic> {
    let days: BTreeSet<String> = results.iter().map(|(_, report)| report.as_of.to_string()).collect();
    let versions: BTreeSet<String> = results.iter().map(|(_, report)| report.tool.version.clone()).collect();
    let list = |values: BTreeSet<String>| and_list(&values.into_iter().collect::<Vec<_>>());
    let mut remarks = Vec::new();
    let compared = results.iter().find(|(_, report)| report.previous.is_some());
    remarks.extend(compared.map(|(name, _)| not_compared(name)));
    let fleet: BTreeSet<&str> = results.iter().flat_map(|(_, report)| report.record.fleet.keys()).map(String::as_str).collect();
    remarks.extend((!fleet.is_empty()).then(|| not_judged(&fleet)));
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
        // What a rule over all systems found is left out by itself.
        let fleet = &self.record.fleet;
        self.findings.retain(|finding| finding.system != id || fleet.contains_key(&finding.rule));
    }

    /// Leaves out what rules that look at all systems at once came to.
    fn drop_fleet(&mut self) {
        // A result without a record does not say which rules these are.
        if self.record.systems.is_empty() {
            return;
        }
        let fleet = std::mem::take(&mut self.record.fleet);
        self.findings.retain(|finding| !fleet.contains_key(&finding.rule));
        self.summary.verdicts = Verdicts::default();
        for system in &self.record.systems {
            self.summary.verdicts.add(system.verdicts);
        }
    }

    /// Puts everything in reading order, each thing once, and counts again.
    fn settle(&mut self) {
        // As the engine has them.
        let key = |finding: &'_ Finding| (finding.location.path.clone(), finding.location.byte_start, finding.rule.clone());
        self.findings.sort_by_cached_key(key);
        self.diagnostics.sort_by_cached_key(|d| (d.location.clone(), d.code.clone(), d.message.clone()));
        self.diagnostics.dedup();
        if !self.record.rules.is_empty() {
            self.summary.rules = self.record.rules.len();
        }
        self.count();
    }
}
