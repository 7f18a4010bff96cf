//! Text that means something to a medium, in every field that takes text, through every format: none is interpreted.

use std::collections::BTreeSet;

use jiff::civil::date;
use provost::cli::Exit;
use provost::engine::{
    Contact, Control, ControlRecord, Finding, FrameworkRecord, Outcome, Record, RuleRecord, SystemRecord, Verdict, Waiver,
};
use provost::report::{Format, Report, Style, write};
use provost::text::is_hostile;
use pulldown_cmark::{Event, Options, Parser, Tag};
use serde_json::Value;

use crate::formats::fits_schemas;
use crate::outcomes::{Holds, place, recorded, source};
use crate::shell::{folder, provost};

/// Something for everybody.
const HOSTILE: &str = "=cmd()<script>alert(1)</script>]]>&amp;%0A::error::x,y;=1+1 \u{1b}[31m\u{202e}\u{7}`a`b``|c| [l](javascript:x) ![i](https://e.example/i.png) @all #1 www.e.example https://e.example {0} \\| \u{fffe}\t\r\n::warning::z\n=2+2\n| a | b |\n# h\n";

/// On one line, for fields that take no more.
const LINE: &str = "=cmd()|<script>`]]>::error::%0A\u{1b}[1m\u{202e}@all ![i](https://e.example) #1 a`b|\\| =1;=2";

/// Its first bytes, which are the worst.
const MARKS: usize = 31;

fn text(format: Format, report: &Report) -> String {
    let mut bytes = Vec::new();
    write(format, report, &Style::PLAIN, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Checks what every format makes of a report by the rules of its medium.
fn none_is_interpreted(report: &Report) {
    for format in Format::ALL {
        let text = text(*format, report);
        let raw: BTreeSet<char> = text.chars().filter(|c| is_hostile(*c) && !matches!(c, '\n' | '\r')).collect();
        assert_eq!(raw, BTreeSet::new(), "{}", format.name);
        assert_eq!(text.contains('\r'), format.name == "csv", "{}", format.name);
    }
    fits_schemas("hostile text", report);
    junit(&text(Format::JUNIT, report));
    markdown(&text(Format::MARKDOWN, report), report);
    github(&text(Format::GITHUB, report));
    csv(&text(Format::CSV, report));
    sarif(&text(Format::SARIF, report));
    let stored: Report = serde_json::from_str(&text(Format::JSON, report)).unwrap();
    assert_eq!(&stored, report, "what is escaped is read back as it was");
}

fn junit(text: &str) {
    let document = roxmltree::Document::parse(text).unwrap();
    let known = ["testsuites", "testsuite", "properties", "testcase", "failure", "error", "skipped", "system-out", "system-err"];
    let names: BTreeSet<&str> = document.descendants().filter(roxmltree::Node::is_element).map(|node| node.tag_name().name()).collect();
    assert!(names.iter().all(|name| known.contains(name)), "{names:?}");
    let suites = document.root_element().children().filter(roxmltree::Node::is_element);
    for suite in suites {
        let cases = suite.children().filter(|node| node.has_tag_name("testcase"));
        let names: Vec<&str> = cases.filter_map(|case| case.attribute("name")).collect();
        assert_eq!(names.len().to_string(), suite.attribute("tests").unwrap());
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "every case has its own name");
    }
}

fn markdown(text: &str, report: &Report) {
    let (mut rows, mut headings, mut links) = (0, 0, 0);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => assert!(["<br>", "<!-- -->"].contains(&&*html), "{html}"),
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => panic!("a link to {dest_url}"),
            Event::Start(Tag::TableRow) => rows += 1,
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::Text(text) => {
                let pairs = || text.chars().zip(text.chars().skip(1));
                assert!(pairs().all(|(c, next)| !matches!(c, '@' | '#') || !next.is_alphanumeric()), "{text}");
                links += text.matches("://").count();
            }
            _ => {}
        }
    }
    assert_eq!(links, text.matches("\\://").count(), "outside code every address is broken");
    let undeclared: BTreeSet<(&String, &String)> =
        report.with_verdict(Verdict::Undeclared).flat_map(|finding| finding.missing.iter().map(|path| (&finding.system, path))).collect();
    let others = report.findings.iter().filter(|finding| finding.verdict != Verdict::Undeclared).count();
    if !text.contains("… and") {
        assert_eq!(rows, report.diagnostics.len() + others + undeclared.len());
    }
    assert!(headings <= 5);
    assert!(text.chars().count() <= 65_536);
    // A backslash before the bar that ends a cell would join two cells: every row has as many bars as its table's head.
    let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    for lines in text.lines().collect::<Vec<_>>().windows(2) {
        if lines.iter().all(|line| line.starts_with("| ")) {
            assert_eq!(bars(lines[0]), bars(lines[1]), "{lines:?}");
        }
    }
}

