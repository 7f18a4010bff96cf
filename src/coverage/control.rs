use jiff::civil::Date;

use super::derived::Derived;
use crate::engine::Verdict;
use crate::policy::Reach;

/// A control, what reaches it, and what the systems show of it.
#[derive(Clone, Debug)]
pub struct ControlCoverage {
    /// `framework:ID`, as policies write it.
    pub reference: String,
    /// Id in its framework.
    pub id: String,
    /// The id as its publisher prints it.
    pub label: String,
    /// What it asks for.
    pub title: String,
    /// The group that holds it.
    pub group: Option<String>,
    /// Whether it counts; not so for groups that rules name as a whole and for controls of groups that are not counted.
    pub counted: bool,
    /// The rules that name it, by id.
    pub rules: Vec<Claimed>,
    /// The ways to it from controls that rules name, by crosswalks or as a part or a whole of it, the closest first.
    pub derived: Vec<Derived>,
    /// For each system that its rules were evaluated on, the worst verdict; by the rules that name it, else by those of `derived`.
    pub systems: Vec<(String, Verdict)>,
    /// Whether it applies on the day of the run, wholly or in part.
    pub in_force: bool,
    /// The first day of the earliest part that applies.
    pub since: Option<Date>,
    /// What applies later, the next first.
    pub later: Vec<Later>,
}

/// A rule that names a control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    /// Rule id.
    pub rule: String,
    /// How far it answers what the control asks.
    pub reach: Reach,
}

/// A day from which a control, or more of it, applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Later {
    /// The day.
    pub from: Date,
    /// What applies then; empty if nothing is said.
    pub note: String,
    /// Whether the day was read in its source.
    pub verified: bool,
}

impl ControlCoverage {
    /// How far the rules that name it answer what it asks: as far as the one that does best.
    pub fn reach(&self) -> Option<Reach> {
        self.rules.iter().map(|claimed| claimed.reach).min()
    }

    /// Whether no rule names it, but others that it relates to.
    pub fn is_derived(&self) -> bool {
        self.rules.is_empty() && !self.derived.is_empty()
    }

    /// How it is reached: `direct`, `derived` or `none`.
    pub fn coverage(&self) -> &'static str {
        match (self.rules.is_empty(), self.derived.is_empty()) {
            (false, _) => "direct",
            (true, false) => "derived",
            (true, true) => "none",
        }
    }

    /// The worst verdict of any system.
    pub fn verdict(&self) -> Option<Verdict> {
        self.systems.iter().map(|(_, verdict)| *verdict).reduce(Verdict::max_by_weight)
    }
}
