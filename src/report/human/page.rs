use crate::diagnostic::Location;
use crate::report::model::Quote;
use crate::text::Span;

/// What stands between the parts of a line of which something is left out.
const GAP: char = '…';

/// The quoted lines of a file as one text, in which bytes can be counted.
pub(super) struct Page {
    text: String,
    /// In ascending order.
    lines: Vec<Row>,
}

/// A line, and where its parts stand in the text.
struct Row {
    number: u32,
    span: Span,
    /// The column and the byte with which each part begins.
    parts: Vec<(u32, u32)>,
}

impl Page {
    pub fn new(quote: &Quote) -> Self {
        let mut page = Self { text: String::new(), lines: Vec::new() };
        for line in &quote.lines {
            let continues = page.lines.last().is_some_and(|last| last.number == line.line);
            page.text.push(if continues { GAP } else { '\n' });
            let start = page.text.len() as u32;
            if !continues {
                page.lines.push(Row { number: line.line, span: Span::new(start, start), parts: Vec::new() });
            }
            page.text.push_str(&line.text);
            if let Some(row) = page.lines.last_mut() {
                row.parts.push((line.column, start));
                row.span.end = page.text.len() as u32;
            }
        }
        page
    }

    /// The numbers of its lines.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.lines.iter().map(|row| row.number)
    }

    /// A line without its break; empty for one that is not quoted.
    pub fn line_span(&self, number: u32) -> Span {
        self.row(number).map_or(Span::default(), |row| row.span)
    }

    /// The text under a span.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// A place, as far as its lines are quoted; nothing if its first line is not.
    pub fn span(&self, location: &Location) -> Option<Span> {
        let start = self.byte(location.line, location.column)?;
        let end = self.byte(location.end_line, location.end_column).unwrap_or(start);
        Some(Span::new(start, end))
    }

    /// The byte of a column; in a part that is left out, where the gap is.
    fn byte(&self, line: u32, column: u32) -> Option<u32> {
        let row = self.row(line)?;
        let part = row.parts.partition_point(|&(first, _)| first <= column).checked_sub(1)?;
        let &(first, start) = row.parts.get(part)?;
        let end = row.parts.get(part + 1).map_or(row.span.end, |&(_, next)| next - GAP.len_utf8() as u32);
        let text = self.slice(Span::new(start, end));
        let at = text.char_indices().nth((column - first) as usize).map_or(text.len(), |(at, _)| at);
        Some(start + at as u32)
    }

    fn row(&self, number: u32) -> Option<&Row> {
        let at = self.lines.binary_search_by_key(&number, |row| row.number).ok()?;
        self.lines.get(at)
    }
}
