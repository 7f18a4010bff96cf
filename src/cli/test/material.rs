//! The policies and tables that cases come from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Args;
use crate::cli::World;
use crate::cli::arguments::SelectionArgs;
use crate::cli::groups::Group;
use crate::cli::material::{Library, library};
use crate::diagnostic::{Code, Diagnostic};
use crate::document;
use crate::manifest;
use crate::policy::{PolicySet, Selection};
use crate::testing::{Suite, Table};

/// What cases are run on.
pub(super) struct Material {
    /// The rules whose own cases are run.
    library: Library,
    /// Those that tables may be about beside them: where paths are named, the built-in and the configured ones.
    others: PolicySet,
    tables: Vec<Table>,
    /// The ids of all rules, selected or not.
    known: BTreeSet<String>,
    problems: Vec<Diagnostic>,
}

impl Material {
    /// Reads what the arguments name; else what is built in and what the current folder's configuration names.
    pub fn gather(args: &Args, world: &World<'_>) -> Self {
        let mut problems = Vec::new();
        let selection = SelectionArgs { only: args.only.clone(), skip: args.skip.clone(), strict: true, ..SelectionArgs::default() };
        let configured = Group::of_folder(world).config.map(|config| config.paths(&config.says.policies)).unwrap_or_default();
        let configured: Vec<PathBuf> = configured.into_iter().map(|wish| wish.path).collect();
        // Only its paths: what a configuration sets is for checking, and cases show the policy's own defaults.
        let read = |paths: &[PathBuf], builtin: bool, problems: &mut Vec<Diagnostic>| {
            let selection = SelectionArgs { policies: paths.to_vec(), no_builtin: !builtin, ..SelectionArgs::default() };
            library(&Group::default(), &selection, PolicySet::builtin, &world.folder, problems)
        };
        let named = !args.paths.is_empty();
        let mut library = read(if named { &args.paths } else { &configured }, !named, &mut problems);
        let mut tables = Vec::new();
        for (tree, node) in std::mem::take(&mut library.tables) {
            match Table::read(&tree, node) {
                Ok(table) => tables.push(table),
                Err(wrong) => problems.extend(wrong),
            }
        }
        for table in &mut tables {
            problems.extend(with_base(table, world));
        }
        let mut others = PolicySet::default();
        if named && !tables.is_empty() {
            // What is wrong with them is no matter of these tests.
            others = read(&configured, true, &mut Vec::new()).policies;
        }
        let known = library.policies.rules.iter().chain(&others.rules).map(|rule| rule.id.clone()).collect();
        problems.extend(library.select(&selection, None).into_iter().filter(|_| !named || tables.is_empty()));
        others.select(&Selection { only: args.only.clone(), skip: args.skip.clone() });
        Self { library, others, tables, known, problems }
    }

    /// The rules whose coverage and mutants can be asked for.
    pub fn policies(&self) -> &PolicySet {
        &self.library.policies
    }

    /// Number of rules that were selected or have a case in a table.
    pub fn rules(&self, suite: &Suite<'_>) -> usize {
        let own = self.library.policies.rules.iter().map(|rule| rule.id.as_str());
        own.chain(suite.list().map(|(rule, ..)| rule)).collect::<BTreeSet<_>>().len()
    }

    /// All cases, and everything that is wrong with what they stand in.
    pub fn suite(&self) -> (Suite<'_>, Vec<Diagnostic>) {
        let mut suite = Suite::of(&self.library.policies);
        let mut problems = self.problems.clone();
        for table in &self.tables {
            problems.extend(suite.add(table, &[&self.library.policies, &self.others], &self.known).err().unwrap_or_default());
        }
        (suite, problems)
    }
}

/// Reads the manifest that a table names as its base.
fn with_base(table: &mut Table, world: &World<'_>) -> Vec<Diagnostic> {
    let Some((file, place)) = table.base_file() else { return Vec::new() };
    let beside = world.folder.join(place.source.name());
    let path = beside.parent().unwrap_or(Path::new("")).join(file);
    let source = match document::load(&path, &world.name(&path)) {
        Ok(source) => source,
        Err(problem) => return vec![Diagnostic { primary: None, ..*problem }.at(place, "named here")],
    };
    let (tree, mut problems) = document::parse(&source);
    let documents = manifest::read(&Arc::new(tree));
    problems.extend(documents.diagnostics);
    match documents.systems.first() {
        Some(system) => table.set_base(system),
        None if problems.is_empty() => {
            let message = format!("`{}` holds no manifest", world.name(&path));
            problems.push(Diagnostic::error(Code::UnexpectedKind, message).at(place, "named here").help("name a manifest"));
        }
        None => {}
    }
    problems
}
