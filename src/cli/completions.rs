use clap_complete::Shell;

use super::{CliError, Exit, World};

const AFTER_HELP: &str = "\
Examples:
  provost completions bash > ~/.local/share/bash-completion/completions/provost
  provost completions zsh > ~/.zfunc/_provost
  provost completions fish > ~/.config/fish/completions/provost.fish

Exit codes:
  0  printed
  2  there is no such shell";

/// Print a script that completes arguments in a shell
#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Args {
    /// Shell
    #[arg(value_name = "SHELL", value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(args: &Args, world: &mut World<'_>) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(world), "provost", &mut script);
    world.out.write_all(&script)?;
    Ok(Exit::Clean)
}
