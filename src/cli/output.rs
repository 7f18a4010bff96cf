//! Where results go: formats to standard output and to files.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;

use super::{CliError, World};
use crate::report::{self, Format, Report, Style};
use crate::text::{nearest, or_list};

/// In which formats to write, and where to.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Format, to standard output or to a file; may be repeated [default: human]
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=FILE]", long_help = formats())]
    outputs: Vec<String>,
}

/// A format and where it goes.
#[derive(Debug)]
struct Target {
    format: Format,
    /// Name as typed and path; standard output if there is none.
    file: Option<(String, PathBuf)>,
}

/// All that a run writes.
#[derive(Debug)]
pub(super) struct Targets(Vec<Target>);

impl OutputArgs {
    /// The targets; standard output is for people unless another format takes it.
    ///
    /// # Errors
    /// An unknown format, two results for one place, or a file that cannot be written where it is asked for: found out before
    /// the work rather than after it.
    pub fn targets(&self, world: &World<'_>) -> Result<Targets, CliError> {
        let mut targets = Vec::new();
        for text in &self.outputs {
            let target = Target::parse(text, world)?;
            if let Some(other) = targets.iter().find(|other: &&Target| other.path() == target.path()) {
                let place = target.file.as_ref().map_or("standard output".to_owned(), |(name, _)| format!("`{name}`"));
                let message = format!("two results for {place}: `{}` and `{}`", other.format.name, target.format.name);
                return Err(CliError::usage(message).help(format!("write one to a file: `--output {}=FILE`", target.format.name)));
            }
            targets.push(target);
        }
        if targets.iter().all(|target| target.file.is_some()) {
            targets.push(Target { format: Format::HUMAN, file: None });
        }
        Ok(Targets(targets))
    }
}

impl Target {
    fn parse(text: &str, world: &World<'_>) -> Result<Self, CliError> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let names = || Format::ALL.iter().map(|format| format.name);
        let Some(format) = Format::named(name) else {
            let known: Vec<&str> = names().collect();
            let help = nearest(name, names()).map_or(or_list(&known), |near| format!("did you mean `{near}`?"));
            return Err(CliError::usage(format!("unknown format `{name}`")).help(help));
        };
        let Some(file) = file else {
            return Ok(Self { format, file: None });
        };
        let path = world.folder.join(file);
        if file.is_empty() || file == "-" {
            return Err(CliError::usage(format!("`--output {text}` names no file"))
                .help(format!("`--output {name}` alone writes to standard output")));
        }
        if path.is_dir() {
            return Err(
                CliError::usage(format!("`{file}` is a folder")).help(format!("name a file: `--output {name}={file}/provost.{name}`"))
            );
        }
        if !path.parent().is_some_and(std::path::Path::is_dir) {
            return Err(CliError::usage(format!("`{file}` cannot be written: its folder does not exist")).help("create the folder first"));
        }
        Ok(Self { format, file: Some((file.to_owned(), path)) })
    }

    fn path(&self) -> Option<&PathBuf> {
        self.file.as_ref().map(|(_, path)| path)
    }
}

impl Targets {
    /// Whether some format shows what the run was about.
    pub fn record(&self) -> bool {
        self.0.iter().any(|target| target.format.record)
    }

    /// Writes the report to every target, files first: they are complete even if nobody reads standard output to its end.
    pub fn write(&self, report: &Report, world: &mut World<'_>) -> Result<(), CliError> {
        for target in &self.0 {
            if let Some((name, path)) = &target.file {
                let mut bytes = Vec::new();
                report::write(target.format, report, &Style::PLAIN, &mut bytes)?;
                std::fs::write(path, bytes).map_err(|source| CliError::Write { name: name.clone(), source })?;
            }
        }
        for target in self.0.iter().filter(|target| target.file.is_none()) {
            let style = world.style();
            report::write(target.format, report, &style, world.out)?;
        }
        world.out.flush()?;
        Ok(())
    }
}

fn formats() -> String {
    let mut text = "Format, to standard output or to a file; may be repeated [default: human]\n\n".to_owned();
    for format in Format::ALL {
        let _ = writeln!(text, "{:10} {}", format.name, format.about);
    }
    text.push_str("\nWith files only, standard output is still for people.");
    text
}
