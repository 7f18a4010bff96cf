use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, NodeId, Tree, parse};
use crate::schema::{self, Kind};
use crate::text::Source;

/// A framework's controls and what is known about the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Framework {
    /// Id, as in `framework:ID`.
    pub id: String,
    /// Full name.
    pub title: String,
    /// Name beside a control, e.g. `NIST AI RMF`.
    pub short: String,
    /// Edition; empty if not stated, like all texts from here on.
    pub version: String,
    /// Who publishes it.
    pub publisher: String,
    /// When it was published or came into force.
    pub effective_from: Option<Date>,
    /// Where the publisher has it.
    pub url: String,
    /// What its license allows.
    pub terms: String,
    /// Where the ids were read.
    pub source: String,
    /// How far the list was compared with the publisher's: `full`, `partial` or `none`.
    pub verified: String,
    /// What is left out, corrected or doubtful.
    pub notes: String,
    /// Parts, in the file's order.
    pub groups: Vec<Group>,
    /// Controls, in the publisher's order.
    pub controls: Vec<Control>,
    /// Days from which parts apply.
    pub application_dates: Vec<ApplicationDate>,
}

/// A part of a framework.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// Id as published.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The group that holds it.
    pub parent: Option<String>,
    /// Whether its controls count in numbers of controls and in coverage.
    pub counted: bool,
}

/// One control, article, criterion, risk or practice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// Id as policies write it after the colon.
    pub id: String,
    /// The id as the publisher prints it, e.g. `LLM02:2025`.
    pub label: String,
    /// What it asks for.
    pub title: String,
    /// The group that holds it.
    pub group: Option<String>,
    /// Whether this row could be compared with what the publisher has.
    pub verified: bool,
}

/// A day from which parts of a framework apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationDate {
    /// Names the row.
    pub id: String,
    /// Ids of controls and groups.
    pub applies_to: Vec<String>,
    /// First day.
    pub from: Date,
    /// Where the day is laid down; empty if not stated.
    pub source: String,
    /// Whether the day was read in its source.
    pub verified: bool,
    /// The row that this one takes the place of.
    pub replaces: Option<String>,
    /// A remark; empty if there is none.
    pub note: String,
}

impl Framework {
    /// Reads the framework under `root`, a document of kind `Framework`.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(tree: &Tree, root: NodeId) -> Result<Self, Vec<Diagnostic>> {
        let node = tree.node(root);
        let problems = schema::validate(Kind::Framework, node);
        let problems = if problems.is_empty() { inconsistencies(node) } else { problems };
        if problems.is_empty() { Ok(Self::from_node(node)) } else { Err(problems) }
    }

    /// A framework that the binary carries; a test checks each, so none is checked again at run time.
    pub(super) fn builtin(name: &str, text: &str) -> Self {
        let (tree, _) = parse(&Arc::new(Source::new(name, text)));
        tree.roots().next().map(Self::from_node).unwrap_or_default()
    }

    fn from_node(node: Node<'_>) -> Self {
        Self {
            id: text(node, "id"),
            title: text(node, "title"),
            short: text(node, "short"),
            version: text(node, "version"),
            publisher: text(node, "publisher"),
            effective_from: date(node, "effective_from"),
            url: text(node, "url"),
            terms: text(node, "terms"),
            source: text(node, "source"),
            verified: text(node, "verified"),
            notes: text(node, "notes"),
            groups: list(node, "groups", group),
            controls: list(node, "controls", control),
            application_dates: list(node, "application_dates", application_date).into_iter().flatten().collect(),
        }
    }

    /// The control with this id.
    pub fn control(&self, id: &str) -> Option<&Control> {
        self.controls.iter().find(|control| control.id == id)
    }

    /// The controls that the framework is known for, without those of groups that are not counted.
    pub fn counted(&self) -> impl Iterator<Item = &Control> {
        self.controls.iter().filter(|control| self.counts(control))
    }

    /// Whether a control is one of those.
    pub fn counts(&self, control: &Control) -> bool {
        control.group.as_deref().and_then(|id| self.group(id)).is_none_or(|group| group.counted)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }
}

