use std::collections::BTreeMap;
use std::sync::Arc;

use super::lookup::{Catalog, Unknown};
use crate::diagnostic::{Code, Diagnostic, sort};
use crate::document::{Node, NodeId, Tree, parse};
use crate::schema::{self, Kind};
use crate::text::{Source, clean_line};

/// How the controls of two frameworks relate, and who says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crosswalk {
    /// Id.
    pub id: String,
    /// Id of the framework on the left.
    pub from: String,
    /// Id of the framework on the right.
    pub to: String,
    /// Name for people; empty if not stated, like all texts from here on.
    pub title: String,
    /// Who says that they relate.
    pub publisher: String,
    /// Where the rows were read.
    pub source: String,
    /// Who stands behind it.
    pub trust: Trust,
    /// What relates the two sides.
    pub rationale: String,
    /// What is left out, corrected or doubtful.
    pub notes: String,
    /// The relations, one for each pair.
    pub links: Vec<Link>,
}

/// One relation of one control to one other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Id on the left.
    pub from: String,
    /// Id on the right.
    pub to: String,
    /// What the left is to the right.
    pub relation: Relation,
    /// Why, where this pair has a reason of its own.
    pub rationale: Option<String>,
    /// Whether the pair could be compared with what its publisher has.
    pub verified: bool,
}

/// What one control is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Relation {
    /// The same.
    Equal,
    /// More than it.
    Superset,
    /// A part of it.
    Subset,
    /// Overlapping with it.
    Intersects,
    /// A help to reach it, or to counter it where it is a risk.
    Supports,
}

/// Who stands behind a crosswalk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Trust {
    /// The publisher of one of the two frameworks.
    Official,
    /// Somebody else, by name.
    Published,
    /// A community.
    #[default]
    Community,
}

impl Relation {
    /// Every relation, the closest first.
    pub const ALL: [Self; 5] = [Self::Equal, Self::Superset, Self::Subset, Self::Intersects, Self::Supports];

    /// The word in files and formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Superset => "superset",
            Self::Subset => "subset",
            Self::Intersects => "intersects",
            Self::Supports => "supports",
        }
    }

    /// What the right is to the left; nothing where that does not follow: what is supported supports nothing by that.
    pub fn inverse(self) -> Option<Self> {
        match self {
            Self::Equal | Self::Intersects => Some(self),
            Self::Superset => Some(Self::Subset),
            Self::Subset => Some(Self::Superset),
            Self::Supports => None,
        }
    }
}

impl Trust {
    /// The word in files and formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Published => "published",
            Self::Community => "community",
        }
    }
}

impl Crosswalk {
    /// Reads the crosswalk under `root`, a document of kind `Crosswalk`, whose frameworks are in the catalog.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(tree: &Tree, root: NodeId, catalog: &Catalog) -> Result<Self, Vec<Diagnostic>> {
        let node = tree.node(root);
        let problems = schema::validate(Kind::Crosswalk, node);
        let problems = if problems.is_empty() { inconsistencies(node, catalog) } else { problems };
        if problems.is_empty() { Ok(Self::from_node(node)) } else { Err(problems) }
    }

    /// A crosswalk that the binary carries; a test checks each, so none is checked again at run time.
    pub(super) fn builtin(name: &str, text: &str) -> Self {
        let (tree, _) = parse(&Arc::new(Source::new(name, text)));
        tree.roots().next().map(Self::from_node).unwrap_or_default()
    }

    fn from_node(node: Node<'_>) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
        Self {
            id: text("id"),
            from: text("from"),
            to: text("to"),
            title: text("title"),
            publisher: text("publisher"),
            source: text("source"),
            trust: match text("trust").as_str() {
                "official" => Trust::Official,
                "published" => Trust::Published,
                _ => Trust::Community,
            },
            rationale: text("rationale"),
            notes: text("notes"),
            links: node.get("rows").into_iter().flat_map(Node::items).flat_map(links).collect(),
        }
    }
}

/// The pairs of a row.
fn links(row: Node<'_>) -> Vec<Link> {
    let text = |key: &str| row.get(key).and_then(Node::as_str).map(str::to_owned);
    let word = text("relation").unwrap_or_default();
    let Some(relation) = Relation::ALL.into_iter().find(|relation| relation.as_str() == word) else { return Vec::new() };
    let link = |to: &str| Link {
        from: text("from").unwrap_or_default(),
        to: to.to_owned(),
        relation,
        rationale: text("rationale"),
        verified: row.get("verified").and_then(Node::as_bool).unwrap_or(true),
    };
    row.get("to").into_iter().flat_map(Node::items).filter_map(Node::as_str).map(link).collect()
}

/// Frameworks and controls that do not exist, and pairs that stand twice.
fn inconsistencies(node: Node<'_>, catalog: &Catalog) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let sides: Vec<Node<'_>> = ["from", "to"].iter().filter_map(|key| node.get(key)).collect();
    for side in &sides {
        let id = side.as_str().unwrap_or_default();
        if catalog.framework(id).is_none() {
            problems.push(catalog.unknown_framework(id).diagnostic(side.place()));
        }
    }
    let [left, right] = sides.as_slice() else { return problems };
    if !problems.is_empty() {
        return problems;
    }
    let mut pairs = BTreeMap::new();
    for row in node.get("rows").into_iter().flat_map(Node::items) {
        let Some(from) = row.get("from") else { continue };
        problems.extend(unknown(left, from, catalog));
        for to in row.get("to").into_iter().flat_map(Node::items) {
            problems.extend(unknown(right, to, catalog));
            if let Some(earlier) = pairs.insert((from.as_str(), to.as_str()), to) {
                let pair = [from, to].map(|node| clean_line(node.as_str().unwrap_or_default()).into_owned());
                let diagnostic = Diagnostic::error(Code::DuplicateId, format!("two rows relate `{}` to `{}`", pair[0], pair[1]));
                problems.push(diagnostic.at(to.place(), "again here").also(earlier.place(), "first here"));
            }
        }
    }
    sort(&mut problems);
    problems
}

fn unknown(framework: &Node<'_>, id: Node<'_>, catalog: &Catalog) -> Option<Diagnostic> {
    let reference = format!("{}:{}", framework.as_str().unwrap_or_default(), id.as_str().unwrap_or_default());
    catalog.control(&reference).err().map(|unknown: Unknown| unknown.diagnostic(id.place()))
}
