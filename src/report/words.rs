//! What several formats say alike.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::model::{Finding, Standing};
use crate::engine::{Agreement, Verdict, Waiver};
use crate::text::{and_list, clean_line, folded, plural};

/// The message, under the word for a verdict other than `fail`: the severity says already that something is wrong.
pub(super) fn statement(finding: &Finding) -> Cow<'_, str> {
    match finding.verdict {
        Verdict::Fail => clean_line(&finding.message),
        verdict => Cow::Owned(format!("{}: {}", verdict.as_str(), clean_line(&finding.message))),
    }
}

/// Who accepts a finding, until when and why: `W-01, until 2027-03-31, approved by Head of risk: reason`.
pub(super) fn acceptance(waiver: &Waiver) -> String {
    let until = waiver.expires_on.map(|day| format!(", until {day}")).unwrap_or_default();
    format!("{}{until}, approved by {}: {}", clean_line(&waiver.id), clean_line(&waiver.approved_by), clean_line(&folded(&waiver.reason)))
}

/// How a declared tier stands to the one that the facts derive, `decided` or not.
pub(super) fn agreement(agreement: Agreement, decided: bool) -> &'static str {
    match (agreement, decided) {
        (Agreement::Same, true) => "the same",
        (Agreement::Same, false) => "the worst that cannot be excluded",
        (Agreement::Stricter, _) => "stricter than the facts demand",
        (Agreement::Unsure, _) => "too low unless the open questions are answered well",
        (Agreement::Below, _) => "lower than the facts demand",
        (Agreement::Undeclared, _) => "no tier is declared",
    }
}

/// What a rule came to in an earlier result that lacks a finding of it.
pub(super) fn before(standing: Standing) -> &'static str {
    match standing {
        Standing::NoSystem => "the system is new",
        Standing::NoRule => "the rule was not checked",
        Standing::Unknown => "not known",
        Standing::Fail => "failed elsewhere in the system",
        Standing::Pass => "passed",
        Standing::Waived => "waived",
        Standing::Undeclared => "not declared",
        Standing::NotApplicable => "did not apply",
        Standing::Error => "could not be checked",
    }
}

/// What became of a finding that an earlier result has.
pub(super) fn after(standing: Standing) -> &'static str {
    match standing {
        Standing::NoSystem => "the system is gone",
        Standing::NoRule => "the rule is not checked",
        Standing::Unknown => "not known",
        Standing::Fail => "fails elsewhere in the system",
        Standing::Pass => "passes",
        Standing::Waived => "waived",
        Standing::Undeclared => "not declared",
        Standing::NotApplicable => "does not apply",
        Standing::Error => "could not be checked",
    }
}

/// Most facts named in one sentence.
const MOST_FACTS: usize = 12;

/// The findings of each system.
pub(super) fn by_system(findings: Vec<&Finding>) -> BTreeMap<&str, Vec<&Finding>> {
    let mut systems: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        systems.entry(&finding.system).or_default().push(finding);
    }
    systems
}

/// What one system leaves undeclared: `3 rules wait for facts that nobody declared: …`.
pub(super) fn gaps(findings: &[&Finding]) -> String {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    let facts: BTreeSet<&str> = findings.iter().flat_map(|finding| &finding.missing).map(String::as_str).collect();
    let mut shown: Vec<String> = facts.iter().take(MOST_FACTS).map(|fact| format!("`{}`", clean_line(fact))).collect();
    shown.extend((facts.len() > MOST_FACTS).then(|| format!("{} more", facts.len() - MOST_FACTS)));
    let wait = if rules.len() == 1 { "waits" } else { "wait" };
    format!("{} {wait} for facts that nobody declared: {}", plural(rules.len(), "rule"), and_list(&shown))
}
