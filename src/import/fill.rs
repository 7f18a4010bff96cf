//! A row fills the template.

use jiff::civil::Date;
use serde_json::{Map, Value as Json};

use super::cell::Cell;
use super::map::Program;
use super::template::{Convert, Item, Leaf, Template};
use super::wording::on_one_line;
use crate::cel::{Binding, Run, Stop, Value};
use crate::diagnostic::{Code, Place};
use crate::policy::Expression;

/// What keeps a row from becoming a manifest.
#[derive(Debug)]
pub(super) struct Wrong {
    pub code: Code,
    /// What is wrong, without the row.
    pub message: String,
    pub help: String,
    /// Where the expression stands that it came of.
    pub place: Option<Place>,
    /// The columns that the expression reads.
    pub columns: Vec<usize>,
}

impl Wrong {
    /// Something that comes of the row as a whole.
    pub fn bare(message: &str) -> Self {
        let help = "change the row, or what the map makes of it".to_owned();
        Self { code: Code::BadCell, message: message.to_owned(), help, place: None, columns: Vec::new() }
    }

    /// The same, as it came of an expression.
    pub fn of(self, program: &Program<'_>, expression: &Expression) -> Self {
        Self { place: Some(expression.whole()), columns: program.columns_of(&expression.plan), ..self }
    }
}

/// Fills a template from the bindings of one row.
pub(super) struct Filler<'p> {
    pub program: &'p Program<'p>,
    pub wrong: Vec<Wrong>,
    /// Which part of the manifest came of which expression; kept only where somebody will ask.
    pub origins: Option<Vec<(Vec<String>, &'p Expression)>>,
    path: Vec<String>,
}

/// What expressions see: `row`, `number`, the names of `let`, those of `$each`.
pub(super) type Names<'p> = Vec<Binding<'p, Cell<'p>>>;

impl<'p> Filler<'p> {
    pub fn new(program: &'p Program<'p>, traced: bool) -> Self {
        Self { program, wrong: Vec::new(), origins: traced.then(Vec::new), path: Vec::new() }
    }

    /// The manifest's part, or nothing where no cell says anything.
    pub fn fill(&mut self, template: &'p Template, names: &mut Names<'p>) -> Option<Json> {
        match template {
            Template::Constant(value) => Some(value.clone()).filter(|value| !value.is_null()),
            Template::Leaf(leaf) => self.leaf(leaf, names),
            Template::Mapping { when, fields } => {
                if when.as_ref().is_some_and(|when| !self.holds(when, names)) {
                    return None;
                }
                let mut mapping = Map::new();
                for (name, field) in fields {
                    self.path.push(name.clone());
                    if let Some(value) = self.fill(field, names) {
                        mapping.insert(name.clone(), value);
                    }
                    self.path.pop();
                }
                // A mapping in which nobody declared anything is itself not declared.
                Some(mapping).filter(|mapping| !mapping.is_empty()).map(Json::Object)
            }
            Template::List(items) => {
                let mut list = Vec::new();
                for item in items {
                    self.item(item, names, &mut list);
                }
                // `[]` would say that there is none, which nobody said.
                Some(list).filter(|list| !list.is_empty() || items.is_empty()).map(Json::Array)
            }
        }
    }

    fn item(&mut self, item: &'p Item, names: &mut Names<'p>, list: &mut Vec<Json>) {
        let Some(each) = &item.each else {
            self.push(&item.template, names, list);
            return;
        };
        let values = match Run::new(names).eval(&each.plan) {
            Ok(values) => values.items(),
            Err(stop) => return self.stopped(stop, each),
        };
        let outside = names.len();
        for value in values.into_iter().filter(|value| !is_blank(value)) {
            names.push(Binding::Value(value));
            self.push(&item.template, names, list);
            names.truncate(outside);
        }
    }

    fn push(&mut self, template: &'p Template, names: &mut Names<'p>, list: &mut Vec<Json>) {
        self.path.push(list.len().to_string());
        list.extend(self.fill(template, names));
        self.path.pop();
    }

    /// Whether a condition holds; one that hangs on a blank cell does not.
    pub fn holds(&mut self, condition: &'p Expression, names: &Names<'p>) -> bool {
        match Run::new(names).eval(&condition.plan) {
            Ok(value) => value.as_bool() == Some(true),
            Err(stop) => {
                self.stopped(stop, condition);
                false
            }
        }
    }

    /// The text that an expression gives.
    pub fn text(&mut self, expression: &'p Expression, names: &Names<'p>) -> Option<String> {
        match Run::new(names).eval(&expression.plan) {
            Ok(value) => value.plain().as_str().map(str::to_owned),
            Err(stop) => {
                self.stopped(stop, expression);
                None
            }
        }
    }

    fn stopped(&mut self, stop: Stop<Cell<'p>>, expression: &'p Expression) {
        // What hangs on a blank cell is not declared.
        if let Stop::Failed(failure) = stop {
            let help = "change the cell, or the expression so that it takes it".to_owned();
            self.push_wrong(Code::BadCell, failure.message, help, expression);
        }
    }

