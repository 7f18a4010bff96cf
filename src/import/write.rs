//! Rows become the text of manifests, which is checked before anybody gets it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Map, Value as Json, json};

use super::cell::{Cell, Row};
use super::fill::{Filler, Names, Wrong};
use super::map::Program;
use super::sheet::Sheet;
use super::{Manifest, ids};
use crate::cel::{Binding, Value};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{self, Node, PathStep};
use crate::manifest;
use crate::policy::Expression;
use crate::schema::{API_VERSION, to_value};
use crate::text::{Source, plural};

/// The key under `extensions` that says where a manifest came from.
const ORIGIN: &str = "imported";

/// The rows that the map takes, with the ids of their systems.
pub(super) struct Drafts<'p> {
    program: &'p Program<'p>,
    rows: &'p [Row<'p>],
    taken: Vec<Draft>,
    /// What is wrong with rows before anything is written.
    wrong: Vec<(usize, Wrong)>,
}

struct Draft {
    /// Position of the row.
    row: usize,
    id: String,
}

/// What came of a row.
pub(super) struct Written {
    row: usize,
    pub manifest: Option<Manifest>,
    wrong: Vec<Wrong>,
}

/// The rows of a sheet with the cells that say something.
pub(super) fn rows<'p>(program: &'p Program<'p>) -> Vec<Row<'p>> {
    let absent = |text: &str| program.map.dialect.is_absent(text);
    let row = |record: &'p super::sheet::Record| {
        let cells = record.cells.iter().map(str::trim).map(|text| Some(text).filter(|text| !absent(text))).collect();
        Row { names: &program.names, cells }
    };
    program.sheet.rows.par_iter().map(row).collect()
}

