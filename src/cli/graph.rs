use std::path::PathBuf;

use super::arguments::{InputArgs, SelectionArgs, Threshold};
use super::groups::gather;
use super::material::systems;
use super::run::{self, Request};
use super::{CliError, Exit, World};
use crate::diagnostic::Level;
use crate::engine::Finding;
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

type Writer = fn(&Graph) -> String;

/// A format's name and its writer.
type Format = (&'static str, Writer);

/// A file's name, as typed, and its path.
type Named = (String, PathBuf);

const FORMATS: [Format; 3] = [("mermaid", report::graph::mermaid), ("dot", report::graph::dot), ("svg", report::graph::svg)];

/// Draws what the arguments ask for.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let (write, file) = target(&args.output, world)?;
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
    let text = write(&graph);
    match file {
        Some((name, path)) => std::fs::write(path, text).map_err(|source| CliError::Write { name, source })?,
        None => write!(world.out, "{text}")?,
    }
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
    let request = Request { input: &args.input, selection: &args.selection, fail_on: Some(Threshold::Never), explain: false, jobs: 0 };
    Ok(run::check(&request, world)?.outcome.findings)
}

/// The writer, and the file's name and path if there is one.
fn target(text: &str, world: &World<'_>) -> Result<(Writer, Option<Named>), CliError> {
    let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
    let names = FORMATS.map(|(name, _)| name);
    let Some((_, write)) = FORMATS.into_iter().find(|(known, _)| *known == name) else {
        let help = nearest(name, names).map_or_else(|| or_list(&names), |near| format!("did you mean `{near}`?"));
        return Err(CliError::usage(format!("unknown format `{name}`")).help(help));
    };
    match file {
        Some("") => {
            Err(CliError::usage(format!("`--output {text}` names no file"))
                .help(format!("`--output {name}` alone writes to standard output")))
        }
        file => Ok((write, file.map(|file| (file.to_owned(), world.folder.join(file))))),
    }
}
