//! The facts that nobody declared, over all systems: those first for which most answers wait.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::line;
use super::overview::chip;
use super::view::View;
use crate::engine::Verdict;
use crate::report::model::Finding;

/// Facts in the table; the rest is counted, and stands with its system.
const SHOWN: usize = 60;

/// Systems or rules named in a cell.
const NAMED: usize = 8;

/// The facts of one system, those first for which most rules wait.
pub(super) fn of_system(view: &View<'_>, findings: &[&Finding]) -> Markup {
    let mut facts: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.verdict == Verdict::Undeclared) {
        for path in &finding.missing {
            facts.entry(path).or_default().push(finding);
        }
    }
    let mut facts: Vec<_> = facts.into_iter().collect();
    facts.sort_by_key(|(path, waiting)| (Reverse(waiting.len()), *path));
    html! {
        @if !facts.is_empty() {
            h4 { "Facts to declare" }
            table {
                thead { tr { th scope="col" { "Fact" } th scope="col" { "Worst" } th scope="col" { "Rules that wait for it" } th scope="col" { "Place" } } }
                tbody { @for (path, waiting) in &facts { (fact(view, path, waiting)) } }
            }
        }
    }
}

fn fact(view: &View<'_>, path: &str, waiting: &[&Finding]) -> Markup {
    let worst = waiting.iter().map(|finding| finding.severity).max();
    let controls: Vec<String> = waiting.iter().flat_map(|finding| finding.controls.iter().cloned()).collect();
    // A finding's place belongs to the fact that its path names.
    let place = waiting.iter().find(|finding| finding.path == path || finding.missing.len() == 1);
    html! {
        tr data-kind="undeclared" data-frameworks=(view.frameworks_of(&controls)) {
            th scope="row" { code { (line(path)) } }
            td { @if let Some(worst) = worst { (chip(worst.as_str())) } }
            td { @for finding in waiting { code title=(line(&finding.title)) { (line(&finding.rule)) } " " } }
            td { @if let Some(finding) = place { "line " (finding.location.line) } }
        }
    }
}

#[derive(Default)]
struct Gap<'a> {
    answers: usize,
    systems: BTreeSet<&'a str>,
    rules: BTreeSet<&'a str>,
}

pub(super) fn section(view: &View<'_>) -> Markup {
    let mut gaps: BTreeMap<&str, Gap<'_>> = BTreeMap::new();
    for finding in view.report.with_verdict(Verdict::Undeclared) {
        for path in &finding.missing {
            let gap = gaps.entry(path).or_default();
            gap.answers += 1;
            gap.systems.insert(&finding.system);
            gap.rules.insert(&finding.rule);
        }
    }
    let mut gaps: Vec<_> = gaps.into_iter().collect();
    gaps.sort_by_key(|(path, gap)| (Reverse(gap.answers), *path));
    html! {
        @if !gaps.is_empty() {
            section #undeclared {
                h2 { "Undeclared facts" }
                p { "Facts that would decide rules if somebody wrote them down. Not declared is neither yes nor no." }
                div.wide tabindex="0" role="region" aria-label="Facts that nobody declared" { table {
                    thead { tr { th scope="col" { "Fact" } th.num scope="col" { "Answers that wait" } th scope="col" { "Rules" } th scope="col" { "Systems" } } }
                    tbody { @for (path, gap) in gaps.iter().take(SHOWN) {
                        tr data-row {
                            th scope="row" { code { (line(path)) } }
                            td.num { (gap.answers) }
                            td { (named(&gap.rules)) }
                            td { (named(&gap.systems)) }
                        }
                    } }
                } }
                @if gaps.len() > SHOWN { p { "… and " (gaps.len() - SHOWN) " more facts, which stand under “Facts to declare” with each system." } }
            }
        }
    }
}

fn named(names: &BTreeSet<&str>) -> Markup {
    html! {
        @for name in names.iter().take(NAMED) { code { (line(name)) } " " }
        @if names.len() > NAMED { "and " (names.len() - NAMED) " more" }
    }
}
