//! For people: what is wrong, the lines that cause it, the next step; in the end one line in numbers.

use std::io;

use super::model::{Diagnostic, Report};
use super::{Style, summary};
use crate::engine::{Answer, Verdict};
use crate::text::wrap_lines;
pub(super) use pen::{Ink, Pen};

mod answer;
pub(super) mod classification;
mod excerpt;
mod frame;
mod page;
mod pen;
mod problem;
mod snippet;
mod undeclared;

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen::new(style);
    write_diagnostics(&report.diagnostics, style, out)?;
    for finding in report.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Fail | Verdict::Error)) {
        writeln!(out, "{}", problem::finding(finding, report, &pen))?;
    }
    for block in undeclared::blocks(report, &pen) {
        writeln!(out, "{block}")?;
    }
    if let Some(hint) = hint(report) {
        writeln!(out, "{}\n", wrap_lines(&hint, pen.width))?;
    }
    let ink = match report {
        _ if report.is_broken() => Ink::BoldRed,
        _ if report.summary.verdicts.fail + report.summary.verdicts.undeclared > 0 => Ink::Bold,
        _ => Ink::Green,
    };
    writeln!(out, "{}", pen.ink(ink, &summary::line(report, style)))
}

pub(super) fn write_diagnostics(diagnostics: &[Diagnostic], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen::new(style);
    diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", problem::diagnostic(diagnostic, &pen)))
}

pub(super) fn write_answer(answer: &Answer, headed: bool, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{}", answer::answer(answer, headed, &Pen::new(style)))
}

/// What to type next: about the worst finding, else about the first problem.
fn hint(report: &Report) -> Option<String> {
    let failing = report.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Fail | Verdict::Error));
    // The first of the worst: `max_by_key` alone gives the last.
    if let Some(worst) = failing.rev().max_by_key(|finding| finding.severity) {
        let rule = crate::text::clean_line(&worst.rule);
        let named = if crate::policy::is_builtin(&worst.policy) { &[][..] } else { &report.policy_paths };
        let named: String = named.iter().flat_map(|path| [" --policy ".into(), crate::text::clean_line(path)]).collect();
        return Some(format!("next: `provost explain {rule}{named}` says why the rule exists and how to meet it"));
    }
    if report.diagnostics.is_empty() && report.with_verdict(Verdict::Undeclared).any(|finding| finding.counts) {
        let why = "undeclared facts count like findings until they are written down, or `provost.yaml` says `undeclared: warn`";
        return Some(format!("next: `provost ask` asks for the facts that decide most; {why}"));
    }
    // Errors are the lesser level: they come before warnings.
    let code = &report.diagnostics.iter().min_by_key(|diagnostic| diagnostic.severity)?.code;
    let code = crate::text::clean_line(code);
    Some(format!("next: `provost explain {code}` says what causes this and what to do"))
}
