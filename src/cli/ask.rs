use clap::ValueEnum;

use super::arguments::{InputArgs, SelectionArgs, Threshold};
use super::run::{self, Request};
use super::{CliError, Exit, World};
use crate::ask;
use crate::engine::Keep;
use crate::report::{self, QuestionFormat};

const AFTER_HELP: &str = "\
Examples:
  provost ask                              about every manifest below this folder
  provost ask systems/copilot.yaml         about one
  provost ask --framework eu-ai-act        what one framework waits for
  provost ask --output markdown > form.md  a form for those who know

Questions are no findings: that facts are missing is for `check` to judge.

Exit codes:
  0  asked, or nothing was left to ask
  2  a manifest or policy is broken, or there is none";

/// Questions that people see where they set no limit.
const FOR_PEOPLE: usize = 10;

/// Ask for the facts that decide most
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Only what this framework waits for; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', conflicts_with = "only", help_heading = "Selection")]
    framework: Vec<String>,
    /// Most questions for each system, 0 for all [default: 10 for people, else all]
    #[arg(long, value_name = "N", help_heading = "Output")]
    limit: Option<usize>,
    /// Format: human, markdown or json [default: human]
    #[arg(
        long,
        short,
        value_enum,
        value_name = "FORMAT",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Output"
    )]
    output: Output,
}

/// How questions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Human,
    /// A form to fill in
    Markdown,
    /// For programs
    Json,
}

/// Checks, and asks for what is not declared.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let mut selection = args.selection.clone();
    selection.only.extend(args.framework.iter().cloned());
    let request = Request {
        input: &args.input,
        selection: &selection,
        fail_on: Some(Threshold::Never),
        explain: false,
        keep: Keep::Findings,
        jobs: 0,
    };
    let checked = run::check(&request, world)?;
    let style = world.style();
    report::write_diagnostics(&checked.outcome.diagnostics, &report::Style { color: world.colors(true), ..style }, world.err)?;
    let asked = ask::rank(ask::of_outcome(&checked.outcome, &args.framework));
    let limit = match (args.limit, args.output) {
        (Some(0), _) | (None, Output::Markdown | Output::Json) => usize::MAX,
        (Some(limit), _) => limit,
        (None, Output::Human) => FOR_PEOPLE,
    };
    let format = match args.output {
        Output::Human => QuestionFormat::Human,
        Output::Markdown => QuestionFormat::Markdown,
        Output::Json => QuestionFormat::Json,
    };
    report::write_questions(format, &asked, limit, &style, world.out)?;
    if asked.is_empty() && checked.exit == Exit::Clean && format == QuestionFormat::Human {
        writeln!(world.out, "nothing to ask: every fact that a rule needs is declared")?;
    }
    Ok(checked.exit)
}
