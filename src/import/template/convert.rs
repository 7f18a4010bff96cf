//! What is done to a cell's text before it stands in the manifest.

use super::{Compiler, Convert, field};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Node, View};
use crate::import::{fits, quoted};
use crate::schema::Shape;
use crate::text::nearest;

const FORMAT: &str = "write for example `%m/%d/%Y`, where `%d` is the day, `%m` the month and `%Y` the year";

impl Compiler<'_> {
    /// What the keys beside `$value` ask for.
    pub(super) fn convert(&mut self, node: Node<'_>, shape: &Shape) -> Convert {
        let given: Vec<Entry<'_>> = node.entries().filter(|entry| matches!(entry.name(), "$table" | "$date" | "$line")).collect();
        if let [first, second, ..] = given.as_slice() {
            let message = format!("`{}` and `{}` exclude each other", first.name(), second.name());
            self.problem(Diagnostic::error(Code::UnknownField, message).at(second.key.place(), "one of the two").help("remove one"));
        }
        let Some(entry) = given.first() else { return Convert::None };
        match entry.name() {
            "$table" => self.table(entry.value, shape),
            "$date" => self.date(entry.value),
            _ => self.line(entry.value),
        }
    }

    fn table(&mut self, node: Node<'_>, shape: &Shape) -> Convert {
        let name = node.as_str().unwrap_or_default();
        let Some(&position) = self.by_name.get(name) else {
            let diagnostic =
                Diagnostic::error(Code::UnknownReference, format!("there is no table {}", quoted(name))).at(node.place(), "no such table");
            let near = nearest(name, self.by_name.keys());
            let help =
                near.map_or_else(|| "add it under `tables`, with its `wordings`".to_owned(), |near| format!("did you mean `{near}`?"));
            self.problem(diagnostic.help(help));
            return Convert::None;
        };
        if let Some(used) = self.used.get_mut(position) {
            *used = true;
        }
        let Some(table) = self.tables.get(position) else { return Convert::None };
        let path = node.parent().map(field).unwrap_or_default();
        for (value, place) in table.values().iter().filter(|(value, _)| !value.is_null()) {
            if let Err(wanted) = fits::value_or_item(value, shape) {
                let diagnostic = Diagnostic::error(Code::WrongValue, format!("`{path}` wants {wanted}"));
                let diagnostic = diagnostic.at(place.clone(), "does not fit the manifest's schema").also(node.place(), "used here");
                self.problems.push(diagnostic);
            }
        }
        Convert::Table(position)
    }

    fn date(&mut self, node: Node<'_>) -> Convert {
        let formats: Vec<Node<'_>> = if node.as_str().is_some() { vec![node] } else { node.items().collect() };
        if formats.is_empty() {
            self.problem(
                Diagnostic::error(Code::WrongType, "`$date` takes a format or a list of them").at(node.place(), "no format").help(FORMAT),
            );
        }
        for format in &formats {
            if !format.as_str().is_some_and(fits::names_a_day) {
                let diagnostic = Diagnostic::error(Code::WrongValue, "the format does not name a day, a month and a year");
                self.problem(diagnostic.at(format.place(), "not a whole day").help(FORMAT));
            }
        }
        Convert::Date(formats.iter().filter_map(|format| format.as_str()).map(str::to_owned).collect())
    }

    fn line(&mut self, node: Node<'_>) -> Convert {
        let width = if let View::Int(width @ 1..) = node.view() { usize::try_from(width).ok() } else { None };
        let Some(width) = width else {
            let diagnostic = Diagnostic::error(Code::WrongType, "`$line` takes a number of characters");
            self.problem(diagnostic.at(node.place(), "not a number of characters").help("write `$line: 300`"));
            return Convert::None;
        };
        Convert::Line(width)
    }
}
