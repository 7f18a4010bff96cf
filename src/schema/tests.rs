use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::diagnostic::plain::plain;
use crate::document::{Tree, parse};
use crate::text::Source;

mod anything;
mod keys;
mod shape;
mod values;

fn tree(text: &str) -> Tree {
    let (tree, syntax) = parse(&Arc::new(Source::new("a.yaml", text)));
    assert!(syntax.is_empty(), "{}", plain(&syntax));
    tree
}

/// The problems of `text` as a document of `kind`.
fn problems(kind: Kind, text: &str) -> String {
    plain(&validate(kind, tree(text).roots().next().unwrap()))
}

/// The problems of a manifest that begins, in its first line, with the four required keys.
fn manifest(rest: &str) -> String {
    let rest = rest.trim_matches('\n').trim_end();
    problems(Kind::AiSystem, &format!("{{apiVersion: provost/v1, kind: AISystem, id: case, name: Case, {rest}}}"))
}

/// The problems of a configuration.
fn config(rest: &str) -> String {
    problems(Kind::Config, &format!("{{apiVersion: provost/v1, kind: Config, {rest}}}"))
}

#[test]
fn every_schema_compiles_and_accepts_its_own_examples() {
    for kind in Kind::ALL {
        let json: Value = serde_json::from_str(text(kind)).unwrap();
        assert_eq!(json["$id"], format!("urn:provost:schema:v1:{}", kind.slug()));
        for example in json["examples"].as_array().unwrap() {
            assert_eq!(problems(kind, &example.to_string()), "", "{kind:?}");
        }
    }
}

#[test]
fn every_property_has_a_title_a_description_and_examples_that_it_accepts() {
    for kind in Kind::ALL {
        let root: Value = serde_json::from_str(text(kind)).unwrap();
        let definitions = root["$defs"].as_object().unwrap();
        let mut seen = BTreeSet::new();
        visit(&root, &mut |field| {
            let target = check::resolve(&root, field);
            for key in ["title", "description"] {
                assert!(field.get(key).or(target.get(key)).is_some(), "{kind:?}: no {key} in {field}");
            }
            let mut alone = field.clone();
            alone["$defs"] = Value::Object(definitions.clone());
            let examples = field.get("examples").or(target.get("examples")).and_then(Value::as_array);
            assert!(
                examples.is_some() || target.get("properties").is_some() || target.get("items").is_some(),
                "{kind:?}: no example in {field}"
            );
            for example in examples.into_iter().flatten() {
                if seen.insert(format!("{field}{example}")) {
                    let found = Schema::new(alone.clone()).unwrap().check(tree(&example.to_string()).roots().next().unwrap());
                    assert!(found.is_empty(), "{field}\n{}", plain(&found));
                }
            }
        });
    }
}

/// Calls `see` with the schema of every property, at any depth.
fn visit(schema: &Value, see: &mut impl FnMut(&Value)) {
    for field in schema.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(_, field)| field) {
        see(field);
        visit(field, see);
    }
    for definition in schema.get("$defs").and_then(Value::as_object).into_iter().flatten().map(|(_, definition)| definition) {
        visit(definition, see);
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get(key) {
            visit(inner, see);
        }
    }
}

#[test]
fn documents_are_closed_at_every_level() {
    for kind in Kind::ALL {
        let root: Value = serde_json::from_str(text(kind)).unwrap();
        visit(&json!({"properties": {"root": root}}), &mut |field| {
            if field.get("properties").is_some() {
                assert_eq!(field["unevaluatedProperties"], false, "{kind:?}: {field}");
            }
        });
    }
}

#[test]
fn the_minimal_manifest_is_well_formed() {
    assert_eq!(problems(Kind::AiSystem, "apiVersion: provost/v1\nkind: AISystem\nid: a\nname: A\n"), "");
}

