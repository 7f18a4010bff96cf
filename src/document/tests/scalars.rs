use rstest::rstest;

use super::{problems, read, root, value, values};

#[rstest]
#[case("9223372036854775807", "9223372036854775807")]
#[case("9223372036854775808", "9223372036854775808u")]
#[case("18446744073709551615", "18446744073709551615u")]
#[case("-9223372036854775808", "-9223372036854775808")]
#[case("010", "10")]
#[case("+1", "1")]
#[case("-0", "0")]
#[case("0o17", "15")]
#[case("0x1F", "31")]
#[case("1.10", "1.1")]
#[case(".5", "0.5")]
#[case("1.", "1.0")]
#[case("-1.5e-3", "-0.0015")]
#[case("1e3", "1000.0")]
#[case("1e-400", "0.0")]
#[case("true", "true")]
#[case("FALSE", "false")]
#[case("~", "null")]
#[case("Null", "null")]
#[case("", "null")]
fn the_core_schema_reads(#[case] written: &str, #[case] read_as: &str) {
    assert_eq!(value(root(&read(&format!("v: {written}\n"))).get("v").unwrap()), read_as);
}

#[rstest]
fn what_other_readers_convert_stays_a_text(
    #[values(
        "no",
        "on",
        "yes",
        "off",
        "y",
        "N",
        "1_000",
        "0b11",
        "0o8",
        "0xZZ",
        "-0x1",
        "+0o7",
        "1:30",
        "2026-01-31",
        "2026-01-31T10:00:00Z",
        "12e03x",
        ".",
        "+",
        "e3",
        ".e3",
        "1e",
        "1e+",
        "nan",
        "inf",
        "Infinity",
        "tRue",
        "nULL",
        "1,000",
        "1.2.3",
        "0.1.0",
        "٣"
    )]
    written: &str,
) {
    assert_eq!(root(&read(&format!("v: {written}\n"))).get("v").unwrap().as_str(), Some(written));
}

