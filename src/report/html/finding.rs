use maud::{Markup, html};

use super::overview::chip;
use super::view::{System, View, kind};
use super::{line, prose, quote};
use crate::diagnostic::Level;
use crate::report::model::{Diagnostic, Finding};
use crate::report::words;

/// A finding: what is wrong, where, why it matters, what to change, who.
pub(super) fn article(view: &View<'_>, finding: &Finding, system: Option<&System<'_>>) -> Markup {
    let kind = kind(finding);
    let rule = view.report.rule(&finding.rule, &finding.policy);
    html! {
        article.finding.(kind) data-kind=(kind) data-frameworks=(view.frameworks_of(&finding.controls)) {
            h4 { (chip(kind)) @if kind != finding.severity.as_str() { " " span.of { (finding.severity) } } @if view.new.contains(finding.fingerprint.as_str()) { " " span.chip.new { "new" } } " " code { (line(&finding.rule)) } " " (prose(&finding.message)) }
            (quote::quotes(finding.places(), &finding.quotes))
            dl {
                @if finding.title != finding.message && !finding.title.is_empty() { div { dt { "Rule" } dd { (prose(&finding.title)) } } }
                @if let Some(why) = rule.and_then(|rule| rule.rationale.as_deref()) { div { dt { "Why" } dd { (prose(why)) } } }
                @if let Some(help) = &finding.help { div { dt { "Change" } dd { (prose(help)) } } }
                @if let Some(waiver) = &finding.waiver { div { dt { "Accepted" } dd { (prose(&words::acceptance(waiver))) } } }
                @if let Some(contact) = system.and_then(|system| system.record.accountable.as_ref()) {
                    div { dt { "Who" } dd { (line(&contact.name)) @if !contact.contact.is_empty() { " (" (line(&contact.contact)) ")" } } }
                }
                @if !finding.controls.is_empty() {
                    div { dt { "Controls" } dd {
                        ul.controls { @for control in &finding.controls {
                            @let control = view.report.control(control);
                            li title=(line(control.title)) { (line(control.framework)) " " (line(control.label)) }
                        } }
                    } }
                }
                div { dt { "Fingerprint" } dd { code { (line(&finding.fingerprint)) } } }
            }
        }
    }
}

/// A problem with a document.
pub(super) fn problem(diagnostic: &Diagnostic) -> Markup {
    html! {
        article.finding.(diagnostic.severity.as_str()) data-kind=[(diagnostic.severity == Level::Error).then_some("error")] data-frameworks="" {
            h3 { (chip(diagnostic.severity.as_str())) " " code { (line(&diagnostic.code)) } " " (prose(&diagnostic.message)) }
            (quote::quotes(diagnostic.places(), &diagnostic.quotes))
            @if let Some(help) = &diagnostic.help { dl { div { dt { "Change" } dd { (prose(help)) } } } }
        }
    }
}
