//! For people: what is wrong, the lines that cause it, the next step; in the end one line in numbers.

use std::io;

use super::{Style, summary};
use crate::diagnostic::Diagnostic;
use crate::engine::{Answer, Outcome, Verdict};
use crate::text::wrap_lines;
use pen::{Ink, Pen};

mod answer;
pub(super) mod classification;
mod excerpt;
mod frame;
mod pen;
mod problem;
mod snippet;
mod undeclared;

pub(super) fn write(outcome: &Outcome, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen::new(style);
    write_diagnostics(&outcome.diagnostics, style, out)?;
    for finding in outcome.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Fail | Verdict::Error)) {
        writeln!(out, "{}", problem::finding(finding, &pen))?;
    }
    for block in undeclared::blocks(outcome, &pen) {
        writeln!(out, "{block}")?;
    }
    if let Some(hint) = hint(outcome) {
        writeln!(out, "{}\n", wrap_lines(&hint, pen.width))?;
    }
    let ink = match outcome {
        _ if outcome.is_broken() => Ink::BoldRed,
        _ if outcome.summary.verdicts.fail + outcome.summary.verdicts.undeclared > 0 => Ink::Bold,
        _ => Ink::Green,
    };
    writeln!(out, "{}", pen.ink(ink, &summary::line(outcome, style)))
}

pub(super) fn write_diagnostics(diagnostics: &[Diagnostic], style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen::new(style);
    diagnostics.iter().try_for_each(|diagnostic| writeln!(out, "{}", problem::diagnostic(diagnostic, &pen)))
}

pub(super) fn write_answer(answer: &Answer, headed: bool, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    write!(out, "{}", answer::answer(answer, headed, &Pen::new(style)))
}

/// What to type next: about the worst finding, else about the first problem.
fn hint(outcome: &Outcome) -> Option<String> {
    let failing = outcome.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Fail | Verdict::Error));
    // The first of the worst: `max_by_key` alone gives the last.
    if let Some(worst) = failing.rev().max_by_key(|finding| finding.severity) {
        let rule = crate::text::clean_line(&worst.rule);
        return Some(format!("next: `provost explain {rule}` says why the rule exists and how to meet it"));
    }
    // Errors are the lesser level: they come before warnings.
    let code = outcome.diagnostics.iter().min_by_key(|diagnostic| diagnostic.level)?.code.id();
    Some(format!("next: `provost explain {code}` says what causes this and what to do"))
}
