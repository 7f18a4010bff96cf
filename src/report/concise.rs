//! One line each, as compilers print it: editors jump to it and `grep` finds it.

use std::io;

use super::model::{Diagnostic, Finding, Report};
use super::{Style, summary};
use crate::diagnostic::Location;
use crate::engine::Verdict;
use crate::text::clean_line;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write_diagnostics(&report.diagnostics, out)?;
    for finding in report.findings.iter().filter(|finding| finding.verdict != Verdict::Waived) {
        writeln!(out, "{}", line(finding))?;
    }
    writeln!(out, "{}", summary::line(report, style))
}

pub(super) fn write_diagnostics(diagnostics: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", problem(diagnostic)))
}

fn problem(diagnostic: &Diagnostic) -> String {
    let at = diagnostic.location.as_ref().map_or("provost".to_owned(), position);
    format!("{at}: {} {} {}", diagnostic.severity.as_str(), clean_line(&diagnostic.code), clean_line(&diagnostic.message))
}

fn line(finding: &Finding) -> String {
    let at = position(&finding.location);
    // A failure needs no word: the severity says that something is wrong.
    let verdict = match finding.verdict {
        Verdict::Fail => String::new(),
        verdict => format!("{}: ", verdict.as_str()),
    };
    format!("{at}: {} {} {verdict}{}", finding.severity, clean_line(&finding.rule), clean_line(&finding.message))
}

pub(super) fn position(location: &Location) -> String {
    format!("{}:{}:{}", clean_line(&location.path), location.line, location.column)
}
