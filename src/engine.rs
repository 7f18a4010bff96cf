//! Floor 6: inventory × policies → [`Outcome`].
//!
//! Evaluates each rule on each system (or on the whole fleet), says where in the manifest the outcome was decided and with
//! which words, and settles what counts. Reads no files and knows no format.

mod evaluate;
mod fingerprint;
mod locate;
mod outcome;
mod settle;
mod words;

pub use evaluate::{Judged, Subject, Terms, judge};
pub use outcome::{Control, Finding, Outcome, Summary, Verdict, Verdicts};

use jiff::civil::Date;
use rayon::prelude::*;

use settle::{Desk, Settled};

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::manifest::Inventory;
use crate::policy::{PolicySet, Rule, Scope};

/// How a run is made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day that counts as today.
    pub as_of: Date,
    /// Whether that day was given rather than being the calendar's.
    pub as_of_pinned: bool,
    /// Whether undeclared facts count like failures.
    pub undeclared_counts: bool,
    /// Whether findings come with the expressions that decided and the values of their parts.
    pub explain: bool,
}

/// Checks every system against every rule. `diagnostics` are those of reading; `done` is called after each system.
pub fn check(
    inventory: &Inventory,
    policies: &PolicySet,
    catalog: &Catalog,
    options: Options,
    diagnostics: Vec<Diagnostic>,
    done: &(dyn Fn() + Sync),
) -> Outcome {
    let (fleet, single): (Vec<&Rule>, Vec<&Rule>) = policies.rules.iter().partition(|rule| rule.scope == Scope::Fleet);
    let terms = Terms { today: options.as_of, explain: options.explain };
    let desk = Desk::new(policies, catalog, options);
    // One system is as much work as compiling the rules; with many, each has a thread to itself.
    let few = inventory.systems.len() < 2 * rayon::current_num_threads();
    let settled = inventory.systems.par_iter().map(|system| {
        let subject = Subject::System(system);
        let one = |rule: &&'_ Rule| desk.settle(judge(rule, &policies.policy(rule).params, &subject, terms));
        let settled: Vec<Settled> = if few { single.par_iter().map(one).collect() } else { single.iter().map(one).collect() };
        done();
        settled.into_iter().collect()
    });
    let mut parts: Vec<Settled> = settled.collect();
    if !inventory.systems.is_empty() {
        let subject = Subject::Fleet(&inventory.systems);
        parts.extend(fleet.iter().map(|rule| desk.settle(judge(rule, &policies.policy(rule).params, &subject, terms))));
    }
    desk.outcome(parts.into_iter().collect(), inventory.systems.len(), diagnostics)
}