#[test]
fn all_problems_come_at_once_in_the_order_of_the_text() {
    insta::assert_snapshot!(problems(Kind::AiSystem, "
apiVersion: provost/v1
kind: AISystem
id: Support Copilot
nmae: Support copilot
lifecycle: {stage: prod}
owners: {accountable: {contact: a@acme.example}}
"), @r"
    error[wrong-value]: expected an id such as `support-copilot` for `id`
      a.yaml:4:5 >Support Copilot< not an id
      help: write `support-copilot`

    error[unknown-field]: unknown key `nmae`
      a.yaml:5:1 >nmae< no such key
      help: did you mean `name`?

    error[wrong-value]: expected `idea`, `development`, `pilot`, `production`, `retired`, `withdrawn` or `recalled` for `lifecycle.stage`
      a.yaml:6:20 >prod< not one of these
      help: did you mean `production`?

    error[missing-field]: `name` is missing in `owners.accountable`
      a.yaml:7:10 >accountable< has no `name`
      help: add `name: Head of support`
    ");
}

#[test]
fn a_problem_behind_an_alias_is_reported_once() {
    insta::assert_snapshot!(problems(Kind::AiSystem, "
apiVersion: provost/v1
kind: AISystem
id: a
name: A
owners:
  accountable: &me {name: Head of support, kind: boss}
  security: *me
  data: *me
"), @r"
    error[wrong-value]: expected `person`, `role` or `team` for `owners.accountable.kind`
      a.yaml:7:50 >boss< not one of these
      help: write `person`, `role` or `team`
    ");
}

#[test]
fn hostile_text_is_shown_escaped_and_short() {
    let long = "x".repeat(300);
    insta::assert_snapshot!(manifest(&format!("\"\\e[31mred\": 1, \"{long}\": 1, labels: {{\"a\\nb\": 1}}")), @r#"
    error[unknown-field]: unknown key `\u{1b}[31mred`
      a.yaml:1:64 >\"\\e[31mred\"< no such key
      help: put what only you need under `extensions`, beside `id` and `name`

    error[unknown-field]: unknown key `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…`
      a.yaml:1:80 >\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"< no such key
      help: put what only you need under `extensions`, beside `id` and `name`

    error[wrong-type]: expected a short text such as `jira` for `labels.a\nb`
      a.yaml:1:404 >1< a whole number
      help: write `"1"`, in quotes
    "#);
}

#[test]
fn a_file_of_garbage_gives_a_bounded_number_of_problems() {
    let rows = vec!["{id: Not An Id}"; 5000].join(", ");
    let text = format!("apiVersion: provost/v1\nkind: AISystem\nid: a\nname: A\nmodels: [{rows}]\n");
    let found = validate(Kind::AiSystem, tree(&text).roots().next().unwrap());
    assert_eq!(found.len(), 1000);
}

#[test]
fn a_schema_read_at_run_time_speaks_the_same_words() {
    let schema = Schema::new(json!({"type": "integer", "minimum": 1})).unwrap();
    let tree = tree("params:\n  ownership:\n    max_age_days: 30 days\n    max_gap: 0\n");
    let values = tree.roots().next().unwrap().get("params").unwrap().get("ownership").unwrap();
    let found: Vec<Diagnostic> = values.entries().flat_map(|entry| schema.check(entry.value)).collect();
    insta::assert_snapshot!(plain(&found), @r"
    error[wrong-type]: expected a whole number for `params.ownership.max_age_days`
      a.yaml:3:19 >30 days< a text
      help: write the number alone: `30`

    error[wrong-value]: expected 1 or more for `params.ownership.max_gap`
      a.yaml:4:14 >0< too small
    ");
}

#[test]
fn a_broken_schema_says_why() {
    insta::assert_snapshot!(Schema::new(json!({"type": "int"})).err().unwrap(), @r#""int" is not valid under any of the schemas listed in the 'anyOf' keyword"#);
}

#[test]
fn every_shipped_policy_and_framework_is_well_formed() {
    for (name, text) in crate::embed::files("policies/") {
        let tree = tree(text);
        let root = tree.roots().next().unwrap();
        let kind = Kind::of(root).unwrap();
        assert_eq!(plain(&validate(kind, root)), "", "{name}");
    }
}

#[test]
fn the_head_of_a_document_names_its_kind() {
    let kind = |text: &str| match Kind::of(tree(text).roots().next().unwrap()) {
        Ok(kind) => format!("{kind:?}\n"),
        Err(problem) => plain(&[*problem]),
    };
    let heads = [
        "apiVersion: provost/v1\nkind: Policy",
        "apiVersion: provost/v1\nkind: AiSystem",
        "apiVersion: provost/v1\nkind: Deployment",
        "apiVersion: provost/v1\nkind: [Policy]",
        "apiVersion: provost/v1\nkind:",
        "apiVersion: provost/v2\nkind: Policy",
        "apiVersion: 1\nkind: Policy",
        "kind: Policy",
        "apiVersion: provost/v1\nname: x",
        "name: x",
        "- id: a\n- id: b",
        "just text",
    ];
    insta::assert_snapshot!(heads.map(kind).join("\n"), @"
    Policy

    error[unknown-kind]: unknown kind `AiSystem`
      a.yaml:2:7 >AiSystem< not a kind that is known
      help: did you mean `AISystem`?

    error[unknown-kind]: unknown kind `Deployment`
      a.yaml:2:7 >Deployment< not a kind that is known
      help: write `AISystem`, `Policy`, `PolicyTest`, `Framework`, `Crosswalk`, `Classification`, `Config` or `Import`

    error[unknown-kind]: expected a kind for `kind`, found a list
      a.yaml:2:7 >[Policy]< a list
      help: write `AISystem`, `Policy`, `PolicyTest`, `Framework`, `Crosswalk`, `Classification`, `Config` or `Import`

    error[unknown-kind]: expected a kind for `kind`, found no value
      a.yaml:2:1 >kind< no value
      help: write `AISystem`, `Policy`, `PolicyTest`, `Framework`, `Crosswalk`, `Classification`, `Config` or `Import`

    error[unknown-kind]: expected `provost/v1` for `apiVersion`, found `provost/v2`
      a.yaml:1:13 >provost/v2< not a version that is known
      help: write `apiVersion: provost/v1`

    error[unknown-kind]: expected `provost/v1` for `apiVersion`, found a whole number
      a.yaml:1:13 >1< not a version that is known
      help: write `apiVersion: provost/v1`

    error[unknown-kind]: the document names no `apiVersion`
      a.yaml:1:1 >kind< stands without one
      help: begin with `apiVersion: provost/v1`

    error[unknown-kind]: the document names no `kind`
      a.yaml:1:1 >apiVersion< the document begins here
      help: add `kind: AISystem`, or whichever kind it is

    error[unknown-kind]: the document names no `kind`
      a.yaml:1:1 >name< the document begins here
      help: begin with `apiVersion: provost/v1` and `kind: AISystem`

    error[wrong-type]: expected a mapping for the document, found a list
      a.yaml:1:1 >- id: a< a list
      help: remove the `- ` before each entry; documents of one file are separated by `---`

    error[wrong-type]: expected a mapping for the document, found a text
      a.yaml:1:1 >just text< a text
      help: begin with `apiVersion: provost/v1` and `kind: AISystem`
    ");
}
