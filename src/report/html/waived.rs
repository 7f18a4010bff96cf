use maud::{Markup, html};

use super::overview::chip;
use super::view::View;
use super::{line, prose};
use crate::engine::Verdict;

/// What fails and was accepted, by whom, why, since when and until when.
pub(super) fn section(view: &View<'_>) -> Markup {
    let findings: Vec<_> = view.report.with_verdict(Verdict::Waived).collect();
    html! {
        @if !findings.is_empty() {
            section #waived {
                h2 { "Waived" }
                div.wide tabindex="0" role="region" aria-label="Waived findings" { table {
                    thead { tr {
                        th scope="col" { "Severity" } th scope="col" { "Rule" } th scope="col" { "System" } th scope="col" { "What is accepted" }
                        th scope="col" { "Reason" } th scope="col" { "Approved by" } th.num scope="col" { "Age, days" } th scope="col" { "Until" }
                    } }
                    tbody { @for finding in findings {
                        @let waiver = finding.waiver.as_ref();
                        tr data-row {
                            td { (chip(finding.severity.as_str())) }
                            td { code { (line(&finding.rule)) } }
                            td { (line(&finding.system)) }
                            td { (prose(&finding.message)) }
                            td { (prose(waiver.map_or("", |waiver| &waiver.reason))) }
                            td { (line(waiver.map_or("", |waiver| &waiver.approved_by))) }
                            td.num { @if let Some(since) = waiver.and_then(|waiver| waiver.approved_on) { ((view.report.as_of - since).get_days()) } }
                            td { @if let Some(until) = waiver.and_then(|waiver| waiver.expires_on) { (until) } }
                        }
                    } }
                } }
            }
        }
    }
}
