//! Ids that name an entry of another list of the same manifest.

use crate::diagnostic::{Code, Diagnostic};
use crate::document::Node;
use crate::text::{clean_line, nearest, or_list, shorten};

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

/// An error for each reference to an entry that its list does not have. Where the list itself is not declared, nobody said
/// that the entry is missing.
pub(super) fn dangling(root: Node<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for Reference { from, to, except } in REFERENCES {
        let Some(list) = root.entry(to) else { continue };
        let ids: Vec<&str> = list.value.items().filter_map(|item| item.get("id").and_then(Node::as_str)).collect();
        follow(root, from, &mut |node| {
            let id = node.as_str().unwrap_or_default();
            if !ids.contains(&id) && except != Some(id) {
                diagnostics.push(unknown(node, id, to, &ids, except).also(list.key.place(), format!("no entry `{id}` here")));
            }
        });
    }
    diagnostics
}

fn follow<'a>(node: Node<'a>, steps: &[&str], found: &mut impl FnMut(Node<'a>)) {
    match steps {
        [] => found(node),
        ["[]", rest @ ..] => node.items().for_each(|item| follow(item, rest, found)),
        [key, rest @ ..] => node.get(key).into_iter().for_each(|value| follow(value, rest, found)),
    }
}

fn unknown(node: Node<'_>, id: &str, list: &str, ids: &[&str], except: Option<&str>) -> Diagnostic {
    let path = shorten(&clean_line(&node.path().to_string()), 80);
    let candidates = || ids.iter().copied().chain(except);
    let help = match nearest(id, candidates()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if ids.is_empty() || ids.len() > MAX_LISTED => format!("add an entry to `{list}`: `- id: {id}`"),
        None => {
            let known: Vec<String> = candidates().map(|id| format!("`{id}`")).collect();
            format!("write {}, or add an entry to `{list}`: `- id: {id}`", or_list(&known))
        }
    };
    Diagnostic::error(Code::UnknownReference, format!("`{path}` names `{id}`, which `{list}` does not declare"))
        .at(node.place(), format!("not an id of `{list}`"))
        .help(help)
}
