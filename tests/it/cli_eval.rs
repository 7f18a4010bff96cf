//! `eval`: an expression's value, its type, what it read; and the same line by line.

use std::path::Path;

use provost::cli::Exit;

use crate::shell::{MANIFEST, Ran, folder, in_world, provost, with_input};

const SYSTEM: &str = "\
apiVersion: provost/v1
kind: AISystem
id: copilot
name: \"Copilot \\e[31m\"
lifecycle: {stage: pilot}
models:
  - {id: chat, version: '1'}
  - {id: rank}
";

const POLICY: &str = "\
apiVersion: provost/v1
kind: Policy
id: ours
title: Ours
params:
  least: {type: integer, default: 2}
rules:
  - id: OUR-1
    title: Models have versions
    severity: high
    for_each: {model: system.models}
    let:
      number: int(model.id)
      named: has(model.version)
    assert: named
    message: no version
  - id: OUR-2
    title: Numbers
    severity: high
    let: {number: int(system.id)}
    assert: number > 0
    message: no number
";

/// Pipes lines into `eval` with these arguments.
fn piped(folder: &Path, arguments: &[&str], lines: &str) -> Ran {
    let arguments: Vec<&str> = std::iter::once("eval").chain(arguments.iter().copied()).collect();
    with_input(folder, &arguments, &mut lines.as_bytes())
}

#[test]
fn an_answer_is_a_value_its_type_and_what_was_read() {
    let here = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.models.all(m, has(m.version))", "copilot.yaml"]).seen(), @r#"
    false
      type  bool
      read  models[chat].version  "1"           copilot.yaml:7:25
            models[rank].version  not declared  copilot.yaml:8:10
    exit 0
    "#);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.lifecycle.stage", "copilot.yaml"]).seen(), @r#"
    "pilot"
      type  string: `idea`, `development`, `pilot`, `production`, `retired`,
            `withdrawn` or `recalled`
      read  lifecycle.stage  "pilot"  copilot.yaml:5:20
    exit 0
    "#);
}

#[test]
fn what_nobody_declared_is_named_with_its_place() {
    let here = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.models.all(m, m.version > '0')", "copilot.yaml"]).seen(), @r#"
    undeclared
      type     bool
      declare  models[rank].version  no `version` here  copilot.yaml:8:10
      read     models[chat].version  "1"                copilot.yaml:7:25
    exit 1
    "#);
}