    fn push_wrong(&mut self, code: Code, message: String, help: String, expression: &Expression) {
        self.wrong.push(Wrong { code, message, help, place: None, columns: Vec::new() }.of(self.program, expression));
    }

    fn leaf(&mut self, leaf: &'p Leaf, names: &Names<'p>) -> Option<Json> {
        if let Some(origins) = &mut self.origins {
            origins.push((self.path.clone(), &leaf.value));
        }
        match Run::new(names).eval(&leaf.value.plan) {
            Ok(value) => self.converted(&value.plain(), leaf),
            Err(stop) => {
                self.stopped(stop, &leaf.value);
                None
            }
        }
    }

    fn converted(&mut self, value: &Value<'p, Cell<'p>>, leaf: &'p Leaf) -> Option<Json> {
        if is_blank(value) {
            return None;
        }
        match (&leaf.convert, value.as_str()) {
            (Convert::None, _) => json(value),
            (Convert::Line(width), Some(text)) => Some(Json::String(on_one_line(text, *width))).filter(|line| line != ""),
            (Convert::Date(formats), Some(text)) => self.day(text, formats, leaf),
            (Convert::Table(table), Some(text)) => self.translated(text, *table, leaf),
            (Convert::Table(table), None) => self.each_translated(&value.items(), *table, leaf),
            (Convert::Line(_) | Convert::Date(_), None) => json(value),
        }
    }

    fn day(&mut self, text: &str, formats: &[String], leaf: &'p Leaf) -> Option<Json> {
        let text = text.trim();
        // `%Y` takes "23" for the year 23, which nobody means.
        let day = |format: &String| Date::strptime(format, text).ok().filter(|day| day.year() >= 1000);
        if let Some(day) = formats.iter().find_map(day) {
            return Some(Json::String(day.to_string()));
        }
        if let Some(otherwise) = &leaf.otherwise {
            return Some(otherwise.clone()).filter(|value| !value.is_null());
        }
        let formats: Vec<String> = formats.iter().map(|format| format!("`{format}`")).collect();
        let message = format!("{} is not a day as {}", super::quoted(text), crate::text::or_list(&formats));
        let help = "change the cell, add its format to `$date`, or write `$otherwise: null` to leave such days out";
        self.push_wrong(Code::BadCell, message, help.to_owned(), &leaf.value);
        None
    }

    fn translated(&mut self, text: &str, table: usize, leaf: &'p Leaf) -> Option<Json> {
        let table = self.program.tables.get(table)?;
        if let Some(value) = table.find(text).or(leaf.otherwise.as_ref()) {
            return Some(value.clone()).filter(|value| !value.is_null());
        }
        let help = match table.nearest(text) {
            Some(near) => {
                format!("the nearest wording is {}; add this one to the table, with `null` if it says nothing", super::quoted(near))
            }
            None => "add it to the table, with `null` if it says nothing, or give the table an `otherwise`".to_owned(),
        };
        let message = format!("table `{}` does not know {}", table.name, super::quoted(text));
        self.push_wrong(Code::UnknownWording, message, help, &leaf.value);
        None
    }

    /// A list of wordings; what they stand for, each once.
    fn each_translated(&mut self, items: &[Value<'p, Cell<'p>>], table: usize, leaf: &'p Leaf) -> Option<Json> {
        let mut list: Vec<Json> = Vec::new();
        let mut says = items.is_empty();
        for item in items.iter().filter(|item| !is_blank(item)) {
            match item.as_str().and_then(|text| self.translated(text, table, leaf)) {
                // A wording that stands for a list, such as `[]` for none.
                Some(Json::Array(several)) => {
                    says = true;
                    list.extend(several);
                }
                Some(value) => list.push(value),
                None => {}
            }
        }
        let mut unique: Vec<Json> = Vec::new();
        for value in list {
            if !unique.contains(&value) {
                unique.push(value);
            }
        }
        Some(unique).filter(|list| says || !list.is_empty()).map(Json::Array)
    }
}

/// Whether a value says nothing.
fn is_blank(value: &Value<'_, Cell<'_>>) -> bool {
    matches!(value, Value::Null | Value::Optional(None)) || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A value as the manifest has it; nothing where it says nothing.
fn json<'p>(value: &Value<'p, Cell<'p>>) -> Option<Json> {
    if is_blank(value) {
        return None;
    }
    Some(match value.clone().plain() {
        Value::Bool(b) => b.into(),
        Value::Int(i) => i.into(),
        Value::Uint(u) => u.into(),
        Value::Double(d) => Json::from(d),
        Value::Timestamp(time) => time.date().to_string().into(),
        Value::Optional(Some(inner)) => return json(&inner),
        value if value.is_list() => value.items().iter().filter_map(json).collect(),
        value if value.is_map() => {
            let entry = |(key, value): &(Value<'p, Cell<'p>>, Value<'p, Cell<'p>>)| Some((key.as_str()?.to_owned(), json(value)?));
            Json::Object(value.entries().iter().filter_map(entry).collect())
        }
        value => value.as_str()?.trim().into(),
    })
}
