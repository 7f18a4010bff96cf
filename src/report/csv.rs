//! For spreadsheets: a row for each control that a finding touches, and for each diagnostic. RFC 4180; no cell is a formula.

use std::io;

use super::model::{Diagnostic, Finding};
use super::{Report, Style};
use crate::text::csv_cell;

const COLUMNS: [&str; 21] = [
    "kind",
    "system",
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
    "waiver_approved_by",
    "waiver_expires_on",
    "fingerprint",
];

pub(super) fn write(report: &Report, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    row(&COLUMNS, out)?;
    report.diagnostics.iter().try_for_each(|diagnostic| problem(diagnostic, out))?;
    report.findings.iter().try_for_each(|finding| rows(finding, report, out))
}

/// A finding whose rule touches no control has one row, too.
fn rows(finding: &Finding, report: &Report, out: &mut dyn io::Write) -> io::Result<()> {
    let (line, column) = (finding.location.line.to_string(), finding.location.column.to_string());
    let waiver = finding.waiver.as_ref();
    let expires = waiver.and_then(|waiver| waiver.expires_on).map(|day| day.to_string()).unwrap_or_default();
    let controls: Vec<_> = finding.controls.iter().map(|reference| report.control(reference)).map(Some).collect();
    let controls = if controls.is_empty() { vec![None] } else { controls };
    controls.into_iter().try_for_each(|control| {
        let cells: [&str; 21] = [
            "finding",
            &finding.system,
            &finding.rule,
            &finding.policy,
            &finding.title,
            finding.severity.as_str(),
            finding.verdict.as_str(),
            if finding.counts { "yes" } else { "no" },
            &finding.message,
            finding.help.as_deref().unwrap_or_default(),
            &finding.location.path,
            &line,
            &column,
            &finding.path,
            control.map_or("", |control| control.framework),
            control.map_or("", |control| control.label),
            control.map_or("", |control| control.title),
            waiver.map_or("", |waiver| &waiver.id),
            waiver.map_or("", |waiver| &waiver.approved_by),
            &expires,
            &finding.fingerprint,
        ];
        row(&cells, out)
    })
}

fn problem(diagnostic: &Diagnostic, out: &mut dyn io::Write) -> io::Result<()> {
    let at = diagnostic.location.as_ref();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    let (line, column) = (number(at.map(|at| at.line)), number(at.map(|at| at.column)));
    let mut cells = [""; 21];
    cells[0] = "diagnostic";
    cells[2] = &diagnostic.code;
    cells[5] = diagnostic.severity.as_str();
    cells[8] = &diagnostic.message;
    cells[9] = diagnostic.help.as_deref().unwrap_or_default();
    cells[10] = at.map_or("", |at| &at.path);
    cells[11] = &line;
    cells[12] = &column;
    row(&cells, out)
}

fn row(cells: &[&str], out: &mut dyn io::Write) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    write!(out, "{}\r\n", cells.join(","))
}
