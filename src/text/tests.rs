use super::*;

/// `line:column` of a needle's beginning and end.
fn around(text: &str, needle: &str) -> String {
    let source = Source::new("a.yaml", text);
    let start = text.find(needle).unwrap() as u32;
    let (from, to) = (source.position(start), source.position(start + needle.len() as u32));
    format!("{}:{}-{}:{}", from.line, from.column, to.line, to.column)
}

fn lines(text: &str) -> Vec<String> {
    let source = Source::new("a.yaml", text);
    (1..=source.line_count()).map(|line| source.slice(source.line_span(line)).to_owned()).collect()
}

#[test]
fn columns_count_characters_not_bytes() {
    assert_eq!(around("größe: naïve\nb: 2\n", "naïve"), "1:8-1:13");
    assert_eq!(around("größe: naïve\nb: 2\n", "2"), "2:4-2:5");
    assert_eq!(around("a: 👩‍💻x", "x"), "1:7-1:8", "a joined emoji is three characters");
}

#[test]
fn a_byte_order_mark_takes_no_column_and_is_not_part_of_the_line() {
    assert_eq!(around("\u{feff}kind: x\n", "kind"), "1:1-1:5");
    assert_eq!(Source::new("a", "\u{feff}a").position(0), Position { line: 1, column: 1 });
    assert_eq!(lines("\u{feff}kind: x\nb"), ["kind: x", "b"]);
    assert_eq!(lines("\u{feff}"), [""]);
    assert_eq!(around("a: \u{feff}b", "b"), "1:5-1:6", "elsewhere the same character counts");
}

#[test]
fn lines_end_with_lf_crlf_or_cr() {
    assert_eq!(lines("a\r\nb\rc\n\r\nd"), ["a", "b", "c", "", "d"]);
    assert_eq!(around("a: 1\r\nb: 2\r\n", "b: 2"), "2:1-2:5");
    assert_eq!(around("a: 1\r\nb: 2\r\n", "1\r"), "1:4-1:5", "the break of a CRLF line has no column of its own");
    assert_eq!(around("a: 1\r\nb: 2\r\n", "1\r\n"), "1:4-2:1");
    assert_eq!(around("a: 1\rb: 2\r", "2"), "2:4-2:5");
}

#[test]
fn the_last_line_counts_with_and_without_a_break() {
    assert_eq!(lines("a\nb"), ["a", "b"]);
    assert_eq!(lines("a\nb\n"), ["a", "b", ""]);
    assert_eq!(lines(""), [""]);
}

#[test]
fn positions_outside_the_text_are_its_end() {
    let source = Source::new("a", "ab\ncé");
    assert_eq!(source.position(99), Position { line: 2, column: 3 });
    assert_eq!(source.position(5), Position { line: 2, column: 2 }, "inside a character is before it");
    assert_eq!(source.line_span(9), Span::new(6, 6));
    assert_eq!(source.line_span(0), Span::new(0, 2), "there is no line before the first");
    assert_eq!(source.clamp(Span::new(5, 99)), Span::new(4, 6));
    assert_eq!(source.slice(Span::new(5, 6)), "", "half a character is no text");
}

#[test]
fn nothing_that_steers_a_terminal_survives() {
    assert_eq!(clean_line("red \u{1b}[31mpass\u{1b}[0m"), "red \\u{1b}[31mpass\\u{1b}[0m");
    assert_eq!(clean_line("c1 \u{9b}31m \u{85}"), "c1 \\u{9b}31m \\u{85}");
    assert_eq!(
        clean_line("bidi \u{202e}drowssap\u{202c} \u{2066}x\u{2069} \u{61c}"),
        "bidi \\u{202e}drowssap\\u{202c} \\u{2066}x\\u{2069} \\u{61c}"
    );
    assert_eq!(
        clean_line("zero\u{200b}width\u{feff} soft\u{ad}hyphen \u{3164}"),
        "zero\\u{200b}width\\u{feff} soft\\u{ad}hyphen \\u{3164}"
    );
    assert_eq!(clean_line("tag \u{e0041} \u{2028} \u{7f} \0"), "tag \\u{e0041} \\u{2028} \\u{7f} \\u{0}");
    assert_eq!(clean_line("a\nb\tc\r\n"), "a\\nb\\tc\\r\\n");
}

