use std::collections::BTreeMap;

use super::{ALL, Lint};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::manifest::Named;
use crate::text::nearest;

/// How much a lint matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// It is not looked at.
    Allow,
    /// It is shown.
    Warn,
    /// It is shown, and fails the run.
    Deny,
}

impl Level {
    /// The level of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "allow" => Some(Self::Allow),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }

    /// How a remark looks at this level, if it is shown.
    pub(super) fn shown(self) -> Option<diagnostic::Level> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(diagnostic::Level::Warning),
            Self::Deny => Some(diagnostic::Level::Error),
        }
    }
}

/// The level of every lint.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// What differs from the lints' own levels.
    set: BTreeMap<&'static str, Level>,
}

impl Levels {
    /// The level of a lint.
    pub fn of(&self, lint: &Lint) -> Level {
        self.set.get(lint.entry.id).copied().unwrap_or(lint.default)
    }

    /// Sets the level of the lint with this id, or of every lint by the word `all`; whether there is such a lint.
    pub fn set(&mut self, id: &str, level: Level) -> bool {
        let mut found = false;
        for lint in ALL.iter().filter(|lint| lint.entry.id == id || id == Self::EVERY) {
            self.set.insert(lint.entry.id, level);
            found = true;
        }
        found
    }

    /// The word that stands for every lint.
    pub const EVERY: &'static str = "all";

    /// Sets what a configuration says, and reports the lints in it that do not exist.
    pub fn configure(&mut self, says: &[(Named, Named)]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (id, level) in says {
            // The configuration's schema knows the words of levels.
            let Some(level) = Level::from_word(&level.text) else { continue };
            if id.text == Self::EVERY || !self.set(&id.text, level) {
                let message = format!("there is no lint `{}`", id.text);
                let diagnostic = Diagnostic::error(Code::UnknownLint, message).at(id.place.clone(), "no such lint");
                problems.push(match nearest(&id.text, ALL.iter().map(|lint| lint.entry.id)) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None => diagnostic.help("`provost explain` lists the lints"),
                });
            }
        }
        problems
    }
}
