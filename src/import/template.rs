//! The manifest that a map describes, compiled.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::table::Table;
use super::{fits, quoted};
use crate::cel::{Expect, Scope, Type};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Entry, Node, PathStep, Tree, View};
use crate::policy::Expression;
use crate::schema::{Shape, to_value};
use crate::text::{and_list, nearest};

mod convert;

/// A part of the manifest.
#[derive(Debug)]
pub(super) enum Template {
    /// Stands for itself.
    Constant(Value),
    /// Comes of a row.
    Leaf(Box<Leaf>),
    /// A mapping; left out where its condition does not hold.
    Mapping { when: Option<Expression>, fields: Vec<(String, Template)> },
    /// A list.
    List(Vec<Item>),
}

/// An item of a list, or one for each value of another list.
#[derive(Debug)]
pub(super) struct Item {
    pub each: Option<Expression>,
    pub template: Template,
}

/// A value that comes of a row.
#[derive(Debug)]
pub(super) struct Leaf {
    pub value: Expression,
    pub convert: Convert,
    /// What stands there if the cell says something else than it may.
    pub otherwise: Option<Value>,
}

/// What is done to a value.
#[derive(Debug)]
pub(super) enum Convert {
    /// Nothing.
    None,
    /// Wordings become what a table says.
    Table(usize),
    /// Days are read in one of these formats.
    Date(Vec<String>),
    /// A text is put on one line of at most so many characters.
    Line(usize),
}

/// Keys with a meaning of their own.
const KEYS: [&str; 8] = ["$value", "$table", "$date", "$line", "$otherwise", "$const", "$when", "$each"];

/// Keys of a value that comes of a row.
const LEAF_KEYS: [&str; 5] = ["$value", "$table", "$date", "$line", "$otherwise"];

/// Compiles templates; everything that is wrong comes together in `problems`.
pub(super) struct Compiler<'a> {
    pub tree: &'a Arc<Tree>,
    pub scope: Scope,
    pub tables: &'a [Table],
    /// Positions of tables by name.
    pub by_name: BTreeMap<&'a str, usize>,
    /// Which tables are used.
    pub used: Vec<bool>,
    pub problems: Vec<Diagnostic>,
}

