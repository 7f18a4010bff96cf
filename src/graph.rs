//! Floor 7: where data comes from, which systems and vendors it passes, and where it ends, as nodes and edges.
//!
//! Made from manifests alone, or with the findings of a run marked on what they touch. [`of_fleet`] shows all systems with what
//! they share drawn once, [`of_system`] every flow of one. Knows nothing of coordinates, colors or formats: how a graph looks is a
//! writer's question.

mod build;
mod ends;
mod fleet;
mod mark;
mod system;

pub use fleet::{MANY_SYSTEMS, of_fleet};
pub use system::of_system;

use serde::{Deserialize, Serialize};

use crate::engine::Finding;
use crate::manifest::System;
use crate::policy::Severity;

/// The flows of one system with what was found on them, as a stored result keeps them; nothing where there is nothing to draw.
pub fn picture(system: &System, findings: &[Finding]) -> Option<serde_json::Value> {
    let graph = of_system(system, std::slice::from_ref(system), Some(findings));
    if graph.edges.is_empty() { None } else { serde_json::to_value(&graph).ok() }
}

/// Nodes, the edges between them, and what to call the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graph {
    /// Its title.
    pub title: String,
    /// What it shows, in a sentence or two, for those who cannot see it.
    pub description: String,
    /// In the order in which they were met; sorted by zone where a writer needs that.
    pub nodes: Vec<Node>,
    /// Between positions of `nodes`.
    pub edges: Vec<Edge>,
    /// Whether findings are marked; without, nothing says that there are none.
    pub checked: bool,
}

/// Whose ground a node stands on: data that passes from one zone to another crosses a trust boundary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zone {
    /// People, partners and the public.
    Outside,
    /// The organization that declares the systems.
    Organization,
    /// Third parties that it depends on.
    Vendors,
}

impl Zone {
    /// Every zone, in reading order.
    pub const ALL: [Self; 3] = [Self::Outside, Self::Organization, Self::Vendors];

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Outside => "People and partners",
            Self::Organization => "Our organization",
            Self::Vendors => "Vendors",
        }
    }
}

/// What a node stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NodeKind {
    /// A declared AI system, or one that another names as its source.
    System,
    /// Something inside the organization.
    Internal,
    /// An index, memory, cache, database or folder.
    Store,
    /// A vendor, or what a flow calls external.
    Vendor,
    /// People, a partner or the public.
    Party,
}

/// One thing that data comes from, passes or goes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Whose ground it stands on.
    pub zone: Zone,
    /// What it is.
    pub kind: NodeKind,
    /// What people call it.
    pub name: String,
    /// What else is to be said of it, in short: stage, kind, region.
    pub note: String,
    /// What belongs to it, one line each: models, stores, datasets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// Whether it is out of use, or not in the inventory.
    pub faint: bool,
    /// Findings that touch it.
    #[serde(default, skip_serializing_if = "Tally::is_empty")]
    pub tally: Tally,
}

/// A line within a node.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it says.
    pub text: String,
    /// Findings that touch it.
    #[serde(default, skip_serializing_if = "Tally::is_empty")]
    pub tally: Tally,
}

/// What connects two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeKind {
    /// Declared data flows.
    Flow,
    /// A dependency for which no flow is declared.
    Uses,
    /// A system's output that another consumes.
    Feeds,
}

/// A way from one node to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edge {
    /// Position of the node where it begins.
    pub from: usize,
    /// Position of the node where it ends.
    pub to: usize,
    /// What it is.
    pub kind: EdgeKind,
    /// The most sensitive data on it; nothing if nobody declared any.
    pub data: Option<Data>,
    /// What is written on it, line by line.
    pub label: Vec<String>,
    /// Findings that touch it.
    #[serde(default, skip_serializing_if = "Tally::is_empty")]
    pub tally: Tally,
}

/// How sensitive data is, as manifests classify it; the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Data {
    /// Known to everybody.
    Public,
    /// For the organization.
    Internal,
    /// For some of the organization.
    Confidential,
    /// About persons.
    Personal,
    /// About persons' health, beliefs and the like.
    SpecialCategory,
}

impl Data {
    /// Every classification.
    pub const ALL: [Self; 5] = [Self::Public, Self::Internal, Self::Confidential, Self::Personal, Self::SpecialCategory];

    /// The word of manifests.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
            Self::Personal => "personal",
            Self::SpecialCategory => "special-category",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|data| data.as_str() == word)
    }
}

/// Findings that touch something, counted apart: a fact that nobody declared is no failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Failures.
    pub failed: usize,
    /// The worst severity among the failures.
    pub worst: Option<Severity>,
    /// Undeclared facts that rules wait for, counted by rule.
    pub undeclared: usize,
    /// Evaluations that broke.
    pub errors: usize,
}

impl Tally {
    /// Whether there is nothing to mark.
    pub fn is_empty(&self) -> bool {
        self.failed + self.undeclared + self.errors == 0
    }

    /// In words: `2 findings (critical) · 1 undeclared`; nothing if it is empty.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if let Some(worst) = self.worst {
            parts.push(format!("{} ({worst})", crate::text::plural(self.failed, "finding")));
        }
        if self.undeclared > 0 {
            parts.push(format!("{} undeclared", self.undeclared));
        }
        if self.errors > 0 {
            parts.push(crate::text::plural(self.errors, "error"));
        }
        parts.join(" · ")
    }
}

#[cfg(test)]
mod tests;
