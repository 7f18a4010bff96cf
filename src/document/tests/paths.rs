use std::fmt::Write as _;

use super::{read, root};

#[test]
fn items_are_named_by_id_and_else_by_position() {
    let tree = read("data_flows:\n  - id: chat\n    agreement: {no_training: false}\n  - {id: 5, to: x}\n  - to: y\n  - [a, b]\n");
    let flows = root(&tree).get("data_flows").unwrap();
    let path = |node: super::Node<'_>| node.path().to_string();
    assert_eq!(path(root(&tree)), "");
    assert_eq!(path(flows), "data_flows");
    let training = flows.item(0).unwrap().get("agreement").unwrap().get("no_training").unwrap();
    assert_eq!(path(training), "data_flows[chat].agreement.no_training");
    assert_eq!(path(flows.item(1).unwrap()), "data_flows[1]", "an id is a text");
    assert_eq!(path(flows.item(2).unwrap().get("to").unwrap()), "data_flows[2].to");
    assert_eq!(path(flows.item(3).unwrap().item(1).unwrap()), "data_flows[3][1]");
    assert_eq!(path(training).replace(".no_training", ""), path(training.parent().unwrap()));
    assert_eq!(training.path().join("x").to_string(), "data_flows[chat].agreement.no_training.x");
}

#[test]
fn a_key_has_the_path_of_its_entry() {
    let tree = read("a: {b: 1}\n");
    let entry = root(&tree).get("a").unwrap().entry("b").unwrap();
    assert_eq!(entry.key.path(), entry.value.path());
    assert_eq!(entry.key.key(), Some(entry.key));
    assert_eq!(entry.value.key(), Some(entry.key));
}

#[test]
fn what_a_merge_key_brings_has_the_path_where_it_takes_effect() {
    let tree = read("base: &b {x: 1}\nm:\n  own: 0\n  <<: [*b, {y: {z: 2}}]\n");
    let merged = root(&tree).get("m").unwrap();
    let path = |node: super::Node<'_>| node.path().to_string();
    assert_eq!(path(merged.get("own").unwrap()), "m.own");
    assert_eq!(path(merged.get("y").unwrap().get("z").unwrap()), "m.y.z", "written in place");
    assert_eq!(path(merged.get("x").unwrap()), "base.x", "written elsewhere, for others too");
}

#[test]
fn paths_in_a_large_mapping_are_not_quadratic() {
    let mut text = String::new();
    for n in 0..100_000 {
        writeln!(text, "key{n}: {{v: {n}}}").unwrap();
    }
    let tree = read(&text);
    let length: usize = root(&tree).entries().map(|entry| entry.value.get("v").unwrap().path().to_string().len()).sum();
    assert_eq!(length, text.lines().map(|line| line.find(':').unwrap() + ".v".len()).sum::<usize>());
}
