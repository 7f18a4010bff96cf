//! The one place where evaluations become findings: severities, what counts, order, numbers.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::slice::ParallelSliceMut;

use super::fingerprint::fingerprint;
use super::judged::{Detail, Judged};
use super::outcome::{Brief, BySeverity, Control, Finding, Outcome, Summary, Tally, Verdict, Verdicts};
use super::record::{self, Record, SystemRecord, TierRecord};
use super::{Keep, Options, Picture};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, Place, sort};
use crate::manifest::System;
use crate::policy::{PolicySet, Rule};

/// What findings are made with; shared by all threads.
pub(super) struct Desk<'a> {
    policies: &'a PolicySet,
    catalog: &'a Catalog,
    /// No more of it than the rules name, made when the first of them fails.
    named: OnceLock<Catalog>,
    options: Options,
    /// The controls of each rule by its id, named when the rule first fails.
    controls: BTreeMap<&'a str, OnceLock<Arc<[Control]>>>,
}

/// The findings and numbers of a part of a run; parts add up by `collect`.
#[derive(Default)]
pub struct Settled {
    verdicts: Verdicts,
    counting: BySeverity,
    findings: Vec<Finding>,
    briefs: Vec<Brief>,
    tally: Vec<Tally>,
    /// What rules came to on the system (or the fleet) that is being checked, where it is kept.
    rules: BTreeMap<String, Verdict>,
    fleet: BTreeMap<String, Verdict>,
    systems: Vec<SystemRecord>,
}

impl Settled {
    /// Adds another part of the run.
    pub fn add(&mut self, part: Self) {
        self.verdicts.add(part.verdicts);
        self.counting.add(part.counting);
        self.findings.extend(part.findings);
        self.briefs.extend(part.briefs);
        self.tally.extend(part.tally);
        self.systems.extend(part.systems);
        self.fleet.extend(part.fleet);
        for (rule, verdict) in part.rules {
            record::note(&mut self.rules, &rule, verdict);
        }
    }

    /// Takes out what there is in brief, in reading order.
    pub fn take_briefs(&mut self) -> Vec<Brief> {
        let mut briefs = std::mem::take(&mut self.briefs);
        briefs.sort_by(|a, b| key(&a.place, &a.rule).cmp(&key(&b.place, &b.rule)));
        briefs
    }

    /// What all rules came to on one system.
    pub(super) fn of_system(mut self, system: &System, tiers: &[TierRecord], picture: Option<Picture>) -> Self {
        let rules = std::mem::take(&mut self.rules);
        let picture = picture.and_then(|picture| picture(system, &self.findings));
        let derived = tiers.to_vec();
        self.systems.push(SystemRecord { verdicts: self.verdicts, rules, picture, derived, ..SystemRecord::new(system) });
        self
    }

    /// What all rules came to on the fleet.
    pub(super) fn of_fleet(mut self) -> Self {
        self.fleet = std::mem::take(&mut self.rules);
        self
    }
}

impl FromIterator<Settled> for Settled {
    fn from_iter<I: IntoIterator<Item = Self>>(parts: I) -> Self {
        let mut parts = parts.into_iter();
        let mut whole = parts.next().unwrap_or_default();
        parts.for_each(|part| whole.add(part));
        whole
    }
}

impl<'a> Desk<'a> {
    pub fn new(policies: &'a PolicySet, catalog: &'a Catalog, options: Options) -> Self {
        let controls = policies.rules.iter().map(|rule| (rule.id.as_str(), OnceLock::new())).collect();
        Self { policies, catalog, named: OnceLock::new(), options, controls }
    }

    /// The controls that rules name.
    fn named(&self) -> &Catalog {
        self.named.get_or_init(|| {
            let controls = self.policies.rules.iter().flat_map(Rule::controls);
            self.catalog.narrowed(&controls.map(|control| control.text).collect())
        })
    }

