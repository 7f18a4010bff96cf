use std::sync::{Arc, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, ValidationError, Validator};
use serde_json::{Map, Value};

use super::arena::{Arena, Item};
use super::{Kind, keys, text, values};
use crate::diagnostic::{Code, Diagnostic, sort};
use crate::document::{Node, NodeId};

/// Most problems of one document that are looked at: enough for any person, few enough for a file of garbage.
const MAX_FAULTS: usize = 1000;

/// Nodes of a file from which on only the first problem is told: the validator keeps every fault in memory before it gives one.
const MAX_NODES: usize = 500_000;

/// A JSON Schema, ready to check nodes.
pub struct Schema {
    json: Arc<Value>,
    validator: Validator<Arena>,
}

/// One thing that a schema has against a node.
pub(super) struct Fault<'a> {
    /// The node, where it is written.
    pub node: Node<'a>,
    pub kind: &'a ValidationErrorKind,
    pub site: Site<'a>,
    /// The schema as a whole.
    pub schema: &'a Value,
}

/// The part of a schema that a node does not satisfy.
#[derive(Clone, Copy)]
pub(super) struct Site<'a> {
    /// The schema object that holds the keyword, often a definition that several fields share.
    pub owner: &'a Value,
    /// The schema object of the field itself, before its reference is followed.
    pub field: &'a Value,
}

impl Schema {
    /// Compiles a schema, which may refer only to itself.
    ///
    /// # Errors
    /// What is wrong with the schema, on one line.
    pub fn new(json: Value) -> Result<Self, String> {
        Self::shared(Arc::new(json))
    }

    fn shared(json: Arc<Value>) -> Result<Self, String> {
        let options = jsonschema::options_for::<Arena>()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .with_pattern_options(PatternOptions::regex());
        let validator = options.build(&without_notes(&json)).map_err(|error| error.to_string())?;
        Ok(Self { json, validator })
    }

    /// The schema of a kind, compiled when it is first asked for.
    pub(super) fn of(kind: Kind) -> Result<&'static Self, Box<Diagnostic>> {
        static COMPILED: [OnceLock<Result<Schema, String>>; Kind::ALL.len()] = [const { OnceLock::new() }; Kind::ALL.len()];
        let compile = || Self::shared(Arc::clone(json(kind)));
        COMPILED[kind as usize]
            .get_or_init(compile)
            .as_ref()
            .map_err(|why| Diagnostic::error(Code::UnknownKind, format!("the built-in schema `{}` cannot be used: {why}", kind.slug())))
            .map_err(Box::new)
    }

    /// Everything that keeps `node` from satisfying the schema, in the order of the text.
    pub fn check(&self, node: Node<'_>) -> Vec<Diagnostic> {
        if self.validator.is_valid(Item::Node(node)) {
            return Vec::new();
        }
        let errors: Vec<ValidationError<'_>> = if node.tree().len() > MAX_NODES {
            self.validator.validate(Item::Node(node)).err().into_iter().collect()
        } else {
            self.validator.iter_errors(Item::Node(node)).take(MAX_FAULTS).collect()
        };
        let (about_keys, about_values): (Vec<Fault<'_>>, Vec<Fault<'_>>) =
            errors.iter().map(|error| self.fault(node, error)).partition(Fault::is_about_keys);
        let mut diagnostics = keys::diagnostics(&about_keys);
        // What is of the wrong type is not out of bounds as well.
        let mistyped: Vec<NodeId> = about_values
            .iter()
            .filter(|fault| matches!(fault.kind, ValidationErrorKind::Type { .. }))
            .map(|fault| fault.node.id())
            .collect();
        let counts = |fault: &&Fault<'_>| matches!(fault.kind, ValidationErrorKind::Type { .. }) || !mistyped.contains(&fault.node.id());
        diagnostics.extend(about_values.iter().filter(counts).map(values::diagnostic));
        sort(&mut diagnostics);
        diagnostics.dedup_by(same);
        diagnostics
    }

    /// Whether a text on its own satisfies the schema.
    pub(super) fn accepts(&self, text: &str) -> bool {
        self.validator.is_valid(Item::Name(text))
    }

    fn fault<'a>(&'a self, root: Node<'a>, error: &'a ValidationError<'_>) -> Fault<'a> {
        let node = segments(error.instance_path().as_str()).fold(root, |node, step| {
            let child = if node.is_mapping() { node.get(&step) } else { step.parse().ok().and_then(|index| node.item(index)) };
            child.unwrap_or(node)
        });
        let site = match error.kind() {
            // Of names, the way that evaluation took is not told in full.
            ValidationErrorKind::PropertyNames { .. } => self.definition(error.schema_path().as_str()),
            _ => self.site(error.evaluation_path().as_str()),
        };
        Fault { node, kind: error.kind(), site, schema: &self.json }
    }

    /// The part of the schema in which a keyword stands.
    fn definition(&self, keyword: &str) -> Site<'_> {
        let owner = keyword.rsplit_once('/').and_then(|(owner, _)| self.json.pointer(owner)).unwrap_or(&Value::Null);
        Site { owner, field: &Value::Null }
    }

    /// Follows the way that evaluation took through the schema, up to the keyword that failed.
    fn site(&self, path: &str) -> Site<'_> {
        let mut steps: Vec<String> = segments(path).collect();
        steps.pop();
        let root: &Value = &self.json;
        let (mut owner, mut field) = (root, root);
        for step in steps {
            if step == "$ref" {
                owner = resolve(root, owner);
                continue;
            }
            let child = if owner.is_array() { step.parse().ok().and_then(|at: usize| owner.get(at)) } else { owner.get(&step) };
            owner = child.unwrap_or(owner);
            field = owner;
        }
        Site { owner, field }
    }
}

