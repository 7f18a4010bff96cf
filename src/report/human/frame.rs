use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles};
use unicode_width::UnicodeWidthStr;

use super::excerpt::Excerpt;
use super::pen::{Ink, Pen};
use crate::text::{Span, wrap_lines};

/// Narrower than this a label is not broken into lines.
const LEAST_LABEL: usize = 16;

/// A label to draw.
#[derive(Clone)]
pub(super) struct Mark {
    pub span: Span,
    /// Clean.
    pub text: String,
    /// The severity's color for the most important mark; others share one color.
    pub ink: Option<Ink>,
}

impl Mark {
    /// Columns without which its text cannot be broken into lines, or is broken into many.
    pub fn least_width(&self) -> usize {
        let word = self.text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or_default();
        self.text.width().min(super::excerpt::LABEL).max(word)
    }
}

/// A mark in the coordinates of the excerpt.
struct Drawn {
    start: usize,
    end: usize,
    text: String,
    ink: Option<Ink>,
}

/// An excerpt with its labels, as miette sees it.
struct Picture {
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

/// The lines of an excerpt, numbered, with their labels below them.
pub(super) fn draw(excerpt: Excerpt, marks: &[&Mark], room: usize, number_width: usize, pen: &Pen) -> Vec<String> {
    if marks.is_empty() {
        return bare(&excerpt, number_width, pen);
    }
    let drawn = apart(marks.iter().map(|mark| placed(&excerpt, mark)).collect());
    let handler = handler(&drawn, pen);
    let labels = drawn.iter().map(|mark| label(&excerpt, mark, room)).collect();
    let mut text = String::new();
    // Writing to a string cannot fail, and the excerpt answers every request.
    let _ = handler.render_report(&mut text, &Picture { excerpt, labels });
    let corner = characters(pen).ltop;
    let mut lines = text.lines().skip_while(|line| !line.trim_start().starts_with(corner));
    // Miette makes room for the numbers of these lines; here all parts of a frame share one margin.
    let own = lines.next().map_or(0, |top| top.len() - top.trim_start().len()).saturating_sub(2);
    let missing = " ".repeat(number_width.saturating_sub(own));
    let mut lines: Vec<String> = lines.map(|line| format!("{missing}{}", line.trim_end())).collect();
    lines.pop();
    lines
}

/// Lines without labels, for which miette draws nothing.
fn bare(excerpt: &Excerpt, number_width: usize, pen: &Pen) -> Vec<String> {
    let bar = characters(pen).vbar;
    excerpt
        .lines()
        .map(|(number, text)| format!(" {} {bar} {text}", pen.ink(Ink::Dim, &format!("{number:number_width$}"))).trim_end().to_owned())
        .collect()
}

/// The parts of one file in a frame under the `place` that they are about, gaps between them marked.
pub(super) fn join(place: &str, parts: &[Vec<String>], number_width: usize, pen: &Pen) -> String {
    let ThemeCharacters { ltop, lbot, hbar, .. } = characters(pen);
    let margin = " ".repeat(number_width + 2);
    let gap = format!("\n{margin}{}\n", if pen.unicode { '⋮' } else { ':' });
    let parts: Vec<String> = parts.iter().map(|lines| lines.join("\n")).collect();
    let bottom = hbar.to_string().repeat(4);
    format!("{margin}{ltop}{hbar}[{}]\n{}\n{margin}{lbot}{bottom}\n", pen.ink(Ink::Cyan, place), parts.join(&gap))
}

fn placed(excerpt: &Excerpt, mark: &Mark) -> Drawn {
    let shown = excerpt.span(mark.span);
    Drawn { start: shown.start, end: shown.end, text: mark.text.clone(), ink: mark.ink }
}

/// The marks in order, none over another: miette would push the second one's caret to the right, under foreign text.
fn apart(mut marks: Vec<Drawn>) -> Vec<Drawn> {
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let mut apart: Vec<Drawn> = Vec::new();
    for mut mark in marks {
        if let Some(last) = apart.last_mut() {
            if mark.start > last.start {
                last.end = last.end.min(mark.start);
            } else {
                mark.start = last.end;
            }
            if mark.start >= mark.end && mark.start <= last.end {
                last.text = joined(&last.text, &mark.text);
                last.ink = last.ink.or(mark.ink);
                continue;
            }
        }
        apart.push(mark);
    }
    apart
}

fn joined(first: &str, second: &str) -> String {
    match (first, second) {
        ("", one) | (one, "") => one.to_owned(),
        _ if first == second => first.to_owned(),
        _ => format!("{first}\n{second}"),
    }
}

fn label(excerpt: &Excerpt, mark: &Drawn, room: usize) -> LabeledSpan {
    let column = usize::midpoint(excerpt.column(mark.start), excerpt.column(mark.end));
    let width = room.saturating_sub(column + 5).max(LEAST_LABEL);
    let lines: Vec<String> = mark.text.lines().map(|line| wrap_lines(line, width)).collect();
    let text = (!mark.text.is_empty()).then(|| lines.join("\n"));
    LabeledSpan::new_with_span(text, (mark.start, mark.end - mark.start))
}

fn characters(pen: &Pen) -> ThemeCharacters {
    if pen.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() }
}

fn handler(marks: &[Drawn], pen: &Pen) -> GraphicalReportHandler {
    let mut styles = ThemeStyles::none();
    if pen.has_color() {
        let plain = styles.error;
        let other = plain.magenta();
        // One for each label, for miette deals them out in order.
        let inks = marks.iter().map(|mark| match mark.ink {
            None => other,
            Some(Ink::BoldRed) => plain.red().bold(),
            Some(Ink::Red) => plain.red(),
            Some(Ink::Yellow) => plain.yellow(),
            Some(_) => plain.cyan(),
        });
        styles.highlights = inks.collect();
        styles.linum = plain.dimmed();
    }
    let theme = GraphicalTheme { characters: characters(pen), styles };
    GraphicalReportHandler::new_themed(theme).with_links(false).with_width(pen.width).with_context_lines(1).without_syntax_highlighting()
}

impl miette::Diagnostic for Picture {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl std::error::Error for Picture {}

/// The headline is not miette's to write.
impl fmt::Display for Picture {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Picture")
    }
}
