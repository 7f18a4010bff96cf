use super::{problems, read, root, values};

#[test]
fn a_key_that_stands_twice_shows_both_places() {
    insta::assert_snapshot!(values("owner: a\nstage: x\nowner: b\nowner: c\n"), @r#"
    duplicate-key: key `owner` stands twice in this mapping
      3:1 «owner» again here
      1:1 «owner» first here
      help: keep one of the two
    duplicate-key: key `owner` stands twice in this mapping
      4:1 «owner» again here
      1:1 «owner» first here
      help: keep one of the two
    {owner: "a", stage: "x"}
    "#);
}

#[test]
fn keys_are_equal_by_their_text_not_by_their_spelling() {
    insta::assert_snapshot!(values("größe: 1\n\"gr\\u00f6ße\": 2\n'größe': 3\n"), @r#"
    duplicate-key: key `größe` stands twice in this mapping
      2:1 «"gr\u00f6ße"» again here
      1:1 «größe» first here
      help: keep one of the two
    duplicate-key: key `größe` stands twice in this mapping
      3:1 «'größe'» again here
      1:1 «größe» first here
      help: keep one of the two
    {größe: 1}
    "#);
}

#[test]
fn equal_keys_of_different_mappings_are_fine() {
    insta::assert_snapshot!(values("a: {x: 1}\nb: {x: 2}\n"), @"{a: {x: 1}, b: {x: 2}}");
}

#[test]
fn duplicates_are_found_in_large_mappings_too() {
    let lines: Vec<String> = (0..1000).map(|n| format!("key{n}: {n}\n")).collect();
    let text = lines.concat() + "key17: again\n";
    insta::assert_snapshot!(problems(&text), @"
    duplicate-key: key `key17` stands twice in this mapping
      1001:1 «key17» again here
      18:1 «key17» first here
      help: keep one of the two
    ");
    let text = text.replace("key17: again\n", "");
    assert_eq!(root(&read(&text)).len(), 1000);
}

#[test]
fn keys_that_are_not_texts_are_errors_each_time() {
    insta::assert_snapshot!(values("1: a\n1: b\ntrue: c\nnull: d\n1.5: e\n.inf: f\n[x]: g\n[x]: h\n{y: 1}: i\nok: j\n"), @r#"
    number-range: number `.inf` is not finite
      6:1 «.inf» cannot be represented
      help: quote it if it is an identifier
    key-not-text: a key must be a text
      1:1 «1» not a text
      help: write `"1"` if it is meant as a name
    key-not-text: a key must be a text
      2:1 «1» not a text
      help: write `"1"` if it is meant as a name
    key-not-text: a key must be a text
      3:1 «true» not a text
      help: write `"true"` if it is meant as a name
    key-not-text: a key must be a text
      4:1 «null» not a text
      help: write `"null"` if it is meant as a name
    key-not-text: a key must be a text
      5:1 «1.5» not a text
      help: write `"1.5"` if it is meant as a name
    key-not-text: a key must be a text
      7:1 «[x]» a list
    key-not-text: a key must be a text
      8:1 «[x]» a list
    key-not-text: a key must be a text
      9:1 «{y: 1}» a mapping
    {.inf: "f", ok: "j"}
    "#);
}

#[test]
fn a_missing_key_underlines_the_colon() {
    insta::assert_snapshot!(problems(": 1\n"), @"
    key-not-text: a key must be a text
      1:1 «:» nothing stands before this
    ");
    insta::assert_snapshot!(problems("? \n: 1\n"), @"
    key-not-text: a key must be a text
      2:1 «:» nothing stands before this
    ");
}

#[test]
fn a_text_is_a_key_however_it_is_written() {
    insta::assert_snapshot!(values("'1': a\n\"true\": b\n!!str 2: c\n? |\n  block\n: d\n"), @r#"
    {1: "a", true: "b", 2: "c", block
    : "d"}
    "#);
}

#[test]
fn control_characters_of_a_key_do_not_reach_the_message() {
    insta::assert_snapshot!(problems("\"\\e[31m\\n\": 1\n\"\\e[31m\\n\": 2\n"), @r#"
    duplicate-key: key `\u{1b}[31m\n` stands twice in this mapping
      2:1 «"\e[31m\n"» again here
      1:1 «"\e[31m\n"» first here
      help: keep one of the two
    "#);
}

#[test]
fn keys_in_flow_style_may_span_lines() {
    insta::assert_snapshot!(values("{a: 1,\n b\n  c: 2, \"d\n e\": 3, 'f': 4,\n g}\n"), @"{a: 1, b c: 2, d e: 3, f: 4, g: null}");
}

#[test]
fn keys_of_1024_characters_are_read_and_longer_ones_named() {
    let key = "ä".repeat(1024);
    assert_eq!(root(&read(&format!("{key}: 1\n"))).entries().next().unwrap().name(), key);
    insta::assert_snapshot!(problems(&format!("{key}x: 1\n")), @"
    yaml-syntax: a key is longer than 1,024 characters
      1:1 «äääääääääääääääääääääääääääääääääääääää…» too long for a key
      help: shorten the key; `? ` before a long key and `: ` on the next line also work
    ");
    insta::assert_snapshot!(problems(&format!("a: 1\n{key}x: 1\n")), @"
    yaml-syntax: a key is longer than 1,024 characters
      2:1 «äääääääääääääääääääääääääääääääääääääää…» too long for a key
      help: shorten the key; `? ` before a long key and `: ` on the next line also work
    ");
    insta::assert_snapshot!(problems(&format!("{{\"{key}\": 1}}\n")), @r#"
    yaml-syntax: a key is longer than 1,024 characters
      1:2 «"ääääääääääääääääääääääääääääääääääääää…» too long for a key
      help: shorten the key; `? ` before a long key and `: ` on the next line also work
    "#);
    assert_eq!(root(&read(&format!("? {key}x\n: 1\n"))).len(), 1, "an explicit key has no limit");
}

#[test]
fn a_merge_key_brings_entries_that_do_not_stand_there_yet() {
    insta::assert_snapshot!(values("base: &b {x: 1, y: 2}\nm:\n  <<: *b\n  y: 3\nn: {y: 4, <<: *b}\n"), @"{base: {x: 1, y: 2}, m: {y: 3, x: 1}, n: {y: 4, x: 1}}");
}

#[test]
fn a_merge_key_takes_a_list_of_which_the_first_wins() {
    insta::assert_snapshot!(values("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nm: {<<: [*b, *a], w: 0}\n"), @"{a: {x: 1, y: 1}, b: {y: 2, z: 2}, m: {w: 0, y: 2, z: 2, x: 1}}");
    insta::assert_snapshot!(values("a: &a {x: 1}\nl: &l [*a, {y: 2}]\nm: {<<: *l}\n"), @"{a: {x: 1}, l: [{x: 1}, {y: 2}], m: {x: 1, y: 2}}");
}

#[test]
fn a_merge_key_takes_a_mapping_written_in_place() {
    insta::assert_snapshot!(values("m:\n  <<: {x: 1, y: 2}\n  y: 3\n"), @"{m: {y: 3, x: 1}}");
    insta::assert_snapshot!(values("m: {<<: {<<: {a: 1}, b: 2}, c: 3}\n"), @"{m: {c: 3, b: 2, a: 1}}");
}

#[test]
fn merge_keys_merge_through_merges() {
    insta::assert_snapshot!(values("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n"), @"{a: {x: 1}, b: {y: 2, x: 1}, c: {z: 3, y: 2, x: 1}}");
}

#[test]
fn a_merge_key_with_something_else_is_an_error() {
    insta::assert_snapshot!(values("a: {<<: 5}\nb: {<<: [x, {k: 1}]}\nc: {<<: }\nd: {<<: [[{}]]}\ne: &e text\nf: {<<: *e}\n"), @r#"
    bad-merge: `<<` needs a mapping
      1:9 «5» a number
      help: point it at an anchored mapping, e.g. `<<: *base`
    bad-merge: `<<` needs a mapping
      2:10 «x» a text
      help: point it at an anchored mapping, e.g. `<<: *base`
    bad-merge: `<<` needs a mapping
      3:8 «» null
      help: point it at an anchored mapping, e.g. `<<: *base`
    bad-merge: `<<` needs a mapping
      4:10 «[{}]» a list
      help: point it at an anchored mapping, e.g. `<<: *base`
    bad-merge: `<<` needs a mapping
      6:9 «*e» a text
      help: point it at an anchored mapping, e.g. `<<: *base`
    {a: {}, b: {k: 1}, c: {}, d: {}, e: "text", f: {}}
    "#);
}

#[test]
fn a_merge_key_of_a_broken_alias_is_reported_once() {
    insta::assert_snapshot!(problems("m: {<<: *nope}\n"), @"
    unknown-anchor: alias `*nope` has no anchor `&nope` before it
      1:9 «*nope» no anchor of this name in the document
      help: quote the value if `*` belongs to it, or anchor a value above
    ");
    insta::assert_snapshot!(problems("m: &m {<<: *m}\n"), @"
    alias-loop: alias `*m` stands inside what it refers to
      1:12 «*m» would never end
      help: remove the alias, or write the values out
    ");
}

#[test]
fn two_merge_keys_are_a_duplicate() {
    insta::assert_snapshot!(values("m:\n  <<: {a: 1}\n  <<: {b: 1}\n"), @"
    duplicate-key: key `<<` stands twice in this mapping
      3:3 «<<» again here
      2:3 «<<» first here
      help: keep one of the two
    {m: {a: 1}}
    ");
}

#[test]
fn a_quoted_merge_sign_is_an_ordinary_key() {
    insta::assert_snapshot!(values("m: {'<<': 5}\n"), @"{m: {<<: 5}}");
}

#[test]
fn nested_merges_cannot_multiply_a_large_mapping() {
    let entries: Vec<String> = (0..20_000).map(|n| format!("k{n}: 1")).collect();
    let text = format!("m: {}{{{}}}{}\n", "{<<: ".repeat(80), entries.join(", "), "}".repeat(80));
    insta::assert_snapshot!(problems(&text), @"
    alias-expansion: aliases expand the document by more than 1 million nodes
      1:154 «{<<: {<<: {<<: {<<: {<<: {<<: {<<: {<<:…» the limit is passed here
      help: write the values out instead of nesting aliases
    ");
}

#[test]
fn merging_into_a_large_mapping_is_not_quadratic() {
    let entries = |prefix: &str| (0..50_000).map(|n| format!("{prefix}{n}: 1")).collect::<Vec<_>>().join(", ");
    let tree = read(&format!("a: &a {{{}}}\nb: {{<<: *a, {}}}\n", entries("x"), entries("y")));
    assert_eq!(root(&tree).get("b").unwrap().len(), 100_000);
}