fn github(text: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let (summary, commands) = lines.split_last().unwrap();
    assert!(!summary.starts_with("::"));
    for line in commands {
        let (head, _) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).unwrap();
        let (level, properties) = head.split_once(' ').unwrap();
        assert!(["error", "warning", "notice"].contains(&level), "{line}");
        let names: Vec<&str> = properties.split(',').map(|property| property.split_once('=').unwrap().0).collect();
        let known = ["file", "line", "endLine", "col", "endColumn", "title"];
        assert!(names.iter().all(|name| known.contains(name)), "{line}");
    }
}

fn csv(text: &str) {
    let rows = read_csv(text);
    assert!(rows.len() > 2);
    for row in &rows {
        assert_eq!(row.len(), rows[0].len(), "{row:?}");
        for cell in row {
            assert!(!cell.trim_start().starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
            assert!(cell.split(';').all(|part| !part.trim_start().starts_with(['=', '+', '-', '@'])), "{cell}");
        }
    }
}

/// RFC 4180.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(rest.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty());
    rows
}

/// Messages hold no links and no placeholders.
fn sarif(text: &str) {
    fn walk(value: &Value, key: &str) {
        match value {
            Value::String(text) if key == "message" => assert!(!text.contains("](") && !text.contains("{0}"), "{text}"),
            Value::String(_) => {}
            Value::Object(object) => object.iter().for_each(|(name, value)| walk(value, if name == "text" { key } else { name })),
            Value::Array(items) => items.iter().for_each(|item| walk(item, key)),
            _ => {}
        }
    }
    walk(&serde_json::from_str(text).unwrap(), "");
}

/// An outcome that says the same hostile thing wherever it says anything.
fn outcome() -> Outcome {
    let h = || HOSTILE.to_owned();
    let mut outcome = recorded(&[Holds::Findings, Holds::Undeclared, Holds::Waived, Holds::Diagnostics, Holds::Errors]);
    let hostile = source(HOSTILE, &format!("a: 1\n  b: {HOSTILE}\n"));
    let everywhere = |mut finding: Finding| {
        finding.primary.place = place(&hostile, "=cmd()");
        finding.primary.text = h();
        finding.related.iter_mut().for_each(|label| label.text = h());
        let controls = [Control { reference: format!("f:{HOSTILE}"), framework: h(), label: h(), from: None }];
        let waiver = Waiver { id: h(), reason: h(), approved_by: h(), approved_on: None, expires_on: Some(date(2027, 1, 1)) };
        Finding {
            rule: h(),
            title: h(),
            policy: h(),
            system: h(),
            message: h(),
            help: Some(h()),
            controls: controls.into(),
            path: h(),
            missing: finding.missing.iter().map(|_| h()).collect(),
            waiver: finding.waiver.map(|_| waiver),
            ..finding
        }
    };
    outcome.findings = outcome.findings.into_iter().map(everywhere).collect();
    for diagnostic in &mut outcome.diagnostics {
        diagnostic.message = h();
        diagnostic.help = Some(h());
        diagnostic.primary.iter_mut().for_each(|label| label.text = h());
    }
    let control = ControlRecord { id: h(), label: h(), title: h(), from: h() };
    outcome.record = Record {
        systems: vec![SystemRecord {
            id: h(),
            name: h(),
            path: h(),
            stage: Some(h()),
            accountable: Some(Contact { name: h(), contact: h() }),
            rules: [(h(), Verdict::Pass), (format!("{HOSTILE}2"), Verdict::Pass)].into(),
            ..SystemRecord::default()
        }],
        rules: vec![RuleRecord {
            id: h(),
            policy: h(),
            policy_title: h(),
            title: h(),
            severity: provost::policy::Severity::High,
            rationale: Some(h()),
            controls: vec![format!("f:{HOSTILE}")],
        }],
        frameworks: vec![FrameworkRecord {
            id: "f".into(),
            short: h(),
            title: h(),
            version: h(),
            publisher: h(),
            url: h(),
            controls: vec![control],
        }],
        ..Record::default()
    };
    outcome
}

