//! What expressions are evaluated with: systems, the day, a rule's names; group by group, as `check` has them.

use std::path::PathBuf;

use jiff::civil::Date;

use super::session::Place;
use crate::cli::arguments::{InputArgs, SelectionArgs};
use crate::cli::config::Config;
use crate::cli::groups::{Group, gather};
use crate::cli::material::{Library, library, systems};
use crate::cli::{CliError, World};
use crate::diagnostic::{Diagnostic, Level};
use crate::engine;
use crate::manifest::System;
use crate::policy::{Body, Derivations, PolicySet, Rule};
use crate::text::nearest;

/// The systems that one configuration applies to.
pub(super) struct Ground {
    pub systems: Vec<System>,
    pub today: Date,
    /// Read only where a rule is asked for, or policies that may bring classifications.
    library: Option<Library>,
    /// Those that are built in, where no policies were read.
    derivations: Derivations,
}

/// All that expressions can look at.
#[derive(Default)]
pub(super) struct Grounds {
    /// At least one.
    pub each: Vec<Ground>,
    /// Names of the files that hold manifests, or should.
    pub files: Vec<String>,
    /// What is wrong with the files.
    pub problems: Vec<Diagnostic>,
}

impl Grounds {
    /// No systems: the day and the policies alone.
    pub fn bare(place: &Place, world: &World<'_>) -> Self {
        let mut grounds = Self::default();
        let group = match &place.config {
            Some(path) => {
                let path = world.folder.join(path);
                let (config, problems) = Config::load(&path, &world.name(&path));
                grounds.problems = problems;
                Group { config, manifests: Vec::new() }
            }
            None => Group::of_folder(world),
        };
        grounds.add(&group, place, world);
        grounds
    }

    /// The systems that the paths stand for, or those below the current folder.
    pub fn load(place: &Place, world: &World<'_>) -> Self {
        let input = InputArgs { paths: place.paths.clone(), config: place.config.clone(), as_of: place.as_of };
        let (groups, problems) = gather(&input, world);
        let mut grounds = Self { problems, ..Self::default() };
        for group in groups {
            grounds.add(&group, place, world);
        }
        if grounds.each.is_empty() {
            let bare = Self::bare(place, world);
            grounds.each = bare.each;
            if grounds.problems.is_empty() {
                grounds.problems = bare.problems;
            }
        }
        grounds
    }

    fn add(&mut self, group: &Group, place: &Place, world: &World<'_>) {
        let mut ground = Ground { systems: Vec::new(), today: world.today, library: None, derivations: Derivations::builtin(false) };
        for file in &group.manifests {
            let (found, problems) = systems(file);
            if !found.is_empty() || !problems.is_empty() {
                self.files.push(file.name.clone());
            }
            ground.systems.extend(found);
            self.problems.extend(problems);
        }
        ground.systems.sort_by(|a, b| a.id.cmp(&b.id));
        ground.today = place.as_of.or_else(|| group.config.as_ref()?.says.as_of).unwrap_or(world.today);
        let configured = group.config.as_ref().is_some_and(|config| !config.says.policies.is_empty());
        if place.rule.is_some() || configured || !place.policies.is_empty() {
            let selection = SelectionArgs { policies: place.policies.clone(), ..SelectionArgs::default() };
            ground.library = Some(library(group, &selection, PolicySet::builtin_without_cases, &world.folder, &mut self.problems));
        }
        self.each.push(ground);
    }

    /// Whether something is so wrong that answers would mislead.
    pub fn is_broken(&self) -> bool {
        self.problems.iter().any(|problem| problem.level == Level::Error)
    }

    /// Every system.
    pub fn systems(&self) -> impl Iterator<Item = &System> {
        self.each.iter().flat_map(|ground| &ground.systems)
    }
}

impl Ground {
    /// The rule with this id.
    ///
    /// # Errors
    /// If there is none.
    pub fn rule(&self, id: &str) -> Result<&Rule, CliError> {
        let Some(library) = &self.library else { return Err(CliError::usage("no policy was read")) };
        library.policies.rule(id).ok_or_else(|| {
            let near = nearest(id, library.policies.rules.iter().map(|rule| &rule.id));
            let help = near.map_or("`provost explain` lists the rules".to_owned(), |near| format!("did you mean `{near}`?"));
            CliError::usage(format!("there is no rule `{id}`")).help(help)
        })
    }

    /// The same for the engine.
    pub fn with<'a>(&'a self, rule: Option<(&'a Rule, &'a Body)>) -> engine::Ground<'a> {
        let with_params = |(rule, body)| Some((rule, body, &self.library.as_ref()?.policies.policy(rule).params));
        engine::Ground { systems: &self.systems, today: self.today, rule: rule.and_then(with_params), derivations: self.derivations() }
    }

    /// The procedures whose results are `derived`.
    pub fn derivations(&self) -> &Derivations {
        self.library.as_ref().map_or(&self.derivations, |library| library.policies.derivations.as_ref())
    }
}

/// Names of paths as somebody types them.
pub(super) fn typed(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| format!("`{}`", path.display())).collect()
}
