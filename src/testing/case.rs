//! Cases made ready to be judged, many times over if need be.

use jiff::civil::Date;
use rayon::prelude::*;

use super::DEFAULT_DAY;
use super::fragment;
use super::wanted::{Problem, Wanted};
use crate::diagnostic::{Diagnostic, Place};
use crate::document::Node;
use crate::engine::{Subject, Terms, judge};
use crate::manifest::System;
use crate::policy::{Case, Params, PolicySet, Rule, Scope};

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
    suite: String,
    name: String,
    place: Place,
    today: Date,
    ready: Result<Ready, Vec<Diagnostic>>,
    wanted: Wanted,
}

/// What a rule is judged on.
#[derive(Debug)]
struct Ready {
    systems: Vec<System>,
    params: Params,
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
        let today = case.node.get("as_of").and_then(Node::as_str).and_then(|day| day.parse().ok()).unwrap_or(DEFAULT_DAY);
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
        let subject = match (rule.scope, ready.systems.first()) {
            (Scope::System, Some(system)) => Subject::System(system),
            _ => Subject::Fleet(&ready.systems),
        };
        self.wanted.compare(&judge(rule, &ready.params, &subject, Terms { today: self.today, explain: false }))
    }
}

impl Ready {
    /// The systems of a case, and the parameters with what it sets.
    fn of(rule: &Rule, params: &Params, case: Case<'_>) -> Result<Self, Vec<Diagnostic>> {
        let systems = fragment::systems(case.node)?;
        let mut params = params.clone();
        let problems = case.node.get("params").map(|values| params.set(&rule.id, rule.tree(), values)).unwrap_or_default();
        if problems.is_empty() { Ok(Self { systems, params }) } else { Err(problems) }
    }
}
