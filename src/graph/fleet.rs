//! All systems in one picture: what they share is drawn once, what is a system's own is folded into it.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{Builder, model_name};
use super::ends::{End, Vendors, end, list, text};
use super::mark::Marks;
use super::system::{is_vendors, model_words};
use super::{Data, Edge, EdgeKind, Graph, Node, NodeKind, Tally, Zone};
use crate::engine::Finding;
use crate::manifest::System;
use crate::text::plural;

/// Above this many systems, those with the same vendors are drawn as one node.
pub const MANY_SYSTEMS: usize = 50;

/// Most systems that such a node lists.
const LISTED: usize = 6;

/// All systems, in the order of their ids, with the findings of a run over them.
pub fn of_fleet(systems: &[System], findings: Option<&[Finding]>) -> Graph {
    let whom = if systems.len() == 1 { "whom it exchanges" } else { "whom they exchange" };
    let title = format!("{} and {whom} data with", plural(systems.len(), "AI system"));
    let vendors = Vendors::of(systems);
    let builder = Builder::new(title, findings.is_some());
    let mut fleet = Fleet { systems, vendors, builder, ways: BTreeMap::new(), nodes: BTreeMap::new() };
    let marks = Marks::of(findings.unwrap_or_default());
    let shared = fleet.shared();
    fleet.draw_systems(&marks);
    for system in systems {
        fleet.flows(system, &shared, &marks);
        fleet.upstream(system);
    }
    fleet.models(&marks);
    fleet.dependencies(&marks);
    fleet.finish()
}

/// All flows from one node to another.
#[derive(Default)]
struct Way {
    flows: usize,
    data: Option<Data>,
    tally: Tally,
}

struct Fleet<'a> {
    systems: &'a [System],
    vendors: Vendors,
    builder: Builder,
    ways: BTreeMap<(usize, usize, EdgeKind), Way>,
    /// The node of each system.
    nodes: BTreeMap<&'a str, usize>,
}

impl<'a> Fleet<'a> {
    /// What several systems call by the same name inside the organization, in lower case.
    fn shared(&mut self) -> BTreeSet<String> {
        let mut users: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for system in self.systems {
            for flow in list(system.node(), "data_flows") {
                for side in ["from", "to"] {
                    if let End::Internal(name) = end(flow.get(side), system, self.systems, &mut self.vendors) {
                        users.entry(name.trim().to_lowercase()).or_default().insert(&system.id);
                    }
                }
            }
        }
        users.into_iter().filter(|(name, users)| users.len() > 1 && name != "internal, not named").map(|(name, _)| name).collect()
    }

    fn draw_systems(&mut self, marks: &Marks<'_>) {
        if self.systems.len() <= MANY_SYSTEMS {
            for system in self.systems {
                let node = self.builder.node(&format!("system {}", system.id), || Node::of_system(system, marks.system(&system.id)));
                self.nodes.insert(&system.id, node);
                // A model that nobody claims hides on whom the system depends.
                for model in list(system.node(), "models").filter(|model| text(*model, "provider").is_none()) {
                    let tally = marks.entry(&system.id, "models", text(model, "id").unwrap_or_default());
                    self.builder.row(node, model_words(model), tally);
                }
            }
            return;
        }
        let mut groups: BTreeMap<Vec<usize>, Vec<&'a System>> = BTreeMap::new();
        for system in self.systems {
            let vendors = self.vendors_of(system);
            groups.entry(vendors).or_default().push(system);
        }
        for (vendors, members) in groups {
            self.draw_group(&vendors, &members, marks);
        }
    }

