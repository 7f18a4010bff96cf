//! For people: a line for each framework, or the controls of one, group by group.

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use unicode_width::UnicodeWidthStr;

use super::{View, table};
use crate::coverage::{ControlCoverage, Coverage, Derived, FrameworkCoverage, Later};
use crate::engine::Verdict;
use crate::report::Style;
use crate::text::{clean_line, hang, plural};

/// Most systems, and most ways of derivation, that are named for one control.
const MOST_NAMED: usize = 3;

/// What stands before the further lines about a control.
const MARGIN: &str = "             ";

pub(super) fn write(coverage: &Coverage, view: View, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let width = style.width.max(60);
    match (view.by_system, view.controls) {
        (true, _) => by_system(coverage, view, width, out)?,
        (false, true) => coverage.frameworks.iter().try_for_each(|framework| detail(coverage, framework, width, out))?,
        (false, false) => overview(coverage, width, out)?,
    }
    if coverage.systems.is_empty() {
        let text = "no system was found, so nothing is said about any; `provost coverage PATH` looks elsewhere";
        writeln!(out, "{}\n", hang("", 0, text.split(' '), width))?;
    }
    if !coverage.orphan_rules.is_empty() {
        writeln!(out, "{}\n", list("rules that reach no control: ", &coverage.orphan_rules, width))?;
    }
    writeln!(out, "{}", summary(coverage, style))
}

/// The line that ends every run: `87 rules · 18 frameworks · 2 systems · as of 2026-11-20`.
fn summary(coverage: &Coverage, style: &Style) -> String {
    let counts = [(coverage.rules, "rule"), (coverage.frameworks.len(), "framework"), (coverage.systems.len(), "system")];
    let mut parts: Vec<String> = counts.into_iter().map(|(count, noun)| plural(count, noun)).collect();
    parts.push(format!("as of {}", coverage.as_of));
    parts.join(if style.unicode { " · " } else { ", " })
}

fn overview(coverage: &Coverage, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "Controls that rules reach\n")?;
    let rows = coverage.frameworks.iter().map(|framework| (framework.id.as_str(), table::reached(framework)));
    columns("framework", &table::REACHED, &rows.collect::<Vec<_>>(), out)?;
    writeln!(out)?;
    for (word, meaning) in table::LEGEND {
        writeln!(out, "{}", hang(&format!("  {word:9}  "), 13, meaning.split(' '), width))?;
    }
    writeln!(out)?;
    if !coverage.systems.is_empty() {
        writeln!(out, "Controls that rules name, by the worst verdict of any system\n")?;
        let reached = coverage.frameworks.iter().filter(|framework| framework.numbers().direct() > 0);
        let rows = reached.map(|framework| (framework.id.as_str(), table::verdicts(framework.verdicts())));
        columns("framework", &table::VERDICTS, &rows.collect::<Vec<_>>(), out)?;
        writeln!(out)?;
    }
    let later: Vec<String> =
        coverage.frameworks.iter().filter_map(|framework| Some(format!("{}: {}", framework.id, later(framework)?))).collect();
    if !later.is_empty() {
        writeln!(out, "Not in force yet\n")?;
        for line in later {
            writeln!(out, "{}", hang("  ", 4, line.split(' '), width))?;
        }
        writeln!(out)?;
    }
    if let Some(most) = coverage.frameworks.iter().rev().max_by_key(|framework| framework.numbers().direct()) {
        writeln!(out, "next: `provost coverage {}` lists its controls\n", clean_line(&most.id))?;
    }
    Ok(())
}

/// How many controls of a framework do not apply yet, by the day from which they do.
fn later(framework: &FrameworkCoverage) -> Option<String> {
    let mut days: BTreeMap<(Date, bool), usize> = BTreeMap::new();
    for first in framework.counted().filter(|control| !control.in_force).filter_map(|control| control.later.first()) {
        *days.entry((first.from, first.verified)).or_default() += 1;
    }
    let told = |(&(from, verified), &count): (&(Date, bool), &usize)| {
        format!("{} from {from}{}", plural(count, "control"), if verified { "" } else { " (reported)" })
    };
    let days: Vec<String> = days.iter().map(told).collect();
    (!days.is_empty()).then(|| days.join(", "))
}

fn detail(coverage: &Coverage, framework: &FrameworkCoverage, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let title = format!("{}: {}", framework.id, framework.title);
    writeln!(out, "{}", hang("", 0, clean_line(&title).split(' '), width))?;
    let version = if framework.version.is_empty() { "not stated" } else { &framework.version };
    let verified = if framework.verified.is_empty() { "not stated" } else { &framework.verified };
    writeln!(out, "version: {}; list verified: {}\n", clean_line(version), clean_line(verified))?;
    columns("", &table::REACHED, &[("", table::reached(framework))], out)?;
    if let Some(later) = later(framework) {
        writeln!(out, "\n{}", hang("not in force yet: ", 18, later.split(' '), width))?;
    }
    let mut heads: Vec<(Option<&str>, String)> =
        framework.groups.iter().map(|group| (Some(group.id.as_str()), head(&group.id, &group.title, group.counted))).collect();
    heads.push((None, "Without a group".to_owned()));
    for (group, head) in heads {
        let of_group: Vec<&ControlCoverage> = framework.controls.iter().filter(|control| control.group.as_deref() == group).collect();
        if !of_group.is_empty() {
            writeln!(out, "\n{}\n", hang("", 2, head.split(' '), width))?;
            controls(coverage, &of_group, width, out)?;
        }
    }
    writeln!(out)
}

fn head(id: &str, title: &str, counted: bool) -> String {
    format!("{}: {}{}", clean_line(id), clean_line(title), if counted { "" } else { " (not counted)" })
}

