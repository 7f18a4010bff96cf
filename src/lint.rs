//! Floor 7: what makes a policy weaker, or harder to live with, than its author thinks.
//!
//! One lint is one file and one line of [`ALL`]. Works on policies that compile: what is plainly wrong in them is reported when
//! they are read. Knows nothing of how remarks are printed.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::catalog::Catalog;
use crate::diagnostic::{self, Code, Diagnostic, Entry, Place};
use crate::policy::{PolicySet, Rule};

mod levels;
mod read;

mod ambiguous_id;
mod assert_always_true;
mod assert_never_true;
mod condition_in_comment;
mod idle_term;
mod message_repeats_title;
mod missing_controls;
mod missing_help;
mod missing_rationale;
mod missing_tests;
mod never_applies;
mod overdue_review;
mod pattern_as_text;
mod shadowed_name;
mod undocumented_critical;
mod unprinted_value;
mod unused_item;
mod unused_let;
mod unused_param;
mod unused_variable;
mod when_always_true;

pub use levels::{Level, Levels};

/// Every lint.
pub static ALL: &[&Lint] = &[
    &assert_always_true::LINT,
    &assert_never_true::LINT,
    &when_always_true::LINT,
    &never_applies::LINT,
    &idle_term::LINT,
    &pattern_as_text::LINT,
    &condition_in_comment::LINT,
    &unused_let::LINT,
    &unused_item::LINT,
    &unused_param::LINT,
    &unused_variable::LINT,
    &shadowed_name::LINT,
    &ambiguous_id::LINT,
    &missing_rationale::LINT,
    &missing_help::LINT,
    &missing_controls::LINT,
    &missing_tests::LINT,
    &message_repeats_title::LINT,
    &unprinted_value::LINT,
    &undocumented_critical::LINT,
    &overdue_review::LINT,
];

/// A remark that can be made on policies.
#[derive(Debug)]
pub struct Lint {
    /// Its id and its page.
    pub entry: Entry,
    /// How much it matters where nobody says otherwise.
    pub default: Level,
    check: fn(&Material<'_>) -> Vec<Diagnostic>,
}

/// What lints look at.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The policies, with their cases.
    pub policies: &'a PolicySet,
    /// The frameworks that they refer to.
    pub catalog: &'a Catalog,
    /// The day that counts as today.
    pub today: Date,
}

/// Everything that the lints have to say, in the order of the files: denied lints as errors, the others as warnings.
pub fn run(material: &Material<'_>, levels: &Levels) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    for lint in ALL {
        let Some(level) = levels.of(lint).shown() else { continue };
        remarks.extend((lint.check)(material).into_iter().map(|remark| Diagnostic { level, ..remark }));
    }
    diagnostic::sort(&mut remarks);
    remarks
}

/// The codes of all lints, for whoever explains them.
pub fn codes() -> impl Iterator<Item = Code> {
    ALL.iter().map(|lint| Code::Lint(&lint.entry))
}

impl Lint {
    /// A remark on a place; [`run`] gives it its level.
    fn remark(&'static self, message: impl Into<String>, place: Place, label: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(Code::Lint(&self.entry), message).at(place, label)
    }
}

impl Material<'_> {
    /// What `look` has to say of each rule.
    fn of_rules(&self, look: fn(&Rule) -> Vec<Diagnostic>) -> Vec<Diagnostic> {
        self.policies.rules.par_iter().flat_map_iter(look).collect()
    }
}

#[cfg(test)]
mod tests;
