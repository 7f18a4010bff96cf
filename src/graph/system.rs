//! One system with every flow that it declares.

use super::build::{Builder, model_name, said};
use super::ends::{End, Vendors, end, list, text};
use super::mark::Marks;
use super::{Data, Edge, EdgeKind, Graph, Node, NodeKind, Row, Tally, Zone};
use crate::document::Node as Yaml;
use crate::engine::Finding;
use crate::manifest::System;
use crate::text::plural;

/// The flows of one system; `systems` are those that it may name as its neighbors, `findings` those of a run over them.
pub fn of_system(system: &System, systems: &[System], findings: Option<&[Finding]>) -> Graph {
    let marks = Marks::of(findings.unwrap_or_default());
    let mut drawing = Drawing {
        system,
        systems,
        vendors: Vendors::of([system]),
        builder: Builder::new(format!("Data flows of {}", system.name), findings.is_some()),
        marks,
    };
    drawing.own();
    drawing.flows();
    drawing.upstream();
    drawing.dependencies();
    let mut graph = drawing.builder.graph;
    graph.description = description(system, &graph);
    graph
}

struct Drawing<'a> {
    system: &'a System,
    systems: &'a [System],
    vendors: Vendors,
    builder: Builder,
    marks: Marks<'a>,
}

impl Drawing<'_> {
    fn tally(&self, list: &str, entry: Yaml<'_>) -> Tally {
        self.marks.entry(&self.system.id, list, text(entry, "id").unwrap_or_default())
    }

    /// The system's own node, with what it runs, keeps and learned from.
    fn own(&mut self) -> usize {
        let (system, marks) = (self.system, &self.marks);
        let drawn = stores_at_ends(system);
        self.builder.node(&format!("system {}", system.id), || {
            let mut node = Node::of_system(system, marks.system(&system.id));
            for model in list(system.node(), "models").filter(|model| !is_vendors(*model)) {
                let tally = marks.entry(&system.id, "models", text(model, "id").unwrap_or_default());
                node.rows.push(Row { text: model_words(model), tally });
            }
            for (key, what, kind, data) in [("stores", "store", "kind", "classification"), ("datasets", "dataset", "role", "personal_data")]
            {
                for entry in list(system.node(), key) {
                    let id = text(entry, "id").unwrap_or_default();
                    if key == "stores" && drawn.contains(&id) {
                        continue;
                    }
                    let data = text(entry, data).map(|word| if word == "none" { "no personal data" } else { word });
                    let words =
                        said([Some(format!("{what} {id}")), text(entry, kind).map(|word| word.replace('-', " ")), data.map(str::to_owned)]);
                    node.rows.push(Row { text: words, tally: marks.entry(&system.id, key, id) });
                }
            }
            node
        })
    }

    fn flows(&mut self) {
        for flow in list(self.system.node(), "data_flows") {
            let tally = self.tally("data_flows", flow);
            let (from, to) = (self.end(flow, "from"), self.end(flow, "to"));
            let label = label(flow, self.builder.graph.nodes.get(to).is_some_and(|node| node.zone != Zone::Organization));
            if from == to {
                self.builder.row(from, format!("stays inside: {}", label.join(" · ")), tally);
                continue;
            }
            let data = text(flow, "classification").and_then(Data::from_word);
            self.builder.edge(Edge { from, to, kind: EdgeKind::Flow, data, label, tally });
        }
    }

    fn end(&mut self, flow: Yaml<'_>, key: &str) -> usize {
        match end(flow.get(key), self.system, self.systems, &mut self.vendors) {
            End::System(id) if id == self.system.id => self.own(),
            End::System(id) => self.neighbor(&id),
            End::Vendor(at) => self.vendor(at),
            End::Internal(name) => self.builder.internal(&name),
            End::Store(name) => self.store(&name),
            End::Party(what, name) => self.builder.party(what, &name),
            End::Undeclared => {
                let way = if key == "from" { "source" } else { "destination" };
                let node = || Node::new(Zone::Organization, NodeKind::Internal, &format!("{way} not declared"), "");
                self.builder.node(&format!("undeclared {way}"), || Node { faint: true, ..node() })
            }
        }
    }

    fn store(&mut self, name: &str) -> usize {
        let declared = list(self.system.node(), "stores").find(|store| text(*store, "id") == Some(name));
        let kind = declared.and_then(|store| text(store, "kind")).unwrap_or("store").replace('-', " ");
        let note = said([Some(kind), declared.and_then(|store| text(store, "region")).map(str::to_owned)]);
        let tally = declared.map(|store| self.tally("stores", store)).unwrap_or_default();
        self.builder.node(&format!("store {name}"), || {
            let node = Node::new(Zone::Organization, NodeKind::Store, name, &note);
            Node { tally, ..node }
        })
    }

    fn vendor(&mut self, at: usize) -> usize {
        self.builder.vendor(at, self.vendors.0.get(at))
    }

    fn neighbor(&mut self, id: &str) -> usize {
        match self.systems.iter().find(|system| system.id == id) {
            Some(system) => self.builder.node(&format!("system {id}"), || Node::of_system(system, Tally::default())),
            None => self.builder.stranger(id),
        }
    }

    /// The systems whose output it consumes.
    fn upstream(&mut self) {
        let own = self.own();
        for id in self.system.node().get("scope").into_iter().flat_map(|scope| list(scope, "systems")) {
            let from = self.neighbor(id.as_str().unwrap_or_default());
            if from != own {
                let label = vec!["its output".to_owned()];
                self.builder.edge(Edge { from, to: own, kind: EdgeKind::Feeds, data: None, label, tally: Tally::default() });
            }
        }
    }

    /// Vendors and their models; an edge to those that no flow touches.
    fn dependencies(&mut self) {
        let own = self.own();
        for entry in list(self.system.node(), "vendors") {
            let at = self.vendors.of_system(self.system, text(entry, "id").unwrap_or_default());
            let tally = self.tally("vendors", entry);
            let node = self.vendor(at);
            self.builder.touch(node, tally);
        }
        for model in list(self.system.node(), "models").filter(|model| is_vendors(*model)) {
            let at = self.vendors.of_system(self.system, text(model, "provider").unwrap_or_default());
            let node = self.vendor(at);
            let tally = self.tally("models", model);
            self.builder.row(node, model_words(model), tally);
        }
        for node in 0..self.builder.graph.nodes.len() {
            let graph = &self.builder.graph;
            let is_vendor = graph.nodes.get(node).is_some_and(|node| node.kind == NodeKind::Vendor);
            if is_vendor && !graph.edges.iter().any(|edge| edge.from == node || edge.to == node) {
                let label = vec!["depends on".to_owned(), "no flow declared".to_owned()];
                self.builder.edge(Edge { from: own, to: node, kind: EdgeKind::Uses, data: None, label, tally: Tally::default() });
            }
        }
    }
}

