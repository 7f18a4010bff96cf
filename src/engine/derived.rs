//! What rules read as `derived`: the results of classifications as a document, with the way back to the manifest's lines.

use std::rc::Rc;
use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::classify::{Classified, Footing, Reply, classify};
use super::record::TierRecord;
use crate::cel::{Key, Text, Value};
use crate::document::{self, Node, Path, PathStep, Tree};
use crate::manifest::System;
use crate::policy::{Classification, Derivations, name};
use crate::text::Source;

/// The results for one system.
#[derive(Debug)]
pub(super) struct Derived {
    tree: Arc<Tree>,
    /// For each path of the document, the facts behind what stands there, or those that are missing.
    grounds: Vec<(String, Vec<Footing>)>,
    /// The same in short, for the record of a run.
    pub tiers: Vec<TierRecord>,
}

impl Derived {
    /// Classifies a system by every procedure.
    pub fn of(derivations: &Derivations, system: &System, today: Date) -> Self {
        let mut document = Map::new();
        let (mut grounds, mut tiers) = (Vec::new(), Vec::new());
        for classification in derivations.all() {
            if let Some(classified) = classify(classification, system, today) {
                let mut entry = Entry { prefix: classification.name(), classification, classified: &classified, grounds: &mut grounds };
                document.insert(classification.name(), entry.value());
                tiers.push(TierRecord::new(classification, &classified));
            }
        }
        let (tree, _) = document::parse(&Arc::new(Source::new("derived", Json::Object(document).to_string())));
        Self { tree: Arc::new(tree), grounds, tiers }
    }

    /// The documents of systems as expressions see them: the only one, or of a fleet all by the systems' ids.
    pub fn value<'d>(all: &'d [Self], systems: &'d [System], fleet: bool) -> Value<'d, Node<'d>> {
        let node = |derived: &'d Self| derived.node().map_or(Value::Null, Value::Node);
        if !fleet {
            return all.first().map_or(Value::Null, node);
        }
        let entry = |(system, derived): (&'d System, &'d Self)| (Key::Text(Text::Borrowed(system.id.as_str())), node(derived));
        Value::Map(Rc::new(systems.iter().zip(all).map(entry).collect()))
    }

    /// The document.
    pub fn node(&self) -> Option<Node<'_>> {
        self.tree.roots().next()
    }

    /// Whether a node is part of the document.
    pub fn owns(&self, node: Node<'_>) -> bool {
        std::ptr::eq(self.tree.as_ref(), node.tree())
    }

    /// The facts behind the place that a path leads to, or behind the nearest above it that has any.
    pub fn footings(&self, path: &Path) -> &[Footing] {
        let mut path = path.clone();
        // An item of a list is as well founded as the list.
        while let Some(step) = path.0.last() {
            let known = self.grounds.iter().find(|(known, _)| *known == path.to_string());
            if let Some((_, grounds)) = known {
                return grounds;
            }
            if matches!(step, PathStep::Key(_)) {
                break;
            }
            path.0.pop();
        }
        &[]
    }
}

/// One procedure's part of the document.
struct Entry<'a> {
    prefix: String,
    classification: &'a Classification,
    classified: &'a Classified,
    grounds: &'a mut Vec<(String, Vec<Footing>)>,
}

impl Entry<'_> {
    fn value(&mut self) -> Json {
        let (classification, classified) = (self.classification, self.classified);
        let id = |tier: &usize| classification.tiers.get(*tier).map_or("", |tier| tier.id.as_str());
        let mut value = Map::new();
        let floor = id(&classified.floor);
        value.insert("possible".to_owned(), classified.possible.iter().map(id).collect());
        match classified.tier() {
            Some(tier) => {
                value.insert("tier".to_owned(), json!(id(&tier)));
                self.found("tier", self.deciding(floor));
            }
            None => self.found("tier", self.missing(|tier| tier != classified.floor)),
        }
        let mut at_least = Map::new();
        for (name, limit) in classification.at_least() {
            let reached = classified.possible.iter().filter(|tier| **tier <= limit).count();
            let known = match reached {
                0 => json!(false),
                reached if reached == classified.possible.len() => json!(true),
                _ => json!("unknown"),
            };
            let grounds =
                if known.is_boolean() { self.deciding(floor) } else { self.missing(|tier| (tier <= limit) != (classified.floor <= limit)) };
            self.found(&format!("at_least.{name}"), grounds);
            at_least.insert(name, known);
        }
        value.insert("at_least".to_owned(), Json::Object(at_least));
        value.insert("answers".to_owned(), self.answers());
        match &classified.roles {
            Some(roles) => {
                value.insert("roles".to_owned(), roles.iter().map(|(role, _)| role.as_str()).collect());
                self.found("roles", roles.iter().flat_map(|(_, grounds)| grounds.clone()).collect());
            }
            None => self.found("roles", classified.roles_missing.clone()),
        }
        Json::Object(value)
    }

    fn answers(&mut self) -> Json {
        let mut answers = Map::new();
        for (step, answered) in self.classification.steps.iter().zip(&self.classified.steps) {
            let answer = match answered.answer {
                Reply::Yes => json!(true),
                Reply::No | Reply::NotAsked => json!(false),
                Reply::Open => json!("unknown"),
            };
            let name = name(&step.id);
            self.found(&format!("answers.{name}"), answered.grounds.clone());
            answers.insert(name, answer);
        }
        Json::Object(answers)
    }

    fn found(&mut self, path: &str, grounds: Vec<Footing>) {
        self.grounds.push((format!("{}.{path}", self.prefix), grounds));
    }

    /// The facts that gave the tier.
    fn deciding(&self, tier: &str) -> Vec<Footing> {
        let gives = |(at, answer): (usize, Reply)| {
            let step = self.classification.steps.get(at)?;
            let consequence = match answer {
                Reply::Yes => &step.then,
                Reply::No => &step.or_else,
                Reply::Open | Reply::NotAsked => return None,
            };
            (consequence.tier == Some(self.classified.floor)).then_some(at)
        };
        let steps = self.classified.steps.iter().map(|answered| answered.answer).enumerate().filter_map(gives);
        let mut grounds: Vec<Footing> = Vec::new();
        for ground in steps.filter_map(|at| self.classified.steps.get(at)).flat_map(|answered| answered.grounds.iter().take(2)) {
            if !grounds.iter().any(|known| known.path == ground.path) {
                let mut ground = ground.clone();
                ground.label.text = format!("{}: this makes it `{tier}`", ground.label.text);
                grounds.push(ground);
            }
        }
        grounds
    }

    /// The facts that are missing to tell whether one of these tiers is it.
    fn missing(&self, wanted: impl Fn(usize) -> bool) -> Vec<Footing> {
        let steps = self.classified.open.iter().filter(|(tier, _)| wanted(*tier)).filter_map(|(_, at)| self.classified.steps.get(*at));
        let mut grounds: Vec<Footing> = Vec::new();
        for ground in steps.flat_map(|answered| &answered.grounds) {
            if !grounds.iter().any(|known| known.path == ground.path) {
                grounds.push(ground.clone());
            }
        }
        grounds
    }
}
