//! The one place where evaluations become findings: severities, what counts, order, numbers.

use std::collections::BTreeMap;

use super::Options;
use super::evaluate::{Detail, Judged};
use super::fingerprint::fingerprint;
use super::outcome::{Control, Finding, Outcome, Summary, Verdict};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, sort};
use crate::policy::{PolicySet, Rule};

pub(super) fn outcome(
    judged: Vec<Judged>,
    systems: usize,
    policies: &PolicySet,
    catalog: &Catalog,
    options: Options,
    mut diagnostics: Vec<Diagnostic>,
) -> Outcome {
    let mut summary = Summary { systems, rules: policies.rules.len(), ..Summary::default() };
    let mut controls: BTreeMap<String, Vec<Control>> = BTreeMap::new();
    let mut findings = Vec::new();
    for one in judged {
        summary.verdicts.count(one.verdict);
        if let (Some(detail), Some(rule)) = (one.detail, policies.rule(&one.rule)) {
            let controls = controls.entry(one.rule).or_insert_with(|| named_controls(rule, catalog)).clone();
            findings.push(finding(rule, policies, one.verdict, detail, controls, options));
        }
    }
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
    sort(&mut diagnostics);
    Outcome { as_of: options.as_of, as_of_pinned: options.as_of_pinned, summary, findings, diagnostics }
}

fn key(finding: &Finding) -> (&str, u32, &str, &str) {
    let place = &finding.primary.place;
    (place.source.name(), place.span.start, &finding.rule, &finding.fingerprint)
}

fn finding(rule: &Rule, policies: &PolicySet, verdict: Verdict, detail: Detail, controls: Vec<Control>, options: Options) -> Finding {
    let path = detail.path.to_string();
    let counts = verdict != Verdict::Undeclared || options.undeclared_counts;
    Finding {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        policy: policies.policy(rule).id.clone(),
        severity: rule.severity,
        verdict,
        fingerprint: fingerprint(&[&detail.system, &rule.id, &detail.item.to_string(), &path]),
        system: detail.system,
        message: detail.message,
        help: detail.help,
        controls,
        primary: detail.primary,
        related: detail.related,
        path,
        missing: detail.missing,
        evaluated: detail.evaluated,
        counts,
    }
}

/// The controls of a rule with the names that people see; one that no catalog has keeps its reference.
fn named_controls(rule: &Rule, catalog: &Catalog) -> Vec<Control> {
    let named = |reference: String| match catalog.control(&reference) {
        Ok(found) => {
            let (framework, label) = (found.framework().short.clone(), found.label().to_owned());
            Control { reference, framework, label }
        }
        Err(_) => {
            let (framework, label) = reference.split_once(':').unwrap_or(("", &reference));
            Control { framework: framework.to_owned(), label: label.to_owned(), reference: reference.clone() }
        }
    };
    rule.controls().map(|control| named(control.text)).collect()
}
