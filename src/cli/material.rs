//! Files become what the engine takes: an inventory, policies, a catalog.

use std::path::Path;
use std::sync::Arc;

use super::arguments::SelectionArgs;
use super::config::Config;
use super::discover::{Found, Wanted, Wish, discover};
use super::groups::Group;
use crate::catalog::{Catalog, Crosswalk, Framework};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{self, NodeId, Tree};
use crate::manifest::{self, Named, System};
use crate::policy::{Classification, PolicySet, Selection, Severity};
use crate::schema::Kind;
use crate::text::{Source, Span, nearest};

/// What the manifests of a group are checked with.
pub(super) struct Library {
    pub policies: PolicySet,
    pub catalog: Catalog,
    /// The tables of cases that stand beside the policies, not looked at any further.
    pub tables: Vec<(Arc<Tree>, NodeId)>,
}

/// Without what only follows from values that could not be read: that something else is in their place is not another problem.
fn untold(found: Vec<Diagnostic>, told: &[Diagnostic]) -> Vec<Diagnostic> {
    const UNREAD: [Code; 4] = [Code::NumberRange, Code::UnknownAnchor, Code::AliasLoop, Code::UnknownTag];
    let told: Vec<&Place> =
        told.iter().filter(|problem| UNREAD.contains(&problem.code)).filter_map(|problem| Some(&problem.primary.as_ref()?.place)).collect();
    let follows = |place: &Place| {
        told.iter().any(|told| {
            let (unread, span) = (told.span, place.span);
            // Of what is empty the key is shown.
            let is_key = || span.end <= unread.start && told.source.slice(Span::new(span.end, unread.start)).trim() == ":";
            (unread.start <= span.start && span.start <= unread.end) || is_key()
        })
    };
    found.into_iter().filter(|problem| problem.primary.as_ref().is_none_or(|label| !follows(&label.place))).collect()
}

/// The systems of one file. A file that was named is expected to hold some.
pub(super) fn systems(file: &Found) -> (Vec<System>, Vec<Diagnostic>) {
    let source = match file.open() {
        Ok(Some(source)) => source,
        Ok(None) => return (Vec::new(), Vec::new()),
        Err(unread) => return (Vec::new(), vec![*unread]),
    };
    let (tree, mut problems) = document::parse(&source);
    let tree = Arc::new(tree);
    let documents = manifest::read(&tree);
    let more = untold(documents.diagnostics, &problems);
    problems.extend(more);
    if !file.named {
        return (documents.systems, problems);
    }
    for (kind, root) in &documents.others {
        let root = tree.node(*root);
        let message = format!("expected an AISystem, found a document of kind {}", kind.word());
        let help = match kind {
            Kind::Policy | Kind::Framework | Kind::Crosswalk | Kind::Classification => {
                format!("check with it: `--policy {}`", file.name)
            }

            Kind::Config => format!("use it as the configuration: `--config {}`", file.name),
            Kind::Import => format!("make manifests with it: `provost import csv FILE --map {}`", file.name),
            _ => "name a manifest".to_owned(),
        };
        let place = root.get("kind").unwrap_or(root).place();
        problems.push(Diagnostic::error(Code::UnexpectedKind, message).at(place, "not a manifest").help(help));
    }
    if documents.systems.is_empty() && problems.is_empty() {
        let message = format!("`{}` holds no document", file.name);
        problems.push(Diagnostic::error(Code::UnknownKind, message).help("`provost init` writes a first manifest"));
    }
    (documents.systems, problems)
}

/// The built-in policies and the user's (paths relative to the `current` folder), configured. `builtin` makes the former.
pub(super) fn library(
    group: &Group,
    selection: &SelectionArgs,
    builtin: fn() -> PolicySet,
    current: &Path,
    problems: &mut Vec<Diagnostic>,
) -> Library {
    let config = group.config.as_ref();
    let policies = if selection.no_builtin { PolicySet::default() } else { builtin() };
    let mut library = Library { policies, catalog: Catalog::builtin(), tables: Vec::new() };
    let mut paths = Wish::of(&selection.policies);
    paths.extend(config.map(|config| config.paths(&config.says.policies)).unwrap_or_default());
    let (files, unread) = discover(&paths, Wanted::Policies, current);
    problems.extend(unread);
    let (sources, unread): (Vec<_>, Vec<_>) = files.iter().map(Found::open).partition(Result::is_ok);
    problems.extend(unread.into_iter().filter_map(Result::err).map(|unread| *unread));
    let parse = |source: Arc<Source>| {
        let (tree, wrong) = document::parse(&source);
        (Arc::new(tree), wrong)
    };
    let (trees, wrong): (Vec<Arc<Tree>>, Vec<Vec<Diagnostic>>) = sources.into_iter().flatten().flatten().map(parse).unzip();
    library.classify(&trees, problems);
    let mut crosswalks = Vec::new();
    for (tree, wrong) in trees.into_iter().zip(wrong) {
        let mut found = Vec::new();
        crosswalks.extend(library.add(tree, &mut found));
        problems.extend(untold(found, &wrong));
        problems.extend(wrong);
    }
    // What they relate may stand in any other file.
    for tree in &crosswalks {
        library.relate(tree, problems);
    }
    problems.extend(library.policies.finish());
    problems.extend(library.policies.check_controls(&library.catalog));
    problems.extend(config.map(|config| library.configure(config)).unwrap_or_default());
    library
}

