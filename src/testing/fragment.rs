//! From fragments to systems.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::diagnostic::{Diagnostic, Label, Place};
use crate::document::{self, Node, Tree};
use crate::manifest::{self, System};
use crate::schema::{API_VERSION, to_value};
use crate::text::{Source, Span};

/// The systems of a case: one under `system`, several under `fleet`, the bases alone where it has neither. Each fragment is
/// laid over the last base, the first base over the minimal manifest.
///
/// # Errors
/// What keeps them from being valid manifests, where it is written.
pub(super) fn systems(bases: &[Node<'_>], case: Node<'_>) -> Result<Vec<System>, Vec<Diagnostic>> {
    let fragments: Vec<Option<Node<'_>>> = match (case.get("fleet"), case.get("system")) {
        (Some(fleet), _) => fleet.items().map(Some).collect(),
        (None, system) => vec![system],
    };
    let many = fragments.len() > 1;
    let mut systems = Vec::with_capacity(fragments.len());
    for (at, fragment) in fragments.into_iter().enumerate() {
        let mut manifest = minimal();
        for base in bases {
            lay_over(&mut manifest, to_value(*base));
        }
        if many {
            lay_over(&mut manifest, serde_json::json!({"id": format!("case-{}", at + 1)}));
        }
        if let Some(fragment) = fragment {
            lay_over(&mut manifest, to_value(fragment));
        }
        let layers: Vec<Node<'_>> = fragment.into_iter().chain(bases.iter().rev().copied()).collect();
        systems.push(read(&manifest, &layers, case)?);
    }
    Ok(systems)
}

fn minimal() -> Value {
    serde_json::json!({"apiVersion": API_VERSION, "kind": "AISystem", "id": "case", "name": "Case"})
}

/// Mappings merge key by key, nothing takes a key away, everything else replaces what was there.
fn lay_over(base: &mut Value, fragment: Value) {
    match (base, fragment) {
        (Value::Object(base), Value::Object(fragment)) => {
            for (key, value) in fragment {
                if value.is_null() {
                    base.shift_remove(&key);
                } else {
                    lay_over(base.entry(key).or_insert_with(|| Value::Object(Map::new())), value);
                }
            }
        }
        (base, fragment) => *base = fragment,
    }
}

fn read(manifest: &Value, layers: &[Node<'_>], case: Node<'_>) -> Result<System, Vec<Diagnostic>> {
    let (tree, problems) = document::parse(&Arc::new(Source::new("case", manifest.to_string())));
    let tree = Arc::new(tree);
    let mut documents = manifest::read(&tree);
    let problems: Vec<Diagnostic> = problems.into_iter().chain(documents.diagnostics).collect();
    match documents.systems.pop() {
        Some(system) if problems.is_empty() => Ok(system),
        _ => Err(problems.into_iter().map(|problem| moved(problem, &tree, layers, case)).collect()),
    }
}

/// A problem of the manifest that was put together, moved to where its author wrote it.
fn moved(problem: Diagnostic, tree: &Tree, layers: &[Node<'_>], case: Node<'_>) -> Diagnostic {
    let label = |label: Label| Label { place: written(label.place.span, tree, layers, case), ..label };
    Diagnostic { primary: problem.primary.map(label), related: Vec::new(), ..problem }
}

/// A step from a node to one below it.
enum Leg {
    Key(String),
    Item(usize),
}

/// Where the node stands that a span of the manifest lies in: in the layer that has the most of the way to it.
fn written(span: Span, tree: &Tree, layers: &[Node<'_>], case: Node<'_>) -> Place {
    let (way, on_key) = way(span, tree);
    let mut best: Option<(usize, Node<'_>)> = None;
    for layer in layers {
        let found = follow(*layer, &way);
        if best.is_none_or(|(depth, _)| found.0 > depth) {
            best = Some(found);
        }
    }
    match best {
        Some((depth, node)) if depth > 0 && depth == way.len() && on_key => node.key().unwrap_or(node).place(),
        Some((depth, node)) if depth > 0 => node.place(),
        _ => case.get("name").unwrap_or(case).place(),
    }
}

/// The way to the node at a span, and whether the span is that of its key.
fn way(span: Span, tree: &Tree) -> (Vec<Leg>, bool) {
    let within = |node: Node<'_>| {
        let own = node.place().span;
        own.start <= span.start && span.end <= own.end
    };
    let mut way = Vec::new();
    let Some(mut node) = tree.roots().next() else { return (way, false) };
    loop {
        if let Some(entry) = node.entries().find(|entry| within(entry.key)) {
            way.push(Leg::Key(entry.name().to_owned()));
            return (way, true);
        }
        let entry = node.entries().find(|entry| within(entry.value)).map(|entry| (Leg::Key(entry.name().to_owned()), entry.value));
        let item = || node.items().enumerate().find(|(_, item)| within(*item)).map(|(at, item)| (Leg::Item(at), item));
        let Some((leg, below)) = entry.or_else(item) else { return (way, false) };
        way.push(leg);
        node = below;
    }
}

/// The last node on a way that a layer has, and how many legs lead to it.
fn follow<'a>(layer: Node<'a>, way: &[Leg]) -> (usize, Node<'a>) {
    let mut node = layer;
    for (depth, leg) in way.iter().enumerate() {
        let below = match leg {
            Leg::Key(key) => node.get(key),
            Leg::Item(at) => node.item(*at),
        };
        match below {
            Some(below) => node = below,
            None => return (depth, node),
        }
    }
    (way.len(), node)
}
