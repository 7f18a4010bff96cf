use std::fmt::Write as _;

use clap_mangen::Man;

use super::{CliError, Exit, World};
use crate::text::nearest;

const AFTER_HELP: &str = "\
Examples:
  provost man | man -l -                       read it now
  provost man check > provost-check.1          one command
  provost man > ~/.local/share/man/man1/provost.1

Exit codes:
  0  printed
  2  there is no such command";

/// Print a manual page
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Command [default: provost itself]
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

/// Prints the page in roff, which `man` reads.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let mut program = super::command(world);
    // Subcommands learn their full names and the options that all of them have.
    program.build();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let found = program.get_subcommands().find(|command| command.get_name() == name).cloned();
            found.ok_or_else(|| {
                let near = nearest(name, program.get_subcommands().map(clap::Command::get_name));
                let help = near.map_or("`provost --help` lists the commands".to_owned(), |near| format!("did you mean `{near}`?"));
                CliError::usage(format!("there is no command `{name}`")).help(help)
            })?
        }
    };
    let mut page = Vec::new();
    let title = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut command = command.display_name(title.clone());
    // The manual writes examples and exit codes as they stand, not as a paragraph.
    let after = command.get_after_help().map(ToString::to_string);
    command = command.after_help("");
    let man = Man::new(command).title(title.to_uppercase()).section("1").source(concat!("provost ", env!("CARGO_PKG_VERSION")));
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if args.command.is_none() {
        man.render_subcommands_section(&mut page)?;
    }
    page.extend(literal(after.as_deref().unwrap_or_default()).bytes());
    world.out.write_all(&page)?;
    Ok(Exit::Clean)
}

/// Sections of a help page, `Examples:` and the like, with their lines kept.
fn literal(text: &str) -> String {
    let mut roff = String::new();
    for part in text.split("\n\n").filter(|part| !part.is_empty()) {
        let (heading, lines) = part.split_once(":\n").unwrap_or(("", part));
        let line = |line: &str| format!("\\&{}", escaped(line.strip_prefix("  ").unwrap_or(line)));
        let lines = lines.lines().map(line).collect::<Vec<_>>().join("\n");
        // What stands between the sections has no heading and needs none.
        let _ = match heading.contains(' ') {
            _ if heading.is_empty() => writeln!(roff, ".PP\n{lines}"),
            true => writeln!(roff, ".SH \"{}\"\n.nf\n{lines}\n.fi", heading.to_uppercase()),
            false => writeln!(roff, ".SH {}\n.nf\n{lines}\n.fi", heading.to_uppercase()),
        };
    }
    roff
}

/// Text of a line: backslashes, and hyphens that people will copy.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}
