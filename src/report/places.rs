//! Where somebody has to write, in words.

use crate::diagnostic::Place;
use crate::text::Span;

/// Where a missing fact belongs, of which a finding points at the mapping that lacks it: `below line 12`.
pub(super) fn belongs(place: &Place) -> String {
    let line = place.source.position(place.span.start).line;
    let rest = place.source.slice(Span::new(place.span.start, place.source.line_span(line).end));
    belongs_at(line, rest, place.text().len())
}

/// The same by the line's number, what stands there from the place on, and the place's length.
pub(super) fn belongs_at(line: u32, rest: &str, length: usize) -> String {
    if rest.get(..length) == Some("unknown") {
        return format!("on line {line}");
    }
    // `key: {…}` takes it between its braces, whether the place is the key or the mapping.
    let value = rest.split_once(':').map_or(rest, |(_, value)| value).trim_start();
    let word = if value.starts_with('{') || rest.starts_with('{') { "in" } else { "below" };
    format!("{word} line {line}")
}
