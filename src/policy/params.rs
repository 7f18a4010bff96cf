use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::scope::{bounds, of_shape};
use crate::cel::{At, Field, Key, ObjectType, Text, Type, Value, Word, Words};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, NodeId, Tree};
use crate::schema::{self, Schema, Shape};
use crate::text::{and_list, nearest};

/// A policy's parameters: their types, and the values that are in force.
#[derive(Debug, Default, Clone)]
pub struct Params {
    /// Declarations by name.
    declared: BTreeMap<String, Declared>,
}

#[derive(Debug, Clone)]
struct Declared {
    ty: Type,
    bounds: (Option<f64>, Option<f64>),
    /// Where the declaration stands.
    node: (Arc<Tree>, NodeId),
    /// Where the value in force stands: the default, or what the configuration sets.
    value: Option<(Arc<Tree>, NodeId)>,
}

impl Params {
    /// Reads the `params` of a policy; a default that does not fit its own declaration is a problem.
    pub(super) fn read(tree: &Arc<Tree>, policy: Node<'_>, trusted: impl Fn(Node<'_>) -> bool) -> (Self, Vec<Diagnostic>) {
        let mut params = Self::default();
        let mut problems = Vec::new();
        for entry in policy.get("params").into_iter().flat_map(Node::entries) {
            let json = schema::to_value(entry.value);
            let shape = Shape::of(&json);
            let ty = of_shape(&shape, &format!("params.{}", entry.name()));
            let value = entry.value.get("default");
            // A built-in policy is proved by tests; compiling its schemas would cost start-up time. What is wrong already is told.
            let schema = if trusted(entry.value) { None } else { Some(Schema::new(json)) };
            match schema {
                None => {}
                Some(Ok(schema)) => problems.extend(value.into_iter().flat_map(|value| schema.check(value))),
                Some(Err(why)) => {
                    let diagnostic = Diagnostic::error(
                        Code::BadParameter,
                        format!("declaration of parameter `{}` is not a schema: {why}", entry.name()),
                    );
                    let pattern = entry
                        .value
                        .get("pattern")
                        .filter(|node| node.as_str().is_some_and(|text| crate::cel::Form::new(text, None).is_broken()));
                    problems.push(match pattern {
                        Some(pattern) => Diagnostic::error(Code::BadParameter, "the pattern is not a regular expression")
                            .at(pattern.place(), "not a pattern"),
                        None => diagnostic.at(entry.key.place(), "declared here"),
                    });
                }
            }
            if !trusted(entry.value) {
                problems.extend(misplaced(entry.value));
            }
            let value = value.map(|value| (Arc::clone(tree), value.id()));
            params.declared.insert(
                entry.name().to_owned(),
                Declared { ty, bounds: bounds(&shape), node: (Arc::clone(tree), entry.value.id()), value },
            );
        }
        (params, problems)
    }

    /// Sets the values that a configuration gives under `params.<policy>`.
    pub fn set(&mut self, policy: &str, tree: &Arc<Tree>, values: Node<'_>) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for entry in values.entries() {
            let Some(declared) = self.declared.get_mut(entry.name()) else {
                let diagnostic = Diagnostic::error(Code::BadParameter, format!("policy `{policy}` has no parameter `{}`", entry.name()));
                let diagnostic = diagnostic.at(entry.key.place(), "not declared by the policy");
                problems.push(diagnostic.help(match nearest(entry.name(), self.declared.keys()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if self.declared.is_empty() => "it has no parameters".to_owned(),
                    None => {
                        let names: Vec<String> = self.declared.keys().map(|name| format!("`{name}`")).collect();
                        format!("it has {}", and_list(&names))
                    }
                }));
                continue;
            };
            let (owner, node) = &declared.node;
            if let Ok(schema) = Schema::new(schema::to_value(owner.node(*node))) {
                let mut found = schema.check(entry.value);
                for diagnostic in &mut found {
                    diagnostic.code = Code::BadParameter;
                    diagnostic.message = format!("parameter `{}` of policy `{policy}`: {}", entry.name(), diagnostic.message);
                }
                problems.extend(found);
            }
            declared.value = Some((Arc::clone(tree), entry.value.id()));
        }
        problems
    }

    /// The parameters that have no value, each with the node of its name.
    pub(super) fn unset(&self) -> impl Iterator<Item = (&str, Node<'_>)> {
        self.declared.iter().filter(|(_, declared)| declared.value.is_none()).map(|(name, declared)| {
            let (tree, node) = &declared.node;
            let node = tree.node(*node);
            (name.as_str(), node.key().unwrap_or(node))
        })
    }

    /// The type of `params`.
    pub(super) fn ty(&self) -> Type {
        let fields = self.declared.iter().map(|(name, declared)| {
            let ty = declared.value.as_ref().map_or(declared.ty.clone(), |(tree, value)| written(&declared.ty, tree.node(*value)));
            let default = declared.value.as_ref().filter(|(tree, _)| Arc::ptr_eq(tree, &declared.node.0));
            let default = default.and_then(|(tree, value)| schema::to_value(tree.node(*value)).as_f64());
            let field = Field { bounds: declared.bounds, default, ..Field::new(ty, declared.value.is_some()) };
            (name.clone(), field)
        });
        Type::Object(Arc::new(ObjectType { name: "params".to_owned(), fields: fields.collect(), open: false }))
    }

    /// The values that are in force, by name.
    pub fn values(&self) -> impl Iterator<Item = (&str, Node<'_>)> {
        self.declared.iter().filter_map(|(name, declared)| {
            let (tree, node) = declared.value.as_ref()?;
            Some((name.as_str(), tree.node(*node)))
        })
    }

    /// The value of `params`.
    pub fn value(&self) -> Value<'_, Node<'_>> {
        let value = |(name, node)| (Key::Text(Text::Borrowed(name)), Value::Node(node));
        Value::Map(Rc::new(self.values().map(value).collect()))
    }
}

