//! For people who review a fleet: one file that asks nobody for anything, filtered and searched where it is read.
//!
//! Everything stands in the page as text, so that it prints, reads aloud and works without its script, which only hides what a
//! filter does not want. All markup comes from `maud`, which escapes; what comes from a file goes through [`line`] besides.

use std::borrow::Cow;
use std::io;

use base64::Engine as _;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::{Report, Style, summary};
use crate::text::{clean_line, folded};

mod control;
mod finding;
mod heat;
mod overview;
mod owner;
mod quote;
mod rule;
mod system;
mod tier;
mod trend;
mod undeclared;
mod view;
mod waived;

use view::View;

const FILTER: &str = include_str!("html/report.js");

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{}", page(&View::of(report)).into_string())
}

fn page(view: &View<'_>) -> Markup {
    let report = view.report;
    let title = format!("Provost report of {}", report.as_of);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(guard());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                title { (title) }
                style { (PreEscaped(look())) }
            }
            body {
                a.skip href="#main" { "Skip to the report" }
                header {
                    h1 { "AI governance report" }
                    p { (summary::line(report, &Style::PLAIN)) }
                    (contents(view))
                }
                (filter(view))
                main #main {
                    (overview::section(view))
                    (trend::section(view))
                    (system::section(view))
                    (rule::section(view))
                    (control::section(view))
                    (owner::section(view))
                    (undeclared::section(view))
                    (waived::section(view))
                    (problems(view))
                }
                footer { p { "Made by " (line(&report.tool.name)) " " (line(&report.tool.version)) " from what manifests declared, as of " (report.as_of) "." } }
                script { (PreEscaped(FILTER)) }
            }
        }
    }
}

/// The style of the page and of the pictures in it.
fn look() -> String {
    format!("{}{}", include_str!("html/report.css"), super::graph::STYLE)
}

/// Nothing is loaded from anywhere and no style or script runs but the two that belong to the page.
fn guard() -> String {
    let digest = |text: &str| format!("'sha256-{}'", base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text)));
    format!("default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'", digest(&look()), digest(FILTER))
}

fn contents(view: &View<'_>) -> Markup {
    let report = view.report;
    let sections = [
        ("overview", "Overview", true),
        ("trend", "Changes", report.previous.is_some()),
        ("systems", "Systems", !view.systems.is_empty()),
        ("rules", "Rules", !report.record.rules.is_empty()),
        ("controls", "Controls", !report.record.frameworks.is_empty()),
        ("owners", "Owners", !view.owners.is_empty()),
        ("undeclared", "Undeclared", view.has_undeclared()),
        ("waived", "Waived", view.has_waived()),
        ("problems", "Problems", !report.diagnostics.is_empty()),
    ];
    html! {
        nav aria-label="Sections" {
            ul { @for (id, name, _) in sections.iter().filter(|section| section.2) { li { a href={ "#" (id) } { (name) } } } }
        }
    }
}

/// What the script filters by; hidden until it runs.
fn filter(view: &View<'_>) -> Markup {
    html! {
        form #filter hidden role="search" aria-label="Filter findings and systems" {
            label { "Search " input type="search" name="text" placeholder="any word" autocomplete="off"; }
            fieldset {
                legend { "Show" }
                @for (value, name) in view::KINDS {
                    label { input type="checkbox" name="kind" value=(value) checked; " " (name) }
                }
            }
            label { "Framework "
                select name="framework" {
                    option value="" { "any" }
                    @for (at, framework) in view.report.record.frameworks.iter().enumerate() { option value=(at) { (line(&framework.short)) } }
                }
            }
            label { "Owner "
                select name="owner" {
                    option value="" { "anybody" }
                    @for (at, owner) in view.owners.iter().enumerate() { option value=(at) { (line(owner.name())) } }
                }
            }
            button type="button" name="open" { "Open all" }
            button type="reset" { "Reset" }
            button type="button" name="brief" { "Print the overview" }
            output aria-live="polite" {}
        }
    }
}

fn problems(view: &View<'_>) -> Markup {
    let diagnostics = &view.report.diagnostics;
    html! {
        @if !diagnostics.is_empty() {
            section #problems {
                h2 { "Problems with documents" }
                p { "What could not be read was not checked." }
                @for diagnostic in diagnostics { (finding::problem(diagnostic)) }
            }
        }
    }
}

/// Text from a file, on one line and without anything invisible.
fn line(text: &str) -> Cow<'_, str> {
    clean_line(text)
}

/// Sentences: line breaks are spaces, and what stands between backticks is code.
fn prose(text: &str) -> Markup {
    let text = folded(text);
    let mut parts: Vec<&str> = text.split('`').collect();
    // A last backtick without a partner is text.
    let alone = if parts.len().is_multiple_of(2) { parts.pop() } else { None };
    html! {
        @for (at, part) in parts.iter().enumerate() { @if at % 2 == 1 { code { (line(part)) } } @else { (line(part)) } }
        @if let Some(rest) = alone { "`" (line(rest)) }
    }
}
