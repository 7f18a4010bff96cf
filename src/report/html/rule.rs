//! Each rule that was checked: what it came to, and where it fails.

use std::cmp::Reverse;

use maud::{Markup, html};

use super::overview::chip;
use super::view::{System, View};
use super::{line, prose};
use crate::engine::{RuleRecord, Verdict};
use crate::text::uri_path;

/// Systems named in a row; the rest is counted.
const SHOWN: usize = 12;

/// A rule with what it came to: positions of systems for each verdict.
struct Row<'a> {
    at: usize,
    rule: &'a RuleRecord,
    systems: Vec<(Verdict, usize)>,
    /// What it came to on all systems at once, where it looks at them so.
    fleet: Option<Verdict>,
}

impl<'a> Row<'a> {
    fn of(view: &View<'a>, at: usize, rule: &'a RuleRecord) -> Self {
        let verdict = |(at, system): (usize, &System<'_>)| Some((*system.record.rules.get(&rule.id)?, at));
        let systems = view.systems.iter().enumerate().filter_map(verdict).collect();
        Self { at, rule, systems, fleet: view.report.record.fleet.get(&rule.id).copied() }
    }

    fn count(&self, wanted: Verdict) -> usize {
        let fleet = usize::from(self.fleet == Some(wanted));
        fleet + self.systems.iter().filter(|(verdict, _)| *verdict == wanted).count()
    }
}

/// The fragment of a rule's row.
pub(super) fn anchor(view: &View<'_>, id: &str, policy: &str) -> Option<String> {
    let at = view.report.record.rules.iter().position(|rule| rule.id == id && rule.policy == policy)?;
    Some(format!("#r{at}"))
}

pub(super) fn section(view: &View<'_>) -> Markup {
    let record = &view.report.record;
    let mut rows: Vec<Row<'_>> = record.rules.iter().enumerate().map(|(at, rule)| Row::of(view, at, rule)).collect();
    rows.sort_by_key(|row| {
        let fails = row.count(Verdict::Fail);
        (Reverse((fails > 0).then_some(row.rule.severity)), Reverse(fails), Reverse(row.count(Verdict::Undeclared)), row.at)
    });
    html! {
        @if !rows.is_empty() {
            section #rules {
                h2 { "Rules" }
                p { "Every rule that was checked, those first that fail and weigh most, and in how many systems it came to what." }
                div.wide tabindex="0" role="region" aria-label="Rules" { table {
                    thead { tr {
                        th scope="col" { "Rule" } th scope="col" { "Severity" } th scope="col" { "What it demands" }
                        th.num scope="col" { "fail" } th.num scope="col" { "undeclared" } th.num scope="col" { "waived" }
                        th.num scope="col" { "errors" } th.num scope="col" { "pass" } th.num scope="col" { "not applicable" }
                        th scope="col" { "Fails in" }
                    } }
                    tbody { @for row in &rows { (one(view, row)) } }
                } }
            }
        }
    }
}

/// A link to those that are not named, by what they are found with.
pub(super) fn search(more: usize, words: &str) -> Markup {
    html! { a.search href={ "#find=" (uri_path(words)) } { "and " (more) " more" } }
}

fn one(view: &View<'_>, row: &Row<'_>) -> Markup {
    let failing: Vec<usize> = row.systems.iter().filter(|(verdict, _)| *verdict == Verdict::Fail).map(|(_, at)| *at).collect();
    let fails = row.count(Verdict::Fail);
    html! {
        tr #{ "r" (row.at) } data-row data-frameworks=(view.frameworks_of(&row.rule.controls)) {
            th scope="row" { code { (line(&row.rule.id)) } }
            td { (chip(row.rule.severity.as_str())) }
            td { (prose(&row.rule.title)) }
            td.num.fail[fails > 0] { (fails) }
            td.num { (row.count(Verdict::Undeclared)) }
            td.num { (row.count(Verdict::Waived)) }
            td.num { (row.count(Verdict::Error)) }
            td.num { (row.count(Verdict::Pass)) }
            td.num { (row.count(Verdict::NotApplicable)) }
            td {
                @if row.fleet == Some(Verdict::Fail) { "the fleet as a whole " }
                @for &at in failing.iter().take(SHOWN) { a href={ "#s" (at) } { (line(&view.systems[at].record.id)) } " " }
                @if failing.len() > SHOWN { (search(failing.len() - SHOWN, &row.rule.id)) }
            }
        }
    }
}
