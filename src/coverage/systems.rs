use std::collections::BTreeMap;

use super::Coverage;
use super::control::ControlCoverage;
use crate::engine::{Tally, Verdict, Verdicts};

/// The worst verdict of each rule on each system.
pub(super) struct Ledger<'a> {
    verdicts: BTreeMap<&'a str, BTreeMap<&'a str, Verdict>>,
}

/// A system, and the controls that its rules reach.
#[derive(Clone, Debug)]
pub struct SystemCoverage<'a> {
    /// System id.
    pub system: &'a str,
    /// The controls by framework and in the publisher's order, each with the worst verdict of the rules that name it.
    pub controls: Vec<(&'a ControlCoverage, Verdict)>,
}

impl<'a> Ledger<'a> {
    pub fn new(tally: &'a [Tally]) -> Self {
        let mut verdicts: BTreeMap<&str, BTreeMap<&str, Verdict>> = BTreeMap::new();
        for one in tally {
            let Some(system) = &one.system else { continue };
            let worst = verdicts.entry(&one.rule).or_default().entry(system).or_insert(one.verdict);
            *worst = worst.max_by_weight(one.verdict);
        }
        Self { verdicts }
    }

    /// The worst verdict of some rules on each system that they were evaluated on.
    pub fn worst<'r>(&self, rules: impl Iterator<Item = &'r str>) -> Vec<(String, Verdict)> {
        let mut worst: BTreeMap<&str, Verdict> = BTreeMap::new();
        for (&system, &verdict) in rules.filter_map(|rule| self.verdicts.get(rule)).flatten() {
            let known = worst.entry(system).or_insert(verdict);
            *known = known.max_by_weight(verdict);
        }
        worst.into_iter().map(|(system, verdict)| (system.to_owned(), verdict)).collect()
    }
}

impl Coverage {
    /// The same from the other side: for each system the controls that rules name, counted or not, without derived ones.
    pub fn by_system(&self) -> Vec<SystemCoverage<'_>> {
        let direct = || self.frameworks.iter().flat_map(|framework| &framework.controls).filter(|control| !control.rules.is_empty());
        let of = |system| {
            let verdict = |control: &'_ ControlCoverage| control.systems.iter().find(|(id, _)| id == system).map(|(_, verdict)| *verdict);
            direct().filter_map(|control| Some((control, verdict(control)?))).collect()
        };
        self.systems.iter().map(|system| SystemCoverage { system, controls: of(system) }).collect()
    }
}

impl SystemCoverage<'_> {
    /// How many controls of one framework, or of all, have which verdict.
    pub fn verdicts(&self, framework: Option<&str>) -> Verdicts {
        let mut verdicts = Verdicts::default();
        for (control, verdict) in &self.controls {
            if framework.is_none_or(|id| control.reference.split(':').next() == Some(id)) {
                verdicts.count(*verdict);
            }
        }
        verdicts
    }
}
