//! Tables for pull requests and wikis.

use std::io;

use super::{View, table};
use crate::coverage::{ControlCoverage, Coverage};
use crate::report::Style;
use crate::text::{markdown, plural};

pub(super) fn write(coverage: &Coverage, view: View, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let (rules, systems) = (plural(coverage.rules, "rule"), plural(coverage.systems.len(), "system"));
    writeln!(out, "# Coverage on {}\n\n{rules}, {systems}.\n", coverage.as_of)?;
    if view.by_system {
        return by_system(coverage, view, out);
    }
    head(out, "framework", &table::REACHED)?;
    for framework in &coverage.frameworks {
        numbers(out, &framework.id, &table::reached(framework))?;
    }
    writeln!(out)?;
    for (word, meaning) in table::LEGEND {
        writeln!(out, "- {word}: {meaning}")?;
    }
    if !coverage.systems.is_empty() {
        writeln!(out, "\n## What the systems show\n\nControls that rules name, by the worst verdict of any system.\n")?;
        head(out, "framework", &table::VERDICTS)?;
        for framework in coverage.frameworks.iter().filter(|framework| framework.numbers().direct() > 0) {
            numbers(out, &framework.id, &table::verdicts(framework.verdicts()))?;
        }
    }
    if view.controls {
        for framework in &coverage.frameworks {
            writeln!(out, "\n## {} ({})\n", markdown(&framework.title), markdown(&framework.version))?;
            writeln!(out, "| control | title | coverage | rules | derived from | applies | systems |\n|---|---|---|---|---|---|---|")?;
            for control in &framework.controls {
                let cells: Vec<String> = cells(control).iter().map(|cell| markdown(cell)).collect();
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
        }
    }
    if !coverage.orphan_rules.is_empty() {
        writeln!(out, "\nRules that reach no control: {}", markdown(&coverage.orphan_rules.join(", ")))?;
    }
    Ok(())
}

fn cells(control: &ControlCoverage) -> [String; 7] {
    let reach = control.reach().map_or(control.coverage(), |reach| reach.as_str());
    let rules: Vec<String> = control.rules.iter().map(|claimed| format!("{} {}", claimed.rule, claimed.reach.as_str())).collect();
    let derived: Vec<String> = control.derived.iter().map(|way| format!("{} {}", way.relation.as_str(), way.via)).collect();
    let applies = match (control.since, control.later.first()) {
        (Some(since), None) => format!("since {since}"),
        (Some(since), Some(later)) => format!("since {since}, {} from {}", if later.verified { "more" } else { "reported" }, later.from),
        (None, later) => later.map(|later| format!("from {}", later.from)).unwrap_or_default(),
    };
    let systems: Vec<String> = control.systems.iter().map(|(system, verdict)| format!("{system} {}", verdict.as_str())).collect();
    [control.label.clone(), control.title.clone(), reach.to_owned(), rules.join(", "), derived.join(", "), applies, systems.join(", ")]
}

fn by_system(coverage: &Coverage, view: View, out: &mut dyn io::Write) -> io::Result<()> {
    for system in coverage.by_system() {
        writeln!(out, "## {}\n", markdown(system.system))?;
        head(out, "framework", &table::VERDICTS)?;
        for (framework, verdicts) in table::of_system(coverage, &system) {
            numbers(out, framework, &table::verdicts(verdicts))?;
        }
        writeln!(out)?;
        if view.controls {
            writeln!(out, "| control | title | verdict | rules |\n|---|---|---|---|")?;
            for (control, verdict) in &system.controls {
                let rules: Vec<&str> = control.rules.iter().map(|claimed| claimed.rule.as_str()).collect();
                let cells = [&control.label, &control.title, verdict.as_str(), &rules.join(", ")].map(markdown);
                writeln!(out, "| {} |", cells.join(" | "))?;
            }
            writeln!(out)?;
        }
    }
    Ok(())
}

fn head(out: &mut dyn io::Write, first: &str, columns: &[&str]) -> io::Result<()> {
    writeln!(out, "| {first} | {} |\n|---|{}", columns.join(" | "), "--:|".repeat(columns.len()))
}

fn numbers(out: &mut dyn io::Write, first: &str, numbers: &[usize]) -> io::Result<()> {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    writeln!(out, "| {} | {} |", markdown(first), numbers.join(" | "))
}
