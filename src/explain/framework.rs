//! Pages about frameworks and controls.

use jiff::civil::Date;

use super::{Page, classification};
use crate::catalog::{ApplicationDate, Catalog, Found, Framework, Related, is_part};
use crate::policy::{PolicySet, Rule};
use crate::text::plural;

/// The rules that name a control.
fn rules<'a>(policies: &'a PolicySet, reference: &str) -> Vec<&'a Rule> {
    policies.rules.iter().filter(|rule| rule.controls().any(|control| control.text == reference)).collect()
}

pub(super) fn control(found: Found<'_>, policies: &PolicySet, catalog: &Catalog, as_of: Date) -> Page {
    let (framework, id) = (found.framework(), found.id());
    let mut page = Page::new(format!("{} {}: {}", framework.short, found.label(), found.title()));
    let mut facts = vec![
        ("reference".to_owned(), format!("{}:{id}", framework.id)),
        ("framework".to_owned(), framework.title.clone()),
        ("version".to_owned(), framework.version.clone()),
    ];
    let within = framework.control(id).and_then(|control| framework.group(control.group.as_deref()?));
    if let Some(group) = within {
        facts.push(("part of".to_owned(), format!("{}: {}", group.id, group.title)));
    }
    facts.extend(dates(framework, id, as_of));
    page.facts(facts);
    page.paragraph("The title is ours; the publisher's text is authoritative.");
    let reference = format!("{}:{id}", framework.id);
    let rules = rules(policies, &reference);
    page.heading(format!("Touched by {}", plural(rules.len(), "rule")));
    let reach = |rule: &Rule| {
        let own = rule.controls().find(|control| control.text == reference);
        own.map(|control| control.reach.as_str()).unwrap_or_default()
    };
    page.facts(rules.iter().map(|rule| (rule.id.clone(), format!("{}, {}: {}", rule.severity, reach(rule), rule.title))).collect());
    // An enhancement that stands beside the list is no part of what its id begins with.
    if framework.control(id).is_none_or(|control| framework.counts(control)) {
        parts(&mut page, framework, id, policies);
    }
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
    relations(&mut page, &catalog.related(&framework.id, id), catalog);
    page
}

/// The rules that name what is a part of it, or of what it is a part.
fn parts(page: &mut Page, framework: &Framework, id: &str, policies: &PolicySet) {
    let related = |other: &str| match other.split_once(':') {
        Some((of, other)) => of == framework.id && (is_part(other, id) || is_part(id, other)),
        None => false,
    };
    let named = |rule: &Rule| {
        let named: Vec<String> = rule.controls().map(|control| control.text).filter(|other| related(other)).collect();
        (!named.is_empty()).then(|| (rule.id.clone(), format!("{} [{}]", rule.title, named.join(", "))))
    };
    let rows: Vec<(String, String)> = policies.rules.iter().filter_map(named).collect();
    if !rows.is_empty() {
        page.heading("Rules that touch a part of it, or what it is a part of");
        page.facts(rows);
    }
}

/// Since when it applies, and what comes next.
fn dates(framework: &Framework, id: &str, as_of: Date) -> Vec<(String, String)> {
    let standing = framework.standing(id, as_of);
    let mut facts = Vec::new();
    if let Some(since) = standing.since {
        facts.push(("applies since".to_owned(), since.to_string()));
    }
    let name = if standing.in_force { "more from" } else { "applies from" };
    let instead = |row: &ApplicationDate| row.replaces.is_some() && !row.verified;
    facts.extend(standing.next.iter().map(|row| (if instead(row) { "reported instead" } else { name }.to_owned(), told(row))));
    if let (true, Some(start)) = (standing.next.is_empty(), standing.starts()) {
        facts.push((name.to_owned(), start.day.to_string()));
    }
    facts
}

/// A row of the application dates: its day, what it is about and how sure that is.
fn told(row: &ApplicationDate) -> String {
    let mut text = row.from.to_string();
    if !row.note.is_empty() {
        text = format!("{text}, {}", row.note);
    }
    match (row.verified, row.source.as_str()) {
        (true, "") => text,
        (true, source) => format!("{text} ({source})"),
        (false, "") => format!("{text} (reported, not read in the source)"),
        (false, source) => format!("{text} (reported, not read in the source: {source})"),
    }
}

/// What the control relates to, one part for each crosswalk.
fn relations(page: &mut Page, related: &[Related<'_>], catalog: &Catalog) {
    for same in related.chunk_by(|a, b| a.crosswalk.id == b.crosswalk.id) {
        let Some(crosswalk) = same.first().map(|first| first.crosswalk) else { continue };
        let by = if crosswalk.publisher.is_empty() { &crosswalk.source } else { &crosswalk.publisher };
        page.heading(format!("Related by {} ({}, {by})", crosswalk.id, crosswalk.trust.as_str()));
        let row = |related: &Related<'_>| {
            let other = related.other();
            let title = catalog.control(&other).map(|found| found.title().to_owned()).unwrap_or_default();
            let doubt = if related.link.verified { "" } else { " (not compared with the original)" };
            let why = related.link.rationale.as_ref().map(|why| format!(" ({why})")).unwrap_or_default();
            (other, format!("{}: {title}{why}{doubt}", related.words()))
        };
        page.facts(same.iter().map(row).collect());
    }
}

pub(super) fn page(framework: &Framework, policies: &PolicySet, catalog: &Catalog, as_of: Date) -> Page {
    let mut page = Page::new(format!("{}: {}", framework.id, framework.title));
    let mut facts = vec![("version".to_owned(), framework.version.clone()), ("publisher".to_owned(), framework.publisher.clone())];
    if let Some(from) = framework.effective_from {
        facts.push(("effective from".to_owned(), from.to_string()));
    }
    facts.push(("verified".to_owned(), framework.verified.clone()));
    facts.push(("source".to_owned(), framework.source.clone()));
    facts.push(("terms".to_owned(), framework.terms.clone()));
    page.facts(facts);
    let coming = framework.coming(as_of);
    if !coming.is_empty() {
        page.heading(format!("Still to come on {as_of}"));
        page.facts(coming.into_iter().map(|row| (row.id.clone(), told(row))).collect());
    }
    let crosswalks: Vec<(String, String)> = catalog
        .crosswalks_of(&framework.id)
        .map(|crosswalk| (crosswalk.id.clone(), format!("{} ({})", crosswalk.title, plural(crosswalk.links.len(), "row"))))
        .collect();
    if !crosswalks.is_empty() {
        page.heading("Crosswalks");
        page.facts(crosswalks);
    }
    if let Some(own) = policies.derivations.all().find(|own| own.id == framework.id) {
        page.heading(format!("Classification: {}", own.title));
        classification::procedure(&mut page, own, catalog);
    }
    page.heading("Controls, and the rules that touch them");
    let rows = framework.controls.iter().map(|control| {
        let rules: Vec<&str> = rules(policies, &format!("{}:{}", framework.id, control.id)).iter().map(|rule| rule.id.as_str()).collect();
        let touched = if rules.is_empty() { String::new() } else { format!(" [{}]", rules.join(" ")) };
        let starts = framework.standing(&control.id, as_of).starts();
        let from = starts.map(|start| format!(" ({start})")).unwrap_or_default();
        (control.id.clone(), format!("{}{from}{touched}", control.title))
    });
    page.facts(rows.collect());
    page
}
