//! The `provost` binary: gives [`provost::cli`] a stack of known size and passes its exit code on.

use std::process::ExitCode;

use provost::cli;

fn main() -> ExitCode {
    // A panic has said what happened on standard error; what was not checked must not look checked.
    let thread = std::thread::Builder::new().stack_size(cli::STACK_BYTES).spawn(cli::main);
    thread.map_or_else(|_| cli::main(), |thread| thread.join().unwrap_or(cli::Exit::Broken)).into()
}
