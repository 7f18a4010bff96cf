//! What a run was about, beside what it found: for formats that are kept and read without the policies at hand.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::classify::{Agreement, Classified};
use super::outcome::{Verdict, Verdicts};
use crate::catalog::Catalog;
use crate::document::Node;
use crate::manifest::System;
use crate::policy::{Classification, PolicySet};
use crate::text::folded;

/// The systems, rules and frameworks of a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Record {
    /// By id.
    pub systems: Vec<SystemRecord>,
    /// What rules that look at all systems at once came to, by the rule's id.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub fleet: BTreeMap<String, Verdict>,
    /// Every rule after selection, by id.
    pub rules: Vec<RuleRecord>,
    /// The frameworks that these rules touch, by id.
    pub frameworks: Vec<FrameworkRecord>,
}

/// A system and what each rule came to on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SystemRecord {
    /// Id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The manifest's path.
    pub path: String,
    /// Stage of its life; absent if not declared, like all facts from here on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The tier that its team declared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The tiers that its facts derive, by classification.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived: Vec<TierRecord>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accountable: Option<Contact>,
    /// Its data flows as they are drawn; what `report` makes of it is not the engine's business.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<serde_json::Value>,
    /// Evaluations by verdict.
    pub verdicts: Verdicts,
    /// What each rule came to, by its id; the weightiest verdict of a rule that goes over a list.
    pub rules: BTreeMap<String, Verdict>,
}

/// What a classification makes of a system.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TierRecord {
    /// Id of the classification.
    pub classification: String,
    /// Its name beside a tier.
    pub short: String,
    /// Every tier that the facts do not exclude, the worst first; one where they decide.
    pub possible: Vec<String>,
    /// Whether nothing but its last tier is left: it is not about this system.
    pub idle: bool,
    /// How the tier that the team declared stands to these.
    pub agreement: Agreement,
}

/// Somebody to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Name of the role or person.
    pub name: String,
    /// Address.
    pub contact: String,
}

/// A rule that was checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRecord {
    /// Id.
    pub id: String,
    /// Id of its policy.
    pub policy: String,
    /// Title of its policy.
    pub policy_title: String,
    /// What it demands, in a line.
    pub title: String,
    /// How much it matters, after overrides.
    pub severity: crate::policy::Severity,
    /// Why it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rationale: Option<String>,
    /// Controls that it touches, as `framework:ID`, in the policy's order.
    pub controls: Vec<String>,
}

/// A framework that rules touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FrameworkRecord {
    /// Id, as in `framework:ID`.
    pub id: String,
    /// Name beside a control, e.g. `NIST AI RMF`.
    pub short: String,
    /// Full name; empty if not stated, like all texts from here on.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Edition.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Who publishes it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub publisher: String,
    /// Where the publisher has it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Those of its controls that rules touch, by id.
    pub controls: Vec<ControlRecord>,
}

/// A control that rules touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ControlRecord {
    /// Id as policies write it after the colon.
    pub id: String,
    /// The id as the publisher prints it.
    pub label: String,
    /// What it asks for, in our words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// From when it applies, for people, where that was still to come; empty otherwise.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub from: String,
}

impl SystemRecord {
    /// The record of a system before any rule was checked.
    pub(super) fn new(system: &System) -> Self {
        let at = |path: &[&str]| path.iter().try_fold(system.node(), |node, key| node.get(key)).and_then(Node::as_str);
        let accountable = |key| at(&["owners", "accountable", key]).unwrap_or_default().to_owned();
        Self {
            id: system.id.clone(),
            name: system.name.clone(),
            path: system.place().source.name().to_owned(),
            stage: at(&["lifecycle", "stage"]).map(str::to_owned),
            tier: at(&["risk", "tier"]).map(str::to_owned),
            accountable: at(&["owners", "accountable", "name"])
                .map(|_| Contact { name: accountable("name"), contact: accountable("contact") }),
            ..Self::default()
        }
    }
}

