//! What somebody who reads one screen has to know.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use super::view::View;
use super::{heat, line, prose, rule, tier};
use crate::diagnostic::Level;
use crate::engine::Verdict;
use crate::policy::Severity;
use crate::report::model::BySeverity;
use crate::text::plural;

/// Rules that are named among those to begin with.
const FIRST: usize = 5;

pub(super) fn section(view: &View<'_>) -> Markup {
    let report = view.report;
    html! {
        section #overview {
            h2 { "Overview" }
            (told(view))
            dl.tiles {
                @for severity in Severity::ALL {
                    (tile(severity.as_str(), report.summary.findings.of(severity), severity.as_str()))
                }
                (tile("undeclared", report.summary.verdicts.undeclared, "undeclared"))
                (tile("waived", report.summary.verdicts.waived, "waived"))
                (tile("errors", report.summary.verdicts.error + unread(view), "error"))
            }
            (tier::overview(view))
            (begin_with(view))
            (heat::map(view))
        }
    }
}

/// The state of the fleet in sentences.
fn told(view: &View<'_>) -> Markup {
    let report = view.report;
    let clean = view.systems.iter().filter(|system| system.findings.is_empty()).count();
    let grave = view.systems.iter().filter(|system| system.failing.critical + system.failing.high > 0).count();
    let verdicts = report.summary.verdicts;
    let unread = unread(view);
    html! {
        @if unread > 0 {
            p { b { (plural(unread, "problem")) " kept documents from being checked" } ": nothing is known of what they declare. See " a href="#problems" { "Problems" } "." }
        }
        p {
            (count(report.summary.systems, "was", "were")) " checked against " (plural(report.summary.rules, "rule")) " as of " (report.as_of) ". "
            @if report.summary.systems > 0 {
                (count(grave, "has", "have")) " a finding that is critical or high; in " (clean) " nothing was found and nothing is left to declare."
            }
        }
        p {
            "Of " (plural(report.summary.evaluations, "answer")) ", " (verdicts.pass) " pass, " (verdicts.fail) " fail, "
            (verdicts.undeclared) " hang on a fact that nobody declared, " (verdicts.waived) " fail and are waived, "
            (verdicts.not_applicable) " do not apply, and " (verdicts.error) " could not be evaluated. These are never added up to a grade."
        }
    }
}

/// Errors in documents, policies and arguments.
fn unread(view: &View<'_>) -> usize {
    view.report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Level::Error).count()
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", plural(number, "system"), if number == 1 { one } else { many })
}

fn tile(name: &str, number: usize, class: &str) -> Markup {
    html! { div.tile.zero[number == 0].(class) { dt { (name) } dd { (number) } } }
}

/// The rules whose findings weigh most: grave first, then in many systems.
fn begin_with(view: &View<'_>) -> Markup {
    let mut rules: BTreeMap<(&str, &str, &str), (Severity, BTreeSet<&str>)> = BTreeMap::new();
    for finding in view.report.with_verdict(Verdict::Fail) {
        let entry = rules.entry((&finding.rule, &finding.policy, &finding.title)).or_insert((finding.severity, BTreeSet::new()));
        entry.1.insert(&finding.system);
    }
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(_, (severity, systems))| Reverse((*severity, systems.len())));
    html! {
        @if !rules.is_empty() {
            h3 { "Begin with" }
            ol.first {
                @for ((id, policy, title), (severity, systems)) in rules.iter().take(FIRST) {
                    li {
                        (chip(severity.as_str())) " "
                        @match rule::anchor(view, id, policy) {
                            Some(anchor) => a href=(anchor) { code { (line(id)) } },
                            None => code { (line(id)) },
                        }
                        " " (prose(title))
                        " – fails in " (plural(systems.len(), "system"))
                    }
                }
            }
        }
    }
}

/// A word in the color of its kind; the word itself says it, too.
pub(super) fn chip(kind: &str) -> Markup {
    html! { span.chip.(kind) { (kind) } }
}

/// `2 critical · 1 high`, or nothing.
pub(super) fn chips(failing: &BySeverity) -> Markup {
    html! {
        @for severity in Severity::ALL.into_iter().filter(|severity| failing.of(*severity) > 0) {
            span.chip.(severity.as_str()) { (failing.of(severity)) " " (severity) } " "
        }
    }
}
