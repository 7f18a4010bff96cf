use maud::{Markup, PreEscaped, html};

use super::overview::chips;
use super::view::{System, View, failing};
use super::{finding, line, tier, undeclared};
use crate::engine::Verdict;
use crate::graph::Graph;
use crate::report::graph::svg_for_page;
use crate::text::plural;

/// With more systems than this, all begin closed.
const FEW: usize = 12;

/// Every system, with what was found in it.
pub(super) fn section(view: &View<'_>) -> Markup {
    let open = view.systems.len() <= FEW;
    html! {
        @if !view.systems.is_empty() || !view.fleet.is_empty() {
            section #systems {
                h2 { "Systems" }
                @if !view.fleet.is_empty() {
                    details.system open[true] data-fleet {
                        summary { h3 { "The fleet as a whole" } span.facts {
                            (chips(&failing(&view.fleet)))
                            @let undeclared = view.fleet.iter().filter(|finding| finding.verdict == Verdict::Undeclared).count();
                            @if undeclared > 0 { span.chip.undeclared { (undeclared) " undeclared" } }
                        } }
                        @for finding in &view.fleet { (finding::article(view, finding, view.system_of(finding))) }
                    }
                }
                @for (at, system) in view.systems.iter().enumerate() { (one(view, at, system, open)) }
            }
        }
    }
}

/// Where the system's data comes from and goes to.
fn picture(at: usize, system: &System<'_>) -> Markup {
    let graph = system.record.picture.as_ref().and_then(|picture| serde_json::from_value::<Graph>(picture.clone()).ok());
    // A result may come from elsewhere: an edge between nodes that it lacks is not drawn.
    let graph = graph.filter(|graph| graph.edges.iter().all(|edge| edge.from.max(edge.to) < graph.nodes.len()));
    html! {
        @if let Some(graph) = graph {
            div.wide.flows tabindex="0" role="region" aria-label="Data flows" { (PreEscaped(svg_for_page(&graph, &format!("flows-{at}")))) }
        }
    }
}

fn one(view: &View<'_>, at: usize, system: &System<'_>, open: bool) -> Markup {
    let record = system.record;
    let verdicts = record.verdicts;
    html! {
        details.system #{ "s" (at) } open[open && !system.findings.is_empty()] data-system=(at) data-owner=(system.owner) {
            summary {
                h3 { (line(&record.name)) " " code { (line(&record.id)) } }
                span.facts {
                    (chips(&system.failing))
                    @if verdicts.undeclared > 0 { span.chip.undeclared { (verdicts.undeclared) " undeclared" } " " }
                    @if verdicts.waived > 0 { span.chip.waived { (verdicts.waived) " waived" } " " }
                    @if verdicts.error > 0 { span.chip.error { (plural(verdicts.error, "error")) } " " }
                    @if system.findings.is_empty() { span.chip.pass { "nothing found" } }
                }
            }
            dl.about {
                div { dt { "Manifest" } dd { code { (line(&record.path)) } } }
                div { dt { "Stage" } dd { (line(record.stage.as_deref().unwrap_or("not declared"))) } }
                div { dt { "Declared tier" } dd { (line(record.tier.as_deref().unwrap_or("not declared"))) } }
                (tier::of_system(system))
                div { dt { "Accountable" } dd {
                    @match &record.accountable {
                        Some(contact) => { (line(&contact.name)) @if !contact.contact.is_empty() { " (" (line(&contact.contact)) ")" } }
                        None => { "not declared" }
                    }
                } }
                div { dt { "Rules" } dd {
                    (verdicts.pass) " pass · " (verdicts.fail) " fail · " (verdicts.undeclared) " undeclared · " (verdicts.waived) " waived · "
                    (verdicts.not_applicable) " not applicable"
                } }
            }
            (picture(at, system))
            @for finding in system.findings.iter().filter(|finding| finding.verdict != Verdict::Undeclared) {
                (finding::article(view, finding, Some(system)))
            }
            (undeclared::of_system(view, &system.findings))
        }
    }
}
