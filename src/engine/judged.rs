use super::outcome::Verdict;
use crate::cel::Step;
use crate::diagnostic::Label;
use crate::document::Path;
use crate::policy::Rule;

/// One evaluation.
#[derive(Debug)]
pub struct Judged<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// What came out.
    pub verdict: Verdict,
    /// For a verdict that is shown, where and why.
    pub detail: Option<Box<Detail>>,
}

/// Where and why a verdict came out.
#[derive(Debug)]
pub struct Detail {
    /// System id.
    pub system: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where to look.
    pub primary: Label,
    /// What else matters.
    pub related: Vec<Label>,
    /// Semantic path of the primary place.
    pub path: Path,
    /// Semantic path of the item, for a rule that goes over a list, or the item itself where it stands in no document.
    pub item: String,
    /// Paths to declare.
    pub missing: Vec<String>,
    /// The expression that decided, with the values of its parts, where they are asked for.
    pub evaluated: Vec<Step>,
}

impl Detail {
    /// A place, and nothing else yet.
    pub(super) fn at(primary: Label) -> Self {
        Self {
            system: String::new(),
            message: String::new(),
            help: None,
            primary,
            related: Vec::new(),
            path: Path::default(),
            item: String::new(),
            missing: Vec::new(),
            evaluated: Vec::new(),
        }
    }
}
