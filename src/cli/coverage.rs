use std::path::PathBuf;

use clap::ValueEnum;
use jiff::civil::Date;

use super::arguments::{InputArgs, SelectionArgs, date};
use super::output::{Form, Targets};
use super::survey::{self, Surveyed};
use super::{CliError, Exit, World};
use crate::catalog::Catalog;
use crate::coverage::{Coverage, FrameworkCoverage, Material, cover};
use crate::diagnostic::Level;
use crate::policy::Reach;
use crate::report::{self, CoverageFormat, View};
use crate::text::clean_line;

const AFTER_HELP: &str = "\
Examples:
  provost coverage                        a line for each framework
  provost coverage eu-ai-act              its controls, the rules that reach
                                          them and what the systems show
  provost coverage eu-ai-act systems/     the same for these systems
  provost coverage --by system            from the systems' side
  provost coverage owasp-llm-2025 --min 80
                                          for CI: fail below 80 %
  provost coverage nist-ai-rmf -o csv=rmf.csv

Exit codes:
  0  computed
  1  covered less than `--min`
  2  a file or argument is broken, so that the numbers are not the whole truth";

/// Show which controls rules reach and what systems show
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// A framework, then manifests or folders that hold them [default: every framework, the current folder]
    #[arg(value_name = "FRAMEWORK|PATH")]
    targets: Vec<String>,
    /// Configuration to use instead of the nearest `provost.yaml`
    #[arg(long, value_name = "FILE", help_heading = "Input")]
    config: Option<PathBuf>,
    /// Day that counts as today, as YYYY-MM-DD [default: today in UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Input")]
    as_of: Option<Date>,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Format, to standard output or to a file: human, json, csv or markdown; may be repeated [default: human]
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=FILE]", help_heading = "Output")]
    outputs: Vec<String>,
    /// Look from this side: control or system [default: control]
    #[arg(
        long,
        value_enum,
        value_name = "SIDE",
        default_value = "control",
        hide_possible_values = true,
        hide_default_value = true,
        help_heading = "Output"
    )]
    by: Side,
    /// Fail if rules name less of the framework's controls, in percent; with a kind before it, `automated=20`, only those count
    #[arg(long, value_name = "[KIND=]PERCENT", value_parser = least, help_heading = "Output")]
    min: Vec<Least>,
}

/// From which side to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Side {
    /// From the controls
    Control,
    /// From the systems
    System,
}

/// How much must be covered.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Least {
    /// In which way; any where there is none.
    reach: Option<Reach>,
    percent: f64,
}

impl Form for CoverageFormat {
    const DEFAULT: Self = Self::HUMAN;

    fn all() -> &'static [Self] {
        Self::ALL
    }

    fn name(self) -> &'static str {
        self.name
    }
}

/// Computes coverage and writes it.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let targets: Targets<CoverageFormat> = Targets::parse(&args.outputs, world)?;
    let (framework, paths) = split(&args.targets, world);
    if framework.is_none() && !args.min.is_empty() {
        return Err(
            CliError::usage("`--min` says nothing about several frameworks").help("name one: `provost coverage eu-ai-act --min 10`")
        );
    }
    let input = InputArgs { paths, config: args.config.clone(), as_of: args.as_of };
    let Surveyed { claims, catalog, outcome, systems, diagnostics } = survey::survey(&input, &args.selection, world)?;
    if let Some(framework) = framework {
        known(framework, &catalog, world)?;
    }
    let coverage =
        cover(Material { claims: &claims, catalog: &catalog, tally: &outcome.tally, systems: &systems, as_of: outcome.as_of }, framework);
    let style = world.style();
    report::write_diagnostics(&diagnostics, &style, world.err)?;
    let view = View { controls: framework.is_some(), by_system: args.by == Side::System };
    targets.write_with(world, |format, style, out| format.write(&coverage, view, style, out))?;
    let short = shortfalls(&coverage, &args.min);
    for line in &short {
        writeln!(world.err, "{line}")?;
    }
    let broken = outcome.summary.verdicts.error > 0 || diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    Ok(match (broken, short.is_empty()) {
        (true, _) => Exit::Broken,
        (false, false) => Exit::Findings,
        (false, true) => Exit::Clean,
    })
}

/// The framework, if the first word is meant as one, and the paths. A built-in framework's id wins over a folder of that name;
/// `./ID` is the folder.
fn split<'a>(targets: &'a [String], world: &World<'_>) -> (Option<&'a str>, Vec<PathBuf>) {
    let path = |text: &String| PathBuf::from(text);
    match targets {
        [first, rest @ ..] if Catalog::builtin().ids().any(|id| id == first) || is_word(first, world) => {
            (Some(first), rest.iter().map(path).collect())
        }
        all => (None, all.iter().map(path).collect()),
    }
}

/// Whether a text can only be meant as an id: it is no path that exists, and has nothing that only paths have.
fn is_word(text: &str, world: &World<'_>) -> bool {
    !text.contains(['/', '\\', '.']) && !world.folder.join(text).exists()
}

fn known(framework: &str, catalog: &Catalog, world: &World<'_>) -> Result<(), CliError> {
    if catalog.ids().any(|id| id == framework) {
        return Ok(());
    }
    let unknown = catalog.unknown_framework(framework);
    let help = match unknown.suggestion() {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            format!("`provost coverage` lists the frameworks; there is no path `{framework}` in `{}` either", world.name(&world.folder))
        }
    };
    Err(CliError::usage(format!("there is no framework `{}`", clean_line(framework))).help(help))
}

/// Where less is covered than was asked for, one line each.
fn shortfalls(coverage: &Coverage, least: &[Least]) -> Vec<String> {
    let short = |framework: &FrameworkCoverage, least: &Least| {
        let numbers = framework.numbers();
        let covered = least.reach.map_or_else(|| numbers.direct(), |reach| numbers.of(reach));
        let percent = 100.0 * covered as f64 / numbers.controls.max(1) as f64;
        let kind = least.reach.map_or("covered", Reach::as_str);
        (percent < least.percent).then(|| {
            format!("{}: {covered} of {} controls {kind}, {percent:.1} %, less than {} %", framework.id, numbers.controls, least.percent)
        })
    };
    coverage.frameworks.iter().flat_map(|framework| least.iter().filter_map(move |least| short(framework, least))).collect()
}

/// Parses `PERCENT` or `KIND=PERCENT`.
fn least(text: &str) -> Result<Least, String> {
    let (reach, number) = match text.split_once('=') {
        Some((word, number)) => {
            let reach = Reach::from_word(word).ok_or_else(|| "a kind is automated, partial or attested".to_owned())?;
            (Some(reach), number)
        }
        None => (None, text),
    };
    let percent = number.trim_end_matches('%').parse().ok().filter(|percent| (0.0..=100.0).contains(percent));
    percent.map(|percent| Least { reach, percent }).ok_or_else(|| "a percentage is a number from 0 to 100".to_owned())
}