impl Library {
    /// Adds the classifications of all files, before any policy that reads their results.
    fn classify(&mut self, trees: &[Arc<Tree>], problems: &mut Vec<Diagnostic>) {
        let mut own = Vec::new();
        for tree in trees {
            for root in tree.roots().filter(|root| matches!(Kind::of(*root), Ok(Kind::Classification))) {
                match Classification::read(tree, root) {
                    Ok(classification) => own.push(classification),
                    Err(wrong) => problems.extend(wrong),
                }
            }
        }
        if !own.is_empty() {
            problems.extend(self.policies.classify_by(own));
        }
    }

    /// Adds a file of the user's own: of frameworks and crosswalks, or else of policies. Gives the file back if it holds crosswalks,
    /// which wait until all frameworks are known.
    fn add(&mut self, tree: Arc<Tree>, problems: &mut Vec<Diagnostic>) -> Option<Arc<Tree>> {
        let kinds: Vec<Option<Kind>> = tree.roots().map(|root| Kind::of(root).ok()).collect();
        let catalogs = [Some(Kind::Framework), Some(Kind::Crosswalk)];
        if kinds.is_empty() || !kinds.iter().all(|kind| catalogs.contains(kind)) {
            problems.extend(self.policies.add(&tree));
            let tables = tree.roots().filter(|root| matches!(Kind::of(*root), Ok(Kind::PolicyTest)));
            self.tables.extend(tables.map(|root| (Arc::clone(&tree), root.id())));
            return None;
        }
        for (root, _) in tree.roots().zip(&kinds).filter(|(_, kind)| **kind == Some(Kind::Framework)) {
            match Framework::read(&tree, root.id()) {
                Ok(framework) => self.catalog.add(framework),
                Err(wrong) => problems.extend(wrong),
            }
        }
        kinds.contains(&Some(Kind::Crosswalk)).then_some(tree)
    }

    /// Adds the crosswalks of a file.
    fn relate(&mut self, tree: &Tree, problems: &mut Vec<Diagnostic>) {
        for root in tree.roots().filter(|root| matches!(Kind::of(*root), Ok(Kind::Crosswalk))) {
            match Crosswalk::read(tree, root.id(), &self.catalog) {
                Ok(crosswalk) => self.catalog.add_crosswalk(crosswalk),
                Err(wrong) => problems.extend(wrong),
            }
        }
    }

    /// Sets the parameters and severities that the configuration gives.
    fn configure(&mut self, config: &Config) -> Vec<Diagnostic> {
        let says = &config.says;
        let tree: &Arc<Tree> = &says.tree;
        let params = tree.node(says.root).get("params");
        let mut problems = params.map(|values| self.policies.set_params(tree, values)).unwrap_or_default();
        for (rule, word) in &says.severity {
            let known = Severity::from_word(&word.text).is_some_and(|severity| self.policies.set_severity(&rule.text, severity));
            if !known {
                let message = format!("there is no rule `{}`", rule.text);
                let ids = self.policies.rules.iter().map(|rule| &rule.id);
                let diagnostic = Diagnostic::warning(Code::UnknownSelection, message).at(rule.place.clone(), "no such rule");
                problems.push(suggesting(diagnostic, nearest(&rule.text, ids)));
            }
        }
        problems
    }

    /// Keeps what is selected: `only` of the arguments before that of the configuration, `skip` of both.
    pub fn select(&mut self, selection: &SelectionArgs, config: Option<&Config>) -> Vec<Diagnostic> {
        let texts = |named: Option<&Vec<Named>>| named.into_iter().flatten().map(|word| word.text.clone()).collect::<Vec<_>>();
        let only = if selection.only.is_empty() { texts(config.map(|config| &config.says.only)) } else { selection.only.clone() };
        let skip = [selection.skip.clone(), texts(config.map(|config| &config.says.skip))].concat();
        let words = self.policies.words();
        let idle = self.policies.select(&Selection { only, skip });
        let report = |word: &String| {
            let message = format!("the selection `{word}` matches no rule");
            let error = if selection.strict { Diagnostic::error } else { Diagnostic::warning };
            let named = config.and_then(|config| config.says.only.iter().chain(&config.says.skip).find(|named| named.text == *word));
            let diagnostic = error(Code::UnknownSelection, message);
            let diagnostic = match named {
                Some(named) => diagnostic.at(named.place.clone(), "no rule, policy or framework"),
                None => diagnostic,
            };
            suggesting(diagnostic, nearest(word, words.iter()))
        };
        idle.iter().map(report).collect()
    }
}

fn suggesting(diagnostic: Diagnostic, near: Option<&str>) -> Diagnostic {
    match near {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("`provost explain` lists what there is"),
    }
}