fn text(node: Node<'_>, key: &str) -> String {
    optional(node, key).unwrap_or_default()
}

fn optional(node: Node<'_>, key: &str) -> Option<String> {
    node.get(key).and_then(Node::as_str).map(str::to_owned)
}

fn date(node: Node<'_>, key: &str) -> Option<Date> {
    node.get(key).and_then(Node::as_str).and_then(|day| day.parse().ok())
}

fn list<T>(node: Node<'_>, key: &str, item: fn(Node<'_>) -> T) -> Vec<T> {
    node.get(key).into_iter().flat_map(Node::items).map(item).collect()
}

fn group(node: Node<'_>) -> Group {
    let counted = node.get("counted").and_then(Node::as_bool).unwrap_or(true);
    Group { id: text(node, "id"), title: text(node, "title"), parent: optional(node, "parent"), counted }
}

fn control(node: Node<'_>) -> Control {
    let id = text(node, "id");
    Control {
        label: optional(node, "label").unwrap_or_else(|| id.clone()),
        id,
        title: text(node, "title"),
        group: optional(node, "group"),
        verified: node.get("verified").and_then(Node::as_bool).unwrap_or(true),
    }
}

fn application_date(node: Node<'_>) -> Option<ApplicationDate> {
    Some(ApplicationDate {
        id: text(node, "id"),
        applies_to: node.get("applies_to").into_iter().flat_map(Node::items).filter_map(Node::as_str).map(str::to_owned).collect(),
        from: date(node, "from")?,
        source: text(node, "source"),
        verified: node.get("verified").and_then(Node::as_bool).unwrap_or(true),
        replaces: optional(node, "replaces"),
        note: text(node, "note"),
    })
}

/// Ids that stand twice and references that lead nowhere.
fn inconsistencies(node: Node<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let ids = |key: &str| -> Vec<Node<'_>> { node.get(key).into_iter().flat_map(Node::items).filter_map(|item| item.get("id")).collect() };
    let (groups, controls, dates) = (ids("groups"), ids("controls"), ids("application_dates"));
    for list in [&groups, &controls, &dates] {
        repeated(list, &mut diagnostics);
    }
    let both: Vec<Node<'_>> = groups.iter().chain(&controls).copied().collect();
    let refer = |key: &str, field: &str| -> Vec<Node<'_>> {
        node.get(key).into_iter().flat_map(Node::items).filter_map(|item| item.get(field)).collect()
    };
    unresolved(refer("groups", "parent"), &groups, "`groups`", &mut diagnostics);
    unresolved(refer("controls", "group"), &groups, "`groups`", &mut diagnostics);
    unresolved(refer("application_dates", "replaces"), &dates, "`application_dates`", &mut diagnostics);
    let applies = refer("application_dates", "applies_to").into_iter().flat_map(Node::items).collect();
    unresolved(applies, &both, "`groups` or `controls`", &mut diagnostics);
    crate::diagnostic::sort(&mut diagnostics);
    diagnostics
}

fn repeated(ids: &[Node<'_>], diagnostics: &mut Vec<Diagnostic>) {
    let mut first = std::collections::BTreeMap::new();
    for &id in ids {
        let text = id.as_str().unwrap_or_default();
        if let Some(earlier) = first.insert(text, id) {
            let message = format!("two entries have the id `{}`", crate::text::clean_line(text));
            diagnostics
                .push(Diagnostic::error(Code::DuplicateId, message).at(id.place(), "again here").also(earlier.place(), "first here"));
        }
    }
}

fn unresolved(references: Vec<Node<'_>>, ids: &[Node<'_>], list: &str, diagnostics: &mut Vec<Diagnostic>) {
    let known: std::collections::BTreeSet<&str> = ids.iter().filter_map(|id| id.as_str()).collect();
    for reference in references {
        let text = reference.as_str().unwrap_or_default();
        if known.contains(text) {
            continue;
        }
        let message = format!("`{}` is not declared in {list}", crate::text::clean_line(text));
        let diagnostic = Diagnostic::error(Code::UnknownReference, message).at(reference.place(), "names no entry");
        diagnostics.push(match crate::text::nearest(text, known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic,
        });
    }
}