    /// Counts verdicts and turns those that are shown into findings. `whom` is the system that was judged, if it was one.
    pub fn settle(&self, judged: Vec<Judged<'_>>, whom: Option<&str>, settled: &mut Settled) {
        for one in judged {
            settled.verdicts.count(one.verdict);
            if self.options.keep == Keep::Record {
                record::note(&mut settled.rules, &one.rule.id, one.verdict);
            }
            if self.options.keep == Keep::Tally {
                let found = one.detail.as_ref().map(|detail| detail.system.as_str());
                settled.tally.push(Tally { rule: one.rule.id.clone(), system: whom.or(found).map(str::to_owned), verdict: one.verdict });
            }
            let Some(detail) = one.detail else { continue };
            let counts = self.counts(one.verdict);
            if counts && matches!(one.verdict, Verdict::Fail | Verdict::Undeclared) {
                settled.counting.count(one.rule.severity);
            }
            if self.options.keep == Keep::Briefs {
                settled.briefs.push(brief(one.rule, one.verdict, *detail));
            } else {
                settled.findings.push(self.finding(one.rule, one.verdict, *detail));
            }
        }
    }

    /// Whether a verdict counts towards the exit code.
    fn counts(&self, verdict: Verdict) -> bool {
        verdict != Verdict::Undeclared || self.options.undeclared_counts
    }

    fn finding(&self, rule: &Rule, verdict: Verdict, detail: Detail) -> Finding {
        let path = detail.path.to_string();
        let named = || named_controls(rule, self.named(), self.options.as_of);
        let controls = self.controls.get(rule.id.as_str()).map_or_else(named, |cell| Arc::clone(cell.get_or_init(named)));
        Finding {
            rule: rule.id.clone(),
            title: rule.title.clone(),
            policy: self.policies.policy(rule).id.clone(),
            severity: rule.severity,
            verdict,
            fingerprint: fingerprint(&[&detail.system, &rule.id, &detail.item, &path]),
            system: detail.system,
            message: detail.message,
            help: detail.help,
            controls,
            primary: detail.primary,
            related: detail.related,
            path,
            missing: detail.missing,
            evaluated: detail.evaluated,
            waiver: None,
            counts: self.counts(verdict),
        }
    }

    /// The whole run in reading order.
    pub fn outcome(&self, settled: Settled, systems: usize, mut diagnostics: Vec<Diagnostic>) -> Outcome {
        let Settled { verdicts, counting, .. } = settled;
        let summary = Summary { systems, rules: self.policies.rules.len(), verdicts, counting };
        let mut findings = settled.findings;
        findings.par_sort_by(|a, b| key(&a.primary.place, &a.rule).cmp(&key(&b.primary.place, &b.rule)));
        sort(&mut diagnostics);
        let mut tally = settled.tally;
        tally.sort();
        let (as_of, as_of_pinned) = (self.options.as_of, self.options.as_of_pinned);
        let keeps = self.options.keep == Keep::Record;
        let record = if keeps { self.record(settled.systems, settled.fleet) } else { Record::default() };
        Outcome { as_of, as_of_pinned, summary, findings, diagnostics, tally, failed: false, record }
    }

    fn record(&self, systems: Vec<SystemRecord>, fleet: BTreeMap<String, Verdict>) -> Record {
        let rules = record::rules(self.policies);
        let mut record = Record { systems, fleet, frameworks: record::frameworks(&rules, self.named(), self.options.as_of), rules };
        record.sort();
        record
    }
}

/// What the order of findings goes by; those of one rule at one place stay in the order of its list.
fn key<'a>(place: &'a Place, rule: &'a str) -> (&'a str, u32, &'a str) {
    (place.source.name(), place.span.start, rule)
}

fn brief(rule: &Rule, verdict: Verdict, detail: Detail) -> Brief {
    Brief { rule: rule.id.clone(), severity: rule.severity, verdict, message: detail.message, place: detail.primary.place }
}

/// The controls of a rule with the names that people see; one that no catalog has keeps its reference.
fn named_controls(rule: &Rule, catalog: &Catalog, as_of: Date) -> Arc<[Control]> {
    let named = |reference: String| match catalog.control(&reference) {
        Ok(found) => {
            let from = found.framework().standing(found.id(), as_of).starts();
            let (framework, label) = (found.framework().short.clone(), found.label().to_owned());
            Control { reference, framework, label, from }
        }
        Err(_) => {
            let (framework, label) = reference.split_once(':').unwrap_or(("", &reference));
            Control { framework: framework.to_owned(), label: label.to_owned(), reference: reference.clone(), from: None }
        }
    };
    rule.controls().map(|control| named(control.text)).collect()
}