impl Compiler<'_> {
    /// The template at `node`, of which a value of `shape` is wanted.
    pub fn template(&mut self, node: Node<'_>, shape: &Shape) -> Template {
        match node.view() {
            View::Text(_) => self.leaf(node, node, shape),
            View::Mapping if node.get("$const").is_some() => self.constant(node, shape),
            View::Mapping if node.entries().any(|entry| LEAF_KEYS.contains(&entry.name())) => self.written_out(node, shape),
            View::Mapping => self.mapping(node, shape, false),
            View::Sequence => self.list(node, shape),
            _ => self.literal(node, shape),
        }
    }

    /// An expression that stands alone.
    pub fn expression(&mut self, node: Node<'_>, expect: Expect) -> Option<Expression> {
        Expression::compile(self.tree, node, None, &self.scope, expect).map_err(|problems| self.problems.extend(problems)).ok()
    }

    fn nothing() -> Template {
        Template::Constant(Value::Null)
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.problems.push(diagnostic);
    }

    fn literal(&mut self, node: Node<'_>, shape: &Shape) -> Template {
        let value = to_value(node);
        if let Err(wanted) = fits::value(&value, shape) {
            let diagnostic = Diagnostic::error(Code::WrongValue, format!("`{}` wants {wanted}", field(node)));
            self.problem(diagnostic.at(node.place(), "does not fit the manifest's schema"));
        }
        Template::Constant(value)
    }

    fn constant(&mut self, node: Node<'_>, shape: &Shape) -> Template {
        self.only(node, &["$const"]);
        node.get("$const").map_or_else(Self::nothing, |value| self.literal(value, shape))
    }

    fn mapping(&mut self, node: Node<'_>, shape: &Shape, is_item: bool) -> Template {
        if !matches!(shape, Shape::Object { .. } | Shape::Map(_) | Shape::Any) {
            let wanted = fits::wanted(shape);
            let message = format!("`{}` wants {wanted}, found a mapping", field(node));
            self.problem(Diagnostic::error(Code::WrongType, message).at(first_key(node), "a mapping begins here"));
            return Self::nothing();
        }
        let mut when = None;
        let mut fields = Vec::new();
        for entry in node.entries() {
            match entry.name() {
                "$when" => when = self.expression(entry.value, Expect::Bool),
                "$each" if is_item => {}
                name if name.starts_with('$') => self.misplaced(entry, is_item),
                name => {
                    let Some(shape) = self.field(entry, node, shape) else { continue };
                    fields.push((name.to_owned(), self.template(entry.value, shape)));
                }
            }
        }
        Template::Mapping { when, fields }
    }

    /// The shape of a key's value, if there is such a key.
    fn field<'s>(&mut self, entry: Entry<'_>, node: Node<'_>, shape: &'s Shape) -> Option<&'s Shape> {
        let fields = match shape {
            Shape::Map(inner) => return Some(inner),
            Shape::Object { fields, .. } => fields,
            _ => return Some(&Shape::Any),
        };
        if let Some(field) = fields.get(entry.name()) {
            return Some(&field.shape);
        }
        let path = field(node);
        let place = if path.is_empty() { String::new() } else { format!(" in `{path}`") };
        let diagnostic = Diagnostic::error(Code::UnknownField, format!("unknown key {}{place}", quoted(entry.name())));
        let diagnostic = diagnostic.at(entry.key.place(), "no such key in a manifest");
        self.problem(match nearest(entry.name(), fields.keys()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("`provost schema ai-system` lists the keys; what only you need belongs under `extensions`"),
        });
        None
    }

    fn misplaced(&mut self, entry: Entry<'_>, is_item: bool) {
        let name = entry.name();
        let diagnostic = match name {
            "$each" if !is_item => Diagnostic::error(Code::UnknownField, "`$each` stands only in an item of a list")
                .help("write the mapping as an item: `- {$each: …, …}`"),
            _ => {
                let near = nearest(name, KEYS).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| {
                    "a mapping takes `$when`, a value `$value` with `$table`, `$date`, `$line` or `$otherwise`".to_owned()
                });
                Diagnostic::error(Code::UnknownField, format!("unknown key {}", quoted(name))).help(help)
            }
        };
        self.problem(diagnostic.at(entry.key.place(), "no such key"));
    }

    fn only(&mut self, node: Node<'_>, known: &[&str]) {
        for entry in node.entries().filter(|entry| !known.contains(&entry.name())) {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("unknown key {} beside `{}`", quoted(entry.name()), known.first().copied().unwrap_or_default());
            let diagnostic = Diagnostic::error(Code::UnknownField, message);
            let diagnostic = diagnostic.at(entry.key.place(), "no such key here");
            self.problem(match nearest(entry.name(), known.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None => diagnostic.help(format!("the keys here are {}", and_list(&names))),
            });
        }
    }

    fn list(&mut self, node: Node<'_>, shape: &Shape) -> Template {
        let inner = match shape {
            Shape::List(inner) => inner,
            Shape::Any => &Shape::Any,
            _ => {
                let message = format!("`{}` wants {}, found a list", field(node), fits::wanted(shape));
                self.problem(Diagnostic::error(Code::WrongType, message).at(node.key().unwrap_or(node).place(), "a list"));
                return Self::nothing();
            }
        };
        let items = node.items().filter_map(|item| self.item(item, inner)).collect();
        Template::List(items)
    }

    fn item(&mut self, node: Node<'_>, shape: &Shape) -> Option<Item> {
        let Some(each) = node.get("$each") else { return Some(Item { each: None, template: self.template(node, shape) }) };
        let mut entries = each.entries();
        let (Some(entry), None) = (entries.next(), entries.next()) else {
            let diagnostic = Diagnostic::error(Code::WrongType, "`$each` takes one name with a list");
            self.problem(diagnostic.at(each.place(), "not one name").help("write `$each: {item: \"row.column.split(';')\"}`"));
            return None;
        };
        let list = self.expression(entry.value, Expect::List)?;
        let ty = if let Type::List(item) = list.plan.ty() { item.as_ref().clone() } else { Type::Dyn };
        let outside = self.scope.len();
        self.scope.bind(entry.name(), ty);
        let template = if node.entries().any(|entry| LEAF_KEYS.contains(&entry.name())) {
            self.written_out(node, shape)
        } else {
            self.mapping(node, shape, true)
        };
        self.scope.truncate(outside);
        Some(Item { each: Some(list), template })
    }

    /// `{$value: …, $table: …}`.
    fn written_out(&mut self, node: Node<'_>, shape: &Shape) -> Template {
        let mut known = LEAF_KEYS.to_vec();
        known.extend(node.get("$each").map(|_| "$each"));
        self.only(node, &known);
        let Some(value) = node.get("$value") else {
            let diagnostic = Diagnostic::error(Code::MissingField, "`$value` is missing");
            self.problem(diagnostic.at(first_key(node), "has no `$value`").help("add `$value: row.column`"));
            return Self::nothing();
        };
        self.leaf(node, value, shape)
    }

    /// A value that comes of a row; `node` may say how it is converted.
    fn leaf(&mut self, node: Node<'_>, value: Node<'_>, shape: &Shape) -> Template {
        let convert = self.convert(node, shape);
        let otherwise = node.get("$otherwise");
        if let Some(otherwise) = otherwise {
            self.literal_or_null(otherwise, shape);
        }
        let Some(expression) = self.expression(value, Expect::Any) else { return Self::nothing() };
        let ty = expression.plan.ty();
        let wrong = match &convert {
            Convert::None => fits::ty(ty, shape),
            _ => fits::ty(ty, &Shape::Text { date: false }).or_else(|wanted| match ty {
                Type::List(item) if matches!(convert, Convert::Table(_)) && fits::ty(item, &Shape::Text { date: false }).is_ok() => Ok(()),
                _ => Err(wanted),
            }),
        };
        if let Err(wanted) = wrong {
            let path = field(node);
            let diagnostic = Diagnostic::error(Code::CelType, format!("`{path}` wants {wanted}, found {ty}"));
            let diagnostic = diagnostic.at(expression.whole(), format!("this is {ty}"));
            self.problem(match (ty.is_text(), shape) {
                (true, Shape::Fact | Shape::Bool) => diagnostic.help("translate its wordings: `{$value: row.column, $table: facts}`"),
                (true, Shape::List(_)) => diagnostic.help("write `row.column.split(';')`, or `[row.column]` for one item"),
                (true, Shape::Int { .. }) => diagnostic.help("write `int(…)`"),
                (true, Shape::Number { .. }) => diagnostic.help("write `double(…)`"),
                _ => diagnostic,
            });
        }
        Template::Leaf(Box::new(Leaf { value: expression, convert, otherwise: otherwise.map(to_value) }))
    }

    fn literal_or_null(&mut self, node: Node<'_>, shape: &Shape) {
        if !matches!(node.view(), View::Null) {
            self.literal(node, shape);
        }
    }
}

/// The field of the manifest that a node of the map describes, as messages name it.
pub(super) fn field(node: Node<'_>) -> String {
    let mut path = node.path();
    path.0.retain(|step| !matches!(step, PathStep::Key(key) if key.starts_with('$')));
    path.0.drain(..1.min(path.0.len()));
    path.to_string()
}

fn first_key(node: Node<'_>) -> Place {
    node.key().or_else(|| node.entries().next().map(|entry| entry.key)).unwrap_or(node).place()
}