/// Whether a model is some vendor's, as opposed to our own or nobody's in particular.
pub(super) fn is_vendors(model: Yaml<'_>) -> bool {
    text(model, "provider").is_some_and(|provider| provider != "self")
}

/// A model in a line: its name, who hosts it and where; that nobody said whose it is.
pub(super) fn model_words(model: Yaml<'_>) -> String {
    let unclaimed = text(model, "provider").is_none().then(|| "provider not declared".to_owned());
    let hosting = text(model, "hosting").map(|word| word.replace('-', " "));
    said([Some(format!("model {}", model_name(model))), unclaimed, hosting, text(model, "region").map(str::to_owned)])
}

/// The stores that its flows name, and that are nodes of their own.
fn stores_at_ends(system: &System) -> Vec<&str> {
    let flows = list(system.node(), "data_flows");
    let ends = flows.flat_map(|flow| [flow.get("from"), flow.get("to")]).flatten();
    ends.filter(|end| text(*end, "kind") == Some("store")).filter_map(|end| text(end, "name")).collect()
}

/// What is written on a flow: its id, what data it carries and where to, and the terms if it `leaves` the organization.
fn label(flow: Yaml<'_>, leaves: bool) -> Vec<String> {
    let fact = |key: &str| flow.get(key).and_then(Yaml::as_bool);
    let data = text(flow, "classification").map_or_else(|| "data not declared".to_owned(), |word| format!("{word} data"));
    let border = (fact("cross_border") == Some(true)).then(|| "crosses a border".to_owned());
    let mut lines = vec![
        text(flow, "id").unwrap_or_default().to_owned(),
        said([Some(data), text(flow, "region").map(|region| format!("in {region}")), border]),
    ];
    if leaves {
        lines.push(terms(flow.get("agreement")));
    }
    lines
}

/// The terms of an agreement: what is agreed, what is not, what nobody declared.
fn terms(agreement: Option<Yaml<'_>>) -> String {
    let Some(agreement) = agreement else { return "agreement not declared".to_owned() };
    let word = |key: &str, yes: &str, no: &str| {
        let agreed = agreement.get(key).and_then(Yaml::as_bool)?;
        Some(if agreed { yes.to_owned() } else { no.to_owned() })
    };
    let days = agreement.get("retention_days").and_then(|node| match node.view() {
        crate::document::View::Int(0) => Some("keeps nothing".to_owned()),
        crate::document::View::Int(days) => Some(format!("keeps {days} days")),
        _ => None,
    });
    let terms = said([word("dpa", "DPA", "no DPA"), word("no_training", "no training", "may train"), days]);
    if terms.is_empty() { "terms not declared".to_owned() } else { terms }
}

fn description(system: &System, graph: &Graph) -> String {
    let flows = graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Flow).count();
    let crossing = graph.edges.iter().filter(|edge| edge.kind == EdgeKind::Flow && graph.crosses(edge)).count();
    let worst = graph.edges.iter().filter_map(|edge| edge.data).max();
    let vendors = graph.nodes.iter().filter(|node| node.kind == NodeKind::Vendor).count();
    let carries = worst.map(|data| format!(", the most sensitive of {} data", data.as_str())).unwrap_or_default();
    let found = if graph.checked { tally_sentence(graph, system) } else { String::new() };
    format!(
        "{} of the AI system {}{carries}, {crossing} between our organization and others. {}.{found}",
        plural(flows, "data flow"),
        system.id,
        plural(vendors, "vendor"),
    )
}

fn tally_sentence(graph: &Graph, system: &System) -> String {
    let own = graph.nodes.iter().find(|node| node.kind == NodeKind::System && node.name == system.name);
    let words = own.map(|node| node.tally.words()).unwrap_or_default();
    if words.is_empty() { " Nothing was found on it.".to_owned() } else { format!(" {words}.") }
}

impl Graph {
    /// Whether an edge passes a trust boundary.
    pub(super) fn crosses(&self, edge: &Edge) -> bool {
        let zone = |at: usize| self.nodes.get(at).map(|node| node.zone);
        zone(edge.from) != zone(edge.to)
    }
}
