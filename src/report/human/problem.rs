use unicode_width::UnicodeWidthStr;

use super::pen::{Ink, Pen};
use super::snippet;
use crate::cel::Step;
use crate::diagnostic::{Diagnostic, Label};
use crate::engine::{Control, Finding, Verdict};
use crate::text::clean_line;
use crate::text::hang;

/// Widest prefix under which the further lines of a message still hang.
const WIDEST_HANG: usize = 28;

/// A diagnostic: what is wrong with a document, where, and the next step.
pub(super) fn diagnostic(diagnostic: &Diagnostic, pen: &Pen) -> String {
    let level = diagnostic.level;
    let prefix = format!("{}[{}] ", level.as_str(), diagnostic.code.id());
    let mut text = headline(&pen.ink(level.into(), prefix.trim_end()), &prefix, &diagnostic.message, pen);
    text.push_str(&quote(diagnostic.primary.as_ref(), &diagnostic.related, level.into(), pen));
    text.push_str(&help(diagnostic.help.as_deref(), pen));
    text
}

/// A finding: the same, with rule, severity and controls.
pub(super) fn finding(finding: &Finding, pen: &Pen) -> String {
    let rule = clean_line(&finding.rule);
    let (word, ink) = match finding.verdict {
        Verdict::Error => ("error", Ink::BoldRed),
        _ => (finding.severity.as_str(), finding.severity.into()),
    };
    let painted = format!("{} {}  ", pen.ink(Ink::Bold, &rule), pen.ink(ink, word));
    let mut text = headline(&painted, &format!("{rule} {word}   "), &finding.message, pen);
    text.push_str(&quote(Some(&finding.primary), &finding.related, ink, pen));
    text.push_str(&help(finding.help.as_deref(), pen));
    text.push_str(&controls(&finding.controls, pen));
    text.push_str(&evaluated(&finding.evaluated, pen));
    text
}

/// The first line: `painted` is `prefix` in color, without its last space.
fn headline(painted: &str, prefix: &str, message: &str, pen: &Pen) -> String {
    let indent = prefix.width();
    let message = clean_line(message);
    if indent > WIDEST_HANG {
        let line = format!("{prefix}{message}");
        let wrapped = hang("", 4, line.split(' '), pen.width);
        return wrapped.replacen(prefix.trim_end(), painted, 1) + "\n";
    }
    hang(&format!("{painted} "), indent, message.split(' '), pen.width) + "\n"
}

fn quote(primary: Option<&Label>, related: &[Label], ink: Ink, pen: &Pen) -> String {
    primary.map(|primary| format!("\n{}", snippet::draw(primary, related, ink, pen))).unwrap_or_default()
}

fn help(help: Option<&str>, pen: &Pen) -> String {
    let Some(help) = help else {
        return String::new();
    };
    let prefix = format!("  {} ", pen.ink(Ink::Cyan, "help:"));
    hang(&prefix, "  help: ".len(), clean_line(help).split(' '), pen.width) + "\n"
}

/// The expression that decided, its parts indented below it, each with its value.
fn evaluated(steps: &[Step], pen: &Pen) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let lines: String = steps.iter().map(|step| part(step, pen)).collect();
    format!("  {}\n{lines}", pen.ink(Ink::Dim, "evaluated:"))
}

/// One part with its value; what goes on in further lines is indented deeper than what is inside it.
fn part(step: &Step, pen: &Pen) -> String {
    let indent = (4 + 2 * step.depth).min(pen.width / 3);
    let room = pen.width - indent - 4;
    let (text, value) = (clean_line(&step.text), clean_line(&step.value));
    let arrow = if pen.unicode { "→" } else { "->" };
    let value = format!("{arrow} {value}");
    let whole = value.width() <= room;
    let words = text.split(' ').chain(if whole { vec![value.as_str()] } else { value.split(' ').collect() });
    let lines = hang("", 0, words, room);
    format!("{}{}\n", " ".repeat(indent), lines.replace('\n', &format!("\n{}", " ".repeat(indent + 4))))
}

fn controls(controls: &[Control], pen: &Pen) -> String {
    if controls.is_empty() {
        return String::new();
    }
    let dot = if pen.unicode { " ·" } else { "," };
    let last = controls.len() - 1;
    let names = controls.iter().enumerate().map(|(at, control)| {
        let from = control.from.map(|start| format!(" ({start})")).unwrap_or_default();
        let name = format!("{} {}{from}", control.framework, control.label);
        format!("{}{}", clean_line(&name), if at == last { "" } else { dot })
    });
    let names: Vec<String> = names.collect();
    let prefix = format!("  {} ", pen.ink(Ink::Dim, "controls:"));
    hang(&prefix, "  controls: ".len(), names.iter().map(String::as_str), pen.width) + "\n"
}
