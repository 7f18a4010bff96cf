//! The prompt: lines are edited, completed and remembered while it is open, and nothing is written to any file.

use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::MemHistory;
use rustyline::validate::Validator;
use rustyline::{CompletionType, Config, Context, Editor, Helper};

use super::commands;
use super::session::Session;
use crate::cel::{Scope, complete};
use crate::cli::{CliError, Exit, World};

const PROMPT: &str = "> ";

/// Answers line after line until somebody leaves.
pub(super) fn run(session: &mut Session, world: &mut World<'_>) -> Result<Exit, CliError> {
    let config = Config::builder().auto_add_history(true).completion_type(CompletionType::List).build();
    let history = MemHistory::with_config(&config);
    let mut editor = Editor::<Names, MemHistory>::with_history(config, history).map_err(|error| unusable(&error))?;
    session.introduce(world)?;
    writeln!(world.out, "`:help` lists commands, Tab completes, Ctrl-D leaves\n")?;
    loop {
        world.out.flush()?;
        editor.set_helper(Some(Names(session.names())));
        let line = match editor.readline(PROMPT) {
            Ok(line) => line,
            Err(ReadlineError::Interrupted) => continue,
            Err(ReadlineError::Eof) => return Ok(Exit::Clean),
            Err(error) => return Err(unusable(&error)),
        };
        match line.trim() {
            "" => continue,
            ":quit" => return Ok(Exit::Clean),
            line => {
                if let Err(error) = session.line(line, world) {
                    world.out.flush()?;
                    writeln!(world.err, "{error}")?;
                }
            }
        }
        writeln!(world.out)?;
    }
}

fn unusable(error: &ReadlineError) -> CliError {
    CliError::usage(format!("the prompt cannot go on: {error}")).help("`provost eval EXPR` evaluates one expression")
}

/// Completes what is known: fields, functions, variables, commands.
struct Names(Scope);

impl Completer for Names {
    type Candidate = String;

    fn complete(&self, line: &str, position: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<String>)> {
        let before = line.get(..position).unwrap_or_default();
        if before.starts_with(':') && !before.contains(' ') {
            return Ok((0, commands::names().filter(|name| name.starts_with(before)).collect()));
        }
        // What follows a command is completed as if it stood alone.
        let start = if before.starts_with(':') { before.find(' ').map_or(0, |space| space + 1) } else { 0 };
        let found = complete(before.get(start..).unwrap_or_default(), &self.0);
        Ok((start + found.start, found.candidates))
    }
}

impl Hinter for Names {
    type Hint = String;
}

impl Highlighter for Names {}

impl Validator for Names {}

impl Helper for Names {}
