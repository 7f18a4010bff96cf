//! Where results go: formats to standard output and to files.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use super::discover::holds_documents;
use super::{CliError, Exit, World};
use crate::diagnostic::Diagnostic;
use crate::document::{MAX_RESULT_BYTES, load_within};
use crate::engine::Keep;
use crate::report::{self, Format, Lines, Report, Style, model};
use crate::text::{nearest, or_list};

/// In which formats to write, and where to.
#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// Format, to standard output or to a file; may be repeated [default: human]
    #[arg(long = "output", short = 'o', value_name = "FORMAT[=FILE]", long_help = long_help(Format::ALL.iter().map(|format| (format.name, format.about))))]
    outputs: Vec<String>,
    /// An earlier result (`--output json=FILE`), to tell what is new and what is gone since
    #[arg(long, value_name = "RESULT")]
    previous: Option<PathBuf>,
}

/// A format that results of some kind can have.
pub(super) trait Form: Copy + 'static {
    /// The one that standard output gets unless another takes it.
    const DEFAULT: Self;

    /// Every one.
    fn all() -> &'static [Self];

    /// The word that selects it.
    fn name(self) -> &'static str;
}

impl Form for Format {
    const DEFAULT: Self = Self::HUMAN;

    fn all() -> &'static [Self] {
        Self::ALL
    }

    fn name(self) -> &'static str {
        self.name
    }
}

/// A format and where it goes.
#[derive(Debug)]
pub(super) struct Target<F> {
    /// The format.
    pub format: F,
    /// Name as typed and path; standard output if there is none.
    file: Option<(String, PathBuf)>,
}

/// All that a run writes.
#[derive(Debug)]
pub(super) struct Targets<F = Format>(Vec<Target<F>>);

impl OutputArgs {
    /// The targets; standard output is for people unless another format takes it.
    ///
    /// # Errors
    /// An unknown format, two results for one place, or a file that cannot be written where it is asked for: found out before
    /// the work rather than after it.
    pub fn targets(&self, world: &World<'_>) -> Result<Targets, CliError> {
        Targets::parse(&self.outputs, world)
    }

    /// The earlier result to compare with, where one is given.
    ///
    /// # Errors
    /// Why it cannot be read.
    pub fn previous(&self, world: &World<'_>) -> Result<Option<Report>, Box<Diagnostic>> {
        self.previous.as_ref().map(|path| stored(path, world).map(|(_, report)| report)).transpose()
    }
}

impl<F: Form> Targets<F> {
    /// The targets of `FORMAT[=FILE]` texts; see [`OutputArgs::targets`].
    pub fn parse(outputs: &[String], world: &World<'_>) -> Result<Self, CliError> {
        let mut targets: Vec<Target<F>> = Vec::new();
        for text in outputs {
            let target = Target::<F>::parse(text, world)?;
            if let Some(other) = targets.iter().find(|other| other.path() == target.path()) {
                let (format, other) = (target.format.name(), other.format.name());
                let place = target.file.as_ref().map_or("standard output".to_owned(), |(name, _)| format!("`{name}`"));
                let message = format!("two results for {place}: `{other}` and `{format}`");
                return Err(CliError::usage(message).help(format!("write one to a file: `--output {format}=FILE`")));
            }
            targets.push(target);
        }
        if targets.iter().all(|target| target.file.is_some()) {
            targets.push(Target { format: F::DEFAULT, file: None });
        }
        Ok(Self(targets))
    }

