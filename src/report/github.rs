//! Annotations on GitHub's changed lines, as workflow commands; the job summary is the `markdown` format. The worst come first,
//! for GitHub shows ten of a kind.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::io;

use super::model::{Diagnostic, Finding};
use super::{Report, Style, summary, words};
use crate::diagnostic::{Level, Location};
use crate::engine::Verdict;
use crate::policy::Severity;
use crate::text::clean_line;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    report.diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", problem(diagnostic)))?;
    let (undeclared, mut findings): (Vec<&Finding>, Vec<&Finding>) =
        report.findings.iter().partition(|finding| finding.verdict == Verdict::Undeclared);
    findings.sort_by_key(|finding| (finding.verdict == Verdict::Waived, finding.verdict != Verdict::Error, Reverse(finding.severity)));
    let waived = findings.partition_point(|finding| finding.verdict != Verdict::Waived);
    let (failing, waived) = findings.split_at(waived);
    failing.iter().try_for_each(|one| writeln!(out, "{}", finding(one)))?;
    let systems = words::by_system(undeclared);
    systems.iter().try_for_each(|(system, findings)| gaps(system, findings).map_or(Ok(()), |line| writeln!(out, "{line}")))?;
    waived.iter().try_for_each(|one| writeln!(out, "{}", finding(one)))?;
    writeln!(out, "{}", summary::line(report, style))
}

fn finding(finding: &Finding) -> String {
    let level = match (finding.verdict, finding.severity) {
        (Verdict::Waived, _) => "notice",
        (Verdict::Error, _) => "error",
        (_, Severity::Critical | Severity::High) => "error",
        (_, Severity::Medium) => "warning",
        (_, Severity::Low | Severity::Info) => "notice",
    };
    let title = format!("{} {}", clean_line(&finding.rule), finding.severity);
    let accepted = finding.waiver.as_ref().map(|waiver| format!("accepted by {}", words::acceptance(waiver)));
    let help = finding.help.as_deref().map(|help| format!("help: {}", clean_line(help)));
    let mut message = words::statement(finding).into_owned();
    for line in accepted.into_iter().chain(help) {
        message.push('\n');
        message.push_str(&line);
    }
    command(level, Some(&finding.location), &title, &message)
}

/// All that a system leaves undeclared, where the worst of it belongs: one annotation for each fact would hide what fails.
fn gaps(system: &str, findings: &[&Finding]) -> Option<String> {
    let worst = findings.iter().rev().max_by_key(|finding| finding.severity)?;
    let message = words::gaps(findings);
    let level = if findings.iter().any(|finding| finding.counts) { "warning" } else { "notice" };
    Some(command(level, Some(&worst.location), &format!("{} undeclared", clean_line(system)), &message))
}

fn problem(diagnostic: &Diagnostic) -> String {
    let level = if diagnostic.severity == Level::Error { "error" } else { "warning" };
    let help = diagnostic.help.as_deref().map(|help| format!("\nhelp: {}", clean_line(help))).unwrap_or_default();
    command(level, diagnostic.location.as_ref(), &diagnostic.code, &format!("{}{help}", clean_line(&diagnostic.message)))
}

fn command(level: &str, location: Option<&Location>, title: &str, message: &str) -> String {
    let place = location.map(|at| {
        // Columns hold only within one line.
        let columns = if at.line == at.end_line { format!(",col={},endColumn={}", at.column, at.end_column) } else { String::new() };
        format!("file={},line={},endLine={}{columns},", property(&at.path), at.line, at.end_line)
    });
    format!("::{level} {}title={}::{}", place.unwrap_or_default(), property(title), data(message))
}

/// What stands after the second `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// What stands between commas before it.
fn property(text: &str) -> String {
    let text: Cow<'_, str> = clean_line(text);
    data(&text).replace(':', "%3A").replace(',', "%2C")
}
