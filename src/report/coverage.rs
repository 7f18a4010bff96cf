//! Coverage becomes bytes, one file per format.

use std::io;

use super::Style;
use crate::coverage::Coverage;

mod csv;
mod human;
mod json;
mod markdown;
mod table;

type Writer = fn(&Coverage, View, &Style, &mut dyn io::Write) -> io::Result<()>;

/// What of it to show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The controls of the one framework that it holds, rather than a line for each framework.
    pub controls: bool,
    /// From the systems' side.
    pub by_system: bool,
}

/// A way to write coverage down.
#[derive(Clone, Copy, Debug)]
pub struct CoverageFormat {
    /// The word that selects it.
    pub name: &'static str,
    write: Writer,
}

impl CoverageFormat {
    /// For people at a terminal.
    pub const HUMAN: Self = Self { name: "human", write: human::write };

    /// Every format.
    pub const ALL: &[Self] = &[
        Self::HUMAN,
        Self { name: "json", write: json::write },
        Self { name: "csv", write: csv::write },
        Self { name: "markdown", write: markdown::write },
    ];

    /// Writes `coverage` to `out`.
    ///
    /// # Errors
    /// Whatever `out` returns.
    pub fn write(self, coverage: &Coverage, view: View, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        (self.write)(coverage, view, style, out)
    }
}
