//! Floor 1: what every floor emits when something is wrong with what it was given.
//!
//! Knows places in sources, labels and the catalog of codes. Does not know who reads it: rendering is a report's work.

mod code;
mod place;
#[cfg(test)]
pub(crate) mod plain;

pub use code::{Code, Entry};
pub use place::{Location, Place};

use serde::{Deserialize, Serialize};

/// How bad a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Something could not be checked; the run exits with 2.
    Error,
    /// Something looks wrong but was checked all the same.
    Warning,
}

impl Level {
    /// The word that formats print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A remark on a place.
#[derive(Clone, Debug)]
pub struct Label {
    /// What is remarked on.
    pub place: Place,
    /// The remark: what *is* there.
    pub text: String,
}

/// One problem with a document, a policy or the way they fit together.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which kind of problem; `explain CODE` has a page for it.
    pub code: Code,
    /// How bad it is.
    pub level: Level,
    /// What is wrong, on one line.
    pub message: String,
    /// Where, and what is there.
    pub primary: Option<Label>,
    /// Other places that matter.
    pub related: Vec<Label>,
    /// The next step.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without a place.
    pub fn error(code: Code, message: impl Into<String>) -> Self {
        Self { code, level: Level::Error, message: message.into(), primary: None, related: Vec::new(), help: None }
    }

    /// A warning without a place.
    pub fn warning(code: Code, message: impl Into<String>) -> Self {
        Self { level: Level::Warning, ..Self::error(code, message) }
    }

    /// With the place it is about and what is there.
    #[must_use]
    pub fn at(mut self, place: Place, text: impl Into<String>) -> Self {
        self.primary = Some(Label { place, text: text.into() });
        self
    }

    /// With a second place.
    #[must_use]
    pub fn also(mut self, place: Place, text: impl Into<String>) -> Self {
        self.related.push(Label { place, text: text.into() });
        self
    }

    /// With the next step.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Puts diagnostics in reading order: by file, then by place, then by message.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by_cached_key(|d| {
        let place = d.primary.as_ref().map(|label| (label.place.source.name().to_owned(), label.place.span));
        (place, d.code, d.message.clone())
    });
}
