//! Floor 6: the rows of a spreadsheet become manifests, as a document of kind `Import` says.
//!
//! Knows encodings, dialects of CSV, wordings and how a row fills a manifest; every manifest is checked before it is given
//! out. What is wrong with the map is told in the map's lines, what is wrong with the data in the file's. Reads and writes
//! no files.

mod cell;
mod dialect;
mod fill;
mod fits;
mod ids;
mod map;
mod sheet;
mod table;
mod template;
mod wording;
mod write;

pub use map::Map;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::text::{clean_line, shorten};
use sheet::Sheet;
use write::{Drafts, Written};

/// A manifest that came of a row.
#[derive(Debug)]
pub struct Manifest {
    /// The system's id.
    pub id: String,
    /// The row's number in the file, the first being 1.
    pub row: usize,
    /// Its YAML, one document without `---`.
    pub text: String,
}

/// What came of a file.
#[derive(Debug, Default)]
pub struct Imported {
    /// The manifests, in the order of the rows; none where something is wrong.
    pub manifests: Vec<Manifest>,
    /// Rows that hold anything, without the header.
    pub rows: usize,
    /// What is wrong with the file or its rows, or with the map.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes manifests of the rows of a file of comma-separated values; `name` is the file's name as people see it.
pub fn csv(map: &Map, name: &str, bytes: &[u8]) -> Imported {
    let failed = |diagnostics| Imported { diagnostics, ..Imported::default() };
    let sheet = match Sheet::read(name, bytes, &map.dialect) {
        Ok(sheet) => sheet,
        Err(problems) => return failed(problems),
    };
    let program = match map.bind(&sheet) {
        Ok(program) => program,
        Err(problems) => return failed(problems),
    };
    let rows = write::rows(&program);
    let drafts = Drafts::new(&program, &rows);
    let written: Vec<Written> = (0..drafts.len()).into_par_iter().filter_map(|at| drafts.write(at)).collect();
    let diagnostics = drafts.problems(&written);
    let manifests = written.into_iter().filter_map(|written| written.manifest);
    let manifests = if diagnostics.is_empty() { manifests.collect() } else { Vec::new() };
    Imported { manifests, rows: sheet.rows.len(), diagnostics }
}

/// A cell's text as messages quote it.
fn quoted(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    format!("`{}`", shorten(&clean_line(&words.join(" ")), 60))
}
