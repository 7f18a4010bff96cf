//! What people write in cells, and the manifest's words for it.

use std::collections::BTreeMap;

use serde_json::Value;

use super::wording::plainly;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Node;
use crate::schema::to_value;

/// A table of wordings.
#[derive(Debug)]
pub(super) struct Table {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub place: Place,
    /// Whole wordings.
    exact: BTreeMap<String, Value>,
    /// Beginnings of wordings, longer ones first.
    beginnings: Vec<(String, Value)>,
    /// What every other wording stands for, if it stands for anything.
    otherwise: Option<Value>,
    /// The wordings as the map has them, for suggestions.
    written: Vec<String>,
    /// Every value with its place.
    values: Vec<(Value, Place)>,
}

impl Table {
    /// Reads a table of a map that fits the schema.
    ///
    /// # Errors
    /// Wordings that are one and the same.
    pub fn read(key: Node<'_>, node: Node<'_>) -> Result<Self, Vec<Diagnostic>> {
        let mut seen: BTreeMap<String, Place> = BTreeMap::new();
        let mut problems = Vec::new();
        let mut table = Self {
            name: key.as_str().unwrap_or_default().to_owned(),
            place: key.place(),
            exact: BTreeMap::new(),
            beginnings: Vec::new(),
            otherwise: node.get("otherwise").map(to_value),
            written: Vec::new(),
            values: Vec::new(),
        };
        for entry in node.get("wordings").into_iter().flat_map(Node::entries) {
            let plain = plainly(entry.name());
            let (value, place) = (to_value(entry.value), entry.value.place());
            if let Some(first) = seen.insert(plain.clone(), entry.key.place()) {
                let diagnostic = Diagnostic::error(Code::DuplicateKey, format!("a wording of table `{}` stands twice", table.name));
                problems.push(diagnostic.at(entry.key.place(), "again here").also(first, "first here").help("remove one of the two"));
            }
            table.written.push(entry.name().to_owned());
            table.values.push((value.clone(), place));
            match plain.strip_suffix('*') {
                Some(beginning) => table.beginnings.push((beginning.to_owned(), value)),
                None => drop(table.exact.insert(plain, value)),
            }
        }
        table.values.extend(node.get("otherwise").map(|node| (to_value(node), node.place())));
        table.beginnings.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        if problems.is_empty() { Ok(table) } else { Err(problems) }
    }

    /// What a wording stands for; `null` where it says nothing, nothing where the table does not know it.
    pub fn find(&self, text: &str) -> Option<&Value> {
        let plain = plainly(text);
        let beginning = || self.beginnings.iter().find(|(beginning, _)| plain.starts_with(beginning)).map(|(_, value)| value);
        self.exact.get(&plain).or_else(beginning).or(self.otherwise.as_ref())
    }

    /// Every value that may come out, where it is written.
    pub fn values(&self) -> &[(Value, Place)] {
        &self.values
    }

    /// The known wording that is nearest to a text.
    pub fn nearest(&self, text: &str) -> Option<&str> {
        crate::text::nearest(text, self.written.iter().map(String::as_str))
    }
}
