//! Maps: what a document of kind `Import` says, bound to the columns of a file.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::dialect::Dialect;
use super::sheet::Sheet;
use super::table::Table;
use super::template::{Compiler, Template};
use crate::cel::{Expect, Field, ObjectType, Plan, Scope, Type};
use crate::diagnostic::{Code, Diagnostic, sort};
use crate::document::{Node, NodeId, Tree, View};
use crate::policy::Expression;
use crate::schema::{self, Kind, Shape};
use crate::text::{and_list, clean_line, nearest, shorten};

/// Position of `row` among the names of expressions; `number` comes after it, then the names of `let`.
const ROW: usize = 0;
const LETS: usize = 2;

/// Keys of a manifest that an import writes itself.
const OWN_KEYS: [(&str, &str); 3] =
    [("apiVersion", "it is always the same"), ("kind", "it is always `AISystem`"), ("id", "it is made of what `key` gives")];

/// A document of kind `Import`.
#[derive(Debug)]
pub struct Map {
    tree: Arc<Tree>,
    root: NodeId,
    /// Its id.
    pub id: String,
    pub(super) dialect: Dialect,
}

/// A map that knows the columns of a file.
#[derive(Debug)]
pub(super) struct Program<'s> {
    pub map: &'s Map,
    pub sheet: &'s Sheet,
    /// Columns by the names that expressions use.
    pub names: BTreeMap<String, usize>,
    pub when: Option<Expression>,
    pub lets: Vec<Expression>,
    pub key: Expression,
    pub tables: Vec<Table>,
    pub manifest: Template,
}

impl Map {
    /// Reads the map under `root`, a document of kind `Import`.
    ///
    /// # Errors
    /// Everything that is wrong with it and does not depend on the file that it is for.
    pub fn read(tree: &Arc<Tree>, root: NodeId) -> Result<Self, Vec<Diagnostic>> {
        let node = tree.node(root);
        let problems = schema::validate(Kind::Import, node);
        if !problems.is_empty() {
            return Err(problems);
        }
        let id = node.get("id").and_then(Node::as_str).unwrap_or_default().to_owned();
        let dialect = Dialect::read(node).map_err(|problem| vec![*problem])?;
        Ok(Self { tree: Arc::clone(tree), root, id, dialect })
    }

    pub(super) fn node(&self) -> Node<'_> {
        self.tree.node(self.root)
    }

    /// The map for a file.
    ///
    /// # Errors
    /// Columns that the file does not have, and every problem of tables and expressions.
    pub(super) fn bind<'s>(&'s self, sheet: &'s Sheet) -> Result<Program<'s>, Vec<Diagnostic>> {
        let node = self.node();
        let mut problems = Vec::new();
        let names = self.columns(sheet, &mut problems);
        let mut tables = Vec::new();
        for entry in node.get("tables").into_iter().flat_map(Node::entries) {
            match Table::read(entry.key, entry.value) {
                Ok(table) => tables.push(table),
                Err(found) => problems.extend(found),
            }
        }
        let by_name = tables.iter().enumerate().map(|(at, table)| (table.name.as_str(), at)).collect();
        let used = vec![false; tables.len()];
        let mut compiler = Compiler { tree: &self.tree, scope: scope(&names), tables: &tables, by_name, used, problems };
        let when = node.get("when").and_then(|when| compiler.expression(when, Expect::Bool));
        let mut lets = Vec::new();
        for entry in node.get("let").into_iter().flat_map(Node::entries) {
            let value = compiler.expression(entry.value, Expect::Any);
            compiler.scope.bind(entry.name(), value.as_ref().map_or(Type::Dyn, |value| value.plan.ty().clone()));
            lets.extend(value);
        }
        let key = node.get("key").and_then(|key| compiler.expression(key, Expect::Printable));
        let manifest = node.get("manifest").map(|manifest| compiler.template(manifest, Shape::ai_system()));
        let Compiler { used, mut problems, .. } = compiler;
        problems.extend(node.get("manifest").into_iter().flat_map(own_keys));
        // Unknown wordings would go unseen if what reads them were misspelt.
        for (table, _) in tables.iter().zip(used).filter(|(_, used)| !used) {
            let diagnostic = Diagnostic::error(Code::UnknownReference, format!("nothing uses table `{}`", table.name));
            problems.push(
                diagnostic
                    .at(table.place.clone(), "not used")
                    .help(format!("write `$table: {}` where it belongs, or remove it", table.name)),
            );
        }
        match (key, manifest) {
            (Some(key), Some(manifest)) if problems.is_empty() => {
                Ok(Program { map: self, sheet, names, when, lets, key, tables, manifest })
            }
            _ => {
                sort(&mut problems);
                Err(problems)
            }
        }
    }

    /// Columns by name: the short names of the map, and every header that stands once.
    fn columns(&self, sheet: &Sheet, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, usize> {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for (column, header) in sheet.headers().enumerate() {
            if !header.is_empty() && sheet.columns(header).len() == 1 {
                names.insert(header.to_owned(), column);
            }
        }
        for entry in self.node().get("columns").into_iter().flat_map(Node::entries) {
            match column(entry.value, sheet) {
                Ok(column) => drop(names.insert(entry.name().to_owned(), column)),
                Err(problem) => {
                    problems.push(*problem);
                    // So that its uses are not reported, too.
                    names.insert(entry.name().to_owned(), usize::MAX);
                }
            }
        }
        names
    }
}

