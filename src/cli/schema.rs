use super::{CliError, Exit, World};
use crate::schema::{self, Kind};
use crate::text::nearest;

const AFTER_HELP: &str = "\
Examples:
  provost schema                               the kinds there are
  provost schema ai-system > ai-system.json    for an editor or a validator

Exit codes:
  0  printed
  2  there is no such kind";

/// Print the JSON Schema of a kind of document
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Kind of document, such as `ai-system` [default: list the kinds]
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

/// Prints the schema, or the kinds.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let Some(name) = &args.kind else {
        for kind in Kind::ALL {
            writeln!(world.out, "{:15} {}", kind.slug(), kind.word())?;
        }
        return Ok(Exit::Clean);
    };
    let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.slug() == name || kind.word() == name) else {
        let near = nearest(name, Kind::ALL.iter().map(|kind| kind.slug()));
        let help = near.map_or("`provost schema` lists the kinds".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(CliError::usage(format!("there is no kind `{name}`")).help(help));
    };
    write!(world.out, "{}", schema::text(kind))?;
    Ok(Exit::Clean)
}
