//! Bytes become rows of cells that know where they stand.

use std::sync::Arc;

use csv::StringRecord;

use super::dialect::Dialect;
use super::wording::plainly;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span, clean_line, folded, plural, shorten};

/// A file of cells.
#[derive(Debug)]
pub(super) struct Sheet {
    /// Its text, decoded.
    pub source: Arc<Source>,
    /// The row with the names of the columns.
    header: Record,
    /// The rows below it that hold anything.
    pub rows: Vec<Record>,
    delimiter: u8,
    quote: u8,
}

/// A row.
#[derive(Debug)]
pub(super) struct Record {
    /// Its number, as spreadsheets count: from 1, the header's and those above it among them.
    pub number: usize,
    /// Its cells.
    pub cells: StringRecord,
    start: u32,
}

/// Where the cells of a row stand in the text.
struct Spans {
    cells: Vec<Span>,
    /// Whether the last cell's quote is never closed.
    open: Option<Span>,
}

impl Sheet {
    /// Reads the rows of a file.
    ///
    /// # Errors
    /// Bytes that do not fit the encoding, no header, a quote that is never closed, rows of another length than the header.
    pub fn read(name: &str, bytes: &[u8], dialect: &Dialect) -> Result<Self, Vec<Diagnostic>> {
        let source = decode(name, bytes, dialect).map_err(|problem| vec![*problem])?;
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(dialect.delimiter).quote(dialect.quote).has_headers(false).flexible(true);
        let records = reader.from_reader(source.text().as_bytes()).into_records();
        let mut rows: Vec<Record> = Vec::new();
        for (at, record) in records.enumerate() {
            // Reading from memory, text that is UTF-8: nothing can go wrong but what nobody foresaw.
            let cells = record.map_err(|error| vec![Diagnostic::error(Code::BadSpreadsheet, format!("cannot read `{name}`: {error}"))])?;
            let start = cells.position().map_or(0, |position| position.byte() as u32);
            rows.push(Record { number: at + 1, cells, start });
        }
        if rows.len() < dialect.header_row {
            let message =
                format!("`{}` has {}, and no row {} with headers", clean_line(name), plural(rows.len(), "row"), dialect.header_row);
            return Err(vec![
                Diagnostic::error(Code::BadSpreadsheet, message).help("name the file with the rows, or correct `input.header_row`"),
            ]);
        }
        let mut rows = rows.split_off(dialect.header_row - 1);
        let header = rows.remove(0);
        rows.retain(|row| row.cells.iter().any(|cell| !cell.trim().is_empty()));
        let sheet = Self { source, header, rows, delimiter: dialect.delimiter, quote: dialect.quote };
        let problems = sheet.problems();
        if problems.is_empty() { Ok(sheet) } else { Err(problems) }
    }

