//! `provost.yaml`: which one applies, and what the command line needs of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::discover::CONFIG;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Node, Tree};
use crate::policy::Severity;

/// A configuration as it is written.
#[derive(Debug)]
pub(super) struct Config {
    /// Its path, to which the paths in it are relative.
    pub path: PathBuf,
    /// Its document; parameters and severities are for the policies to judge.
    pub tree: Tree,
}

impl Config {
    /// Reads a configuration under the name that people see.
    ///
    /// # Errors
    /// A diagnostic if the file cannot be read. Problems inside it are returned beside it.
    pub fn load(path: &Path, name: &str) -> Result<(Self, Vec<Diagnostic>), Box<Diagnostic>> {
        let source = document::load(path, name)?;
        let (tree, diagnostics) = document::parse(&source);
        Ok((Self { path: path.to_owned(), tree }, diagnostics))
    }

    /// The day that counts as today.
    pub fn as_of(&self) -> Option<Date> {
        self.text("as_of")?.parse().ok()
    }

    /// From which severity on findings make a run fail.
    pub fn fail_on(&self) -> Option<Severity> {
        Severity::from_word(self.text("fail_on")?)
    }

    /// Whether a fact that nobody declared only warns.
    pub fn undeclared_warns(&self) -> bool {
        self.text("undeclared") == Some("warn")
    }

    /// The paths under `key`, joined to the file's folder.
    pub fn paths(&self, key: &str) -> Vec<PathBuf> {
        let folder = self.path.parent().unwrap_or(Path::new(""));
        self.words(key).iter().map(|path| folder.join(path)).collect()
    }

    /// The texts in the list under `key`.
    pub fn words(&self, key: &str) -> Vec<String> {
        let list = self.root().and_then(|root| root.get(key));
        list.into_iter().flat_map(Node::items).filter_map(Node::as_str).map(str::to_owned).collect()
    }

    fn text(&self, key: &str) -> Option<&str> {
        self.root()?.get(key)?.as_str()
    }

    fn root(&self) -> Option<Node<'_>> {
        self.tree.roots().next()
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
        let own = folder.join(CONFIG);
        let nearest = match folder.parent() {
            _ if own.is_file() => Some(own),
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
