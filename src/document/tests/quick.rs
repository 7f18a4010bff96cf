//! The quick reader beside the parser: what it takes, the parser takes, and both make the same of it.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use super::*;
use crate::document::parse::{carefully, quick};

/// What the document consists of and where each part of it stands.
fn dump(tree: &Tree) -> String {
    tree.roots().map(dumped).collect::<Vec<_>>().join("---\n")
}

fn dumped(node: Node<'_>) -> String {
    let mut all = format!("{:?} {:?} {:?} {:?}\n", node.span(), node.view(), node.origin(), node.parent().map(Node::span));
    for item in node.items() {
        all += &dumped(item);
    }
    for entry in node.entries() {
        all += &(dumped(entry.key) + &dumped(entry.value));
    }
    all
}

/// Whether the quick reader takes a text; panics where it must not or where it reads it differently.
fn is_quick(text: &str) -> bool {
    let source = Arc::new(Source::new("a.yaml", text));
    let Some(tree) = quick::read(&source) else { return false };
    let (wanted, problems) = carefully(&source);
    assert!(problems.is_empty(), "taken, but wrong:\n{text}\n{}", shown(&problems));
    assert_eq!(dump(&tree), dump(&wanted), "of:\n{text}");
    true
}

/// The project's own documents.
fn documents() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<_> = ["examples", "policies", "schemas"].map(|name| root.join(name)).into();
    let mut texts = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "yaml" || end == "json") {
                texts.push((path.clone(), std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    texts.sort();
    texts.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn documents_are_read_alike_and_most_of_them_quickly() {
    let texts = documents();
    let quick = texts.iter().filter(|text| is_quick(text)).count();
    assert!(quick * 10 > texts.len() * 8, "{quick} of {}", texts.len());
}

const PIECES: &[&str] = &[
    "a",
    "b",
    "key",
    "a b",
    "1",
    "-1",
    "true",
    "~",
    "é",
    "x:y",
    "a#b",
    "http://x/y",
    "'q'",
    "\"q\"",
    "'it''s'",
    "\"a\\nb\"",
    "\"\\\\\"",
    "''",
    "\"\"",
    ":",
    ": ",
    " :",
    ":\n",
    "- ",
    "-",
    "--",
    "- a",
    "---",
    "...",
    "?",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    " #",
    "# c",
    "#",
    "|",
    ">",
    "|-",
    ">-",
    "|+",
    ">+",
    "|2",
    "&x ",
    "*x",
    "!t ",
    "!!str ",
    "<<: ",
    "%",
    "@",
    "`",
    "\\",
    "\n",
    "\n",
    "\n",
    "\n",
    "\n\n",
    " ",
    "  ",
    "   ",
    "    ",
    "\n  ",
    "\n  ",
    "\n    ",
    "\n- ",
    "\n  - ",
    "\n- a: ",
    "\na: ",
    "\nb: ",
    "\n  a: ",
    "\n  b: ",
    "\n---\n",
    "\n...\n",
    "\t",
    "\r\n",
    "\u{feff}",
    "\u{2028}",
    "\u{85}",
    "\"",
    "'",
    "= ",
    "< ",
    "+",
    "(",
    "$",
    "^",
    ".",
    ".5",
    "0x1f",
    "1e400",
    "null",
    "a: 1",
    "b: 2",
    "[a, b]",
    "{a: b}",
];

/// Scalars and collections in brackets as they stand behind a key or a dash.
const VALUES: &[&str] = &[
    "a",
    "a b",
    "-1",
    "1.5",
    "true",
    "~",
    "é ü",
    "a:b",
    "a#b",
    "a # c",
    "\"q\"",
    "'q' # c",
    "'it''s'",
    "\"a\\n\\\"b\"",
    "''",
    "[]",
    "{}",
    "[a, 'b', 1]",
    "[a b, [c], {d: e},]",
    "{a: 1, \"b\":2, c: [d]}",
    "[a,\n b, # c\n c ]",
    "{\n  a: 1 }",
    "a\n b",
    "a\n    b c\n   d",
    "",
    "# c",
    "|\n a\n b\n",
    ">-\n a\n b\n\n c\n",
    "|+\n a\n\n  b\n\n",
    ">\n a\n   b\n",
    "|\n\n a\n",
    "|\n a\n   \n",
];

const KEYS: &[&str] = &["a", "b", "c", "d", "e", "f", "g", "h", "a b", "\"i\"", "'j' ", "é", "-k", "x:y", "1 2", "# l\nm"];

/// Lines of a block node; one that stands on one line may follow its key.
fn block() -> impl Strategy<Value = Vec<String>> {
    let indented = |lines: &[String], indent: usize| {
        lines.iter().map(|line| if line.is_empty() { String::new() } else { format!("{:indent$}{line}", "") }).collect::<Vec<_>>()
    };
    let lines = |value: &str| value.split('\n').map(str::to_owned).collect::<Vec<_>>();
    let leaf = select(VALUES).prop_map(lines);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let gap = select(&["", "", "", "", "#", "\n", "  # c\n"][..]);
        let list = prop::collection::vec((inner.clone(), 1_usize..3, gap.clone()), 1..4).prop_map(move |items| {
            let item = |(lines, indent, gap): (Vec<String>, usize, &str)| {
                let mut item = indented(&lines, 1 + indent);
                item[0] = format!("-{}", item[0].get(1..).unwrap_or_default());
                item.extend(gap.lines().map(str::to_owned));
                item
            };
            items.into_iter().flat_map(item).collect()
        });
        let mapping = prop::collection::vec((select(KEYS), inner, 0_usize..4, gap), 1..4).prop_map(move |entries| {
            let entry = |(key, lines, indent, gap): (&str, Vec<String>, usize, &str)| {
                let is_inline = indent > 2 || !lines[0].contains(": ") && !lines[0].starts_with("- ");
                let mut entry = if is_inline {
                    let mut entry = vec![format!("{key}: {}", lines[0])];
                    entry.extend(indented(&lines[1..], indent));
                    entry
                } else {
                    let mut entry = vec![format!("{key}:")];
                    entry.extend(indented(&lines, indent));
                    entry
                };
                entry.extend(gap.lines().map(str::to_owned));
                entry
            };
            entries.into_iter().flat_map(entry).collect()
        });
        prop_oneof![list, mapping.clone(), mapping]
    })
}

/// A text with some of it cut out and replaced.
fn edited(text: &str, edits: Vec<(Index, usize, &'static str)>) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, cut, piece) in edits {
        let at = at.index(chars.len() + 1);
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, piece.chars());
    }
    chars.into_iter().collect()
}

