//! Entries of a list have ids of their own.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, View};
use crate::text::{clean_line, shorten};

/// The keys below which anything may stand.
const FREE: [&str; 2] = ["extensions", "labels"];

/// An error for each entry whose id an earlier entry of its list has.
pub(super) fn duplicates(root: Node<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for entry in root.entries().filter(|entry| !FREE.contains(&entry.name())) {
        visit(entry.value, &mut diagnostics);
    }
    diagnostics
}

fn visit(node: Node<'_>, diagnostics: &mut Vec<Diagnostic>) {
    match node.view() {
        View::Mapping => node.entries().for_each(|entry| visit(entry.value, diagnostics)),
        View::Sequence => {
            let mut first: BTreeMap<&str, Node<'_>> = BTreeMap::new();
            for item in node.items().filter(|item| matches!(item.view(), View::Mapping | View::Sequence)) {
                visit(item, diagnostics);
                let Some(id) = item.get("id").and_then(Node::as_str) else { continue };
                if let Some(earlier) = first.get(id) {
                    diagnostics.push(duplicate(id, node, *earlier, item));
                } else {
                    first.insert(id, item);
                }
            }
        }
        _ => {}
    }
}

fn duplicate(id: &str, list: Node<'_>, first: Node<'_>, second: Node<'_>) -> Diagnostic {
    let list = shorten(&clean_line(&list.path().to_string()), 80);
    // An entry that is an alias has no id of its own to point at.
    let place = |item: Node<'_>| if item.target() == item { item.get("id").unwrap_or(item).place() } else { item.place() };
    Diagnostic::error(Code::DuplicateId, format!("two entries of `{list}` have the id `{id}`"))
        .at(place(second), "again here")
        .also(place(first), "first here")
        .help("give one of them another id")
}
