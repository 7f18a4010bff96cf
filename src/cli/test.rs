use std::path::PathBuf;

use super::discover::{Wanted, discover};
use super::{CliError, Exit, World};

const AFTER_HELP: &str = "\
Examples:
  provost test                      the built-in policies
  provost test governance/policies  your own

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
    /// Only these rules or policies; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Selection")]
    only: Vec<String>,
}

/// The seam to the testing floor.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let (policies, _problems) = discover(&args.paths, Wanted::Policies, &world.folder);
    let _ = (policies, &args.only);
    Err(CliError::usage("this build cannot run the cases of policies"))
}