#[test]
fn clean_text_keeps_line_breaks_and_tabs_alone() {
    assert_eq!(clean_text("a\n\tb\r\n\u{1b}c"), "a\n\tb\\r\n\\u{1b}c");
}

#[test]
fn what_is_clean_is_not_copied() {
    assert!(matches!(clean_line("größe, naïve, 👩 and plain"), std::borrow::Cow::Borrowed(_)));
    assert!(matches!(clean_text("two\nlines"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn nouns_take_their_plural() {
    let counted = [(1, "finding"), (3, "finding"), (0, "policy"), (2, "key"), (2, "class"), (2, "match"), (2, "index"), (2, "crash")];
    let words: Vec<String> = counted.into_iter().map(|(count, noun)| plural(count, noun)).collect();
    assert_eq!(words, ["1 finding", "3 findings", "0 policies", "2 keys", "2 classes", "2 matches", "2 indexes", "2 crashes"]);
}

#[test]
fn lists_read_as_a_sentence() {
    assert_eq!(and_list::<&str>(&[]), "");
    assert_eq!(and_list(&["a"]), "a");
    assert_eq!(and_list(&["a", "b"]), "a and b");
    assert_eq!(or_list(&["a", "b", "c"]), "a, b or c");
}

#[test]
fn shorten_never_exceeds_the_width() {
    assert_eq!(shorten("größe", 5), "größe");
    assert_eq!(shorten("größer", 5), "größ…");
    assert_eq!(shorten("one two", 5), "one…", "no space before the sign");
    assert_eq!(shorten("ab", 1), "…");
    assert_eq!(shorten("ab", 0), "");
    assert_eq!(shorten("", 0), "");
}

#[test]
fn slips_find_the_name_that_was_meant() {
    let fields = ["social_scoring", "lifecycle", "owners", "stage", "retention_days", "region_code", "api_key", "kind", "name", "id"];
    let slips = [
        ("social_scorin", "social_scoring"),
        ("socail_scoring", "social_scoring"),
        ("lifecyle", "lifecycle"),
        ("lifcycel", "lifecycle"),
        ("life-cycle", "lifecycle"),
        ("LifeCycle", "lifecycle"),
        ("owner", "owners"),
        ("onwers", "owners"),
        ("state", "stage"),
        ("retntion_dyas", "retention_days"),
        ("days_retention", "retention_days"),
        ("region", "region_code"),
        ("apikey", "api_key"),
        ("Kind", "kind"),
        ("nmae", "name"),
        ("ID", "id"),
    ];
    for (typed, meant) in slips {
        assert_eq!(nearest(typed, fields), Some(meant), "{typed}");
    }
    assert_eq!(nearest("hihg", ["critical", "high", "medium", "low", "info"]), Some("high"));
    assert_eq!(nearest("model_provider", ["name", "provider"]), Some("provider"));
}

#[test]
fn unrelated_names_are_not_suggested() {
    let fields = [
        "region",
        "owners",
        "vendor",
        "role",
        "data",
        "notes",
        "lifecycle",
        "id",
        "risk",
        "endpoint",
        "started_by",
        "scanned_on",
        "actors",
    ];
    for typed in [
        "reason",
        "others",
        "sender",
        "goal",
        "date_of",
        "in",
        "no",
        "license",
        "rank",
        "enabled",
        "xyz",
        "",
        "-",
        "started_on",
        "changed_on",
        "actions",
    ] {
        assert_eq!(nearest(typed, fields), None, "{typed}");
    }
}

#[test]
fn numbers_are_not_slips() {
    let controls = ["LLM01", "LLM02", "LLM09", "LLM10", "GOVERN 1.6", "MAP 4.1", "Art. 10"];
    for typed in ["LLM11", "LLM99", "LLM12", "GOVERN 1.7", "MAP 4.2", "Art. 9", "Art. 100"] {
        assert_eq!(nearest(typed, controls), None, "{typed}");
    }
    for (typed, meant) in [("LMM01", "LLM01"), ("LLM1", "LLM01"), ("llm-09", "LLM09"), ("GOVERN1.6", "GOVERN 1.6"), ("Art 10", "Art. 10")] {
        assert_eq!(nearest(typed, controls), Some(meant), "{typed}");
    }
    assert_eq!(nearest("owasp-llm", ["owasp-asvs", "owasp-llm-2025"]), Some("owasp-llm-2025"));
}
