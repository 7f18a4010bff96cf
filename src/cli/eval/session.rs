//! One expression after the other on the same ground.

use std::path::PathBuf;

use jiff::civil::Date;

use super::Output;
use super::grounds::{Ground, Grounds, typed};
use crate::cel::Scope;
use crate::cli::{CliError, Exit, World};
use crate::diagnostic::{Code, Diagnostic};
use crate::engine::{Answer, Came, Reach, ask};
use crate::policy::{Body, Draft, Rule};
use crate::report;
use crate::text::{Span, clean_line, or_list, plural};

/// Most files that are named where one has to be chosen.
const MOST_NAMED: usize = 4;

/// Where expressions are evaluated, as arguments and commands say.
pub(super) struct Place {
    /// Manifests and folders; none for what the expression needs.
    pub paths: Vec<PathBuf>,
    pub config: Option<PathBuf>,
    pub as_of: Option<Date>,
    pub rule: Option<String>,
    pub policies: Vec<PathBuf>,
}

/// What was loaded, and how to answer.
pub(super) struct Session {
    pub place: Place,
    pub output: Output,
    grounds: Grounds,
    /// Whether the manifests below the current folder were looked for, where none are named.
    searched: bool,
}

impl Session {
    /// Loads what is named; what is not is looked for when an expression needs it.
    ///
    /// # Errors
    /// If there is no such rule.
    pub fn new(place: Place, output: Output, world: &World<'_>) -> Result<Self, CliError> {
        let searched = !place.paths.is_empty();
        let grounds = if searched { Grounds::load(&place, world) } else { Grounds::bare(&place, world) };
        let session = Self { place, output, grounds, searched };
        for ground in &session.grounds.each {
            session.rule(ground)?;
        }
        Ok(session)
    }

    /// Writes what expressions are evaluated on, or why that cannot be done.
    pub fn introduce(&self, world: &mut World<'_>) -> Result<Exit, CliError> {
        if self.grounds.is_broken() {
            return self.problems("", &self.grounds.problems, world);
        }
        writeln!(world.out, "{}", clean_line(&self.about()))?;
        Ok(Exit::Clean)
    }

    /// What is known about, in a line: `copilot (systems/copilot.yaml)`.
    fn about(&self) -> String {
        let systems: Vec<_> = self.grounds.systems().collect();
        match (&systems[..], self.searched) {
            ([], false) => "no manifest is loaded".to_owned(),
            ([], true) => "there is no manifest here".to_owned(),
            ([one], _) => format!("`system` is {} ({})", one.id, one.tree.source().name()),
            (many, _) => format!("`system` is each of {}", plural(many.len(), "system")),
        }
    }

    /// A line as it is typed: an expression, or a command after a colon.
    ///
    /// # Errors
    /// A command that cannot be done, or an expression without a manifest to evaluate it on.
    pub fn line(&mut self, line: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        match line.strip_prefix(':') {
            Some(command) => self.command(command, world),
            None => self.expression(line, world),
        }
    }

    /// Evaluates an expression and writes every answer.
    ///
    /// # Errors
    /// If it needs a manifest and there is none, or several of which none is named.
    pub fn expression(&mut self, text: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        let draft = match self.draft(text)? {
            Ok(draft) => draft,
            Err(problems) => return self.problems(text, &problems, world),
        };
        let reach = self.reach(&draft)?;
        let found = !self.searched && reach != Reach::Nothing;
        if found {
            self.search(world);
        }
        self.expect_one(reach)?;
        if self.grounds.is_broken() {
            return self.problems(text, &self.grounds.problems, world);
        }
        self.expect_some(reach)?;
        // Types of parameters may differ from one configuration's policies to the next.
        let mut answers = Vec::new();
        for ground in &self.grounds.each {
            let rule = self.rule(ground)?;
            match Draft::compile(text, &names(ground, rule)) {
                Ok(draft) => answers.extend(ask(&draft, ground.with(rule))),
                Err(problems) => return self.problems(text, &problems, world),
            }
            if reach == Reach::Nothing {
                break;
            }
        }
        let headed = answers.len() > 1 || (found && reach == Reach::System);
        self.answers(text, &answers, headed, world)
    }

    /// The names that expressions can use.
    pub fn names(&self) -> Scope {
        self.grounds.each.first().map_or_else(Scope::default, |ground| names(ground, self.rule(ground).ok().flatten()))
    }

    /// Compiles an expression with the names that are known.
    ///
    /// # Errors
    /// If there is no such rule, or its own expressions do not compile.
    pub fn draft(&self, text: &str) -> Result<Result<Draft, Vec<Diagnostic>>, CliError> {
        let Some(ground) = self.grounds.each.first() else { return Err(CliError::usage("no policy was read")) };
        let drafted = Draft::compile(text, &names(ground, self.rule(ground)?));
        Ok(drafted.map_err(|problems| problems.into_iter().map(|problem| self.advised(text, problem)).collect()))
    }