/// The controls of a group: three lines for each that something reaches, then the others in one list.
fn controls(coverage: &Coverage, controls: &[&ControlCoverage], width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    for control in controls.iter().filter(|control| control.coverage() != "none") {
        let word = control.reach().map_or(control.coverage(), |reach| reach.as_str());
        let prefix = format!("  {word:9}  {}  ", clean_line(&control.label));
        writeln!(out, "{}", hang(prefix.trim_end(), 15, std::iter::once("").chain(clean_line(&control.title).split(' ')), width))?;
        let rules: Vec<String> =
            control.rules.iter().map(|claimed| format!("{} {}", clean_line(&claimed.rule), claimed.reach.as_str())).collect();
        let by = if rules.is_empty() { ways(&control.derived) } else { rules };
        writeln!(out, "{}", list(MARGIN, &by, width))?;
        let shown: Vec<String> =
            shown(control, coverage.systems.len()).into_iter().chain(control.later.first().map(|later| from(later, control))).collect();
        if !shown.is_empty() {
            writeln!(out, "{}", hang(MARGIN, MARGIN.len(), shown.join(", ").split(' '), width))?;
        }
    }
    let none: Vec<&str> = controls.iter().filter(|control| control.coverage() == "none").map(|control| control.label.as_str()).collect();
    if !none.is_empty() {
        writeln!(out, "{}", list("  none       ", &none, width))?;
    }
    Ok(())
}

/// The ways by which a crosswalk leads to a control: `intersects nist-ai-rmf:MAP 1.1 (INV-01)`.
fn ways(derived: &[Derived]) -> Vec<String> {
    let way = |way: &Derived| {
        let doubt = if way.verified { "" } else { "; row not verified" };
        format!("{} {} ({}{doubt})", way.relation.as_str(), clean_line(&way.via), clean_line(&way.rules.join(" ")))
    };
    let mut ways: Vec<String> = derived.iter().take(MOST_NAMED).map(way).collect();
    if derived.len() > MOST_NAMED {
        ways.push(format!("and {} more", derived.len() - MOST_NAMED));
    }
    ways
}

/// What the systems show: `fail: cv-screening`, `pass: 2 systems`.
fn shown(control: &ControlCoverage, systems: usize) -> Vec<String> {
    let order = [Verdict::Error, Verdict::Fail, Verdict::Undeclared, Verdict::Waived, Verdict::Pass, Verdict::NotApplicable];
    let of = |verdict: Verdict| {
        let of: Vec<&str> = control.systems.iter().filter(|(_, one)| *one == verdict).map(|(system, _)| system.as_str()).collect();
        let word = if verdict == Verdict::NotApplicable { "n/a" } else { verdict.as_str() };
        match of.len() {
            0 => None,
            count if count > MOST_NAMED || count == systems => Some(format!("{word}: {}", plural(count, "system"))),
            _ => Some(format!("{word}: {}", clean_line(&of.join(" ")))),
        }
    };
    order.into_iter().filter_map(of).collect()
}

fn from(later: &Later, control: &ControlCoverage) -> String {
    match (control.in_force, later.verified) {
        (true, true) => format!("more from {}", later.from),
        (true, false) => format!("reported from {}", later.from),
        (false, true) => format!("applies from {}", later.from),
        (false, false) => format!("applies from {} (reported)", later.from),
    }
}

fn by_system(coverage: &Coverage, view: View, width: usize, out: &mut dyn io::Write) -> io::Result<()> {
    for system in coverage.by_system() {
        writeln!(out, "{}: controls that rules name, by their worst verdict\n", clean_line(system.system))?;
        let rows = table::of_system(coverage, &system);
        let rows: Vec<(&str, [usize; 6])> = rows.into_iter().map(|(framework, verdicts)| (framework, table::verdicts(verdicts))).collect();
        columns("framework", &table::VERDICTS, &rows, out)?;
        writeln!(out)?;
        for (control, verdict) in system.controls.iter().filter(|_| view.controls) {
            let word = if *verdict == Verdict::NotApplicable { "n/a" } else { verdict.as_str() };
            let rules: Vec<&str> = control.rules.iter().map(|claimed| claimed.rule.as_str()).collect();
            let text = format!("{}  {} ({})", clean_line(&control.label), clean_line(&control.title), clean_line(&rules.join(" ")));
            writeln!(out, "{}", hang(&format!("  {word:10}  "), 14, text.split(' '), width))?;
        }
        if view.controls {
            writeln!(out)?;
        }
    }
    Ok(())
}

/// A table of numbers whose columns are as wide as what they hold.
fn columns(first: &str, heads: &[&str], rows: &[(&str, [usize; 6])], out: &mut dyn io::Write) -> io::Result<()> {
    let rows: Vec<(String, &[usize; 6])> = rows.iter().map(|(name, numbers)| (clean_line(name).into_owned(), numbers)).collect();
    let wide = rows.iter().map(|(name, _)| name.width()).chain([first.width()]).max().unwrap_or_default();
    writeln!(out, "  {first:wide$}  {}", heads.join("  "))?;
    for (name, numbers) in rows {
        write!(out, "  {name}{}", " ".repeat(wide - name.width()))?;
        for (head, number) in heads.iter().zip(numbers) {
            write!(out, "  {number:>0$}", head.len())?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// `items` after a prefix, set apart by commas and broken only between them.
fn list<T: AsRef<str>>(prefix: &str, items: &[T], width: usize) -> String {
    let last = items.len().saturating_sub(1);
    let items: Vec<String> =
        items.iter().enumerate().map(|(at, item)| format!("{}{}", clean_line(item.as_ref()), if at == last { "" } else { "," })).collect();
    hang(prefix, prefix.len(), items.iter().map(String::as_str), width)
}
