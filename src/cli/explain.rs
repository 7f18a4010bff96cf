use super::{CliError, Exit, World};
use crate::diagnostic::Code;
use crate::text::{clean_line, nearest};

const AFTER_HELP: &str = "\
Examples:
  provost explain                 what there is to explain
  provost explain unknown-field   what causes a diagnostic, and what to do";

/// Explain a rule, a control or a diagnostic
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Id of a rule, policy, framework, control or diagnostic
    #[arg(value_name = "ID")]
    topic: Option<String>,
}

/// Prints the page. The seam to the explain floor, which knows rules and controls, too.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let Some(topic) = &args.topic else {
        for code in Code::ALL {
            writeln!(world.out, "{:18} {}", code.id(), code.title())?;
        }
        return Ok(Exit::Clean);
    };
    let Some(code) = Code::from_id(topic) else {
        let near = nearest(topic, Code::ALL.iter().map(|code| code.id()));
        let help = near.map_or("`provost explain` lists what there is".to_owned(), |near| format!("did you mean `{near}`?"));
        return Err(CliError::usage(format!("there is nothing called `{}`", clean_line(topic))).help(help));
    };
    writeln!(world.out, "{}: {}\n\n{}", code.id(), code.title(), code.page())?;
    Ok(Exit::Clean)
}
