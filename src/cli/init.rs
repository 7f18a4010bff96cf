use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::{CliError, Exit, World, discover};
use crate::schema::{self, Kind};
use crate::text::and_list;

const AFTER_HELP: &str = "\
Examples:
  provost init            a first manifest in this folder
  provost init systems    in another one

Exit codes:
  0  written
  2  a file is there already, or cannot be written";

/// Manifest that `init` writes; `{id}` and `{name}` are filled in.
const MANIFEST: &str = include_str!("init/ai-system.yaml.in");

/// Configuration that `init` writes.
const CONFIG: &str = include_str!("init/provost.yaml");

/// Write a first manifest and configuration
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Folder to write to
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
}

/// Writes all files or, if one stands in the way, none.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let folder = world.folder.join(&args.folder);
    if folder.exists() && !folder.is_dir() {
        return Err(CliError::usage(format!("`{}` is not a folder", world.name(&folder))).help("name a folder: `provost init FOLDER`"));
    }
    let files = files(&folder);
    // Of two configurations one would not be read.
    let other = folder.join(discover::CONFIG_TOO);
    let other = other.symlink_metadata().is_ok().then_some(&other);
    let blocked = files.iter().find(|(path, text)| in_the_way(path, text)).map(|(path, _)| path);
    if let Some(path) = blocked.or(other) {
        let message = format!("`{}` is already there, and `init` never overwrites", world.name(path));
        return Err(CliError::usage(message).help("move it away, or write to another folder: `provost init FOLDER`"));
    }
    for (path, text) in &files {
        write(path, text).map_err(|source| CliError::Write { name: world.name(path), source })?;
    }
    let names: Vec<String> = files.iter().map(|(path, _)| world.name(path)).collect();
    writeln!(world.out, "wrote {}", and_list(&names))?;
    let manifest = names.first().map_or("the manifest", String::as_str);
    writeln!(world.out, "next: edit {manifest}, then `provost check`")?;
    Ok(Exit::Clean)
}

/// What to write: the manifest first; last the schemas that the first lines of the others point an editor at.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let id = id(folder);
    // What starts with a digit, or is a word of YAML's own, is a text only in quotes.
    let is_plain = id.starts_with(|c: char| c.is_ascii_alphabetic()) && !matches!(id.as_str(), "true" | "false" | "null" | "y" | "n");
    let written = if is_plain { id.clone() } else { format!("\"{id}\"") };
    let manifest = MANIFEST.replace("{id}", &written).replace("{name}", &name(&id));
    let mut files = vec![(folder.join("ai-system.yaml"), manifest), (folder.join(discover::CONFIG), CONFIG.to_owned())];
    files.extend([Kind::AiSystem, Kind::Config].map(|kind| {
        let path = folder.join(format!(".provost/{}.json", kind.slug()));
        (path, schema::text(kind).to_owned())
    }));
    files
}

/// Whether something else than what would be written is there.
fn in_the_way(path: &Path, text: &str) -> bool {
    match path.symlink_metadata().and_then(|_| fs::read(path).or(Ok(Vec::new()))) {
        // The schema of an earlier `init` may stay; a manifest is the user's, even an untouched one.
        Ok(bytes) => path.extension().is_none_or(|extension| extension != "json") || bytes != text.as_bytes(),
        Err(error) => error.kind() != ErrorKind::NotFound,
    }
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    match fs::OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()),
        // The same schema, see above.
        Err(error) if error.kind() == ErrorKind::AlreadyExists && !in_the_way(path, text) => Ok(()),
        Err(error) => Err(error),
    }
}

/// An id made of the folder's name.
fn id(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id: String = words.join("-").chars().take(64).collect();
    if id.is_empty() { "my-system".to_owned() } else { id.trim_end_matches('-').to_owned() }
}

/// The id as a name: `support-copilot` is `Support copilot`.
fn name(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
