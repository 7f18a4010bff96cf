//! From a case's fragments to systems.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::document::{self, Node};
use crate::manifest::{self, System};
use crate::schema::{API_VERSION, to_value};
use crate::text::Source;

/// The systems of a case: one under `system`, several under `fleet`, the minimal manifest where it has neither.
pub(super) fn systems(case: Node<'_>) -> Result<Vec<System>, Vec<String>> {
    let fragments: Vec<Value> = match (case.get("fleet"), case.get("system")) {
        (Some(fleet), _) => fleet.items().map(to_value).collect(),
        (None, Some(system)) => vec![to_value(system)],
        (None, None) => vec![Value::Object(Map::new())],
    };
    let many = fragments.len() > 1;
    let mut systems = Vec::with_capacity(fragments.len());
    for (at, fragment) in fragments.into_iter().enumerate() {
        let mut manifest = minimal(&if many { format!("case-{}", at + 1) } else { "case".to_owned() });
        lay_over(&mut manifest, fragment);
        systems.push(read(&manifest)?);
    }
    Ok(systems)
}

/// One system: fragments laid one over the other over the minimal manifest.
pub(super) fn layered(fragments: Vec<Value>) -> Result<System, Vec<String>> {
    let mut manifest = minimal("case");
    for fragment in fragments {
        lay_over(&mut manifest, fragment);
    }
    read(&manifest)
}

fn minimal(id: &str) -> Value {
    serde_json::json!({"apiVersion": API_VERSION, "kind": "AISystem", "id": id, "name": "Case"})
}

/// Mappings merge key by key; everything else replaces what was there.
fn lay_over(base: &mut Value, fragment: Value) {
    match (base, fragment) {
        (Value::Object(base), Value::Object(fragment)) => {
            for (key, value) in fragment {
                lay_over(base.entry(key).or_insert(Value::Null), value);
            }
        }
        (base, fragment) => *base = fragment,
    }
}

fn read(manifest: &Value) -> Result<System, Vec<String>> {
    let (tree, problems) = document::parse(&Arc::new(Source::new("case", manifest.to_string())));
    let mut documents = manifest::read(&Arc::new(tree));
    let problems: Vec<String> = problems.into_iter().chain(documents.diagnostics).map(|problem| problem.message).collect();
    match documents.systems.pop() {
        Some(system) if problems.is_empty() => Ok(system),
        _ => Err(problems),
    }
}
