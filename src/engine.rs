//! Floor 6: inventory × policies → [`Outcome`].

mod outcome;

pub use outcome::{Control, Finding, Outcome, Summary, Verdict, Verdicts};
