use std::fmt::Write as _;
use std::sync::Arc;

use super::{problems, read, root, shown, values};
use crate::document::load::decode;
use crate::document::{MAX_DEPTH, parse};
use crate::text::Source;

#[test]
fn empty_files_have_no_documents() {
    for text in ["", "\n\n", "# only\n# comments\n", "---\n", "---\n...\n", "\u{feff}", "   ", "--- # nothing\n---\n"] {
        assert!(read(text).is_empty(), "{text:?}");
    }
}

#[test]
fn the_root_may_be_a_list_or_a_scalar() {
    insta::assert_snapshot!(values("- a\n- b\n"), @r#"["a", "b"]"#);
    insta::assert_snapshot!(values("just text\n"), @r#""just text""#);
    insta::assert_snapshot!(values("null\n"), @"null");
}

#[test]
fn a_broken_document_does_not_take_the_others_with_it() {
    insta::assert_snapshot!(values("a: 1\n---\nb: [1\n---\nc: 3\n---\nd: }\n...\ne: 5\n---\nf: 'x\n"), @"
    yaml-syntax: `[` is never closed
      3:4 «[» opened here
      help: add `]`
    yaml-syntax: a bracket closes nothing
      7:4 «}» nothing is open here
      help: remove it, add the bracket that opens, or quote the text
    yaml-syntax: a quote is never closed
      11:4 «'» opened here
      help: add the closing quote; if the text goes on, indent its lines
    {a: 1}
    {c: 3}
    {e: 5}
    ");
}

#[test]
fn each_document_reports_all_that_can_be_read_in_it() {
    insta::assert_snapshot!(values("a: 1\na: 2\nb: .inf\n---\nc: *x\nd: !y 1\n"), @r#"
    number-range: number `.inf` is not finite
      3:4 «.inf» cannot be represented
      help: quote it if it is an identifier
    duplicate-key: key `a` stands twice in this mapping
      2:1 «a» again here
      1:1 «a» first here
      help: keep one of the two
    unknown-anchor: alias `*x` has no anchor `&x` before it
      5:4 «*x» no anchor of this name in the document
      help: quote the value if `*` belongs to it, or anchor a value above
    unknown-tag: unknown tag `!y`
      6:4 «!y» not a tag of YAML's core schema
      help: remove the tag, or quote the value if `!` belongs to it
    {a: 1, b: ".inf"}
    {c: null, d: "1"}
    "#);
}

#[test]
fn anchors_of_a_broken_document_are_forgotten() {
    insta::assert_snapshot!(problems("a: &x [1\n---\nb: *x\n"), @"
    yaml-syntax: `[` is never closed
      1:7 «[» opened here
      help: add `]`
    unknown-anchor: alias `*x` has no anchor `&x` before it
      3:4 «*x» no anchor of this name in the document
      help: quote the value if `*` belongs to it, or anchor a value above
    ");
}

#[test]
fn a_byte_order_mark_shifts_nothing() {
    insta::assert_snapshot!(values("\u{feff}a: 1\na: 2\nb: .inf\n"), @r#"
    number-range: number `.inf` is not finite
      3:4 «.inf» cannot be represented
      help: quote it if it is an identifier
    duplicate-key: key `a` stands twice in this mapping
      2:1 «a» again here
      1:1 «a» first here
      help: keep one of the two
    {a: 1, b: ".inf"}
    "#);
    insta::assert_snapshot!(problems("\u{feff}a: }\n"), @"
    yaml-syntax: a bracket closes nothing
      1:4 «}» nothing is open here
      help: remove it, add the bracket that opens, or quote the text
    ");
    assert_eq!(root(&read("\u{feff}kind: x\n")).entries().next().unwrap().key.place().locate().column, 1);
}

#[test]
fn crlf_files_read_like_others() {
    let text = "a: 1\nb:\n  - x\n  - |\n    one\n    two\nc: \"three\n  four\"\nd: five\n  six\n\n";
    assert_eq!(values(&text.replace('\n', "\r\n")), values(text));
    insta::assert_snapshot!(problems("a: 1\r\nb: x\r\nb: y\r\n"), @"
    duplicate-key: key `b` stands twice in this mapping
      3:1 «b» again here
      2:1 «b» first here
      help: keep one of the two
    ");
    insta::assert_snapshot!(problems("a: 1\r\nb: [x\r\nc: y\r\n"), @"
    yaml-syntax: `[` is still open in a line that is not indented
      2:4 «[» opened here
      3:1 «c» not indented, so not inside
      help: add `]`; if the brackets go on, indent their lines
    ");
}

#[test]
fn columns_count_characters() {
    insta::assert_snapshot!(problems("größe: 1\n\"größe\": .inf\nüü: \"ö\" ß\n"), @r#"
    number-range: number `.inf` is not finite
      2:10 «.inf» cannot be represented
      help: quote it if it is an identifier
    yaml-syntax: text follows a closing quote
      3:9 «ß» outside the quotes
      help: quote the whole value, with `\"` for a quote inside it; separate items with `,`
    "#);
}

#[test]
fn nesting_has_a_limit() {
    let flow = |depth: usize| format!("{}{}\n", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(problems(&flow(MAX_DEPTH)), "");
    insta::assert_snapshot!(problems(&flow(MAX_DEPTH + 1)), @"
    too-deep: lists and mappings are nested more than 100 deep
      1:101 «[» too deep from here
      help: flatten the structure
    ");
    insta::assert_snapshot!(problems(&format!("a:\n{}{}", " ".repeat(4), flow(MAX_DEPTH))), @"
    too-deep: lists and mappings are nested more than 100 deep
      2:104 «[» too deep from here
      help: flatten the structure
    ");
}

#[test]
fn a_hundred_thousand_levels_are_an_error_and_nothing_else() {
    for text in ["[".repeat(100_000), "{a: ".repeat(100_000), "- ".repeat(100_000), "? ".repeat(100_000), "a: {b: [".repeat(50_000)] {
        let problems = problems(&format!("{text}\n---\nok: 1\n"));
        assert!(problems.starts_with("too-deep: lists and mappings are nested more than 100 deep\n"), "{problems}");
        assert_eq!(problems.matches("help:").count(), 1, "{problems}");
    }
    let mut lines = String::new();
    for depth in 0..5_000 {
        writeln!(lines, "{}a:", " ".repeat(depth)).unwrap();
    }
    insta::assert_snapshot!(values(&format!("{lines}---\nok: 1\n")), @"
    too-deep: lists and mappings are nested more than 100 deep
      101:101 «a» too deep from here
      help: flatten the structure
    {ok: 1}
    ");
}

#[test]
fn deep_documents_need_no_deep_stack() {
    let read = || {
        problems(&"[".repeat(100_000));
        problems(&"- ".repeat(100_000));
        root(&read(&format!("{}{}\n", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH)))).path().to_string()
    };
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(read).unwrap();
    assert_eq!(thread.join().unwrap(), "");
}

#[test]
fn large_files_are_read() {
    let block = "- id: a-name-of-some-length\n  owner: {name: \"Customer \\u0043are\", contact: care@example.com}\n  notes: |\n    some\n    lines\n";
    let count = (10 << 20) / block.len() + 1;
    let tree = read(&block.repeat(count));
    assert_eq!(root(&tree).len(), count);
    assert_eq!(root(&tree).item(count - 1).unwrap().get("owner").unwrap().get("name").unwrap().as_str(), Some("Customer Care"));
}

#[test]
fn many_errors_in_many_documents_are_all_reported() {
    let text = "a: }\n---\n".repeat(2_000);
    assert_eq!(parse(&Arc::new(Source::new("a.yaml", text))).1.len(), 2_000);
}

#[test]
fn bytes_that_are_not_utf8_are_named_by_their_offset() {
    let problem = |bytes: &[u8]| shown(&[*decode(bytes.to_vec(), "a.yaml").unwrap_err()]);
    insta::assert_snapshot!(problem(b"a: 1\nname: caf\xe9\n"), @"
    invalid-utf8: `a.yaml` is not UTF-8: byte 0xE9 at offset 14
      2:10 «» the text is readable up to here
      help: save the file as UTF-8
    ");
    insta::assert_snapshot!(problem("größe: ".as_bytes().iter().chain(b"\xc3").copied().collect::<Vec<_>>().as_slice()), @"
    invalid-utf8: `a.yaml` is not UTF-8: byte 0xC3 at offset 9
      1:8 «» the text is readable up to here
      help: save the file as UTF-8
    ");
    insta::assert_snapshot!(problem(b"\xff\xfea\0:\0"), @"
    invalid-utf8: `a.yaml` is not UTF-8: byte 0xFF at offset 0
      1:1 «» the text is readable up to here
      help: save the file as UTF-8; it looks like UTF-16
    ");
    assert_eq!(decode("a: é".as_bytes().to_vec(), "a.yaml").unwrap().text(), "a: é");
}

#[test]
fn files_that_cannot_be_read_say_why() {
    let folder = tempfile::tempdir().unwrap();
    let problem = |name: &str| shown(&[*crate::document::load(&folder.path().join(name), name).unwrap_err()]);
    insta::assert_snapshot!(problem("missing.yaml"), @"
    unreadable-file: cannot read `missing.yaml`: there is no such file or folder
      help: check the path and its permissions
    ");
    insta::assert_snapshot!(problem("."), @"
    unreadable-file: cannot read `.`: it is a folder
      help: check the path and its permissions
    ");
    std::fs::File::create(folder.path().join("large.yaml")).unwrap().set_len(crate::document::MAX_FILE_BYTES + 1).unwrap();
    insta::assert_snapshot!(problem("large.yaml"), @"
    unreadable-file: cannot read `large.yaml`: it is larger than 64 MiB
      help: check the path and its permissions
    ");
    std::fs::write(folder.path().join("ok.yaml"), "a: 1").unwrap();
    assert_eq!(crate::document::load(&folder.path().join("ok.yaml"), "x/ok.yaml").unwrap().name(), "x/ok.yaml");
}
