//! Cases made ready to be judged, many times over if need be.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rayon::prelude::*;

use super::DEFAULT_DAY;
use super::fragment;
use super::table::Table;
use super::wanted::{Problem, Wanted};
use crate::diagnostic::{Diagnostic, Place};
use crate::document::Node;
use crate::engine::{Depth, Subject, Terms, judge, observe};
use crate::manifest::System;
use crate::policy::{Case, Params, PolicySet, Rule, Scope, Site};
use crate::text::Span;

/// All cases of some rules, in the order of the rules.
#[derive(Debug, Default)]
pub struct Suite<'a> {
    pub(super) trials: Vec<Trial<'a>>,
}

/// What came of one case.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Where its cases stand together: a policy's id, or the name of a file of cases.
    pub suite: String,
    /// Rule id.
    pub rule: String,
    /// Name of the case.
    pub name: String,
    /// Where the case stands.
    pub place: Place,
    /// Nothing where the case holds.
    pub problem: Option<Problem>,
}

/// One rule on one case.
#[derive(Debug)]
pub(super) struct Trial<'a> {
    pub rule: &'a Rule,
    pub suite: String,
    pub name: String,
    pub place: Place,
    pub today: Date,
    pub ready: Result<Ready, Vec<Diagnostic>>,
    pub wanted: Wanted,
}

/// What a rule is judged on.
#[derive(Debug)]
pub(super) struct Ready {
    pub systems: Vec<System>,
    pub params: Params,
}

impl<'a> Suite<'a> {
    /// The cases that the rules carry.
    pub fn of(policies: &'a PolicySet) -> Self {
        let of_rule = |rule: &'a Rule| {
            let policy = policies.policy(rule);
            rule.cases().map(|case| Trial::of(rule, &policy.id, &policy.params, case)).collect::<Vec<_>>()
        };
        Self { trials: policies.rules.par_iter().flat_map_iter(of_rule).collect() }
    }

    /// Adds the cases of a table; rules are looked for in `sets` in turn. A rule that is `known` but in none of them was not
    /// selected, and is left out.
    ///
    /// # Errors
    /// Rules and policies that nobody knows.
    pub fn add(&mut self, table: &Table, sets: &[&'a PolicySet], known: &BTreeSet<String>) -> Result<(), Vec<Diagnostic>> {
        let (trials, problems) = table.trials(sets, known);
        self.trials.extend(trials);
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// Keeps the cases whose name contains a text, whatever its case.
    pub fn filter(&mut self, text: &str) {
        let text = text.to_lowercase();
        self.trials.retain(|trial| trial.name.to_lowercase().contains(&text));
    }

    /// Rule, name and place of every case, in their order.
    pub fn list(&self) -> impl Iterator<Item = (&str, &str, &Place)> {
        self.trials.iter().map(|trial| (trial.rule.id.as_str(), trial.name.as_str(), &trial.place))
    }

    /// Whether there is no case.
    pub fn is_empty(&self) -> bool {
        self.trials.is_empty()
    }

    /// Runs every case, in their order.
    pub fn run(&self) -> Vec<Tested> {
        self.trials.par_iter().map(Trial::run).collect()
    }
}

impl<'a> Trial<'a> {
    fn of(rule: &'a Rule, suite: &str, params: &Params, case: Case<'_>) -> Self {
        let today = day(case.node).unwrap_or(DEFAULT_DAY);
        Self {
            rule,
            suite: suite.to_owned(),
            name: if case.name().is_empty() { "without a name" } else { case.name() }.to_owned(),
            place: case.node.get("name").unwrap_or(case.node).place(),
            today,
            ready: Ready::of(rule, params, case),
            wanted: Wanted::of(case),
        }
    }

    fn run(&self) -> Tested {
        let problem = match &self.ready {
            Ok(ready) => self.judge(ready, self.rule),
            Err(problems) => Some(Problem::Invalid(problems.clone())),
        };
        Tested { suite: self.suite.clone(), rule: self.rule.id.clone(), name: self.name.clone(), place: self.place.clone(), problem }
    }

    /// Whether the case holds for this rule, which may be a mutant of its own; an invalid case holds for none.
    pub fn holds(&self, rule: &Rule) -> bool {
        self.ready.as_ref().is_ok_and(|ready| self.judge(ready, rule).is_none())
    }

    fn judge(&self, ready: &Ready, rule: &Rule) -> Option<Problem> {
        let terms = Terms { today: self.today, depth: Depth::Causes };
        let subjects = ready.subjects(rule.scope);
        let judged: Vec<_> = subjects.iter().flat_map(|subject| judge(rule, &ready.params, subject, terms)).collect();
        self.wanted.compare(&judged)
    }

    /// Shows what the rule's conditions come out as.
    pub fn observe(&self, mark: &mut dyn FnMut(&Site, Span, bool)) {
        let Ok(ready) = &self.ready else { return };
        for subject in ready.subjects(self.rule.scope) {
            observe(self.rule, &ready.params, &subject, self.today, mark);
        }
    }
}

/// The day that a case or a table takes as today, if it names one.
pub(super) fn day(node: Node<'_>) -> Option<Date> {
    node.get("as_of").and_then(Node::as_str).and_then(|day| day.parse().ok())
}

impl Ready {
    /// What a rule of this scope is judged on: all systems at once, or one after the other.
    fn subjects(&self, scope: Scope) -> Vec<Subject<'_>> {
        match scope {
            Scope::System => self.systems.iter().map(Subject::system).collect(),
            Scope::Fleet => vec![Subject::fleet(&self.systems)],
        }
    }

    /// The systems of a case, and the parameters with what it sets.
    fn of(rule: &Rule, params: &Params, case: Case<'_>) -> Result<Self, Vec<Diagnostic>> {
        let systems = fragment::systems(&[], case.node)?;
        let mut params = params.clone();
        let problems = case.node.get("params").map(|values| params.set(&rule.id, rule.tree(), values)).unwrap_or_default();
        if problems.is_empty() { Ok(Self { systems, params }) } else { Err(problems) }
    }
}
