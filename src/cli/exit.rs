use std::fmt;
use std::io;
use std::process::ExitCode;

use crate::text::clean_text;

/// What a run says to whoever started it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Checked, and nothing at or above the threshold; or done what was asked.
    Clean = 0,
    /// Findings at or above the threshold.
    Findings = 1,
    /// Could not be checked: a broken file or argument, an evaluation error, or nothing to check.
    Broken = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Why a command could not do what it was asked for; what is wrong *in* checked files is a diagnostic instead.
#[derive(Debug)]
pub enum CliError {
    /// The arguments ask for what cannot be done.
    Usage {
        /// What is wrong with them.
        message: String,
        /// What to type instead.
        help: Option<String>,
    },
    /// A file cannot be written.
    Write {
        /// Its name, as people see it.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// Standard output cannot be written, for example on a full disk.
    Output(io::Error),
}

impl CliError {
    /// Wrong usage without a suggestion.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), help: None }
    }

    /// The same with the next keystroke.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        match self {
            Self::Usage { message, .. } => Self::Usage { message, help: Some(text.into()) },
            other => other,
        }
    }
}

impl From<io::Error> for CliError {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage { message, help } => {
                write!(f, "error: {}", clean_text(message))?;
                help.iter().try_for_each(|help| write!(f, "\n  help: {}", clean_text(help)))
            }
            Self::Write { name, source } => write!(f, "error: cannot write `{}`: {}", clean_text(name), source.to_string().to_lowercase()),
            Self::Output(source) => write!(f, "error: cannot write to standard output: {}", source.to_string().to_lowercase()),
        }
    }
}

impl std::error::Error for CliError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Usage { .. } => None,
            Self::Write { source, .. } | Self::Output(source) => Some(source),
        }
    }
}
