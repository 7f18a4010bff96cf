use std::path::PathBuf;

use super::output::{OutputArgs, stored, unreadable};
use super::{CliError, Exit, World};
use crate::diagnostic::Diagnostic;
use crate::report::{Report, model};

const AFTER_HELP: &str = "\
Examples:
  provost report result.json                what `check` would have shown
  provost report result.json -o oscal-ar    another format of it
  provost report shards/*.json -o markdown  several as one
  provost report new.json --previous old.json -o html=report.html

A result is what `provost check --output json=FILE` writes. Of a system that
several results have, the first one counts, with a warning.

Exit codes:
  0  written, whatever the results say
  2  a result cannot be read";

/// Write stored results in another format
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Results, which become one
    #[arg(value_name = "RESULT", required = true)]
    results: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Reads the results and writes them as one. If one of them is broken nothing is written: what it held would be missing.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let targets = args.output.targets(world)?;
    let (mut results, mut problems): (Vec<(String, Report)>, Vec<Diagnostic>) = (Vec::new(), Vec::new());
    for path in &args.results {
        match stored(path, world) {
            Ok(result) => results.push(result),
            Err(problem) => problems.push(*problem),
        }
    }
    let previous = args.output.previous(world).unwrap_or_else(|problem| {
        problems.push(*problem);
        None
    });
    if !problems.is_empty() {
        return unreadable(&problems, world);
    }
    if let Some(report) = model::merge(results) {
        targets.write(&previous.iter().fold(report, Report::since), world)?;
    }
    Ok(Exit::Clean)
}
