use std::path::PathBuf;

use jiff::civil::Date;

use super::arguments::{SelectionArgs, date};
use super::groups::Group;
use super::material::{Library, library};
use super::{CliError, Exit, World};
use crate::explain;
use crate::policy::PolicySet;
use crate::text::clean_line;

const AFTER_HELP: &str = "\
Examples:
  provost explain                            what there is to explain
  provost explain LEK-01                     a rule: why it is there, examples
  provost explain \"nist-ai-rmf:GOVERN 1.6\"   a control and its rules
  provost explain eu-ai-act                  a framework, its classification
  provost explain unknown-field              a diagnostic: causes, what to do

Exit codes:
  0  printed
  2  nothing is called that";

/// Explain a rule, a control or a diagnostic
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Id of a rule, policy, framework, control, crosswalk, classification or diagnostic
    #[arg(value_name = "ID")]
    topic: Option<String>,
    /// Policies, frameworks and crosswalks of your own, beside those that `provost.yaml` names; may be repeated
    #[arg(long = "policy", value_name = "PATH", help_heading = "Selection")]
    policies: Vec<PathBuf>,
    /// Day that counts as today, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Selection")]
    as_of: Option<Date>,
}

/// Prints the page about a topic, or what there is to explain.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let selection = SelectionArgs { policies: args.policies.clone(), ..SelectionArgs::default() };
    let group = Group::of_folder(world);
    let as_of = args.as_of.or_else(|| group.config.as_ref()?.says.as_of).unwrap_or(world.today);
    // Whatever is wrong with policies is for `check` and `test` to say: here as much is explained as can be read.
    let Library { policies, catalog, .. } = library(&group, &selection, PolicySet::builtin, &world.folder, &mut Vec::new());
    let page = match &args.topic {
        None => explain::index(&policies, &catalog),
        Some(topic) => explain::page(topic, &policies, &catalog, as_of).map_err(|unknown| {
            let help = unknown.nearest.map_or("`provost explain` lists what there is".to_owned(), |near| format!("did you mean `{near}`?"));
            CliError::usage(format!("there is nothing called `{}`", clean_line(topic))).help(help)
        })?,
    };
    let width = world.width();
    write!(world.out, "{}", page.text(width))?;
    Ok(Exit::Clean)
}