impl TierRecord {
    /// What came of one classification.
    pub(super) fn new(classification: &Classification, classified: &Classified) -> Self {
        let ids = classified.possible.iter().filter_map(|tier| classification.tiers.get(*tier));
        Self {
            classification: classification.id.clone(),
            short: classification.short.clone(),
            possible: ids.map(|tier| tier.id.clone()).collect(),
            idle: classified.tier() == Some(classification.tiers.len().saturating_sub(1)),
            agreement: classified.agreement(),
        }
    }
}

impl Record {
    /// Puts systems in order.
    pub(super) fn sort(&mut self) {
        self.systems.sort_by(|a, b| (&a.id, &a.path).cmp(&(&b.id, &b.path)));
    }

    /// Adds what another part of the same run, or another run, has; of rules and controls that both have the first stays.
    pub fn add(&mut self, other: Self) {
        self.systems.extend(other.systems);
        self.sort();
        for (rule, verdict) in other.fleet {
            note(&mut self.fleet, &rule, verdict);
        }
        self.rules.extend(other.rules);
        self.rules.sort_by(|a, b| (&a.id, &a.policy).cmp(&(&b.id, &b.policy)));
        self.rules.dedup_by(|a, b| a.id == b.id && a.policy == b.policy);
        for framework in other.frameworks {
            match self.frameworks.iter_mut().find(|known| known.id == framework.id) {
                Some(known) => known.controls.extend(framework.controls),
                None => self.frameworks.push(framework),
            }
        }
        self.frameworks.sort_by(|a, b| a.id.cmp(&b.id));
        for framework in &mut self.frameworks {
            framework.controls.sort_by(|a, b| a.id.cmp(&b.id));
            framework.controls.dedup_by(|a, b| a.id == b.id);
        }
    }
}

/// Keeps the weightier of two verdicts on a rule.
pub(super) fn note(verdicts: &mut BTreeMap<String, Verdict>, rule: &str, verdict: Verdict) {
    match verdicts.get_mut(rule) {
        Some(known) => *known = (*known).max_by_weight(verdict),
        None => {
            verdicts.insert(rule.to_owned(), verdict);
        }
    }
}

/// The rules of a run.
pub(super) fn rules(policies: &PolicySet) -> Vec<RuleRecord> {
    let record = |rule: &crate::policy::Rule| {
        let policy = policies.policy(rule);
        RuleRecord {
            id: rule.id.clone(),
            policy: policy.id.clone(),
            policy_title: policy.title.clone(),
            title: rule.title.clone(),
            severity: rule.severity,
            rationale: rule.rationale.as_deref().map(folded),
            controls: rule.controls().map(|control| control.text).collect(),
        }
    };
    let mut rules: Vec<RuleRecord> = policies.rules.iter().map(record).collect();
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    rules
}

/// The frameworks that rules touch, each with the controls that they touch.
pub(super) fn frameworks(rules: &[RuleRecord], catalog: &Catalog, as_of: jiff::civil::Date) -> Vec<FrameworkRecord> {
    let references: BTreeSet<&str> = rules.iter().flat_map(|rule| &rule.controls).map(String::as_str).collect();
    let mut frameworks: BTreeMap<&str, FrameworkRecord> = BTreeMap::new();
    for reference in references {
        let (Some((framework, id)), Ok(found)) = (reference.split_once(':'), catalog.control(reference)) else { continue };
        let of = found.framework();
        let record = frameworks.entry(framework).or_insert_with(|| FrameworkRecord {
            id: of.id.clone(),
            short: of.short.clone(),
            title: of.title.clone(),
            version: of.version.clone(),
            publisher: of.publisher.clone(),
            url: of.url.clone(),
            controls: Vec::new(),
        });
        let from = of.standing(found.id(), as_of).starts().map(|start| start.to_string()).unwrap_or_default();
        record.controls.push(ControlRecord { id: id.to_owned(), label: found.label().to_owned(), title: found.title().to_owned(), from });
    }
    frameworks.into_values().collect()
}
