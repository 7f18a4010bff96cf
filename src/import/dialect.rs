//! How a file of cells is written.

use std::collections::BTreeSet;

use encoding_rs::Encoding;

use super::wording::plainly;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, View};

/// How a file of cells is written.
#[derive(Clone, Debug)]
pub(super) struct Dialect {
    /// Its characters.
    pub encoding: &'static Encoding,
    /// Between cells.
    pub delimiter: u8,
    /// Around cells.
    pub quote: u8,
    /// The row with the names of the columns, from 1.
    pub header_row: usize,
    /// Wordings that fill a cell without answering.
    pub absent: BTreeSet<String>,
}

impl Dialect {
    /// Reads the `input` of a map that fits the schema.
    ///
    /// # Errors
    /// An encoding that nobody knows, or a quote that is the delimiter, too.
    pub fn read(map: Node<'_>) -> Result<Self, Box<Diagnostic>> {
        let input = map.get("input");
        let byte = |key: &str, usual: u8| {
            let text = input.and_then(|input| input.get(key)).and_then(Node::as_str);
            text.and_then(|text| text.bytes().next()).unwrap_or(usual)
        };
        let header_row = match input.and_then(|input| input.get("header_row")).map(Node::view) {
            Some(View::Int(row)) => usize::try_from(row).unwrap_or(1),
            _ => 1,
        };
        let absent = input.and_then(|input| input.get("absent")).into_iter().flat_map(Node::items);
        let absent = absent.filter_map(Node::as_str).map(plainly).collect();
        let dialect =
            Self { encoding: encoding(input)?, delimiter: byte("delimiter", b','), quote: byte("quote", b'"'), header_row, absent };
        match input.and_then(|input| input.get("quote").or(input.get("delimiter"))) {
            Some(node) if dialect.quote == dialect.delimiter => {
                let diagnostic = Diagnostic::error(Code::WrongValue, "`delimiter` and `quote` are the same character");
                Err(Box::new(diagnostic.at(node.place(), "between cells and around them").help("give one of them another character")))
            }
            _ => Ok(dialect),
        }
    }

    /// Whether a text, without space around it, answers nothing.
    pub fn is_absent(&self, text: &str) -> bool {
        text.is_empty() || (!self.absent.is_empty() && self.absent.contains(&plainly(text)))
    }
}

fn encoding(input: Option<Node<'_>>) -> Result<&'static Encoding, Box<Diagnostic>> {
    let Some((node, label)) = input.and_then(|input| input.get("encoding")).and_then(|node| Some((node, node.as_str()?))) else {
        return Ok(encoding_rs::UTF_8);
    };
    // Names of code pages as Windows and spreadsheets print them, beside those of the web.
    let name = label.to_ascii_lowercase().replace('_', "-");
    let page = name.strip_prefix("cp-").or_else(|| name.strip_prefix("cp")).filter(|page| page.starts_with("12"));
    let found = page.and_then(|page| Encoding::for_label(format!("windows-{page}").as_bytes()));
    found.or_else(|| Encoding::for_label(name.as_bytes())).ok_or_else(|| {
        let diagnostic = Diagnostic::error(Code::WrongValue, "unknown encoding").at(node.place(), "not a name of an encoding");
        Box::new(diagnostic.help("write `utf-8`, `windows-1252`, `utf-16` or another name that web pages use"))
    })
}
