use std::path::PathBuf;

use super::output::{Form, Targets, long_help};
use super::{CliError, Exit, World};
use crate::diagnostic::{Diagnostic, Level};
use crate::policy::PolicySet;
use crate::report::{self, TestFormat, TestRun};
use crate::testing::{self, Suite, Tested};
use crate::text::{clean_line, plural};
use material::Material;

mod material;

const AFTER_HELP: &str = "\
Examples:
  provost test                          the built-in policies and those
                                        that `provost.yaml` names
  provost test governance/policies      your own, and the tables of
                                        cases beside them
  provost test --only LEK-01            one rule
  provost test --filter retired         cases with this in their name
  provost test --mutate --only LEK-01   what its cases would not notice
  provost test -o junit=tests.xml       a file beside what people see

Exit codes:
  0  every case came out as expected, and what else was asked for
  1  a case came out otherwise, a mutant survived, or too little is covered
  2  a policy or a table is broken, or there is no case";

/// Run the test cases of policies
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Policies and tables of cases, or folders that hold them [default: the built-in and the configured ones]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only these rules, policies or frameworks; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Selection")]
    only: Vec<String>,
    /// All but these rules, policies or frameworks; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Selection")]
    skip: Vec<String>,
    /// Only cases whose name contains this, whatever its case
    #[arg(long, value_name = "TEXT", help_heading = "Selection", conflicts_with_all = ["coverage", "min_coverage", "mutate"])]
    filter: Option<String>,
    /// List the cases instead of running them
    #[arg(long, help_heading = "Selection", conflicts_with_all = ["coverage", "min_coverage", "mutate"])]
    list: bool,
    /// Show the conditions of rules that no case sees come out both ways
    #[arg(long, help_heading = "Depth")]
    coverage: bool,
    /// The same, and fail if less than this part of their outcomes is seen
    #[arg(long, value_name = "PERCENT", value_parser = percent, help_heading = "Depth")]
    min_coverage: Option<f64>,
    /// Change each rule a little, again and again, and show the changes that no case notices
    #[arg(long, help_heading = "Depth")]
    mutate: bool,
    /// Format, to standard output or to a file; may be repeated [default: human]
    #[arg(
        long = "output",
        short = 'o',
        value_name = "FORMAT[=FILE]",
        long_help = long_help(TestFormat::ALL.iter().map(|format| (format.name, format.about))),
        help_heading = "Output"
    )]
    outputs: Vec<String>,
}

impl Form for TestFormat {
    const DEFAULT: Self = Self::HUMAN;

    fn all() -> &'static [Self] {
        Self::ALL
    }

    fn name(self) -> &'static str {
        self.name
    }
}

/// Runs the cases and says which came out otherwise.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let targets: Targets<TestFormat> = Targets::parse(&args.outputs, world)?;
    let material = Material::gather(args, world);
    let (mut suite, problems) = material.suite();
    tell(&problems, &targets, world)?;
    if problems.iter().any(|problem| problem.level == Level::Error) {
        return Ok(Exit::Broken);
    }
    let mut procedures = procedures(args, material.policies());
    let is_empty = |suite: &Suite<'_>, procedures: &[Tested]| suite.is_empty() && procedures.is_empty();
    if is_empty(&suite, &procedures) && material.policies().rules.is_empty() {
        return Err(CliError::usage("there is no rule to test").help("drop `--only` or `--skip`, or name policies or tables of cases"));
    }
    if is_empty(&suite, &procedures) {
        return Err(CliError::usage(format!("there is no case in {}", plural(material.rules(&suite), "rule")))
            .help("cases stand under `tests:` of a rule, in `pass:` and `fail:`, or in a `PolicyTest` beside the policy"));
    }
    if let Some(text) = &args.filter {
        suite.filter(text);
        procedures.retain(|case| case.name.to_lowercase().contains(&text.to_lowercase()));
        if is_empty(&suite, &procedures) {
            return Err(CliError::usage(format!("no case has `{text}` in its name")).help("`provost test --list` lists the cases"));
        }
    }
    if args.list {
        return list(&suite, &procedures, world);
    }
    let mut cases = suite.run();
    cases.extend(procedures);
    let policies = material.policies();
    let coverage = (args.coverage || args.min_coverage.is_some()).then(|| testing::coverage(policies, &suite));
    // A case that does not hold would notice every mutant.
    let hold = cases.iter().all(|case| case.problem.is_none());
    let mutated = (args.mutate && hold).then(|| testing::mutate(policies, &suite));
    let (mutants, stale) = mutated.unzip();
    let run = TestRun {
        cases: &cases,
        rules: material.rules(&suite),
        coverage: coverage.as_deref(),
        least: args.min_coverage,
        mutants: mutants.as_deref(),
        stale: stale.as_deref().unwrap_or_default(),
        held_back: args.mutate && !hold,
        today: world.today,
    };
    targets.write_with(world, |format, style, out| format.write(&run, style, out))?;
    Ok(if run.is_clean() { Exit::Clean } else { Exit::Findings })
}

/// Writes what keeps cases from being run: where people look, and beside the standard output that a program reads.
fn tell(problems: &[Diagnostic], targets: &Targets<TestFormat>, world: &mut World<'_>) -> Result<(), CliError> {
    let style = world.style();
    match targets.stdout().map(|format| format.name) {
        None | Some("human") => report::write_diagnostics(problems, &style, world.out)?,
        Some("concise") => report::write_diagnostic_lines(problems, world.out)?,
        Some(_) => report::write_diagnostics(problems, &style, world.err)?,
    }
    Ok(())
}

/// The cases of classifications, which no selection of rules wants.
fn procedures(args: &Args, policies: &PolicySet) -> Vec<Tested> {
    let wanted = args.only.is_empty() && args.skip.is_empty();
    if wanted { testing::classifications(&policies.derivations, args.paths.is_empty()) } else { Vec::new() }
}

fn list(suite: &Suite<'_>, procedures: &[Tested], world: &mut World<'_>) -> Result<Exit, CliError> {
    let procedures = procedures.iter().map(|case| (case.rule.as_str(), case.name.as_str(), &case.place));
    for (rule, name, place) in suite.list().chain(procedures) {
        let at = place.locate();
        writeln!(world.out, "{} `{}` ({}:{}:{})", clean_line(rule), clean_line(name), clean_line(&at.path), at.line, at.column)?;
    }
    Ok(Exit::Clean)
}

/// Parses a percentage.
fn percent(text: &str) -> Result<f64, String> {
    let percent = text.strip_suffix('%').unwrap_or(text).trim().parse().ok();
    percent.filter(|percent| (0.0..=100.0).contains(percent)).ok_or_else(|| "a percentage is a number from 0 to 100".to_owned())
}
