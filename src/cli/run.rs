//! The way from files to an [`Outcome`]: the one place that calls the floors below in turn.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use super::arguments::{InputArgs, SelectionArgs, Threshold};
use super::discover::Found;
use super::groups::{Group, gather};
use super::material::{library, systems};
use super::progress::Progress;
use super::rows::Rows;
use super::{CliError, Exit, STACK_BYTES, World};
use crate::diagnostic::{self, Code, Diagnostic, Level, Place};
use crate::engine::{Checker, Keep, Options, Outcome, Record, Settled, Summary};
use crate::graph;
use crate::manifest::{Head, System, Undeclared, duplicates};
use crate::policy::{PolicySet, Severity};
use crate::report::Lines;
use crate::schema::{self, Kind};
use crate::text::{Source, and_list};

/// What a run checks, with what.
pub(super) struct Request<'a> {
    pub input: &'a InputArgs,
    pub selection: &'a SelectionArgs,
    /// Overrides what configurations say.
    pub fail_on: Option<Threshold>,
    /// Whether findings show the expressions that decided.
    pub explain: bool,
    /// What the outcome is to say of evaluations.
    pub keep: Keep,
    /// Threads; as many as there are cores if it is 0.
    pub jobs: usize,
}

/// What came out, and what it means for whoever started the run.
pub(super) struct Checked {
    pub outcome: Outcome,
    /// The findings, where they were kept in brief.
    pub lines: Lines,
    pub exit: Exit,
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
    let pool = pool(request.jobs)?;
    let mut whole: Option<Outcome> = None;
    let mut rows = Rows::default();
    for group in &groups {
        let options = Options { explain: request.explain, keep: request.keep, ..options(group, request.input, world.today) };
        let folder = &world.folder;
        let (mut outcome, more) = pool.install(|| {
            // A single manifest waits for both, so that the one is made ready beside the other, and the sooner helps the later.
            let is_ready = AtomicBool::new(rayon::current_num_threads() == 1);
            let load = || {
                let mut library = library(group, request.selection, PolicySet::builtin_without_cases, folder, &mut diagnostics);
                diagnostics.extend(library.select(request.selection, group.config.as_ref()));
                diagnostics.extend(library.policies.unset_params());
                library.policies.compile_until(|| is_ready.load(Ordering::Relaxed));
                library
            };
            let prepare = || {
                schema::prepare(Kind::AiSystem);
                is_ready.store(true, Ordering::Relaxed);
            };
            let (library, ()) = rayon::join(load, prepare);
            let checker = Checker::new(&library.policies, &library.catalog, options).with_picture(graph::picture);
            evaluate(&group.manifests, &checker, &progress, &mut diagnostics)
        });
        rows.add(more);
        outcome.failed = threshold(group, request).is_some_and(|severity| outcome.over(severity) > 0);
        whole = Some(match whole {
            Some(before) => merged(before, outcome),
            None => outcome,
        });
    }
    diagnostics.extend(several_days(&groups, request, world));
    let mut outcome = whole.unwrap_or_else(|| nothing(request.input.as_of, world));
    outcome.diagnostics.extend(diagnostics);
    outcome.diagnostics.extend(nothing_checked(&outcome, request, world));
    diagnostic::sort(&mut outcome.diagnostics);
    // What is wrong with a policy or an argument comes up once for every group.
    outcome.diagnostics.dedup_by_key(|d| (d.code, d.message.clone(), d.primary.as_ref().map(|label| label.place.locate())));
    let exit = match outcome.is_broken() {
        true => Exit::Broken,
        false if outcome.failed => Exit::Findings,
        false => Exit::Clean,
    };
    Ok(Checked { outcome, lines: rows.into_lines(), exit })
}

/// More threads than any machine has use for; each takes a stack.
const MOST_JOBS: usize = 512;

/// Threads with a stack that carries nested documents; as many as there are cores for 0.
///
/// # Errors
/// If they cannot be started.
pub(super) fn pool(jobs: usize) -> Result<rayon::ThreadPool, CliError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.min(MOST_JOBS)).stack_size(STACK_BYTES).build();
    pool.map_err(|error| CliError::usage(format!("cannot start {jobs} threads: {error}")))
}

/// What came of some files.
#[derive(Default)]
struct Part {
    settled: Settled,
    rows: Rows,
    heads: Vec<Head>,
    /// Kept only for rules that look at all systems.
    systems: Vec<System>,
    problems: Vec<Diagnostic>,
}

impl Part {
    /// This part and one that comes after it.
    fn and(mut self, next: Self) -> Self {
        self.settled.add(next.settled);
        self.rows.add(next.rows);
        self.heads.extend(next.heads);
        self.systems.extend(next.systems);
        self.problems.extend(next.problems);
        self
    }
}

/// Reads and checks file by file; what a file's tree takes is given back before the next. Where findings are kept in brief, they
/// are lines.
pub(super) fn evaluate(
    manifests: &[Found],
    checker: &Checker<'_>,
    progress: &Progress,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Outcome, Rows) {
    // Rules are compiled when they are first needed, so that the first systems' rules are work for all threads; later each system has
    // a thread to itself.
    let begun = AtomicUsize::new(0);
    let first = || begun.fetch_add(1, Ordering::Relaxed) < 2 * rayon::current_num_threads();
    let part = |file: &Found| {
        let (systems, problems) = systems(file);
        let mut settled: Settled = systems.iter().map(|system| checker.system(system, first())).collect();
        let rows = Rows::of(&settled.take_briefs());
        let heads = Head::all(&systems);
        progress.step();
        Part { settled, rows, heads, systems: if checker.wants_fleet() { systems } else { Vec::new() }, problems }
    };
    let parts = manifests.par_iter().map(part).fold(Part::default, Part::and);
    let mut whole = parts.reduce(Part::default, Part::and);
    diagnostics.extend(whole.problems);
    diagnostics.extend(duplicates(&mut whole.heads, |head| place(head, manifests)));
    whole.systems.sort_by(|a, b| a.id.cmp(&b.id));
    let mut over_all = checker.fleet(&whole.systems);
    whole.rows.add(Rows::of(&over_all.take_briefs()));
    whole.settled.add(over_all);
    (checker.outcome(whole.settled, whole.heads.len(), Vec::new()), whole.rows)
}

