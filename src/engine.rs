//! Floor 6: inventory × policies → [`Outcome`].
//!
//! Evaluates each rule on each system (or on the whole fleet), says where in the manifest the outcome was decided and with
//! which words, and settles what counts. [`ask`] evaluates a single expression that belongs to no rule. Reads no files and knows no format.

mod ask;
mod classify;
mod derived;
mod evaluate;
mod fingerprint;
mod judged;
mod locate;
mod observe;
mod outcome;
mod record;
mod settle;
mod subject;
mod words;

pub use ask::{Answer, Came, Ground, Missing, Reach, Read, ask};
pub use classify::{Agreement, Answered, Classified, Due, Footing, Question, Reply, classify};
pub use evaluate::{Depth, Terms, judge};
pub use fingerprint::fingerprint;
pub use judged::Judged;
pub use observe::observe;
pub use outcome::{Brief, BySeverity, Control, Finding, Outcome, Summary, Tally, Verdict, Verdicts, Waiver};
pub use record::{Contact, ControlRecord, FrameworkRecord, Record, RuleRecord, SystemRecord, TierRecord};
pub use settle::Settled;
pub use subject::Subject;

use jiff::civil::Date;
use rayon::prelude::*;
use settle::Desk;

use crate::catalog::Catalog;
use crate::diagnostic::Diagnostic;
use crate::manifest::System;
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
    /// What is kept of evaluations.
    pub keep: Keep,
}

/// What a run keeps of its evaluations, beside their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Those that are shown, in brief.
    Briefs,
    /// Those that are shown, as findings.
    Findings,
    /// A tally of all as well.
    Tally,
    /// A record of what the run was about as well: systems, rules and frameworks, and what each rule came to.
    Record,
}

/// Checks systems one by one, in any order and on any thread, so that a manifest need not outlive its turn.
pub struct Checker<'a> {
    policies: &'a PolicySet,
    single: Vec<&'a Rule>,
    fleet: Vec<&'a Rule>,
    options: Options,
    picture: Option<Picture>,
    desk: Desk<'a>,
}

/// What a higher floor wants kept of a system, in a form of its own, beside what was found in it.
pub type Picture = fn(&System, &[Finding]) -> Option<serde_json::Value>;

impl<'a> Checker<'a> {
    /// A checker for these policies.
    pub fn new(policies: &'a PolicySet, catalog: &'a Catalog, options: Options) -> Self {
        let (fleet, single) = policies.rules.iter().partition(|rule| rule.scope == Scope::Fleet);
        Self { policies, single, fleet, options, picture: None, desk: Desk::new(policies, catalog, options) }
    }

    /// Keeps a picture of each system as well, where a record is kept.
    #[must_use]
    pub fn with_picture(self, picture: Picture) -> Self {
        Self { picture: Some(picture), ..self }
    }

    /// Whether some rule looks at all systems at once, so that they must be kept until the end.
    pub fn wants_fleet(&self) -> bool {
        !self.fleet.is_empty()
    }

    /// Checks one system, by rules that look at one; `spread` lets the rules go over all threads.
    pub fn system(&self, system: &System, spread: bool) -> Settled {
        let subject = Subject::system(system);
        let settled: Settled = if spread {
            let one = |rule: &&Rule| {
                let mut settled = Settled::default();
                self.judge(rule, &subject, &mut settled);
                settled
            };
            self.single.par_iter().map(one).collect::<Vec<Settled>>().into_iter().collect()
        } else {
            let mut settled = Settled::default();
            self.single.iter().for_each(|rule| self.judge(rule, &subject, &mut settled));
            settled
        };
        match self.options.keep {
            Keep::Record => settled.of_system(system, subject.tiers(&self.policies.derivations, self.options.as_of), self.picture),
            Keep::Briefs | Keep::Findings | Keep::Tally => settled,
        }
    }

    /// Checks all systems, by rules that look at all; they are sorted by id.
    pub fn fleet(&self, systems: &[System]) -> Settled {
        if systems.is_empty() {
            return Settled::default();
        }
        let subject = Subject::fleet(systems);
        let mut settled = Settled::default();
        self.fleet.iter().for_each(|rule| self.judge(rule, &subject, &mut settled));
        settled.of_fleet()
    }

    /// Adds what a rule comes to.
    fn judge(&self, rule: &Rule, subject: &Subject<'_>, settled: &mut Settled) {
        let depth = match self.options.keep {
            Keep::Briefs => Depth::Place,
            _ if self.options.explain => Depth::Values,
            _ => Depth::Causes,
        };
        let whom = subject.one().map(|system| system.id.as_str());
        let judged = judge(rule, &self.policies.policy(rule).params, subject, Terms { today: self.options.as_of, depth });
        self.desk.settle(judged, whom, settled);
    }

    /// The whole run, in reading order. `diagnostics` are those of reading.
    pub fn outcome(&self, settled: Settled, systems: usize, diagnostics: Vec<Diagnostic>) -> Outcome {
        self.desk.outcome(settled, systems, diagnostics)
    }
}
