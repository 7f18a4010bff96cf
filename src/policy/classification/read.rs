//! From a document to a procedure, with every name in it resolved.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::{Classification, Consequence, Declared, Duty, Step, Tier};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Tree};
use crate::schema::{self, Kind, Shape};
use crate::text::{clean_line, nearest};

impl Classification {
    /// Reads a user's procedure.
    ///
    /// # Errors
    /// Everything that is wrong with it, its expressions among it.
    pub fn read(tree: &Arc<Tree>, root: Node<'_>) -> Result<Self, Vec<Diagnostic>> {
        let problems = schema::validate(Kind::Classification, root);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut names = Names::of(root);
        let read = from_node(tree, root, false, &mut names);
        let mut problems = names.problems;
        problems.extend(read.compiled().err().unwrap_or_default().iter().cloned());
        crate::diagnostic::sort(&mut problems);
        if problems.is_empty() { Ok(read) } else { Err(problems) }
    }

    /// One that the binary carries; a test checks each.
    pub(super) fn builtin(tree: &Arc<Tree>, root: Node<'_>) -> Self {
        from_node(tree, root, true, &mut Names::of(root))
    }
}

fn from_node(tree: &Arc<Tree>, root: Node<'_>, builtin: bool, names: &mut Names<'_>) -> Classification {
    names.unique("tiers");
    names.unique("steps");
    names.unique("duties");
    let list = |key: &str| root.get(key).into_iter().flat_map(Node::items);
    let mut steps: Vec<Step> = list("steps").map(|node| step(node, names)).collect();
    // The tier must be known before the questions that depend on it; the order is the author's otherwise.
    steps.sort_by_key(|step| !step.at.is_empty());
    let id = text(root, "id");
    let roles = root.get("roles");
    let ids = roles.and_then(|roles| roles.get("ids")).into_iter().flat_map(Node::items);
    let declared = root.get("declared").map(|node| declared(node, names));
    Classification {
        title: text(root, "title"),
        short: root.get("short").and_then(Node::as_str).map_or_else(|| id.clone(), str::to_owned),
        builtin,
        declared,
        tiers: list("tiers")
            .map(|node| Tier { id: text(node, "id"), title: text(node, "title"), meaning: text(node, "meaning") })
            .collect(),
        otherwise: root.get("otherwise").and_then(|node| names.find("tiers", node)).unwrap_or_default(),
        roles_field: roles.and_then(|roles| roles.get("field")).map(|node| names.field(node)).unwrap_or_default(),
        roles: ids.filter_map(Node::as_str).map(str::to_owned).collect(),
        duties: list("duties").map(|node| duty(node, names)).collect(),
        steps,
        id,
        tree: Arc::clone(tree),
        node: root.id(),
        compiled: OnceLock::new(),
    }
}

fn declared(node: Node<'_>, names: &mut Names<'_>) -> Declared {
    let field = node.get("field").map(|field| names.field(field)).unwrap_or_default();
    let mut means = Vec::new();
    for entry in node.get("means").into_iter().flat_map(Node::entries) {
        names.find("tiers", entry.value);
        means.push((entry.name().to_owned(), entry.value.as_str().unwrap_or_default().to_owned()));
    }
    Declared { field, means }
}

fn step(node: Node<'_>, names: &mut Names<'_>) -> Step {
    let at = names.find_all("tiers", node.get("at"));
    let (then, or_else) = (consequence(node.get("then"), names), consequence(node.get("else"), names));
    if let (Some(key), true) = (node.entry("at"), then.tier.or(or_else.tier).is_some()) {
        let message = format!("step `{}` gives a tier and is asked only at some tiers", clean_line(&text(node, "id")));
        let problem = Diagnostic::error(Code::WrongValue, message).at(key.key.place(), "asked when the tier is known");
        names.problems.push(problem.help("remove `at`, or the `tier` that follows"));
    }
    Step {
        id: text(node, "id"),
        question: text(node, "question"),
        at,
        then,
        or_else,
        controls: texts(node.get("controls")),
        judgement: node.get("judgement").and_then(Node::as_str).map(str::to_owned),
        node: node.id(),
    }
}

