//! Pages about frameworks and controls.

use super::Page;
use crate::catalog::Framework;
use crate::policy::{PolicySet, Rule};
use crate::text::plural;

/// The rules that name a control.
fn rules<'a>(policies: &'a PolicySet, reference: &str) -> Vec<&'a Rule> {
    policies.rules.iter().filter(|rule| rule.controls().any(|control| control.text == reference)).collect()
}

pub(super) fn control(framework: &Framework, id: &str, label: &str, title: &str, policies: &PolicySet) -> Page {
    let mut page = Page::new(format!("{} {label}: {title}", framework.short));
    let mut facts = vec![
        ("reference".to_owned(), format!("{}:{id}", framework.id)),
        ("framework".to_owned(), framework.title.clone()),
        ("version".to_owned(), framework.version.clone()),
    ];
    let within = framework.control(id).and_then(|control| framework.group(control.group.as_deref()?));
    if let Some(group) = within {
        facts.push(("part of".to_owned(), format!("{}: {}", group.id, group.title)));
    }
    page.facts(facts);
    page.paragraph("The title is ours; the publisher's text is authoritative.");
    let rules = rules(policies, &format!("{}:{id}", framework.id));
    page.heading(format!("Touched by {}", plural(rules.len(), "rule")));
    page.facts(rules.iter().map(|rule| (rule.id.clone(), format!("{}: {}", rule.severity, rule.title))).collect());
    let members: Vec<(String, String)> = framework
        .controls
        .iter()
        .filter(|control| control.group.as_deref() == Some(id))
        .map(|control| (control.label.clone(), control.title.clone()))
        .collect();
    if !members.is_empty() {
        page.heading("Its controls");
        page.facts(members);
    }
    page
}

pub(super) fn page(framework: &Framework, policies: &PolicySet) -> Page {
    let mut page = Page::new(format!("{}: {}", framework.id, framework.title));
    let mut facts = vec![("version".to_owned(), framework.version.clone()), ("publisher".to_owned(), framework.publisher.clone())];
    facts.push(("verified".to_owned(), framework.verified.clone()));
    facts.push(("source".to_owned(), framework.source.clone()));
    facts.push(("terms".to_owned(), framework.terms.clone()));
    page.facts(facts);
    page.heading("Controls, and the rules that touch them");
    let rows = framework.controls.iter().map(|control| {
        let rules: Vec<&str> = rules(policies, &format!("{}:{}", framework.id, control.id)).iter().map(|rule| rule.id.as_str()).collect();
        let touched = if rules.is_empty() { String::new() } else { format!(" [{}]", rules.join(" ")) };
        (control.id.clone(), format!("{}{touched}", control.title))
    });
    page.facts(rows.collect());
    page
}
