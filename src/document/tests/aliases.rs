use std::fmt::Write as _;

use super::{problems, read, root, value, values};
use crate::document::MAX_DEPTH;

#[test]
fn an_alias_inside_its_own_anchor_is_an_error() {
    insta::assert_snapshot!(values("a: &x [1, *x]\n"), @"
    alias-loop: alias `*x` stands inside what it refers to
      1:11 «*x» would never end
      help: remove the alias, or write the values out
    {a: [1, null]}
    ");
    insta::assert_snapshot!(problems("a: &x\n  b:\n    c: *x\n"), @"
    alias-loop: alias `*x` stands inside what it refers to
      3:8 «*x» would never end
      help: remove the alias, or write the values out
    ");
    insta::assert_snapshot!(problems("&k a: &k {b: *k}\n"), @"
    alias-loop: alias `*k` stands inside what it refers to
      1:14 «*k» would never end
      help: remove the alias, or write the values out
    ");
}

#[test]
fn an_alias_without_an_anchor_is_an_error() {
    insta::assert_snapshot!(values("a: *nobody\nb: 1\n"), @"
    unknown-anchor: alias `*nobody` has no anchor `&nobody` before it
      1:4 «*nobody» no anchor of this name in the document
      help: quote the value if `*` belongs to it, or anchor a value above
    {a: null, b: 1}
    ");
    insta::assert_snapshot!(problems("a: *later\nb: &later 1\n"), @"
    unknown-anchor: alias `*later` has no anchor `&later` before it
      1:4 «*later» no anchor of this name in the document
      help: quote the value if `*` belongs to it, or anchor a value above
    ");
    insta::assert_snapshot!(problems("a: &x 1\n---\nb: *x\n"), @"
    unknown-anchor: alias `*x` has no anchor `&x` before it
      3:4 «*x» no anchor of this name in the document
      help: quote the value if `*` belongs to it, or anchor a value above
    ");
}

#[test]
fn the_last_anchor_of_a_name_counts() {
    insta::assert_snapshot!(values("a: &x 1\nb: *x\nc: &x 2\nd: *x\n"), @"{a: 1, b: 1, c: 2, d: 2}");
}

#[test]
fn an_alias_reads_like_its_target_and_stands_where_it_is_written() {
    let tree = read("base: &b {id: chat, size: 3}\nlist: [*b, {id: other}]\nagain: *b\n");
    let again = root(&tree).get("again").unwrap();
    assert_eq!((value(again), again.place().text()), ("{id: \"chat\", size: 3}".to_owned(), "*b"));
    let item = root(&tree).get("list").unwrap().item(0).unwrap();
    assert_eq!((item.path().to_string(), item.place().text()), ("list[chat]".to_owned(), "*b"));
    assert_eq!(item.target(), again.target());
    assert_eq!(item.get("size").unwrap().path().to_string(), "base.size", "what stands in the target has one home");
}

#[test]
fn aliases_may_be_keys() {
    insta::assert_snapshot!(values("a: &k name\n*k : 1\n"), @r#"{a: "name", name: 1}"#);
    insta::assert_snapshot!(problems("a: &k 5\n*k : 1\n"), @"
    key-not-text: a key must be a text
      2:1 «*k» does not stand for a text
    ");
    insta::assert_snapshot!(problems("&k a: 1\n*k : 2\n"), @"
    duplicate-key: key `a` stands twice in this mapping
      2:1 «*k» again here
      1:4 «a» first here
      help: keep one of the two
    ");
}

#[test]
fn billions_of_laughs_end_early() {
    let mut text = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
    for n in 1..30 {
        let before = format!("*a{}", n - 1);
        writeln!(text, "a{n}: &a{n} [{}]", vec![before; 10].join(", ")).unwrap();
    }
    insta::assert_snapshot!(problems(&text), @"
    alias-expansion: aliases expand the document by more than 1 million nodes
      6:45 «*a4» the limit is passed here
      help: write the values out instead of nesting aliases
    ");
}

#[test]
fn many_aliases_of_one_small_anchor_are_fine_and_fast() {
    let tree = read(&format!("a: &a x\nb: [{}]\n", vec!["*a"; 300_000].join(",")));
    assert_eq!(root(&tree).get("b").unwrap().len(), 300_000);
}

#[test]
fn a_large_file_without_aliases_is_no_expansion() {
    let tree = read(&"- 1\n".repeat(1_100_000));
    assert_eq!(root(&tree).len(), 1_100_000);
}

#[test]
fn aliases_do_not_get_around_the_depth_limit() {
    let mut text = "- &a0 [x]\n".to_owned();
    for n in 1..MAX_DEPTH - 1 {
        writeln!(text, "- &a{n} [*a{}]", n - 1).unwrap();
    }
    assert_eq!(problems(&text), "");
    writeln!(text, "- &b [*a{}]", MAX_DEPTH - 2).unwrap();
    insta::assert_snapshot!(problems(&text), @"
    too-deep: lists and mappings are nested more than 100 deep
      100:7 «*a98» too deep from here
      help: flatten the structure
    ");
}
