//! Which conditions of a rule its cases have seen true, and which false.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::case::{Suite, Trial};
use crate::diagnostic::{Code, Diagnostic};
use crate::policy::{Expression, PolicySet, Rule, Site};
use crate::text::{Span, clean_line, folded, shorten};

/// Longest text of a condition that a message repeats.
const MOST_CHARACTERS: usize = 100;

/// What the cases of a rule have seen.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// Rule id.
    pub rule: String,
    /// Number of outcomes that its conditions can have: two each.
    pub outcomes: usize,
    /// How many of them a case has seen.
    pub seen: usize,
    /// The others, in the order of the rule.
    pub gaps: Vec<Diagnostic>,
}

/// Whether something came out true, and whether it came out false.
type Outcomes = [bool; 2];

/// What the cases have seen of each rule.
pub fn coverage(policies: &PolicySet, suite: &Suite<'_>) -> Vec<Coverage> {
    let mut trials: BTreeMap<&str, Vec<&Trial<'_>>> = BTreeMap::new();
    for trial in &suite.trials {
        trials.entry(&trial.rule.id).or_default().push(trial);
    }
    let of_rule = |rule: &Rule| of_rule(rule, trials.get(rule.id.as_str()).map(Vec::as_slice).unwrap_or_default());
    policies.rules.par_iter().map(of_rule).collect()
}

fn of_rule(rule: &Rule, trials: &[&Trial<'_>]) -> Coverage {
    let mut seen: BTreeMap<(Site, Span), Outcomes> = BTreeMap::new();
    for trial in trials {
        trial.observe(&mut |site, span, holds| {
            let [yes, no] = seen.entry((site.clone(), span)).or_default();
            *yes |= holds;
            *no |= !holds;
        });
    }
    let mut coverage = Coverage { rule: rule.id.clone(), outcomes: 0, seen: 0, gaps: Vec::new() };
    for (site, expression) in rule.sites() {
        for span in expression.plan.conditions() {
            let outcomes = seen.get(&(site.clone(), span)).copied().unwrap_or_default();
            coverage.outcomes += 2;
            coverage.seen += outcomes.iter().filter(|seen| **seen).count();
            coverage.gaps.extend(gap(rule, expression, span, outcomes));
        }
    }
    coverage
}

fn gap(rule: &Rule, expression: &Expression, span: Span, outcomes: Outcomes) -> Option<Diagnostic> {
    let place = expression.place(span);
    let written = expression.plan.source().get(span.range()).unwrap_or_default();
    let written = shorten(&clean_line(&folded(written)), MOST_CHARACTERS);
    let (message, label, help) = match outcomes {
        [true, true] => return None,
        [true, false] => (format!("makes `{written}` false"), "never false", "add a case in which it is false"),
        [false, true] => (format!("makes `{written}` true"), "never true", "add a case in which it is true"),
        [false, false] => (format!("gets as far as `{written}`"), "never reached", "add a case in which nothing before it decides"),
    };
    let message = format!("no case of `{}` {message}", rule.id);
    Some(Diagnostic::warning(Code::UncoveredCondition, message).at(place, label).help(help))
}
