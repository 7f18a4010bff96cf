//! `PolicyTest`: a table of cases with a base and parameters of its own, for any rules.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::DEFAULT_DAY;
use super::case::{Ready, Trial, day};
use super::fragment;
use super::wanted::Wanted;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Entry, Node, NodeId, Tree};
use crate::manifest::System;
use crate::policy::{Params, PolicySet, Rule};
use crate::schema::{self, Kind};
use crate::text::nearest;

/// A table of cases.
#[derive(Debug)]
pub struct Table {
    tree: Arc<Tree>,
    node: NodeId,
    /// The manifest that `base_file` names.
    base: Option<(Arc<Tree>, NodeId)>,
}

impl Table {
    /// Reads a table.
    ///
    /// # Errors
    /// What keeps the document from being one.
    pub fn read(tree: &Arc<Tree>, node: NodeId) -> Result<Self, Vec<Diagnostic>> {
        let problems = schema::validate(Kind::PolicyTest, tree.node(node));
        if problems.is_empty() { Ok(Self { tree: Arc::clone(tree), node, base: None }) } else { Err(problems) }
    }

    /// The manifest that its cases are laid over, as the table names it, and where.
    pub fn base_file(&self) -> Option<(&str, Place)> {
        let file = self.node().get("base_file")?;
        Some((file.as_str()?, file.place()))
    }

    /// Lays all cases over this manifest.
    pub fn set_base(&mut self, system: &System) {
        self.base = Some((Arc::clone(&system.tree), system.root));
    }

    fn node(&self) -> Node<'_> {
        self.tree.node(self.node)
    }

    /// Each case with each rule that it expects something of.
    pub(super) fn trials<'a>(&self, sets: &[&'a PolicySet], known: &BTreeSet<String>) -> (Vec<Trial<'a>>, Vec<Diagnostic>) {
        let node = self.node();
        let mut problems = unknown_policies(node, sets);
        let mut trials = Vec::new();
        for case in node.get("cases").into_iter().flat_map(Node::items) {
            problems.extend(unknown_policies(case, sets));
            let mut rules = Vec::new();
            for entry in case.get("expect").into_iter().flat_map(Node::entries) {
                match sets.iter().find_map(|set| Some((*set, set.rules.iter().find(|rule| rule.id == entry.name())?))) {
                    Some((set, rule)) => rules.push((set, rule, entry)),
                    None if known.contains(entry.name()) => {}
                    None => problems.push(unknown_rule(entry, known)),
                }
            }
            trials.extend(self.of_case(case, &rules));
        }
        (trials, problems)
    }

    fn of_case<'a>(&self, case: Node<'_>, rules: &[(&'a PolicySet, &'a Rule, Entry<'_>)]) -> Vec<Trial<'a>> {
        let file = self.base.as_ref().map(|(tree, node)| tree.node(*node));
        let bases: Vec<Node<'_>> = file.into_iter().chain(self.node().get("base")).collect();
        let systems = fragment::systems(&bases, case);
        let trial = |(set, rule, entry): &(&'a PolicySet, &'a Rule, Entry<'_>)| Trial {
            rule,
            suite: self.tree.source().name().to_owned(),
            name: case.get("name").and_then(Node::as_str).unwrap_or_default().to_owned(),
            place: entry.key.place(),
            today: day(case).or_else(|| day(self.node())).unwrap_or(DEFAULT_DAY),
            ready: systems.clone().and_then(|systems| Ok(Ready { systems, params: self.params(case, set, rule)? })),
            wanted: Wanted::of_entry(entry.value),
        };
        // What is wrong with the case is wrong for every rule, and told once.
        let told = if systems.is_ok() { rules.len() } else { 1 };
        rules.iter().take(told).map(trial).collect()
    }

    /// The parameters of the rule's policy, as the table and the case set them.
    fn params(&self, case: Node<'_>, set: &PolicySet, rule: &Rule) -> Result<Params, Vec<Diagnostic>> {
        let policy = set.policy(rule);
        let mut params = policy.params.clone();
        let mut problems = Vec::new();
        for node in [self.node(), case] {
            if let Some(values) = node.get("params").and_then(|params| params.get(&policy.id)) {
                problems.extend(params.set(&policy.id, &self.tree, values));
            }
        }
        if problems.is_empty() { Ok(params) } else { Err(problems) }
    }
}

fn unknown_rule(entry: Entry<'_>, known: &BTreeSet<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::UnknownReference, format!("there is no rule `{}`", entry.name()));
    let diagnostic = diagnostic.at(entry.key.place(), "no such rule");
    let same = || known.iter().find(|id| plain(id) == plain(entry.name())).map(String::as_str);
    match nearest(entry.name(), known).or_else(same) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`provost explain` lists the built-in rules; name your own policies beside the table"),
    }
}

/// An id in capitals, its numbers without leading zeros.
fn plain(id: &str) -> String {
    let parts = id.split(['-', '_', '.']).map(|part| part.trim_start_matches('0').to_uppercase());
    parts.collect::<Vec<_>>().join("-")
}

/// Policies that parameters are set for and that nobody knows.
fn unknown_policies(node: Node<'_>, sets: &[&PolicySet]) -> Vec<Diagnostic> {
    let ids = || sets.iter().flat_map(|set| set.policies.iter().map(|policy| policy.id.as_str()));
    let unknown = |entry: Entry<'_>| {
        let diagnostic = Diagnostic::error(Code::BadParameter, format!("there is no policy `{}`", entry.name()));
        let diagnostic = diagnostic.at(entry.key.place(), "no such policy");
        match nearest(entry.name(), ids()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("parameters stand under the id of the policy that declares them"),
        }
    };
    let entries = node.get("params").into_iter().flat_map(Node::entries);
    entries.filter(|entry| !ids().any(|id| id == entry.name())).map(unknown).collect()
}
