//! What the facts of a manifest derive by a classification: tier, roles, duties, and the questions that are open.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::locate::Spot;
use crate::diagnostic::{Diagnostic, Label};
use crate::document::{Node, NodeId, Path};
use crate::manifest::System;
use crate::policy::Classification;

mod ask;
mod duties;
mod walk;

/// What came of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The facts say yes.
    Yes,
    /// The facts say no.
    No,
    /// Facts are missing.
    Open,
    /// An earlier answer, or its own condition, makes it pointless.
    NotAsked,
}

impl Reply {
    /// The word that formats print.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Open => "open",
            Self::NotAsked => "not asked",
        }
    }
}

/// A place of the manifest that decided, or where a fact is missing.
#[derive(Clone, Debug)]
pub struct Footing {
    /// Where, and what is there.
    pub label: Label,
    /// Its way from the root, or the way that is to be written.
    pub path: Path,
    pub(super) node: NodeId,
}

impl Footing {
    pub(super) fn of(spot: Spot<'_>) -> Self {
        let mut label = spot.label;
        // Away from the manifest's lines, what is meant must be named.
        if let Some(rest) = label.text.strip_prefix("this ") {
            label.text = format!("`{}` {rest}", spot.path);
        }
        Self { node: spot.node.id(), label, path: spot.path }
    }

    pub(super) fn spot<'v>(&self, system: Node<'v>) -> Spot<'v> {
        Spot { label: self.label.clone(), path: self.path.clone(), node: system.tree().node(self.node) }
    }
}

/// A question with its answer.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What came of it.
    pub answer: Reply,
    /// The facts that decided; for an open question, those that are missing.
    pub grounds: Vec<Footing>,
    /// The facts that made the question worth asking.
    pub asked: Vec<Footing>,
    /// Whether something follows from it: the tier, a role, a duty.
    pub matters: bool,
}

/// A fact to declare.
#[derive(Clone, Debug)]
pub struct Question {
    /// Where it belongs.
    pub ground: Footing,
    /// Positions of the steps that wait for it.
    pub steps: Vec<usize>,
    /// Whether it can change the tier; else only roles and duties wait for it.
    pub tier: bool,
}

/// A duty that applies, or may.
#[derive(Clone, Debug)]
pub struct Due {
    /// Position of the duty.
    pub duty: usize,
    /// Whether it applies for certain.
    pub certain: bool,
    /// Positions of the steps that it follows from.
    pub basis: Vec<usize>,
}

/// How the declared tier stands to the derived one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// None is declared.
    #[default]
    Undeclared,
    /// They are the same.
    Same,
    /// The declared one is worse than all that is possible.
    Stricter,
    /// A worse tier than the declared one cannot be excluded.
    Unsure,
    /// The declared one is milder than all that is possible.
    Below,
}

/// What came of one procedure on one system. Tiers are positions, the worst first.
#[derive(Clone, Debug)]
pub struct Classified {
    /// Id of the system.
    pub system: String,
    /// Every tier that cannot be excluded, the worst first.
    pub possible: Vec<usize>,
    /// The tier if every open question is answered with no.
    pub floor: usize,
    /// The tier that the manifest declares, and where.
    pub declared: Option<(usize, Footing)>,
    /// The answers, in the order of the steps.
    pub steps: Vec<Answered>,
    /// Our roles with their grounds; nothing where nobody declared any.
    pub roles: Option<Vec<(String, Vec<Footing>)>>,
    /// Where our roles belong, while nobody declared any.
    pub(super) roles_missing: Vec<Footing>,
    /// What has to be done, by us or, where our roles are not declared, by anybody.
    pub duties: Vec<Due>,
    /// Facts to declare, those that can change the tier first.
    pub questions: Vec<Question>,
    /// Expressions that failed.
    pub failures: Vec<Diagnostic>,
    /// Tiers that open questions could still give, with the positions of their steps.
    pub(super) open: Vec<(usize, usize)>,
}

impl Classified {
    /// The tier, where it is decided.
    pub fn tier(&self) -> Option<usize> {
        if let [tier] = self.possible[..] { Some(tier) } else { None }
    }

    /// The worst tier that cannot be excluded.
    pub fn worst(&self) -> usize {
        self.possible.first().copied().unwrap_or(self.floor)
    }

    /// The mildest tier that is possible.
    pub fn mildest(&self) -> usize {
        self.possible.last().copied().unwrap_or(self.floor)
    }

    /// How the declared tier stands to the derived one.
    pub fn agreement(&self) -> Agreement {
        match &self.declared {
            None => Agreement::Undeclared,
            Some((declared, _)) if *declared > self.mildest() => Agreement::Below,
            Some((declared, _)) if *declared > self.worst() => Agreement::Unsure,
            Some((declared, _)) if *declared < self.worst() => Agreement::Stricter,
            Some(_) => Agreement::Same,
        }
    }

    /// Whether somebody has to act: the declared tier is too mild, or an open question could make it so.
    pub fn is_finding(&self) -> bool {
        match self.agreement() {
            Agreement::Below | Agreement::Unsure => true,
            Agreement::Undeclared => self.possible.len() > 1,
            Agreement::Same | Agreement::Stricter => false,
        }
    }
}

/// Classifies a system; nothing where the procedure has problems of its own, which are reported with it.
pub fn classify(classification: &Classification, system: &System, today: Date) -> Option<Classified> {
    let compiled = classification.compiled().ok()?;
    let node = system.node();
    let mut walk = walk::Walk::new(classification, compiled, node, today);
    walk.steps();
    let possible = walk.possible();
    let duties = duties::duties(&mut walk, &possible);
    let questions = ask::questions(&walk, &duties);
    walk.mark(&possible);
    let declared = classification.declared_tier(node).map(|(tier, at)| (tier, Footing::of(super::locate::whole(at, "declared here"))));
    Some(Classified {
        system: system.id.clone(),
        floor: walk.floor(),
        possible,
        declared,
        roles: walk.known_roles(),
        roles_missing: ask::roles(&walk),
        duties: duties.into_iter().map(|(due, _)| due).collect(),
        questions,
        failures: walk.failures,
        open: walk.open,
        steps: walk.answered,
    })
}
