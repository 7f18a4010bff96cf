//! Where somebody has to write, in words.

use crate::diagnostic::Place;
use crate::text::Span;

/// Where a missing fact belongs, of which a finding points at the mapping that lacks it: `below line 12`.
pub(super) fn belongs(place: &Place) -> String {
    let line = place.source.position(place.span.start).line;
    let whole = place.source.line_span(line);
    let before = place.source.slice(Span::new(whole.start, place.span.start));
    belongs_at(line, before, place.source.slice(Span::new(place.span.start, whole.end)), place.text().len())
}

/// What begins the place of a fact that is there as `unknown`.
pub(super) const ON: &str = "on line ";

/// The same by the line's number, what stands in it before the place and from there on, and the place's length.
pub(super) fn belongs_at(line: u32, before: &str, rest: &str, length: usize) -> String {
    if is_unknown(rest, length) {
        return format!("{ON}{line}");
    }
    // `key: {…}` takes it between its braces, whether the place is the key or the mapping.
    let value = rest.split_once(':').map_or(rest, |(_, value)| value).trim_start();
    // So does a mapping that is pointed at by what stands between them.
    let inside = before.matches('{').count() > before.matches('}').count();
    let word = if inside || value.starts_with('{') || rest.starts_with('{') { "in" } else { "below" };
    format!("{word} line {line}")
}

/// Whether the word `unknown` stands where a fact belongs, with quotes or without.
pub(super) fn is_unknown(rest: &str, length: usize) -> bool {
    rest.get(..length).is_some_and(|there| there.trim_matches(['"', '\'']) == "unknown")
}