fn edits() -> impl Strategy<Value = Vec<(Index, usize, &'static str)>> {
    prop::collection::vec((any::<Index>(), 0_usize..3, select(PIECES)), 0..3)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn pieces_of_yaml_are_read_alike(pieces in prop::collection::vec(select(PIECES), 1..24)) {
        is_quick(&pieces.concat());
    }

    #[test]
    fn edited_blocks_are_read_alike(lines in block(), more in prop::option::of(block()), edits in edits()) {
        let mut text = lines.join("\n") + "\n";
        if let Some(more) = more {
            text += "---\n";
            text += &more.join("\n");
        }
        is_quick(&edited(&text, edits));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn edited_documents_are_read_alike(which: Index, edits in edits()) {
        let texts = documents();
        // A part of the document, so that what is wrong before the edit does not hide it.
        let lines: Vec<&str> = which.get(&texts).split_inclusive('\n').take(60).collect();
        is_quick(&edited(&lines.concat(), edits));
    }
}

#[test]
fn what_is_not_plain_is_left_to_the_parser() {
    let texts = [
        "",
        "# a",
        "---\n",
        "a",
        "- ",
        "a: 1\n---\n",
        "a: 1\n...\n",
        "%YAML 1.2\n---\na: 1",
        "a: &x 1\nb: *x",
        "a: !!str 1",
        "? a\n: b",
        "a: \tb",
        "\u{feff}a: 1",
        "a: \u{2028}",
        "a: \u{85}",
        "a: \u{80}",
        "a: 1\r\n",
        "a: 1\na: 2",
        "1: a",
        "a: 1e999",
        "a: |2\n  b\n",
        "a: |\n  b\n ",
        "a: |\n\n  b\n",
        "a: |\n   \n  b\n",
        "a: >\n  b\n   c\n",
        "a: |\nb: 1",
        "a: 'b\n  c'",
        "a: \"\\u0041\"",
        "a: b\n\n  c",
        "a: b # c\n  d",
        "a:\n  b",
        "a: b: c",
        "a: [b: c]",
        "a: [b\n]",
        "a: [b c\n d]",
        "a: [,]",
        "a: {b}",
        "a: {b: }",
        "a: [1] 2",
        "a: 'b'c",
        "a: 'b'#c",
        "[a]: b",
        "a: [*x]",
        "a: @b",
        "a: -",
        "- a\n b\n- c: 1\n d: 2",
        "a:\n    b: 1\n  c: 2",
        "a:\n  - b\n  c: 1",
        "- a\nb: 1",
    ];
    for text in texts {
        assert!(!is_quick(text), "{text}");
    }
}

#[test]
fn many_blocks_are_read_quickly() {
    let (mut runner, blocks) = (TestRunner::deterministic(), block());
    let quick = (0..500).filter(|_| is_quick(&blocks.new_tree(&mut runner).unwrap().current().join("\n"))).count();
    assert!(quick > 200, "{quick} of 500");
}
