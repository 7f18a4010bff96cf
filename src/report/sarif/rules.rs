use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::engine::{FrameworkRecord, RuleRecord};
use crate::policy::Severity;
use crate::report::model::Finding;
use crate::report::{Report, uuid};
use crate::text::{clean_line, markdown};

/// The rules of a run in their order: those that the report keeps, then those that only findings name.
pub(super) struct Rules<'a>(Vec<Entry<'a>>);

struct Entry<'a> {
    id: &'a str,
    policy: &'a str,
    title: &'a str,
    severity: Severity,
    controls: &'a [String],
    record: Option<&'a RuleRecord>,
}

impl<'a> Rules<'a> {
    pub fn of(report: &'a Report) -> Self {
        let kept = report.record.rules.iter().map(|rule| Entry {
            id: &rule.id,
            policy: &rule.policy,
            title: &rule.title,
            severity: rule.severity,
            controls: &rule.controls,
            record: Some(rule),
        });
        let mut rules = Self(kept.collect());
        for finding in &report.findings {
            if rules.index(finding).is_none() {
                rules.0.push(Entry {
                    id: &finding.rule,
                    policy: &finding.policy,
                    title: &finding.title,
                    severity: finding.severity,
                    controls: &finding.controls,
                    record: None,
                });
            }
        }
        rules
    }

    /// Where a finding's rule stands.
    pub fn index(&self, finding: &Finding) -> Option<usize> {
        self.0.iter().position(|rule| rule.id == finding.rule && rule.policy == finding.policy)
    }

    /// What the tool says of its rules.
    pub fn descriptors(&self, report: &Report) -> Vec<Value> {
        self.0.iter().map(|rule| descriptor(rule, report)).collect()
    }
}

/// The level that readers show.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical | Severity::High => "error",
        Severity::Medium => "warning",
        Severity::Low | Severity::Info => "note",
    }
}

/// The score by which code scanning sorts: over 9 is critical there, from 7 high, from 4 medium.
fn score(severity: Severity) -> Option<&'static str> {
    match severity {
        Severity::Critical => Some("9.5"),
        Severity::High => Some("8.0"),
        Severity::Medium => Some("5.5"),
        Severity::Low => Some("3.0"),
        Severity::Info => None,
    }
}

fn descriptor(rule: &Entry<'_>, report: &Report) -> Value {
    let rationale = rule.record.and_then(|record| record.rationale.as_deref());
    let controls: Vec<String> =
        rule.controls.iter().map(|reference| report.control(reference)).map(|c| format!("{} {}", c.framework, c.label)).collect();
    let why = rationale.unwrap_or(rule.title);
    let next = format!("`provost explain {}` says what is checked and how to meet it.", rule.id);
    let list = |item: &dyn Fn(&str) -> String| controls.iter().map(|name| item(name)).collect::<Vec<_>>();
    let mut text = format!("{}\n\n{}", clean_line(why), clean_line(&next));
    let mut rich = format!("{}\n\n{}", markdown(why), markdown(&next));
    if !controls.is_empty() {
        let _ = write!(text, "\n\nControls: {}", list(&|name| clean_line(name).into_owned()).join(" · "));
        let _ = write!(rich, "\n\nControls:\n\n{}", list(&|name| format!("- {}", markdown(name))).join("\n"));
    }
    json!({
        "id": clean_line(rule.id),
        "shortDescription": {"text": clean_line(rule.title)},
        "fullDescription": {"text": clean_line(why)},
        "helpUri": rule.controls.iter().find_map(|reference| address(report.framework(reference)?)),
        "help": {"text": text, "markdown": rich},
        "defaultConfiguration": {"level": level(rule.severity)},
        "relationships": rule.controls.iter().filter_map(|reference| relationship(reference, report)).collect::<Vec<_>>(),
        "properties": {
            "security-severity": score(rule.severity),
            "precision": "high",
            "tags": ["security", "ai-governance", clean_line(rule.policy)],
        },
    })
}

/// The control that a rule touches, as a taxon; none if the report does not know it.
fn relationship(reference: &str, report: &Report) -> Option<Value> {
    let (framework, id) = reference.split_once(':')?;
    let taxonomy = report.record.frameworks.iter().position(|known| known.id == framework)?;
    let of = report.record.frameworks.get(taxonomy)?;
    let index = of.controls.iter().position(|control| control.id == id)?;
    Some(json!({
        "target": {"id": clean_line(id), "index": index, "toolComponent": {"name": clean_line(&of.short), "index": taxonomy, "guid": guid(of)}},
        "kinds": ["relevant"],
    }))
}

/// The same for the same edition of a framework, in every run.
fn guid(framework: &FrameworkRecord) -> String {
    uuid("urn:provost:sarif:v1", &["taxonomy", &framework.id, &framework.version])
}

/// Where a framework can be read, if that is a URI.
fn address(framework: &FrameworkRecord) -> Option<&str> {
    let is_sound =
        |url: &&str| url.starts_with("https://") && url.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte));
    Some(framework.url.as_str()).filter(is_sound)
}

/// The frameworks, each with the controls that rules touch.
pub(super) fn taxonomies(report: &Report) -> Vec<Value> {
    let stated = |text: &str| (!text.is_empty()).then(|| clean_line(text).into_owned());
    let described = |text: &str| stated(text).map(|text| json!({"text": text}));
    let taxonomy = |framework: &FrameworkRecord| {
        json!({
            "name": clean_line(&framework.short),
            "guid": guid(framework),
            "version": stated(&framework.version),
            "organization": stated(&framework.publisher),
            "informationUri": address(framework),
            "shortDescription": described(&framework.title),
            "isComprehensive": false,
            "taxa": framework.controls.iter().map(|control| json!({
                "id": clean_line(&control.id),
                "name": clean_line(&control.label),
                "shortDescription": described(&control.title),
            })).collect::<Vec<_>>(),
        })
    };
    report.record.frameworks.iter().map(taxonomy).collect()
}
