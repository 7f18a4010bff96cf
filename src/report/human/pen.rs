use crate::diagnostic::Level;
use crate::policy::Severity;
use crate::report::Style;

/// What to draw with: colors or not, frames in Unicode or ASCII, and how wide.
#[derive(Clone, Copy)]
pub(in crate::report) struct Pen {
    color: bool,
    pub unicode: bool,
    pub width: usize,
}

/// A color or weight, as the parameters of an ANSI sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::report) enum Ink {
    Bold,
    Dim,
    Red,
    BoldRed,
    Yellow,
    Cyan,
    Green,
}

impl Ink {
    fn parameters(self) -> &'static str {
        match self {
            Self::Bold => "1",
            Self::Dim => "2",
            Self::Red => "31",
            Self::BoldRed => "1;31",
            Self::Yellow => "33",
            Self::Cyan => "36",
            Self::Green => "32",
        }
    }
}

impl From<Severity> for Ink {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Critical => Self::BoldRed,
            Severity::High => Self::Red,
            Severity::Medium => Self::Yellow,
            Severity::Low | Severity::Info => Self::Cyan,
        }
    }
}

impl From<Level> for Ink {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::BoldRed,
            Level::Warning => Self::Yellow,
        }
    }
}

impl Pen {
    /// Narrower than this nothing can be read.
    const LEAST_WIDTH: usize = 40;

    pub fn new(style: &Style) -> Self {
        Self { color: style.color, unicode: style.unicode, width: style.width.max(Self::LEAST_WIDTH) }
    }

    pub fn has_color(&self) -> bool {
        self.color
    }

    /// `text`, which must be clean, in a color.
    pub fn ink(&self, ink: Ink, text: &str) -> String {
        if self.color && !text.is_empty() { format!("\u{1b}[{}m{text}\u{1b}[0m", ink.parameters()) } else { text.to_owned() }
    }

    /// What stands where something is left out.
    pub fn ellipsis(&self) -> &'static str {
        if self.unicode { "…" } else { "..." }
    }
}
