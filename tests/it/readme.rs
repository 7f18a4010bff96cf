//! What the README and CONTRIBUTING say is true.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use provost::catalog::Catalog;
use provost::cli::Exit;
use provost::policy::PolicySet;
use provost::report::Format;

use crate::shell::{folder, provost};

const README: &str = include_str!("../../README.md");
const CONTRIBUTING: &str = include_str!("../../CONTRIBUTING.md");

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The fenced block of a language that holds `needle`.
fn block(language: &str, needle: &str) -> &'static str {
    let fence = format!("```{language}\n");
    let mut blocks = README.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next());
    blocks.find(|block| block.contains(needle)).unwrap_or_else(|| panic!("no {language} block with {needle}"))
}

#[test]
fn the_finding_it_shows_is_what_the_command_prints() {
    let (command, shown) = block("console", "$ provost check").split_once('\n').unwrap();
    let arguments: Vec<&str> = command.strip_prefix("$ provost ").unwrap().split(' ').collect();
    let ran = provost(root(), &arguments);
    assert_eq!(ran.exit, Exit::Findings);
    pretty_equal(shown.trim_end(), ran.out.trim_end());
}

#[test]
fn its_manifest_and_policy_work() {
    let files = folder(&[("copilot.yaml", block("yaml", "# copilot.yaml")), ("policy.yaml", block("yaml", "# policy.yaml"))]);
    let ran = provost(files.path(), &["check", "copilot.yaml", "--policy", "policy.yaml", "--only", "our-endpoints", "-o", "concise"]);
    assert_eq!(ran.exit, Exit::Findings, "{}", ran.seen());
    insta::assert_snapshot!(ran.seen(), @"
    copilot.yaml:12:26: high ACME-01 `chat` is open to anybody
    1 finding (1 high) · 1 rule × 1 system
    exit 1
    ");
}

#[test]
fn its_table_of_frameworks_is_computed() {
    let (catalog, policies) = (Catalog::builtin(), PolicySet::builtin());
    let touched: BTreeSet<String> =
        policies.rules.iter().flat_map(|rule| rule.controls().map(|control| control.text).collect::<Vec<_>>()).collect();
    let mut table = String::from("| framework | id | version | controls | touched by rules |\n|---|---|---|---|---|\n");
    for id in catalog.ids() {
        let framework = catalog.framework(id).unwrap();
        let reached = framework.counted().filter(|control| touched.contains(&format!("{id}:{}", control.id))).count();
        writeln!(table, "| {} | `{id}` | {} | {} | {reached} |", framework.short, framework.version, framework.counted().count()).unwrap();
    }
    let start = README.find("| framework |").unwrap();
    let shown: String =
        README[start..].lines().take_while(|line| line.starts_with('|')).fold(String::new(), |text, line| text + line + "\n");
    pretty_equal(&shown, &table);
}

#[test]
fn the_files_that_are_named_exist() {
    for text in [README, CONTRIBUTING] {
        for word in text.split('`').skip(1).step_by(2) {
            let path = word.split(' ').next().unwrap_or_default();
            let named =
                ["src/", "tests/", "policies/", "schemas/", "examples/", ".ci/", "CONTRIBUTING.md"].iter().any(|top| path.starts_with(top));
            assert!(!named || path.contains('<') || root().join(path).exists(), "`{path}` is named but does not exist");
        }
    }
}

#[test]
fn every_dependency_is_justified_and_every_justified_one_is_there() {
    let cargo = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    for (at, heading) in ["\n[dependencies]\n", "\n[dev-dependencies]\n"].into_iter().enumerate() {
        let section = cargo.split(heading).nth(1).unwrap().split("\n[").next().unwrap();
        let used: BTreeSet<&str> = section.lines().filter_map(|line| line.split_once(" = ")).map(|(name, _)| name).collect();
        let rows = CONTRIBUTING.split("| crate | why |").nth(at + 1).unwrap().lines().filter(|line| line.starts_with("| `"));
        let said: BTreeSet<&str> = rows.flat_map(|row| row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2)).collect();
        assert_eq!(used, said);
    }
}

#[test]
fn its_table_of_commands_has_every_command_and_its_list_every_format() {
    let help = provost(root(), &["--help"]).out;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    for command in commands.lines().filter_map(|line| line.split_whitespace().next()) {
        assert!(README.contains(&format!("`provost {command}")), "{command}");
    }
    let list: BTreeSet<&str> = README
        .split("Formats:")
        .nth(1)
        .unwrap()
        .split(", several")
        .next()
        .unwrap()
        .split([',', ' ', '\n'])
        .filter(|w| !w.is_empty())
        .collect();
    let formats: BTreeSet<&str> = Format::ALL.iter().map(|format| format.name).collect();
    assert_eq!(list, formats);
}

#[test]
fn it_is_short_enough_to_be_read() {
    assert!(README.lines().count() <= 150);
}

#[track_caller]
fn pretty_equal(shown: &str, real: &str) {
    assert!(shown == real, "the README shows\n{shown}\nbut it is\n{real}");
}
