use maud::{Markup, html};

use super::line;
use super::overview::chips;
use super::view::View;

/// Systems named in a row; the rest is counted.
const SHOWN: usize = 20;

fn links(view: &View<'_>, systems: &[usize]) -> Markup {
    html! { @for &system in systems { a href={ "#s" (system) } { (line(&view.systems[system].record.id)) } " " } }
}

/// Who answers for what.
pub(super) fn section(view: &View<'_>) -> Markup {
    html! {
        @if !view.owners.is_empty() {
            section #owners {
                h2 { "Owners" }
                div.wide tabindex="0" role="region" aria-label="Owners" { table {
                    thead { tr { th scope="col" { "Accountable" } th scope="col" { "Contact" } th.num scope="col" { "Systems" } th scope="col" { "Findings" } th scope="col" { "Which" } } }
                    tbody { @for (at, owner) in view.owners.iter().enumerate() {
                        tr data-row data-owner=(at) {
                            th scope="row" { (line(owner.name())) }
                            td { (line(owner.contact.map_or("", |contact| &contact.contact))) }
                            td.num { (owner.systems.len()) }
                            td { (chips(&owner.failing)) }
                            td {
                                @let (first, rest) = owner.systems.split_at(owner.systems.len().min(SHOWN));
                                (links(view, first))
                                @if !rest.is_empty() { details { summary { "and " (rest.len()) " more" } (links(view, rest)) } }
                            }
                        }
                    } }
                } }
            }
        }
    }
}
