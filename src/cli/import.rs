use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Subcommand;

use super::{CliError, Exit, World};
use crate::diagnostic::{self, Code, Diagnostic};
use crate::document::{self, MAX_FILE_BYTES};
use crate::import::{self, Imported, Manifest, Map};
use crate::report;
use crate::schema::Kind;
use crate::text::{clean_line, plural};

const AFTER_HELP: &str = "\
Examples:
  provost import csv register.csv --map map.yaml                  look first
  provost import csv register.csv --map map.yaml --out systems    then write
  provost schema import                                   what a map may say

Exit codes:
  0  every row that the map takes became a manifest
  2  the map, the file or a row is wrong, or no row became a manifest";

const AFTER_CSV_HELP: &str = "\
Examples:
  provost import csv register.csv --map map.yaml > systems.yaml
  provost import csv register.csv --map map.yaml --out systems

A blank cell leaves its field out: nobody declared it, which is not `no`.
If one row is wrong, nothing is written.

Exit codes:
  0  every row that the map takes became a manifest
  2  the map, the file or a row is wrong, or no row became a manifest";

/// Make manifests of an inventory kept elsewhere
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP, disable_help_subcommand = true, arg_required_else_help = true)]
pub(super) struct Args {
    #[command(subcommand)]
    from: From,
}

#[derive(Subcommand)]
enum From {
    Csv(CsvArgs),
}

/// Make a manifest of each row of a spreadsheet
#[derive(clap::Args)]
#[command(after_help = AFTER_CSV_HELP)]
struct CsvArgs {
    /// The spreadsheet, as comma-separated values or with another delimiter
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Map from columns to manifest: a document of kind Import
    #[arg(long, value_name = "MAP")]
    map: PathBuf,
    /// Folder to write one file per system to [default: all to standard output]
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    out: Option<PathBuf>,
    /// Overwrite files that are there
    #[arg(long, requires = "out", help_heading = "Output")]
    force: bool,
}

/// Imports, and writes all manifests or none.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let From::Csv(args) = &args.from;
    let (map, mut problems) = map(&world.folder.join(&args.map), world);
    let Some(map) = map else {
        return broken(&problems, world);
    };
    let path = world.folder.join(&args.file);
    let name = world.name(&path);
    let imported = match read(&path) {
        Ok(bytes) => import::csv(&map, &name, &bytes),
        Err(why) => {
            let message = format!("cannot read `{}`: {why}", clean_line(&name));
            problems.push(Diagnostic::error(Code::UnreadableFile, message).help("check the path and its permissions"));
            return broken(&problems, world);
        }
    };
    problems.extend(imported.diagnostics.iter().cloned());
    if !problems.is_empty() {
        return broken(&problems, world);
    }
    if imported.manifests.is_empty() {
        let message = format!("none of {} in `{}` became a manifest", plural(imported.rows, "row"), clean_line(&name));
        return Err(CliError::usage(message).help("see what `when` asks for in the map"));
    }
    match &args.out {
        Some(folder) => to_folder(&imported, &world.folder.join(folder), args.force, world)?,
        None => to_stdout(&imported, &name, world)?,
    }
    Ok(Exit::Clean)
}

/// The map of a file, which holds it alone.
fn map(path: &Path, world: &World<'_>) -> (Option<Map>, Vec<Diagnostic>) {
    let source = match document::load(path, &world.name(path)) {
        Ok(source) => source,
        Err(problem) => return (None, vec![*problem]),
    };
    let (tree, mut problems) = document::parse(&source);
    let tree = Arc::new(tree);
    let Some(root) = tree.roots().next() else {
        if problems.is_empty() {
            let message = format!("`{}` holds no document", clean_line(source.name()));
            problems.push(Diagnostic::error(Code::UnknownKind, message).help("begin with `apiVersion: provost/v1` and `kind: Import`"));
        }
        return (None, problems);
    };
    match Kind::of(root) {
        Ok(Kind::Import) => match Map::read(&tree, root.id()) {
            Ok(map) if problems.is_empty() => return (Some(map), problems),
            Ok(_) => {}
            Err(found) => problems.extend(found),
        },
        Ok(kind) => {
            let message = format!("expected an Import, found a document of kind {}", kind.word());
            let place = root.get("kind").unwrap_or(root).place();
            problems.push(
                Diagnostic::error(Code::UnexpectedKind, message).at(place, "not a map").help("`provost schema import` says what a map is"),
            );
        }
        Err(problem) => problems.push(*problem),
    }
    (None, problems)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let too_large = || format!("it is larger than {} MiB", MAX_FILE_BYTES >> 20);
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => return Err("it is a folder".to_owned()),
        Ok(meta) if meta.len() > MAX_FILE_BYTES => return Err(too_large()),
        _ => {}
    }
    fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        _ => error.to_string().to_lowercase(),
    })
}

fn broken(problems: &[Diagnostic], world: &mut World<'_>) -> Result<Exit, CliError> {
    let mut style = world.style();
    style.color = world.colors(true);
    report::write_diagnostics(problems, &style, world.err)?;
    let errors = problems.iter().filter(|problem| problem.level == diagnostic::Level::Error).count();
    if let Some(first) = problems.first() {
        writeln!(world.err, "next: `provost explain {}` says what causes this and what to do\n", first.code.id())?;
    }
    writeln!(world.err, "{}, nothing written", plural(errors, "error"))?;
    Ok(Exit::Broken)
}

/// All manifests as one stream of documents; what was done goes to standard error.
fn to_stdout(imported: &Imported, name: &str, world: &mut World<'_>) -> Result<(), CliError> {
    for manifest in &imported.manifests {
        write!(world.out, "---\n{}", manifest.text)?;
    }
    world.out.flush()?;
    let made = plural(imported.manifests.len(), "manifest");
    writeln!(world.err, "{made} of {} in {}", plural(imported.rows, "row"), clean_line(name))?;
    Ok(())
}

/// One file per system; if one stands in the way, none.
fn to_folder(imported: &Imported, folder: &Path, force: bool, world: &mut World<'_>) -> Result<(), CliError> {
    let files: Vec<(PathBuf, &Manifest)> =
        imported.manifests.iter().map(|manifest| (folder.join(format!("{}.yaml", manifest.id)), manifest)).collect();
    let in_the_way: Vec<&PathBuf> = files.iter().map(|(path, _)| path).filter(|path| !force && path.symlink_metadata().is_ok()).collect();
    if let Some(first) = in_the_way.first() {
        let more = match in_the_way.len() {
            1 => " is already there".to_owned(),
            count => format!(" and {} are already there", plural(count - 1, "more file")),
        };
        let message = format!("`{}`{more}, and `import` overwrites nothing unasked", world.name(first));
        return Err(CliError::usage(message).help("write to another folder, or overwrite with `--force`"));
    }
    let failed = |path: &Path, source| CliError::Write { name: world.name(path), source };
    fs::create_dir_all(folder).map_err(|source| failed(folder, source))?;
    for (path, manifest) in &files {
        fs::write(path, &manifest.text).map_err(|source| failed(path, source))?;
    }
    let made = plural(files.len(), "manifest");
    writeln!(world.out, "wrote {made} of {} to {}", plural(imported.rows, "row"), clean_line(&world.name(folder)))?;
    writeln!(world.out, "next: `provost check {}`", clean_line(&world.name(folder)))?;
    Ok(())
}
