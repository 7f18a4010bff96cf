//! Which files to read: those that were named, and the documents below folders that were.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use ignore::WalkBuilder;
use rayon::prelude::*;

use super::world::name;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{self, MAX_FILE_BYTES};
use crate::text::{Source, nearest};

/// A file to read.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its path, to open it.
    pub path: PathBuf,
    /// The name that people see.
    pub name: String,
    /// Whether it was named rather than found below a folder.
    pub named: bool,
    /// What it must hold to be one that is looked for.
    wanted: Wanted,
    /// Its text, where it has been read already.
    read: Option<Arc<Source>>,
}

impl Found {
    /// Its text; nothing if it was met below a folder and does not say that it is what is looked for.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn open(&self) -> Result<Option<Arc<Source>>, Box<Diagnostic>> {
        match &self.read {
            Some(source) => Ok(Some(Arc::clone(source))),
            None => read(&self.path, &self.name, self.wanted),
        }
    }

    /// The same file with its text; nothing as with [`Found::open`]. One that cannot be read stays, for whoever wants its text to tell.
    pub fn opened(&self) -> Option<Self> {
        match self.open() {
            Ok(Some(source)) => Some(Self { read: Some(source), ..self.clone() }),
            Ok(None) => None,
            Err(_) => Some(self.clone()),
        }
    }
}

/// A path to look at.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// Relative to the current folder, or absolute.
    pub path: PathBuf,
    /// Where a configuration names it.
    pub place: Option<Place>,
}

impl Wish {
    /// What the arguments name.
    pub fn of(paths: &[PathBuf]) -> Vec<Self> {
        paths.iter().map(|path| Self { path: path.clone(), place: None }).collect()
    }
}

/// Name of the configuration file, which is never a manifest.
pub(super) const CONFIG: &str = "provost.yaml";

/// The same for those who end such files otherwise.
pub(super) const CONFIG_TOO: &str = "provost.yml";

/// Kinds of document that may lie below a folder of manifests without being meant.
const OTHER_KINDS: [&str; 8] = ["Policy", "PolicyTest", "Framework", "Crosswalk", "Classification", "Waiver", "Config", "Import"];

/// Which documents of a folder are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything that says it is Provost's, except what is known to be of another kind than a manifest.
    Manifests,
    /// Everything that says it is Provost's, except manifests, configurations and import maps.
    Policies,
}

