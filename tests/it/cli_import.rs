//! `provost import csv`: spreadsheets as people keep them, and what is said when something is wrong.

use std::fs;
use std::path::Path;

use provost::cli::Exit;

use crate::shell::{Ran, folder, in_world, provost};

const MAP: &str = r#"apiVersion: provost/v1
kind: Import
id: register
input: {delimiter: ";", absent: [TBD, n/a]}
columns: {name: System name, live: Live since, vendor: "Vendor?"}
key: row.name
tables:
  stages: {wordings: {Live: production, Being built: development, Gone*: retired}}
  facts: {wordings: {"Yes": true, "No": false, Ask Bob: unknown}}
  channels: {wordings: {Web: online, Letter: mail, None: [], Fax: null}}
manifest:
  name: {$value: row.name, $line: 40}
  lifecycle:
    stage: {$value: row.Status, $table: stages}
    deployed_on: {$value: row.live, $date: ["%m/%d/%Y", "%d.%m.%Y"]}
  actors: {jurisdictions: {$const: [us]}, provided_to_others: {$value: row.vendor, $table: facts}}
  models:
    - $when: row.vendor == 'Yes'
      id: {$const: main}
      adaptation: {$const: off-the-shelf}
  transparency:
    notice_channels: {$value: "row.Notice.split(',')", $table: channels}
  purpose:
    affected:
      - $each: {group: "row.Affected.split(',')"}
        group: group.trim()
"#;

const HEADER: &str = "System name;Status;Live since;Vendor?;\"Noti\nce\";Notice;Affected\n";

fn import(map: &str, csv: impl AsRef<[u8]>) -> Ran {
    let here = folder(&[("map.yaml", map)]);
    fs::write(here.path().join("register.csv"), csv).unwrap();
    let wide = |world: &mut provost::cli::World<'_>| world.environment.columns = Some(140);
    in_world(here.path(), &["import", "csv", "register.csv", "--map", "map.yaml"], wide)
}

/// Of every error the message, the places and the help.
fn gist(ran: &Ran) -> String {
    let says = |line: &&str| ["error[", "help:", "exit"].iter().any(|begin| line.trim_start().starts_with(begin)) || line.contains("╭─[");
    ran.seen().lines().filter(says).map(|line| line.to_owned() + "\n").collect()
}

