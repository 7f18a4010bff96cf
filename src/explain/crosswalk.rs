//! The page about a crosswalk: whose relations they are, and every one of them.

use super::Page;
use crate::catalog::{Catalog, Crosswalk, Related};
use crate::text::plural;

pub(super) fn page(crosswalk: &Crosswalk, catalog: &Catalog) -> Page {
    let mut page = Page::new(format!("{}: {}", crosswalk.id, crosswalk.title));
    let facts = [
        ("from", crosswalk.from.as_str()),
        ("to", &crosswalk.to),
        ("trust", crosswalk.trust.as_str()),
        ("publisher", &crosswalk.publisher),
        ("source", &crosswalk.source),
    ];
    page.facts(facts.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.to_owned(), value.to_owned())).collect());
    for text in crosswalk.rationale.split("\n\n").chain(crosswalk.notes.split("\n\n")).filter(|text| !text.trim().is_empty()) {
        page.paragraph(text);
    }
    page.heading(plural(crosswalk.links.len(), "relation"));
    let row = |link| {
        let related = Related { crosswalk, link, asked_left: true };
        let other = related.other();
        let title = catalog.control(&other).map(|found| found.title().to_owned()).unwrap_or_default();
        let doubt = if link.verified { "" } else { " (not compared with the original)" };
        (link.from.clone(), format!("{} {}: {title}{doubt}", related.words(), link.to))
    };
    page.facts(crosswalk.links.iter().map(row).collect());
    page
}
