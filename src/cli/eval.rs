use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;

use self::session::{Place, Session};
use super::arguments::date;
use super::discover::is_named_so;
use super::{CliError, Exit, World};

mod commands;
mod grounds;
mod prompt;
mod session;

const AFTER_HELP: &str = "\
Examples:
  provost eval \"days(90) > duration('24h')\"            no manifest needed
  provost eval \"system.models.size()\" copilot.yaml     on one manifest
  provost eval \"has(system.purpose)\" systems           on each in a folder
  provost eval \"flow.agreement\" --rule LEK-01 a.yaml   with a rule's names
  provost eval copilot.yaml                            a prompt to try things
  provost eval < expressions.txt                       one in each line

Without a PATH an expression about `system` uses the one manifest below this
folder, and asks for a name where there are several; `fleet` is all of them.

`-o json` writes one line of JSON for each answer: `outcome` (value,
undeclared, no_items or error), `value`, `type`, `read`, `undeclared`.

Exit codes:
  0  it has a value (`false`, too)
  1  it has none: a fact is undeclared, or the rule's list is empty
  2  it does not compile, it failed, or a manifest is broken or missing";

/// An expression may begin with a minus; with two it is a misspelt option.
fn expression(text: &str) -> Result<String, String> {
    if text.starts_with("--") { Err("there is no such option; `provost eval --help` lists them".to_owned()) } else { Ok(text.to_owned()) }
}

/// Evaluate an expression and show what it reads
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Expression, as policies have it [default: a prompt, or the lines of standard input]
    #[arg(value_name = "EXPR", allow_hyphen_values = true, value_parser = expression)]
    expression: Option<String>,
    /// Manifests, or folders that hold them
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Configuration to use instead of the nearest `provost.yaml`
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    config: Option<PathBuf>,
    /// Day that counts as today, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Input")]
    as_of: Option<Date>,
    /// Rule whose names to use: its parameters, `let`s and the item of its `for_each`
    #[arg(long, value_name = "ID", help_heading = "Selection")]
    rule: Option<String>,
    /// Policies of your own to find the rule in; may be repeated
    #[arg(long = "policy", value_name = "PATH", help_heading = "Selection")]
    policies: Vec<PathBuf>,
    /// Format: human or json [default: human]
    #[arg(
        long = "output",
        short = 'o',
        value_enum,
        value_name = "FORMAT",
        default_value = "human",
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Output"
    )]
    output: Output,
}

/// How answers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Human,
    /// One line of JSON each
    Json,
}

/// Evaluates the expression, or what is typed.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let mut place = Place {
        paths: args.paths.clone(),
        config: args.config.clone(),
        as_of: args.as_of,
        rule: args.rule.clone(),
        policies: args.policies.clone(),
    };
    let expression = args.expression.as_ref().filter(|text| !is_path(text, world));
    if let (Some(path), None) = (&args.expression, expression) {
        place.paths.insert(0, path.into());
    }
    let mut session = Session::new(place, args.output, world)?;
    match expression {
        Some(text) => session.expression(text, world),
        None if world.in_is_terminal && world.out_is_terminal && !world.environment.dumb => prompt::run(&mut session, world),
        None => lines(&mut session, world),
    }
}

/// Whether what stands in place of an expression is a manifest or a folder of them; `today` and a comment never are, whatever files
/// there are.
fn is_path(text: &str, world: &World<'_>) -> bool {
    let path = world.folder.join(text);
    let is_folder = || path.is_dir() && !text.starts_with("//") && (text.contains(['/', '\\']) || text.starts_with('.'));
    (path.is_file() && is_named_so(&path)) || is_folder()
}

/// Each line of standard input as if it had been typed at the prompt; the worst exit code counts.
fn lines(session: &mut Session, world: &mut World<'_>) -> Result<Exit, CliError> {
    let mut worst = Exit::Clean;
    let mut first = true;
    loop {
        let mut bytes = Vec::new();
        if world.input.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(worst);
        }
        let Ok(line) = std::str::from_utf8(&bytes) else {
            writeln!(world.err, "{}", CliError::usage("a line of standard input is not UTF-8").help("save the file as UTF-8"))?;
            worst = Exit::Broken;
            continue;
        };
        // Some editors begin a file with the mark.
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if line == ":quit" {
            return Ok(worst);
        }
        if !std::mem::take(&mut first) && session.output == Output::Human {
            writeln!(world.out)?;
        }
        let exit = session.line(line, world).unwrap_or_else(|error| {
            // Where standard error is gone, the exit code still tells.
            let _ = writeln!(world.err, "{error}");
            Exit::Broken
        });
        worst = worst.max(exit);
    }
}
