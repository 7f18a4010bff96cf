//! Floor 9: an outcome becomes a [`Report`], and a report bytes, one file per format; so does coverage.
//!
//! Knows how findings and diagnostics look to people and to other programs. Knows nothing of terminals, files or clocks:
//! how wide, whether in color and how long the run took are handed in as [`Style`].

use std::io;
use std::ops::Range;
use std::time::Duration;

use uuid::Uuid;

use crate::diagnostic::Diagnostic;
use crate::engine::{Answer, Brief, BySeverity, Verdicts};

mod classification;
mod concise;
mod coverage;
mod csv;
mod github;
mod gitlab;
pub mod graph;
mod html;
mod human;
mod json;
mod junit;
mod markdown;
pub mod model;
mod oscal;
mod places;
mod questions;
mod sarif;
mod summary;
mod tested;
mod words;

pub use classification::{
    Applies, CLASSIFICATION_SCHEMA, ClassificationFormat, ClassificationView, Classifications, ControlView, DutyView, GroundView,
    QuestionView, StepView, write_classifications,
};
pub use coverage::{CoverageFormat, View};
pub use model::{Report, SCHEMA};
pub use questions::{QUESTIONS_SCHEMA, QuestionFormat, write_questions};
pub use tested::{TestFormat, TestRun};

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

    /// For code scanning.
    pub const SARIF: Self = Self { name: "sarif", about: "SARIF 2.1.0, for code scanning", record: true, write: sarif::write };
    /// For dashboards of test results.
    pub const JUNIT: Self = Self { name: "junit", about: "JUnit XML, for dashboards of tests", record: true, write: junit::write };
    /// For workflow runs.
    pub const GITHUB: Self = Self { name: "github", about: "GitHub annotations, in a workflow", record: false, write: github::write };
    /// For merge requests.
    pub const GITLAB: Self = Self { name: "gitlab", about: "GitLab code quality report", record: false, write: gitlab::write };
    /// For comments and job summaries.
    pub const MARKDOWN: Self =
        Self { name: "markdown", about: "for a pull-request comment or a job summary", record: false, write: markdown::write };
    /// For spreadsheets.
    pub const CSV: Self = Self { name: "csv", about: "for spreadsheets: a row per finding and control", record: true, write: csv::write };
    /// For assessors.
    pub const OSCAL_AR: Self = Self { name: "oscal-ar", about: "OSCAL 1.2 assessment results", record: true, write: oscal::write_results };
    /// For those who follow up.
    pub const OSCAL_POAM: Self =
        Self { name: "oscal-poam", about: "OSCAL 1.2 plan of action and milestones", record: true, write: oscal::write_plan };
    /// For people who review a fleet, in a browser.
    pub const HTML: Self = Self { name: "html", about: "for reviewers: one self-contained page", record: true, write: html::write };

    /// Every format.
    pub const ALL: &[Self] = &[
        Self::HUMAN,
        Self::CONCISE,
        Self::JSON,
        Self::SARIF,
        Self::JUNIT,
        Self::GITHUB,
        Self::GITLAB,
        Self::MARKDOWN,
        Self::CSV,
        Self::HTML,
        Self::OSCAL_AR,
        Self::OSCAL_POAM,
    ];

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

/// An id made from `parts`, each of which may hold anything: of version 5, under a namespace of our own.
fn uuid(namespace: &str, parts: &[&str]) -> String {
    let namespace = Uuid::new_v5(&Uuid::NAMESPACE_URL, namespace.as_bytes());
    let mut name = Vec::new();
    for part in parts {
        name.extend((part.len() as u64).to_be_bytes());
        name.extend(part.as_bytes());
    }
    Uuid::new_v5(&namespace, &name).to_string()
}

/// From when something applies, in words.
fn applies(applies: Option<&Applies>) -> String {
    let Some(Applies { from, in_force, reported, remarks, .. }) = applies else {
        return "without a date in the catalog".to_owned();
    };
    let published = if *in_force { format!("in force since {from}") } else { format!("applies from {from}") };
    let instead = reported.iter().map(|day| format!("; {day} is reported instead, not verified"));
    let beside = remarks.iter().map(|remark| format!("; reported, not verified: {remark}"));
    instead.chain(beside).fold(published, |text, more| text + &more)
}

/// Controls by their names: `EU AI Act Art. 6(2), Annex III(4)`.
fn named(controls: &[ControlView]) -> String {
    let mut text = String::new();
    let mut framework = "";
    for control in controls {
        let glue = if text.is_empty() { "" } else { ", " };
        let name = if control.framework == framework { String::new() } else { format!("{} ", control.framework) };
        framework = &control.framework;
        text = format!("{text}{glue}{name}{}", control.label);
    }
    text
}

/// Writes what came of an expression for people; `headed` is whether to say which system it is about.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_answer(answer: &Answer, headed: bool, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    human::write_answer(answer, headed, style, out)
}

/// Writes what came of an expression for programs, as one line of JSON.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_answer_line(expression: &str, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()> {
    json::answer::write(expression, answer, out)
}

/// Writes why an expression was not evaluated for programs, as one line of JSON.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_problem_line(expression: &str, problems: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    json::answer::write_problems(expression, problems, out)
}

/// Findings as lines, made as they came: a fleet has too many to keep all that is known of each.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    /// The lines of each file, with their line breaks, in reading order.
    pub texts: Vec<Box<str>>,
    /// How many findings of each verdict there are; not all have a line.
    pub shown: Verdicts,
    /// Those that fail, by severity.
    pub failing: BySeverity,
}

/// Adds the line that [`Format::CONCISE`] has for a finding, without its line break. Gives where in the text the rule's id
/// stands; nothing for a finding that has no line.
pub fn write_line(brief: &Brief, text: &mut String) -> Option<Range<usize>> {
    concise::brief(brief, text)
}

/// Writes a report in [`Format::CONCISE`] whose findings are `lines`.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_lines(report: &Report, lines: &Lines, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    concise::write_lines(report, lines, style, out)
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
