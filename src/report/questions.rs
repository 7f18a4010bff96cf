//! Questions about undeclared facts, for those who can answer them.

use std::io;

use super::Style;
use crate::ask::Asked;

mod answers;
mod human;
mod json;
mod markdown;

pub use json::SCHEMA as QUESTIONS_SCHEMA;

/// A way to write questions down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionFormat {
    /// For people at a terminal.
    Human,
    /// A form to fill in, for an issue or a mail.
    Markdown,
    /// For programs.
    Json,
}

/// Writes the questions, at most `limit` for each system.
///
/// # Errors
/// Whatever `out` returns.
pub fn write_questions(format: QuestionFormat, asked: &[Asked], limit: usize, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    match format {
        QuestionFormat::Human => human::write(asked, limit, style, out),
        QuestionFormat::Markdown => markdown::write(asked, limit, out),
        QuestionFormat::Json => json::write(asked, limit, out),
    }
}
