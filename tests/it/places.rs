//! Where Provost runs for others: the GitHub action, the GitLab template, the hooks, the image. Their scripts are run here with a
//! `provost` that only notes what it was asked.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use provost::cli::Exit;
use provost::document::{self, Node, Tree};
use provost::text::Source;
use tempfile::TempDir;

use crate::shell::{folder, provost};

const ACTION: &str = include_str!("../../action.yml");
const TEMPLATE: &str = include_str!("../../templates/provost.yml");
const HOOKS: &str = include_str!("../../.pre-commit-hooks.yaml");
const DOCKERFILE: &str = include_str!("../../Dockerfile");

fn parse(text: &str) -> Tree {
    let (tree, problems) = document::parse(&Arc::new(Source::new("place.yml", text)));
    assert!(problems.is_empty(), "{problems:?}");
    tree
}

fn get<'a>(node: Node<'a>, path: &[&str]) -> Node<'a> {
    path.iter().fold(node, |node, key| node.get(key).unwrap_or_else(|| panic!("no `{key}`")))
}

/// The action's step with this name.
fn step<'a>(tree: &'a Tree, name: &str) -> Node<'a> {
    let steps = get(tree.roots().next().unwrap(), &["runs", "steps"]);
    steps.items().find(|step| step.get("name").and_then(Node::as_str) == Some(name)).unwrap()
}

/// A folder with a `provost` that writes down its arguments, one per line, and ends with 1.
fn stub() -> TempDir {
    let here = folder(&[("provost/bin/provost", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$NOTES\"\nexit 1\n")]);
    let made = Command::new("chmod").arg("+x").arg(here.path().join("provost/bin/provost")).status().unwrap();
    assert!(made.success());
    here
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// Runs a script with these variables and gives the arguments that `provost` got.
fn arguments(shell: &str, script: &str, here: &Path, variables: &[(&str, &str)]) -> String {
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", here.join("provost/bin").display());
    let mut command = Command::new(shell);
    command.args(["-e", "-c", script]).current_dir(here).env("PATH", path).env("NOTES", here.join("notes"));
    for name in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"] {
        command.env(name, here.join(name));
    }
    command.env("RUNNER_TEMP", here).envs(variables.iter().copied());
    let ran = command.output().unwrap();
    let err = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(err, "", "{script}");
    read(&here.join("notes")).replace(&here.display().to_string(), "TEMP")
}

#[test]
fn no_script_of_the_action_holds_an_expression() {
    let tree = parse(ACTION);
    let steps = get(tree.roots().next().unwrap(), &["runs", "steps"]);
    let scripts: Vec<&str> = steps.items().filter_map(|step| step.get("run").and_then(Node::as_str)).collect();
    assert_eq!(scripts.len(), 4);
    assert!(scripts.iter().all(|script| !script.contains("${{")), "{scripts:?}");
}

#[test]
fn every_input_of_the_action_reaches_it() {
    let tree = parse(ACTION);
    let root = tree.roots().next().unwrap();
    for input in get(root, &["inputs"]).entries() {
        assert!(ACTION.contains(&format!("inputs.{}", input.name())), "{}", input.name());
        assert!(input.value.get("default").is_some() && input.value.get("description").is_some(), "{}", input.name());
    }
}

#[test]
fn inputs_of_the_action_are_arguments_whatever_they_hold() {
    let tree = parse(ACTION);
    let check = step(&tree, "Check");
    let script = check.get("run").and_then(Node::as_str).unwrap();
    let here = stub();
    let given = [
        ("INPUT_PATHS", "systems\n$(touch pwned) a\n-x\n\n"),
        ("INPUT_POLICY", "one; touch pwned\ntwo"),
        ("INPUT_CONFIG", ""),
        ("INPUT_ONLY", "`touch pwned`"),
        ("INPUT_SKIP", "\"; touch pwned; \""),
        ("INPUT_FAIL_ON", "critical"),
        ("INPUT_AS_OF", "2026-11-20"),
        ("INPUT_SUMMARY", "true"),
    ];
    let names: Vec<&str> = get(check, &["env"]).entries().map(|entry| entry.name()).collect();
    assert_eq!(names, given.map(|(name, _)| name));
    std::fs::write(here.path().join("provost.md"), "summary\n").unwrap();
    std::fs::write(here.path().join("provost.json"), "{}").unwrap();
    insta::assert_snapshot!(arguments("bash", script, here.path(), &given), @r#"
    check
    --policy=one; touch pwned
    --policy=two
    --only=`touch pwned`
    --skip="; touch pwned; "
    --fail-on=critical
    --as-of=2026-11-20
    --output
    github
    --output
    sarif=TEMP/provost.sarif
    --output
    json=TEMP/provost.json
    --output
    markdown=TEMP/provost.md
    --
    systems
    $(touch pwned) a
    -x
    "#);
    assert!(!here.path().join("pwned").exists());
    assert_eq!(read(&here.path().join("GITHUB_STEP_SUMMARY")), "summary\n");
    let outputs = read(&here.path().join("GITHUB_OUTPUT")).replace(&here.path().display().to_string(), "TEMP");
    assert_eq!(outputs, "exit-code=1\njson=TEMP/provost.json\n");
}

#[test]
fn inputs_of_the_template_are_arguments_whatever_they_hold() {
    let tree = parse(TEMPLATE);
    let job = get(tree.roots().nth(1).unwrap(), &["provost"]);
    let lines: Vec<&str> = get(job, &["script"]).items().filter_map(Node::as_str).collect();
    let script = lines.join("\n");
    assert!(!script.contains("$[["), "{script}");
    let here = stub();
    let given = [("PROVOST_PATHS", "systems *"), ("PROVOST_POLICY", "$(touch pwned); a b"), ("PROVOST_FAIL_ON", "")];
    insta::assert_snapshot!(arguments("sh", &script, here.path(), &given), @"
    check
    systems
    *
    --policy=$(touch pwned); a b
    --output
    gitlab=gl-code-quality-report.json
    --output
    junit=provost.xml
    --output
    json=provost.json
    ");
    assert!(!here.path().join("pwned").exists());
}

#[test]
fn hooks_call_commands_that_there_are() {
    let tree = parse(HOOKS);
    let entries: Vec<&str> = tree.roots().next().unwrap().items().filter_map(|hook| hook.get("entry")?.as_str()).collect();
    assert_eq!(entries, ["provost check", "provost test", "provost lint"]);
    for entry in entries {
        let command = entry.strip_prefix("provost ").unwrap();
        assert_eq!(provost(folder(&[]).path(), &[command, "--help"]).exit, Exit::Clean);
    }
}

#[test]
fn the_image_is_pinned_static_and_without_root() {
    let bases: Vec<&str> = DOCKERFILE.lines().filter_map(|line| line.strip_prefix("FROM ")).collect();
    insta::assert_snapshot!(bases.join("\n"), @"
    rust:1.91-alpine3.22 AS build
    alpine:3.22 AS ci
    scratch
    ");
    let oldest = include_str!("../../Cargo.toml").split("rust-version = \"").nth(1).unwrap().split('"').next().unwrap();
    assert!(bases[0].starts_with(&format!("rust:{oldest}-")), "it builds with the toolchain that is promised: {oldest}");
    let stages: Vec<&str> = DOCKERFILE.split("\nFROM ").skip(2).collect();
    assert!(stages.iter().all(|stage| stage.contains("\nUSER 65532:65532\n")), "{stages:?}");
}
