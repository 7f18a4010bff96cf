use super::arguments::{InputArgs, SelectionArgs, Threshold};
use super::output::{OutputArgs, unreadable};
use super::run::{self, Request};
use super::{CliError, Exit, World};
use crate::engine::Keep;
use crate::report::Report;

const AFTER_HELP: &str = "\
Examples:
  provost check                        every manifest below this folder
  provost check systems/copilot.yaml   one manifest
  provost check --only data-leakage    one policy, or rule, or framework
  provost check --explain              with the values that decided
  provost check -o concise             one line each, for editors
  provost check -o json=result.json    a file beside what people see
  provost check --previous result.json what is new and gone since then

Exit codes:
  0  checked, nothing at or above the threshold
  1  findings at or above it
  2  could not be checked, or nothing was";

/// Check manifests against policies
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    output: OutputArgs,
    /// Least severity that makes the run fail, or never [default: high]
    #[arg(long, value_name = "SEVERITY", value_parser = Threshold::parser(), hide_possible_values = true, help_heading = "Output")]
    fail_on: Option<Threshold>,
    /// After each finding, the expression that decided and what came of each part
    #[arg(long, help_heading = "Output")]
    explain: bool,
    /// Threads [default: as many as cores]
    #[arg(long, short, value_name = "N", default_value_t = 0, hide_default_value = true, value_parser = threads, help_heading = None)]
    jobs: usize,
}

fn threads(text: &str) -> Result<usize, String> {
    text.parse().map_err(|_| "a number of threads is a whole number, for example 4".to_owned())
}

/// Checks and writes the outcome.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let targets = args.output.targets(world)?;
    let previous = match args.output.previous(world) {
        Ok(previous) => previous,
        Err(problem) => return unreadable(&[*problem], world),
    };
    let request = Request {
        input: &args.input,
        selection: &args.selection,
        fail_on: args.fail_on,
        explain: args.explain,
        keep: match previous {
            None => targets.keep(),
            // What a rule comes to now that failed then stands in the record alone.
            Some(_) => Keep::Record,
        },
        jobs: args.jobs,
    };
    let checked = run::check(&request, world)?;
    let typed = args.selection.policies.iter().map(|path| path.display().to_string()).collect();
    let report = Report { policy_paths: typed, ..Report::from(checked.outcome) };
    match request.keep {
        Keep::Briefs => targets.write_lines(&report, &checked.lines, world)?,
        _ => targets.write(&previous.iter().fold(report, Report::since), world)?,
    }
    Ok(checked.exit)
}
