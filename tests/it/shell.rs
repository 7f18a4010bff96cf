//! A folder of files and a prompt: commands run in-process, in a world of the test's making.

use std::io::BufRead;
use std::path::Path;

use jiff::civil::date;
use provost::cli::{Color, Environment, Exit, World, run};
use tempfile::TempDir;

/// A manifest that says no more than it must.
pub const MANIFEST: &str = "apiVersion: provost/v1\nkind: AISystem\nid: copilot\nname: Copilot\n";

/// What a command left behind.
#[derive(Debug)]
pub struct Ran {
    pub exit: Exit,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Both streams, as a person sees them, and the exit code.
    pub fn seen(&self) -> String {
        format!("{}{}exit {}\n", self.out, self.err, self.exit as u8)
    }
}

/// A folder with these files.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("a new folder");
        std::fs::write(path, text).expect("a new file");
    }
    folder
}

/// Runs `provost` with these arguments in a folder, on 2026-11-20.
pub fn provost(folder: &Path, arguments: &[&str]) -> Ran {
    in_world(folder, arguments, |_| {})
}

/// The same in a world that `change` has changed.
pub fn in_world(folder: &Path, arguments: &[&str], change: impl FnOnce(&mut World<'_>)) -> Ran {
    made(folder, arguments, &mut std::io::empty(), change)
}

/// The same with something on standard input.
pub fn with_input(folder: &Path, arguments: &[&str], input: &mut dyn BufRead) -> Ran {
    made(folder, arguments, input, |_| {})
}

fn made(folder: &Path, arguments: &[&str], input: &mut dyn BufRead, change: impl FnOnce(&mut World<'_>)) -> Ran {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut world = World {
        input,
        in_is_terminal: false,
        out: &mut out,
        err: &mut err,
        out_is_terminal: false,
        err_is_terminal: false,
        environment: Environment::of(|_| None),
        folder: folder.to_owned(),
        today: date(2026, 11, 20),
        started: None,
        color: Color::Auto,
    };
    change(&mut world);
    let exit = run(std::iter::once("provost").chain(arguments.iter().copied()), &mut world);
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { exit, out: text(out), err: text(err) }
}
