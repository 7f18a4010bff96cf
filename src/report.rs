//! Floor 9: an outcome becomes a [`Report`], and a report bytes, one file per format.
//!
//! Knows how findings and diagnostics look to people and to other programs. Knows nothing of terminals, files or clocks:
//! how wide, whether in color and how long the run took are handed in as [`Style`].

use std::io;
use std::time::Duration;

use crate::diagnostic::Diagnostic;

mod concise;
mod html;
mod human;
mod json;
pub mod model;
mod summary;
mod words;

pub use model::{Report, SCHEMA};

type Writer = fn(&Report, &Style, &mut dyn io::Write) -> io::Result<()>;

/// A way to write a report down.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word that selects it.
    pub name: &'static str,
    /// One line on whom it is for.
    pub about: &'static str,
    /// Whether it shows what the run was about, beside what was found: the [`Record`](crate::engine::Record) is then needed.
    pub record: bool,
    write: Writer,
}

impl Format {
    /// For people at a terminal.
    pub const HUMAN: Self = Self { name: "human", about: "for people: quoted lines, help, summary", record: false, write: human::write };
    /// For editors and `grep`.
    pub const CONCISE: Self = Self { name: "concise", about: "one line each: path:line:col", record: false, write: concise::write };
    /// For programs.
    pub const JSON: Self = Self { name: "json", about: "for programs: the contract, versioned", record: true, write: json::write };

    /// For people who review a fleet, in a browser.
    pub const HTML: Self = Self { name: "html", about: "for reviewers: one self-contained page", record: true, write: html::write };

    /// Every format.
    pub const ALL: &[Self] = &[Self::HUMAN, Self::CONCISE, Self::JSON, Self::HTML];

    /// The format with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.name == name)
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

/// What the reader of the bytes can show; formats for programs ignore it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Whether to color with ANSI sequences.
    pub color: bool,
    /// Whether to draw frames with Unicode characters rather than ASCII.
    pub unicode: bool,
    /// Columns of a line.
    pub width: usize,
    /// How long the run took, where the reader wants to know.
    pub elapsed: Option<Duration>,
}

impl Style {
    /// What a file or a pipe gets: no color, 80 columns, the same bytes from run to run.
    pub const PLAIN: Self = Self { color: false, unicode: true, width: 80, elapsed: None };
}

/// Writes diagnostics for people, each with a blank line after it; for commands that have no outcome.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_diagnostics(diagnostics: &[Diagnostic], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    human::write_diagnostics(&models(diagnostics), style, out)
}

/// Writes diagnostics for editors and `grep`, one line each.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_diagnostic_lines(diagnostics: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    concise::write_diagnostics(&models(diagnostics), out)
}

/// Writes `report` to `out` in `format`.
///
/// # Errors
/// Whatever `out` returns.
pub fn write(format: Format, report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    (format.write)(report, style, out)
}

fn models(diagnostics: &[Diagnostic]) -> Vec<model::Diagnostic> {
    diagnostics.iter().map(model::Diagnostic::from).collect()
}