/// The column that a map names by header or number.
fn column(node: Node<'_>, sheet: &Sheet) -> Result<usize, Box<Diagnostic>> {
    let count = sheet.headers().count();
    let unknown = |message: String, label: &str, help: String| {
        Box::new(Diagnostic::error(Code::UnknownColumn, message).at(node.place(), label).help(help))
    };
    if let View::Int(number) = node.view() {
        let column = usize::try_from(number - 1).ok().filter(|column| *column < count);
        return column.ok_or_else(|| {
            unknown(
                format!("there is no column {number}"),
                "no such column",
                format!("the file has {}", crate::text::plural(count, "column")),
            )
        });
    }
    let header = node.as_str().unwrap_or_default();
    let quoted = format!("`{}`", shorten(&clean_line(header), 60));
    match sheet.columns(header).as_slice() {
        [column] => Ok(*column),
        [] => {
            let near = nearest(header, sheet.headers());
            let help = near.map_or_else(
                || format!("the file has {}", shorten(&and_list(&(0..count).map(|at| sheet.column_name(at)).collect::<Vec<_>>()), 300)),
                |near| format!("did you mean `{}`?", clean_line(near)),
            );
            let diagnostic = unknown(format!("there is no column {quoted}"), "no such header", help);
            Err(Box::new(diagnostic.also(sheet.header_place(0), "the header begins here")))
        }
        several => {
            let numbers: Vec<String> = several.iter().map(|column| (column + 1).to_string()).collect();
            let message = format!("columns {} are all called {quoted}", and_list(&numbers));
            Err(unknown(message, "more than one", "name the column by its number".to_owned()))
        }
    }
}

/// Keys under `manifest` that are not the map's to write.
fn own_keys(manifest: Node<'_>) -> Vec<Diagnostic> {
    let own = |(key, why): &(&str, &str)| {
        let entry = manifest.entry(key)?;
        let diagnostic = Diagnostic::error(Code::UnknownField, format!("a map does not write `{key}`: {why}"));
        Some(diagnostic.at(entry.key.place(), "not the map's to write").help("remove it"))
    };
    OWN_KEYS.iter().filter_map(own).collect()
}

fn scope(names: &BTreeMap<String, usize>) -> Scope {
    let cell = |name: &String| (name.clone(), Field::new(Type::Text, false));
    let row = ObjectType { name: "row".to_owned(), fields: names.keys().map(cell).collect(), open: false };
    let mut scope = Scope::default();
    scope.bind("row", Type::Object(Arc::new(row)));
    scope.bind("number", Type::Int);
    scope
}

impl Program<'_> {
    /// The columns that an expression reads, in order.
    pub fn columns_of(&self, plan: &Plan) -> Vec<usize> {
        let mut columns = Vec::new();
        for mention in plan.mentions() {
            if mention.position == ROW {
                columns.extend(mention.field.and_then(|name| self.names.get(&name)).copied());
            } else if let Some(named) = mention.position.checked_sub(LETS).and_then(|at| self.lets.get(at)) {
                columns.extend(self.columns_of(&named.plan));
            }
        }
        columns.dedup();
        columns
    }
}
