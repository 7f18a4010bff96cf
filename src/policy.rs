//! Floor 5: policy files become checked rules.

mod severity;

pub use severity::Severity;
