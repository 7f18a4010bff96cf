//! Floor 7: whether rules do what their test cases say, and what those cases leave untested.
//!
//! Lays each case's manifest fragment over a base, judges the rule on it and compares what came out with what the case expects;
//! [`mutate`] does so with rules that are changed a little, [`coverage`] looks at what the rules' conditions came out as. Cases
//! stand in the rules or in a [`Table`] of their own. Knows nothing of how results are printed.

mod case;
mod classification;
mod coverage;
mod fragment;
mod mutate;
mod table;
mod wanted;

pub use case::{Suite, Tested};
pub use coverage::{Coverage, coverage};
pub use mutate::{Fate, Mutant, mutate};
pub use table::Table;
pub use wanted::Problem;

pub use classification::classifications;

use jiff::civil::Date;

/// The day that counts as today in a case that names none.
pub const DEFAULT_DAY: Date = Date::constant(2026, 6, 1);

#[cfg(test)]
mod tests;
