use super::{Origin, read};
use crate::text::Span;

/// The text of the file that spells a needle of the value under `v`.
fn spelled(text: &str, needle: &str) -> String {
    let tree = read(text);
    let node = super::root(&tree).get("v").unwrap();
    let value = node.as_str().unwrap();
    let at = value.find(needle).unwrap_or_else(|| panic!("no {needle:?} in {value:?}")) as u32;
    tree.source().slice(node.origin().span(Span::new(at, at + needle.len() as u32))).to_owned()
}

#[track_caller]
fn assert_verbatim(text: &str, needles: &[&str]) {
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        for &needle in needles {
            assert_eq!(spelled(&text, needle), needle, "in {text:?}");
        }
    }
}

#[test]
fn plain_texts() {
    assert_verbatim("v: size(x) > 1 # no\n", &["size", "x", "size(x) > 1"]);
    assert_verbatim("v: one\n  two\n\n    three ü four\n", &["one", "two", "three", "ü four"]);
    assert_eq!(spelled("v: one\n  two\n", "one two"), "one\n  two");
    assert_eq!(spelled("v: one  \n\n  two\n", "\n"), "\n");
    assert_eq!(spelled("v: one\r\n  two\r\n", " "), "\r\n");
    assert_verbatim("k: [a, b]\nv: &x d\n", &["d"]);
}

#[test]
fn single_quoted_texts() {
    assert_verbatim("v: 'a == ''b'' && c'\n", &["a ==", "b", "&& c"]);
    assert_eq!(spelled("v: 'a == ''b'' && c'\n", "'b'"), "''b''");
    assert_eq!(spelled("v: 'it''s'\n", "it's"), "it''s");
    assert_verbatim("v: 'one\n\n  two ''three''\n  four'\n", &["one", "two", "three", "four"]);
    assert_verbatim("v: ' lead \\ and trail '\n", &["lead", "\\", "trail", " "]);
}

#[test]
fn double_quoted_texts() {
    assert_verbatim("v: \"a \\t b\\u00e9c \\U0001F600 d\\x41e\"\n", &["a", "b", "c", "d", "e"]);
    assert_eq!(spelled("v: \"b\\u00e9c\"\n", "é"), "\\u00e9");
    assert_eq!(spelled("v: \"b\\u00e9c\"\n", "bé"), "b\\u00e9");
    assert_eq!(spelled("v: \"\\ud83d\\ude00!\"\n", "😀"), "\\ud83d\\ude00");
    assert_eq!(spelled("v: \"\\ud83d\\ude00!\"\n", "!"), "!");
    assert_eq!(spelled("v: \"\\N\\_\\L\\P\\0 x\"\n", "\u{2028}"), "\\L");
    assert_eq!(spelled("v: \"\\N\\_\\L\\P\\0 x\"\n", "x"), "x");
    assert_eq!(spelled("v: \"say \\\"hi\\\"\"\n", "\"hi\""), "\\\"hi\\\"");
    assert_verbatim("v: \"one\n  two\n\n  three\"\n", &["one", "two", "three"]);
    assert_verbatim("v: \"one \\\n    two\\\n  \\  three\n\n\n  four\"\n", &["one ", "two", "three", "four"]);
    assert_verbatim("v: \"one\\\n\n  two\"\n", &["one", "two"]);
    assert_verbatim("v: \"  \n  two \"\n", &["two "]);
}

#[test]
fn literal_texts() {
    let body = "\n  first(x)\n    && deeper\n\n  last ü\n";
    for header in ["|", "|-", "|+", "|  # note", "|2"] {
        assert_verbatim(&format!("v: {header}{body}"), &["first(x)", "&& deeper", "  && deeper", "last ü"]);
        assert_verbatim(&format!("v: {header}{body}\n\n"), &["first(x)", "last"]);
    }
    assert_eq!(spelled("v: |\n  a\n\n  b\n", "a\n\nb"), "a\n\n  b");
    assert_verbatim("v: |2\n      four\n    two\n", &["    four", "  two"]);
    assert_verbatim("v: |1\n   x\n y\n", &["  x", "y"]);
    assert_eq!(spelled("v: |\n", ""), "");
    assert_verbatim("v: |2\n     \n", &["   "]);
    assert_eq!(spelled("v: |+\n\n\nw: 1\n", "\n"), "|", "a text of line breaks alone is its sign");
}