impl<'p> Drafts<'p> {
    pub fn new(program: &'p Program<'p>, rows: &'p [Row<'p>]) -> Self {
        let mut ids = Vec::new();
        let mut taken = Vec::new();
        let mut wrong = Vec::new();
        let keys: Vec<(bool, Option<String>, Vec<Wrong>)> = (0..rows.len()).into_par_iter().map(|row| key(program, rows, row)).collect();
        for (row, (wanted, key, found)) in keys.into_iter().enumerate() {
            wrong.extend(found.into_iter().map(|wrong| (row, wrong)));
            if wanted && let Some(id) = key {
                ids.push(id);
                taken.push(row);
            }
        }
        let taken = taken.into_iter().zip(ids::unique(&ids)).map(|(row, id)| Draft { row, id }).collect();
        Self { program, rows, taken, wrong }
    }

    /// Number of systems.
    pub fn len(&self) -> usize {
        self.taken.len()
    }

    /// The manifest of a system.
    pub fn write(&self, at: usize) -> Option<Written> {
        let draft = self.taken.get(at)?;
        let mut filler = Filler::new(self.program, false);
        let value = self.value(draft, &mut filler);
        if !filler.wrong.is_empty() {
            return Some(Written { row: draft.row, manifest: None, wrong: filler.wrong });
        }
        let text = serde_saphyr::to_string(&value).unwrap_or_default();
        let wrong = self.check(draft, &value, &text);
        let row = self.program.sheet.rows.get(draft.row).map_or(0, |record| record.number);
        let manifest = wrong.is_empty().then(|| Manifest { id: draft.id.clone(), row, text });
        Some(Written { row: draft.row, manifest, wrong })
    }

    fn value(&self, draft: &Draft, filler: &mut Filler<'p>) -> Json {
        let sheet: &Sheet = self.program.sheet;
        let mut manifest = Map::new();
        manifest.insert("apiVersion".to_owned(), API_VERSION.into());
        manifest.insert("kind".to_owned(), "AISystem".into());
        manifest.insert("id".to_owned(), draft.id.as_str().into());
        let mut names = names(self.program, self.rows, draft.row);
        if let Some(Json::Object(fields)) = filler.fill(&self.program.manifest, &mut names) {
            manifest.extend(fields);
        }
        let file = sheet.source.name().rsplit('/').next().unwrap_or_default();
        let row = sheet.rows.get(draft.row).map_or(0, |record| record.number);
        let origin = json!({"map": self.program.map.id, "file": file, "row": row});
        if let Some(extensions) = manifest.entry("extensions").or_insert_with(|| json!({})).as_object_mut() {
            extensions.insert(ORIGIN.to_owned(), origin);
        }
        Json::Object(manifest)
    }

    /// Reads the text as `check` will, and says of what is wrong which cells it came of.
    fn check(&self, draft: &Draft, value: &Json, text: &str) -> Vec<Wrong> {
        let (tree, mut problems) = document::parse(&Arc::new(Source::new("manifest", text)));
        let Some(root) = tree.roots().next() else {
            return vec![Wrong::bare("the row gives no manifest")];
        };
        if problems.is_empty() {
            problems = manifest::check(root);
        }
        if problems.is_empty() && to_value(root) == *value {
            return Vec::new();
        }
        if problems.is_empty() {
            return vec![Wrong::bare("a value of the row cannot be written as YAML")];
        }
        let mut traced = Filler::new(self.program, true);
        self.value(draft, &mut traced);
        let origins = traced.origins.unwrap_or_default();
        problems.iter().map(|problem| self.wrong(problem, root, value, &origins)).collect()
    }

    fn wrong(&self, problem: &Diagnostic, root: Node<'_>, value: &Json, origins: &[(Vec<String>, &'p Expression)]) -> Wrong {
        let path = problem.primary.as_ref().map(|label| steps(root, label.place.span.start)).unwrap_or_default();
        // What is missing is named by the message, and the mapping that misses it by the place.
        let names = |made: &[String]| {
            made.split_last().is_some_and(|(key, within)| path.starts_with(within) && problem.message.starts_with(&format!("`{key}`")))
        };
        let origin = match problem.code {
            Code::MissingField => origins.iter().filter(|(made, _)| names(made)).max_by_key(|(made, _)| made.len()),
            _ => origins
                .iter()
                .filter(|(made, _)| path.starts_with(made) || made.starts_with(&path))
                .max_by_key(|(made, _)| made.iter().zip(&path).take_while(|(a, b)| a == b).count()),
        };
        let help = match problem.code {
            Code::MissingField => "fill the cell, or take only rows that have it: `when: has(row.…)`".to_owned(),
            _ if broken(value, &path) => "write `{$value: …, $line: 80}` in the map, which makes one line of several".to_owned(),
            _ => "change the cell, or what the map makes of it".to_owned(),
        };
        let wrong = Wrong { code: Code::BadCell, message: problem.message.clone(), help, place: None, columns: Vec::new() };
        match origin {
            Some((_, expression)) => wrong.of(self.program, expression),
            None => wrong,
        }
    }

    /// Everything that is wrong with the rows; what many rows share is told once, where it is met first.
    pub fn problems(&self, written: &[Written]) -> Vec<Diagnostic> {
        let mut groups: BTreeMap<(usize, String), (&Wrong, Vec<usize>)> = BTreeMap::new();
        let mut order = Vec::new();
        let all = self.wrong.iter().map(|(row, wrong)| (*row, wrong));
        let all = all.chain(written.iter().flat_map(|written| written.wrong.iter().map(|wrong| (written.row, wrong))));
        let mut sorted: Vec<(usize, &Wrong)> = all.collect();
        sorted.sort_by_key(|(row, _)| *row);
        for (row, wrong) in sorted {
            let place = wrong.place.as_ref().map_or(0, |place| place.span.start as usize + 1);
            let key = (place, wrong.message.clone());
            let group = groups.entry(key.clone()).or_insert_with(|| {
                order.push(key);
                (wrong, Vec::new())
            });
            if group.1.last() != Some(&row) {
                group.1.push(row);
            }
        }
        order.iter().filter_map(|key| groups.get(key)).filter_map(|(wrong, rows)| self.diagnostic(wrong, rows)).collect()
    }

    fn diagnostic(&self, wrong: &Wrong, rows: &[usize]) -> Option<Diagnostic> {
        let sheet: &Sheet = self.program.sheet;
        let record = sheet.rows.get(*rows.first()?)?;
        let more = match rows.len() {
            1 => String::new(),
            count => format!("; the same in {}", plural(count - 1, "more row")),
        };
        let message = format!("row {}: {}{more}", record.number, wrong.message);
        let diagnostic = Diagnostic::error(wrong.code, message);
        let filled = |column: &&usize| record.cells.get(**column).is_some_and(|cell| !cell.trim().is_empty());
        let column = wrong.columns.iter().find(filled).or(wrong.columns.first()).filter(|column| **column < record.cells.len());
        let diagnostic = match column {
            Some(&column) => diagnostic.at(sheet.cell(record, column), format!("column {}", sheet.column_name(column))),
            None => diagnostic.at(sheet.row(record), "this row"),
        };
        let diagnostic = match &wrong.place {
            Some(place) => diagnostic.also(place.clone(), "made here"),
            None => diagnostic,
        };
        Some(diagnostic.help(&wrong.help))
    }
}

