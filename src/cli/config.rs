//! `provost.yaml`: which one applies, and where its paths lead.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::discover::{CONFIG, CONFIG_TOO, Wish};
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::manifest::{self, Named};
use crate::schema::Kind;

/// A configuration and the folder that its paths are relative to.
#[derive(Debug)]
pub(super) struct Config {
    /// What it says.
    pub says: manifest::Config,
    /// The file's folder.
    pub folder: PathBuf,
}

impl Config {
    /// Reads a configuration under the name that people see; none if the file is broken or holds nothing.
    pub fn load(path: &Path, name: &str) -> (Option<Self>, Vec<Diagnostic>) {
        let source = match document::load(path, name) {
            Ok(source) => source,
            Err(diagnostic) => return (None, vec![*diagnostic]),
        };
        let (tree, mut problems) = document::parse(&source);
        let tree = Arc::new(tree);
        let Some(root) = tree.roots().next() else {
            return (None, problems);
        };
        if let Some(second) = tree.roots().nth(1) {
            let diagnostic = Diagnostic::error(Code::UnexpectedKind, "a configuration is one document");
            let help = "put everything into the first document; each folder can have a file of its own";
            problems.push(diagnostic.at(second.entries().next().map_or(second, |entry| entry.key).place(), "a second one").help(help));
        }
        match Kind::of(root) {
            Ok(Kind::Config) => {
                let (says, wrong) = manifest::Config::read(&tree, root.id());
                problems.extend(wrong);
                return (Some(Self { says, folder: path.parent().unwrap_or(Path::new("")).to_owned() }), problems);
            }
            Ok(kind) => {
                let message = format!("expected a Config, found a document of kind {}", kind.word());
                let place = root.get("kind").unwrap_or(root).place();
                problems.push(Diagnostic::error(Code::UnexpectedKind, message).at(place, "not a configuration"));
            }
            Err(problem) => problems.push(*problem),
        }
        (None, problems)
    }

    /// Paths that it names, from its folder.
    pub fn paths(&self, named: &[Named]) -> Vec<Wish> {
        named.iter().map(|path| Wish { path: self.folder.join(&path.text), place: Some(path.place.clone()) }).collect()
    }
}

/// Finds the configuration that applies to a file: the nearest one upward, up to the repository's root, or, outside of a
/// repository, up to the current folder. Remembers what it saw of the folders.
pub(super) struct Nearest<'a> {
    current: &'a Path,
    seen: BTreeMap<PathBuf, Option<PathBuf>>,
}

impl<'a> Nearest<'a> {
    /// `current` is the current folder.
    pub fn new(current: &'a Path) -> Self {
        Self { current, seen: BTreeMap::new() }
    }

    /// The configuration for what lies in `folder`.
    pub fn of(&mut self, folder: &Path) -> Option<PathBuf> {
        if let Some(seen) = self.seen.get(folder) {
            return seen.clone();
        }
        let own = [CONFIG, CONFIG_TOO].into_iter().map(|name| folder.join(name)).find(|path| path.is_file());
        let nearest = match folder.parent() {
            _ if own.is_some() => own,
            Some(parent) if !self.is_top(folder) => self.of(parent),
            _ => None,
        };
        self.seen.insert(folder.to_owned(), nearest.clone());
        nearest
    }

    /// Whether nothing above `folder` applies to what lies in it.
    fn is_top(&self, folder: &Path) -> bool {
        let in_repository = || folder.ancestors().any(|above| above.join(".git").exists());
        folder.join(".git").exists() || ((folder == self.current || !folder.starts_with(self.current)) && !in_repository())
    }
}
