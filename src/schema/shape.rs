use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde_json::Value;

use super::Kind;
use super::check::{json, resolve};
use super::expected::Expected;

/// What a schema promises about a value, as far as an expression may rely on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `true`, `false` or `unknown`.
    Fact,
    /// `true` or `false`.
    Bool,
    /// A whole number within these bounds, both inclusive.
    Int {
        /// Least value.
        minimum: Option<i64>,
        /// Greatest value.
        maximum: Option<i64>,
    },
    /// Any number within these bounds, both inclusive; it may be written as a whole number.
    Number {
        /// Least value.
        minimum: Option<f64>,
        /// Greatest value.
        maximum: Option<f64>,
    },
    /// A text.
    Text {
        /// Whether it is a day, written YYYY-MM-DD.
        date: bool,
    },
    /// A text of a form, such as an id.
    Form {
        /// The regular expression that finds something in every such text.
        pattern: String,
        /// One that does.
        example: Option<String>,
    },
    /// A text that is written for people: nothing limits what it says.
    Prose,
    /// One of these texts.
    Enum(Vec<String>),
    /// A list of such items.
    List(Box<Shape>),
    /// A mapping with these keys.
    Object {
        /// The keys.
        fields: BTreeMap<String, Field>,
        /// Whether there are no others.
        closed: bool,
    },
    /// A mapping from any key to such values.
    Map(Box<Shape>),
    /// Anything.
    Any,
}

/// A key of a [`Shape::Object`].
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What its value is.
    pub shape: Shape,
    /// Whether it is always there.
    pub required: bool,
    /// Fewest and most characters of a text, items of a list, entries of a mapping.
    pub sizes: (Option<u64>, Option<u64>),
}

impl Shape {
    /// The shape of manifests.
    pub fn ai_system() -> &'static Self {
        static SHAPE: OnceLock<Shape> = OnceLock::new();
        SHAPE.get_or_init(|| Self::of(json(Kind::AiSystem)))
    }

    /// The shape that a schema describes; references must point into it.
    pub fn of(schema: &Value) -> Self {
        read(schema, schema, 0)
    }

    /// The key of an object.
    pub fn field(&self, name: &str) -> Option<&Field> {
        if let Self::Object { fields, .. } = self { fields.get(name) } else { None }
    }
}

pub(super) fn read(root: &Value, schema: &Value, depth: usize) -> Shape {
    // A definition that contains itself has no finite shape.
    if depth > 16 {
        return Shape::Any;
    }
    let schema = resolve(root, schema);
    let bound = |name: &str| schema.get(name);
    match Expected::of(schema) {
        Expected::Fact => Shape::Fact,
        Expected::OneOf(members) if members.iter().all(Value::is_string) => {
            Shape::Enum(members.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        Expected::Bool => Shape::Bool,
        Expected::Date => Shape::Text { date: true },
        Expected::Text if is_prose(schema) => Shape::Prose,
        Expected::Text => match schema.get("pattern").and_then(Value::as_str) {
            Some(pattern) => {
                let example = schema.get("examples").and_then(|examples| examples.get(0)).and_then(Value::as_str);
                Shape::Form { pattern: pattern.to_owned(), example: example.map(str::to_owned) }
            }
            None => Shape::Text { date: false },
        },
        Expected::Whole => {
            Shape::Int { minimum: bound("minimum").and_then(Value::as_i64), maximum: bound("maximum").and_then(Value::as_i64) }
        }
        Expected::Number => {
            Shape::Number { minimum: bound("minimum").and_then(Value::as_f64), maximum: bound("maximum").and_then(Value::as_f64) }
        }
        Expected::List => Shape::List(Box::new(schema.get("items").map_or(Shape::Any, |items| read(root, items, depth + 1)))),
        Expected::Mapping => mapping(root, schema, depth),
        Expected::OneOf(_) | Expected::Other => Shape::Any,
    }
}

/// Whether nothing limits a text but its length, that it stands on one line, or that it is not blank.
fn is_prose(schema: &Value) -> bool {
    const LOOSE: [&str; 3] = [r"^[^\n\r]*$", r"^[^\n\r]*\S[^\n\r]*$", r"\S"];
    schema.get("pattern").and_then(Value::as_str).is_none_or(|pattern| LOOSE.contains(&pattern))
}

fn sizes(schema: &Value) -> (Option<u64>, Option<u64>) {
    let limit = |names: [&str; 3]| names.iter().find_map(|name| schema.get(*name)).and_then(Value::as_u64);
    (limit(["minLength", "minItems", "minProperties"]), limit(["maxLength", "maxItems", "maxProperties"]))
}

fn mapping(root: &Value, schema: &Value, depth: usize) -> Shape {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        let values = schema.get("additionalProperties").map_or(Shape::Any, |values| read(root, values, depth + 1));
        return Shape::Map(Box::new(values));
    };
    let required: Vec<&str> = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let field = |(name, field): (&String, &Value)| {
        let required = required.contains(&name.as_str());
        (name.clone(), Field { shape: read(root, field, depth + 1), required, sizes: sizes(resolve(root, field)) })
    };
    let fields = properties.iter().map(field).collect();
    Shape::Object { fields, closed: schema.get("unevaluatedProperties") == Some(&Value::Bool(false)) }
}
