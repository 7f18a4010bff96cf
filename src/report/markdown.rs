//! For a comment on a pull request, or a job's summary: what fails, worst first, as long as it fits.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;

use super::model::{Change, Diagnostic, Finding, Standing};
use super::{Report, Style, concise, summary, words};
use crate::engine::Verdict;
use crate::text::{markdown, markdown_code, plural};

/// Characters that a comment may have, less room for what says that something is left out.
const MOST_CHARACTERS: usize = 65_536 - 1_000;

/// Characters that each table leaves to every later one, so that none is left out as a whole.
const ROOM: usize = 6_000;

/// Most characters of a row: a longer one is told without its help.
const LONGEST_ROW: usize = 4_000;

/// A page that grows up to its limit.
struct Page {
    text: String,
    length: usize,
}

/// A table of one kind of things.
struct Table {
    title: &'static str,
    /// What one row is, for `and 3 more findings`.
    noun: &'static str,
    head: &'static str,
    rows: Vec<String>,
}

pub(super) fn write(report: &Report, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut page = Page { text: String::new(), length: 0 };
    page.push(&format!("### Provost: {}\n", summary::line(report, &Style { unicode: true, elapsed: None, ..*style })), 0);
    let tables = [problems(report), new(report), findings(report), undeclared(report), waived(report), gone(report)];
    let mut rest = tables.iter().filter(|table| !table.rows.is_empty()).count();
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        rest -= 1;
        page.table(table, rest * ROOM);
    }
    write!(out, "{}", page.text)
}

impl Page {
    /// Adds text if it fits and leaves so many characters to what follows.
    fn push(&mut self, text: &str, reserved: usize) -> bool {
        let length = text.chars().count();
        let fits = self.length + length + reserved <= MOST_CHARACTERS;
        if fits {
            self.text.push_str(text);
            self.length += length;
        }
        fits
    }

    fn table(&mut self, table: &Table, reserved: usize) {
        let mut shown = 0;
        if self.push(&format!("\n#### {}\n\n{}\n", table.title, table.head), reserved) {
            shown = table.rows.iter().take_while(|row| self.push(&format!("{row}\n"), reserved)).count();
        }
        if shown < table.rows.len() {
            let more = plural(table.rows.len() - shown, &format!("more {}", table.noun));
            let _ = writeln!(self.text, "\n… and {more}.");
        }
    }
}

fn problems(report: &Report) -> Table {
    let rows = report.diagnostics.iter().map(problem).collect();
    Table { title: "Problems with documents", noun: "problem", head: "| | where | what |\n|---|---|---|", rows }
}

fn problem(diagnostic: &Diagnostic) -> String {
    let at = diagnostic.location.as_ref().map(|location| markdown_code(&concise::position(location))).unwrap_or_default();
    let row =
        |help: &str| format!("| {} `{}` | {at} | {}{help} |", diagnostic.severity.as_str(), diagnostic.code, markdown(&diagnostic.message));
    fitting(&row, diagnostic.help.as_deref())
}

/// What an earlier result lacks: the part of a comment that is about the change at hand.
fn new(report: &Report) -> Table {
    let rows = report.previous.iter().flat_map(|previous| &previous.new).map(|one| change(one, words::before)).collect();
    Table { title: "New findings", noun: "new finding", head: "| severity | rule | finding | before |\n|---|---|---|---|", rows }
}

/// What only an earlier result has.
fn gone(report: &Report) -> Table {
    let rows = report.previous.iter().flat_map(|previous| &previous.gone).map(|one| change(one, words::after)).collect();
    Table { title: "Gone", noun: "finding that is gone", head: "| severity | rule | finding | now |\n|---|---|---|---|", rows }
}

fn change(change: &Change, words: fn(Standing) -> &'static str) -> String {
    let (rule, system) = (markdown_code(&change.rule), markdown_code(&change.system));
    format!("| {} | {rule} | {system}: {} | {} |", change.severity, markdown(&change.message), words(change.elsewhere))
}

fn findings(report: &Report) -> Table {
    let mut findings: Vec<&Finding> =
        report.findings.iter().filter(|finding| matches!(finding.verdict, Verdict::Fail | Verdict::Error)).collect();
    findings.sort_by_key(|finding| (finding.verdict != Verdict::Error, std::cmp::Reverse(finding.severity)));
    let rows = findings.into_iter().map(|one| finding(one, report)).collect();
    Table { title: "Findings", noun: "finding", head: "| severity | rule | finding | where | controls |\n|---|---|---|---|---|", rows }
}

fn finding(finding: &Finding, report: &Report) -> String {
    let word = if finding.verdict == Verdict::Error { "error" } else { finding.severity.as_str() };
    let names = finding.controls.iter().map(|control| report.control(control)).map(|c| markdown(&format!("{} {}", c.framework, c.label)));
    let controls: Vec<String> = names.collect();
    let row = |help: &str| {
        format!(
            "| {word} | {} | {}: {}{help} | {} | {} |",
            markdown_code(&finding.rule),
            markdown_code(&finding.system),
            markdown(&finding.message),
            markdown_code(&concise::position(&finding.location)),
            controls.join(" · ")
        )
    };
    fitting(&row, finding.help.as_deref())
}

/// The row with its help, or without where it would be too long.
fn fitting(row: &dyn Fn(&str) -> String, help: Option<&str>) -> String {
    let whole = row(&help.map(|help| format!("<br>help: {}", markdown(help))).unwrap_or_default());
    if whole.chars().count() > LONGEST_ROW { row("") } else { whole }
}

/// Facts that nobody declared, by system, those first for which most rules wait.
fn undeclared(report: &Report) -> Table {
    let mut facts: BTreeMap<(&str, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in report.with_verdict(Verdict::Undeclared) {
        for path in &finding.missing {
            facts.entry((&finding.system, path)).or_default().push(finding);
        }
    }
    let mut facts: Vec<_> = facts.into_iter().collect();
    facts.sort_by_key(|((system, path), findings)| (*system, std::cmp::Reverse(findings.len()), *path));
    let row = |((system, path), findings): ((&str, &str), Vec<&Finding>)| {
        let worst = findings.iter().map(|finding| finding.severity).max().map_or("", |severity| severity.as_str());
        let rules: Vec<String> = findings.iter().take(5).map(|finding| markdown_code(&finding.rule)).collect();
        let more = if findings.len() > 5 { format!(" and {} more", findings.len() - 5) } else { String::new() };
        format!("| {} | {} | {worst} | {}{more} |", markdown_code(system), markdown_code(path), rules.join(" "))
    };
    let rows = facts.into_iter().map(row).collect();
    Table { title: "Undeclared facts", noun: "fact", head: "| system | fact | worst | rules that wait for it |\n|---|---|---|---|", rows }
}

fn waived(report: &Report) -> Table {
    let row = |finding: &Finding| {
        let accepted = finding.waiver.as_ref().map(words::acceptance).unwrap_or_default();
        format!(
            "| {} | {} | {}: {} | {} |",
            finding.severity,
            markdown_code(&finding.rule),
            markdown_code(&finding.system),
            markdown(&finding.message),
            markdown(&accepted)
        )
    };
    let rows = report.with_verdict(Verdict::Waived).map(row).collect();
    Table { title: "Waived", noun: "waived finding", head: "| severity | rule | finding | accepted by |\n|---|---|---|---|", rows }
}
