//! Ids that name an entry of another list of the same manifest.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Node, View};
use crate::text::{Span, clean_line, nearest, or_list, shorten};

/// Most ids that a help lists.
const MAX_LISTED: usize = 8;

/// A field that names entries of a list.
struct Reference {
    /// The way to the field; `[]` stands for every item.
    from: &'static [&'static str],
    /// The list at the document's root.
    to: &'static str,
    /// A word that is no id but says something as well.
    except: Option<&'static str>,
}

const fn reference(from: &'static [&'static str], to: &'static str) -> Reference {
    Reference { from, to, except: None }
}

const REFERENCES: [Reference; 10] = [
    Reference { from: &["models", "[]", "provider"], to: "vendors", except: Some("self") },
    reference(&["models", "[]", "training", "datasets", "[]"], "datasets"),
    reference(&["data_flows", "[]", "from", "vendor"], "vendors"),
    reference(&["data_flows", "[]", "to", "vendor"], "vendors"),
    reference(&["agents", "[]", "tools", "[]"], "tools"),
    reference(&["endpoints", "[]", "exception"], "exceptions"),
    reference(&["evaluation", "metrics", "[]", "dataset"], "datasets"),
    reference(&["evaluation", "metrics", "[]", "evidence"], "evidence"),
    reference(&["approvals", "[]", "evidence", "[]"], "evidence"),
    reference(&["controls", "[]", "evidence", "[]"], "evidence"),
];

/// Adds an error for each reference to an entry that its list does not have. Where the list itself is not declared, nobody said
/// that the entry is missing.
///
/// What is no id may be what its author calls an entry: then that is the one error, in place of the one about its form.
pub(super) fn follow_all(root: Node<'_>, problems: &mut Vec<Diagnostic>) {
    let faults: BTreeSet<Span> = problems.iter().filter_map(primary).collect();
    let mut found = Vec::new();
    let mut instead = BTreeSet::new();
    for Reference { from, to, except } in REFERENCES {
        let mut named = Vec::new();
        follow(root, from, &mut |node| named.extend(node.as_str().map(|id| (node, id))));
        if named.is_empty() {
            continue;
        }
        let Some(list) = root.entry(to).map(|entry| List::new(to, entry, except)) else { continue };
        if !list.is_whole() {
            continue;
        }
        for (node, id) in named.into_iter().filter(|(_, id)| !list.has(id)) {
            let meant = list.meant(id);
            if faults.contains(&node.span()) {
                if meant.is_none() {
                    continue;
                }
                instead.insert(node.span());
            }
            found.push(list.unknown(node, id, meant));
        }
    }
    problems.retain(|problem| primary(problem).is_none_or(|span| !instead.contains(&span)));
    problems.extend(found);
}

fn primary(problem: &Diagnostic) -> Option<Span> {
    Some(problem.primary.as_ref()?.place.span)
}

fn follow<'a>(node: Node<'a>, steps: &[&str], found: &mut impl FnMut(Node<'a>)) {
    match steps {
        [] => found(node),
        ["[]", rest @ ..] => node.items().for_each(|item| follow(item, rest, found)),
        [key, rest @ ..] => node.get(key).into_iter().for_each(|value| follow(value, rest, found)),
    }
}

/// A list that references lead to.
struct List<'a> {
    /// Its key.
    name: &'static str,
    entry: Entry<'a>,
    ids: BTreeSet<&'a str>,
    except: Option<&'static str>,
}

impl<'a> List<'a> {
    fn new(name: &'static str, entry: Entry<'a>, except: Option<&'static str>) -> Self {
        let ids = entry.value.items().filter_map(|item| item.get("id").and_then(Node::as_str)).collect();
        Self { name, entry, ids, except }
    }

    fn has(&self, id: &str) -> bool {
        self.ids.contains(id) || self.except == Some(id)
    }

    /// Whether every entry has an id: a misspelt one may hold what is looked for.
    fn is_whole(&self) -> bool {
        let has_id = |item: Node<'_>| item.get("id").is_some_and(|id| id.as_str().is_some());
        matches!(self.entry.value.view(), View::Sequence) && self.entry.value.items().all(has_id)
    }

    fn candidates(&self) -> impl Iterator<Item = &'a str> {
        self.ids.iter().copied().chain(self.except)
    }

    /// The entry that is called so, or almost.
    fn meant(&self, id: &str) -> Option<&'a str> {
        let is_called = |item: &Node<'a>| item.get("name").and_then(Node::as_str).is_some_and(|name| name.eq_ignore_ascii_case(id));
        let called = self.entry.value.items().find(is_called).and_then(|item| item.get("id")).and_then(Node::as_str);
        called.or_else(|| nearest(id, self.candidates()))
    }

    fn unknown(&self, node: Node<'_>, id: &str, meant: Option<&str>) -> Diagnostic {
        let list = self.name;
        let path = shorten(&clean_line(&node.path().to_string()), 80);
        let shown = shorten(&clean_line(id), 80);
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if self.ids.is_empty() || self.ids.len() > MAX_LISTED => format!("add an entry to `{list}`: `- id: {shown}`"),
            None => {
                let known: Vec<String> = self.candidates().map(|id| format!("`{}`", clean_line(id))).collect();
                format!("write {}, or add an entry to `{list}`: `- id: {shown}`", or_list(&known))
            }
        };
        Diagnostic::error(Code::UnknownReference, format!("`{path}` names `{shown}`, which `{list}` does not declare"))
            .at(node.place(), format!("not an id of `{list}`"))
            .also(self.entry.key.place(), format!("no entry `{shown}` here"))
            .help(help)
    }
}