#[test]
fn mistakes_are_shown_in_the_expression() {
    let here = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.lifecyle.stage", "copilot.yaml"]).seen(), @"
    error[cel-name] unknown field `lifecyle` in `system`

       ╭─[<expression>:1:8]
     1 │ system.lifecyle.stage
       ·        ────┬───
       ·            ╰── no such field
       ╰────
      help: did you mean `lifecycle`?
    exit 2
    ");
    insta::assert_snapshot!(provost(here.path(), &["eval", "10 / (size(system.models) - 2)", "copilot.yaml"]).seen(), @r#"
    error[evaluation-error] division by zero

       ╭─[<expression>:1:1]
     1 │ 10 / (size(system.models) - 2)
       · ───────────────┬──────────────
       ·                ╰── this failed
       ╰────
      read  models  [{"id": "chat", "version": "1"}, {"id": "rank"}]  copilot.yaml:6:1
    exit 2
    "#);
    let ran = provost(here.path(), &["eval", "params.x"]);
    assert!(ran.out.contains("name a rule with `--rule ID`"), "{}", ran.seen());
}

#[test]
fn the_only_manifest_is_found_and_of_several_one_is_asked_for() {
    let one = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(provost(one.path(), &["eval", "system.id"]).seen(), @r#"
    copilot
    "copilot"
      type  string
      read  id  "copilot"  copilot.yaml:3:5
    exit 0
    "#);
    let two = folder(&[("a.yaml", SYSTEM), ("b.yaml", &MANIFEST.replace("copilot", "other"))]);
    insta::assert_snapshot!(provost(two.path(), &["eval", "system.id"]).seen(), @"
    error: there are 2 manifests below this folder: `a.yaml`, `b.yaml`
      help: name one: `provost eval EXPR a.yaml`, or `:load a.yaml` at the prompt; `.` stands for all of them
    exit 2
    ");
    insta::assert_snapshot!(provost(two.path(), &["eval", "has(system.models)", "."]).seen(), @r#"
    copilot
    true
      type  bool
      read  models  [{"id": "chat", "version": "1"}, {"id": "rank"}]  a.yaml:6:1

    other
    false
      type  bool
      read  models  not declared  b.yaml:3:5
    exit 0
    "#);
    let fleet = provost(two.path(), &["eval", "fleet.map(s, s.id)"]);
    assert!(fleet.out.starts_with("[\"copilot\", \"other\"]\n"), "{}", fleet.seen());
    insta::assert_snapshot!(provost(folder(&[]).path(), &["eval", "system.id"]).seen(), @"
    error: the expression needs a manifest, and there is none below this folder
      help: name one: `provost eval EXPR PATH`, or `:load PATH` at the prompt
    exit 2
    ");
}

#[test]
fn what_needs_no_manifest_reads_none() {
    let broken = folder(&[("a.yaml", "apiVersion: provost/v1\nkind: AISystem\n")]);
    insta::assert_snapshot!(provost(broken.path(), &["eval", "today - date('2026-11-01')"]).seen(), @"
    19 days
      type  duration
    exit 0
    ");
    let pinned = provost(broken.path(), &["eval", "today", "--as-of", "2026-01-31"]);
    assert!(pinned.out.starts_with("2026-01-31\n"), "{}", pinned.seen());
    let ran = provost(broken.path(), &["eval", "system.id"]);
    assert!(ran.exit == Exit::Broken && ran.out.starts_with("error[missing-field]"), "{}", ran.seen());
}

#[test]
fn the_names_of_a_rule_can_be_tried() {
    let here = folder(&[("copilot.yaml", SYSTEM), ("policy.yaml", POLICY)]);
    let eval = |expression: &str, rule: &str| {
        provost(here.path(), &["eval", expression, "copilot.yaml", "--rule", rule, "--policy", "policy.yaml"]).seen()
    };
    insta::assert_snapshot!(eval("named", "OUR-1"), @r#"
    copilot: models[chat]
    true
      type  bool
      read  models[chat].version  "1"  copilot.yaml:7:25

    copilot: models[rank]
    false
      type  bool
      read  models[rank].version  not declared  copilot.yaml:8:10
    exit 0
    "#);
    insta::assert_snapshot!(eval("params.least + 1", "our-1"), @"
    3
      type  int
      read  params.least  2  policy.yaml:6:35
    exit 0
    ");
    insta::assert_snapshot!(eval("number > 1", "OUR-2"), @r#"
    error[evaluation-error] `copilot` is not an int

        ╭─[policy.yaml:20:19]
     17 │   - id: OUR-2
        ⋮
     20 │     let: {number: int(system.id)}
        ·                   ───────┬──────
        ·                          ╰── this failed
        ╰────
      read  id  "copilot"  copilot.yaml:3:5
    exit 2
    "#);
    insta::assert_snapshot!(eval("1", "OUR-3"), @"
    error: there is no rule `OUR-3`
      help: `provost explain` lists the rules
    exit 2
    ");
}

#[test]
fn a_let_that_fails_is_shown_where_it_stands_by_check_too() {
    let here = folder(&[("copilot.yaml", SYSTEM), ("policy.yaml", POLICY)]);
    let ran = provost(here.path(), &["check", "copilot.yaml", "--policy", "policy.yaml", "--only", "OUR-2", "-o", "concise"]);
    assert!(ran.out.starts_with("policy.yaml:20:19: high OUR-2 error: "), "{}", ran.seen());
}

#[test]
fn json_is_one_line_for_each_answer() {
    let here = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.name", "copilot.yaml", "-o", "json"]).seen(), @r#"
    {"schema":"provost/eval/v1","expression":"system.name","system":"copilot","item":null,"outcome":"value","type":"string","value":"Copilot \u001b[31m","read":[{"path":"name","declared":true,"value":"Copilot \u001b[31m","location":{"path":"copilot.yaml","line":4,"column":7,"end_line":4,"end_column":23,"byte_start":56,"byte_end":72}}],"undeclared":[],"diagnostics":[]}
    exit 0
    "#);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.models[1].version", "copilot.yaml", "-o", "json"]).seen(), @r#"
    {"schema":"provost/eval/v1","expression":"system.models[1].version","system":"copilot","item":null,"outcome":"undeclared","type":"string","value":null,"read":[],"undeclared":[{"path":"models[rank].version","label":"no `version` here","location":{"path":"copilot.yaml","line":8,"column":10,"end_line":8,"end_column":14,"byte_start":145,"byte_end":149}}],"diagnostics":[]}
    exit 1
    "#);
    insta::assert_snapshot!(provost(here.path(), &["eval", "nope", "-o", "json"]).seen(), @r#"
    {"schema":"provost/eval/v1","expression":"nope","system":null,"item":null,"outcome":"error","type":null,"value":null,"read":[],"undeclared":[],"diagnostics":[{"code":"cel-name","severity":"error","message":"unknown variable `nope`","help":"the names here are `system`, `params`, `derived`, `today`, `fleet` and `evidence`; a text stands in quotes","location":{"path":"<expression>","line":1,"column":1,"end_line":1,"end_column":5,"byte_start":0,"byte_end":4},"label":"no variable of this name here","quotes":[{"path":"<expression>","lines":[{"line":1,"text":"nope"}]}]}]}
    exit 2
    "#);
}

#[test]
fn nothing_from_a_manifest_steers_the_terminal() {
    let here = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(provost(here.path(), &["eval", "system.name + '\\n'", "copilot.yaml"]).seen(), @r#"
    "Copilot \u001b[31m\n"
      type  string
      read  name  "Copilot \u001b[31m"  copilot.yaml:4:7
    exit 0
    "#);
}

#[test]
fn lines_are_answered_one_by_one_and_the_worst_counts() {
    let here = folder(&[("copilot.yaml", SYSTEM)]);
    insta::assert_snapshot!(piped(here.path(), &["copilot.yaml"], "system.id\n\n// a comment\nsystem.version == '1'\n:quit\n1/0\n").seen(), @r#"
    "copilot"
      type  string
      read  id  "copilot"  copilot.yaml:3:5

    undeclared
      type     bool
      declare  version  no `version` here  copilot.yaml:3:5
    exit 1
    "#);
    assert_eq!(piped(here.path(), &[], "1/0\n1").exit, Exit::Broken);
    assert_eq!(piped(here.path(), &[], "").seen(), "exit 0\n");
}

#[test]
fn commands_say_what_there_is() {
    let here = folder(&[("copilot.yaml", SYSTEM), ("policy.yaml", POLICY)]);
    let lines = ":type system.lifecycle.stage\n:fields system.models[0].card\n:fields\n:load copilot.yaml\nsystem.id == 'x'\n:feilds\n:load nope.yaml\nsystem.id\n";
    insta::assert_snapshot!(piped(here.path(), &[], lines).seen(), @r#"
    string: `idea`, `development`, `pilot`, `production`, `retired`, `withdrawn` or `recalled`

      path        string
      sha256      string
      updated_on  string (a date)
      url         string

      system    mapping `system`
      params    mapping `params`
      derived   mapping `derived`
      today     timestamp
      fleet     list(mapping `system`)
      evidence  list(mapping `system.evidence[]`)

    `system` is copilot (copilot.yaml)

    false
      type  bool
      read  id  "copilot"  copilot.yaml:3:5


    error[unreadable-file] cannot read `nope.yaml`: there is no such file or folder
      help: check the path and its permissions

    "copilot"
      type  string
      read  id  "copilot"  copilot.yaml:3:5
    error: there is no command `:feilds`
      help: did you mean `:fields`?
    exit 2
    "#);
    let rule = piped(here.path(), &["--policy", "policy.yaml"], ":rule OUR-1\nparams.least\n").seen();
    insta::assert_snapshot!(rule, @"
    no manifest is loaded
      system    mapping `system`
      params    mapping `params`
      today     timestamp
      model     mapping `system.models[]`
      number    int
      named     bool
      evidence  list(mapping `system.evidence[]`)

    2
      type  int
      read  params.least  2  policy.yaml:6:35
    exit 0
    ");
}

#[test]
fn a_file_in_place_of_an_expression_is_what_lines_are_evaluated_on() {
    let here = folder(&[("today", "no manifest"), ("copilot.yaml", SYSTEM)]);
    assert!(piped(here.path(), &["copilot.yaml"], "system.id").out.starts_with("\"copilot\"\n"));
    let color = in_world(here.path(), &["eval", "1", "--color", "always"], |_| {});
    assert_eq!(color.out, "\u{1b}[1m1\u{1b}[0m\n  \u{1b}[2mtype\u{1b}[0m  int\n");
}

#[test]
fn a_value_of_very_many_parts_is_not_shown() {
    let open: String = (1..40).map(|at| format!("cel.bind(a{at}, [a{0}, a{0}], ", at - 1)).collect();
    let ran = provost(folder(&[]).path(), &["eval", &format!("cel.bind(a0, [1], {open}a39{}", ")".repeat(40))]);
    assert!(ran.seen().contains("the value is too large to be shown"), "{}", ran.seen());
}

#[test]
fn an_expression_may_begin_with_a_minus_and_a_misspelt_option_is_none() {
    let here = folder(&[]);
    assert!(provost(here.path(), &["eval", "-5 / 2"]).out.starts_with("-2\n"));
    let ran = provost(here.path(), &["eval", "--rulee", "LEK-01"]);
    assert!(ran.err.contains("there is no such option"), "{ran:?}");
    assert_eq!(ran.exit, Exit::Broken);
}

#[test]
fn what_classifications_derive_can_be_asked_without_a_rule() {
    let manifest = "apiVersion: provost/v1\nkind: AISystem\nid: a\nname: A\nevidence: [{id: run, kind: evaluation}]\n";
    let here = folder(&[("a.yaml", manifest)]);
    let said = |expression: &str| provost(here.path(), &["eval", expression, "a.yaml"]).out;
    assert!(said("'prohibited' in derived.eu_ai_act.possible").starts_with("true\n"));
    assert!(said("derived.eu_ai_act.tier").starts_with("undeclared\n"));
    assert!(said("derived.eu_ai_act.teir").contains("did you mean `tier`?"));
    assert!(said("evidence.map(e, e.id)").starts_with("[\"run\"]\n"));
}

#[test]
fn an_expression_is_one_whatever_files_there_are() {
    let here = folder(&[("today", "x"), ("1", "x"), ("copilot.yaml", MANIFEST)]);
    assert_eq!(provost(here.path(), &["eval", "1"]).out.lines().next(), Some("1"));
    assert!(provost(here.path(), &["eval", "today", "--as-of", "2026-11-20"]).out.starts_with("2026-11-20"));
    let ran = provost(here.path(), &["eval", "//"]);
    assert_ne!(ran.exit, Exit::Clean, "{}", ran.seen());
    assert!(piped(here.path(), &["copilot.yaml", "-o", "json"], "system.id\n").out.contains("\"value\":\"copilot\""));
}

#[test]
fn lines_that_are_not_utf_8_are_told_and_a_byte_order_mark_is_passed_over() {
    let here = folder(&[]);
    let ran = with_input(here.path(), &["eval", "-o", "json"], &mut &b"\xef\xbb\xbf1 + 1\n'\xff' == '\xfe'\n2 + 2\n"[..]);
    insta::assert_snapshot!(ran.seen(), @r#"
    {"schema":"provost/eval/v1","expression":"1 + 1","system":null,"item":null,"outcome":"value","type":"int","value":2,"read":[],"undeclared":[],"diagnostics":[]}
    {"schema":"provost/eval/v1","expression":"2 + 2","system":null,"item":null,"outcome":"value","type":"int","value":4,"read":[],"undeclared":[],"diagnostics":[]}
    error: a line of standard input is not UTF-8
      help: save the file as UTF-8
    exit 2
    "#);
}

#[test]
fn keys_that_are_spelled_alike_are_both_shown() {
    let here = folder(&[]);
    let first = |text: &str| provost(here.path(), &["eval", text]).out.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first("{dyn(1): 'a', '1': 'b'}"), "{\"1\": \"b\", \"int(1)\": \"a\"}");
    assert_eq!(first("{1: 'a', 2: 'b'}"), "{\"1\": \"a\", \"2\": \"b\"}");
}
