//! The way from files to an [`Outcome`]: the one place that calls the floors below in turn.

use std::sync::Arc;

use jiff::civil::Date;

use super::arguments::{InputArgs, SelectionArgs, Threshold};
use super::config::Config;
use super::discover::{Found, Wanted, discover};
use super::groups::{Group, gather};
use super::progress::Progress;
use super::{CliError, Exit, STACK_BYTES, World};
use crate::diagnostic::{self, Code, Diagnostic, Level};
use crate::document;
use crate::engine::{Outcome, Summary, Verdicts};
use crate::policy::Severity;
use crate::text::Source;

/// What a run checks, with what.
pub(super) struct Request<'a> {
    pub input: &'a InputArgs,
    pub selection: &'a SelectionArgs,
    /// Overrides what configurations say.
    pub fail_on: Option<Threshold>,
    /// Threads; as many as there are cores if it is 0.
    pub jobs: usize,
}

/// What came out, and what it means for whoever started the run.
pub(super) struct Checked {
    pub outcome: Outcome,
    pub exit: Exit,
}

/// What the manifests of one group are checked with.
struct Settings<'a> {
    config: Option<&'a Config>,
    policies: Vec<Arc<Source>>,
    builtin: bool,
    only: Vec<String>,
    skip: Vec<String>,
    strict: bool,
    undeclared_fails: bool,
    as_of: Date,
    as_of_pinned: bool,
}

/// Severity from which findings fail a run that nobody configured.
const FAIL_ON: Severity = Severity::High;

/// Reads, checks and sums up.
///
/// # Errors
/// If the threads cannot be started.
pub(super) fn check(request: &Request<'_>, world: &World<'_>) -> Result<Checked, CliError> {
    let (groups, mut diagnostics) = gather(request.input, world);
    let progress = Progress::new(groups.iter().map(|group| group.manifests.len()).sum(), world);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(request.jobs).stack_size(STACK_BYTES).build();
    let pool = pool.map_err(|error| CliError::usage(format!("cannot start {} threads: {error}", request.jobs)))?;
    let mut whole: Option<Outcome> = None;
    let mut fails = false;
    for group in &groups {
        let settings = settings(group, request, world, &mut diagnostics);
        let outcome = pool.install(|| evaluate(&group.manifests, &settings, &progress));
        fails |= threshold(group, request).is_some_and(|severity| outcome.over(severity) > 0);
        whole = Some(match whole {
            Some(before) => merged(before, outcome),
            None => outcome,
        });
    }
    let mut outcome = whole.unwrap_or_else(|| nothing(request.input.as_of, world));
    outcome.diagnostics.extend(diagnostics);
    outcome.diagnostics.extend(nothing_checked(&outcome, request, world));
    diagnostic::sort(&mut outcome.diagnostics);
    let exit = if outcome.is_broken() {
        Exit::Broken
    } else if fails {
        Exit::Findings
    } else {
        Exit::Clean
    };
    Ok(Checked { outcome, exit })
}

/// The seam to the engine: `manifest::read`, `PolicySet::load`, `engine::check`.
fn evaluate(manifests: &[Found], settings: &Settings<'_>, progress: &Progress) -> Outcome {
    let mut outcome = Outcome {
        as_of: settings.as_of,
        as_of_pinned: settings.as_of_pinned,
        summary: Summary { systems: 0, rules: 0, verdicts: Verdicts::default() },
        findings: Vec::new(),
        diagnostics: Vec::new(),
    };
    for manifest in manifests {
        let (_tree, diagnostics) = document::parse(&manifest.source);
        outcome.diagnostics.extend(diagnostics);
        progress.step();
    }
    outcome
}

/// Arguments before configuration before defaults; selections add up.
fn settings<'a>(group: &'a Group, request: &Request<'_>, world: &World<'_>, diagnostics: &mut Vec<Diagnostic>) -> Settings<'a> {
    let config = group.config.as_ref();
    let selection = request.selection;
    let mut policies = selection.policies.clone();
    policies.extend(config.map(|config| config.paths("policies")).unwrap_or_default());
    let (policies, problems) = discover(&policies, Wanted::Policies, world);
    diagnostics.extend(problems);
    let words = |key, own: &[String]| {
        let mut words = own.to_vec();
        words.extend(config.map(|config| config.words(key)).unwrap_or_default());
        words
    };
    let pinned = request.input.as_of.or_else(|| config.and_then(Config::as_of));
    Settings {
        config,
        policies: policies.into_iter().map(|file| file.source).collect(),
        builtin: !selection.no_builtin,
        only: if selection.only.is_empty() { words("only", &[]) } else { selection.only.clone() },
        skip: words("skip", &selection.skip),
        strict: selection.strict,
        undeclared_fails: !config.is_some_and(Config::undeclared_warns),
        as_of: pinned.unwrap_or(world.today),
        as_of_pinned: pinned.is_some(),
    }
}

/// From which severity on findings in this group fail the run.
fn threshold(group: &Group, request: &Request<'_>) -> Option<Severity> {
    match request.fail_on {
        Some(Threshold::At(severity)) => Some(severity),
        Some(Threshold::Never) => None,
        None => Some(group.config.as_ref().and_then(Config::fail_on).unwrap_or(FAIL_ON)),
    }
}

/// Two groups as one run. If they were checked as of different days, the run as a whole has no pinned day.
fn merged(mut left: Outcome, right: Outcome) -> Outcome {
    left.as_of_pinned &= right.as_of_pinned && left.as_of == right.as_of;
    left.as_of = left.as_of.max(right.as_of);
    left.summary.systems += right.summary.systems;
    left.summary.rules = left.summary.rules.max(right.summary.rules);
    let (sum, more) = (&mut left.summary.verdicts, right.summary.verdicts);
    sum.pass += more.pass;
    sum.fail += more.fail;
    sum.waived += more.waived;
    sum.undeclared += more.undeclared;
    sum.not_applicable += more.not_applicable;
    sum.error += more.error;
    left.findings.extend(right.findings);
    left.findings.sort_by_cached_key(|finding| {
        let place = &finding.primary.place;
        (place.source.name().to_owned(), place.span, finding.rule.clone())
    });
    left.diagnostics.extend(right.diagnostics);
    left
}

fn nothing(as_of: Option<Date>, world: &World<'_>) -> Outcome {
    Outcome {
        as_of: as_of.unwrap_or(world.today),
        as_of_pinned: as_of.is_some(),
        summary: Summary::default(),
        findings: Vec::new(),
        diagnostics: Vec::new(),
    }
}

/// Says why nothing was evaluated, unless an error says it already.
fn nothing_checked(outcome: &Outcome, request: &Request<'_>, world: &World<'_>) -> Option<Diagnostic> {
    let explained = outcome.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    if explained || outcome.summary.verdicts.total() > 0 {
        return None;
    }
    if outcome.summary.systems > 0 {
        let help = "drop `--only`, `--skip` or `--no-builtin`, or name policies with `--policy`";
        return Some(Diagnostic::error(Code::NothingChecked, "no rule was left to check with").help(help));
    }
    let paths: Vec<String> = request.input.paths.iter().map(|path| format!("`{}`", world.name(&world.folder.join(path)))).collect();
    let place = if paths.is_empty() { "this folder".to_owned() } else { crate::text::or_list(&paths) };
    let message = format!("there is no manifest in {place}");
    Some(Diagnostic::error(Code::NothingChecked, message).help("`provost init` writes a first one; `provost check PATH` looks elsewhere"))
}
