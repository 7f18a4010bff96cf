//! Floor 7: which facts nobody declared, ranked by how much each would decide.
//!
//! Knows what waits for a fact and what the schema says of it. Knows nothing of how the questions are written down.
//!
//! Whatever hangs on undeclared facts says so by [`Waits`]: [`of_outcome`] does it for rules; [`rank`] makes the questions
//! of all of them together.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Place;
use crate::engine::{Control, Outcome, Verdict};
use crate::policy::Severity;
use crate::schema::{Described, describe};

/// One thing that waits for one fact of one system.
#[derive(Clone, Debug)]
pub struct Waits {
    /// System id.
    pub system: String,
    /// Path of the fact, e.g. `models[chat].version`.
    pub fact: String,
    /// Where it belongs, if that is known: the place that lacks it.
    pub place: Option<Place>,
    /// The manifest.
    pub file: String,
    /// What waits: a rule's id.
    pub rule: String,
    /// How much it matters.
    pub severity: Severity,
    /// The controls that it decides.
    pub controls: Vec<Control>,
}

/// The questions to a system.
#[derive(Clone, Debug)]
pub struct Asked {
    /// System id.
    pub system: String,
    /// Its manifest.
    pub file: String,
    /// Those first that decide most.
    pub questions: Vec<Question>,
}

/// A fact that nobody declared.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its path.
    pub fact: String,
    /// What the schema says of it.
    pub described: Option<Described>,
    /// Where it belongs, if that is known.
    pub place: Option<Place>,
    /// The worst severity among what waits.
    pub severity: Severity,
    /// What waits.
    pub rules: BTreeSet<String>,
    /// What would be decided.
    pub controls: BTreeSet<Control>,
}

impl Asked {
    /// What waits for any of the questions.
    pub fn rules(&self) -> BTreeSet<&str> {
        self.questions.iter().flat_map(|question| question.rules.iter().map(String::as_str)).collect()
    }

    /// What the answers would decide.
    pub fn controls(&self) -> BTreeSet<&Control> {
        self.questions.iter().flat_map(|question| &question.controls).collect()
    }
}

/// The rules that wait for facts; of their controls, those of `frameworks`, or all where none is named.
pub fn of_outcome(outcome: &Outcome, frameworks: &[String]) -> Vec<Waits> {
    let wanted = |control: &&Control| {
        let framework = control.reference.split(':').next().unwrap_or_default();
        frameworks.is_empty() || frameworks.iter().any(|wanted| wanted == framework)
    };
    let mut waits = Vec::new();
    for finding in outcome.findings.iter().filter(|finding| finding.verdict == Verdict::Undeclared) {
        let controls: Vec<Control> = finding.controls.iter().filter(wanted).cloned().collect();
        for fact in &finding.missing {
            // A finding's place belongs to the fact that its path names.
            let placed = finding.path == *fact || finding.missing.len() == 1;
            waits.push(Waits {
                system: finding.system.clone(),
                fact: fact.clone(),
                place: placed.then(|| finding.primary.place.clone()),
                file: finding.primary.place.source.name().to_owned(),
                rule: finding.rule.clone(),
                severity: finding.severity,
                controls: controls.clone(),
            });
        }
    }
    waits
}

/// The questions, by system in the order of files and ids; within a system those first that decide most controls, then the
/// worst, then those for which most rules wait.
pub fn rank(waits: Vec<Waits>) -> Vec<Asked> {
    let mut systems: BTreeMap<(String, String), BTreeMap<String, Question>> = BTreeMap::new();
    for wait in waits {
        let questions = systems.entry((wait.file, wait.system)).or_default();
        let question = questions.entry(wait.fact.clone()).or_insert_with(|| Question {
            described: describe(&wait.fact),
            fact: wait.fact,
            place: None,
            severity: wait.severity,
            rules: BTreeSet::new(),
            controls: BTreeSet::new(),
        });
        question.severity = question.severity.max(wait.severity);
        question.place = question.place.take().or(wait.place);
        question.rules.insert(wait.rule);
        question.controls.extend(wait.controls);
    }
    let asked = |((file, system), questions): (_, BTreeMap<String, Question>)| {
        let mut questions: Vec<Question> = questions.into_values().collect();
        questions.sort_by_cached_key(|question| {
            (Reverse((question.controls.len(), question.severity, question.rules.len())), question.fact.clone())
        });
        Asked { system, file, questions }
    };
    systems.into_iter().map(asked).collect()
}
