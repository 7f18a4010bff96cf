use std::path::PathBuf;

use super::output::OutputArgs;
use super::{CliError, Exit, World};
use crate::diagnostic::Diagnostic;
use crate::document::load;
use crate::report::{self, Report, model};

const AFTER_HELP: &str = "\
Examples:
  provost report result.json                what `check` would have shown
  provost report result.json -o oscal-ar    another format of it
  provost report shards/*.json -o markdown  several as one

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
        let path = world.folder.join(path);
        let name = world.name(&path);
        match load(&path, &name).and_then(|source| model::read(&source)) {
            Ok(report) => results.push((name, report)),
            Err(problem) => problems.push(*problem),
        }
    }
    if !problems.is_empty() {
        let style = report::Style { color: world.colors(true), ..world.style() };
        report::write_diagnostics(&problems, &style, world.err)?;
        return Ok(Exit::Broken);
    }
    if let Some(report) = model::merge(results) {
        targets.write(&report, world)?;
    }
    Ok(Exit::Clean)
}
