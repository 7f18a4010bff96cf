//! Floor 7: the rules' own test cases.
//!
//! Lays each case's manifest fragment over a minimal manifest, judges the rule on it and compares what came out with what the
//! case expects. Knows nothing of how the result is printed.

mod classification;
mod fragment;

pub use classification::classifications;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::Place;
use crate::document::Node;
use crate::engine::{Judged, Subject, Terms, Verdict, judge};
use crate::manifest::System;
use crate::policy::{Case, Params, PolicySet, Rule, Scope};

/// The day that counts as today in a case that names none.
pub const DEFAULT_DAY: Date = Date::constant(2026, 6, 1);

/// What came of one case.
#[derive(Clone, Debug)]
pub struct Tested {
    /// Rule id.
    pub rule: String,
    /// Name of the case.
    pub name: String,
    /// Where the case stands in the policy file.
    pub place: Place,
    /// Nothing where the case holds.
    pub problem: Option<Problem>,
}

/// Why a case does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The fragment is no valid manifest, or a parameter does not fit.
    Invalid(Vec<String>),
    /// Something else came out.
    Differs {
        /// What the case expects.
        expected: String,
        /// What came out.
        got: String,
    },
}

/// Runs the cases of every rule, in the order of rules and cases.
pub fn run(policies: &PolicySet) -> Vec<Tested> {
    policies
        .rules
        .par_iter()
        .flat_map_iter(|rule| rule.cases().map(|case| test(rule, &policies.policy(rule).params, case)).collect::<Vec<_>>())
        .collect()
}

fn test(rule: &Rule, params: &Params, case: Case<'_>) -> Tested {
    let problem = match prepare(rule, params, case) {
        Ok((systems, params)) => {
            let today = case.node.get("as_of").and_then(Node::as_str).and_then(|day| day.parse().ok()).unwrap_or(DEFAULT_DAY);
            let subject = match (rule.scope, systems.first()) {
                (Scope::System, Some(system)) => Subject::system(system),
                _ => Subject::fleet(&systems),
            };
            compare(case, &judge(rule, &params, &subject, Terms { today, explain: false }))
        }
        Err(problems) => Some(Problem::Invalid(problems)),
    };
    let name = if case.name().is_empty() { "without a name" } else { case.name() };
    let place = case.node.get("name").unwrap_or(case.node).place();
    Tested { rule: rule.id.clone(), name: name.to_owned(), place, problem }
}

/// The systems of a case, and the parameters with what it sets.
fn prepare(rule: &Rule, params: &Params, case: Case<'_>) -> Result<(Vec<System>, Params), Vec<String>> {
    let systems = fragment::systems(case.node)?;
    let mut params = params.clone();
    if let Some(values) = case.node.get("params") {
        let problems = params.set(&rule.id, rule.tree(), values);
        if !problems.is_empty() {
            return Err(problems.into_iter().map(|problem| problem.message).collect());
        }
    }
    Ok((systems, params))
}

fn compare(case: Case<'_>, judged: &[Judged<'_>]) -> Option<Problem> {
    let expectation = case.expectation();
    let found: Vec<&Judged<'_>> = judged.iter().filter(|one| one.detail.is_some()).collect();
    let got = || {
        let mut lines: Vec<String> = judged.iter().map(describe).collect();
        lines.dedup();
        lines.join("; ")
    };
    if case.passes {
        return (!found.is_empty()).then(|| Problem::Differs { expected: "pass".to_owned(), got: got() });
    }
    let verdict = expectation.verdict.as_deref().unwrap_or("fail");
    let fits = |one: &&&Judged<'_>| {
        let detail = one.detail.as_ref();
        let at = detail.map(|detail| detail.path.to_string());
        let message = detail.map_or("", |detail| detail.message.as_str());
        one.verdict.as_str() == verdict
            && expectation.at.as_ref().is_none_or(|wanted| at.as_ref() == Some(wanted))
            && expectation.message.as_ref().is_none_or(|wanted| message.contains(wanted.as_str()))
    };
    let count = found.iter().filter(fits).count();
    if count > 0 && expectation.count.is_none_or(|wanted| wanted == found.len()) {
        return None;
    }
    let mut expected = verdict.to_owned();
    if let Some(at) = &expectation.at {
        expected = format!("{expected} at {at}");
    }
    if let Some(message) = &expectation.message {
        expected = format!("{expected} saying `{message}`");
    }
    if let Some(count) = expectation.count {
        expected = format!("{expected}, {}", crate::text::plural(count, "finding"));
    }
    Some(Problem::Differs { expected, got: got() })
}

fn describe(judged: &Judged<'_>) -> String {
    match &judged.detail {
        Some(detail) if judged.verdict == Verdict::Error => format!("error: {}", detail.message),
        Some(detail) => format!("{} at {} ({})", judged.verdict.as_str(), detail.path, detail.message),
        None => judged.verdict.as_str().to_owned(),
    }
}

#[cfg(test)]
mod tests;
