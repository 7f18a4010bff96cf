//! Groups of arguments that commands share.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser, ValueParser};
use jiff::civil::Date;

use crate::policy::Severity;

/// What to check, and on which day.
#[derive(Args)]
#[command(next_help_heading = "Input")]
pub(super) struct InputArgs {
    /// Manifests, or folders that hold them [default: the current folder]
    #[arg(value_name = "PATH", help_heading = None)]
    pub paths: Vec<PathBuf>,
    /// Configuration to use instead of the nearest `provost.yaml`
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Day that counts as today, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// What to check it with.
#[derive(Args, Clone, Default)]
#[command(next_help_heading = "Selection")]
pub(super) struct SelectionArgs {
    /// Policies, frameworks and crosswalks of your own: a file or a folder; may be repeated
    #[arg(long = "policy", value_name = "PATH")]
    pub policies: Vec<PathBuf>,
    /// Leave the built-in policies out
    #[arg(long)]
    pub no_builtin: bool,
    /// Only these rules, policies or frameworks; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub only: Vec<String>,
    /// All but these rules, policies or frameworks; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Fail on a selection that matches nothing
    #[arg(long)]
    pub strict: bool,
}

/// From which severity on findings make a run fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Threshold {
    /// At this severity and above.
    At(Severity),
    /// Not at all.
    Never,
}

impl Threshold {
    /// Parses a severity's word, or `never`.
    pub fn parser() -> ValueParser {
        let words = Severity::ALL.map(Severity::as_str).into_iter().chain(["never"]);
        let parser = PossibleValuesParser::new(words);
        ValueParser::new(parser.map(|word| Severity::from_word(&word).map_or(Self::Never, Self::At)))
    }
}

/// Parses a day.
pub(super) fn date(text: &str) -> Result<Date, String> {
    let date = if text.len() == "2026-01-31".len() { text.parse().ok() } else { None };
    let date: Date = date.ok_or_else(|| "a day is written YYYY-MM-DD, for example 2026-01-31".to_owned())?;
    // Days are added to it and taken from it, within what a calendar has.
    if (1900..3000).contains(&date.year()) { Ok(date) } else { Err("a day lies between 1900-01-01 and 2999-12-31".to_owned()) }
}
