use super::{CliError, Exit, World};
use crate::text::nearest;

const AFTER_HELP: &str = "\
Examples:
  provost schema                               the kinds there are
  provost schema ai-system > ai-system.json    for an editor or a validator";

/// Print the JSON Schema of a kind of document
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Kind of document, such as `ai-system` [default: list the kinds]
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

/// A kind of document: the name to type, the word after `kind:`, its schema.
struct Kind {
    slug: &'static str,
    word: &'static str,
    schema: &'static str,
}

const KINDS: &[Kind] = &[Kind { slug: "ai-system", word: "AISystem", schema: include_str!("../../schemas/ai-system.json") }];

/// Prints the schema, or the kinds.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let Some(name) = &args.kind else {
        for kind in KINDS {
            writeln!(world.out, "{:12} {}", kind.slug, kind.word)?;
        }
        return Ok(Exit::Clean);
    };
    let Some(kind) = KINDS.iter().find(|kind| kind.slug == name || kind.word == name) else {
        let near = nearest(name, KINDS.iter().map(|kind| kind.slug));
        let help = near.map_or("`provost schema` lists the kinds".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(CliError::usage(format!("there is no kind `{name}`")).help(help));
    };
    write!(world.out, "{}", kind.schema)?;
    Ok(Exit::Clean)
}

/// The schema of manifests, for `init`.
pub(super) fn ai_system() -> &'static str {
    KINDS.first().map_or("", |kind| kind.schema)
}