#[test]
fn hostile_text_in_every_field_of_an_outcome_is_shown_as_text() {
    none_is_interpreted(&Report::from(outcome()));
}

/// The manifest with hostile text in place of every text that its schema lets be anything.
fn poisoned(manifest: &str) -> (String, usize) {
    let (tree, _) = provost::document::parse(&source("m.yaml", manifest));
    let root = tree.roots().next().unwrap();
    let mut document = provost::schema::to_value(root);
    let schema: Value = serde_json::from_str(provost::schema::text(provost::schema::Kind::AiSystem)).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    let mut pointers = Vec::new();
    texts(&document, "", &mut pointers);
    let mut poisoned = 0;
    for pointer in pointers {
        let before = document.pointer(&pointer).unwrap().clone();
        // The longest that the field takes.
        let whole = HOSTILE.replace('\u{fffe}', "");
        let texts = [whole.as_str(), LINE, &LINE[..MARKS]];
        let taken = texts.iter().any(|text| {
            *document.pointer_mut(&pointer).unwrap() = Value::String((*text).to_owned());
            validator.is_valid(&document)
        });
        if taken {
            poisoned += 1;
        } else {
            *document.pointer_mut(&pointer).unwrap() = before;
        }
    }
    (serde_json::to_string_pretty(&document).unwrap(), poisoned)
}

fn texts(value: &Value, pointer: &str, pointers: &mut Vec<String>) {
    match value {
        Value::String(_) => pointers.push(pointer.to_owned()),
        Value::Object(object) => {
            object
                .iter()
                .for_each(|(key, value)| texts(value, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), pointers));
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(at, value)| texts(value, &format!("{pointer}/{at}"), pointers)),
        _ => {}
    }
}

#[test]
fn hostile_text_in_every_field_of_a_manifest_is_shown_as_text() {
    for example in ["support-copilot", "cv-screening", "security-agent"] {
        let path = format!("{}/examples/{example}/flawed.yaml", env!("CARGO_MANIFEST_DIR"));
        let (manifest, count) = poisoned(&std::fs::read_to_string(path).unwrap());
        assert!(count > 30, "{example}: {count} texts");
        let files = folder(&[("=a b.yaml", &manifest)]);
        let ran = provost(files.path(), &["check", "-o", "json=r.json", "-o", "concise"]);
        assert_eq!(ran.exit, Exit::Findings, "{}", ran.seen());
        let report: Report = serde_json::from_str(&std::fs::read_to_string(files.path().join("r.json")).unwrap()).unwrap();
        assert!(
            report.findings.iter().any(|finding| finding
                .quotes
                .iter()
                .flat_map(|quote| &quote.lines)
                .any(|line| line.text.contains("<script>")))
        );
        none_is_interpreted(&report);
    }
}