    /// The names of the columns.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.header.cells.iter().map(str::trim)
    }

    /// The columns whose header this is.
    pub fn columns(&self, header: &str) -> Vec<usize> {
        let wanted = plainly(header);
        self.headers().enumerate().filter(|(_, known)| plainly(known) == wanted).map(|(column, _)| column).collect()
    }

    /// A column's name as messages quote it.
    pub fn column_name(&self, column: usize) -> String {
        let name = self.headers().nth(column).unwrap_or_default();
        let name = folded(name);
        format!("`{}`", shorten(&clean_line(&name), 40))
    }

    /// Where a cell stands; the beginning of its row where there is no such cell.
    pub fn cell(&self, row: &Record, column: usize) -> Place {
        let spans = self.spans(row);
        let span = spans.cells.get(column).or(spans.cells.first()).copied().unwrap_or_default();
        // A cell of several lines is pointed at by its first.
        let text = self.source.slice(span);
        let first = text.lines().next().map_or(0, str::len) as u32;
        Place::new(&self.source, Span::new(span.start, span.start + first))
    }

    /// Where a row stands: its first cell that says anything.
    pub fn row(&self, row: &Record) -> Place {
        self.cell(row, row.cells.iter().position(|cell| !cell.trim().is_empty()).unwrap_or_default())
    }

    /// Where the header of a column stands.
    pub fn header_place(&self, column: usize) -> Place {
        self.cell(&self.header, column)
    }

    /// That the header is one cell, and probably would not be with another delimiter.
    fn undivided(&self) -> Option<Diagnostic> {
        let mut cells = self.header.cells.iter();
        let (Some(only), None) = (cells.next(), cells.next()) else { return None };
        // Excel's own first line, which names the delimiter.
        if let Some(delimiter) = only.trim().strip_prefix("sep=") {
            let diagnostic = Diagnostic::error(Code::BadSpreadsheet, "the header is a line that only names the delimiter");
            let help = format!("set `input.header_row: {}` and `input.delimiter: \"{}\"`", self.header.number + 1, clean_line(delimiter));
            return Some(diagnostic.at(self.cell(&self.header, 0), "no names of columns").help(help));
        }
        let other = [';', ',', '\t', '|'].into_iter().find(|other| *other as u32 != u32::from(self.delimiter) && only.contains(*other))?;
        let written = if other == '\t' { "\\t".to_owned() } else { other.to_string() };
        let diagnostic = Diagnostic::error(Code::BadSpreadsheet, "the header is a single cell");
        Some(diagnostic.at(self.cell(&self.header, 0), "one cell").help(format!("set `input.delimiter: \"{written}\"`")))
    }

    fn problems(&self) -> Vec<Diagnostic> {
        let wanted = self.header.cells.len();
        // Whatever comes after an open quote has become one cell: the rows in it are what is missing, not its length.
        let last = self.rows.last().unwrap_or(&self.header);
        if let Some(open) = self.spans(last).open {
            let diagnostic = Diagnostic::error(Code::BadSpreadsheet, "a quote is never closed, so that all that follows is one cell");
            let help = "close the quote, double it if it is part of the cell, or set `input.quote` to the character that is used";
            return vec![diagnostic.at(Place::new(&self.source, open), "opened here").help(help)];
        }
        if let Some(problem) = self.undivided() {
            return vec![problem];
        }
        let ragged: Vec<&Record> = self.rows.iter().filter(|row| row.cells.len() != wanted).collect();
        let Some(first) = ragged.first() else { return Vec::new() };
        let also = match ragged.len() {
            1 => String::new(),
            count => format!(", and {} more", plural(count - 1, "row")),
        };
        let cells = plural(first.cells.len(), "cell");
        let message = format!("row {} has {cells} where the header has {wanted}{also}", first.number);
        let diagnostic = Diagnostic::error(Code::BadSpreadsheet, message).at(self.row(first), cells);
        vec![diagnostic.help("quote cells that hold the delimiter or a line break, or correct `input.delimiter` and `input.quote`")]
    }

    /// Reads a row once more, for where its cells stand: asked only when there is something to point at.
    fn spans(&self, row: &Record) -> Spans {
        let text = self.source.text().as_bytes();
        let mut spans = Spans { cells: Vec::new(), open: None };
        let mut at = row.start as usize;
        while matches!(text.get(at), Some(b'\r' | b'\n')) {
            at += 1;
        }
        loop {
            let start = at;
            let quoted = text.get(at) == Some(&self.quote);
            if quoted {
                at += 1;
                let begin = at;
                loop {
                    match text.get(at) {
                        None => break,
                        Some(byte) if *byte == self.quote && text.get(at + 1) == Some(&self.quote) => at += 2,
                        Some(byte) if *byte == self.quote => break,
                        Some(_) => at += 1,
                    }
                }
                spans.cells.push(Span::new(begin as u32, at as u32));
                if text.get(at).is_none() {
                    spans.open = Some(Span::new(start as u32, start as u32 + 1));
                }
            }
            while !matches!(text.get(at), None | Some(b'\r' | b'\n')) && text.get(at) != Some(&self.delimiter) {
                at += 1;
            }
            if !quoted {
                spans.cells.push(Span::new(start as u32, at as u32));
            }
            if text.get(at) != Some(&self.delimiter) {
                return spans;
            }
            at += 1;
        }
    }
}

/// The text of a file: a byte order mark says more of its encoding than the map.
fn decode(name: &str, bytes: &[u8], dialect: &Dialect) -> Result<Arc<Source>, Box<Diagnostic>> {
    let (encoding, mark) = encoding_rs::Encoding::for_bom(bytes).unwrap_or((dialect.encoding, 0));
    let body = bytes.get(mark..).unwrap_or_default();
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(body) {
        return Ok(Arc::new(Source::new(name, text)));
    }
    // As far as it can be read, so that the place can be shown.
    let (text, _) = encoding.decode_without_bom_handling(body);
    let at = text.find('\u{fffd}').unwrap_or_default();
    let readable = text.get(..at).unwrap_or_default().to_owned();
    let source = Arc::new(Source::new(name, readable));
    let place = Place::new(&source, Span::new(at as u32, at as u32));
    let message = format!("`{}` is not {}", clean_line(name), encoding.name().to_lowercase());
    let help = if encoding == encoding_rs::UTF_8 {
        "set `input.encoding` in the map; spreadsheets on Windows often export `windows-1252`"
    } else {
        "correct `input.encoding` in the map"
    };
    Err(Box::new(Diagnostic::error(Code::BadSpreadsheet, message).at(place, "the text is readable up to here").help(help)))
}
