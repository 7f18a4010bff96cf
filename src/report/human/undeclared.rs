use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr;

use super::page::Page;
use super::pen::{Ink, Pen};
use crate::diagnostic::Location;
use crate::engine::Verdict;
use crate::policy::Severity;
use crate::report::model::{Finding, Report};
use crate::report::places;
use crate::text::{Span, clean_line, hang, plural, wrap_lines};

/// Facts shown for each system; the rest is counted.
const SHOWN: usize = 12;

/// Columns before the severity of a fact.
const INDENT: usize = "  12 rules  ".len();

/// A fact that nobody declared.
struct Gap<'a> {
    path: &'a str,
    rules: BTreeSet<&'a str>,
    worst: Severity,
    /// Where it belongs, and the finding that says so.
    place: Option<(&'a Location, &'a Finding)>,
}

/// One block for each system that left facts undeclared: which facts, and how many rules wait for each.
pub(super) fn blocks(report: &Report, pen: &Pen) -> Vec<String> {
    let mut systems: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in report.with_verdict(Verdict::Undeclared) {
        systems.entry(&finding.system).or_default().push(finding);
    }
    systems.into_iter().map(|(system, findings)| block(system, &findings, pen)).collect()
}

fn block(system: &str, findings: &[&Finding], pen: &Pen) -> String {
    let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    let path = findings.first().map(|finding| finding.location.path.as_str()).unwrap_or_default();
    let wait = if rules.len() == 1 { "waits" } else { "wait" };
    let waiting = format!("{} {wait} for undeclared facts ({})", plural(rules.len(), "rule"), clean_line(path));
    let title = format!("{}: {waiting}", clean_line(system));
    let mut text = pen.ink(Ink::Bold, &wrap_lines(&title, pen.width)) + "\n";
    let gaps = ranked(findings);
    rows(&gaps, pen, &mut text);
    if gaps.len() > SHOWN {
        let more = gaps.len() - SHOWN;
        let _ = writeln!(text, "  and {}", plural(more, "more fact"));
    }
    let example = gaps.first().and_then(|gap| gap.rules.first()).copied().unwrap_or("RULE");
    let (unknown, missing): (Vec<&Gap<'_>>, Vec<&Gap<'_>>) = gaps.iter().partition(|gap| belongs(gap).starts_with(places::ON));
    let todo = match (missing.is_empty(), unknown.is_empty()) {
        (_, true) => "write the fact, or `[]` where there is none",
        (true, false) => "find out what stands there as `unknown`",
        (false, false) => "write the fact, or `[]` where there is none, and find out what stands there as `unknown`",
    };
    let help = format!("{todo}; `provost explain {}` says why it matters", clean_line(example));
    text.push_str(&hang(&format!("  {} ", pen.ink(Ink::Cyan, "help:")), 8, help.split(' '), pen.width));
    text.push('\n');
    text
}

/// The missing facts, those first for which most rules wait, then the worst.
fn ranked<'a>(findings: &[&'a Finding]) -> Vec<Gap<'a>> {
    let mut gaps: BTreeMap<&str, Gap<'a>> = BTreeMap::new();
    for finding in findings {
        // The first is about the finding's place, each other one about a place that it relates to, if all of them are kept.
        let all = finding.related.len() + 1 == finding.missing.len();
        for (at, path) in finding.missing.iter().enumerate() {
            let place = match at.checked_sub(1) {
                None => Some(&finding.location),
                Some(at) => finding.related.get(at).filter(|_| all).map(|related| &related.location),
            };
            let gap = gaps.entry(path).or_insert(Gap { path, rules: BTreeSet::new(), worst: finding.severity, place: None });
            gap.rules.insert(&finding.rule);
            gap.worst = gap.worst.max(finding.severity);
            gap.place = gap.place.or(place.map(|place| (place, *finding)));
        }
    }
    let mut gaps: Vec<Gap<'a>> = gaps.into_values().collect();
    gaps.sort_by_key(|gap| (std::cmp::Reverse((gap.rules.len(), gap.worst)), gap.path));
    gaps
}

/// The fixed columns come first, so that a long path shifts nothing.
fn rows(gaps: &[Gap<'_>], pen: &Pen, text: &mut String) {
    let where_width = gaps.iter().take(SHOWN).map(|gap| belongs(gap).len()).max().unwrap_or_default();
    for gap in gaps.iter().take(SHOWN) {
        let count = plural(gap.rules.len(), "rule");
        let severity = pen.ink(gap.worst.into(), &format!("{:8}", gap.worst.as_str()));
        let path = clean_line(gap.path);
        let taken = "  12 rules  critical  ".len() + where_width + 2 + path.width() + 2;
        let rules = fitting(&gap.rules, pen.width.saturating_sub(taken), pen);
        let line = format!("  {count:8}  {severity}  {:where_width$}  {path}  {}", belongs(gap), pen.ink(Ink::Dim, &rules));
        let _ = writeln!(text, "{}", line.trim_end());
        if rules.is_empty() {
            // A long path leaves no room beside it.
            let rules = fitting(&gap.rules, pen.width.saturating_sub(INDENT), pen);
            let _ = writeln!(text, "{:INDENT$}{}", "", pen.ink(Ink::Dim, &rules));
        }
    }
}

/// Where the fact has to be written.
fn belongs(gap: &Gap<'_>) -> String {
    let Some((location, finding)) = gap.place else {
        return String::new();
    };
    let line = location.line;
    let page = finding.quote(&location.path).map(Page::new);
    let parts = page.as_ref().and_then(|page| {
        let (start, whole) = (page.span(location)?.start, page.line_span(line));
        Some((page.slice(Span::new(whole.start, start)), page.slice(Span::new(start, whole.end))))
    });
    let (before, rest) = parts.unwrap_or_default();
    let length = location.byte_end.saturating_sub(location.byte_start);
    places::belongs_at(line, before, rest, length as usize)
}

/// As many rule ids as fit into `width` columns.
fn fitting(rules: &BTreeSet<&str>, width: usize, pen: &Pen) -> String {
    let mut text = String::new();
    for (at, rule) in rules.iter().enumerate() {
        let rule = clean_line(rule);
        let more = at + 1 < rules.len();
        let need = text.width() + usize::from(at > 0) + rule.width() + if more { 1 + pen.ellipsis().width() } else { 0 };
        if need > width {
            let dots = if text.is_empty() { "" } else { pen.ellipsis() };
            return format!("{text} {dots}").trim().to_owned();
        }
        if at > 0 {
            text.push(' ');
        }
        text.push_str(&rule);
    }
    text
}
