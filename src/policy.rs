//! Floor 5: policy files become checked rules.
//!
//! Reads [`Policy`] documents with the places of everything in them, compiles their expressions against the manifest's
//! schema, and reports every problem in the policy file's own lines. Does not evaluate: that is the engine's.

mod case;
mod classification;
mod draft;
mod expression;
mod host;
mod load;
mod params;
mod reach;
mod rule;
mod scope;
mod severity;
mod site;
mod template;

pub use case::{Case, Expectation, Survivor};
pub use classification::{Classification, Compiled, Consequence, Derivations, Duty, Step, Tier, name};
pub use draft::Draft;
pub use expression::{Expression, place_in};
pub use load::{Policy, PolicySet, Selection, is_builtin};
pub use params::Params;
pub use reach::Reach;
pub use rule::{Body, ControlRef, ForEach, Named, Rule, Scope, Texts};
pub use scope::{SLOT_DERIVED, SLOT_FLEET, SLOT_PARAMS, SLOT_SUBJECT, SLOT_TODAY};
pub use severity::Severity;
pub use site::Site;
pub use template::{Part, Template};

#[cfg(test)]
mod tests;
