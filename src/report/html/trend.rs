//! What changed since an earlier result.

use maud::{Markup, html};

use super::overview::chip;
use super::view::View;
use super::{line, prose};
use crate::engine::Verdict;
use crate::policy::Severity;
use crate::report::model::{Change, Standing, Summary};
use crate::report::words;
use crate::text::plural;

/// Rows of a table; the rest is counted.
const SHOWN: usize = 200;

pub(super) fn section(view: &View<'_>) -> Markup {
    let Some(previous) = &view.report.previous else { return html! {} };
    html! {
        section #trend {
            h2 { "Since " (previous.as_of) }
            p {
                "Compared with a result as of " (previous.as_of) ", made by " (line(&previous.tool.name)) " " (line(&previous.tool.version)) ". "
                (plural(previous.new.len(), "finding")) " new, " (plural(previous.gone.len(), "finding")) " gone. "
                "A finding is told by its fingerprint, which survives that lines move."
            }
            (numbers(&previous.summary, &view.report.summary))
            (systems("New systems", &previous.systems_new))
            (systems("Systems that are gone", &previous.systems_gone))
            (changes("New findings", "Before", &previous.new, |change| place(view, change), words::before))
            (changes("Findings that are gone", "Now", &previous.gone, |change| place(view, change), words::after))
        }
    }
}

/// Then, now and the difference, row by row; nothing is added up.
fn numbers(then: &Summary, now: &Summary) -> Markup {
    let mut rows = vec![("systems".to_owned(), then.systems, now.systems), ("rules".to_owned(), then.rules, now.rules)];
    rows.extend(Severity::ALL.map(|severity| (format!("{severity} findings"), then.findings.of(severity), now.findings.of(severity))));
    let verdicts = [
        ("answers that hang on a fact nobody declared", Verdict::Undeclared),
        ("waived", Verdict::Waived),
        ("passing", Verdict::Pass),
        ("not applicable", Verdict::NotApplicable),
        ("errors", Verdict::Error),
    ];
    rows.extend(verdicts.map(|(name, verdict)| (name.to_owned(), then.verdicts.of(verdict), now.verdicts.of(verdict))));
    html! {
        div.wide tabindex="0" role="region" aria-label="Then and now" { table.trend {
            thead { tr { th scope="col" { "" } th.num scope="col" { "Then" } th.num scope="col" { "Now" } th.num scope="col" { "Change" } } }
            tbody { @for (name, then, now) in rows {
                tr { th scope="row" { (name) } td.num { (then) } td.num { (now) } td.num { (difference(then, now)) } }
            } }
        } }
    }
}

/// `+3`, `−2`, or `0`.
fn difference(then: usize, now: usize) -> String {
    match now.cmp(&then) {
        std::cmp::Ordering::Greater => format!("+{}", now - then),
        std::cmp::Ordering::Less => format!("−{}", then - now),
        std::cmp::Ordering::Equal => "0".to_owned(),
    }
}

fn systems(title: &str, ids: &[String]) -> Markup {
    html! {
        @if !ids.is_empty() {
            p { (title) ": "
                @for id in ids.iter().take(SHOWN) { code { (line(id)) } " " }
                @if ids.len() > SHOWN { "and " (ids.len() - SHOWN) " more" }
            }
        }
    }
}

/// The system of a change, with a link where the report has it.
fn place(view: &View<'_>, change: &Change) -> Markup {
    let at = view.systems.iter().position(|system| system.record.id == change.system);
    html! { @match at { Some(at) => a href={ "#s" (at) } { (line(&change.system)) }, None => (line(&change.system)) } }
}

fn changes(title: &str, other: &str, changes: &[Change], place: impl Fn(&Change) -> Markup, words: fn(Standing) -> &'static str) -> Markup {
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.sort_by_key(|change| std::cmp::Reverse(change.severity));
    html! {
        @if !changes.is_empty() {
            details open {
                summary { h3 { (title) } span.facts { (changes.len()) } }
                div.wide tabindex="0" role="region" aria-label=(title) { table {
                    thead { tr {
                        th scope="col" { "Severity" } th scope="col" { "Rule" } th scope="col" { "System" } th scope="col" { "Finding" } th scope="col" { (other) }
                    } }
                    tbody { @for change in changes.iter().take(SHOWN) { tr {
                        td { (chip(change.severity.as_str())) }
                        td { code { (line(&change.rule)) } }
                        td { (place(change)) }
                        td { (prose(&change.message)) }
                        td { (words(change.elsewhere)) }
                    } } }
                } }
                @if changes.len() > SHOWN { p { "and " (changes.len() - SHOWN) " more" } }
            }
        }
    }
}
