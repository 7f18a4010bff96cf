//! Where the results of cases go.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use crate::cli::{CliError, World};
use crate::diagnostic::Diagnostic;
use crate::report::{self, Style, TestFormat, TestRun};
use crate::text::{nearest, or_list};

/// In which formats to write, and where to.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Format, to standard output or to a file; may be repeated [default: human]
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=FILE]", long_help = formats())]
    outputs: Vec<String>,
}

/// A format and the file that it goes to, by name and path; to standard output if there is none.
struct Target(TestFormat, Option<(String, PathBuf)>);

/// All that a run writes.
pub(super) struct Targets(Vec<Target>);

impl OutputArgs {
    /// The targets; standard output is for people unless another format takes it.
    ///
    /// # Errors
    /// An unknown format, or two results for one place.
    pub fn targets(&self, world: &World<'_>) -> Result<Targets, CliError> {
        let mut targets: Vec<Target> = Vec::new();
        for text in &self.outputs {
            let target = Target::parse(text, world)?;
            let path = |target: &Target| target.1.as_ref().map(|(_, path)| path.clone());
            if let Some(other) = targets.iter().find(|other| path(other) == path(&target)) {
                let place = target.1.as_ref().map_or("standard output".to_owned(), |(name, _)| format!("`{name}`"));
                let message = format!("two results for {place}: `{}` and `{}`", other.0.name, target.0.name);
                return Err(CliError::usage(message).help(format!("write one to a file: `--output {}=FILE`", target.0.name)));
            }
            targets.push(target);
        }
        if targets.iter().all(|target| target.1.is_some()) {
            targets.push(Target(TestFormat::HUMAN, None));
        }
        Ok(Targets(targets))
    }
}

impl Target {
    fn parse(text: &str, world: &World<'_>) -> Result<Self, CliError> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let Some(format) = TestFormat::named(name) else {
            let known: Vec<&str> = TestFormat::ALL.iter().map(|format| format.name).collect();
            let help = nearest(name, known.iter().copied()).map_or_else(|| or_list(&known), |near| format!("did you mean `{near}`?"));
            return Err(CliError::usage(format!("unknown format `{name}`")).help(help));
        };
        match file {
            None => Ok(Self(format, None)),
            Some("" | "-") => Err(CliError::usage(format!("`--output {text}` names no file"))
                .help(format!("`--output {name}` alone writes to standard output"))),
            Some(file) => Ok(Self(format, Some((file.to_owned(), world.folder.join(file))))),
        }
    }
}

impl Targets {
    /// Writes what keeps cases from being run: where people look, and beside the standard output that a program reads.
    pub fn problems(&self, problems: &[Diagnostic], world: &mut World<'_>) -> Result<(), CliError> {
        let style = world.style();
        match self.0.iter().find(|target| target.1.is_none()).map(|target| target.0.name) {
            None | Some("human") => report::write_diagnostics(problems, &style, world.out)?,
            Some("concise") => report::write_diagnostic_lines(problems, world.out)?,
            Some(_) => report::write_diagnostics(problems, &style, world.err)?,
        }
        Ok(())
    }

    /// Writes the run to every target, files first: they are complete even if nobody reads standard output to its end.
    pub fn write(&self, run: &TestRun<'_>, world: &mut World<'_>) -> Result<(), CliError> {
        for Target(format, file) in &self.0 {
            if let Some((name, path)) = file {
                let mut bytes = Vec::new();
                format.write(run, &Style::PLAIN, &mut bytes)?;
                std::fs::write(path, bytes).map_err(|source| CliError::Write { name: name.clone(), source })?;
            }
        }
        for Target(format, _) in self.0.iter().filter(|target| target.1.is_none()) {
            format.write(run, &world.style(), world.out)?;
        }
        world.out.flush()?;
        Ok(())
    }
}

fn formats() -> String {
    let mut text = "Format, to standard output or to a file; may be repeated [default: human]\n\n".to_owned();
    for format in TestFormat::ALL {
        let _ = writeln!(text, "{:8} {}", format.name, format.about);
    }
    text.push_str("\nWith files only, standard output is still for people.");
    text
}
