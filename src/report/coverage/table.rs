//! What the formats for people have in common: which columns there are, and how they name things.

use crate::coverage::{Coverage, FrameworkCoverage, SystemCoverage};
use crate::engine::Verdicts;

/// Heads of the columns about rules, after that of the framework.
pub(super) const REACHED: [&str; 6] = ["controls", "automated", "partial", "attested", "derived", "none"];

/// Heads of the columns about systems, after that of the framework.
pub(super) const VERDICTS: [&str; 6] = ["pass", "fail", "undeclared", "waived", "n/a", "error"];

/// What the columns about rules mean, one line each.
pub(super) const LEGEND: [(&str, &str); 4] = [
    ("automated", "a rule decides what the control asks, from structured facts"),
    ("partial", "rules decide a part of it; the rest is for people"),
    ("attested", "rules only see that somebody declared it"),
    ("derived", "rules name what it is a part or a whole of, or what a crosswalk relates to it; never counted as covered"),
];

/// The cells under [`REACHED`].
pub(super) fn reached(framework: &FrameworkCoverage) -> [usize; 6] {
    let numbers = framework.numbers();
    [numbers.controls, numbers.automated, numbers.partial, numbers.attested, numbers.derived, numbers.none]
}

/// The cells under [`VERDICTS`].
pub(super) fn verdicts(verdicts: Verdicts) -> [usize; 6] {
    [verdicts.pass, verdicts.fail, verdicts.undeclared, verdicts.waived, verdicts.not_applicable, verdicts.error]
}

/// The frameworks of which rules name controls that a system was evaluated on, with the verdicts.
pub(super) fn of_system<'a>(coverage: &'a Coverage, system: &SystemCoverage<'_>) -> Vec<(&'a str, Verdicts)> {
    let rows = coverage.frameworks.iter().map(|framework| (framework.id.as_str(), system.verdicts(Some(&framework.id))));
    rows.filter(|(_, verdicts)| verdicts.total() > 0).collect()
}
