//! The XML of `JUnit`, as Ant's schema has it: a suite for each system, a case for each rule that applies. What fails is a failure,
//! what nobody declared is one of type `undeclared` (or skipped if it does not count), what is waived is skipped, an evaluation
//! error is an error, and what does not apply is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use super::model::{Diagnostic, Finding};
use super::{Report, Style, concise, words};
use crate::diagnostic::Level;
use crate::engine::Verdict;
use crate::text::{folded, xml};

/// One `testcase`.
struct Case {
    name: String,
    class: String,
    /// Empty for one that passes.
    body: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Passed,
    Failed,
    Error,
    Skipped,
}

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for system in &report.record.systems {
        passed(&system.id, &system.rules, suites.entry(&system.id).or_default());
    }
    if !report.record.fleet.is_empty() {
        passed("fleet", &report.record.fleet, suites.entry("fleet").or_default());
    }
    for one in &report.findings {
        suites.entry(&one.system).or_default().push(finding(one, report));
    }
    let problems: Vec<Case> = report.diagnostics.iter().filter(|one| one.severity == Level::Error).map(problem).collect();
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
    let mut id = 0;
    if !report.diagnostics.is_empty() {
        suite("provost", id, &problems, report, out)?;
        id += 1;
    }
    for (system, cases) in &mut suites {
        numbered(cases);
        suite(system, id, cases, report, out)?;
        id += 1;
    }
    writeln!(out, "</testsuites>")
}

fn passed(class: &str, rules: &BTreeMap<String, Verdict>, cases: &mut Vec<Case>) {
    let passed = rules.iter().filter(|(_, verdict)| **verdict == Verdict::Pass);
    cases.extend(passed.map(|(rule, _)| Case { name: rule.clone(), class: class.to_owned(), body: String::new(), kind: Kind::Passed }));
}

/// Cases that would have one name get numbers: readers keep the last of equal names.
fn numbered(cases: &mut [Case]) {
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    let mut known = BTreeSet::new();
    for case in cases {
        let name = case.name.clone();
        let mut number = 2;
        while !known.insert(case.name.clone()) {
            case.name = format!("{name} ({number})");
            number += 1;
        }
    }
}

fn finding(finding: &Finding, report: &Report) -> Case {
    let statement = words::statement(finding);
    let (kind, element) = match finding.verdict {
        Verdict::Waived => (Kind::Skipped, "skipped"),
        Verdict::Undeclared if !finding.counts => (Kind::Skipped, "skipped"),
        Verdict::Error => (Kind::Error, "error"),
        _ => (Kind::Failed, "failure"),
    };
    let word = if finding.verdict == Verdict::Fail { finding.severity.as_str() } else { finding.verdict.as_str() };
    let accepted = finding.waiver.as_ref().map(|waiver| format!("waived by {}", words::acceptance(waiver)));
    let message = xml(accepted.as_deref().unwrap_or(&statement));
    let kind_attribute = if kind == Kind::Skipped { String::new() } else { format!(" type=\"{word}\"") };
    let mut text = format!("{}: {} {}\n", concise::position(&finding.location), finding.severity, statement);
    let controls: Vec<String> =
        finding.controls.iter().map(|control| report.control(control)).map(|c| format!("{} {}", c.framework, c.label)).collect();
    let lines = [("help", finding.help.clone()), ("controls", (!controls.is_empty()).then(|| controls.join(", ")))];
    for (name, line) in lines {
        let _ = line.map(|line| writeln!(text, "{name}: {line}"));
    }
    let name = if finding.path.is_empty() { finding.rule.clone() } else { format!("{} {}", finding.rule, finding.path) };
    let body = format!("<{element} message=\"{message}\"{kind_attribute}>{}</{element}>", lines_of(&text));
    Case { name, class: finding.system.clone(), body, kind }
}

fn problem(diagnostic: &Diagnostic) -> Case {
    let at = diagnostic.location.as_ref().map(concise::position);
    let name = at.iter().fold(diagnostic.code.clone(), |name, at| format!("{name} {at}"));
    let help = diagnostic.help.iter().map(|help| format!("help: {help}\n"));
    let text: String = at.iter().map(|at| format!("{at}: {}\n", diagnostic.message)).chain(help).collect();
    let body = format!("<error message=\"{}\" type=\"{}\">{}</error>", xml(&diagnostic.message), xml(&diagnostic.code), lines_of(&text));
    Case { name, class: "provost".to_owned(), body, kind: Kind::Error }
}

/// Text with its line breaks.
fn lines_of(text: &str) -> String {
    text.lines().map(xml).collect::<Vec<_>>().join("\n")
}

/// An attribute may not be empty, and readers drop white space around it.
fn named(text: &str) -> String {
    let text = folded(text);
    if text.is_empty() { "-".to_owned() } else { xml(&text) }
}

fn suite(name: &str, id: usize, cases: &[Case], report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let count = |kind| cases.iter().filter(|case| case.kind == kind).count();
    let (failures, errors, skipped) = (count(Kind::Failed), count(Kind::Error), count(Kind::Skipped));
    writeln!(
        out,
        "  <testsuite id=\"{id}\" package=\"provost\" name=\"{}\" timestamp=\"{}T00:00:00\" hostname=\"localhost\" tests=\"{}\" \
         failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\" time=\"0\">",
        named(name),
        report.as_of,
        cases.len()
    )?;
    writeln!(out, "    <properties/>")?;
    for case in cases {
        let head = format!("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"", named(&case.name), named(&case.class));
        match case.kind {
            Kind::Passed => writeln!(out, "{head}/>")?,
            _ => writeln!(out, "{head}>\n      {}\n    </testcase>", case.body)?,
        }
    }
    writeln!(out, "    <system-out/>\n    <system-err>{}</system-err>\n  </testsuite>", warnings(name, report))
}

/// The warnings, in the suite of what is wrong with documents.
fn warnings(suite: &str, report: &Report) -> String {
    let warnings = report.diagnostics.iter().filter(|one| suite == "provost" && one.severity == Level::Warning);
    warnings.map(|one| format!("warning {}: {}", xml(&one.code), xml(&one.message))).collect::<Vec<_>>().join("\n")
}
