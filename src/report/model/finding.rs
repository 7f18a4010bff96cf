use serde::{Deserialize, Serialize};

use crate::diagnostic::{Level, Location};
use crate::engine::{Verdict, Waiver};
use crate::policy::Severity;

/// A rule that a system fails, has waived or leaves undeclared, or whose evaluation failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id.
    pub rule: String,
    /// Policy id.
    pub policy: String,
    /// The rule's title.
    #[serde(default)]
    pub title: String,
    /// Severity of the rule, after overrides.
    pub severity: Severity,
    /// What the rule came to.
    pub verdict: Verdict,
    /// System id.
    pub system: String,
    /// What is wrong, on one line.
    pub message: String,
    /// The next step.
    #[serde(default)]
    pub help: Option<String>,
    /// Controls that the rule touches, as `framework:ID`.
    pub controls: Vec<String>,
    /// The place that a reviewer would point at.
    pub location: Location,
    /// What is there.
    #[serde(default)]
    pub label: String,
    /// Semantic path of the place.
    #[serde(default)]
    pub path: String,
    /// Paths that must be declared, for `undeclared`.
    #[serde(default)]
    pub missing: Vec<String>,
    /// The expression that decided, with the values of its parts, where they were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evaluated: Vec<Evaluated>,
    /// Other places that decided.
    pub related: Vec<Related>,
    /// The lines that these places are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// What accepts it, for `waived`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Waiver>,
    /// Whether it counts towards the exit code.
    #[serde(default = "yes")]
    pub counts: bool,
    /// Digest of system, rule and semantic path: 32 hexadecimal digits.
    pub fingerprint: String,
}

fn yes() -> bool {
    true
}

/// A part of the expression that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluated {
    /// How far inside the expression it is: 0 for the whole.
    pub depth: usize,
    /// The part as the policy writes it.
    pub expression: String,
    /// What came of it.
    pub value: String,
}

/// Another place that matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// Where.
    #[serde(flatten)]
    pub location: Location,
    /// What is there.
    pub label: String,
}

/// Lines of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// The file.
    pub path: String,
    /// In the file's order; not every line between the first and the last is here.
    pub lines: Vec<Line>,
}

/// A line, or the part of a very long one that matters: such a line may stand in several parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, from 1.
    pub line: u32,
    /// The column with which the text begins, from 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub column: u32,
    /// The text, without a line break.
    pub text: String,
    /// Whether more of the line follows that is left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub cut: bool,
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_one(column: &u32) -> bool {
    *column == 1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference")]
fn is_false(flag: &bool) -> bool {
    !*flag
}

/// A problem with a document, a policy or an argument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Kind of the problem.
    pub code: String,
    /// An error keeps something from being checked.
    pub severity: Level,
    /// What is wrong, on one line.
    pub message: String,
    /// The next step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where, for a problem that has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Other places that matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
    /// The lines that these places are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
}

impl Finding {
    /// Its places, the primary one first, and what is at each.
    pub fn places(&self) -> impl Iterator<Item = (&Location, &str)> {
        places(Some((&self.location, &self.label)), &self.related)
    }

    /// The quoted lines of a file.
    pub fn quote(&self, path: &str) -> Option<&Quote> {
        self.quotes.iter().find(|quote| quote.path == path)
    }
}

impl Diagnostic {
    /// Its places, the primary one first, and what is at each.
    pub fn places(&self) -> impl Iterator<Item = (&Location, &str)> {
        places(self.location.as_ref().map(|location| (location, self.label.as_deref().unwrap_or_default())), &self.related)
    }
}

fn places<'a>(primary: Option<(&'a Location, &'a str)>, related: &'a [Related]) -> impl Iterator<Item = (&'a Location, &'a str)> {
    primary.into_iter().chain(related.iter().map(|related| (&related.location, related.label.as_str())))
}
