//! Floor 4: frameworks, their controls and how those relate.
//!
//! Knows which control ids exist, what they are called, what group they stand in, from when they apply and to which controls
//! of other frameworks they relate by whose word; finds the nearest name for one that does not exist. Does not know which rules
//! touch them: that is the policies' claim.
//!
//! [`Catalog::builtin`] has the frameworks and crosswalks that the binary carries, each read when it is first asked for.

mod crosswalk;
mod framework;
mod lookup;
mod related;
mod standing;

pub use crosswalk::{Crosswalk, Link, Relation, Trust};
pub use framework::{ApplicationDate, Control, Framework, Group};
pub use lookup::{Catalog, Found, Unknown};
pub use related::Related;
pub use standing::{Standing, Start, is_part};

#[cfg(test)]
mod tests;