fn consequence(node: Option<Node<'_>>, names: &mut Names<'_>) -> Consequence {
    let Some(node) = node else { return Consequence::default() };
    Consequence {
        tier: node.get("tier").and_then(|tier| names.find("tiers", tier)),
        ends: node.get("ends").and_then(Node::as_bool).unwrap_or_default(),
        role: node.get("role").map(|role| names.role(role)),
        duties: names.find_all("duties", node.get("duties")),
    }
}

fn duty(node: Node<'_>, names: &mut Names<'_>) -> Duty {
    Duty {
        id: text(node, "id"),
        title: text(node, "title"),
        at: names.find_all("tiers", node.get("at")),
        roles: node.get("roles").into_iter().flat_map(Node::items).map(|role| names.role(role)).collect(),
        controls: texts(node.get("controls")),
    }
}

fn text(node: Node<'_>, key: &str) -> String {
    node.get(key).and_then(Node::as_str).unwrap_or_default().to_owned()
}

fn texts(list: Option<Node<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Node::items).filter_map(Node::as_str).map(str::to_owned).collect()
}

/// The names that a procedure declares, and what is wrong with their uses.
struct Names<'n> {
    root: Node<'n>,
    problems: Vec<Diagnostic>,
}

impl<'n> Names<'n> {
    fn of(root: Node<'n>) -> Self {
        Self { root, problems: Vec::new() }
    }

    fn ids(&self, list: &str) -> Vec<Node<'n>> {
        self.root.get(list).into_iter().flat_map(Node::items).filter_map(|entry| entry.get("id")).collect()
    }

    /// Reports ids that stand twice in a list.
    fn unique(&mut self, list: &str) {
        let mut first = BTreeMap::new();
        for id in self.ids(list) {
            if let Some(earlier) = first.insert(id.as_str(), id) {
                let message = format!("two entries of `{list}` have the id `{}`", clean_line(id.as_str().unwrap_or_default()));
                let problem = Diagnostic::error(Code::DuplicateId, message).at(id.place(), "again here");
                self.problems.push(problem.also(earlier.place(), "first here").help("give one of them another id"));
            }
        }
    }

    /// Position of the entry that a node names.
    fn find(&mut self, list: &str, node: Node<'_>) -> Option<usize> {
        let word = node.as_str().unwrap_or_default();
        let known: Vec<&str> = self.ids(list).into_iter().filter_map(Node::as_str).collect();
        let found = known.iter().position(|id| *id == word);
        if found.is_none() {
            self.unknown(list, node, &known);
        }
        found
    }

    fn find_all(&mut self, list: &str, nodes: Option<Node<'_>>) -> Vec<usize> {
        nodes.into_iter().flat_map(Node::items).filter_map(|node| self.find(list, node)).collect()
    }

    fn role(&mut self, node: Node<'_>) -> String {
        let word = node.as_str().unwrap_or_default();
        let ids = self.root.get("roles").and_then(|roles| roles.get("ids")).into_iter().flat_map(Node::items);
        let known: Vec<&str> = ids.filter_map(Node::as_str).collect();
        if !known.contains(&word) {
            self.unknown("roles.ids", node, &known);
        }
        word.to_owned()
    }

    fn unknown(&mut self, list: &str, node: Node<'_>, known: &[&str]) {
        let word = node.as_str().unwrap_or_default();
        let problem = Diagnostic::error(Code::UnknownReference, format!("`{}` is not declared in `{list}`", clean_line(word)));
        let problem = problem.at(node.place(), "names no entry");
        self.problems.push(match nearest(word, known.iter().copied()) {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem.help(format!("add an entry to `{list}`")),
        });
    }

    /// The keys of a path into a manifest, each of which its schema knows.
    fn field(&mut self, node: Node<'_>) -> Vec<String> {
        let path = node.as_str().unwrap_or_default();
        let mut shape = Shape::ai_system();
        for key in path.split('.') {
            let Some(field) = shape.field(key) else {
                let problem = Diagnostic::error(Code::UnknownReference, format!("manifests have no field `{}`", clean_line(path)));
                let problem = problem.at(node.place(), format!("no key `{}`", clean_line(key)));
                let fields = if let Shape::Object { fields, .. } = shape { fields.keys().collect() } else { Vec::new() };
                self.problems.push(match nearest(key, fields) {
                    Some(near) => problem.help(format!("did you mean `{near}`?")),
                    None => problem.help("`provost schema ai-system` prints the fields"),
                });
                break;
            };
            shape = &field.shape;
        }
        path.split('.').map(str::to_owned).collect()
    }
}