/// What the keywords of a declaration say about, and of which types that can be said.
const KEYWORDS: &[(&str, &[&str])] = &[
    ("minimum", &["integer", "number"]),
    ("maximum", &["integer", "number"]),
    ("exclusiveMinimum", &["integer", "number"]),
    ("exclusiveMaximum", &["integer", "number"]),
    ("minLength", &["string"]),
    ("maxLength", &["string"]),
    ("pattern", &["string"]),
    ("format", &["string"]),
    ("items", &["array"]),
    ("minItems", &["array"]),
    ("maxItems", &["array"]),
    ("uniqueItems", &["array"]),
];

/// Keywords that say nothing about values of the declared type, and bounds that no value keeps.
fn misplaced(declaration: Node<'_>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let number = |name: &str| declaration.get(name).and_then(|node| schema::to_value(node).as_f64());
    for (least, greatest) in [("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")] {
        if let (Some(low), Some(high), Some(node)) = (number(least), number(greatest), declaration.get(least))
            && low > high
        {
            let diagnostic = Diagnostic::error(Code::BadParameter, format!("`{least}` is more than `{greatest}`: no value is allowed"));
            problems.push(diagnostic.at(node.place(), "more than the other"));
        }
    }
    let Some(ty) = declaration.get("type").and_then(Node::as_str) else { return problems };
    for (keyword, types) in KEYWORDS {
        let Some(key) = declaration.get(keyword).and_then(Node::key).filter(|_| !types.contains(&ty)) else { continue };
        let diagnostic = Diagnostic::error(Code::BadParameter, format!("`{keyword}` says nothing about a value of type `{ty}`"));
        let names: Vec<String> = types.iter().map(|ty| format!("`{ty}`")).collect();
        problems.push(diagnostic.at(key.place(), "without effect").help(format!("it belongs to {}", and_list(&names))));
    }
    if let Some(items) = declaration.get("items").filter(|_| ty == "array") {
        problems.extend(misplaced(items));
    }
    problems
}

/// The type of a parameter, with the texts of the value that is in force.
fn written(ty: &Type, value: Node<'_>) -> Type {
    match ty {
        Type::Text => value.as_str().map_or(Type::Text, |_| words([value])),
        Type::List(item) => match item.as_ref() {
            Type::Text => words(value.items()).list(),
            _ => ty.clone(),
        },
        _ => ty.clone(),
    }
}

fn words<'n>(nodes: impl IntoIterator<Item = Node<'n>>) -> Type {
    let word = |node: Node<'n>| {
        let place = node.place();
        Some(Word { text: node.as_str()?.to_owned(), at: At::There(place.source, place.span) })
    };
    Type::Words(Arc::new(Words { all: nodes.into_iter().filter_map(word).collect(), open: true, loose: true }))
}