    /// Writes to every target, files first: they are complete even if nobody reads standard output to its end.
    pub fn write_with(
        &self,
        world: &mut World<'_>,
        write: impl Fn(F, &Style, &mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        let (files, stdout): (Vec<_>, Vec<_>) = self.0.iter().partition(|target| target.file.is_some());
        for target in files.into_iter().chain(stdout) {
            target.write_with(world, &write)?;
        }
        Ok(())
    }

    /// The format that standard output gets.
    pub fn stdout(&self) -> Option<F> {
        self.0.iter().find(|target| target.file.is_none()).map(|target| target.format)
    }
}

impl<F: Form> Target<F> {
    /// The target of a `FORMAT[=FILE]` text; see [`OutputArgs::targets`].
    pub fn parse(text: &str, world: &World<'_>) -> Result<Self, CliError> {
        let (name, file) = text.split_once('=').map_or((text, None), |(name, file)| (name, Some(file)));
        let names = || F::all().iter().map(|format| format.name());
        let Some(&format) = F::all().iter().find(|format| format.name() == name) else {
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
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")) {
            let message = format!("`{file}` ends like a manifest, and no format is YAML");
            return Err(CliError::usage(message).help(format!("name another file: `--output {name}=result.{name}`")));
        }
        // Quotes of documents in an earlier result are none: only what could be read as a manifest is looked at.
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json")) && holds_documents(&path) {
            return Err(CliError::usage(format!("`{file}` holds a document of yours, which the result would replace"))
                .help(format!("name another file: `--output {name}=result.{name}`")));
        }
        if !path.parent().is_some_and(Path::is_dir) {
            return Err(CliError::usage(format!("`{file}` cannot be written: its folder does not exist")).help("create the folder first"));
        }
        Ok(Self { format, file: Some((file.to_owned(), path)) })
    }

    /// Writes to this target; a file gets plain text.
    pub fn write_with(
        &self,
        world: &mut World<'_>,
        write: impl Fn(F, &Style, &mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), CliError> {
        if let Some((name, path)) = &self.file {
            let mut bytes = Vec::new();
            write(self.format, &Style::PLAIN, &mut bytes)?;
            return std::fs::write(path, bytes).map_err(|source| CliError::Write { name: name.clone(), source });
        }
        let style = world.style();
        write(self.format, &style, world.out)?;
        world.out.flush()?;
        Ok(())
    }

    fn path(&self) -> Option<&PathBuf> {
        self.file.as_ref().map(|(_, path)| path)
    }
}

impl Targets {
    /// What a run must keep for these formats.
    pub fn keep(&self) -> Keep {
        match () {
            () if self.0.iter().all(|target| target.format == Format::CONCISE) => Keep::Briefs,
            () if self.0.iter().any(|target| target.format.record) => Keep::Record,
            () => Keep::Findings,
        }
    }

    /// Writes the report to every target.
    pub fn write(&self, report: &Report, world: &mut World<'_>) -> Result<(), CliError> {
        self.write_with(world, |format, style, out| report::write(format, report, style, out))
    }

    /// Writes a report whose findings are lines to every target.
    pub fn write_lines(&self, report: &Report, lines: &Lines, world: &mut World<'_>) -> Result<(), CliError> {
        self.write_with(world, |_, style, out| report::write_lines(report, lines, style, out))
    }
}

/// A stored result, with the name under which people know it.
///
/// # Errors
/// Why it cannot be read.
pub(super) fn stored(path: &Path, world: &World<'_>) -> Result<(String, Report), Box<Diagnostic>> {
    let path = world.folder.join(path);
    let name = world.name(&path);
    let report = load_within(&path, &name, MAX_RESULT_BYTES).and_then(|source| model::read(&source))?;
    Ok((name, report))
}

/// Ends a command whose stored results cannot be read: what they held would be missing.
pub(super) fn unreadable(problems: &[Diagnostic], world: &mut World<'_>) -> Result<Exit, CliError> {
    let style = Style { color: world.colors(true), ..world.style() };
    report::write_diagnostics(problems, &style, world.err)?;
    Ok(Exit::Broken)
}

/// Help on an `--output` that may be repeated, with each format's name and whom it is for.
pub(super) fn long_help(formats: impl Iterator<Item = (&'static str, &'static str)> + Clone) -> String {
    let mut text = "Format, to standard output or to a file; may be repeated [default: human]\n\n".to_owned();
    // At least as wide as leaves short names some air.
    let width = formats.clone().map(|(name, _)| name.len()).max().unwrap_or_default().max(8);
    for (name, about) in formats {
        let _ = writeln!(text, "{name:width$} {about}");
    }
    text.push_str("\nWith files only, standard output is still for people.");
    text
}
