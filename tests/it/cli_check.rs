//! `provost check`: which files it reads, and what it says when it cannot.

use std::fs;

use provost::cli::Exit;
use serde_json::Value;

use crate::shell::{MANIFEST, Ran, folder, in_world, provost};

/// The result as a program reads it.
fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).expect("JSON on standard output")
}

/// The ids of the diagnostics' codes, and where they are.
fn codes(ran: &Ran) -> Vec<(String, String)> {
    let of = |diagnostic: &Value| {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        (text(&diagnostic["code"]), text(&diagnostic["location"]["path"]))
    };
    json(ran)["diagnostics"].as_array().expect("a list").iter().map(of).collect()
}

#[test]
fn an_empty_folder_cannot_be_checked() {
    insta::assert_snapshot!(provost(folder(&[]).path(), &["check"]).seen(), @"
    error[nothing-checked] there is no manifest in this folder
      help: `provost init` writes a first one; `provost check PATH` looks elsewhere

    next: `provost explain nothing-checked` says what causes this and what to do

    1 error · nothing checked · 0 rules × 0 systems
    exit 2
    ");
}

#[test]
fn a_path_without_manifests_is_named() {
    let here = folder(&[("systems/readme.txt", "")]);
    let ran = provost(here.path(), &["check", "systems", "-o", "concise"]);
    insta::assert_snapshot!(ran.seen(), @"
    provost: error nothing-checked there is no manifest in `systems`
    1 error · nothing checked · 0 rules × 0 systems
    exit 2
    ");
}

#[test]
fn a_missing_file_is_an_error() {
    insta::assert_snapshot!(provost(folder(&[]).path(), &["check", "nope.yaml", "-o", "concise"]).seen(), @"
    provost: error unreadable-file cannot read `nope.yaml`: there is no such file or folder
    1 error · nothing checked · 0 rules × 0 systems
    exit 2
    ");
}

#[test]
fn a_broken_manifest_is_shown_with_its_place() {
    let here = folder(&[("systems/copilot.yaml", "apiVersion: provost/v1\nkind: AISystem\nid: copilot\nnmae: Copilot\n")]);
    let ran = provost(here.path(), &["check", "--only", "LEK-01"]);
    assert_eq!(ran.exit, Exit::Broken);
    insta::assert_snapshot!(ran.out, @"
    error[unknown-field] unknown key `nmae`

       ╭─[systems/copilot.yaml:4:1]
     3 │ id: copilot
     4 │ nmae: Copilot
       · ──┬─
       ·   ╰── no such key
       ╰────
      help: did you mean `name`?

    next: `provost explain unknown-field` says what causes this and what to do

    1 error · nothing checked · 1 rule × 0 systems
    ");
}

#[test]
fn files_of_others_are_passed_over_and_ours_are_read_in_full() {
    let broken = "apiVersion: provost/v1\nkind: AISystem\nid: x\n";
    let here = folder(&[
        ("a.yaml", broken),
        ("b.yml", broken),
        ("c.json", r#"{"apiVersion": "provost/v1", "kind": "AISystem", "id": "x"}"#),
        ("d.txt", broken),
        ("pod.yaml", "apiVersion: v1\nkind: Pod\n"),
        ("not-yaml.yaml", "{{ template }}: [\n"),
        ("policies/own.yaml", "apiVersion: provost/v1\nkind: Policy\n"),
        ("kind.yaml", "apiVersion: provost/v1\nkind: AISytem\n"),
        (".hidden/e.yaml", broken),
        (".gitignore", "ignored/\n"),
        ("ignored/f.yaml", broken),
    ]);
    let ran = provost(here.path(), &["check", "-o", "json"]);
    let files: Vec<String> = codes(&ran).into_iter().map(|(code, path)| format!("{path} {code}")).collect();
    assert_eq!(files, ["a.yaml missing-field", "b.yml missing-field", "c.json missing-field", "kind.yaml unknown-kind"]);
}

#[test]
fn a_file_that_was_named_must_be_a_manifest() {
    let here =
        folder(&[("own.yaml", "apiVersion: provost/v1\nkind: Policy\n"), ("empty.yaml", "# nothing\n"), ("pod.yaml", "kind: Pod\n")]);
    let ran = provost(here.path(), &["check", "own.yaml", "empty.yaml", "pod.yaml", "--only", "LEK-01", "-o", "concise"]);
    insta::assert_snapshot!(ran.seen(), @"
    provost: error unknown-kind `empty.yaml` holds no document
    own.yaml:2:7: error unexpected-kind expected an AISystem, found a document of kind Policy
    pod.yaml:1:1: error unknown-kind the document names no `apiVersion`
    3 errors · nothing checked · 1 rule × 0 systems
    exit 2
    ");
}

#[test]
fn a_utf16_manifest_is_an_error_and_anothers_binary_file_is_not() {
    let utf16: Vec<u8> = MANIFEST.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let here = folder(&[]);
    fs::write(here.path().join("a.yaml"), [&[0xff, 0xfe], &utf16[..]].concat()).unwrap();
    fs::write(here.path().join("b.yaml"), [0xff, 0x00, 0xc3]).unwrap();
    let ran = provost(here.path(), &["check", "-o", "json"]);
    assert_eq!(codes(&ran), [("invalid-utf8".to_owned(), "a.yaml".to_owned())]);
}

#[test]
fn a_file_is_read_once_however_often_it_is_named() {
    let here = folder(&[("systems/a.yaml", MANIFEST)]);
    let ran = provost(here.path(), &["check", "systems", "systems/a.yaml", ".", "-o", "json"]);
    assert_eq!(json(&ran)["summary"]["systems"], 1);
}

#[test]
fn the_nearest_configuration_pins_the_day() {
    let config = |day| format!("apiVersion: provost/v1\nkind: Config\nas_of: {day}\n");
    let here = folder(&[
        ("provost.yaml", &config("2026-01-01")),
        ("systems/a.yaml", MANIFEST),
        ("examples/b/provost.yaml", &config("2025-05-05")),
        ("examples/b/deep/b.yaml", &MANIFEST.replace("copilot", "other")),
    ]);
    let as_of = |arguments: &[&str]| json(&provost(here.path(), &[&["check", "-o", "json"], arguments].concat()))["as_of"].clone();
    assert_eq!(as_of(&["systems"]), "2026-01-01");
    assert_eq!(as_of(&["examples"]), "2025-05-05");
    assert_eq!(as_of(&["examples/b/deep/b.yaml"]), "2025-05-05");
    assert_eq!(as_of(&["examples", "--config", "provost.yaml"]), "2026-01-01");
    assert_eq!(as_of(&["examples", "--as-of", "2024-02-29"]), "2024-02-29");
    let all = json(&provost(here.path(), &["check", "-o", "json"]));
    assert_eq!(all["summary"]["systems"], 2);
}

#[test]
fn the_configuration_says_which_paths_and_which_not() {
    let config = "apiVersion: provost/v1\nkind: Config\npaths: [systems]\nexclude: [\"**/drafts/**\"]\n";
    let other = |id| MANIFEST.replace("copilot", id);
    let here = folder(&[
        ("provost.yaml", config),
        ("systems/a.yaml", MANIFEST),
        ("systems/drafts/b.yaml", &other("b")),
        ("elsewhere/c.yaml", &other("c")),
    ]);
    let systems =
        |arguments: &[&str]| json(&provost(here.path(), &[&["check", "-o", "json"], arguments].concat()))["summary"]["systems"].clone();
    assert_eq!(systems(&[]), 1);
    assert_eq!(systems(&["."]), 2);
    assert_eq!(systems(&["systems/drafts/b.yaml"]), 1);
}

#[test]
fn a_broken_configuration_is_an_error() {
    let here = folder(&[("provost.yaml", "apiVersion: provost/v1\nkind: Config\nfail_no: high\n"), ("a.yaml", MANIFEST)]);
    let ran = provost(here.path(), &["check", "-o", "concise"]);
    assert_eq!(ran.exit, Exit::Broken);
    assert!(ran.out.contains("provost.yaml:3:1: error unknown-field"), "{}", ran.out);
}

#[test]
fn what_a_configuration_names_in_vain_is_told_where_it_is_named() {
    let config = "apiVersion: provost/v1\nkind: Config\npaths: [., nowhere]\nexclude: [\"x/{a\"]\npolicies: [no.yaml]\nparams: {ownership: {limit: 1}, nobody: {a: 1}}\n";
    let here = folder(&[("provost.yaml", config), ("a.yaml", MANIFEST)]);
    let ran = provost(here.path(), &["check", "-o", "concise", "--only", "INV-01"]);
    let told: String = ran.out.lines().filter(|line| line.contains(" error ")).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(told, @"
    provost.yaml:3:12: error unreadable-file cannot read `nowhere`: there is no such file or folder
    provost.yaml:4:11: error wrong-value `x/{a` is not a pattern of files
    provost.yaml:5:12: error unreadable-file cannot read `no.yaml`: there is no such file or folder
    provost.yaml:6:22: error bad-parameter policy `ownership` has no parameter `limit`
    provost.yaml:6:33: error bad-parameter there is no policy `nobody`
    ");
    assert_eq!(ran.exit, Exit::Broken);
}

#[test]
fn a_path_that_climbs_is_the_same_file_with_the_same_configuration() {
    let config = |day| format!("apiVersion: provost/v1\nkind: Config\nas_of: {day}\n");
    let here =
        folder(&[("a/provost.yaml", &config("2026-01-01")), ("a/x.yaml", MANIFEST), ("b/y.yaml", &MANIFEST.replace("copilot", "other"))]);
    let checked = |at: &str, arguments: &[&str]| json(&provost(&here.path().join(at), &[&["check", "-o", "json"], arguments].concat()));
    assert_eq!(checked("", &["a/x.yaml", "b/../a/x.yaml"])["summary"]["systems"], 1);
    assert_eq!(checked("", &["b/../a/x.yaml"])["as_of"], "2026-01-01");
    // What lies beside the folder is not below it.
    assert_eq!(checked("a", &["../b/y.yaml"])["as_of_pinned"], false);
}

#[cfg(unix)]
#[test]
fn a_file_that_links_lead_to_is_checked_once_and_a_link_to_nothing_is_told() {
    let here = folder(&[("real.yaml", MANIFEST)]);
    for (to, link) in [("real.yaml", "a.yaml"), ("nowhere", "b.yaml")] {
        std::os::unix::fs::symlink(to, here.path().join(link)).unwrap();
    }
    let ran = provost(here.path(), &["check", "-o", "json"]);
    assert_eq!(json(&ran)["summary"]["systems"], 1);
    assert_eq!(json(&ran)["diagnostics"][0]["message"], "cannot read `b.yaml`: the link leads nowhere");
    assert_eq!(json(&ran)["diagnostics"].as_array().unwrap().len(), 1);
}

#[test]
fn a_run_over_several_days_says_so_and_one_that_never_fails_does_not() {
    let config = |day| format!("apiVersion: provost/v1\nkind: Config\nas_of: {day}\nfail_on: never\nundeclared: warn\n");
    let here = folder(&[
        ("a/provost.yaml", &config("2026-01-01")),
        ("a/x.yaml", MANIFEST),
        ("b/provost.yaml", &config("2026-02-01")),
        ("b/y.yaml", &MANIFEST.replace("copilot", "other")),
    ]);
    let ran = provost(here.path(), &["check", "-o", "concise"]);
    let told: String = ran.out.lines().filter(|line| line.contains(" warning ")).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(told, @"
    provost: warning mixed-results systems were checked as of different days: 2026-01-01 for `a` and 2026-02-01 for `b`
    1 warning · no findings · 200 undeclared · 130 rules × 2 systems
    ");
    assert_eq!(ran.exit, Exit::Clean);
    assert!(!provost(here.path(), &["check", "-o", "concise", "--as-of", "2026-03-01"]).out.contains("different days"));
}

#[test]
fn a_selection_that_matches_nothing_warns_and_fails_if_strict() {
    let here = folder(&[("a.yaml", MANIFEST)]);
    let ran = |arguments: &[&str]| provost(here.path(), &[&["check", "-o", "concise", "--skip", "LEK-1"], arguments].concat());
    assert!(ran(&[]).out.contains("provost: warning unknown-selection the selection `LEK-1` matches no rule\n"));
    assert!(ran(&["--strict"]).out.contains("provost: error unknown-selection the selection `LEK-1` matches no rule\n"));
    assert_eq!(ran(&["--strict"]).exit, Exit::Broken);
}

#[test]
fn without_rules_nothing_is_checked() {
    let here = folder(&[("a.yaml", MANIFEST)]);
    insta::assert_snapshot!(provost(here.path(), &["check", "--no-builtin", "-o", "concise"]).seen(), @"
    provost: error nothing-checked there is no rule to check with
    1 error · nothing checked · 0 rules × 1 system
    exit 2
    ");
}

#[test]
fn results_go_to_files_only_when_asked_and_people_still_see_theirs() {
    let here = folder(&[("a.yaml", MANIFEST)]);
    let ran = provost(here.path(), &["check", "-o", "json=result.json", "-o", "concise=lines.txt"]);
    let result: Value = serde_json::from_str(&fs::read_to_string(here.path().join("result.json")).unwrap()).unwrap();
    assert_eq!(result["schema"], "provost/result/v1");
    assert!(fs::read_to_string(here.path().join("lines.txt")).unwrap().ends_with("1 system\n"));
    assert!(ran.out.ends_with("1 system\n"), "{}", ran.out);
    let quiet = folder(&[("a.yaml", MANIFEST)]);
    provost(quiet.path(), &["check"]);
    assert_eq!(fs::read_dir(quiet.path()).unwrap().count(), 1);
}

/// A policy with one rule of high severity: nothing is recalled.
const POLICY: &str = "\
apiVersion: provost/v1
kind: Policy
id: stages
title: Stages
owner: grc@example.com
version: 1.0.0
review_by: 2027-06-30
rules:
  - id: STG-01
    title: Systems are not recalled
    severity: high
    rationale: A recalled system helps nobody.
    assert: system.lifecycle.stage != 'recalled'
    message: \"`{{ system.id }}` was recalled\"
    help: fix it, then set `lifecycle.stage`
    controls: [\"nist-ai-rmf:GOVERN 1.7\"]
";

/// Checks a manifest in `stage` against [`POLICY`] alone.
fn staged(lifecycle: &str, config: &str, arguments: &[&str]) -> Ran {
    let manifest = format!("{MANIFEST}lifecycle: {lifecycle}\n");
    let config = format!("apiVersion: provost/v1\nkind: Config\nas_of: 2026-11-20\n{config}");
    let here = folder(&[("systems/copilot.yaml", &manifest), ("policies/stages.yaml", POLICY), ("provost.yaml", &config)]);
    provost(here.path(), &[&["check", "systems", "--no-builtin", "--policy", "policies"], arguments].concat())
}

#[test]
fn a_clean_run_is_one_line_and_exits_with_0() {
    insta::assert_snapshot!(staged("{stage: idea}", "", &[]).seen(), @"
    no findings · 1 rule × 1 system · as of 2026-11-20
    exit 0
    ");
}

#[test]
fn a_finding_exits_with_1() {
    insta::assert_snapshot!(staged("{stage: recalled}", "", &[]).seen(), @"
    STG-01 high   `copilot` was recalled

       ╭─[systems/copilot.yaml:5:20]
     4 │ name: Copilot
     5 │ lifecycle: {stage: recalled}
       ·                    ────┬───
       ·                        ╰── `lifecycle.stage` is `recalled`
       ╰────
      help: fix it, then set `lifecycle.stage`
      controls: NIST AI RMF GOVERN 1.7

    next: `provost explain STG-01 --policy policies` says why the rule exists and
    how to meet it

    1 finding (1 high) · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
}

#[test]
fn what_the_last_lines_tell_to_type_works() {
    let config = "apiVersion: provost/v1\nkind: Config\npolicies: [policies]\nonly: [stages]\n";
    let here = folder(&[
        ("a.yaml", &format!("{MANIFEST}lifecycle: {{stage: recalled}}\n")),
        ("policies/s.yaml", POLICY),
        ("provost.yaml", config),
    ]);
    assert!(provost(here.path(), &["check"]).out.contains("next: `provost explain STG-01`"));
    let ran = provost(here.path(), &["explain", "STG-01"]);
    assert!(ran.out.contains("A recalled system helps nobody."), "{ran:?}");
    assert_eq!(provost(here.path(), &["explain", "LEK-01"]).exit, Exit::Clean);
}

#[test]
fn the_threshold_decides_whether_findings_fail_the_run() {
    let exit = |config, arguments: &[&str]| staged("{stage: recalled}", config, arguments).exit;
    assert_eq!(exit("", &["--fail-on", "high"]), Exit::Findings);
    assert_eq!(exit("", &["--fail-on", "critical"]), Exit::Clean);
    assert_eq!(exit("", &["--fail-on", "never"]), Exit::Clean);
    assert_eq!(exit("fail_on: critical\n", &[]), Exit::Clean);
    assert_eq!(exit("fail_on: critical\n", &["--fail-on", "medium"]), Exit::Findings);
    assert_eq!(exit("severity: {STG-01: medium}\n", &[]), Exit::Clean);
}

#[test]
fn an_undeclared_fact_fails_unless_configured_to_warn() {
    insta::assert_snapshot!(staged("{}", "", &[]).seen(), @"
    copilot: 1 rule waits for undeclared facts (systems/copilot.yaml)
      1 rule    high      in line 5  lifecycle.stage  STG-01
      help: write the fact, or `[]` where there is none; `provost explain STG-01`
            says why it matters

    next: `provost ask` asks for the facts that decide most; undeclared facts count
    like findings until they are written down, or `provost.yaml` says `undeclared:
    warn`

    no findings · 1 undeclared · 1 rule × 1 system · as of 2026-11-20
    exit 1
    ");
    assert_eq!(staged("{}", "undeclared: warn\n", &[]).exit, Exit::Clean);
}

#[test]
fn each_example_is_checked_as_if_alone() {
    let examples = std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"));
    let found = |arguments: &[&str]| -> Vec<String> {
        let ran = provost(examples, &[&["check", "-o", "json"], arguments].concat());
        let findings = json(&ran)["findings"].as_array().expect("a list").clone();
        findings.iter().map(|finding| finding["fingerprint"].to_string()).collect()
    };
    let mut one_by_one: Vec<String> =
        ["cv-screening", "federal", "security-agent", "support-copilot"].iter().flat_map(|name| found(&[name])).collect();
    let mut all = found(&["."]);
    one_by_one.sort();
    all.sort();
    assert!(!all.is_empty());
    assert_eq!(all, one_by_one);
}

#[test]
fn outputs_that_cannot_be_written_are_refused_before_the_work() {
    let here = folder(&[("out/a", "")]);
    let refused = |arguments: &[&str]| provost(here.path(), &[&["check"], arguments].concat()).seen();
    insta::assert_snapshot!(refused(&["-o", "jsn"]), @"
    error: unknown format `jsn`
      help: did you mean `json`?
    exit 2
    ");
    insta::assert_snapshot!(refused(&["-o", "json", "-o", "human"]), @"
    error: two results for standard output: `json` and `human`
      help: write one to a file: `--output human=FILE`
    exit 2
    ");
    insta::assert_snapshot!(refused(&["-o", "json=-"]), @"
    error: `--output json=-` names no file
      help: `--output json` alone writes to standard output
    exit 2
    ");
    insta::assert_snapshot!(refused(&["-o", "json=nowhere/result.json"]), @"
    error: `nowhere/result.json` cannot be written: its folder does not exist
      help: create the folder first
    exit 2
    ");
    insta::assert_snapshot!(refused(&["-o", "json=out"]), @"
    error: `out` is a folder
      help: name a file: `--output json=out/provost.json`
    exit 2
    ");
    insta::assert_snapshot!(refused(&["-o", "json=copilot.yaml"]), @"
    error: `copilot.yaml` ends like a manifest, and no format is YAML
      help: name another file: `--output json=result.json`
    exit 2
    ");
}

#[test]
fn a_day_is_written_in_one_way() {
    for day in ["2026-13-01", "2026-02-30", "20260101", "tomorrow", "2026-01-01T00:00:00"] {
        let ran = provost(folder(&[]).path(), &["check", "--as-of", day]);
        assert_eq!(ran.exit, Exit::Broken);
        assert!(ran.err.contains("a day is written YYYY-MM-DD"), "{}", ran.err);
    }
}

#[test]
fn only_people_at_a_terminal_are_told_the_time() {
    let here = folder(&[("a.yaml", MANIFEST)]);
    let seconds = |terminal| {
        let ran = in_world(here.path(), &["check"], |world| {
            world.started = Some(std::time::Instant::now());
            world.out_is_terminal = terminal;
        });
        ran.out.contains(" s\n") || ran.out.contains(" s\u{1b}")
    };
    assert!(seconds(true));
    assert!(!seconds(false));
}

#[test]
fn a_manifest_cannot_steer_the_terminal() {
    let hostile =
        "apiVersion: provost/v1\nkind: AISystem\nid: \"\\e]0;owned\\a\\e[2J\"\nname: \"a\\rb\u{202e}c\"\n\"\\e[31mkey\": 1\n# \u{9b}31m\n";
    let here = folder(&[("\u{1b}[31mname.yaml", hostile)]);
    for format in ["human", "concise", "json"] {
        let ran = provost(here.path(), &["check", "-o", format]);
        assert_eq!(ran.exit, Exit::Broken);
        let steering = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!ran.out.contains(steering), "{:?}", ran.out);
    }
}

#[test]
fn a_json_schema_is_no_manifest_though_it_shows_some() {
    let schema = provost(folder(&[]).path(), &["schema", "ai-system"]).out;
    let here = folder(&[("ai-system.json", schema.as_str()), ("copilot.yaml", crate::shell::MANIFEST)]);
    let ran = provost(here.path(), &["check", "--fail-on", "never", "-o", "concise"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.seen());
    assert!(!ran.seen().contains("ai-system.json"), "{}", ran.seen());
}

#[test]
fn a_mistake_in_the_header_is_told_and_never_passed_over() {
    let files = folder(&[
        ("a.yaml", "apiversion: provost/v1\nkind: AISystem\nid: a\nname: A\n"),
        ("b.yaml", "kind: AISystem\nid: b\nname: B\n"),
        ("c.YML", "apiVersion: provost/v1\nknd: AISystem\nid: c\nname: C\n"),
    ]);
    let ran = provost(files.path(), &["check", "-o", "concise"]);
    assert_eq!(ran.exit, Exit::Broken);
    insta::assert_snapshot!(ran.out, @"
    a.yaml:1:1: error unknown-field unknown key `apiversion`
    b.yaml:1:1: error missing-field `apiVersion` is missing
    c.YML:2:1: error unknown-kind unknown key `knd`; the document names no `kind`
    3 errors · nothing checked · 130 rules × 0 systems
    ");
}

#[test]
fn of_very_many_unknown_keys_some_are_named_and_the_rest_is_counted() {
    let keys: String = (0..20_000).map(|n| format!("kkkk{n}: 1\n")).collect();
    let files = folder(&[("a.yaml", &format!("{MANIFEST}{keys}"))]);
    let ran = provost(files.path(), &["check", "-o", "concise"]);
    assert_eq!(ran.out.lines().count(), 52);
    assert!(ran.out.contains("a.yaml:55:1: error unknown-field 19950 more unknown keys like these\n"), "{}", ran.out);
}

#[test]
fn what_an_anchor_brings_to_several_mappings_is_wrong_once() {
    let tools = "tools:\n  - &t {id: t1, kind: function, vresion: \"1\"}\n  - {<<: *t, id: t2, version: \"2\"}\n  - {<<: *t, id: t3}\n";
    let files = folder(&[("a.yaml", &format!("{MANIFEST}{tools}"))]);
    insta::assert_snapshot!(provost(files.path(), &["check", "-o", "concise"]).out, @"
    a.yaml:6:33: error unknown-field unknown key `vresion` in `tools[t1]`
    1 error · nothing checked · 130 rules × 0 systems
    ");
}

#[test]
fn references_are_followed_although_a_value_is_wrong() {
    let rest = "lifecycle: {stage: prodction}\nmodels: [{id: m, provider: nope}, {id: m}]\n";
    let files = folder(&[("a.yaml", &format!("{MANIFEST}{rest}"))]);
    insta::assert_snapshot!(provost(files.path(), &["check", "-o", "concise"]).out, @"
    a.yaml:5:20: error wrong-value expected `idea`, `development`, `pilot`, `production`, `retired`, `withdrawn` or `recalled` for `lifecycle.stage`
    a.yaml:6:40: error duplicate-id two entries of `models` have the id `m`
    2 errors · nothing checked · 130 rules × 0 systems
    ");
}

#[test]
fn a_quantity_of_many_digits_is_one_error_that_says_how_to_write_it() {
    let rest = "facts: {general_purpose_model: {training_flops: 20000000000000000000000000}}\n";
    let files = folder(&[("a.yaml", &format!("{MANIFEST}{rest}"))]);
    let ran = provost(files.path(), &["check"]);
    assert!(ran.out.contains("help: write `2e25` if it is a quantity, or quote it if it is an identifier"), "{}", ran.out);
    assert!(ran.out.contains("1 error · nothing checked"), "{}", ran.out);
}

#[test]
fn a_configuration_may_end_otherwise_and_is_one_document() {
    let config = "apiVersion: provost/v1\nkind: Config\nonly: [VEN-02]\nas_of: 2026-06-01\n";
    let files = folder(&[("a.yaml", MANIFEST), ("provost.yml", config)]);
    assert!(provost(files.path(), &["check"]).out.ends_with("1 rule × 1 system · as of 2026-06-01\n"));
    let files = folder(&[("a.yaml", MANIFEST), ("provost.yaml", &format!("{config}---\nas_off: x\n"))]);
    let ran = provost(files.path(), &["check", "-o", "concise"]);
    assert_eq!(ran.exit, Exit::Broken);
    assert!(ran.out.contains("provost.yaml:6:1: error unexpected-kind a configuration is one document"), "{}", ran.out);
}

#[test]
fn the_text_of_a_parameter_is_held_against_the_fields_it_is_compared_with() {
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nparams:\n  tiers: {type: array, items: {type: string}, default: [high]}\nrules:\n  - {id: TIER-01, title: T, severity: low, assert: system.risk.tier in params.tiers, message: m}\n  - {id: TIER-02, title: T, severity: low, assert: 'params.tiers.exists(t, t == system.risk.tier)', message: m}\n";
    let config = "apiVersion: provost/v1\nkind: Config\npolicies: [policies]\nparams: {own: {tiers: [limitd, any]}}\n";
    let system = "apiVersion: provost/v1\nkind: AISystem\nid: a\nname: A\n";
    let here = folder(&[("policies/own.yaml", policy), ("provost.yaml", config), ("a.yaml", system)]);
    let ran = provost(here.path(), &["check", "a.yaml", "--no-builtin"]);
    insta::assert_snapshot!(ran.seen(), @"
    error[cel-type] `limitd` is not one of the values this field can have

       ╭─[provost.yaml:4:24]
     3 │ policies: [policies]
     4 │ params: {own: {tiers: [limitd, any]}}
       ·                        ───┬──
       ·                           ╰── can never be equal
       ╰────
       ╭─[policies/own.yaml:8:72]
     7 │ rules:
     8 │   - {id: TIER-01, ti… low, assert: system.risk.tier in params.tiers, messa…
       ·                                                        ──────┬─────
       ·                                                              ╰── read here
       ╰────
      help: did you mean `limited`?

    next: `provost explain cel-type` says what causes this and what to do

    1 error · no findings · 2 rules × 1 system
    exit 2
    ");
}

#[test]
fn a_manifest_behind_hundreds_of_other_files_is_found_and_none_of_theirs_configurations_is_read() {
    let other: Vec<(String, String)> = (0..600).map(|n| (format!("a/{n:03}.yaml"), format!("replicas: {n}\n"))).collect();
    let mut files: Vec<(&str, &str)> = other.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    // Broken, but it applies to nothing.
    files.push(("a/provost.yaml", "apiVersion: provost/v1\nkind: Config\nnonsense: 1\n"));
    files.push(("b/draft.yaml", MANIFEST));
    files.push(("b/system.yaml", MANIFEST));
    let config = "apiVersion: provost/v1\nkind: Config\nonly: [INV-01]\nexclude: [draft.yaml]\n";
    files.push(("provost.yaml", config));
    let here = folder(&files);
    let ran = provost(here.path(), &["check", "-o", "concise"]);
    assert!(!ran.out.contains("nonsense") && !ran.out.contains("draft"), "{}", ran.seen());
    assert!(ran.out.ends_with("1 rule × 1 system\n"), "{}", ran.seen());
    // The same id in both, once both count: each file is opened again to show it.
    std::fs::write(here.path().join("provost.yaml"), config.replace("exclude: [draft.yaml]", "exclude: []")).unwrap();
    insta::assert_snapshot!(provost(here.path(), &["check", "-o", "concise"]).out, @"
    b/system.yaml:3:5: error duplicate-id two systems have the id `copilot`
    b/draft.yaml:3:5: high INV-01 undeclared: `purpose.intended` and `lifecycle.stage` are not declared
    b/system.yaml:3:5: high INV-01 undeclared: `purpose.intended` and `lifecycle.stage` are not declared
    1 error · no findings · 2 undeclared · 1 rule × 2 systems
    ");
}

#[test]
fn a_fact_that_is_there_as_unknown_is_to_be_found_out() {
    let json = "{\"apiVersion\": \"provost/v1\", \"kind\": \"AISystem\", \"id\": \"a\", \"name\": \"A\",\n \"facts\": {\"profiling\": \"unknown\"}}";
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: FCT-01\n    title: None profiles\n    severity: high\n    \
        assert: \"!system.facts.profiling\"\n    message: it profiles\n";
    let here = folder(&[("a.json", json), ("own.yaml", policy)]);
    insta::assert_snapshot!(provost(here.path(), &["check", "a.json", "--no-builtin", "--policy", "own.yaml"]).out, @"
    a: 1 rule waits for undeclared facts (a.json)
      1 rule    high      on line 2  facts.profiling  FCT-01
      help: find out what stands there as `unknown`; `provost explain FCT-01` says
            why it matters

    next: `provost ask` asks for the facts that decide most; undeclared facts count
    like findings until they are written down, or `provost.yaml` says `undeclared:
    warn`

    no findings · 1 undeclared · 1 rule × 1 system
    ");
}

#[test]
fn a_finding_about_one_of_all_systems_stands_in_its_manifest() {
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: NAM-01\n    title: Names differ\n    severity: high\n    \
        scope: fleet\n    for_each: {one: fleet}\n    assert: \"fleet.exists_one(other, other.name == one.name)\"\n    message: \"{{ one.id }} is called like another\"\n";
    let other = MANIFEST.replace("id: copilot", "id: second");
    let here = folder(&[("a.yaml", MANIFEST), ("b.yaml", &other), ("own.yaml", policy)]);
    let ran = |more: &[&str]| provost(here.path(), &[&["check", "--no-builtin", "--policy", "own.yaml"], more].concat()).out;
    insta::assert_snapshot!(ran(&["-o", "concise"]), @"
    a.yaml:4:7: high NAM-01 copilot is called like another
    b.yaml:4:7: high NAM-01 second is called like another
    2 findings (2 high) · 1 rule × 2 systems
    ");
    insta::assert_snapshot!(ran(&[]), @"
    NAM-01 high   copilot is called like another

       ╭─[a.yaml:4:7]
     3 │ id: copilot
     4 │ name: Copilot
       ·       ───┬───
       ·          ╰── `name` is `Copilot`
       ╰────
       ╭─[b.yaml:4:7]
     3 │ id: second
     4 │ name: Copilot
       ·       ───┬───
       ·          ╰── `name` is `Copilot`
       ╰────

    NAM-01 high   second is called like another

       ╭─[b.yaml:4:7]
     3 │ id: second
       ·     ───┬──
       ·        ╰── this item
     4 │ name: Copilot
       ·       ───┬───
       ·          ╰── `one.name` is `Copilot`
       ╰────
       ╭─[a.yaml:4:7]
     3 │ id: copilot
     4 │ name: Copilot
       ·       ───┬───
       ·          ╰── `name` is `Copilot`
       ╰────

    next: `provost explain NAM-01 --policy own.yaml` says why the rule exists and
    how to meet it

    2 findings (2 high) · 1 rule × 2 systems
    ");
}

#[test]
fn a_path_that_leads_nowhere_is_told_what_stands_beside_it() {
    let here = folder(&[("systems/copilot.yaml", MANIFEST)]);
    let help = |path: &str| provost(here.path(), &["check", path]).out;
    assert!(help("systems/copilot.yml").contains("did you mean `systems/copilot.yaml`?"));
    assert!(help("system").contains("did you mean `systems`?"));
    assert!(!help("elsewhere.yaml").contains("did you mean"));
}

#[test]
fn a_template_without_quotes_is_told_to_be_quoted() {
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: FCT-01\n    title: T\n    severity: high\n    \
        assert: \"has(system.name)\"\n    message: {{ system.id }} is bad\n";
    let here = folder(&[("a.yaml", MANIFEST), ("own.yaml", policy)]);
    let out = provost(here.path(), &["check", "a.yaml", "--no-builtin", "--policy", "own.yaml"]).out;
    assert!(out.contains("help: put the whole text in quotes") && out.contains("1 error · "), "{out}");
}

#[test]
fn findings_on_items_that_stand_in_no_manifest_are_told_apart() {
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: LOG-09\n    title: All is logged\n    severity: high\n    \
        for_each: {what: \"['override', 'decision']\"}\n    assert: what in system.logging.events\n    message: no {{ what }} in the log\n";
    let manifest = format!("{MANIFEST}logging: {{events: [prompt]}}\n");
    let here = folder(&[("a.yaml", &manifest), ("own.yaml", policy)]);
    let found = json(&provost(here.path(), &["check", "a.yaml", "--no-builtin", "--policy", "own.yaml", "-o", "json"]));
    let prints: Vec<&Value> = found["findings"].as_array().unwrap().iter().map(|finding| &finding["fingerprint"]).collect();
    assert_eq!(prints.len(), 2, "{found}");
    assert_ne!(prints[0], prints[1]);
}

#[test]
fn a_fact_that_an_alias_brings_in_belongs_where_the_alias_leads() {
    let flows = "extensions:\n  agreement: &one {dpa: true}\n  block: &two\n    dpa: true\ndata_flows:\n  - {id: first, from: {kind: internal, name: a}, to: {kind: partner, name: b}, agreement: *one}\n  \
        - id: second\n    from: {kind: internal, name: a}\n    to: {kind: partner, name: b}\n    agreement: *two\n";
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: FLO-09\n    title: Nothing is trained\n    severity: high\n    \
        for_each: {flow: system.data_flows}\n    assert: flow.agreement.no_training\n    message: it trains\n";
    let here = folder(&[("a.yaml", &format!("{MANIFEST}{flows}")), ("own.yaml", policy)]);
    insta::assert_snapshot!(provost(here.path(), &["check", "a.yaml", "--no-builtin", "--policy", "own.yaml"]).out, @"
    copilot: 1 rule waits for undeclared facts (a.yaml)
      1 rule    high      in line 6     data_flows[first].agreement.no_training
                FLO-09
      1 rule    high      below line 8  data_flows[second].agreement.no_training
                FLO-09
      help: write the fact, or `[]` where there is none; `provost explain FLO-09`
            says why it matters

    next: `provost ask` asks for the facts that decide most; undeclared facts count
    like findings until they are written down, or `provost.yaml` says `undeclared:
    warn`

    no findings · 2 undeclared · 1 rule × 1 system
    ");
}
