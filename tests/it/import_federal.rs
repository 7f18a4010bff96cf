//! The federal inventory of 2024: every row becomes a valid manifest, and what the rules say of it is what a reader of the
//! spreadsheet counts who shares nothing with the product: his own characters, his own cells, his own reading of answers.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::date;
use provost::cli::Exit;
use provost::document::parse;
use provost::engine::{Depth, Subject, Terms, Verdict, judge};
use provost::manifest::{self, System};
use provost::policy::{PolicySet, Selection};
use provost::text::Source;

use crate::shell::provost;

const DATA: &str = "../shared/data/us-omb-2024/2024_consolidated_ai_inventory_raw_v2.csv";

/// Number of passes, failures, undeclared and not applicable.
type Counts = [usize; 4];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The cells as they stand in the file: cp1252, quotes doubled, lines within quotes.
fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let high: Vec<char> = HIGH.chars().collect();
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], quoted) {
            (b'"', true) if bytes.get(at + 1) == Some(&b'"') => {
                cell.push('"');
                at += 1;
            }
            (b'"', _) => quoted = !quoted,
            (b',', false) => row.push(std::mem::take(&mut cell)),
            (b'\r', false) => {}
            (b'\n', false) => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            (byte @ 0x80..0xa0, _) => cell.push(high[usize::from(byte - 0x80)]),
            (byte, _) => cell.push(char::from(byte)),
        }
        at += 1;
    }
    if !cell.is_empty() || !row.is_empty() {
        row.push(cell);
        rows.push(row);
    }
    rows
}

/// A row as its reader understands it: nothing where the agency answered nothing.
struct Answers<'a>(&'a [String]);

impl Answers<'_> {
    fn text(&self, column: usize) -> Option<String> {
        const NOTHING: [&str; 9] = [
            "",
            "n/a",
            "na",
            "not applicable",
            "not applicable.",
            "tbd",
            "unknown",
            "blank/not provided",
            "data not reported by submitter and will be updated once additional information is collected",
        ];
        let text = self.0[column].trim().to_lowercase().replace('–', "-");
        (!NOTHING.contains(&text.as_str())).then_some(text)
    }

    /// The first answer that the cell begins with.
    fn begins<T: Copy>(&self, column: usize, answers: &[(&str, T)]) -> Option<T> {
        let text = self.text(column)?;
        answers.iter().find(|(begin, _)| text.starts_with(begin)).map(|(_, answer)| *answer)
    }

    fn yes(&self, column: usize) -> Option<bool> {
        match self.text(column)?.as_str() {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        }
    }

    fn stage(&self) -> Option<&'static str> {
        let stages = [
            ("operation and maintenance", "production"),
            ("in production", "production"),
            ("in mission", "production"),
            ("implementation", "pilot"),
            ("acquisition", "development"),
            ("initiated", "idea"),
            ("planned", "idea"),
            ("ideation", "idea"),
            ("retired", "retired"),
        ];
        self.begins(9, &stages)
    }

    fn in_production(&self) -> Option<bool> {
        self.stage().map(|stage| stage == "production")
    }

    /// Whether it affects rights or safety.
    fn has_impact(&self) -> Option<bool> {
        self.begins(10, &[("rights", true), ("safety", true), ("both", true), ("neither", false)])
    }
}

