//! Floor 11: arguments, exit codes, standard streams, clock and environment; one file per command.
//!
//! The only floor that knows the process it runs in, as a [`World`] that tests build by hand. [`main`] is the binary,
//! [`run`] the same for any arguments in any world.

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

mod arguments;
mod ask;
mod check;
mod classify;
mod completions;
mod config;
mod coverage;
mod discover;
mod eval;
mod exit;
mod explain;
mod graph;
mod groups;
mod import;
mod init;
mod lint;
mod man;
mod material;
mod output;
mod progress;
mod report;
mod rows;
mod run;
mod schema;
mod survey;
mod test;
mod world;

pub use exit::{CliError, Exit};
pub use world::{Color, Environment, World};

/// Stack of the threads that do the work: documents and expressions nest, bounded, but deeper than 2 MiB carry.
pub const STACK_BYTES: usize = 16 << 20;

const AFTER_HELP: &str = "\
Examples:
  provost init              write a first manifest
  provost check             check every manifest below this folder
  provost explain LEK-01    why a rule exists and how to meet it

Exit codes:
  0  checked, nothing at or above the threshold (`--fail-on`)
  1  findings at or above it
  2  could not be checked: a broken file or argument, or nothing to check";

/// Check AI systems against governance policies
#[derive(Parser)]
#[command(name = "provost", version, after_help = AFTER_HELP, disable_help_subcommand = true, max_term_width = 100)]
struct Cli {
    /// Color: auto, always or never [default: auto]
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Output"
    )]
    color: Color,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::Args),
    Ask(ask::Args),
    Classify(classify::Args),
    Test(test::Args),
    Lint(lint::Args),
    Explain(explain::Args),
    Coverage(coverage::Args),
    Eval(eval::Args),
    Graph(graph::Args),
    Report(report::Args),
    Init(init::Args),
    Import(import::Args),
    Schema(schema::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// The process: its arguments, its streams, its environment.
pub fn main() -> Exit {
    World::of_process(|world| run(std::env::args_os(), world))
}

/// Runs the command that `arguments` (the program's name first) ask for and prints its error, if it has one.
pub fn run(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>, world: &mut World<'_>) -> Exit {
    let cli = match parse(arguments, world) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, world),
    };
    world.color = cli.color;
    dispatch(&cli.command, world).unwrap_or_else(|error| {
        // Nobody is left to tell if standard error is gone, too.
        let _ = writeln!(world.err, "{error}");
        Exit::Broken
    })
}

fn dispatch(command: &Command, world: &mut World<'_>) -> Result<Exit, CliError> {
    match command {
        Command::Check(args) => check::run(args, world),
        Command::Ask(args) => ask::run(args, world),
        Command::Classify(args) => classify::run(args, world),
        Command::Test(args) => test::run(args, world),
        Command::Lint(args) => lint::run(args, world),
        Command::Explain(args) => explain::run(args, world),
        Command::Coverage(args) => coverage::run(args, world),
        Command::Eval(args) => eval::run(args, world),
        Command::Graph(args) => graph::run(args, world),
        Command::Report(args) => report::run(args, world),
        Command::Init(args) => init::run(args, world),
        Command::Import(args) => import::run(args, world),
        Command::Schema(args) => schema::run(args, world),
        Command::Completions(args) => completions::run(args, world),
        Command::Man(args) => man::run(args, world),
    }
}

fn parse(arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>, world: &World<'_>) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&command(world).try_get_matches_from(arguments)?)
}

/// The commands as clap knows them.
fn command(world: &World<'_>) -> clap::Command {
    Cli::command().term_width(world.width().min(100))
}

/// Help and version go to standard output, wrong usage to standard error.
fn usage(error: &clap::Error, world: &mut World<'_>) -> Exit {
    let (to_err, color) = (error.use_stderr(), world.colors(error.use_stderr()));
    let text = error.render();
    let text = if color { text.ansi().to_string() } else { text.to_string() };
    let out = if to_err { &mut world.err } else { &mut world.out };
    let written = write!(out, "{text}").and_then(|()| out.flush());
    if to_err || written.is_err() { Exit::Broken } else { Exit::Clean }
}
