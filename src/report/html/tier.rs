//! Risk tiers: what teams declare beside what the facts derive.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::line;
use super::view::{System, View};
use crate::engine::{Agreement, TierRecord};
use crate::report::words;
use crate::text::plural;

/// Systems named in a sentence; the rest is counted.
const SHOWN: usize = 12;

/// A procedure that is about some system of the report.
pub(super) struct Procedure<'a> {
    id: &'a str,
    /// Its name beside a tier.
    pub short: &'a str,
}

/// Those that are about some system, in the order of their first mention.
pub(super) fn procedures<'a>(systems: &[System<'a>]) -> Vec<Procedure<'a>> {
    let mut found: Vec<Procedure<'a>> = Vec::new();
    for record in systems.iter().flat_map(|system| &system.record.derived).filter(|record| !record.idle) {
        if found.iter().all(|known| known.id != record.classification) {
            found.push(Procedure { id: &record.classification, short: &record.short });
        }
    }
    found
}

/// How many systems declare or derive which tier, and where the declared one is too low.
pub(super) fn overview(view: &View<'_>) -> Markup {
    let declared = view.systems.iter().map(|system| system.record.tier.clone().unwrap_or_else(|| "not declared".to_owned()));
    html! {
        @if !view.systems.is_empty() {
            (counted("Risk tier, as declared", declared))
            @for procedure in &view.procedures {
                (counted(&format!("{} tier, by the facts", procedure.short), view.systems.iter().map(|system| by_facts(system, procedure))))
                (warned(view, procedure, Agreement::Below, "a lower tier than the facts demand"))
                (warned(view, procedure, Agreement::Unsure, "a tier that open questions can make too low"))
            }
        }
    }
}

/// `Risk tier, as declared: high 2 · limited 3`.
fn counted(what: &str, tiers: impl Iterator<Item = String>) -> Markup {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for tier in tiers {
        *counts.entry(tier).or_default() += 1;
    }
    html! {
        p { (line(what)) ": "
            @for (at, (tier, number)) in counts.iter().enumerate() {
                @if at > 0 { " · " } (line(tier)) " " (number)
            }
        }
    }
}

fn by_facts(system: &System<'_>, procedure: &Procedure<'_>) -> String {
    record(system, procedure).map_or_else(|| "not classified".to_owned(), in_words)
}

fn in_words(record: &TierRecord) -> String {
    match &record.possible[..] {
        [] => "not classified".to_owned(),
        [tier] => tier.clone(),
        [worst, ..] => format!("{worst} not excluded"),
    }
}

fn warned(view: &View<'_>, procedure: &Procedure<'_>, agreement: Agreement, what: &str) -> Markup {
    let is_so = |system: &System<'_>| record(system, procedure).is_some_and(|record| record.agreement == agreement);
    let systems: Vec<usize> = (0..view.systems.len()).filter(|at| is_so(&view.systems[*at])).collect();
    html! {
        @if !systems.is_empty() {
            p.low-tier {
                (plural(systems.len(), "system")) " " (if systems.len() == 1 { "declares" } else { "declare" }) " " (what) ": "
                @for &at in systems.iter().take(SHOWN) { a href={ "#s" (at) } { (line(&view.systems[at].record.id)) } " " }
                @if systems.len() > SHOWN { "and " (systems.len() - SHOWN) " more" }
            }
        }
    }
}

/// The cells of a system in the table of systems and frameworks: its declared tier, and one for each procedure.
pub(super) fn cells(view: &View<'_>, system: &System<'_>) -> Markup {
    html! {
        td.tier { (line(system.record.tier.as_deref().unwrap_or("–"))) }
        @for procedure in &view.procedures {
            @match record(system, procedure).filter(|record| !record.idle) {
                Some(record) => {
                    td.tier title=(line(&told(record))) {
                        (line(record.possible.first().map_or("–", String::as_str))) @if record.possible.len() > 1 { "?" }
                        @if record.agreement == Agreement::Below { " " b.below { "!" } }
                    }
                }
                None => td.tier { "–" }
            }
        }
    }
}

/// What is to be said of the tiers of one system, beside what it declares.
pub(super) fn of_system(system: &System<'_>) -> Markup {
    html! {
        @for record in system.record.derived.iter().filter(|record| !record.idle) {
            div { dt { (line(&record.short)) " tier" } dd.below[record.agreement == Agreement::Below] { (line(&told(record))) } }
        }
    }
}

/// `cannot exclude prohibited (possible: prohibited, high); the declared tier is lower than the facts demand`.
fn told(record: &TierRecord) -> String {
    let tier = match &record.possible[..] {
        [] => "not classified".to_owned(),
        [tier] => tier.clone(),
        [worst, ..] => format!("cannot exclude {worst} (possible: {})", record.possible.join(", ")),
    };
    let agreement = words::agreement(record.agreement, record.possible.len() == 1);
    match record.agreement {
        Agreement::Undeclared => format!("{tier}; {agreement}"),
        _ => format!("{tier}; the declared tier is {agreement}"),
    }
}

fn record<'a>(system: &System<'a>, procedure: &Procedure<'_>) -> Option<&'a TierRecord> {
    system.record.derived.iter().find(|record| record.classification == procedure.id)
}
