//! Floor 4: frameworks and their controls.
//!
//! Knows which control ids exist, what they are called, what group they stand in and from when they apply; finds the nearest
//! name for one that does not exist. Does not know which rules touch them: that is the policies' claim.
//!
//! [`Catalog::builtin`] has the frameworks that the binary carries, each read when it is first asked for.

mod framework;
mod lookup;

pub use framework::{ApplicationDate, Control, Framework, Group};
pub use lookup::{Catalog, Found, Unknown};

#[cfg(test)]
mod tests;
