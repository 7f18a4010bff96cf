//! `provost init`.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use provost::cli::Exit;
use provost::document::parse;
use provost::manifest;
use provost::schema::{Kind, validate};
use provost::text::Source;

use crate::shell::{folder, provost};

fn read(folder: &Path, name: &str) -> Arc<Source> {
    Arc::new(Source::new(name, fs::read_to_string(folder.join(name)).expect("the file that was written")))
}

#[test]
fn it_writes_a_valid_manifest_and_configuration_and_says_what_to_do() {
    let here = folder(&[("Mail Copilot 2/x", "")]);
    let ran = provost(here.path(), &["init", "Mail Copilot 2"]);
    insta::assert_snapshot!(ran.seen(), @"
    wrote Mail Copilot 2/ai-system.yaml, Mail Copilot 2/provost.yaml, Mail Copilot 2/.provost/ai-system.json and Mail Copilot 2/.provost/config.json
    next: edit Mail Copilot 2/ai-system.yaml, then `provost check`
    exit 0
    ");

    let folder = here.path().join("Mail Copilot 2");
    let written = read(&folder, "ai-system.yaml");
    assert!(written.line_count() <= 25, "{}", written.text());
    let (tree, problems) = parse(&written);
    let documents = manifest::read(&Arc::new(tree));
    assert!(problems.is_empty() && documents.diagnostics.is_empty(), "{:?}", documents.diagnostics);
    assert_eq!(documents.systems[0].id, "mail-copilot-2");
    assert_eq!(documents.systems[0].name, "Mail copilot 2");

    let (tree, problems) = parse(&read(&folder, "provost.yaml"));
    assert!(problems.is_empty());
    assert!(validate(Kind::Config, tree.roots().next().unwrap()).is_empty());
}

#[test]
fn the_schema_that_the_first_line_points_at_is_there() {
    let here = folder(&[]);
    provost(here.path(), &["init"]);
    for name in ["ai-system.yaml", "provost.yaml"] {
        let text = read(here.path(), name);
        let schema = text.text().lines().next().unwrap().strip_prefix("# yaml-language-server: $schema=").unwrap().to_owned();
        assert!(read(here.path(), &schema).text().contains("urn:provost:schema:v1"));
    }
}

#[test]
fn it_never_overwrites_and_then_writes_nothing() {
    let here = folder(&[("provost.yaml", "mine")]);
    let ran = provost(here.path(), &["init"]);
    insta::assert_snapshot!(ran.seen(), @"
    error: `provost.yaml` is already there, and `init` never overwrites
      help: move it away, or write to another folder: `provost init FOLDER`
    exit 2
    ");
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 1);
    assert_eq!(read(here.path(), "provost.yaml").text(), "mine");
}

#[test]
fn the_schemas_of_an_earlier_start_are_not_in_the_way() {
    let here = folder(&[]);
    provost(here.path(), &["init"]);
    fs::remove_file(here.path().join("ai-system.yaml")).unwrap();
    fs::remove_file(here.path().join("provost.yaml")).unwrap();
    assert_eq!(provost(here.path(), &["init"]).exit, Exit::Clean);
}
