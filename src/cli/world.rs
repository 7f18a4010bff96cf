use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, BufWriter, IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Instant;

use clap::ValueEnum;
use jiff::civil::Date;

use super::Exit;
use crate::report::Style;

/// All that a command may know of the process it runs in.
pub struct World<'a> {
    /// What is typed or piped in.
    pub input: &'a mut dyn BufRead,
    /// Results.
    pub out: &'a mut dyn Write,
    /// All else.
    pub err: &'a mut dyn Write,
    /// Whether a person types `input`.
    pub in_is_terminal: bool,
    /// Whether a person reads `out`.
    pub out_is_terminal: bool,
    /// Whether a person reads `err`.
    pub err_is_terminal: bool,
    /// What the environment says.
    pub environment: Environment,
    /// The current folder, absolute.
    pub folder: PathBuf,
    /// The calendar's day, in UTC.
    pub today: Date,
    /// When the run began, where it is to be told how long it took.
    pub started: Option<Instant>,
    /// What the arguments say about color.
    pub color: Color,
}

/// Whether to color.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// The environment variables that matter, read once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Environment {
    /// Never if `NO_COLOR` is set and not empty; always if `CLICOLOR_FORCE` is set, not empty and not `0`.
    pub color: Color,
    /// `TERM` is `dumb`.
    pub dumb: bool,
    /// `COLUMNS`, or else the terminal's width.
    pub columns: Option<usize>,
    /// No locale is set, or one whose characters are UTF-8.
    pub utf8: bool,
}

impl Environment {
    /// What `variable` says, which gives an environment variable's value.
    pub fn of(variable: impl Fn(&str) -> Option<OsString>) -> Self {
        let text = |name| variable(name).map(|value| value.to_string_lossy().into_owned()).filter(|value| !value.is_empty());
        let locale = text("LC_ALL").or_else(|| text("LC_CTYPE")).or_else(|| text("LANG"));
        Self {
            color: match (text("NO_COLOR"), text("CLICOLOR_FORCE")) {
                (Some(_), _) => Color::Never,
                (None, Some(force)) if force != "0" => Color::Always,
                _ => Color::Auto,
            },
            dumb: text("TERM").is_some_and(|value| value == "dumb"),
            columns: text("COLUMNS").and_then(|value| value.parse().ok()),
            utf8: locale.is_none_or(|locale| locale.to_lowercase().replace('-', "").contains("utf8")),
        }
    }
}

impl World<'_> {
    /// Columns where nothing says how wide the reader's lines are.
    const USUAL_WIDTH: usize = 80;

    /// Longest lines that read well.
    const MOST_WIDTH: usize = 140;

    /// Runs `body` in the world of this process and flushes what it wrote.
    pub(super) fn of_process(body: impl FnOnce(&mut World<'_>) -> Exit) -> Exit {
        let mut out = Quiet { to: BufWriter::new(io::stdout().lock()), closed: false };
        let mut err = Quiet { to: io::stderr().lock(), closed: false };
        let folder = match current_folder() {
            Ok(folder) => folder,
            Err(error) => {
                let _ = writeln!(err, "error: the current folder cannot be read: {error}");
                return Exit::Broken;
            }
        };
        // Not locked: the prompt has its own way to read lines.
        let mut input = BufReader::new(io::stdin());
        let exit = body(&mut World {
            in_is_terminal: io::stdin().is_terminal(),
            out_is_terminal: io::stdout().is_terminal(),
            err_is_terminal: io::stderr().is_terminal(),
            environment: environment(),
            folder,
            today: jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date(),
            started: Some(Instant::now()),
            color: Color::Auto,
            input: &mut input,
            out: &mut out,
            err: &mut err,
        });
        match out.flush() {
            Ok(()) => exit,
            Err(error) => {
                let _ = writeln!(err, "{}", super::CliError::Output(error));
                Exit::Broken
            }
        }
    }

    /// Whether to color standard output (or standard error).
    pub fn colors(&self, err: bool) -> bool {
        let terminal = if err { self.err_is_terminal } else { self.out_is_terminal };
        match (self.color, self.environment.color) {
            (Color::Always, _) | (Color::Auto, Color::Always) => true,
            (Color::Never, _) | (Color::Auto, Color::Never) => false,
            (Color::Auto, Color::Auto) => terminal && !self.environment.dumb,
        }
    }

    /// Columns of a line for people.
    pub fn width(&self) -> usize {
        self.environment.columns.unwrap_or(Self::USUAL_WIDTH).min(Self::MOST_WIDTH)
    }

    /// How standard output looks. Only people at a terminal are told the time: what is piped has the same bytes every time.
    pub fn style(&self) -> Style {
        let elapsed = self.started.filter(|_| self.out_is_terminal).map(|started| started.elapsed());
        Style { color: self.colors(false), unicode: self.environment.utf8, width: self.width(), elapsed }
    }

    /// A path as people see it, see [`name`].
    pub fn name(&self, path: &Path) -> String {
        name(path, &self.folder)
    }
}

/// A path as people see it: relative to the folder that they are in where it lies below it, with `/`.
pub(super) fn name(path: &Path, folder: &Path) -> String {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let mut parts: Vec<String> = Vec::new();
    for component in path.components().filter(|component| !matches!(component, Component::CurDir)) {
        match component {
            Component::RootDir => parts.push(String::new()),
            component => parts.push(component.as_os_str().to_string_lossy().into_owned()),
        }
    }
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[expect(clippy::disallowed_methods, reason = "this is where the environment is read")]
fn environment() -> Environment {
    let mut environment = Environment::of(|name| std::env::var_os(name));
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    environment.columns = environment.columns.or_else(terminal);
    environment
}

#[expect(clippy::disallowed_methods, reason = "this is where the current folder is read")]
fn current_folder() -> io::Result<PathBuf> {
    std::env::current_dir()
}

/// A stream whose reader may leave, as `head` does: what is written after that is dropped without a word.
struct Quiet<W> {
    to: W,
    closed: bool,
}

impl<W: Write> Quiet<W> {
    fn unless_closed<T>(&mut self, result: io::Result<T>, instead: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.closed = true;
                Ok(instead)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for Quiet<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.closed {
            return Ok(bytes.len());
        }
        let written = self.to.write(bytes);
        self.unless_closed(written, bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.closed {
            return Ok(());
        }
        let flushed = self.to.flush();
        self.unless_closed(flushed, ())
    }
}

#[cfg(test)]
mod tests;
