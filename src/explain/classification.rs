//! The page about a decision procedure: its tiers, questions and duties.

use super::Page;
use crate::catalog::Catalog;
use crate::policy::{Classification, Consequence, Step};
use crate::text::plural;

pub(super) fn page(classification: &Classification, catalog: &Catalog) -> Page {
    let mut page = Page::new(format!("{}: {}", classification.id, classification.title));
    procedure(&mut page, classification, catalog);
    page
}

/// What the page of the framework with the same id says of it too.
pub(super) fn procedure(page: &mut Page, classification: &Classification, catalog: &Catalog) {
    if let Some(description) = classification.node().get("description").and_then(|node| node.as_str()) {
        page.paragraph(description);
    }
    page.paragraph(format!("`provost classify --only {}` answers it from a manifest, and says why.", classification.id));
    page.heading("Tiers, the worst first");
    page.facts(classification.tiers.iter().map(|tier| (tier.id.clone(), sentence(&tier.title, &tier.meaning))).collect());
    page.heading(plural(classification.steps.len(), "question"));
    page.facts(classification.steps.iter().map(|step| (step.id.clone(), question(step, classification, catalog))).collect());
    page.heading("Duties, and whose they are");
    let duties = classification.duties.iter().map(|duty| {
        let whose = if duty.roles.is_empty() { "everybody".to_owned() } else { duty.roles.join(", ") };
        (duty.id.clone(), format!("{} ({whose}{}) [{}]", duty.title, tiers(&duty.at, classification), labels(&duty.controls, catalog)))
    });
    page.facts(duties.collect());
}

fn sentence(title: &str, meaning: &str) -> String {
    if meaning.is_empty() { title.to_owned() } else { format!("{title}. {meaning}") }
}

fn question(step: &Step, classification: &Classification, catalog: &Catalog) -> String {
    let answers = [("yes", &step.then), ("no", &step.or_else)];
    let told = answers.into_iter().filter_map(|(answer, what)| Some(format!("{answer}: {}.", follows(what, classification)?)));
    let told: Vec<String> = told.collect();
    format!("{} {} [{}]", step.question, told.join(" "), labels(&step.controls, catalog))
}

/// What follows from an answer; nothing for one from which nothing does.
fn follows(what: &Consequence, classification: &Classification) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(what.tier.and_then(|at| classification.tiers.get(at)).map(|tier| tier.id.clone()));
    parts.extend(what.role.iter().map(|role| format!("we are {role}")));
    let duties: Vec<&str> = what.duties.iter().filter_map(|at| Some(classification.duties.get(*at)?.id.as_str())).collect();
    if !duties.is_empty() {
        parts.push(format!("owed {}", duties.join(", ")));
    }
    if what.ends {
        parts.push("the rest is not asked".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn tiers(at: &[usize], classification: &Classification) -> String {
    let ids: Vec<&str> = at.iter().filter_map(|at| Some(classification.tiers.get(*at)?.id.as_str())).collect();
    if ids.is_empty() || ids.len() == classification.tiers.len() { String::new() } else { format!("; {}", ids.join(", ")) }
}

/// Controls by the names that their publisher gives them.
fn labels(controls: &[String], catalog: &Catalog) -> String {
    let label = |reference: &String| catalog.control(reference).map_or_else(|_| reference.clone(), |found| found.label().to_owned());
    controls.iter().map(label).collect::<Vec<_>>().join(", ")
}