#[test]
fn numbers_that_do_not_fit_are_errors() {
    insta::assert_snapshot!(values("- 18446744073709551616\n- -9223372036854775809\n- 0xFFFFFFFFFFFFFFFFF\n- .inf\n- -.INF\n- .nan\n- 1e400\n- -1e400\n"), @r#"
    number-range: number `18446744073709551616` does not fit 64 bits
      1:3 «18446744073709551616» cannot be represented
      help: quote it if it is an identifier
    number-range: number `-9223372036854775809` does not fit 64 bits
      2:3 «-9223372036854775809» cannot be represented
      help: quote it if it is an identifier
    number-range: number `0xFFFFFFFFFFFFFFFFF` does not fit 64 bits
      3:3 «0xFFFFFFFFFFFFFFFFF» cannot be represented
      help: quote it if it is an identifier
    number-range: number `.inf` is not finite
      4:3 «.inf» cannot be represented
      help: quote it if it is an identifier
    number-range: number `-.INF` is not finite
      5:3 «-.INF» cannot be represented
      help: quote it if it is an identifier
    number-range: number `.nan` is not finite
      6:3 «.nan» cannot be represented
      help: quote it if it is an identifier
    number-range: number `1e400` is not finite
      7:3 «1e400» cannot be represented
      help: quote it if it is an identifier
    number-range: number `-1e400` is not finite
      8:3 «-1e400» cannot be represented
      help: quote it if it is an identifier
    ["18446744073709551616", "-9223372036854775809", "0xFFFFFFFFFFFFFFFFF", ".inf", "-.INF", ".nan", "1e400", "-1e400"]
    "#);
}

#[test]
fn a_number_of_many_digits_is_shortened_in_the_message() {
    insta::assert_snapshot!(problems(&format!("n: {}\n", "9".repeat(5000))), @"
    number-range: number `999999999999999999999999999999999999999…` does not fit 64 bits
      1:4 «999999999999999999999999999999999999999…» cannot be represented
      help: quote it if it is an identifier
    ");
}

#[test]
fn explicit_tags_of_the_core_schema_apply() {
    insta::assert_snapshot!(values("[!!int '5', !!str 5, !!float 1, !!bool 'true', !!null '', !!str , ! 5, !!seq [1], !!map {a: 1}, !<tag:yaml.org,2002:str> 7]"), @r#"[5, "5", 1.0, true, null, "", "5", [1], {a: 1}, "7"]"#);
}

#[test]
fn a_value_that_does_not_fit_its_tag_is_an_error() {
    insta::assert_snapshot!(values("- !!int five\n- !!int 1.5\n- !!float x\n- !!bool no\n- !!null 0\n- !!map [1]\n- !!str {}\n- !!seq 5\n"), @r#"
    unknown-tag: value does not fit its tag `!!int`
      1:9 «five» not a whole number
      help: remove the tag
    unknown-tag: value does not fit its tag `!!int`
      2:9 «1.5» not a whole number
      help: remove the tag
    unknown-tag: value does not fit its tag `!!float`
      3:11 «x» not a number
      help: remove the tag
    unknown-tag: value does not fit its tag `!!bool`
      4:10 «no» neither `true` nor `false`
      help: remove the tag
    unknown-tag: value does not fit its tag `!!null`
      5:10 «0» not null
      help: remove the tag
    unknown-tag: value does not fit its tag `!!map`
      6:3 «!!map» stands before a list
      help: remove the tag
    unknown-tag: value does not fit its tag `!!str`
      7:3 «!!str» stands before a mapping
      help: remove the tag
    unknown-tag: value does not fit its tag `!!seq`
      8:3 «!!seq» stands before a single value
      help: remove the tag
    ["five", "1.5", "x", "no", "0", [1], {}, "5"]
    "#);
}

#[test]
fn unknown_tags_are_errors_that_underline_the_tag() {
    insta::assert_snapshot!(values("a: !secret value\nb: !!binary aGk=\nc: !foo [1]\nd: !<tag:x.example,2026:y> 1\ne: !e!x 2\n"), @"
    unknown-tag: unknown tag `!secret`
      1:4 «!secret» not a tag of YAML's core schema
      help: remove the tag, or quote the value if `!` belongs to it
    unknown-tag: unknown tag `!!binary`
      2:4 «!!binary» not a tag of YAML's core schema
      help: remove the tag, or quote the value if `!` belongs to it
    unknown-tag: unknown tag `!foo`
      3:4 «!foo» not a tag of YAML's core schema
      help: remove the tag, or quote the value if `!` belongs to it
    unknown-tag: unknown tag `!<tag:x.example,2026:y>`
      4:4 «!<tag:x.example,2026:y>» not a tag of YAML's core schema
      help: remove the tag, or quote the value if `!` belongs to it
    unknown-tag: a tag's handle is not declared
      5:4 «!e!x» an unknown tag
      help: remove the tag
    ");
}

#[test]
fn quoted_texts_fold_over_lines() {
    insta::assert_snapshot!(values("a: \"one\n  two\n\n  three\\\n  four\\n\"\nb: 'five\n\n\n  six'\nc: seven\n  eight\n\n  nine\n"), @r#"{a: "one two\nthreefour\n", b: "five\n\nsix", c: "seven eight\nnine"}"#);
}

#[test]
fn block_texts_keep_or_fold_their_lines() {
    insta::assert_snapshot!(values("a: |\n  one\n    two\n\nb: >-\n  three\n  four\n\n  five\n    six\n  seven\nc: |+\n  eight\n\nd: |2-\n    nine\n"), @r#"{a: "one\n  two\n", b: "three four\nfive\n  six\nseven", c: "eight\n\n", d: "  nine"}"#);
}

#[test]
fn json_is_read_as_it_is() {
    insta::assert_snapshot!(values(r#"{"id": "caf\u00e9 \ud83d\ude00 \/ \" \\ \t", "n": [1, -2.5e3, true, false, null, {}], "": ""}"#), @r#"{id: "café 😀 / \" \\ \t", n: [1, -2500.0, true, false, null, {}], : ""}"#);
}

#[test]
fn spans_underline_what_is_written() {
    let tree = read("größe: 10 # ten\nq: 'it''s'\nb: |\n  one\n\n  two\n\nl:\n  - x\n  -\ne:\nm: {k: v}\nt: !!str 5\nz: |+\n\n\n");
    let entries = |name: &str| root(&tree).get(name).unwrap();
    let text = |name: &str| entries(name).place().text().to_owned();
    assert_eq!(text("größe"), "10");
    assert_eq!(text("q"), "'it''s'");
    assert_eq!(text("b"), "one\n\n  two");
    assert_eq!(text("l"), "- x\n  -");
    assert_eq!(text("m"), "{k: v}");
    assert_eq!(text("t"), "5");
    assert_eq!(text("z"), "|", "a block text without content stands where its sign is");
    let empty = entries("e").place().locate();
    assert_eq!((empty.line, empty.column, empty.byte_start == empty.byte_end), (11, 3, true));
    let item = entries("l").item(1).unwrap().place().locate();
    assert_eq!((item.line, item.column), (10, 4), "an empty item stands after its dash");
}
