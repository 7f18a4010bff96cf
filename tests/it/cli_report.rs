//! `provost report`: stored results in other formats.

use std::path::Path;

use provost::cli::Exit;
use provost::report::Format;

use crate::shell::{MANIFEST, folder, provost};

/// What `check` and `report` write in every format for the manifests in a folder; both must be the same bytes.
fn same(folder: &Path, check: &[&str]) {
    let files: Vec<String> = Format::ALL.iter().flat_map(|format| ["-o".to_owned(), format!("{0}={0}.checked", format.name)]).collect();
    let mut arguments: Vec<&str> = [&["check"], check].concat();
    arguments.extend(files.iter().map(String::as_str));
    let ran = provost(folder, &arguments);
    assert_ne!(ran.exit, Exit::Broken, "{}", ran.seen());
    for format in Format::ALL {
        let target = format!("{0}={0}.reported", format.name);
        let ran = provost(folder, &["report", "json.checked", "-o", &target]);
        assert_eq!((ran.exit, ran.err.as_str()), (Exit::Clean, ""), "{}", format.name);
        let read = |kind: &str| std::fs::read_to_string(folder.join(format!("{}.{kind}", format.name))).unwrap();
        assert!(!read("checked").is_empty());
        assert!(read("checked") == read("reported"), "{} differs", format.name);
    }
    // Alone, lines are made as systems are judged.
    let alone = provost(folder, &[&["check", "-o", "concise"], check].concat());
    assert_eq!((alone.exit, alone.out), (ran.exit, std::fs::read_to_string(folder.join("concise.checked")).unwrap()));
}