/// The files that `wishes` stand for, seen from the `current` folder, each once, in the order of their paths. Of those below folders
/// only the names were looked at.
pub(super) fn discover(wishes: &[Wish], wanted: Wanted, current: &Path) -> (Vec<Found>, Vec<Diagnostic>) {
    let mut found: Vec<Found> = Vec::new();
    let mut diagnostics = Vec::new();
    let mut linked = false;
    for Wish { path, place } in wishes {
        let path = tidy(current.join(path), current);
        if path.is_dir() {
            linked |= walk(&path, wanted, current, &mut found, &mut diagnostics);
        } else {
            match document::load(&path, &name(&path, current)) {
                Ok(source) => found.push(Found { name: source.name().to_owned(), path, named: true, wanted, read: Some(source) }),
                Err(diagnostic) => diagnostics.push(match place {
                    Some(place) if place.text().contains('*') => {
                        diagnostic.at(place.clone(), "named here").help("name files and folders; a folder stands for all that is below it")
                    }
                    Some(place) if diagnostic.primary.is_none() => diagnostic.at(place.clone(), "named here"),
                    _ => match beside(&path) {
                        Some(near) => diagnostic.help(format!("did you mean `{}`?", name(&near, current))),
                        None => *diagnostic,
                    },
                }),
            }
        }
    }
    // A file that was named and lies below a folder that was, too, counts as named. Below one folder every file is met once, unless
    // links lead to it.
    if wishes.len() > 1 || linked {
        found.sort_by_cached_key(|file| {
            let identity = identity(&file.path);
            let link = file.path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
            (identity, !file.named, link)
        });
        found.dedup_by_key(|file| identity(&file.path));
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    (found, diagnostics)
}

/// The file or folder that a path which leads nowhere is likely to mean.
fn beside(path: &Path) -> Option<PathBuf> {
    let (folder, wanted) = (path.parent()?, path.file_name()?.to_str()?);
    if path.exists() {
        return None;
    }
    let mut names: Vec<String> =
        std::fs::read_dir(folder).ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    nearest(wanted, names.iter()).map(|near| folder.join(near))
}

/// A path with `..` in it as it is without, where it leads into the current folder: one file has one name.
fn tidy(path: PathBuf, current: &Path) -> PathBuf {
    if !path.components().any(|component| component == Component::ParentDir) {
        return path;
    }
    let inside = || path.canonicalize().ok()?.strip_prefix(current.canonicalize().ok()?).ok().map(|rest| current.join(rest));
    inside().unwrap_or(path)
}

fn identity(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Everything below `folder` that `.gitignore` does not exclude and that may hold documents. Whether some of it is linked.
fn walk(folder: &Path, wanted: Wanted, current: &Path, found: &mut Vec<Found>, diagnostics: &mut Vec<Diagnostic>) -> bool {
    // What one user ignores on one machine must not change what is checked.
    let walk = WalkBuilder::new(folder).require_git(false).git_global(false).git_exclude(false).build();
    let mut candidates = Vec::new();
    let mut linked = false;
    for entry in walk {
        match entry {
            Ok(entry) if is_candidate(&entry) => {
                linked |= entry.path_is_symlink();
                candidates.push(entry.into_path());
            }
            Ok(entry) if is_dangling(&entry) => {
                let message = format!("cannot read `{}`: the link leads nowhere", name(entry.path(), current));
                // Nobody can tell whether it was to be ours.
                diagnostics.push(Diagnostic::warning(Code::UnreadableFile, message).help("remove the link, or mend it"));
            }
            Ok(_) => {}
            Err(error) => diagnostics.push(unreadable(folder, &error, current)),
        }
    }
    let met = |path: PathBuf| Found { name: name(&path, current), path, named: false, wanted, read: None };
    found.par_extend(candidates.into_par_iter().map(met));
    linked
}

/// Whether an entry is a link to nothing that would be a document.
fn is_dangling(entry: &ignore::DirEntry) -> bool {
    entry.path_is_symlink() && is_named_so(entry.path()) && entry.path().metadata().is_err()
}

/// Whether a file's name is that of a document.
pub(super) fn is_named_so(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(extension.as_str(), "yaml" | "yml" | "json")
}

/// Whether an entry of a folder is a file that may hold documents.
fn is_candidate(entry: &ignore::DirEntry) -> bool {
    let is_config = [CONFIG, CONFIG_TOO].iter().any(|name| entry.file_name() == *name);
    // Through links, and nothing that would never end, such as a pipe.
    let is_file = || match entry.file_type() {
        Some(kind) if !kind.is_symlink() => kind.is_file(),
        _ => entry.path().is_file(),
    };
    !is_config && is_named_so(entry.path()) && is_file()
}

/// The source, if the file says that it is wanted.
fn read(path: &Path, name: &str, wanted: Wanted) -> Result<Option<Arc<Source>>, Box<Diagnostic>> {
    match document::load(path, name) {
        Ok(source) => Ok(Some(source).filter(|source| is_wanted(source.text(), wanted))),
        // A manifest saved as UTF-16 is an error to tell; some other program's file is none of our business.
        Err(diagnostic) if diagnostic.code == Code::InvalidUtf8 => {
            let bytes: Vec<u8> = std::fs::read(path).unwrap_or_default().into_iter().filter(|&byte| byte != 0).collect();
            if is_wanted(&String::from_utf8_lossy(&bytes), wanted) { Err(diagnostic) } else { Ok(None) }
        }
        // No inventory is that large; what else is, is none of our business either.
        Err(_) if path.metadata().is_ok_and(|meta| meta.len() > MAX_FILE_BYTES) => Ok(None),
        Err(diagnostic) => Err(diagnostic),
    }
}

/// Whether a file holds documents of ours, which no result may take the place of.
pub(super) fn holds_documents(path: &Path) -> bool {
    std::fs::read_to_string(path).is_ok_and(|text| is_wanted(&text, Wanted::Manifests) || is_wanted(&text, Wanted::Policies))
}

/// A cheap look at the text, before it is parsed: a repository is full of YAML that is not ours.
fn is_wanted(text: &str, wanted: Wanted) -> bool {
    // Nobody else has AI systems of this kind: one that names no version, or a wrong one, is one to tell about.
    let is_manifest = || kinds(text).any(|kind| kind == "AISystem");
    let ours = names_our_version(text) || (wanted == Wanted::Manifests && is_manifest());
    if !ours || is_json_schema(text) {
        return false;
    }
    let mut kinds = kinds(text).peekable();
    match wanted {
        // A misspelt kind, or none, is an error that the reader of the document explains.
        Wanted::Manifests => kinds.peek().is_none() || kinds.any(|kind| !OTHER_KINDS.contains(&kind)),
        Wanted::Policies => kinds.any(|kind| !matches!(kind, "AISystem" | "Config" | "Import")),
    }
}

/// Whether some `apiVersion` in the text is one of Provost's. A misspelt key or value is one, too: the reader of the document
/// explains it.
fn names_our_version(text: &str) -> bool {
    text.split(['\n', '{', ',']).filter(|part| part.contains("/v") && !part.trim_start().starts_with('#')).any(|part| {
        let Some((key, value)) = part.split_once(':') else { return false };
        let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric()).replace('\\', "");
        let (key, value) = (bare(key), bare(value));
        let Some((name, _)) = value.split_once('/') else { return false };
        match name {
            "provost" if key == "apiVersion" => true,
            "provost" => nearest(&key, ["apiVersion"]).is_some(),
            name => key == "apiVersion" && nearest(name, ["provost"]).is_some(),
        }
    })
}

/// Whether the text is a JSON Schema, such as those that `init` and `schema` write, which show documents as examples.
fn is_json_schema(text: &str) -> bool {
    text.starts_with('{')
        && after(text, "\"$schema\"")
            .next()
            .is_some_and(|value| value.trim_start_matches("http").trim_start_matches('s').starts_with("://json-schema.org/"))
        // What it describes; a manifest that only names its schema describes nothing.
        && (text.contains("\"properties\"") || text.contains("\"$defs\""))
}

/// The kinds that the text names.
fn kinds(text: &str) -> impl Iterator<Item = &str> {
    let yaml = text.lines().filter(|line| line.starts_with("kind")).flat_map(|line| after(line, "kind").take(1));
    let kinds = yaml.chain(after(text, "\"kind\""));
    kinds.map(|value| value.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default())
}

/// What follows each `key` and its colon.
fn after<'a>(text: &'a str, key: &'static str) -> impl Iterator<Item = &'a str> {
    text.match_indices(key).map(move |(at, _)| {
        let rest = text.get(at + key.len()..).unwrap_or_default();
        rest.trim_start_matches(['"', '\'', ':', ' ', '\t'])
    })
}

/// The path that an error is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
        _ => None,
    }
}

fn unreadable(folder: &Path, error: &ignore::Error, current: &Path) -> Diagnostic {
    let at = path_of(error).unwrap_or(folder);
    let why = error.io_error().map_or_else(|| error.to_string().to_lowercase(), document::reason);
    let message = format!("cannot read `{}`: {why}", name(at, current));
    Diagnostic::error(Code::UnreadableFile, message).help("check the path and its permissions")
}

#[cfg(test)]
mod tests;
