use std::fmt::Write as _;
use std::ops::RangeInclusive;

use super::excerpt::Excerpt;
use super::frame::{self, Mark};
use super::page::Page;
use super::pen::{Ink, Pen};
use crate::diagnostic::Location;
use crate::report::model::{Quote, shown_lines};
use crate::text::{Span, clean_line, plural, wrap_lines};

/// The quoted lines with what is at each place, in a frame for each file, that of the primary place first. A place whose line
/// is not quoted is counted.
pub(super) fn draw(places: &[(&Location, &str)], quotes: &[Quote], ink: Ink, pen: &Pen) -> String {
    let Some((primary, _)) = places.first() else { return String::new() };
    let mut text = "\n".to_owned();
    let mut drawn = 0;
    for quote in quotes {
        let page = Page::new(quote);
        let of_file = places.iter().enumerate().filter(|(_, (location, _))| location.path == quote.path);
        let (locations, marks): (Vec<&Location>, Vec<Mark>) = of_file
            .filter_map(|(at, (location, label))| {
                let ink = if at == 0 { Some(ink) } else { None };
                Some((*location, Mark { span: page.span(location)?, text: clean_line(label).into_owned(), ink }))
            })
            .unzip();
        drawn += marks.len();
        if let Some(head) = locations.first() {
            text.push_str(&file(&page, head, &shortened(&page, &locations, marks), pen));
        }
    }
    if drawn == 0 {
        // A result that keeps no lines still says where.
        let _ = writeln!(text, "  {}", crate::report::concise::position(primary));
        drawn = 1;
    }
    if places.len() > drawn {
        let more = places.len() - drawn;
        text.push_str(&wrap_lines(&format!("  and {}", plural(more, "more place")), pen.width));
        text.push('\n');
    }
    text
}

/// The marks, each only as far as its lines are shown.
fn shortened(page: &Page, locations: &[&Location], mut marks: Vec<Mark>) -> Vec<Mark> {
    let lines: Vec<(u32, u32)> = locations.iter().map(|location| (location.line, location.end_line)).collect();
    for ((mark, location), (first, last)) in marks.iter_mut().zip(locations).zip(shown_lines(&lines)) {
        if first == last && location.end_line > first {
            mark.span = Span::new(mark.span.start, page.line_span(first).end);
        }
    }
    marks
}

/// One frame; `marks` holds the most important first.
fn file(page: &Page, head: &Location, marks: &[Mark], pen: &Pen) -> String {
    let groups = groups(page);
    let number_width = groups.last().map_or(1, |lines| lines.end().to_string().len());
    let spanning = marks.iter().filter(|mark| page.slice(mark.span).contains('\n')).count();
    // Miette draws a bracket for each span of several lines, and three columns of arrow.
    let gutter = if spanning > 0 { spanning + 3 } else { 0 };
    let room = pen.width.saturating_sub(number_width + 4 + gutter);
    let spans: Vec<(Span, usize)> = marks.iter().map(|mark| (mark.span, mark.least_width())).collect();
    let mut parts = Vec::new();
    for lines in groups {
        let range = Span::new(page.line_span(*lines.start()).start, page.line_span(*lines.end()).end);
        let inside: Vec<&Mark> = marks.iter().filter(|mark| range.start <= mark.span.start && mark.span.end <= range.end).collect();
        let excerpt = Excerpt::new(page, lines, &spans, room, pen.ellipsis());
        parts.push(frame::draw(excerpt, &inside, room, number_width, pen));
    }
    frame::join(&crate::report::concise::position(head), &parts, number_width, pen)
}

/// Runs of lines that stand one after another.
fn groups(page: &Page) -> Vec<RangeInclusive<u32>> {
    let mut groups: Vec<RangeInclusive<u32>> = Vec::new();
    for line in page.numbers() {
        match groups.last_mut() {
            Some(group) if line == group.end() + 1 => *group = *group.start()..=line,
            _ => groups.push(line..=line),
        }
    }
    groups
}
