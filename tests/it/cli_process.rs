//! The binary itself: exit codes, streams, environment.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::shell::{MANIFEST, folder};

fn binary(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_provost"));
    command.current_dir(folder).env_clear();
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("not killed")
}

#[test]
fn the_exit_code_says_whether_anything_was_checked() {
    let here = folder(&[]);
    let output = binary(here.path()).arg("check").output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stdout).starts_with("error[nothing-checked] there is no manifest in this folder\n"));
    assert_eq!(text(&output.stderr), "");
    assert_eq!(code(&binary(here.path()).arg("--version").output().unwrap()), 0);
    assert_eq!(code(&binary(here.path()).arg("chekc").output().unwrap()), 2);
}

#[test]
fn a_reader_who_leaves_hears_nothing() {
    let here = folder(&[]);
    let mut child = binary(here.path()).args(["schema", "ai-system"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((code(&output), text(&output.stderr)), (0, String::new()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_not_quiet() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = binary(folder(&[]).path()).args(["schema", "ai-system"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stderr).starts_with("error: cannot write to standard output: "), "{}", text(&output.stderr));
}

#[test]
fn color_follows_the_environment_and_the_arguments() {
    let here = folder(&[("a.yaml", &MANIFEST.replace("name", "nmae"))]);
    let colored = |variables: &[(&str, &str)], arguments: &[&str]| {
        let output = binary(here.path()).arg("check").args(arguments).envs(variables.iter().copied()).output().unwrap();
        text(&output.stdout).contains('\u{1b}')
    };
    assert!(!colored(&[], &[]));
    assert!(colored(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(colored(&[("NO_COLOR", "1")], &["--color", "always"]));
}

#[test]
fn the_environment_says_how_wide_and_with_which_characters() {
    let here = folder(&[("a.yaml", &MANIFEST.replace("name", "nmae"))]);
    let output = binary(here.path()).arg("check").env("LC_ALL", "C").env("COLUMNS", "60").output().unwrap();
    let seen = text(&output.stdout);
    assert!(seen.is_ascii(), "{seen}");
    assert!(seen.lines().all(|line| line.len() <= 60), "{seen}");
}

#[test]
fn a_deep_document_does_not_overflow_the_stack() {
    let deep = format!("apiVersion: provost/v1\nkind: AISystem\nx: {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    let output = binary(folder(&[("a.yaml", &deep)]).path()).args(["check", "-o", "concise"]).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(text(&output.stdout).contains(" error "), "{}", text(&output.stdout));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let here = folder(&[("a.yaml", MANIFEST), ("b.yaml", &MANIFEST.replace("copilot", "other")), ("c.yaml", "apiVersion: provost/v1\n")]);
    let run = || binary(here.path()).args(["check", "-o", "json", "-o", "human=seen.txt"]).output().unwrap().stdout;
    let first = run();
    assert_eq!(first, run());
}
