use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Node, NodeId, Tree};
use crate::schema::{self, Kind};

/// What `provost.yaml` says. Ids in it are not yet known to name anything: whoever knows policies checks them, with the places
/// that are kept here.
#[derive(Clone, Debug)]
pub struct Config {
    /// The file.
    pub tree: Arc<Tree>,
    /// The root of its document.
    pub root: NodeId,
    /// The day that counts as today.
    pub as_of: Option<Date>,
    /// Files and folders that hold manifests, relative to the file.
    pub paths: Vec<Named>,
    /// Glob patterns of files that are not read, relative to the file.
    pub exclude: Vec<Named>,
    /// Files and folders of the user's own policies and frameworks, relative to the file.
    pub policies: Vec<Named>,
    /// Ids of the rules, policies or frameworks to check; empty for all.
    pub only: Vec<Named>,
    /// Ids of the rules, policies or frameworks to leave out.
    pub skip: Vec<Named>,
    /// The least severity that makes a run fail, as its word, or `never`.
    pub fail_on: Option<Named>,
    /// What undeclared facts count for.
    pub undeclared: Undeclared,
    /// Values of policy parameters, in the order of the file.
    pub params: Vec<Parameter>,
    /// Rule ids with the word of the severity that they have here.
    pub severity: Vec<(Named, Named)>,
    /// Lint ids with the word of the level that they have here.
    pub lints: Vec<(Named, Named)>,
}

/// A text and where it stands.
#[derive(Clone, Debug)]
pub struct Named {
    /// The text.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A value for a policy's parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// The policy's id.
    pub policy: Named,
    /// The parameter's name.
    pub name: Named,
    /// The value, in the configuration's tree.
    pub value: NodeId,
}

/// What a fact counts for that nobody declared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Undeclared {
    /// As much as a failure of the rule that waits for it.
    #[default]
    Fail,
    /// Nothing; it is only shown.
    Warn,
}

impl Config {
    /// Reads the configuration under `root`, a document of kind `Config`.
    ///
    /// Beside everything that is wrong with it, what the rest of it says: its other mistakes can then be told in the same run.
    pub fn read(tree: &Arc<Tree>, root: NodeId) -> (Self, Vec<Diagnostic>) {
        let node = tree.node(root);
        let problems = schema::validate(Kind::Config, node);
        let word = |key: &str| node.get(key).map(Named::new);
        let list = |key: &str| node.get(key).into_iter().flat_map(Node::items).map(Named::new).collect();
        let warns = node.get("undeclared").and_then(Node::as_str) == Some("warn");
        let says = Self {
            tree: Arc::clone(tree),
            root,
            as_of: node.get("as_of").and_then(Node::as_str).and_then(|day| day.parse().ok()),
            paths: list("paths"),
            exclude: list("exclude"),
            policies: list("policies"),
            only: list("only"),
            skip: list("skip"),
            fail_on: word("fail_on"),
            undeclared: if warns { Undeclared::Warn } else { Undeclared::Fail },
            params: node.get("params").map(parameters).unwrap_or_default(),
            severity: pairs(node.get("severity")).collect(),
            lints: pairs(node.get("lints")).collect(),
        };
        (says, problems)
    }
}

impl Named {
    fn new(node: Node<'_>) -> Self {
        Self { text: node.as_str().unwrap_or_default().to_owned(), place: node.place() }
    }
}

fn parameters(node: Node<'_>) -> Vec<Parameter> {
    let of_policy = |policy: Named, values: Node<'_>| -> Vec<Parameter> {
        let one =
            |entry: crate::document::Entry<'_>| Parameter { policy: policy.clone(), name: Named::new(entry.key), value: entry.value.id() };
        values.entries().map(one).collect()
    };
    node.entries().flat_map(|entry| of_policy(Named::new(entry.key), entry.value)).collect()
}

fn pairs(node: Option<Node<'_>>) -> impl Iterator<Item = (Named, Named)> {
    node.into_iter().flat_map(Node::entries).map(|entry| (Named::new(entry.key), Named::new(entry.value)))
}