#[test]
fn texts_that_begin_with_blank_lines() {
    assert_verbatim("v: |\n\n\n  one\n  two\n", &["one", "two"]);
    assert_verbatim("v: >\n\n  one\n\n  two\n", &["one", "two"]);
    assert_verbatim("v: |2\n \n\n    one\n", &["  one"]);
    assert_eq!(spelled("v: |\n\n  one\n", "\none"), "\n  one");
    assert_eq!(spelled("v: |\r\n\r\n  one\r\n", "\none"), "\r\n  one");
}

#[test]
fn folded_texts() {
    for header in [">", ">-", ">+", ">2"] {
        let text = format!("v: {header}\n  one\n  two\n\n  three\n    deeper\n    more\n\n  four\n  five\n");
        assert_verbatim(&text, &["one", "two", "three", "  deeper", "more", "four", "five"]);
    }
    assert_eq!(spelled("v: >\n  one\n  two\n", "one two"), "one\n  two");
    assert_eq!(spelled("v: >\n  one\n\n\n  two\n", "\n\n"), "\n\n");
    assert_eq!(spelled("v: >\n  one\n   \n  two\n", "\n"), "\n", "the break of the blank line, not the folded one");
    assert_verbatim("v: >\n  one\n  \ttabbed\n  two\n", &["\ttabbed", "two"]);
}

#[test]
fn the_break_that_a_header_keeps_may_be_missing_in_the_file() {
    assert_eq!(spelled("v: |\n  one", "e\n"), "e");
    assert_eq!(spelled("v: |\n  one\n", "e\n"), "e\n");
    assert_eq!(spelled("v: |+\n  one\n\n\n", "\n\n"), "\n\n");
    assert_eq!(spelled("v: |+\n  one\n\n  \n", "one\n\n\n"), "one\n\n  \n");
}

#[test]
fn deeper_places_and_list_items() {
    let tree = read("rules:\n  - assert: |\n      a &&\n      b\n  -\n    x: {k: \"\\x61 == b\"}\n");
    let rule = super::root(&tree).get("rules").unwrap().item(0).unwrap().get("assert").unwrap();
    let at = rule.as_str().unwrap().find('b').unwrap() as u32;
    let place = crate::diagnostic::Place::new(tree.source(), rule.origin().span(Span::new(at, at + 1))).locate();
    assert_eq!((place.line, place.column), (4, 7));
}

#[test]
fn a_comment_that_the_parser_takes_for_an_empty_line() {
    let tree = read("v:\n    - one\n  \t# a tab before it\n      two\n");
    let item = super::root(&tree).get("v").unwrap().item(0).unwrap();
    assert_eq!((item.as_str(), tree.source().slice(item.origin().span(Span::new(4, 7)))), (Some("one\ntwo"), "two"));
}

#[test]
fn an_alias_maps_to_its_target() {
    let tree = read("a: &a 'it''s'\nv: *a\n");
    let origin = super::root(&tree).get("v").unwrap().origin();
    assert_eq!(tree.source().slice(origin.span(Span::new(3, 4))), "s");
}

#[test]
fn what_is_not_a_text_maps_to_itself_and_nothing_leaves_the_value() {
    let tree = read("v: true\nw: 'abc'\n");
    let slice = |name: &str, start, end| {
        let origin: Origin = super::root(&tree).get(name).unwrap().origin();
        tree.source().slice(origin.span(Span::new(start, end)))
    };
    assert_eq!(slice("v", 0, 4), "true");
    assert_eq!(slice("w", 1, 99), "bc");
    assert_eq!(slice("w", 50, 99), "");
}
