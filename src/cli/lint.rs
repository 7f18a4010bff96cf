use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args as ArgGroup, ValueEnum};
use jiff::civil::Date;

use super::arguments::{SelectionArgs, date};
use super::config::{Config, Nearest};
use super::groups::Group;
use super::material::{Library, library};
use super::{CliError, Exit, World};
use crate::diagnostic::{self, Diagnostic};
use crate::lint::{self, Level, Levels, Material};
use crate::policy::PolicySet;
use crate::report;
use crate::text::plural;

const AFTER_HELP: &str = "\
Examples:
  provost lint                          the built-in policies and those
                                        that `provost.yaml` names
  provost lint governance/policies      these alone
  provost lint --deny missing-tests     fail where a rule has no tests
  provost lint --deny all -o concise    for CI: one line each
  provost explain unused-let            what a lint is about

Exit codes:
  0  no denied lint fired
  1  a denied lint fired
  2  a policy or `provost.yaml` is broken, or there is no policy";

/// Look for mistakes and gaps in policies
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Policies, or folders that hold them [default: the built-in and the configured ones]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Configuration to use instead of the nearest `provost.yaml`
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    config: Option<PathBuf>,
    /// Day that counts as today, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Input")]
    as_of: Option<Date>,
    #[command(flatten)]
    levels: LevelArgs,
    /// Format: human or concise [default: human]
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

/// Levels that override what `provost.yaml` says.
#[derive(ArgGroup)]
#[command(next_help_heading = "Levels")]
struct LevelArgs {
    /// Hide this lint; may be repeated, `all` stands for every lint
    #[arg(long, value_name = "LINT", value_parser = ids(), hide_possible_values = true, value_delimiter = ',')]
    allow: Vec<String>,
    /// Show this lint without failing
    #[arg(long, value_name = "LINT", value_parser = ids(), hide_possible_values = true, value_delimiter = ',')]
    warn: Vec<String>,
    /// Show this lint and exit with 1
    #[arg(long, value_name = "LINT", value_parser = ids(), hide_possible_values = true, value_delimiter = ',')]
    deny: Vec<String>,
}

/// How remarks are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Output {
    /// For people
    Human,
    /// One line each
    Concise,
}

/// Lints the policies and writes what there is to say.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let (config, mut problems) = config(args, world);
    let mut levels = Levels::default();
    problems.extend(config.as_ref().map(|config| levels.configure(&config.says.lints)).unwrap_or_default());
    args.levels.apply(&mut levels);
    let today = args.as_of.or_else(|| config.as_ref()?.says.as_of).unwrap_or(world.today);
    let Library { policies, catalog, .. } = policies(args, config, world, &mut problems);
    if problems.iter().any(|problem| problem.level == diagnostic::Level::Error) {
        write(&problems, args.output, world)?;
        return Ok(Exit::Broken);
    }
    if policies.policies.is_empty() {
        return Err(CliError::usage("there is no policy to look at").help("`provost lint PATH` looks elsewhere"));
    }
    let remarks = lint::run(&Material { policies: &policies, catalog: &catalog, today }, &levels);
    let denied = remarks.iter().filter(|remark| remark.level == diagnostic::Level::Error).count();
    problems.extend(remarks);
    write(&problems, args.output, world)?;
    if let (Output::Human, Some(first)) = (args.output, problems.iter().min_by_key(|problem| problem.level)) {
        writeln!(world.out, "next: `provost explain {}` says what causes this and what to do\n", first.code.id())?;
    }
    writeln!(world.out, "{}", summary(&policies, denied, problems.len() - denied, world))?;
    Ok(if denied == 0 { Exit::Clean } else { Exit::Findings })
}

/// The configuration that is named, else the current folder's.
fn config(args: &Args, world: &World<'_>) -> (Option<Config>, Vec<Diagnostic>) {
    let named = args.config.as_ref().map(|path| world.folder.join(path));
    match named.or_else(|| Nearest::new(&world.folder).of(&world.folder)) {
        Some(path) => Config::load(&path, &world.name(&path)),
        None => (None, Vec::new()),
    }
}

/// The policies that are named; else the built-in ones and those that the configuration names.
fn policies(args: &Args, config: Option<Config>, world: &World<'_>, problems: &mut Vec<Diagnostic>) -> Library {
    let named = !args.paths.is_empty();
    let selection = SelectionArgs { policies: args.paths.clone(), no_builtin: named, ..SelectionArgs::default() };
    let group = Group { config: config.filter(|_| !named), manifests: Vec::new() };
    library(&group, &selection, PolicySet::builtin, &world.folder, problems)
}

fn write(problems: &[Diagnostic], output: Output, world: &mut World<'_>) -> Result<(), CliError> {
    let style = world.style();
    match output {
        Output::Human => report::write_diagnostics(problems, &style, world.out)?,
        Output::Concise => report::write_diagnostic_lines(problems, world.out)?,
    }
    Ok(())
}

/// The line that ends every run: `1 error · 2 warnings · 87 rules in 22 policies`.
fn summary(policies: &PolicySet, denied: usize, warned: usize, world: &World<'_>) -> String {
    let material = format!("{} in {}", plural(policies.rules.len(), "rule"), plural(policies.policies.len(), "policy"));
    let counts = [(denied, "error"), (warned, "warning")];
    let mut parts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, noun)| plural(count, noun)).collect();
    if parts.is_empty() {
        parts.push("nothing to remark".to_owned());
    }
    parts.push(material);
    parts.join(if world.style().unicode { " · " } else { ", " })
}

impl LevelArgs {
    /// Sets what the arguments say: `all` first, so that a lint's own level wins; the strictest where one is named twice.
    fn apply(&self, levels: &mut Levels) {
        let said = [(Level::Allow, &self.allow), (Level::Warn, &self.warn), (Level::Deny, &self.deny)];
        for every in [true, false] {
            for (level, ids) in said {
                for id in ids.iter().filter(|id| (*id == Levels::EVERY) == every) {
                    levels.set(id, level);
                }
            }
        }
    }
}

fn ids() -> PossibleValuesParser {
    PossibleValuesParser::new(lint::ALL.iter().map(|lint| lint.entry.id).chain([Levels::EVERY]))
}