    /// Several systems as one node; one alone is drawn as itself.
    fn draw_group(&mut self, vendors: &[usize], members: &[&'a System], marks: &Marks<'_>) {
        let node = match members {
            [one] => self.builder.node(&format!("system {}", one.id), || Node::of_system(one, marks.system(&one.id))),
            _ => {
                let note = if vendors.is_empty() { "without vendors" } else { "with the same vendors" };
                let name = plural(members.len(), "system");
                let node =
                    self.builder.node(&format!("group {vendors:?}"), || Node::new(Zone::Organization, NodeKind::System, &name, note));
                for system in members.iter().take(LISTED) {
                    self.builder.row(node, system.id.clone(), marks.system(&system.id));
                }
                if members.len() > LISTED {
                    self.builder.row(node, format!("and {} more", members.len() - LISTED), Tally::default());
                }
                for system in members {
                    self.builder.touch(node, marks.system(&system.id));
                }
                node
            }
        };
        for system in members {
            self.nodes.insert(&system.id, node);
        }
    }

    /// Every vendor that a system has to do with, in order.
    fn vendors_of(&mut self, system: &System) -> Vec<usize> {
        let mut vendors = BTreeSet::new();
        for entry in list(system.node(), "vendors") {
            vendors.insert(self.vendors.of_system(system, text(entry, "id").unwrap_or_default()));
        }
        for model in list(system.node(), "models").filter(|model| is_vendors(*model)) {
            vendors.insert(self.vendors.of_system(system, text(model, "provider").unwrap_or_default()));
        }
        for flow in list(system.node(), "data_flows") {
            for side in ["from", "to"] {
                if let End::Vendor(at) = end(flow.get(side), system, self.systems, &mut self.vendors) {
                    vendors.insert(at);
                }
            }
        }
        vendors.into_iter().collect()
    }

    fn of(&self, id: &str) -> Option<usize> {
        self.nodes.get(id).copied()
    }

    /// Every flow as one or two ways: what is the system's own stands for the system, and what comes from others to others
    /// goes through it.
    fn flows(&mut self, system: &System, shared: &BTreeSet<String>, marks: &Marks<'_>) {
        let Some(own) = self.of(&system.id) else { return };
        for flow in list(system.node(), "data_flows") {
            let from = self.end(flow.get("from"), system, own, shared);
            let to = self.end(flow.get("to"), system, own, shared);
            let data = text(flow, "classification").and_then(Data::from_word);
            let tally = marks.entry(&system.id, "data_flows", text(flow, "id").unwrap_or_default());
            for (from, to) in [(from, own), (own, to)] {
                if from != to {
                    self.way(from, to, EdgeKind::Flow, data, tally);
                }
            }
        }
    }

    fn end(&mut self, node: Option<crate::document::Node<'_>>, system: &System, own: usize, shared: &BTreeSet<String>) -> usize {
        match end(node, system, self.systems, &mut self.vendors) {
            End::System(id) => self.of(&id).unwrap_or(own),
            End::Vendor(at) => self.builder.vendor(at, self.vendors.0.get(at)),
            End::Party(what, name) => self.builder.party(what, &name),
            End::Internal(name) if shared.contains(&name.trim().to_lowercase()) => self.builder.internal(&name),
            End::Internal(_) | End::Store(_) | End::Undeclared => own,
        }
    }

    fn way(&mut self, from: usize, to: usize, kind: EdgeKind, data: Option<Data>, tally: Tally) {
        let way = self.ways.entry((from, to, kind)).or_default();
        way.flows += 1;
        way.data = way.data.max(data);
        way.tally.add(tally);
    }

    /// The systems whose output a system consumes.
    fn upstream(&mut self, system: &System) {
        let Some(own) = self.of(&system.id) else { return };
        for id in system.node().get("scope").into_iter().flat_map(|scope| list(scope, "systems")) {
            let id = id.as_str().unwrap_or_default();
            let from = self.of(id).unwrap_or_else(|| self.builder.stranger(id));
            if from != own {
                self.way(from, own, EdgeKind::Feeds, None, Tally::default());
            }
        }
    }

    /// Each vendor's models, once, with how many systems use them.
    fn models(&mut self, marks: &Marks<'_>) {
        let mut users: BTreeMap<(usize, String), (BTreeSet<&str>, Tally)> = BTreeMap::new();
        for system in self.systems {
            for model in list(system.node(), "models").filter(|model| is_vendors(*model)) {
                let at = self.vendors.of_system(system, text(model, "provider").unwrap_or_default());
                let node = self.builder.vendor(at, self.vendors.0.get(at));
                let (ids, tally) = users.entry((node, model_name(model).to_owned())).or_default();
                ids.insert(&system.id);
                tally.add(marks.entry(&system.id, "models", text(model, "id").unwrap_or_default()));
            }
        }
        for ((node, name), (ids, tally)) in users {
            self.builder.row(node, format!("model {name} · {}", plural(ids.len(), "system")), tally);
        }
    }

    /// How many systems depend on each vendor, and an edge for those that declare no flow with it.
    fn dependencies(&mut self, marks: &Marks<'_>) {
        let mut users: BTreeMap<usize, usize> = BTreeMap::new();
        for system in self.systems {
            let Some(own) = self.of(&system.id) else { continue };
            for at in self.vendors_of(system) {
                let node = self.builder.vendor(at, self.vendors.0.get(at));
                *users.entry(node).or_default() += 1;
                let between = |from, to| self.ways.contains_key(&(from, to, EdgeKind::Flow));
                if !between(own, node) && !between(node, own) {
                    self.way(own, node, EdgeKind::Uses, None, Tally::default());
                }
            }
            for entry in list(system.node(), "vendors") {
                let id = text(entry, "id").unwrap_or_default();
                let at = self.vendors.of_system(system, id);
                let node = self.builder.vendor(at, self.vendors.0.get(at));
                self.builder.touch(node, marks.entry(&system.id, "vendors", id));
            }
        }
        for (node, count) in users {
            if let Some(node) = self.builder.graph.nodes.get_mut(node) {
                let used = format!("used by {}", plural(count, "system"));
                node.note = if node.note.is_empty() { used } else { format!("{} · {used}", node.note) };
            }
        }
    }

    fn finish(mut self) -> Graph {
        for ((from, to, kind), way) in self.ways {
            let label = match kind {
                EdgeKind::Uses if way.flows == 1 => "no flow declared".to_owned(),
                EdgeKind::Uses => format!("no flow declared · {}", plural(way.flows, "system")),
                EdgeKind::Feeds => "output".to_owned(),
                EdgeKind::Flow => {
                    let data = way.data.map_or("not declared", Data::as_str);
                    if way.flows == 1 { data.to_owned() } else { format!("{data} · {}", plural(way.flows, "flow")) }
                }
            };
            self.builder.edge(Edge { from, to, kind, data: way.data, label: vec![label], tally: way.tally });
        }
        let mut graph = self.builder.graph;
        graph.description = description(self.systems.len(), &graph);
        graph
    }
}

fn description(systems: usize, graph: &Graph) -> String {
    let count = |kind: NodeKind| graph.nodes.iter().filter(|node| node.kind == kind).count();
    let mut users: Vec<(usize, &str)> = Vec::new();
    for (at, node) in graph.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Vendor) {
        let neighbors: BTreeSet<usize> =
            graph.edges.iter().filter(|edge| edge.from == at || edge.to == at).map(|edge| edge.from + edge.to - at).collect();
        users.push((neighbors.len(), &node.name));
    }
    users.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    let most = match users.first() {
        Some((many, name)) if *many > 1 && systems <= MANY_SYSTEMS => {
            format!(" {} depend on {name}, more than on any other.", plural(*many, "system"))
        }
        _ => String::new(),
    };
    let vendors = plural(count(NodeKind::Vendor), "vendor");
    format!("{}, {vendors}, {} outside.{most}", plural(systems, "AI system"), plural(count(NodeKind::Party), "party"))
}