/// Where a system's id stands. In a file that is gone by now nothing can be shown.
fn place(head: &Head, manifests: &[Found]) -> Place {
    let at = manifests.binary_search_by(|file| file.name.as_str().cmp(&head.file));
    let source = at.ok().and_then(|at| manifests.get(at)?.open().ok()?).unwrap_or_else(|| Arc::new(Source::new(&*head.file, "")));
    Place::new(&source, head.span)
}

/// Says which systems were checked as of which day, where configurations differ: a result names one day, the latest.
fn several_days(groups: &[Group], request: &Request<'_>, world: &World<'_>) -> Option<Diagnostic> {
    let mut days: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for group in groups {
        let folder = group.config.as_ref().map_or(world.folder.as_path(), |config| config.folder.as_path());
        days.entry(options(group, request.input, world.today).as_of).or_default().push(format!("`{}`", world.name(folder)));
    }
    if days.len() < 2 {
        return None;
    }
    let each: Vec<String> = days.iter().map(|(day, folders)| format!("{day} for {}", listed(folders))).collect();
    let message = format!("systems were checked as of different days: {}", and_list(&each));
    Some(Diagnostic::warning(Code::MixedResults, message).help("pin one day for all with `--as-of`, or check the folders one by one"))
}

/// The first few of many names.
fn listed(names: &[String]) -> String {
    const SHOWN: usize = 3;
    let more = names.len().saturating_sub(SHOWN);
    let mut shown: Vec<String> = names.iter().take(SHOWN).cloned().collect();
    shown.extend((more > 0).then(|| format!("{more} more")));
    and_list(&shown)
}

/// Arguments before configuration before defaults.
pub(super) fn options(group: &Group, input: &InputArgs, today: Date) -> Options {
    let says = group.config.as_ref().map(|config| &config.says);
    let pinned = input.as_of.or_else(|| says.and_then(|says| says.as_of));
    Options {
        as_of: pinned.unwrap_or(today),
        as_of_pinned: pinned.is_some(),
        explain: false,
        keep: Keep::Findings,
        undeclared_counts: says.is_none_or(|says| says.undeclared == Undeclared::Fail),
    }
}

/// From which severity on findings in this group fail the run.
fn threshold(group: &Group, request: &Request<'_>) -> Option<Severity> {
    match request.fail_on {
        Some(Threshold::At(severity)) => Some(severity),
        Some(Threshold::Never) => None,
        None => {
            match group.config.as_ref().and_then(|config| config.says.fail_on.as_ref()) {
                // The schema lets no other word through than a severity's and `never`.
                Some(word) => Severity::from_word(&word.text),
                None => Some(FAIL_ON),
            }
        }
    }
}

/// Two groups as one run. If they were checked as of different days, the run as a whole has no pinned day.
pub(super) fn merged(mut left: Outcome, right: Outcome) -> Outcome {
    left.as_of_pinned &= right.as_of_pinned && left.as_of == right.as_of;
    left.as_of = left.as_of.max(right.as_of);
    left.summary.systems += right.summary.systems;
    left.summary.rules = left.summary.rules.max(right.summary.rules);
    left.summary.verdicts.add(right.summary.verdicts);
    left.summary.counting.add(right.summary.counting);
    left.findings.extend(right.findings);
    // Each file is in one group, where its findings are in order already.
    left.findings.sort_by(|a, b| a.primary.place.source.name().cmp(b.primary.place.source.name()));
    left.diagnostics.extend(right.diagnostics);
    left.failed |= right.failed;
    left.record.add(right.record);
    left.tally.extend(right.tally);
    left
}

pub(super) fn nothing(as_of: Option<Date>, world: &World<'_>) -> Outcome {
    Outcome {
        as_of: as_of.unwrap_or(world.today),
        as_of_pinned: as_of.is_some(),
        summary: Summary::default(),
        findings: Vec::new(),
        diagnostics: Vec::new(),
        failed: false,
        record: Record::default(),
        tally: Vec::new(),
    }
}

/// Says why nothing was evaluated, unless an error says it already.
fn nothing_checked(outcome: &Outcome, request: &Request<'_>, world: &World<'_>) -> Option<Diagnostic> {
    let explained = outcome.diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error);
    if explained || outcome.summary.verdicts.total() > 0 {
        return None;
    }
    let Summary { systems, rules, .. } = outcome.summary;
    if systems > 0 && rules == 0 {
        let help = "drop `--only`, `--skip` or `--no-builtin`, or what `provost.yaml` says under `only` and `skip`, or name policies with `--policy`";
        return Some(Diagnostic::error(Code::NothingChecked, "there is no rule to check with").help(help));
    }
    if systems > 0 {
        return Some(Diagnostic::error(Code::NothingChecked, "no rule was evaluated"));
    }
    let paths: Vec<String> = request.input.paths.iter().map(|path| format!("`{}`", world.name(&world.folder.join(path)))).collect();
    let place = if paths.is_empty() { "this folder".to_owned() } else { crate::text::or_list(&paths) };
    let message = format!("there is no manifest in {place}");
    Some(Diagnostic::error(Code::NothingChecked, message).help("`provost init` writes a first one; `provost check PATH` looks elsewhere"))
}
