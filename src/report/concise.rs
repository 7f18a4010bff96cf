//! One line each, as compilers print it: editors jump to it and `grep` finds it.

use std::io;

use super::{Style, summary};
use crate::diagnostic::{Diagnostic, Place};
use crate::engine::{Finding, Outcome, Verdict};
use crate::text::clean_line;

pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write_diagnostics(&outcome.diagnostics, out)?;
    for finding in outcome.findings.iter().filter(|finding| finding.verdict != Verdict::Waived) {
        writeln!(out, "{}", line(finding))?;
    }
    writeln!(out, "{}", summary::line(outcome, style))
}

pub(super) fn write_diagnostics(diagnostics: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", problem(diagnostic)))
}

fn problem(diagnostic: &Diagnostic) -> String {
    let at = diagnostic.primary.as_ref().map_or("provost".to_owned(), |label| position(&label.place));
    format!("{at}: {} {} {}", diagnostic.level.as_str(), diagnostic.code.id(), clean_line(&diagnostic.message))
}

fn line(finding: &Finding) -> String {
    let at = position(&finding.primary.place);
    // A failure needs no word: the severity says that something is wrong.
    let verdict = match finding.verdict {
        Verdict::Fail => String::new(),
        verdict => format!("{}: ", verdict.as_str()),
    };
    format!("{at}: {} {} {verdict}{}", finding.severity, clean_line(&finding.rule), clean_line(&finding.message))
}

fn position(place: &Place) -> String {
    let start = place.source.position(place.span.start);
    format!("{}:{}:{}", clean_line(place.source.name()), start.line, start.column)
}
