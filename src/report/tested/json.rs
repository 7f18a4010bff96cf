//! For programs.

use std::io;

use serde_json::{Value, json};

use super::{Style, TestRun};
use crate::diagnostic::{Diagnostic, Place};
use crate::testing::{Coverage, Fate, Mutant, Problem, Tested};

/// The version of this format.
const VERSION: u32 = 1;

pub(super) fn write(run: &TestRun<'_>, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let mut whole = json!({
        "version": VERSION,
        "clean": run.is_clean(),
        "summary": {"cases": run.cases.len(), "rules": run.rules, "failed": run.failed().count()},
        "cases": run.cases.iter().map(case).collect::<Vec<_>>(),
    });
    if let (Some(coverage), Some((seen, outcomes))) = (run.coverage, run.seen()) {
        whole["coverage"] = json!({
            "seen": seen,
            "outcomes": outcomes,
            "least_percent": run.least,
            "rules": coverage.iter().map(covered).collect::<Vec<_>>(),
        });
    }
    if let Some(mutants) = run.mutants {
        whole["mutants"] = mutants.iter().map(mutant).collect();
        whole["stale_survivors"] = run.stale.iter().map(diagnostic).collect();
    }
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)
}

fn case(case: &Tested) -> Value {
    let mut value = json!({
        "suite": case.suite,
        "rule": case.rule,
        "name": case.name,
        "location": location(&case.place),
        "holds": case.problem.is_none(),
    });
    match &case.problem {
        None => {}
        Some(Problem::Differs { expected, got }) => {
            value["expected"] = json!(expected);
            value["got"] = json!(got);
        }
        Some(Problem::Invalid(reasons)) => value["invalid"] = reasons.iter().map(diagnostic).collect(),
    }
    value
}

fn covered(coverage: &Coverage) -> Value {
    let gaps: Vec<Value> = coverage.gaps.iter().map(diagnostic).collect();
    json!({"rule": coverage.rule, "seen": coverage.seen, "outcomes": coverage.outcomes, "gaps": gaps})
}

fn mutant(mutant: &Mutant) -> Value {
    let (fate, survived) = match &mutant.fate {
        Fate::Killed => ("killed", None),
        Fate::Explained => ("explained", None),
        Fate::Survived(why) => ("survived", Some(diagnostic(why))),
    };
    let mut value = json!({"rule": mutant.rule, "mutant": mutant.name, "fate": fate});
    if let Some(survived) = survived {
        value["diagnostic"] = survived;
    }
    value
}

fn diagnostic(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code.id(),
        "message": diagnostic.message,
        "location": diagnostic.primary.as_ref().map(|label| location(&label.place)),
        "help": diagnostic.help,
    })
}

fn location(place: &Place) -> Value {
    serde_json::to_value(place.locate()).unwrap_or_default()
}
