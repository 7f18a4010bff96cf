//! Floor 7: which controls rules reach, and what the systems show of them.
//!
//! Computed both ways: from a control to its rules to the systems, and from a system to its controls. Keeps apart what must not be
//! added up: what rules decide, what they decide in part, what they only see declared, and what comes through a crosswalk.
//! Knows nothing of how it is printed.

mod claims;
mod control;
mod derived;
mod framework;
mod systems;

pub use claims::Claims;
pub use control::{Claimed, ControlCoverage, Later};
pub use derived::Derived;
pub use framework::{FrameworkCoverage, Numbers};
pub use systems::SystemCoverage;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::engine::Tally;
use derived::Ways;
use systems::Ledger;

/// What coverage is computed from.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// What the rules say that they reach.
    pub claims: &'a Claims,
    /// Frameworks and crosswalks.
    pub catalog: &'a Catalog,
    /// Every evaluation of the run.
    pub tally: &'a [Tally],
    /// The ids of the systems, sorted.
    pub systems: &'a [String],
    /// The day that counts as today.
    pub as_of: Date,
}

/// What rules reach, and what the systems show of it.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The day that counts as today.
    pub as_of: Date,
    /// The ids of the systems, sorted.
    pub systems: Vec<String>,
    /// Number of rules.
    pub rules: usize,
    /// The rules that reach no control of any framework, by id.
    pub orphan_rules: Vec<String>,
    /// By id of the framework.
    pub frameworks: Vec<FrameworkCoverage>,
}

/// Computes the coverage of one framework, or of all.
pub fn cover(material: Material<'_>, framework: Option<&str>) -> Coverage {
    let Material { claims, catalog, .. } = material;
    let ledger = Ledger::new(material.tally);
    let ways = Ways::new(catalog, framework);
    let wanted = catalog.ids().filter(|id| framework.is_none_or(|framework| framework == *id));
    let covered = |id: &str| Some(FrameworkCoverage::of(catalog.framework(id)?, material, &ways, &ledger));
    Coverage {
        as_of: material.as_of,
        systems: material.systems.to_vec(),
        rules: claims.rules().count(),
        orphan_rules: claims.orphans(catalog),
        frameworks: wanted.filter_map(covered).collect(),
    }
}
