//! The XML of `JUnit`, as Ant's schema has it: a suite for each policy or table, a case for each rule and case; mutants that no case
//! notices fail in a suite of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{Style, TestRun, position, sentence};
use crate::diagnostic::Diagnostic;
use crate::testing::{Problem, Tested};
use crate::text::{folded, xml};

/// The suite of what is remarked on mutants.
const MUTANTS: &str = "mutants";

/// One `testcase`.
struct Case {
    class: String,
    name: String,
    /// What stands inside; empty for one that holds.
    body: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Passed,
    Failed,
    Error,
}

pub(super) fn write(run: &TestRun<'_>, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut suites: BTreeMap<&str, Vec<Case>> = BTreeMap::new();
    for tested in run.cases {
        suites.entry(&tested.suite).or_default().push(case(tested));
    }
    let remarks = run.survivors().map(|(mutant, remark)| remarked(&mutant.rule, &mutant.name, remark));
    let stale = run.stale.iter().map(|remark| remarked("survivors", &remark.message, remark));
    let mutants: Vec<Case> = remarks.chain(stale).collect();
    if !mutants.is_empty() {
        suites.entry(MUTANTS).or_default().extend(mutants);
    }
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
    for (id, (name, cases)) in suites.iter_mut().enumerate() {
        numbered(cases);
        suite(id, name, cases, run, out)?;
    }
    writeln!(out, "</testsuites>")
}

fn case(tested: &Tested) -> Case {
    let (kind, body) = match &tested.problem {
        None => (Kind::Passed, String::new()),
        Some(problem @ Problem::Differs { expected, got }) => {
            let text = format!("{}\nexpected  {}\ngot       {}", xml(&position(tested)), xml(expected), xml(got));
            (Kind::Failed, element("failure", "differs", &sentence(tested, problem), &text))
        }
        Some(problem @ Problem::Invalid(reasons)) => {
            let lines: Vec<String> = reasons.iter().map(|reason| xml(&line(reason))).collect();
            (Kind::Error, element("error", "invalid", &sentence(tested, problem), &lines.join("\n")))
        }
    };
    Case { class: tested.rule.clone(), name: tested.name.clone(), body, kind }
}

fn remarked(class: &str, name: &str, remark: &Diagnostic) -> Case {
    let help = remark.help.iter().map(|help| format!("\nhelp: {}", xml(help)));
    let text: String = std::iter::once(xml(&line(remark))).chain(help).collect();
    let body = element("failure", remark.code.id(), &remark.message, &text);
    Case { class: class.to_owned(), name: name.to_owned(), body, kind: Kind::Failed }
}

fn line(diagnostic: &Diagnostic) -> String {
    match diagnostic.primary.as_ref().map(|label| label.place.locate()) {
        Some(at) => format!("{}:{}:{}: {}", at.path, at.line, at.column, diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

/// `text` is escaped already.
fn element(name: &str, kind: &str, message: &str, text: &str) -> String {
    format!("<{name} message=\"{}\" type=\"{kind}\">{text}</{name}>", xml(message))
}

/// Cases that would have one name get numbers: readers keep the last of equal names.
fn numbered(cases: &mut [Case]) {
    let mut known = BTreeSet::new();
    for case in cases {
        let name = case.name.clone();
        let mut number = 2;
        while !known.insert((case.class.clone(), case.name.clone())) {
            case.name = format!("{name} ({number})");
            number += 1;
        }
    }
}

fn suite(id: usize, name: &str, cases: &[Case], run: &TestRun<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let count = |kind| cases.iter().filter(|case| case.kind == kind).count();
    let (tests, failures, errors, day) = (cases.len(), count(Kind::Failed), count(Kind::Error), run.today);
    writeln!(
        out,
        "  <testsuite id=\"{id}\" package=\"provost\" name=\"{}\" timestamp=\"{day}T00:00:00\" hostname=\"localhost\" \
         tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\">",
        token(name)
    )?;
    writeln!(out, "    <properties/>")?;
    for case in cases {
        let head = format!("    <testcase name=\"{}\" classname=\"{}\" time=\"0\"", token(&case.name), token(&case.class));
        match case.kind {
            Kind::Passed => writeln!(out, "{head}/>")?,
            Kind::Failed | Kind::Error => writeln!(out, "{head}>\n      {}\n    </testcase>", case.body)?,
        }
    }
    writeln!(out, "    <system-out/>\n    <system-err/>\n  </testsuite>")
}

/// An attribute that may not be empty, and around which readers drop white space.
fn token(text: &str) -> String {
    let text = folded(text);
    if text.is_empty() { "-".to_owned() } else { xml(&text) }
}
