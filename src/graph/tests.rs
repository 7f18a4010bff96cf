use std::fmt::Write as _;
use std::sync::Arc;

use super::{Graph, NodeKind, of_fleet};
use crate::document;
use crate::manifest::{self, System};
use crate::text::Source;

fn systems(text: &str) -> Vec<System> {
    let (tree, problems) = document::parse(&Arc::new(Source::new("fleet.yaml", text)));
    assert!(problems.is_empty(), "{problems:?}");
    let documents = manifest::read(&Arc::new(tree));
    assert!(documents.diagnostics.is_empty(), "{:?}", documents.diagnostics);
    documents.systems
}

fn manifest(id: &str, rest: &str) -> String {
    format!("---\napiVersion: provost/v1\nkind: AISystem\nid: {id}\nname: {id}\n{rest}\n")
}

/// Every edge as `from → to: label`.
fn edges(graph: &Graph) -> String {
    let name = |at: usize| graph.nodes[at].name.as_str();
    graph.edges.iter().fold(String::new(), |mut text, edge| {
        let _ = writeln!(text, "{} → {}: {}", name(edge.from), name(edge.to), edge.label.join(" | "));
        text
    })
}

#[test]
fn one_vendor_under_two_ids_is_drawn_once() {
    let text = manifest("a", "vendors: [{id: openai, name: OpenAI}]\nmodels: [{id: m, name: gpt, provider: openai}]")
        + &manifest("b", "vendors: [{id: oai, name: ' openai'}]\nmodels: [{id: m, name: gpt, provider: oai}]")
        + &manifest(
            "c",
            "data_flows: [{id: f, from: {kind: internal, name: c}, to: {kind: external-model, name: OPENAI}, classification: personal}]",
        );
    let graph = of_fleet(&systems(&text), None);
    let vendors: Vec<(&str, &str)> =
        graph.nodes.iter().filter(|node| node.kind == NodeKind::Vendor).map(|node| (node.name.as_str(), node.note.as_str())).collect();
    assert_eq!(vendors, [("OpenAI", "used by 3 systems")]);
    insta::assert_snapshot!(edges(&graph), @"
    a → OpenAI: no flow declared
    b → OpenAI: no flow declared
    c → OpenAI: personal
    ");
}

#[test]
fn one_id_for_two_vendors_stays_two() {
    let vendor = |name: &str| format!("vendors: [{{id: cloud, name: {name}}}]");
    let graph = of_fleet(&systems(&(manifest("a", &vendor("North")) + &manifest("b", &vendor("South")))), None);
    insta::assert_snapshot!(edges(&graph), @"
    a → North: no flow declared
    b → South: no flow declared
    ");
}

#[test]
fn what_is_a_systems_own_is_folded_into_it_and_what_is_shared_is_not() {
    let flow = |from: &str, to: &str| {
        format!("{{id: f-{to}, from: {{kind: internal, name: {from}}}, to: {{kind: internal, name: {to}}}, classification: internal}}")
    };
    let text = manifest("a", &format!("data_flows: [{}, {}]", flow("crm", "engine"), flow("engine", "b")))
        + &manifest("b", &format!("scope: {{systems: [ghost]}}\ndata_flows: [{}, {}]", flow("CRM", "b"), flow("own", "cache")));
    insta::assert_snapshot!(edges(&of_fleet(&systems(&text), None)), @"
    a → b: internal
    crm → a: internal
    crm → b: internal
    ghost → b: output
    ");
}

#[test]
fn many_systems_with_the_same_vendors_are_one_node() {
    let text: String = (0..60)
        .map(|at| manifest(&format!("s{at:02}"), if at % 3 == 0 { "vendors: []" } else { "vendors: [{id: openai, name: OpenAI}]" }))
        .collect();
    let graph = of_fleet(&systems(&text), None);
    let names: Vec<(&str, usize)> = graph.nodes.iter().map(|node| (node.name.as_str(), node.rows.len())).collect();
    assert_eq!(names, [("20 systems", 7), ("40 systems", 7), ("OpenAI", 0)]);
    assert_eq!(graph.nodes[1].rows[6].text, "and 34 more");
    assert_eq!(edges(&graph), "40 systems → OpenAI: no flow declared · 40 systems\n");
}
