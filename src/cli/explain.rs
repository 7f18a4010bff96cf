use super::{CliError, Exit, World};
use crate::catalog::Catalog;
use crate::explain;
use crate::policy::PolicySet;
use crate::text::clean_line;

const AFTER_HELP: &str = "\
Examples:
  provost explain                             what there is to explain
  provost explain LEK-01                      a rule: why, what, and an example of each kind
  provost explain \"nist-ai-rmf:GOVERN 1.6\"   a control, and the rules that touch it
  provost explain unknown-field               what causes a diagnostic, and what to do";

/// Explain a rule, a control or a diagnostic
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Id of a rule, policy, framework, control or diagnostic
    #[arg(value_name = "ID")]
    topic: Option<String>,
}

/// Prints the page about a topic, or what there is to explain.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let (policies, catalog) = (PolicySet::builtin(), Catalog::builtin());
    let page = match &args.topic {
        None => explain::index(&policies, &catalog),
        Some(topic) => explain::page(topic, &policies, &catalog).map_err(|unknown| {
            let help = unknown.nearest.map_or("`provost explain` lists what there is".to_owned(), |near| format!("did you mean `{near}`?"));
            CliError::usage(format!("there is nothing called `{}`", clean_line(topic))).help(help)
        })?,
    };
    let width = world.width();
    write!(world.out, "{}", page.text(width))?;
    Ok(Exit::Clean)
}