fn rows(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

#[test]
fn a_row_becomes_a_manifest_and_a_blank_cell_a_fact_that_nobody_declared() {
    let ran = import(
        MAP,
        rows(
            "Chat \"helper\";LIVE;3/2/2025;Yes;;Web, Letter;Staff, the public\n\"Mail;\ntriage\";being  built;TBD;No;;None;\nChat helper;Gone since May;31.12.2024;ask bob;;Fax;n/a\n;;;;;;\n",
        ),
    );
    insta::assert_snapshot!(ran.seen(), @r#"
    ---
    apiVersion: provost/v1
    kind: AISystem
    id: chat-helper
    name: Chat "helper"
    lifecycle:
      stage: production
      deployed_on: "2025-03-02"
    actors:
      jurisdictions:
      - us
      provided_to_others: true
    models:
    - id: main
      adaptation: off-the-shelf
    transparency:
      notice_channels:
      - online
      - mail
    purpose:
      affected:
      - group: Staff
      - group: the public
    extensions:
      imported:
        map: register
        file: register.csv
        row: 2
    ---
    apiVersion: provost/v1
    kind: AISystem
    id: mail-triage
    name: Mail; triage
    lifecycle:
      stage: development
    actors:
      jurisdictions:
      - us
      provided_to_others: false
    transparency:
      notice_channels: []
    extensions:
      imported:
        map: register
        file: register.csv
        row: 3
    ---
    apiVersion: provost/v1
    kind: AISystem
    id: chat-helper-2
    name: Chat helper
    lifecycle:
      stage: retired
      deployed_on: "2024-12-31"
    actors:
      jurisdictions:
      - us
      provided_to_others: unknown
    extensions:
      imported:
        map: register
        file: register.csv
        row: 4
    3 manifests of 3 rows in register.csv
    exit 0
    "#);
}

#[test]
fn what_is_written_can_be_checked() {
    let here = folder(&[("map.yaml", MAP), ("register.csv", &rows("A;Live;1/1/2025;Yes;;Web;\nB;Live;;;;;\n"))]);
    let ran = provost(here.path(), &["import", "csv", "register.csv", "--map", "map.yaml", "--out", "systems"]);
    assert_eq!(ran.seen(), "wrote 2 manifests of 2 rows to systems\nnext: `provost check systems`\nexit 0\n");
    // The map beside them is no manifest and no policy.
    let ran = provost(here.path(), &["check", "--fail-on", "never", "-o", "json"]);
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.seen());
    assert!(ran.out.contains("\"systems\": 2"), "{}", ran.out);
}

#[test]
fn nothing_is_overwritten_unasked() {
    let here = folder(&[("map.yaml", MAP), ("register.csv", &rows("A;Live;;;;;\nB;Live;;;;;\n")), ("systems/b.yaml", "mine")]);
    let arguments = ["import", "csv", "register.csv", "--map", "map.yaml", "--out", "systems", "--force"];
    let ran = provost(here.path(), &arguments[..7]);
    insta::assert_snapshot!(ran.seen(), @"
    error: `systems/b.yaml` is already there, and `import` overwrites nothing unasked
      help: write to another folder, or overwrite with `--force`
    exit 2
    ");
    assert!(!here.path().join("systems/a.yaml").exists());
    assert_eq!(provost(here.path(), &arguments).exit, Exit::Clean);
    assert!(fs::read_to_string(here.path().join("systems/b.yaml")).unwrap().contains("id: b\n"));
}

#[test]
fn wrong_cells_are_told_in_the_file_once_for_all_rows_and_nothing_is_written() {
    let ran =
        import(MAP, rows("A;Unheard of;2025-01-01;Maybe;;Web;\nB;Live;;maybe;;Pigeon;\nC;Unheard of;;;;;\n★;Live;;;;;\n;Live;;;;;\n"));
    assert_eq!(ran.out, "");
    insta::assert_snapshot!(gist(&ran), @"
    error[unknown-wording] row 2: table `stages` does not know `Unheard of`; the same in 1 more row
       ╭─[register.csv:3:3]
        ╭─[map.yaml:14:21]
      help: add it to the table, with `null` if it says nothing, or give the table an `otherwise`
    error[bad-cell] row 2: `2025-01-01` is not a day as `%m/%d/%Y` or `%d.%m.%Y`
       ╭─[register.csv:3:14]
        ╭─[map.yaml:15:27]
      help: change the cell, add its format to `$date`, or write `$otherwise: null` to leave such days out
    error[unknown-wording] row 2: table `facts` does not know `Maybe`
       ╭─[register.csv:3:25]
        ╭─[map.yaml:16:72]
      help: add it to the table, with `null` if it says nothing, or give the table an `otherwise`
    error[unknown-wording] row 3: table `facts` does not know `maybe`
       ╭─[register.csv:4:9]
        ╭─[map.yaml:16:72]
      help: add it to the table, with `null` if it says nothing, or give the table an `otherwise`
    error[unknown-wording] row 3: table `channels` does not know `Pigeon`
       ╭─[register.csv:4:16]
        ╭─[map.yaml:22:32]
      help: add it to the table, with `null` if it says nothing, or give the table an `otherwise`
    error[bad-cell] row 5: `key` gives `★`, of which no id can be made
       ╭─[register.csv:6:1]
       ╭─[map.yaml:6:6]
      help: build `key` of cells that every row fills, or take only such rows: `when: has(row.…)`
    error[bad-cell] row 6: `key` gives nothing, so the system has no id
       ╭─[register.csv:7:1]
       ╭─[map.yaml:6:6]
      help: build `key` of cells that every row fills, or take only such rows: `when: has(row.…)`
    exit 2
    ");
}

#[test]
fn what_no_manifest_may_say_is_an_error_of_the_row() {
    let map = "apiVersion: provost/v1\nkind: Import\nid: m\nkey: string(number)\nmanifest:\n  name: row.name\n  criticality: row.level\n";
    insta::assert_snapshot!(import(map, "name,level\nA,high\nB,Extreme\n,low\n").seen(), @"
    error[bad-cell] row 3: expected `low`, `medium`, `high` or `critical` for `criticality`

       ╭─[register.csv:3:3]
     2 │ A,high
     3 │ B,Extreme
       ·   ───┬───
       ·      ╰── column `level`
       ╰────
       ╭─[map.yaml:7:16]
     5 │ manifest:
     6 │   name: row.name
     7 │   criticality: row.level
       ·                ────┬────
       ·                    ╰── made here
       ╰────
      help: change the cell, or what the map makes of it

    error[bad-cell] row 4: `name` is missing

       ╭─[register.csv:4:1]
     3 │ B,Extreme
     4 │ ,low
       · ▲
       · ╰── column `name`
       ╰────
       ╭─[map.yaml:6:9]
     5 │ manifest:
     6 │   name: row.name
       ·         ────┬───
       ·             ╰── made here
       ╰────
      help: fill the cell, or take only rows that have it: `when: has(row.…)`

    next: `provost explain bad-cell` says what causes this and what to do

    2 errors, nothing written
    exit 2
    ");
}

#[test]
fn a_field_that_is_missing_is_told_by_its_own_cell_and_not_by_that_of_another_of_its_name() {
    let map = "apiVersion: provost/v1\nkind: Import\nid: m\nkey: string(number)\nmanifest:\n  name: row.name\n  owners: {accountable: {name: row.owner, contact: row.mail}}\n";
    insta::assert_snapshot!(gist(&import(map, "name,owner,mail\nA,,a@acme.example\n\"B\nb\",Head of B,b@acme.example\n")), @"
    error[bad-cell] row 2: `name` is missing in `owners.accountable`
       ╭─[register.csv:2:3]
       ╭─[map.yaml:7:32]
      help: fill the cell, or take only rows that have it: `when: has(row.…)`
    error[bad-cell] row 3: expected a short text such as `Support copilot` for `name`
       ╭─[register.csv:3:2]
       ╭─[map.yaml:6:9]
      help: write `{$value: …, $line: 80}` in the map, which makes one line of several
    exit 2
    ");
}

#[test]
fn a_wrong_map_is_told_in_its_own_lines() {
    let map = r#"apiVersion: provost/v1
kind: Import
id: register
columns: {name: Sytem name, note: Note}
when: row.Status = 'Live'
key: row.nam
tables:
  stages: {wordings: {Live: prod}}
  unused: {wordings: {a: b}}
manifest:
  id: row.name
  name: row.name
  lifecylce: {stage: row.Status}
  lifecycle: {stage: {$value: row.Status, $table: stagse}, deployed_on: {$value: row.Status, $date: "%m/%Y"}}
  risk: {federal_impact: {$value: row.Status, $table: stages}}
  actors: {public_body: row.Status, jurisdictions: row.Status, $wen: "true"}
"#;
    insta::assert_snapshot!(gist(&import(map, "System name,Status,Note,Note\nA,Live,,\n")), @"
    error[unknown-column] there is no column `Sytem name`
       ╭─[map.yaml:4:17]
       ╭─[register.csv:1:1]
      help: did you mean `System name`?
    error[unknown-column] columns 3 and 4 are all called `Note`
       ╭─[map.yaml:4:35]
      help: name the column by its number
    error[cel-syntax] `=` is no operator
       ╭─[map.yaml:5:18]
      help: write `==` to compare
    error[cel-name] unknown field `nam` in `row`
       ╭─[map.yaml:6:10]
      help: did you mean `name`?
    error[wrong-value] `risk.federal_impact` wants `rights`, `safety`, `both` or `neither`
        ╭─[map.yaml:8:29]
    error[unknown-reference] nothing uses table `unused`
       ╭─[map.yaml:9:3]
      help: write `$table: unused` where it belongs, or remove it
    error[unknown-field] a map does not write `id`: it is made of what `key` gives
        ╭─[map.yaml:11:3]
      help: remove it
    error[unknown-field] unknown key `lifecylce`
        ╭─[map.yaml:13:3]
      help: did you mean `lifecycle`?
    error[unknown-reference] there is no table `stagse`
        ╭─[map.yaml:14:51]
      help: did you mean `stages`?
    error[wrong-value] the format does not name a day, a month and a year
        ╭─[map.yaml:14:101]
      help: write for example `%m/%d/%Y`, where `%d` is the day, `%m` the month and `%Y` the year
    error[cel-type] `actors.public_body` wants `true`, `false` or `unknown`, found string
        ╭─[map.yaml:16:25]
      help: translate its wordings: `{$value: row.column, $table: facts}`
    error[cel-type] `actors.jurisdictions` wants a list, found string
        ╭─[map.yaml:16:52]
      help: write `row.column.split(';')`, or `[row.column]` for one item
    error[unknown-field] unknown key `$wen`
        ╭─[map.yaml:16:64]
      help: did you mean `$when`?
    exit 2
    ");
}

#[test]
fn a_file_that_is_no_table_says_why() {
    let open = import(MAP, rows("A;Live;;;;;\nB;\"Live;;;;;\nC;Live;;;;;\n"));
    insta::assert_snapshot!(open.seen(), @r#"
    error[bad-spreadsheet] a quote is never closed, so that all that follows is one cell

       ╭─[register.csv:4:3]
     3 │ A;Live;;;;;
     4 │ B;"Live;;;;;
       ·   ┬
       ·   ╰── opened here
       ╰────
      help: close the quote, double it if it is part of the cell, or set `input.quote` to the character that is used

    next: `provost explain bad-spreadsheet` says what causes this and what to do

    1 error, nothing written
    exit 2
    "#);
    let ragged = import(MAP, rows("A;Live\nB;Live;;;;;\nC;Live;;;;;;;\n"));
    insta::assert_snapshot!(ragged.seen(), @r#"
    error[bad-spreadsheet] row 2 has 2 cells where the header has 7, and 1 row more

       ╭─[register.csv:3:1]
     2 │ ce";Notice;Affected
     3 │ A;Live
       · ┬
       · ╰── 2 cells
       ╰────
      help: quote cells that hold the delimiter or a line break, or correct `input.delimiter` and `input.quote`

    next: `provost explain bad-spreadsheet` says what causes this and what to do

    1 error, nothing written
    exit 2
    "#);
    let latin = import(MAP, b"System name;Status\nCaf\xe9;Live\n");
    insta::assert_snapshot!(latin.seen(), @"
    error[bad-spreadsheet] `register.csv` is not utf-8

       ╭─[register.csv:2:4]
     1 │ System name;Status
     2 │ Caf
       ·    ▲
       ·    ╰── the text is readable up to here
       ╰────
      help: set `input.encoding` in the map; spreadsheets on Windows often export `windows-1252`

    next: `provost explain bad-spreadsheet` says what causes this and what to do

    1 error, nothing written
    exit 2
    ");
    insta::assert_snapshot!(import(MAP, rows("")).seen(), @"
    error: none of 0 rows in `register.csv` became a manifest
      help: see what `when` asks for in the map
    exit 2
    ");
}

#[test]
fn characters_are_those_of_the_encoding() {
    let map = "apiVersion: provost/v1\nkind: Import\nid: m\ninput: {encoding: cp1252}\nkey: row.name\nmanifest: {name: row.name}\n";
    let windows = import(map, b"name\nCaf\xe9 \x96 \x93x\x94\n");
    assert!(windows.out.contains("id: cafe-x\nname: Café – “x”\n"), "{}", windows.seen());
    // A byte order mark knows better than the map.
    let mut utf16: Vec<u8> = vec![0xff, 0xfe];
    utf16.extend("name\nCafé\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert!(import(map, utf16).out.contains("id: cafe\nname: Café\n"));
    assert!(import(map, "\u{feff}name\nCafé\n").out.contains("name: Café\n"));
}

#[test]
fn cells_that_look_like_yaml_stay_texts() {
    let map = "apiVersion: provost/v1\nkind: Import\nid: m\nkey: row.id\nmanifest: {name: row.id, version: row.v, description: row.d}\n";
    let ran = import(map, "id,v,d\na,1.10,\"x\n---\nkind: Policy\n\"\nb,yes,'\u{1b}[31m: {#'\nc,2026-01-01,null\n");
    assert_eq!(ran.exit, Exit::Clean, "{}", ran.seen());
    let here = folder(&[("systems.yaml", &ran.out)]);
    let checked = provost(here.path(), &["check", "systems.yaml", "--fail-on", "never", "-o", "json"]);
    assert_eq!(checked.exit, Exit::Clean, "{}", checked.seen());
    assert!(checked.out.contains("\"systems\": 3"), "{}", checked.out);
}

#[test]
fn a_map_is_named_and_is_a_map() {
    let here = folder(&[("map.yaml", "apiVersion: provost/v1\nkind: AISystem\nid: a\nname: A\n"), ("register.csv", "name\nA\n")]);
    let run = |arguments: &[&str]| provost(here.path(), &[&["import", "csv"], arguments].concat()).seen();
    insta::assert_snapshot!(run(&["register.csv", "--map", "map.yaml"]), @"
    error[unexpected-kind] expected an Import, found a document of kind AISystem

       ╭─[map.yaml:2:7]
     1 │ apiVersion: provost/v1
     2 │ kind: AISystem
       ·       ────┬───
       ·           ╰── not a map
       ╰────
      help: `provost schema import` says what a map is

    next: `provost explain unexpected-kind` says what causes this and what to do

    1 error, nothing written
    exit 2
    ");
    insta::assert_snapshot!(run(&["register.csv", "--map", "mpa.yaml"]), @"
    error[unreadable-file] cannot read `mpa.yaml`: there is no such file or folder
      help: check the path and its permissions

    next: `provost explain unreadable-file` says what causes this and what to do

    1 error, nothing written
    exit 2
    ");
    insta::assert_snapshot!(run(&["register.csv"]), @"
    error: the following required arguments were not provided:
      --map <MAP>

    Usage: provost import csv --map <MAP> <FILE>

    For more information, try '--help'.
    exit 2
    ");
    assert!(Path::new(here.path()).join("register.csv").exists());
}

#[test]
fn a_wrong_delimiter_is_named_once() {
    let map = "apiVersion: provost/v1\nkind: Import\nid: m\ntitle: M\ncolumns: {name: Name, owner: Owner}\nkey: row.name\nmanifest: {id: row.name, name: row.name}\n";
    let here = folder(&[("map.yaml", map), ("a.csv", "Name;Owner\nA;B\n"), ("b.csv", "sep=;\nName;Owner\nA;B\n")]);
    for file in ["a.csv", "b.csv"] {
        let ran = provost(here.path(), &["import", "csv", file, "--map", "map.yaml"]);
        let seen = ran.seen();
        let help = if file == "a.csv" {
            "help: set `input.delimiter: \";\"`"
        } else {
            "help: set `input.header_row: 2` and `input.delimiter: \";\"`"
        };
        assert!(seen.contains("error[bad-spreadsheet]") && seen.contains(help) && seen.contains("1 error, nothing written"), "{seen}");
    }
}
