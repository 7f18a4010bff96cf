//! What came of test cases, as bytes: one file per format.

use std::io;

use jiff::civil::Date;

use super::{Style, write_diagnostic_lines, write_diagnostics};
use crate::diagnostic::Diagnostic;
use crate::testing::{Coverage, Fate, Mutant, Problem, Tested};
use crate::text::{clean_line, plural};

mod json;
mod junit;

type Writer = fn(&TestRun<'_>, &Style, &mut dyn io::Write) -> io::Result<()>;

/// What a run of cases came to.
#[derive(Debug)]
pub struct TestRun<'a> {
    /// The cases, in their order.
    pub cases: &'a [Tested],
    /// Number of rules that were selected.
    pub rules: usize,
    /// What the cases have seen of the rules' conditions, where it was asked for.
    pub coverage: Option<&'a [Coverage]>,
    /// Least percentage of outcomes that is enough.
    pub least: Option<f64>,
    /// The mutants, where they were asked for.
    pub mutants: Option<&'a [Mutant]>,
    /// Declared survivors that are none.
    pub stale: &'a [Diagnostic],
    /// Whether mutants were asked for and not made, because a case does not hold without them.
    pub held_back: bool,
    /// The day of the run.
    pub today: Date,
}

/// A way to write a run down.
#[derive(Clone, Copy, Debug)]
pub struct TestFormat {
    /// The word that selects it.
    pub name: &'static str,
    /// One line on whom it is for.
    pub about: &'static str,
    write: Writer,
}

impl TestFormat {
    /// For people at a terminal.
    pub const HUMAN: Self = Self { name: "human", about: "for people: what was expected and what came out", write: human };
    /// Every format.
    pub const ALL: &[Self] = &[
        Self::HUMAN,
        Self { name: "concise", about: "one line each: path:line:col", write: concise },
        Self { name: "junit", about: "for CI: a suite for each policy or table", write: junit::write },
        Self { name: "json", about: "for programs", write: json::write },
    ];

    /// Writes a run to `out`.
    ///
    /// # Errors
    /// Whatever `out` returns.
    pub fn write(self, run: &TestRun<'_>, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
        (self.write)(run, style, out)
    }
}

impl TestRun<'_> {
    /// The cases that came out otherwise.
    fn failed(&self) -> impl Iterator<Item = (&Tested, &Problem)> {
        self.cases.iter().filter_map(|case| Some((case, case.problem.as_ref()?)))
    }

    /// The mutants that no case noticed.
    fn survivors(&self) -> impl Iterator<Item = (&Mutant, &Diagnostic)> {
        self.mutants.unwrap_or_default().iter().filter_map(|mutant| match &mutant.fate {
            Fate::Survived(diagnostic) => Some((mutant, diagnostic.as_ref())),
            Fate::Killed | Fate::Explained => None,
        })
    }

    /// Outcomes that cases have seen, and those that there are.
    fn seen(&self) -> Option<(usize, usize)> {
        let coverage = self.coverage?;
        Some((coverage.iter().map(|one| one.seen).sum(), coverage.iter().map(|one| one.outcomes).sum()))
    }

    /// Percentage of outcomes that cases have seen; where there is none to see, all.
    fn percent(&self) -> Option<f64> {
        let (seen, all) = self.seen()?;
        Some(if all == 0 { 100.0 } else { seen as f64 * 100.0 / all as f64 })
    }

    /// Whether all came out as it should.
    pub fn is_clean(&self) -> bool {
        let covered = self.least.is_none_or(|least| self.percent().is_some_and(|percent| percent >= least));
        covered && self.stale.is_empty() && self.failed().next().is_none() && self.survivors().next().is_none()
    }

    /// What is to be told beside the cases.
    fn remarks(&self) -> Vec<Diagnostic> {
        let gaps = self.coverage.unwrap_or_default().iter().flat_map(|one| one.gaps.iter().cloned());
        let survivors = self.survivors().map(|(_, diagnostic)| diagnostic.clone());
        gaps.chain(survivors).chain(self.stale.iter().cloned()).collect()
    }

    /// The lines that end the run.
    fn summary(&self) -> Vec<String> {
        let total = format!("{} of {}", plural(self.cases.len(), "case"), plural(self.rules, "rule"));
        let mut lines = vec![match self.failed().count() {
            0 => format!("{total}: all came out as expected"),
            failed => format!("{total}: {failed} came out otherwise"),
        }];
        if let (Some((seen, all)), Some(percent)) = (self.seen(), self.percent()) {
            // Cut, not rounded: what is not all does not read as all.
            let percent = (percent * 10.0).floor() / 10.0;
            let least = self.least.map(|least| format!(", at least {least} % wanted")).unwrap_or_default();
            lines.push(format!("coverage: {seen} of {} seen, {percent:.1} %{least}", plural(all, "outcome")));
        }
        if let Some(mutants) = self.mutants {
            let count = |fits: fn(&Fate) -> bool| mutants.iter().filter(|mutant| fits(&mutant.fate)).count();
            let killed = count(|fate| matches!(fate, Fate::Killed));
            let explained = count(|fate| matches!(fate, Fate::Explained));
            let survived = count(|fate| matches!(fate, Fate::Survived(_)));
            lines.push(format!("{}: {killed} killed, {explained} explained, {survived} survived", plural(mutants.len(), "mutant")));
        }
        if self.held_back {
            lines.push("no mutant was made: every case has to hold first".to_owned());
        }
        lines
    }
}

fn human(run: &TestRun<'_>, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    for (case, problem) in run.failed() {
        let at = case.place.locate();
        let (rule, name) = (clean_line(&case.rule), clean_line(&case.name));
        writeln!(out, "{rule} `{name}` ({}:{}:{})", clean_line(&at.path), at.line, at.column)?;
        match problem {
            Problem::Differs { expected, got } => {
                writeln!(out, "  expected  {}\n  got       {}\n", clean_line(expected), clean_line(got))?;
            }
            Problem::Invalid(reasons) => {
                writeln!(out)?;
                write_diagnostics(reasons, style, out)?;
            }
        }
    }
    write_diagnostics(&run.remarks(), style, out)?;
    run.summary().iter().try_for_each(|line| writeln!(out, "{line}"))
}

fn concise(run: &TestRun<'_>, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    for (case, problem) in run.failed() {
        match problem {
            Problem::Differs { .. } => writeln!(out, "{}: {}", position(case), clean_line(&sentence(case, problem)))?,
            Problem::Invalid(reasons) => write_diagnostic_lines(reasons, out)?,
        }
    }
    write_diagnostic_lines(&run.remarks(), out)?;
    run.summary().iter().try_for_each(|line| writeln!(out, "{line}"))
}

/// `path:line:col` of a case.
fn position(case: &Tested) -> String {
    let at = case.place.locate();
    format!("{}:{}:{}", clean_line(&at.path), at.line, at.column)
}

/// What is wrong with a case, on one line.
fn sentence(case: &Tested, problem: &Problem) -> String {
    let what = match problem {
        Problem::Differs { expected, got } => format!("expected {expected}, got {got}"),
        Problem::Invalid(reasons) => {
            let messages: Vec<&str> = reasons.iter().map(|reason| reason.message.as_str()).collect();
            format!("not valid: {}", messages.join("; "))
        }
    };
    format!("{} `{}`: {what}", case.rule, case.name)
}