/// Whether the text at a path goes over several lines.
fn broken(value: &Json, path: &[String]) -> bool {
    let found = path.iter().try_fold(value, |value, key| value.get(key).or_else(|| value.get(key.parse::<usize>().ok()?)));
    found.and_then(Json::as_str).is_some_and(|text| text.contains('\n'))
}

/// Whether the map takes a row, and the id of its system.
fn key<'p>(program: &'p Program<'p>, rows: &'p [Row<'p>], row: usize) -> (bool, Option<String>, Vec<Wrong>) {
    let names = names(program, rows, row);
    let mut filler = Filler::new(program, false);
    if program.when.as_ref().is_some_and(|when| !filler.holds(when, &names)) {
        return (false, None, filler.wrong);
    }
    let text = filler.text(&program.key, &names);
    let id = text.as_deref().and_then(ids::id);
    if id.is_none() && filler.wrong.is_empty() {
        let message = match text {
            Some(text) => format!("`key` gives {}, of which no id can be made", super::quoted(&text)),
            None => "`key` gives nothing, so the system has no id".to_owned(),
        };
        let help = "build `key` of cells that every row fills, or take only such rows: `when: has(row.…)`";
        let wrong = Wrong { code: Code::BadCell, message, help: help.to_owned(), place: None, columns: Vec::new() };
        filler.wrong.push(wrong.of(program, &program.key));
    }
    (true, id, filler.wrong)
}

/// What the expressions of a row see.
fn names<'p>(program: &'p Program<'p>, rows: &'p [Row<'p>], row: usize) -> Names<'p> {
    let number = program.sheet.rows.get(row).map_or(0, |record| record.number as i64);
    let value = rows.get(row).map_or(Value::Null, |row| Value::Node(Cell::Row(row)));
    let mut names = vec![Binding::Value(value), Binding::Value(Value::Int(number))];
    names.extend(program.lets.iter().map(|named| Binding::lazy(&named.plan)));
    names
}

/// The way to the innermost value around an offset, list items by their position.
fn steps(root: Node<'_>, offset: u32) -> Vec<String> {
    let within = |node: Node<'_>| node.span().start <= offset && offset < node.span().end.max(node.span().start + 1);
    let mut node = root;
    let mut steps = Vec::new();
    loop {
        let item = node.items().enumerate().find(|(_, item)| within(*item)).map(|(at, item)| (PathStep::Index(at), item));
        let entry = || {
            let found = node.entries().find(|entry| within(entry.key) || within(entry.value));
            found.map(|entry| (PathStep::Key(entry.name().to_owned()), entry.value))
        };
        let Some((step, child)) = item.or_else(entry) else { return steps };
        steps.push(match step {
            PathStep::Index(at) => at.to_string(),
            PathStep::Key(key) | PathStep::Id(key) => key,
        });
        node = child;
    }
}
