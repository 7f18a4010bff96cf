//! What can be asked at the prompt besides expressions.

use std::path::PathBuf;

use super::session::{Place, Session};
use crate::cel::{Scope, Type};
use crate::cli::{CliError, Exit, World};
use crate::text::{clean_line, hang, nearest, or_list};

/// Every command with what follows it and what it does.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("type", "EXPR", "the type of an expression, without evaluating it"),
    ("fields", "[EXPR]", "the fields of what an expression gives, or the variables"),
    ("load", "PATH", "evaluate on this manifest, or on each of a folder"),
    ("rule", "[ID]", "use the names of a rule, or of none"),
    ("help", "", "this list"),
    ("quit", "", "leave; Ctrl-D does the same"),
];

/// Names of all commands with their colon.
pub(super) fn names() -> impl Iterator<Item = String> {
    COMMANDS.iter().map(|(name, ..)| format!(":{name}"))
}

impl Session {
    /// Does what a line asks for that began with a colon.
    ///
    /// # Errors
    /// If there is no such command or it cannot be done.
    pub fn command(&mut self, line: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match name {
            "type" => self.ty(rest, world),
            "fields" => self.fields(rest, world),
            "load" => self.load(rest, world),
            "rule" => self.use_rule(rest, world),
            "help" => help(world),
            name => {
                let near = nearest(name, COMMANDS.iter().map(|(name, ..)| *name));
                let help = near.map_or("`:help` lists them".to_owned(), |near| format!("did you mean `:{near}`?"));
                Err(CliError::usage(format!("there is no command `:{}`", clean_line(name))).help(help))
            }
        }
    }

    fn ty(&self, text: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        if text.is_empty() {
            return Err(CliError::usage("`:type` needs an expression").help("for example `:type system.models`"));
        }
        match self.draft(text)? {
            Ok(draft) => {
                writeln!(world.out, "{}", described(draft.plan.ty()))?;
                Ok(Exit::Clean)
            }
            Err(problems) => self.problems(text, &problems, world),
        }
    }

    fn fields(&self, text: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        if text.is_empty() {
            write!(world.out, "{}", variables(&self.names(), world.width()))?;
            return Ok(Exit::Clean);
        }
        match self.draft(text)? {
            Ok(draft) => {
                write!(world.out, "{}", fields(draft.plan.ty(), world.width()))?;
                Ok(Exit::Clean)
            }
            Err(problems) => self.problems(text, &problems, world),
        }
    }

    fn load(&mut self, path: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        if path.is_empty() {
            return Err(CliError::usage("`:load` needs a manifest").help("for example `:load systems/copilot.yaml`"));
        }
        self.go(vec![path.into()], self.place.rule.clone(), world)
    }

    fn use_rule(&mut self, id: &str, world: &mut World<'_>) -> Result<Exit, CliError> {
        let rule = if id.is_empty() { None } else { Some(id.to_owned()) };
        let exit = self.go(self.place.paths.clone(), rule, world)?;
        if exit == Exit::Clean {
            write!(world.out, "{}", variables(&self.names(), world.width()))?;
        }
        Ok(exit)
    }

    fn go(&mut self, paths: Vec<PathBuf>, rule: Option<String>, world: &mut World<'_>) -> Result<Exit, CliError> {
        let Place { config, as_of, policies, .. } = &self.place;
        let place = Place { paths, config: config.clone(), as_of: *as_of, rule, policies: policies.clone() };
        self.move_to(place, world)
    }
}

fn help(world: &mut World<'_>) -> Result<Exit, CliError> {
    writeln!(world.out, "Type an expression to evaluate it. Tab completes names, the arrow keys go back to earlier lines.\n")?;
    let rows = COMMANDS.iter().map(|(name, rest, about)| (format!(":{name} {rest}"), (*about).to_owned())).collect::<Vec<_>>();
    write!(world.out, "{}", columns(&rows, world.width()))?;
    Ok(Exit::Clean)
}

/// A type, with the texts that the schema allows.
fn described(ty: &Type) -> String {
    let members: Vec<String> = ty.members().iter().map(|member| format!("`{member}`")).collect();
    if members.is_empty() { ty.to_string() } else { format!("{ty}: {}", or_list(&members)) }
}

fn variables(names: &Scope, width: usize) -> String {
    let rows: Vec<(String, String)> = names.names().map(|(name, ty)| (name.to_owned(), described(ty))).collect();
    columns(&rows, width)
}

/// The fields of a mapping, of the items of a list, of what an optional holds; else the type alone.
fn fields(ty: &Type, width: usize) -> String {
    match ty {
        Type::Object(object) => {
            let row = |(name, field): (&String, &crate::cel::Field)| {
                let required = if field.required { ", always there" } else { "" };
                (name.clone(), format!("{}{required}", described(&field.ty)))
            };
            let rows: Vec<(String, String)> = object.fields.iter().map(row).collect();
            if rows.is_empty() { "it has no fields of its own\n".to_owned() } else { columns(&rows, width) }
        }
        Type::List(item) if matches!(**item, Type::Object(_)) => format!("each item has\n{}", fields(item, width)),
        Type::Optional(inner) => fields(inner, width),
        ty => format!("{} has no fields\n", described(ty)),
    }
}

fn columns(rows: &[(String, String)], width: usize) -> String {
    let first = rows.iter().map(|(name, _)| name.trim().chars().count()).max().unwrap_or_default();
    let row = |(name, value): &(String, String)| {
        let (name, value) = (clean_line(name.trim()), clean_line(value));
        hang(&format!("  {name:first$}  "), first + 4, value.split(' '), width) + "\n"
    };
    rows.iter().map(row).collect()
}
