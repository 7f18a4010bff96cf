//! One line each, as compilers print it: editors jump to it and `grep` finds it.

use std::fmt;
use std::io;
use std::ops::Range;

use super::model::{Diagnostic, Finding, Report};
use super::{Lines, Style, summary};
use crate::diagnostic::Location;
use crate::engine::{Brief, Verdict};
use crate::policy::Severity;
use crate::text::clean_line;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write_diagnostics(&report.diagnostics, out)?;
    for finding in report.findings.iter().filter(|finding| finding.verdict != Verdict::Waived) {
        writeln!(out, "{}", Parts::from(finding))?;
    }
    writeln!(out, "{}", summary::line(report, style))
}

/// The same where findings were made lines as they came.
pub(super) fn write_lines(report: &Report, lines: &Lines, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write_diagnostics(&report.diagnostics, out)?;
    lines.texts.iter().try_for_each(|text| out.write_all(text.as_bytes()))?;
    writeln!(out, "{}", summary::line_of(report, lines.shown, lines.failing, style))
}

pub(super) fn write_diagnostics(diagnostics: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", problem(diagnostic)))
}

fn problem(diagnostic: &Diagnostic) -> String {
    let at = diagnostic.location.as_ref().map_or("provost".to_owned(), position);
    format!("{at}: {} {} {}", diagnostic.severity.as_str(), clean_line(&diagnostic.code), clean_line(&diagnostic.message))
}

/// Adds what is shown of a finding, and gives where in it the rule's id stands; nothing of one that is accepted.
pub(super) fn brief(brief: &Brief, text: &mut String) -> Option<Range<usize>> {
    if brief.verdict == Verdict::Waived {
        return None;
    }
    let parts = Parts::from(brief);
    // Writing to a text cannot fail.
    let _ = parts.head(text);
    let start = text.len();
    text.push_str(&clean_line(parts.rule));
    let end = text.len();
    let _ = parts.tail(text);
    Some(start..end)
}

/// What a line says.
struct Parts<'a> {
    path: &'a str,
    line: u32,
    column: u32,
    severity: Severity,
    rule: &'a str,
    verdict: Verdict,
    message: &'a str,
}

impl<'a> From<&'a Finding> for Parts<'a> {
    fn from(finding: &'a Finding) -> Self {
        let Finding { severity, rule, verdict, message, location: Location { path, line, column, .. }, .. } = finding;
        Self { path, line: *line, column: *column, severity: *severity, rule, verdict: *verdict, message }
    }
}

impl<'a> From<&'a Brief> for Parts<'a> {
    fn from(brief: &'a Brief) -> Self {
        let Brief { severity, rule, verdict, message, place } = brief;
        let at = place.source.position(place.span.start);
        let path = place.source.name();
        Self { path, line: at.line, column: at.column, severity: *severity, rule, verdict: *verdict, message }
    }
}

impl Parts<'_> {
    /// What stands before the rule.
    fn head(&self, to: &mut impl fmt::Write) -> fmt::Result {
        let Self { path, line, column, severity, .. } = self;
        write!(to, "{}:{line}:{column}: {severity} ", clean_line(path))
    }

    /// What stands behind it.
    fn tail(&self, to: &mut impl fmt::Write) -> fmt::Result {
        // A failure needs no word: the severity says that something is wrong.
        let (word, glue) = if self.verdict == Verdict::Fail { ("", "") } else { (self.verdict.as_str(), ": ") };
        write!(to, " {word}{glue}{}", clean_line(self.message))
    }
}

impl fmt::Display for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.head(f)?;
        f.write_str(&clean_line(self.rule))?;
        self.tail(f)
    }
}

pub(super) fn position(location: &Location) -> String {
    format!("{}:{}:{}", clean_line(&location.path), location.line, location.column)
}
