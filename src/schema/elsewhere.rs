//! Where a key belongs that stands in the wrong mapping.

use serde_json::Value;

use super::check::resolve;
use crate::text::or_list;

/// Most places that a help names; a key that stands in more is too common for the guess to be worth much.
const MAX_PLACES: usize = 3;

/// The mappings of the schema that know `name`, apart from `here`: `privacy`, or `privacy or risk`.
pub(super) fn owners(schema: &Value, here: &Value, name: &str) -> Option<String> {
    let mut places = Vec::new();
    visit(schema, schema, "", 0, &mut |owner, path| {
        if !std::ptr::eq(owner, here) && owner.get("properties").is_some_and(|properties| properties.get(name).is_some()) {
            places.push(if path.is_empty() { "the document itself".to_owned() } else { format!("`{path}`") });
        }
    });
    (1..=MAX_PLACES).contains(&places.len()).then(|| or_list(&places))
}

/// Calls `see` with every mapping that the schema describes and its path, e.g. `models[].training`.
fn visit<'a>(root: &'a Value, schema: &'a Value, path: &str, depth: usize, see: &mut impl FnMut(&'a Value, &str)) {
    // Deeper than any schema of ours; a definition that contains itself ends here.
    if depth > 8 {
        return;
    }
    let schema = resolve(root, schema);
    if let Some(items) = schema.get("items") {
        visit(root, items, &format!("{path}[]"), depth + 1, see);
    }
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return };
    see(schema, path);
    for (name, field) in properties {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        visit(root, field, &path, depth + 1, see);
    }
}
