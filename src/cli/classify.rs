use std::path::PathBuf;

use super::arguments::{InputArgs, SelectionArgs};
use super::groups::{Group, gather};
use super::material::{Library, library, systems};
use super::output::{Form, Targets};
use super::{CliError, Exit, World};
use crate::diagnostic::{self, Code, Diagnostic, Level};
use crate::engine::classify;
use crate::policy::{Classification, PolicySet};
use crate::report::{self, ClassificationFormat, ClassificationView, Classifications};
use crate::text::{nearest, or_list};

const AFTER_HELP: &str = "\
Examples:
  provost classify                       every manifest below this folder
  provost classify systems/copilot.yaml  one manifest: tier, why, duties
  provost classify --only eu-ai-act      by one procedure
  provost classify --all                 every step, and what to judge
  provost classify -o markdown=tier.md   a file for the review

A fact that nobody declared never makes a tier milder: the worst tier that
cannot be excluded is named, with the facts to answer.

Exit codes:
  0  classified, and no declared tier is too low
  1  a declared tier is lower than the facts demand, or may be: an open
     question could raise it
  2  could not be classified: a broken manifest or classification, or none";

/// Derive risk tier, roles and duties from a manifest's facts
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Classifications, policies and frameworks of your own: a file or a folder; may be repeated
    #[arg(long = "policy", value_name = "PATH", help_heading = "Selection")]
    policies: Vec<PathBuf>,
    /// Only these classifications; may be repeated
    #[arg(long, value_name = "ID", value_delimiter = ',', help_heading = "Selection")]
    only: Vec<String>,
    /// Every step, also those from which nothing follows
    #[arg(long, help_heading = "Output")]
    all: bool,
    /// Format, to standard output or to a file: human, markdown or json; may be repeated [default: human]
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=FILE]", help_heading = "Output")]
    outputs: Vec<String>,
}

impl Form for ClassificationFormat {
    const DEFAULT: Self = Self::Human;

    fn all() -> &'static [Self] {
        Self::ALL
    }

    fn name(self) -> &'static str {
        self.name()
    }
}

/// Classifies and writes what was found.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let targets: Targets<ClassificationFormat> = Targets::parse(&args.outputs, world)?;
    let (groups, mut diagnostics) = gather(&args.input, world);
    let pinned = |group: &Group| args.input.as_of.or_else(|| group.config.as_ref()?.says.as_of);
    let day = groups.iter().find_map(pinned);
    let mut found = Classifications {
        as_of: day.unwrap_or(world.today),
        as_of_pinned: day.is_some(),
        systems: 0,
        views: Vec::new(),
        diagnostics: Vec::new(),
        all: args.all,
    };
    let mut finds = false;
    for group in &groups {
        let selection = SelectionArgs { policies: args.policies.clone(), ..SelectionArgs::default() };
        let library = library(group, &selection, PolicySet::builtin_without_cases, &world.folder, &mut diagnostics);
        let wanted = wanted(&library, &args.only)?;
        let today = pinned(group).unwrap_or(world.today);
        for file in &group.manifests {
            let (systems, problems) = systems(file);
            diagnostics.extend(problems);
            found.systems += systems.len();
            for system in &systems {
                for classification in &wanted {
                    let Some(classified) = classify(classification, system, today) else { continue };
                    finds |= classified.is_finding();
                    diagnostics.extend(classified.failures.iter().cloned());
                    found.views.push(ClassificationView::of(classification, &classified, system, &library.catalog, today));
                }
            }
        }
    }
    if found.views.is_empty() && diagnostics.is_empty() {
        let nothing = Diagnostic::error(Code::NothingChecked, "there is no manifest to classify");
        diagnostics.push(nothing.help("`provost init` writes a first manifest"));
    }
    diagnostic::sort(&mut diagnostics);
    diagnostics.dedup_by_key(|d| (d.code, d.message.clone(), d.primary.as_ref().map(|label| label.place.locate())));
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    found.diagnostics = diagnostics;
    targets.write_with(world, |format, style, out| report::write_classifications(format, &found, style, out))?;
    Ok(match (broken, finds) {
        (true, _) => Exit::Broken,
        (false, true) => Exit::Findings,
        (false, false) => Exit::Clean,
    })
}

/// The classifications that are asked for, in the order of their ids.
fn wanted<'a>(library: &'a Library, only: &[String]) -> Result<Vec<&'a Classification>, CliError> {
    let mut all: Vec<&Classification> = library.policies.derivations.all().collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    if let Some(unknown) = only.iter().find(|id| !all.iter().any(|known| known.id == **id)) {
        let ids = all.iter().map(|known| known.id.as_str());
        let known: Vec<String> = ids.clone().map(|id| format!("`{id}`")).collect();
        let help = nearest(unknown, ids).map_or(format!("there is {}", or_list(&known)), |near| format!("did you mean `{near}`?"));
        return Err(CliError::usage(format!("there is no classification `{unknown}`")).help(help));
    }
    all.retain(|known| only.is_empty() || only.contains(&known.id));
    Ok(all)
}
