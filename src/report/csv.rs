//! For spreadsheets: a row for each control that a finding touches, and for each diagnostic. RFC 4180; no cell is a formula.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;

use super::model::{Diagnostic, Finding};
use super::{Report, Style};
use crate::text::{csv_cell, folded};

const COLUMNS: [&str; 24] = [
    "kind",
    "system",
    "owner",
    "rule",
    "policy",
    "title",
    "severity",
    "verdict",
    "counts",
    "message",
    "help",
    "path",
    "line",
    "column",
    "fact",
    "framework",
    "control",
    "control_title",
    "waiver",
    "waiver_reason",
    "waiver_approved_by",
    "waiver_approved_on",
    "waiver_expires_on",
    "fingerprint",
];

/// Cells by their columns; the others are empty.
type Row<'a> = BTreeMap<&'static str, &'a str>;

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    line(COLUMNS.into_iter(), out)?;
    let owners: BTreeMap<&str, &str> =
        report.record.systems.iter().filter_map(|system| Some((system.id.as_str(), system.accountable.as_ref()?.name.as_str()))).collect();
    report.diagnostics.iter().try_for_each(|diagnostic| problem(diagnostic, out))?;
    report.findings.iter().try_for_each(|finding| {
        let owner = owners.get(finding.system.as_str()).copied().unwrap_or_default();
        rows(finding, owner, report, out)
    })
}

/// A finding whose rule touches no control has one row, too.
fn rows(finding: &Finding, owner: &str, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let (number_of_line, column) = (finding.location.line.to_string(), finding.location.column.to_string());
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let waiver = finding.waiver.as_ref();
    let (approved, expires) = (day(waiver.and_then(|waiver| waiver.approved_on)), day(waiver.and_then(|waiver| waiver.expires_on)));
    let reason = waiver.map(|waiver| folded(&waiver.reason)).unwrap_or_default();
    let mut cells: Row<'_> = [
        ("kind", "finding"),
        ("system", &finding.system),
        ("owner", owner),
        ("rule", &finding.rule),
        ("policy", &finding.policy),
        ("title", &finding.title),
        ("severity", finding.severity.as_str()),
        ("verdict", finding.verdict.as_str()),
        ("counts", if finding.counts { "yes" } else { "no" }),
        ("message", &finding.message),
        ("help", finding.help.as_deref().unwrap_or_default()),
        ("path", &finding.location.path),
        ("line", &number_of_line),
        ("column", &column),
        ("fact", &finding.path),
        ("waiver", waiver.map_or("", |waiver| &waiver.id)),
        ("waiver_reason", &reason),
        ("waiver_approved_by", waiver.map_or("", |waiver| &waiver.approved_by)),
        ("waiver_approved_on", &approved),
        ("waiver_expires_on", &expires),
        ("fingerprint", &finding.fingerprint),
    ]
    .into();
    if finding.controls.is_empty() {
        return row(&cells, out);
    }
    finding.controls.iter().map(|reference| report.control(reference)).try_for_each(|control| {
        cells.extend([("framework", control.framework), ("control", control.label), ("control_title", control.title)]);
        row(&cells, out)
    })
}

fn problem(diagnostic: &Diagnostic, out: &mut dyn io::Write) -> io::Result<()> {
    let at = diagnostic.location.as_ref();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let (number_of_line, column) = (number(at.map(|at| at.line)), number(at.map(|at| at.column)));
    let cells: Row<'_> = [
        ("kind", "diagnostic"),
        ("rule", diagnostic.code.as_str()),
        ("severity", diagnostic.severity.as_str()),
        ("message", &diagnostic.message),
        ("help", diagnostic.help.as_deref().unwrap_or_default()),
        ("path", at.map_or("", |at| &at.path)),
        ("line", &number_of_line),
        ("column", &column),
    ]
    .into();
    row(&cells, out)
}

fn row(cells: &Row<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    line(COLUMNS.iter().map(|column| cells.get(column).copied().unwrap_or_default()), out)
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{}\r\n", cells.map(csv_cell).collect::<Vec<_>>().join(","))
}
