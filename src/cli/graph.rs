use super::arguments::{InputArgs, SelectionArgs, Threshold};
use super::groups::gather;
use super::material::systems;
use super::output::{Form, Target};
use super::run::{self, Request};
use super::{CliError, Exit, World};
use crate::diagnostic::Level;
use crate::engine::{Finding, Keep};
use crate::graph::{self, Graph, MANY_SYSTEMS};
use crate::manifest::System;
use crate::report;
use crate::text::{nearest, or_list, plural};

const AFTER_HELP: &str = "\
Examples:
  provost graph                               all systems, for a Markdown page
  provost graph -o svg=fleet.svg              a picture, light and dark
  provost graph --system copilot --check      each flow of one system, with
                                              what its findings touch in red
  provost graph -o dot | dot -Tpdf -o f.pdf   drawn by Graphviz

Exit codes:
  0  drawn, whatever the findings
  2  a manifest is broken, or there is none; what can be read is drawn";

/// Draw systems, vendors and the data between them
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Every flow of this system instead of all systems together
    #[arg(long, value_name = "ID", help_heading = "Input")]
    system: Option<String>,
    #[command(flatten)]
    selection: SelectionArgs,
    /// Check as `provost check` does, and mark what findings touch
    #[arg(long, help_heading = "Output")]
    check: bool,
    /// Format: mermaid, dot or svg, to standard output or to a file [default: mermaid]
    #[arg(long, short, value_name = "FORMAT[=FILE]", default_value = "mermaid", hide_default_value = true, help_heading = "Output")]
    output: String,
}

/// A way to draw.
#[derive(Clone, Copy, Debug)]
struct Format {
    name: &'static str,
    draw: fn(&Graph) -> String,
}

impl Form for Format {
    const DEFAULT: Self = Self { name: "mermaid", draw: report::graph::mermaid };

    fn all() -> &'static [Self] {
        &[Self::DEFAULT, Self { name: "dot", draw: report::graph::dot }, Self { name: "svg", draw: report::graph::svg }]
    }

    fn name(self) -> &'static str {
        self.name
    }
}

/// Draws what the arguments ask for.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let target: Target<Format> = Target::parse(&args.output, world)?;
    let (groups, mut problems) = gather(&args.input, world);
    let mut all: Vec<System> = Vec::new();
    for file in groups.iter().flat_map(|group| &group.manifests) {
        let (found, wrong) = systems(file);
        all.extend(found);
        problems.extend(wrong);
    }
    all.sort_by(|a, b| a.id.cmp(&b.id));
    // A picture has one node per id; `check` says where the id stands twice.
    all.dedup_by(|a, b| a.id == b.id);
    report::write_diagnostics(&problems, &world.style(), world.err)?;
    let broken = problems.iter().any(|problem| problem.level == Level::Error);
    if all.is_empty() {
        if !broken {
            return Err(CliError::usage("there is no manifest to draw").help("`provost init` writes a first one"));
        }
        return Ok(Exit::Broken);
    }
    let one = args.system.as_ref().map(|id| find(id, &all)).transpose()?;
    let findings = if args.check { Some(findings(args, world)?) } else { None };
    let graph = match one {
        Some(system) => graph::of_system(system, &all, findings.as_deref()),
        None => graph::of_fleet(&all, findings.as_deref()),
    };
    target.write_with(world, |format, _, out| write!(out, "{}", (format.draw)(&graph)))?;
    if one.is_none() && all.len() > MANY_SYSTEMS {
        writeln!(world.err, "{}: those with the same vendors are drawn as one; `--system ID` draws one", plural(all.len(), "system"))?;
    }
    Ok(if broken { Exit::Broken } else { Exit::Clean })
}

fn find<'a>(id: &str, systems: &'a [System]) -> Result<&'a System, CliError> {
    systems.iter().find(|system| system.id == id).ok_or_else(|| {
        let ids: Vec<&str> = systems.iter().map(|system| system.id.as_str()).collect();
        let near = nearest(id, ids.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let few = (ids.len() <= 8).then(|| or_list(&ids));
        CliError::usage(format!("there is no system `{id}`"))
            .help(near.or(few).unwrap_or_else(|| "`provost graph` draws them all".to_owned()))
    })
}

/// What a check of the same manifests finds; what it could not check is for `check` to say.
fn findings(args: &Args, world: &World<'_>) -> Result<Vec<Finding>, CliError> {
    let request = Request {
        input: &args.input,
        selection: &args.selection,
        fail_on: Some(Threshold::Never),
        explain: false,
        keep: Keep::Findings,
        jobs: 0,
    };
    Ok(run::check(&request, world)?.outcome.findings)
}
