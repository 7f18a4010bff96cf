//! Nodes that are made once, and edges that are drawn once.

use std::collections::BTreeMap;

use super::ends::{Vendor, text};
use super::{Edge, Graph, Node, NodeKind, Row, Tally, Zone};
use crate::document::Node as Yaml;
use crate::manifest::System;

/// A graph in the making.
pub(super) struct Builder {
    pub graph: Graph,
    positions: BTreeMap<String, usize>,
}

impl Builder {
    pub fn new(title: String, checked: bool) -> Self {
        let graph = Graph { title, description: String::new(), nodes: Vec::new(), edges: Vec::new(), checked };
        Self { graph, positions: BTreeMap::new() }
    }

    /// The node of a key, made when it is first asked for.
    pub fn node(&mut self, key: &str, make: impl FnOnce() -> Node) -> usize {
        if let Some(&at) = self.positions.get(key) {
            return at;
        }
        let at = self.graph.nodes.len();
        self.graph.nodes.push(make());
        self.positions.insert(key.to_owned(), at);
        at
    }

    /// A system that is named but not declared.
    pub fn stranger(&mut self, id: &str) -> usize {
        self.node(&format!("system {id}"), || {
            let node = Node::new(Zone::Organization, NodeKind::System, id, "not among these manifests");
            Node { faint: true, ..node }
        })
    }

    pub fn internal(&mut self, name: &str) -> usize {
        let key = format!("internal {}", name.trim().to_lowercase());
        self.node(&key, || Node::new(Zone::Organization, NodeKind::Internal, name, ""))
    }

    pub fn party(&mut self, what: &str, name: &str) -> usize {
        let key = format!("party {what} {}", name.trim().to_lowercase());
        let note = if what == name { "" } else { what };
        self.node(&key, || Node::new(Zone::Outside, NodeKind::Party, name, note))
    }

    pub fn vendor(&mut self, at: usize, vendor: Option<&Vendor>) -> usize {
        self.node(&format!("vendor {at}"), || {
            let kind = vendor.and_then(|vendor| vendor.kind.as_deref()).map(|kind| kind.replace('-', " "));
            let region = vendor.and_then(|vendor| vendor.region.clone());
            let note = said([kind, region]);
            Node::new(Zone::Vendors, NodeKind::Vendor, vendor.map_or("vendor", |vendor| &vendor.called), &note)
        })
    }

    pub fn touch(&mut self, node: usize, tally: Tally) {
        if let Some(node) = self.graph.nodes.get_mut(node) {
            node.tally.add(tally);
        }
    }

    pub fn row(&mut self, node: usize, text: String, tally: Tally) {
        if let Some(node) = self.graph.nodes.get_mut(node) {
            node.rows.push(Row { text, tally });
        }
    }

    pub fn edge(&mut self, edge: Edge) {
        self.graph.edges.push(edge);
    }
}

impl Node {
    pub(super) fn new(zone: Zone, kind: NodeKind, name: &str, note: &str) -> Self {
        let (name, note) = (name.to_owned(), note.to_owned());
        Self { zone, kind, name, note, rows: Vec::new(), faint: false, tally: Tally::default() }
    }

    /// A declared system: its id, stage and tier under its name.
    pub(super) fn of_system(system: &System, tally: Tally) -> Self {
        let root = system.node();
        let stage = root.get("lifecycle").and_then(|lifecycle| text(lifecycle, "stage"));
        let tier = root.get("risk").and_then(|risk| text(risk, "tier"));
        let id = (system.id != system.name).then(|| system.id.clone());
        let note = said([id, stage.map(str::to_owned), tier.map(|tier| format!("{tier} risk"))]);
        let node = Self::new(Zone::Organization, NodeKind::System, &system.name, &note);
        Self { faint: matches!(stage, Some("retired" | "withdrawn" | "recalled")), tally, ..node }
    }
}

/// What a model is called: by its provider, else by its id.
pub(super) fn model_name(model: Yaml<'_>) -> &str {
    text(model, "name").or_else(|| text(model, "id")).unwrap_or_default()
}

/// The parts that there are, in a row.
pub(super) fn said<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
