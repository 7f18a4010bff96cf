use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{Node, Tree, View, parse};
use crate::diagnostic::Diagnostic;
use crate::document::load::decode;
use crate::text::{Source, Span};

/// What YAML is made of, and what usually breaks its readers.
const PIECES: &[&str] = &[
    "a",
    "b",
    "key",
    ": ",
    ":",
    ":\n",
    "- ",
    "-",
    "? ",
    "\n",
    "\n",
    "\n  ",
    "\n    ",
    " ",
    "  ",
    "\t",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "\"",
    "'",
    "''",
    "|\n",
    "|2\n",
    "|+\n",
    "|-\n",
    ">\n",
    ">-\n",
    ">1+\n",
    " #",
    "# c\n",
    "&x ",
    "*x",
    "*y",
    "&y ",
    "!!int ",
    "!!str ",
    "!t ",
    "! ",
    "<<",
    "<<: ",
    "---\n",
    "---",
    "...\n",
    "1",
    "0x1F",
    ".inf",
    "1e400",
    "99999999999999999999",
    "true",
    "~",
    "ä",
    "日",
    "😀",
    "\u{feff}",
    "\r\n",
    "\r",
    "\\",
    "\\n",
    "\\u00e9",
    "\\ud83d\\ude00",
    "\\x4",
    "\\\n",
    "@",
    "%",
    "%YAML 1.2\n",
    "`",
    "\0",
    "\u{85}",
    "\u{2028}",
    "<<: *x\n",
    "a: 1\n",
    "b: x\n",
];

fn yaml_like() -> impl Strategy<Value = String> {
    vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// A document whose value under `v` is a scalar of one style, with whatever a person might leave in its lines.
fn scalar() -> impl Strategy<Value = String> {
    let content = select(
        &[
            "a",
            "b c",
            "  ",
            " ",
            "\t",
            "",
            "''",
            "\"",
            "\\n",
            "\\t",
            "\\\\",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\",
            "ä",
            "日",
            "#",
            "- x",
            "x",
            "\\x41",
            ":",
        ][..],
    );
    let line = (0..4usize, vec(content, 0..5)).prop_map(|(indent, pieces)| " ".repeat(indent) + &pieces.concat());
    let styles = vec![
        ("", ""),
        ("'", "'"),
        ("\"", "\""),
        ("|\n", "\n"),
        ("|+\n", "\n"),
        ("|-\n", "\n"),
        ("|2\n", "\n"),
        (">\n", "\n"),
        (">+\n", "\n"),
        (">-\n", ""),
        (">1\n", "\n"),
    ];
    (select(styles), vec(line, 0..7), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|((open, close), lines, crlf, nested, more)| {
        let indent = if nested { "\n    " } else { "\n  " };
        let lead = if open.ends_with('\n') { indent.trim_start_matches('\n') } else { "" };
        let key = if nested { "w:\n  v: " } else { "v: " };
        let text = format!("{key}{open}{lead}{}{close}{}", lines.join(indent), if more { "\nz: 1\n" } else { "" });
        if crlf { text.replace('\n', "\r\n") } else { text }
    })
}

#[track_caller]
fn assert_inside(source: &Source, span: Span, what: &str) {
    assert!(source.text().get(span.range()).is_some(), "{what} {span:?} is not a part of {:?}", source.text());
}

/// Every property of a tree and of its diagnostics that holds for any text.
fn check(source: &Arc<Source>) {
    let (tree, diagnostics) = parse(source);
    for Diagnostic { message, primary, related, .. } in &diagnostics {
        assert!(!message.is_empty() && !message.contains(['\n', '\r', '\u{1b}', '\0']), "{message:?}");
        for label in primary.iter().chain(related) {
            assert_inside(source, label.place.span, "a place");
            assert!(label.place.locate().line <= source.line_count());
        }
    }
    let mut budget = 2_000;
    for root in tree.roots() {
        assert_eq!(root.parent(), None);
        check_node(&tree, root, &mut budget);
    }
}

fn check_node(tree: &Tree, node: Node<'_>, budget: &mut usize) {
    let source = tree.source();
    assert_inside(source, node.span(), "a node");
    let _ = node.path().to_string();
    if let Some(text) = node.as_str() {
        check_origin(source, node, text);
    }
    let children = node.items().chain(node.entries().flat_map(|entry| [entry.key, entry.value]));
    assert_eq!(children.clone().count(), if node.is_mapping() { 2 * node.len() } else { node.len() });
    let written_here = node.target() == node;
    for child in children {
        if written_here && child.parent() == Some(node) {
            let (outer, inner) = (node.span(), child.span());
            assert!(outer.start <= inner.start && inner.end <= outer.end, "{inner:?} leaves {outer:?} in {:?}", source.text());
        }
        if *budget > 0 {
            *budget -= 1;
            check_node(tree, child, budget);
        }
    }
}

/// Each character of a value maps to how it is spelled, in order.
fn check_origin(source: &Source, node: Node<'_>, value: &str) {
    let origin = node.origin();
    let mut end = 0;
    for (at, c) in value.char_indices() {
        let span = origin.span(Span::new(at as u32, (at + c.len_utf8()) as u32));
        assert_inside(source, span, "a mapped character");
        let raw = source.slice(span);
        let explains = raw == c.encode_utf8(&mut [0; 4])
            || (matches!(c, '\n' | ' ') && matches!(raw, "\n" | "\r\n" | "\r" | ""))
            || (c == '\'' && raw == "''")
            || raw.starts_with('\\')
            || matches!(raw, "|" | ">");
        assert!(explains, "{raw:?} does not spell {c:?} of {value:?} in {:?}", source.text());
        assert!(span.start >= end || matches!(raw, "|" | ">"), "{c:?} of {value:?} is mapped backwards in {:?}", source.text());
        end = span.end;
    }
}

fn source(text: impl Into<String>) -> Arc<Source> {
    Arc::new(Source::new("a.yaml", text))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200)) {
        match decode(bytes, "a.yaml") {
            Ok(source) => check(&source),
            Err(refused) => assert_inside(&refused.primary.as_ref().unwrap().place.source, refused.primary.as_ref().unwrap().place.span, "a place"),
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in ".{0,60}") {
        check(&source(text));
    }

    #[test]
    fn whatever_looks_like_yaml_is_read_or_refused(text in yaml_like()) {
        check(&source(text));
    }

    #[test]
    fn every_character_of_a_scalar_has_an_origin(text in scalar()) {
        check(&source(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn deep_nesting_needs_no_deep_stack(pieces in vec(select(&["[", "{", "- ", "? ", "{a: ", "[[", "&x ", "*x", "\n", " "][..]), 1_000..4_000)) {
        let text = pieces.concat();
        let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(move || parse(&source(text)).0.len());
        thread.unwrap().join().unwrap();
    }
}

#[test]
fn the_generated_scalars_are_mostly_valid() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let texts: Vec<String> = (0..500).map(|_| scalar().new_tree(&mut runner).unwrap().current()).collect();
    let valid = texts.iter().filter(|text| {
        let (tree, _) = parse(&source(text.as_str()));
        let root = tree.roots().next();
        root.is_some_and(|root| root.entries().any(|entry| !matches!(entry.value.view(), View::Null)))
    });
    let valid = valid.count();
    assert!(valid > 250, "only {valid} of 500 test anything");
}
