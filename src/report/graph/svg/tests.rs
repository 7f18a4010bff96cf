use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::layout::{LABEL_INDENT, Layout, Rectangle};
use crate::graph::{Graph, of_fleet, of_system};
use crate::text::Source;
use crate::{document, manifest};

const KINDS: [&str; 7] = ["internal", "external-model", "external-service", "store", "person", "public", "partner"];

/// Flows as (system, kind and number of the source, of the destination).
type Flows = Vec<(usize, (usize, usize), (usize, usize))>;

fn graphs(count: usize, flows: &Flows) -> Vec<Graph> {
    let mut text = String::new();
    for system in 0..count {
        let _ = write!(text, "---\napiVersion: provost/v1\nkind: AISystem\nid: s{system}\nname: s{system}\ndata_flows:\n");
        for (at, (_, from, to)) in flows.iter().enumerate().filter(|(_, flow)| flow.0 == system) {
            let end = |(kind, number): (usize, usize)| match KINDS[kind] {
                "internal" => format!("{{kind: internal, name: s{number}}}"),
                kind => format!("{{kind: {kind}, name: a long name of number {number}}}"),
            };
            let _ = writeln!(text, "  - {{id: f{at}, from: {}, to: {}, classification: personal}}", end(*from), end(*to));
        }
        if !flows.iter().any(|flow| flow.0 == system) {
            text.push_str("  []\n");
        }
    }
    let (tree, _) = document::parse(&Arc::new(Source::new("fleet.yaml", text.as_str())));
    let systems = manifest::read(&Arc::new(tree)).systems;
    assert_eq!(systems.len(), count, "{text}");
    vec![of_fleet(&systems, None), of_system(&systems[0], &systems, None)]
}

fn overlap(a: Rectangle, b: Rectangle) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

proptest! {
    #[test]
    fn neither_cards_nor_labels_overlap(
        count in 1_usize..6,
        flows in prop::collection::vec((0_usize..6, (0_usize..7, 0_usize..7), (0_usize..7, 0_usize..7)), 0..24),
    ) {
        for graph in graphs(count, &flows) {
            let layout = Layout::of(&graph);
            let mut taken: Vec<Rectangle> = layout.cards.iter().map(|(card, _)| *card).collect();
            for route in &layout.edges {
                let ((x, y), end) = route.levels[0];
                prop_assert!(x + LABEL_INDENT + route.label.width <= end, "a label ends where the curves begin");
                taken.push(Rectangle { x: x + LABEL_INDENT, y: y - route.label.height, width: route.label.width, height: route.label.height });
            }
            for (at, a) in taken.iter().enumerate() {
                prop_assert!(a.x >= 0.0 && a.y >= 0.0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height);
                for b in taken.iter().skip(at + 1) {
                    prop_assert!(!overlap(*a, *b), "{a:?} and {b:?}");
                }
            }
        }
    }
}
