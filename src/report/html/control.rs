//! Each control that rules touch: which rules, and what they came to in how many systems.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::line;
use super::rule::search;
use super::view::View;
use crate::engine::{ControlRecord, FrameworkRecord, RuleRecord, Verdict};

/// Systems named in a cell; the rest is counted.
const SHOWN: usize = 12;

pub(super) fn section(view: &View<'_>) -> Markup {
    let record = &view.report.record;
    let mut rules: BTreeMap<&str, Vec<&RuleRecord>> = BTreeMap::new();
    for rule in &record.rules {
        for control in &rule.controls {
            rules.entry(control).or_default().push(rule);
        }
    }
    html! {
        @if !record.frameworks.is_empty() {
            section #controls {
                h2 { "Controls" }
                p { "The controls that rules touch. A system counts in the column of the weightiest verdict of these rules; that nothing fails here does not mean that a control is met, for a rule may cover it only in part." }
                @for (at, framework) in record.frameworks.iter().enumerate() {
                    details data-list {
                        summary { h3 { (line(name(framework))) } span.facts { (framework.controls.len()) " controls" @if !framework.version.is_empty() { " · version " (line(&framework.version)) } } }
                        div.wide tabindex="0" role="region" aria-label=(line(&framework.short)) { table {
                            thead { tr {
                                th scope="col" { "Control" } th scope="col" { "What it asks for" } th scope="col" { "Rules" }
                                th.num scope="col" { "fail" } th.num scope="col" { "undeclared" } th.num scope="col" { "waived" } th.num scope="col" { "pass" }
                                th scope="col" { "Fails in" }
                            } }
                            tbody { @for control in &framework.controls {
                                @let reference = format!("{}:{}", framework.id, control.id);
                                (row(view, at, control, rules.get(reference.as_str()).map_or(&[][..], Vec::as_slice)))
                            } }
                        } }
                    }
                }
            }
        }
    }
}

fn name(framework: &FrameworkRecord) -> &str {
    if framework.title.is_empty() { &framework.short } else { &framework.title }
}

fn row(view: &View<'_>, framework: usize, control: &ControlRecord, rules: &[&RuleRecord]) -> Markup {
    let mut counts: BTreeMap<Verdict, Vec<usize>> = BTreeMap::new();
    for (at, system) in view.systems.iter().enumerate() {
        let verdicts = rules.iter().filter_map(|rule| system.record.rules.get(&rule.id).copied());
        if let Some(verdict) = verdicts.reduce(Verdict::max_by_weight) {
            counts.entry(verdict).or_default().push(at);
        }
    }
    let count = |verdict| counts.get(&verdict).map_or(0, Vec::len);
    let failing = counts.get(&Verdict::Fail).map_or(&[][..], Vec::as_slice);
    html! {
        tr data-row data-frameworks=(framework) {
            th scope="row" { (line(&control.label)) }
            td { (line(&control.title)) }
            td { @for rule in rules { code title=(line(&rule.title)) { (line(&rule.id)) } " " } }
            td.num.fail[count(Verdict::Fail) > 0] { (count(Verdict::Fail)) }
            td.num { (count(Verdict::Undeclared)) }
            td.num { (count(Verdict::Waived)) }
            td.num { (count(Verdict::Pass)) }
            td {
                @for &at in failing.iter().take(SHOWN) { a href={ "#s" (at) } { (line(&view.systems[at].record.id)) } " " }
                @if failing.len() > SHOWN { (search(failing.len() - SHOWN, &control.label)) }
            }
        }
    }
}
