//! Results of classifications, for people and for programs.

use std::io;

use jiff::civil::Date;

use super::{Style, human};
use crate::diagnostic::Diagnostic;

mod dates;
mod json;
mod markdown;
mod view;

pub use json::SCHEMA as CLASSIFICATION_SCHEMA;
pub use view::{Applies, ClassificationView, ControlView, DutyView, GroundView, QuestionView, StepView};

/// All that a run of `classify` found.
#[derive(Debug)]
pub struct Classifications {
    /// The day that the run takes as today.
    pub as_of: Date,
    /// Whether that day was given.
    pub as_of_pinned: bool,
    /// Number of systems.
    pub systems: usize,
    /// One for each system and procedure.
    pub views: Vec<ClassificationView>,
    /// Problems with documents.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether people want to see every step.
    pub all: bool,
}

/// A way to write them down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassificationFormat {
    /// For people at a terminal.
    Human,
    /// For reviews and wikis.
    Markdown,
    /// For programs.
    Json,
}

impl ClassificationFormat {
    /// Every format.
    pub const ALL: &[Self] = &[Self::Human, Self::Markdown, Self::Json];

    /// The word that selects it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Human => "human",
            Self::Markdown => "markdown",
            Self::Json => "json",
        }
    }
}

/// Writes the results.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_classifications(
    format: ClassificationFormat,
    found: &Classifications,
    style: &Style,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    match format {
        ClassificationFormat::Human => human::classification::write(found, style, out),
        ClassificationFormat::Markdown => markdown::write(found, out),
        ClassificationFormat::Json => json::write(found, out),
    }
}
