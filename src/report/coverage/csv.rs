//! One row per control, or per system and control, for spreadsheets.

use std::io;

use super::View;
use crate::coverage::{ControlCoverage, Coverage, FrameworkCoverage};
use crate::engine::Verdicts;
use crate::policy::Reach;
use crate::report::Style;
use crate::text::csv_cell;

pub(super) fn write(coverage: &Coverage, view: View, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    if view.by_system {
        return by_system(coverage, out);
    }
    let head = [
        "framework",
        "version",
        "control",
        "title",
        "group",
        "counted",
        "coverage",
        "kind",
        "rules",
        "derived_from",
        "in_force",
        "since",
        "next",
        "pass",
        "fail",
        "undeclared",
        "waived",
        "not_applicable",
        "error",
    ];
    writeln!(out, "{}", head.join(","))?;
    for framework in &coverage.frameworks {
        for control in &framework.controls {
            row(out, &cells(framework, control))?;
        }
    }
    Ok(())
}

fn cells(framework: &FrameworkCoverage, control: &ControlCoverage) -> Vec<String> {
    let rules: Vec<String> = control.rules.iter().map(|claimed| format!("{} ({})", claimed.rule, claimed.reach.as_str())).collect();
    let derived: Vec<String> = control.derived.iter().map(|way| format!("{} {}", way.via, way.relation.as_str())).collect();
    let next: Vec<String> = control.later.iter().map(|later| later.from.to_string()).collect();
    let mut verdicts = Verdicts::default();
    control.systems.iter().for_each(|(_, verdict)| verdicts.count(*verdict));
    let counts = [verdicts.pass, verdicts.fail, verdicts.undeclared, verdicts.waived, verdicts.not_applicable, verdicts.error]
        .map(|n| n.to_string());
    let mut cells = vec![
        framework.id.clone(),
        framework.version.clone(),
        control.id.clone(),
        control.title.clone(),
        control.group.clone().unwrap_or_default(),
        yes(control.counted),
        control.coverage().to_owned(),
        control.reach().map(|reach| reach.as_str().to_owned()).unwrap_or_default(),
        rules.join("; "),
        derived.join("; "),
        yes(control.in_force),
        control.since.map(|day| day.to_string()).unwrap_or_default(),
        next.join("; "),
    ];
    cells.extend(counts);
    cells
}

fn by_system(coverage: &Coverage, out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "system,framework,control,title,kind,verdict,rules")?;
    for system in coverage.by_system() {
        for (control, verdict) in &system.controls {
            let rules: Vec<&str> = control.rules.iter().map(|claimed| claimed.rule.as_str()).collect();
            let cells = [
                system.system,
                control.reference.split(':').next().unwrap_or_default(),
                &control.id,
                &control.title,
                control.reach().map(Reach::as_str).unwrap_or_default(),
                verdict.as_str(),
                &rules.join("; "),
            ];
            row(out, &cells.map(str::to_owned))?;
        }
    }
    Ok(())
}

fn row(out: &mut dyn io::Write, cells: &[String]) -> io::Result<()> {
    let cells: Vec<String> = cells.iter().map(|cell| csv_cell(cell)).collect();
    writeln!(out, "{}", cells.join(","))
}

fn yes(holds: bool) -> String {
    if holds { "true" } else { "false" }.to_owned()
}
