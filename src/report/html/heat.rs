//! Systems by frameworks: where it burns.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::view::View;
use super::{line, tier};
use crate::engine::Verdict;
use crate::policy::Severity;

/// What the rules of one framework came to in one system.
#[derive(Clone, Copy, Default)]
struct Cell {
    fail: usize,
    undeclared: usize,
    waived: usize,
    pass: usize,
    error: usize,
    worst: Option<Severity>,
}

pub(super) fn map(view: &View<'_>) -> Markup {
    let frameworks = &view.report.record.frameworks;
    let rules = rules(view);
    html! {
        @if !view.systems.is_empty() && !frameworks.is_empty() {
            h3 #heat { "Systems and frameworks" }
            p {
                "Each cell counts the rules that touch a framework and apply to a system: " b { "failing" } ", then "
                span.q { "?" } " waiting for facts. A rule may count in several columns. The color is that of the gravest failing rule."
                @if !view.procedures.is_empty() {
                    " A tier with " span.q { "?" } " is the worst that the facts do not exclude; " b.below { "!" } " says that a lower one is declared than the facts demand."
                }
            }
            div.wide tabindex="0" role="region" aria-labelledby="heat" {
                table.heat {
                    thead { tr {
                        th scope="col" { "System" }
                        th scope="col" { "Declared tier" }
                        @for procedure in &view.procedures { th scope="col" { (line(procedure.short)) " tier" } }
                        @for framework in frameworks { th scope="col" { (line(&framework.short)) } }
                    } }
                    tbody {
                        @for (at, system) in view.systems.iter().enumerate() {
                            tr data-system=(at) {
                                th scope="row" { a href={ "#s" (at) } { (line(&system.record.id)) } }
                                (tier::cells(view, system))
                                @for cell in cells(&system.record.rules, &rules, frameworks.len()) { (cell.show()) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Severity of each rule, and the positions of the frameworks that it touches.
fn rules<'a>(view: &View<'a>) -> BTreeMap<&'a str, (Severity, Vec<usize>)> {
    let positions: BTreeMap<&str, usize> =
        view.report.record.frameworks.iter().enumerate().map(|(at, framework)| (framework.id.as_str(), at)).collect();
    let of = |controls: &[String]| {
        let mut found: Vec<usize> =
            controls.iter().filter_map(|control| positions.get(control.split(':').next().unwrap_or_default()).copied()).collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    view.report.record.rules.iter().map(|rule| (rule.id.as_str(), (rule.severity, of(&rule.controls)))).collect()
}

fn cells(verdicts: &BTreeMap<String, Verdict>, rules: &BTreeMap<&str, (Severity, Vec<usize>)>, width: usize) -> Vec<Cell> {
    let mut cells = vec![Cell::default(); width];
    for (rule, verdict) in verdicts {
        let Some((severity, frameworks)) = rules.get(rule.as_str()) else { continue };
        for &at in frameworks {
            cells[at].note(*verdict, *severity);
        }
    }
    cells
}

impl Cell {
    fn note(&mut self, verdict: Verdict, severity: Severity) {
        match verdict {
            Verdict::Pass => self.pass += 1,
            Verdict::Fail => {
                self.fail += 1;
                self.worst = self.worst.max(Some(severity));
            }
            Verdict::Waived => self.waived += 1,
            Verdict::Undeclared => self.undeclared += 1,
            Verdict::Error => self.error += 1,
            Verdict::NotApplicable => {}
        }
    }

    fn class(&self) -> &'static str {
        match self.worst {
            _ if self.error > 0 => "error",
            Some(severity) => severity.as_str(),
            None if self.undeclared > 0 => "undeclared",
            None if self.pass + self.waived > 0 => "pass",
            None => "none",
        }
    }

    fn show(&self) -> Markup {
        let words = format!(
            "{} fail, {} wait for facts, {} waived, {} pass, {} errors",
            self.fail, self.undeclared, self.waived, self.pass, self.error
        );
        html! {
            td.(self.class()) title=(words) {
                @if self.error > 0 { "! " }
                @if self.fail > 0 { b { (self.fail) } " " }
                @if self.undeclared > 0 { span.q { (self.undeclared) "?" } }
                @else if self.fail == 0 && self.pass + self.waived > 0 { "✓" }
                @else if self.fail == 0 { "–" }
            }
        }
    }
}
