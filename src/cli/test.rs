use std::path::PathBuf;

use super::arguments::SelectionArgs;
use super::groups::Group;
use super::material::library;
use super::{CliError, Exit, World};
use crate::diagnostic::Level;
use crate::policy::PolicySet;
use crate::report;
use crate::testing::{self, Problem, Tested};
use crate::text::{clean_line, plural};

const AFTER_HELP: &str = "\
Examples:
  provost test                        the built-in policies
  provost test governance/policies    your own
  provost test --only LEK-01          one rule

Exit codes:
  0  every case came out as expected
  1  a case came out otherwise
  2  a policy is broken, or there is no case";

/// Run the test cases of policies
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Policies, or folders that hold them [default: the built-in ones]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Only these rules, policies or frameworks; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Selection")]
    only: Vec<String>,
}

/// Runs the cases and says which came out otherwise.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let selection = SelectionArgs {
        policies: args.paths.clone(),
        no_builtin: !args.paths.is_empty(),
        only: args.only.clone(),
        skip: Vec::new(),
        strict: true,
    };
    let mut problems = Vec::new();
    let mut library = library(&Group::default(), &selection, PolicySet::builtin, &world.folder, &mut problems);
    problems.extend(library.select(&selection, None));
    let policies = library.policies;
    report::write_diagnostics(&problems, &world.style(), world.out)?;
    if problems.iter().any(|problem| problem.level == Level::Error) {
        return Ok(Exit::Broken);
    }
    let mut cases = testing::run(&policies);
    if args.only.is_empty() {
        cases.extend(testing::classifications(&policies.derivations, args.paths.is_empty()));
    }
    if cases.is_empty() {
        let message = format!("there is no case in {}", plural(policies.rules.len(), "rule"));
        return Err(CliError::usage(message).help("cases stand under `tests:` of a rule, in `pass:` and `fail:`"));
    }
    let mut failed = 0;
    for case in &cases {
        if let Some(problem) = &case.problem {
            failed += 1;
            writeln!(world.out, "{}", failure(case, problem))?;
        }
    }
    let total = format!("{} of {}", plural(cases.len(), "case"), plural(policies.rules.len(), "rule"));
    match failed {
        0 => writeln!(world.out, "{total}: all came out as expected")?,
        failed => writeln!(world.out, "{total}: {failed} came out otherwise")?,
    }
    Ok(if failed == 0 { Exit::Clean } else { Exit::Findings })
}

/// What a case expected and what came out instead, under the place where it stands.
fn failure(case: &Tested, problem: &Problem) -> String {
    let at = case.place.locate();
    let head = format!("{} `{}` ({}:{}:{})", clean_line(&case.rule), clean_line(&case.name), clean_line(&at.path), at.line, at.column);
    let lines: Vec<String> = match problem {
        Problem::Invalid(reasons) => reasons.iter().map(|reason| format!("  invalid   {}", clean_line(reason))).collect(),
        Problem::Differs { expected, got } => {
            vec![format!("  expected  {}", clean_line(expected)), format!("  got       {}", clean_line(got))]
        }
    };
    format!("{head}\n{}\n", lines.join("\n"))
}
