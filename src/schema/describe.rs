//! What the schema says of a field, for people who are asked about it.

use serde_json::Value;

use super::Kind;
use super::check::{json, resolve};
use super::shape::{Shape, read};

/// A field in words.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// Its title.
    pub title: String,
    /// What it says of the system, in a sentence.
    pub description: String,
    /// What may stand there.
    pub shape: Shape,
    /// What may stand there, for example.
    pub example: Option<Value>,
}

/// The field of manifests at a path as findings write it, e.g. `data_flows[chat].agreement.no_training`; nothing for a path
/// that the schema does not know.
pub fn describe(path: &str) -> Option<Described> {
    let root: &Value = json(Kind::AiSystem);
    let mut field = root;
    for step in steps(path) {
        let owner = resolve(root, field);
        field = match step {
            Step::Item => owner.get("items")?,
            Step::Key(key) => owner.get("properties").and_then(|properties| properties.get(key)).or(owner.get("additionalProperties"))?,
        };
    }
    let owner = resolve(root, field);
    // What a field says of itself goes before what its definition says of all such fields.
    let said = |key: &str| field.get(key).or(owner.get(key));
    let text = |key: &str| said(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let example = said("examples").and_then(Value::as_array).and_then(|examples| examples.first()).cloned();
    Some(Described { title: text("title"), description: text("description"), shape: read(root, field, 0), example })
}

enum Step<'a> {
    Key(&'a str),
    Item,
}

fn steps(path: &str) -> impl Iterator<Item = Step<'_>> {
    // An id in brackets holds no bracket and no dot that would matter: ids are lower-case letters, digits and `-`.
    let parts = path.split(['.', '[']).filter(|part| !part.is_empty());
    parts.map(|part| if part.ends_with(']') { Step::Item } else { Step::Key(part) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_found_below_lists_and_definitions() {
        let field = describe("data_flows[chat].agreement.no_training").unwrap();
        assert_eq!((field.title.as_str(), &field.shape), ("No training", &Shape::Fact));
        let field = describe("owners.accountable.contact").unwrap();
        assert_eq!((field.title.as_str(), &field.shape), ("Contact", &Shape::Prose));
        assert!(matches!(describe("agents").unwrap().shape, Shape::List(_)));
        assert!(matches!(describe("labels.team").unwrap().shape, Shape::Prose));
        assert_eq!(describe("owners.nobody"), None);
    }

    #[test]
    fn every_field_that_a_rule_may_miss_has_words() {
        fn visit(shape: &Shape, path: &str) {
            match shape {
                Shape::Object { fields, .. } => {
                    for (name, field) in fields {
                        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                        let said = describe(&path).unwrap_or_else(|| panic!("{path}"));
                        assert!(!said.title.is_empty() && !said.description.is_empty(), "{path}");
                        visit(&field.shape, &path);
                    }
                }
                Shape::List(item) => visit(item, &format!("{path}[0]")),
                _ => {}
            }
        }
        visit(Shape::ai_system(), "");
    }
}
