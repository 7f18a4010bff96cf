//! A run that keeps everything: what rules claim, and every evaluation.

use super::arguments::{InputArgs, SelectionArgs};
use super::groups::{Group, gather};
use super::material::library;
use super::progress::Progress;
use super::run::{evaluate, merged, nothing, options, pool};
use super::{CliError, World};
use crate::catalog::Catalog;
use crate::coverage::Claims;
use crate::diagnostic::{self, Diagnostic};
use crate::engine::{Checker, Keep, Options, Outcome};
use crate::policy::PolicySet;

/// What there is to say about rules, controls and systems.
pub(super) struct Surveyed {
    pub claims: Claims,
    pub catalog: Catalog,
    pub outcome: Outcome,
    /// The ids of the systems that were evaluated, sorted.
    pub systems: Vec<String>,
    /// What is wrong with files and arguments.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads and evaluates all systems; without any, what the rules of the current folder claim.
///
/// # Errors
/// If the threads cannot be started.
pub(super) fn survey(input: &InputArgs, selection: &SelectionArgs, world: &World<'_>) -> Result<Surveyed, CliError> {
    let (mut groups, mut diagnostics) = gather(input, world);
    if groups.is_empty() {
        groups.push(Group::of_folder(world));
    }
    let progress = Progress::new(groups.iter().map(|group| group.manifests.len()).sum(), world);
    let pool = pool(0)?;
    let (mut claims, mut catalog, mut whole) = (Claims::default(), Catalog::default(), None);
    for group in &groups {
        let options = Options { keep: Keep::Tally, ..options(group, input, world.today) };
        let folder = &world.folder;
        let (library, outcome) = pool.install(|| {
            let mut library = library(group, selection, PolicySet::builtin_without_cases, folder, &mut diagnostics);
            diagnostics.extend(library.select(selection, group.config.as_ref()));
            diagnostics.extend(library.policies.unset_params());
            let checker = Checker::new(&library.policies, &library.catalog, options);
            let (outcome, _) = evaluate(&group.manifests, &checker, &progress, &mut diagnostics);
            (library, outcome)
        });
        claims.add(&library.policies);
        catalog.join(library.catalog);
        whole = Some(match whole {
            Some(before) => merged(before, outcome),
            None => outcome,
        });
    }
    let outcome = whole.unwrap_or_else(|| nothing(input.as_of, world));
    diagnostic::sort(&mut diagnostics);
    diagnostics.dedup_by_key(|d| (d.code, d.message.clone(), d.primary.as_ref().map(|label| label.place.locate())));
    let mut systems: Vec<String> = outcome.tally.iter().filter_map(|one| one.system.clone()).collect();
    systems.sort();
    systems.dedup();
    Ok(Surveyed { claims, catalog, outcome, systems, diagnostics })
}
