//! Pages about rules and policies.

use jiff::civil::Date;

use super::Page;
use crate::catalog::{Catalog, Found};
use crate::document::Node;
use crate::policy::{Case, Policy, PolicySet, Rule, Scope};
use crate::schema::{to_value, to_yaml};

pub(super) fn page(rule: &Rule, policies: &PolicySet, catalog: &Catalog, as_of: Date) -> Page {
    let policy = policies.policy(rule);
    let mut page = Page::new(format!("{}: {}", rule.id, rule.title));
    let mut facts =
        vec![("severity".to_owned(), rule.severity.to_string()), ("policy".to_owned(), format!("{}: {}", policy.id, policy.title))];
    if rule.scope == Scope::Fleet {
        facts.push(("scope".to_owned(), "all systems at once".to_owned()));
    }
    page.facts(facts);
    if let Some(rationale) = &rule.rationale {
        page.heading("Why it matters");
        page.paragraph(rationale);
    }
    page.heading("What is checked");
    for (key, title) in [("when", "applies when"), ("for_each", "for each"), ("assert", "must hold")] {
        match rule.node().get(key) {
            Some(node) if key == "for_each" => {
                let entry = node.entries().next();
                page.paragraph(format!("{title} `{}` of", entry.map(|entry| entry.name()).unwrap_or_default()));
                page.code(entry.and_then(|entry| entry.value.as_str()).unwrap_or_default());
            }
            Some(node) => {
                page.paragraph(title);
                page.code(node.as_str().unwrap_or_default());
            }
            None => {}
        }
        if key == "for_each" {
            lets(&mut page, rule);
        }
    }
    params(&mut page, policy, rule);
    if let Some(help) = rule.text("help") {
        page.heading("What to do");
        page.paragraph(with_defaults(help, policy));
    }
    controls(&mut page, rule, catalog, as_of);
    example(&mut page, "An example that passes", rule.cases().find(|case| case.passes));
    example(&mut page, "An example that fails", rule.cases().find(|case| !case.passes));
    page
}

fn lets(page: &mut Page, rule: &Rule) {
    for entry in rule.node().get("let").into_iter().flat_map(Node::entries) {
        page.paragraph(format!("where `{}` is", entry.name()));
        page.code(entry.value.as_str().unwrap_or_default());
    }
}

/// The parameters that the rule's expressions name, with the values they have unless a configuration sets them.
fn params(page: &mut Page, policy: &Policy, rule: &Rule) {
    let written = to_yaml(rule.node());
    let used = |name: &str| written.contains(&format!("params.{name}"));
    let rows: Vec<(String, String)> = policy
        .node()
        .get("params")
        .into_iter()
        .flat_map(Node::entries)
        .filter(|entry| used(entry.name()))
        .map(|entry| {
            let default = entry.value.get("default").map(shown).unwrap_or_default();
            let description = entry.value.get("description").and_then(Node::as_str).unwrap_or_default();
            (entry.name().to_owned(), format!("{description} (default: {default})"))
        })
        .collect();
    if !rows.is_empty() {
        page.heading(format!("Parameters, set under `params: {{{}: …}}` in provost.yaml", policy.id));
        page.facts(rows);
    }
}

/// A template with the defaults of the parameters that it prints.
fn with_defaults(template: &str, policy: &Policy) -> String {
    let params = policy.node().get("params").into_iter().flat_map(Node::entries);
    params.fold(template.to_owned(), |text, entry| match entry.value.get("default") {
        Some(default) => text.replace(&format!("{{{{ params.{} }}}}", entry.name()), &shown(default)),
        None => text,
    })
}

/// A value in one line.
fn shown(value: Node<'_>) -> String {
    to_value(value).to_string().replace("\",\"", "\", \"")
}

fn controls(page: &mut Page, rule: &Rule, catalog: &Catalog, as_of: Date) {
    let named = |found: Found<'_>| {
        let starts = found.framework().standing(found.id(), as_of).starts();
        let from = starts.map(|start| format!(" ({start})")).unwrap_or_default();
        format!("{} {}: {}{from}", found.framework().short, found.label(), found.title())
    };
    let row = |text: String| {
        let title = catalog.control(&text).map_or_else(|unknown| unknown.message(), named);
        (text, title)
    };
    let rows: Vec<(String, String)> = rule.controls().map(|control| row(control.text)).collect();
    if !rows.is_empty() {
        page.heading("Controls");
        page.facts(rows);
    }
}

fn example(page: &mut Page, heading: &str, case: Option<Case<'_>>) {
    let Some(case) = case else { return };
    let fragment = case.node.get("system").or(case.node.get("fleet"));
    let Some(fragment) = fragment else { return };
    let as_of = case.node.get("as_of").and_then(Node::as_str).map(|day| format!(", as of {day}")).unwrap_or_default();
    page.heading(format!("{heading} ({}{as_of})", case.name()));
    page.code(to_yaml(fragment));
}

pub(super) fn policy(policy: &Policy, policies: &PolicySet) -> Page {
    let mut page = Page::new(format!("{}: {}", policy.id, policy.title));
    let keys = ["owner", "version", "review_by"];
    page.facts(keys.iter().filter_map(|key| Some(((*key).to_owned(), policy.text(key)?.to_owned()))).collect());
    if let Some(description) = policy.text("description") {
        page.paragraph(description);
    }
    page.heading("Rules");
    let own = policies.rules.iter().filter(|rule| policies.policy(rule).id == policy.id);
    page.facts(own.map(|rule| (rule.id.clone(), format!("{}: {}", rule.severity, rule.title))).collect());
    page
}