    /// Forgets what was loaded, for another place; stays where it is if that one cannot be used.
    ///
    /// # Errors
    /// If there is no such rule.
    pub fn move_to(&mut self, place: Place, world: &mut World<'_>) -> Result<Exit, CliError> {
        let next = Self::new(place, self.output, world)?;
        let exit = next.introduce(world)?;
        if exit == Exit::Clean {
            *self = next;
        }
        Ok(exit)
    }

    /// Writes what is wrong; for people without a blank line at the end.
    pub fn problems(&self, text: &str, problems: &[Diagnostic], world: &mut World<'_>) -> Result<Exit, CliError> {
        if self.output == Output::Json {
            report::write_problem_line(text, problems, world.out)?;
        } else {
            let mut bytes = Vec::new();
            report::write_diagnostics(problems, &world.style(), &mut bytes)?;
            writeln!(world.out, "{}", String::from_utf8_lossy(&bytes).trim_end())?;
        }
        Ok(Exit::Broken)
    }

    fn answers(&self, text: &str, answers: &[Answer], headed: bool, world: &mut World<'_>) -> Result<Exit, CliError> {
        let style = world.style();
        let mut worst = Exit::Clean;
        for (at, answer) in answers.iter().enumerate() {
            if self.output == Output::Json {
                report::write_answer_line(text, answer, world.out)?;
            } else {
                if at > 0 {
                    writeln!(world.out)?;
                }
                report::write_answer(answer, headed, &style, world.out)?;
            }
            worst = worst.max(match answer.came {
                Came::Value { .. } => Exit::Clean,
                Came::Undeclared(_) | Came::NoItems => Exit::Findings,
                Came::Failed(_) => Exit::Broken,
            });
        }
        Ok(worst)
    }

    fn search(&mut self, world: &World<'_>) {
        self.grounds = Grounds::load(&self.place, world);
        self.searched = true;
    }

    fn reach(&self, draft: &Draft) -> Result<Reach, CliError> {
        let rule = self.grounds.each.first().map(|ground| self.rule(ground)).transpose()?.flatten();
        Ok(Reach::of(draft, rule.map(|(rule, _)| rule)))
    }

    /// No doubt which system is meant, where none is named.
    fn expect_one(&mut self, reach: Reach) -> Result<(), CliError> {
        let files = &self.grounds.files;
        let count = files.len().max(self.grounds.systems().count());
        if reach != Reach::System || !self.place.paths.is_empty() || count < 2 {
            return Ok(());
        }
        let shown: Vec<String> = files.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
        let more = if files.len() > MOST_NAMED { ", …" } else { "" };
        let help = format!("{}; `.` stands for all of them", name_one(files.first().map_or("PATH", String::as_str)));
        let error = CliError::usage(format!("there are {} below this folder: {}{more}", plural(count, "manifest"), shown.join(", ")));
        // The next expression asks the same question.
        self.searched = false;
        Err(error.help(help))
    }

    /// Something to look at.
    fn expect_some(&mut self, reach: Reach) -> Result<(), CliError> {
        if reach == Reach::Nothing || self.grounds.systems().next().is_some() {
            return Ok(());
        }
        let named = typed(&self.place.paths);
        let place = if named.is_empty() { "below this folder".to_owned() } else { format!("in {}", or_list(&named)) };
        self.searched = !named.is_empty();
        Err(CliError::usage(format!("the expression needs a manifest, and there is none {place}")).help(name_one("PATH")))
    }

    /// The rule whose names are used, with what its assertion sees.
    fn rule<'a>(&self, ground: &'a Ground) -> Result<Option<(&'a Rule, &'a Body)>, CliError> {
        let Some(id) = &self.place.rule else { return Ok(None) };
        let rule = ground.rule(id)?;
        let broken = |_| CliError::usage(format!("rule `{id}` does not compile")).help("`provost lint` says what is wrong with it");
        Ok(Some((rule, rule.body().map_err(broken)?)))
    }

    /// Parameters are a policy's: without a rule there are none.
    fn advised(&self, text: &str, problem: Diagnostic) -> Diagnostic {
        let asked = |problem: &Diagnostic| {
            let start = problem.primary.as_ref().map_or(0, |label| label.place.span.start);
            text.get(Span::new(0, start).range()).is_some_and(|before| before.ends_with("params."))
        };
        if self.place.rule.is_none() && problem.code == Code::CelName && asked(&problem) {
            problem.help("parameters belong to policies: name a rule with `--rule ID`, or `:rule ID` at the prompt")
        } else {
            problem
        }
    }
}

fn names(ground: &Ground, rule: Option<(&Rule, &Body)>) -> Scope {
    rule.map_or_else(|| Draft::names(ground.derivations()), |(_, body)| body.names().clone())
}

fn name_one(path: &str) -> String {
    format!("name one: `provost eval EXPR {path}`, or `:load {path}` at the prompt")
}