/// The schema as it is compiled: without what is only for people, which halves the time that takes, and with the cheaper of two
/// keywords that say the same.
fn without_notes(schema: &Value) -> Value {
    // They bring properties of their own, which only `unevaluatedProperties` sees.
    const APPLICATORS: [&str; 8] = ["$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "not", "dependentSchemas"];
    let Some(keywords) = schema.as_object() else { return schema.clone() };
    let alone = !APPLICATORS.iter().any(|keyword| keywords.contains_key(*keyword)) && !keywords.contains_key("additionalProperties");
    let mut bare = Map::new();
    for (keyword, value) in keywords {
        let value = match keyword.as_str() {
            "title" | "description" | "examples" | "x-also" => continue,
            "properties" | "$defs" => {
                let fields = value.as_object().into_iter().flatten();
                Value::Object(fields.map(|(name, field)| (name.clone(), without_notes(field))).collect())
            }
            "items" | "additionalProperties" | "propertyNames" => without_notes(value),
            _ => value.clone(),
        };
        // Without any of them both say the same, and this one needs no second look at the properties.
        let keyword = if alone && keyword == "unevaluatedProperties" { "additionalProperties" } else { keyword };
        bare.insert(keyword.to_owned(), value);
    }
    Value::Object(bare)
}

/// The schema object that `schema` refers to, or itself.
pub(super) fn resolve<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let mut target = schema;
    // A chain of references in a schema of ours has two links at most; the bound only keeps a loop from hanging.
    for _ in 0..8 {
        let Some(pointer) = target.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#')) else { break };
        target = root.pointer(pointer).unwrap_or(&Value::Null);
    }
    target
}

/// The schema of a kind as JSON.
pub(super) fn json(kind: Kind) -> &'static Arc<Value> {
    static PARSED: [OnceLock<Arc<Value>>; Kind::ALL.len()] = [const { OnceLock::new() }; Kind::ALL.len()];
    // The texts are part of the binary; a test parses each.
    PARSED[kind as usize].get_or_init(|| Arc::new(serde_json::from_str(text(kind)).unwrap_or_default()))
}

impl Fault<'_> {
    fn is_about_keys(&self) -> bool {
        matches!(
            self.kind,
            ValidationErrorKind::Required { .. }
                | ValidationErrorKind::UnevaluatedProperties { .. }
                | ValidationErrorKind::AdditionalProperties { .. }
        )
    }
}

/// The steps of a JSON pointer.
fn segments(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~"))
}

/// The same problem met twice, by way of an alias.
fn same(a: &mut Diagnostic, b: &mut Diagnostic) -> bool {
    let span = |diagnostic: &Diagnostic| diagnostic.primary.as_ref().map(|label| label.place.span);
    a.code == b.code && a.message == b.message && span(a) == span(b)
}
