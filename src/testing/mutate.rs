//! Mutation testing: a rule that is changed a little, and no case that notices, is a rule whose cases say too little.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::case::{Suite, Trial};
use crate::cel::{Change, Mutation};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::policy::{PolicySet, Rule, Site, Survivor};

/// A rule with one small change.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Rule id.
    pub rule: String,
    /// The change in words, by which `survivors` name it, e.g. `assert: a == b -> a != b`.
    pub name: String,
    /// What came of it.
    pub fate: Fate,
}

/// What came of a mutant.
#[derive(Clone, Debug)]
pub enum Fate {
    /// A case noticed.
    Killed,
    /// No case noticed, and the rule's author says why none can.
    Explained,
    /// No case noticed.
    Survived(Box<Diagnostic>),
}

/// Makes every mutant of the rules and runs the rule's cases on it until one notices. What does not compile is no mutant.
///
/// Beside them, the declared survivors that are none.
pub fn mutate(policies: &PolicySet, suite: &Suite<'_>) -> (Vec<Mutant>, Vec<Diagnostic>) {
    let mut trials: BTreeMap<&str, Vec<&Trial<'_>>> = BTreeMap::new();
    for trial in &suite.trials {
        trials.entry(&trial.rule.id).or_default().push(trial);
    }
    let of_rule = |rule: &Rule| Subjected { rule, trials: trials.get(rule.id.as_str()).map(Vec::as_slice).unwrap_or_default() }.mutants();
    let (mutants, stale): (Vec<_>, Vec<_>) = policies.rules.par_iter().map(of_rule).unzip();
    (mutants.into_iter().flatten().collect(), stale.into_iter().flatten().collect())
}

/// A rule and its cases.
#[derive(Clone, Copy)]
struct Subjected<'a> {
    rule: &'a Rule,
    trials: &'a [&'a Trial<'a>],
}

/// A change to a rule, before it is made.
struct Attempt {
    site: Site,
    text: String,
    name: String,
    at: Place,
    /// Nothing for the loss of the whole `when`.
    mutation: Option<Mutation>,
}

impl Subjected<'_> {
    fn mutants(self) -> (Vec<Mutant>, Vec<Diagnostic>) {
        let survivors = self.rule.survivors();
        let made = self.attempts().into_par_iter();
        let mutants: Vec<Mutant> = made.filter_map(|attempt| self.judge(attempt, &survivors)).collect();
        let stale = survivors.iter().filter_map(|survivor| stale(self.rule, survivor, &mutants)).collect();
        (mutants, stale)
    }

    fn attempts(self) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        if let Ok(Some(when)) = self.rule.when() {
            let name = "without when".to_owned();
            attempts.push(Attempt { site: Site::When, text: "true".to_owned(), name, at: when.whole(), mutation: None });
        }
        for (site, expression, mutation) in self.rule.mutations() {
            let name = match &mutation.to {
                Some(to) => format!("{site}: {} -> {to}", mutation.from),
                None => format!("{site}: without {}", mutation.from),
            };
            let text = mutation.apply(expression.plan.source());
            attempts.push(Attempt { site, text, name, at: expression.place(mutation.at), mutation: Some(mutation) });
        }
        attempts
    }

    fn judge(self, attempt: Attempt, survivors: &[Survivor]) -> Option<Mutant> {
        let mutant = self.rule.mutant(&attempt.site, attempt.text.clone())?;
        let fate = if self.trials.iter().any(|trial| !trial.holds(&mutant)) {
            Fate::Killed
        } else if survivors.iter().any(|survivor| survivor.mutant == attempt.name) {
            Fate::Explained
        } else {
            Fate::Survived(Box::new(attempt.report(self.rule)))
        };
        Some(Mutant { rule: self.rule.id.clone(), name: attempt.name, fate })
    }
}

impl Attempt {
    fn report(&self, rule: &Rule) -> Diagnostic {
        let (change, label, help) = match &self.mutation {
            None => ("`when` is left out".to_owned(), "nothing hangs on this", "a case that would fail if `when` were not there"),
            Some(Mutation { from, to: None, change, .. }) => (format!("`{from}` is left out"), "nothing hangs on this", advice(*change)),
            Some(Mutation { from, to: Some(to), change, .. }) => {
                (format!("`{from}` becomes `{to}`"), "could read otherwise", advice(*change))
            }
        };
        Diagnostic::warning(Code::SurvivingMutant, format!("no case of `{}` notices when {change}", rule.id))
            .at(self.at.clone(), label)
            .help(format!("add {help}; or, if none can be, `{{mutant: {:?}, reason: …}}` to `tests.survivors`", self.name))
    }
}

/// Which case would notice a change.
fn advice(change: Change) -> &'static str {
    match change {
        Change::Conjunct => "a case in which all but this holds",
        Change::Disjunct => "a case in which only this holds",
        Change::Logic => "a case in which one of them holds and another does not",
        Change::Negation => "a case whose verdict hangs on this",
        Change::Boundary => "a case in which both sides are equal",
        Change::Quantifier => "a case with two items, of which one holds",
        Change::Filter => "a case with an item that the filter leaves out and that would come out otherwise",
        Change::Branch => "a case that takes the other branch and would come out otherwise",
        Change::Number => "a case right at this number",
        Change::Word => "a case with this value that comes out otherwise than with another",
        Change::Item => "a case that hangs on this item",
    }
}

/// A declared survivor that is none.
fn stale(rule: &Rule, survivor: &Survivor, mutants: &[Mutant]) -> Option<Diagnostic> {
    let diagnostic = |message: String, label: &str| {
        Diagnostic::error(Code::StaleSurvivor, message).at(survivor.place.clone(), label).help("remove it from `tests.survivors`")
    };
    let named = mutants.iter().filter(|mutant| mutant.name == survivor.mutant);
    let fates: Vec<&Fate> = named.map(|mutant| &mutant.fate).collect();
    if fates.is_empty() {
        let near = crate::text::nearest(&survivor.mutant, mutants.iter().map(|mutant| &mutant.name));
        let stale = diagnostic(format!("`{}` has no such mutant", rule.id), "no change reads like this");
        return Some(match near {
            Some(near) => stale.help(format!("did you mean `{near}`?")),
            None => stale,
        });
    }
    let killed = fates.iter().all(|fate| matches!(fate, Fate::Killed));
    killed.then(|| diagnostic(format!("a case of `{}` notices this mutant", rule.id), "does not survive"))
}