fn and(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    match (a, b) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

fn verdict(applies: Option<bool>, holds: Option<bool>) -> Verdict {
    match (applies, holds) {
        (Some(false), _) => Verdict::NotApplicable,
        (None, _) | (_, None) => Verdict::Undeclared,
        (_, Some(true)) => Verdict::Pass,
        (_, Some(false)) => Verdict::Fail,
    }
}

/// What each rule has to say of a row.
fn expected(row: &Answers<'_>) -> Vec<(&'static str, Verdict)> {
    let production = row.in_production();
    let high_impact = and(production, row.has_impact());
    let used = row.stage().map(|stage| !matches!(stage, "idea" | "retired"));
    let described = match (row.text(7), row.text(8)) {
        (_, Some(outputs)) if ["see description", "none", "-"].contains(&outputs.as_str()) => Some(false),
        (Some(_), Some(outputs)) if !outputs.starts_with("outputs were not documented") => Some(true),
        _ => None,
    };
    let tested = row.begins(46, &[("no testing", false), ("benchmark", false), ("performance", true), ("impact", true), ("yes", true)]);
    let assessed = row.begins(45, &[("yes", true), ("no", false), ("planned", false)]);
    let reviewed = row.begins(48, &[("yes", true), ("true", true), ("planned", false)]);
    let monitored = row.begins(49, &[("no monitoring", false), ("intermittent", true), ("automated", true), ("established", true)]);
    // Where it acts alone, whether somebody can stop it is not asked.
    let person = row.begins(50, &[("no -", Some(true)), ("yes -", None)]).flatten();
    let appeal = row.begins(58, &[("yes", true), ("no - it is not", false), ("no - law", true), ("agency caio", true)]);
    let heard = row.text(56).and_then(|text| {
        let steps = ["user testing", "solicitations of comments", "customer feedback", "public hearings", "labor organizations"];
        if steps.iter().any(|step| text.contains(step)) { Some(true) } else { text.contains("none of the above").then_some(false) }
    });
    let waived = [46, 48, 52, 56, 58, 60].iter().any(|column| row.0[*column].starts_with("Agency CAIO has waived"));
    vec![
        ("FED-01", verdict(used, row.has_impact().map(|_| true))),
        ("FED-02", verdict(row.stage().map(|stage| matches!(stage, "pilot" | "production")), described)),
        ("FED-03", verdict(and(production, row.yes(22)), row.yes(23))),
        ("FED-04", verdict(production, row.begins(33, &[("yes", true), ("no", false)]))),
        ("FED-05", verdict(high_impact, tested)),
        ("FED-06", verdict(high_impact, assessed)),
        ("FED-07", verdict(high_impact, reviewed)),
        ("FED-08", verdict(high_impact, monitored)),
        ("FED-09", verdict(high_impact, None)),
        ("FED-10", verdict(high_impact, person)),
        ("FED-11", verdict(high_impact, appeal)),
        ("FED-12", verdict(high_impact, heard)),
        ("FED-13", verdict(Some(waived), None)),
    ]
}

fn count(counts: &mut BTreeMap<String, Counts>, rule: &str, verdict: Verdict) {
    let at = match verdict {
        Verdict::Pass => 0,
        Verdict::Fail => 1,
        Verdict::Undeclared => 2,
        Verdict::NotApplicable => 3,
        other => panic!("{rule}: {other:?}"),
    };
    counts.entry(rule.to_owned()).or_default()[at] += 1;
}

fn imported() -> Vec<System> {
    let ran = provost(root(), &["import", "csv", DATA, "--map", "examples/federal-inventory/map.yaml"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.err);
    assert!(ran.err.starts_with("2133 manifests of 2133 rows in "), "{}", ran.err);
    let (tree, problems) = parse(&Arc::new(Source::new("inventory.yaml", ran.out)));
    assert!(problems.is_empty());
    let documents = manifest::read(&Arc::new(tree));
    assert_eq!(documents.diagnostics.iter().map(|problem| &problem.message).collect::<Vec<_>>(), Vec::<&String>::new());
    documents.systems
}

#[test]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn the_verdicts_on_the_federal_inventory_are_those_that_a_reader_of_the_spreadsheet_counts() {
    let Ok(bytes) = std::fs::read(root().join(DATA)) else {
        eprintln!("skipped: {DATA} is not there");
        return;
    };
    let systems = imported();
    let ids: std::collections::BTreeSet<&str> = systems.iter().map(|system| system.id.as_str()).collect();
    assert_eq!((systems.len(), ids.len()), (2133, 2133));

    let mut policies = PolicySet::builtin();
    policies.select(&Selection { only: vec!["federal-inventory".to_owned(), "federal-practices".to_owned()], skip: Vec::new() });
    let terms = Terms { today: date(2025, 1, 31), depth: Depth::Causes };
    let rows = cells(&bytes);
    assert!(rows.iter().all(|row| row.len() == 62));
    let (mut counted, mut judged) = (BTreeMap::new(), BTreeMap::new());
    let mut differ = Vec::new();
    for (row, system) in rows.iter().skip(1).zip(&systems) {
        let wanted: BTreeMap<&str, Verdict> = expected(&Answers(row)).into_iter().collect();
        for rule in &policies.rules {
            let got = judge(rule, &policies.policy(rule).params, &Subject::system(system), terms)[0].verdict;
            count(&mut counted, &rule.id, wanted[rule.id.as_str()]);
            count(&mut judged, &rule.id, got);
            if got != wanted[rule.id.as_str()] {
                differ.push(format!("{} {}: counted {:?}, judged {got:?}", system.id, rule.id, wanted[rule.id.as_str()]));
            }
        }
    }
    assert_eq!(differ, Vec::<String>::new());
    assert_eq!(counted, judged);
    let table: String =
        counted.iter().map(|(rule, [pass, fail, undeclared, not])| format!("{rule} {pass:5}{fail:5}{undeclared:5}{not:5}\n")).collect();
    insta::assert_snapshot!(table, @"
    FED-01  1574    0   18  541
    FED-02  1076   12  100  945
    FED-03    70   42  359 1662
    FED-04   344  196  361 1232
    FED-05    31    1  222 1879
    FED-06    32    6  216 1879
    FED-07    28    4  222 1879
    FED-08    30    3  221 1879
    FED-09     0    0  254 1879
    FED-10    33    0  221 1879
    FED-11    20   11  223 1879
    FED-12    20    8  226 1879
    FED-13     0    0    1 2132
    ");
}
