//! Manifests grouped by the configuration that applies to them.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};
use rayon::prelude::*;

use super::World;
use super::arguments::InputArgs;
use super::config::{Config, Nearest};
use super::discover::{Found, Wanted, Wish, discover};
use crate::diagnostic::{Code, Diagnostic};
use crate::text::clean_line;

/// Manifests that are checked together.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// The configuration that applies to them.
    pub config: Option<Config>,
    /// In the order of their paths; some may turn out to be none when they are read.
    pub manifests: Vec<Found>,
}

impl Group {
    /// No manifests, and the configuration of the current folder.
    pub fn of_folder(world: &World<'_>) -> Self {
        let config = Nearest::new(&world.folder).of(&world.folder);
        let config = config.and_then(|path| Config::load(&path, &world.name(&path)).0);
        Self { config, manifests: Vec::new() }
    }
}

/// The manifests that the arguments stand for, in groups, and what went wrong on the way.
///
/// `check examples` checks each example with the `provost.yaml` that is nearest to it, so that a run over all gives the same
/// findings as a run over each.
pub(super) fn gather(input: &InputArgs, world: &World<'_>) -> (Vec<Group>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut nearest = Nearest::new(&world.folder);
    let given = input.config.as_ref().map(|path| world.folder.join(path));
    let mut configs = Configs::new();
    let paths = match &input.paths[..] {
        [] => configured_paths(given.clone().or_else(|| nearest.of(&world.folder)).as_ref(), &mut configs, world, &mut diagnostics),
        paths => Wish::of(paths),
    };
    let (found, problems) = discover(&paths, Wanted::Manifests, &world.folder);
    diagnostics.extend(problems);
    let mut files: BTreeMap<Option<PathBuf>, Vec<Found>> = BTreeMap::new();
    // What lies in one folder mostly comes one after the other.
    let mut last: Option<(PathBuf, Option<PathBuf>)> = None;
    for file in found {
        let folder = file.path.parent().unwrap_or(Path::new(""));
        let known = last.as_ref().filter(|(known, _)| known.as_os_str() == folder.as_os_str());
        let config = match known {
            Some((_, config)) => config.clone(),
            None => {
                // What lies above `a/../b` is not `a`.
                let climbs = folder.components().any(|component| component == Component::ParentDir);
                let real = climbs.then(|| folder.canonicalize().ok()).flatten();
                let config = given.clone().or_else(|| nearest.of(real.as_deref().unwrap_or(folder)));
                last = Some((folder.to_owned(), config.clone()));
                config
            }
        };
        files.entry(config).or_default().push(file);
    }
    let open = |(config, files): (Option<PathBuf>, Vec<Found>)| opened(config.as_ref(), files, &mut configs, world, &mut diagnostics);
    let groups = files.into_iter().filter_map(open).collect();
    (groups, diagnostics)
}

/// Files that are looked into together to learn whether there is a manifest among them.
const LOT: usize = 256;

/// The group of these files; nothing if there is no manifest among them. No more of them are read than it takes to find one: the others
/// are read when it is their turn, so that a large fleet is not in memory as a whole.
fn opened(
    config: Option<&PathBuf>,
    files: Vec<Found>,
    configs: &mut Configs,
    world: &World<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Group> {
    let mut files = files.into_iter();
    let mut ready: Option<(Group, Option<Gitignore>)> = None;
    loop {
        let lot: Vec<Found> = files.by_ref().take(LOT).collect();
        let manifests: Vec<Found> = lot.par_iter().filter_map(Found::opened).collect();
        if lot.is_empty() {
            return None;
        }
        if manifests.is_empty() {
            continue;
        }
        // A configuration is read where it applies to something.
        let (group, excluded) = ready.get_or_insert_with(|| {
            let config = config.and_then(|path| loaded(path, configs, world, diagnostics).take());
            let excluded = config.as_ref().and_then(|config| excluded(config, diagnostics));
            (Group { config, manifests: Vec::new() }, excluded)
        });
        let is_excluded = |path: &Path| excluded.as_ref().is_some_and(|it| it.matched_path_or_any_parents(path, false).is_ignore());
        // A file that was named stays.
        let stays = |file: &Found| file.named || !is_excluded(&file.path);
        group.manifests = manifests.into_iter().filter(stays).collect();
        if !group.manifests.is_empty() {
            group.manifests.extend(files.filter(stays));
            return ready.map(|(group, _)| group);
        }
    }
}

/// The paths that the current folder's configuration names, else the folder itself.
fn configured_paths(config: Option<&PathBuf>, configs: &mut Configs, world: &World<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Wish> {
    let config = config.and_then(|path| loaded(path, configs, world, diagnostics).as_ref());
    let paths = config.map(|config| config.paths(&config.says.paths)).unwrap_or_default();
    if paths.is_empty() { Wish::of(std::slice::from_ref(&world.folder)) } else { paths }
}

/// Configurations by their paths, as far as they were met; nothing for a broken one.
type Configs = BTreeMap<PathBuf, Option<Config>>;

/// A configuration, which is read when it is first met.
fn loaded<'a>(path: &Path, configs: &'a mut Configs, world: &World<'_>, diagnostics: &mut Vec<Diagnostic>) -> &'a mut Option<Config> {
    configs.entry(path.to_owned()).or_insert_with(|| {
        let (config, problems) = Config::load(path, &world.name(path));
        diagnostics.extend(problems);
        config
    })
}

/// The patterns of a configuration, which mean what they mean in `.gitignore`.
fn excluded(config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Option<Gitignore> {
    let mut builder = GitignoreBuilder::new(&config.folder);
    for pattern in &config.says.exclude {
        // `./drafts` is `drafts`, here as in paths.
        if builder.add_line(None, pattern.text.strip_prefix("./").unwrap_or(&pattern.text)).is_err() {
            let message = format!("`{}` is not a pattern of files", clean_line(&pattern.text));
            let diagnostic = Diagnostic::error(Code::WrongValue, message).at(pattern.place.clone(), "excludes nothing");
            diagnostics.push(diagnostic.help("close each `[` and `{`, or write `\\[` and `\\{` for the characters themselves"));
        }
    }
    if config.says.exclude.is_empty() { None } else { builder.build().ok() }
}