#[test]
fn lines_alone_come_in_the_order_of_all_files_whatever_configures_them() {
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: tie\ntitle: Own\nrules:\n  - id: TIE-01\n    title: No vendor is called so\n    \
        severity: low\n    for_each: {name: \"system.vendors.map(v, v.name)\"}\n    assert: \"system.name == name\"\n    message: \"{{ name }} is not it\"\n  \
        - id: TIE-02\n    title: All are few\n    scope: fleet\n    severity: low\n    assert: \"fleet.all(s, s.name == 'x')\"\n    message: too many\n";
    let manifest = |id: &str| {
        let vendors = "vendors: [{id: b, name: Second}, {id: a, name: First}]\n";
        format!("{}{vendors}", MANIFEST.replace("id: copilot", &format!("id: {id}")))
    };
    let config = "apiVersion: provost/v1\nkind: Config\nonly: [tie]\npolicies: [own.yaml]\n";
    let files = folder(&[
        ("provost.yaml", config),
        ("own.yaml", policy),
        ("a.yaml", &manifest("first")),
        ("b/provost.yaml", &config.replace("own.yaml", "../own.yaml")),
        ("b/b.yaml", &manifest("second")),
        ("c.yaml", &manifest("third")),
    ]);
    same(files.path(), &["--fail-on", "low"]);
    let lines = provost(files.path(), &["check", "-o", "concise"]).out;
    insta::assert_snapshot!(lines, @"
    a.yaml:4:7: low TIE-01 Second is not it
    a.yaml:4:7: low TIE-01 First is not it
    a.yaml:4:7: low TIE-02 too many
    b/b.yaml:4:7: low TIE-01 Second is not it
    b/b.yaml:4:7: low TIE-01 First is not it
    b/b.yaml:4:7: low TIE-02 too many
    c.yaml:4:7: low TIE-01 Second is not it
    c.yaml:4:7: low TIE-01 First is not it
    8 findings (8 low) · 2 rules × 3 systems
    ");
}

#[test]
fn every_format_from_a_stored_result_is_what_check_wrote() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let read = |name: &str| std::fs::read_to_string(examples.join(name)).unwrap();
    let (copilot, cv) = (read("support-copilot/flawed.yaml"), read("cv-screening/flawed.yaml"));
    let files = folder(&[("copilot.yaml", &copilot), ("hr/cv.yaml", &cv)]);
    same(files.path(), &["--as-of", "2026-11-20", "--explain"]);
}

#[test]
fn a_manifest_on_one_endless_line_is_quoted_in_parts() {
    let vendors: String = (0..900).map(|n| format!("{{id: v{n}, name: Vendor {n}, fallback: {{kind: none}}}}, ")).collect();
    let manifest = format!("{MANIFEST}vendors: [{vendors}]\n");
    let policy = "apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\nrules:\n  - id: OWN-01\n    title: Something takes over\n    \
                  severity: high\n    for_each: {vendor: system.vendors}\n    assert: vendor.fallback.kind != 'none'\n    \
                  message: nothing takes over\n";
    let files = folder(&[("long.yaml", &manifest), ("own.yaml", policy)]);
    let arguments = ["long.yaml", "--no-builtin", "--policy", "own.yaml", "--as-of", "2026-11-20"];
    same(files.path(), &arguments);
    let stored = std::fs::read_to_string(files.path().join("json.checked")).unwrap();
    // The line has 50,000 characters, and each of 900 findings quotes it.
    assert!(stored.len() < 5_000_000, "{} bytes", stored.len());
    let human = std::fs::read_to_string(files.path().join("human.checked")).unwrap();
    let last = human.split("OWN-01 high").last().unwrap();
    insta::assert_snapshot!(last, @"
       nothing takes over

       ╭─[long.yaml:5:48383]
     4 │ name: Copilot
     5 │ vendors: [{id: v0, n…or 899, fallback: {kind: none}}, ]
       ·                                               ──┬─
       ·                                                 ╰─┤ `vendor.fallback.kind`
       ·                                                   │ is `none`
       ╰────

    next: `provost explain OWN-01 --policy own.yaml` says why the rule exists and
    how to meet it

    900 findings (900 high) · 1 rule × 1 system · as of 2026-11-20
    ");
}

#[test]
fn without_a_format_it_shows_what_check_would_have_shown() {
    let files = folder(&[("copilot.yaml", MANIFEST)]);
    let arguments = ["check", "--only", "VEN-02,INV-01", "--as-of", "2026-11-20"];
    let checked = provost(files.path(), &[&arguments[..], &["-o", "json=r.json"]].concat());
    let reported = provost(files.path(), &["report", "r.json"]);
    assert_eq!(reported.out, checked.out);
    assert_eq!(reported.exit, Exit::Clean, "the results are told, not judged again");
}

#[test]
fn what_is_no_result_is_told_with_its_place() {
    let files = folder(&[
        ("broken.json", "{\"schema\": \"provost/result/v1\",\n  \"tool\": }"),
        ("foreign.json", "{\"version\": \"2.1.0\", \"runs\": []}"),
        ("newer.json", "{\n  \"schema\": \"provost/result/v2\"\n}"),
        ("wrong.json", "{\n  \"schema\": \"provost/result/v1\",\n  \"tool\": {\"name\": \"provost\", \"version\": 1}\n}"),
        ("list.json", "[]"),
        ("short.json", "{\"schema\": \"provost/result/v1\", \"tool\": 7}"),
    ]);
    for (name, seen) in [
        ("broken.json", "error[invalid-result] `broken.json` is not JSON: expected value"),
        ("foreign.json", "error[invalid-result] `foreign.json` is not a result: it names no `schema`"),
        ("newer.json", "error[invalid-result] `newer.json` is `provost/result/v2`, which this version"),
        ("wrong.json", "error[invalid-result] `wrong.json` is not a valid result: invalid type: integer"),
        ("list.json", "error[invalid-result] `list.json` is not a result: invalid type: list, expected"),
        ("none.json", "error[unreadable-file] cannot read `none.json`: there is no such file or folder"),
    ] {
        let ran = provost(files.path(), &["report", name]);
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::Broken, ""), "{}", ran.seen());
        assert_eq!(ran.err.lines().next(), Some(seen), "{}", ran.err);
    }
    insta::assert_snapshot!(provost(files.path(), &["report", "newer.json"]).err, @r#"
    error[invalid-result] `newer.json` is `provost/result/v2`, which this version
                          cannot read

       ╭─[newer.json:2:3]
     1 │ {
     2 │   "schema": "provost/result/v2"
       ·   ────┬───
       ·       ╰── expected `provost/result/v1`
       ╰────
      help: check again with this version, or use one that knows it
    "#);
    insta::assert_snapshot!(provost(files.path(), &["report", "short.json"]).err, @r#"
    error[invalid-result] `short.json` is not a valid result: invalid type: integer
                          `7`, expected an object

       ╭─[short.json:1:41]
     1 │ {"schema": "provost/result/v1", "tool": 7}
       ·                                         ┬
       ·                                         ╰── read up to here
       ╰────
      help: `provost check --output json=FILE` writes it anew
    "#);
    insta::assert_snapshot!(provost(files.path(), &["report", "broken.json"]).err, @r#"
    error[invalid-result] `broken.json` is not JSON: expected value

       ╭─[broken.json:2:11]
     1 │ {"schema": "provost/result/v1",
     2 │   "tool": }
       ·           ┬
       ·           ╰── read up to here
       ╰────
      help: `provost check --output json=FILE` writes it anew
    "#);
}

#[test]
fn nothing_is_written_where_one_of_several_results_is_broken() {
    let files = folder(&[("copilot.yaml", MANIFEST), ("broken.json", "{")]);
    provost(files.path(), &["check", "-o", "json=r.json"]);
    let ran = provost(files.path(), &["report", "r.json", "broken.json", "-o", "csv=out.csv"]);
    assert_eq!((ran.exit, ran.out.as_str()), (Exit::Broken, ""));
    assert!(!files.path().join("out.csv").exists());
}
