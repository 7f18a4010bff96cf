//! The test cases that a rule carries.

use super::rule::Rule;
use crate::diagnostic::Place;
use crate::document::{Node, View};

/// A case of a rule's own tests.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// The case as written.
    pub node: Node<'a>,
    /// Whether it stands under `pass`.
    pub passes: bool,
}

/// What a failing case expects.
#[derive(Clone, Debug, Default)]
pub struct Expectation {
    /// Verdict: `fail` where none is given.
    pub verdict: Option<String>,
    /// Semantic path of the primary place.
    pub at: Option<String>,
    /// A part of the message.
    pub message: Option<String>,
    /// The message from beginning to end.
    pub whole_message: Option<String>,
    /// Number of findings.
    pub count: Option<usize>,
}

/// A mutant that the author of a rule declares to make no difference.
#[derive(Clone, Debug)]
pub struct Survivor {
    /// The change, as `test --mutate` words it.
    pub mutant: String,
    /// Why no case can notice it.
    pub reason: String,
    /// Where it is declared.
    pub place: Place,
}

impl Rule {
    /// Its own test cases: those that pass first.
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        let tests = self.node().get("tests");
        let of = move |key: &'static str| tests.and_then(|tests| tests.get(key)).into_iter().flat_map(Node::items);
        of("pass").map(|node| Case { node, passes: true }).chain(of("fail").map(|node| Case { node, passes: false }))
    }

    /// The mutants that its author declares to make no difference.
    pub fn survivors(&self) -> Vec<Survivor> {
        let list = self.node().get("tests").and_then(|tests| tests.get("survivors"));
        let survivor = |item: Node<'_>| {
            let text = |key: &str| item.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
            Survivor { mutant: text("mutant"), reason: text("reason"), place: item.get("mutant").unwrap_or(item).place() }
        };
        list.into_iter().flat_map(Node::items).map(survivor).collect()
    }
}

impl<'a> Case<'a> {
    /// Its name, or nothing.
    pub fn name(&self) -> &'a str {
        self.node.get("name").and_then(Node::as_str).unwrap_or_default()
    }

    /// What it expects beyond passing or failing.
    pub fn expectation(&self) -> Expectation {
        self.node.get("expect").map(Expectation::of).unwrap_or_default()
    }
}

impl Expectation {
    /// What a mapping says that a finding looks like.
    pub fn of(node: Node<'_>) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        Self {
            verdict: text("verdict"),
            at: text("at"),
            message: text("message"),
            whole_message: text("whole_message"),
            count: if let Some(View::Int(count)) = node.get("count").map(Node::view) { usize::try_from(count).ok() } else { None },
        }
    }
}
