//! The architecture, as DESIGN has it: a module imports only from lower floors, and what touches the world outside, or
//! an exchangeable crate, stays in the files that are there for it.

use std::path::{Path, PathBuf};

use paths::{Found, Paths};

mod paths;
mod tokens;

/// Every module of the crate and the floor it stands on.
const FLOORS: &[(&str, u8)] = &[
    ("embed", 0),
    ("text", 0),
    ("diagnostic", 1),
    ("cel", 2),
    ("document", 2),
    ("schema", 3),
    ("catalog", 4),
    ("manifest", 4),
    ("policy", 5),
    ("engine", 6),
    ("coverage", 7),
    ("graph", 7),
    ("lint", 7),
    ("testing", 7),
    ("explain", 8),
    ("report", 9),
    ("lsp", 10),
    ("cli", 11),
];

/// What only some files may name.
struct Fence {
    what: &'static str,
    within: &'static [&'static str],
    named: fn(&Found, &Paths) -> bool,
}

const OUTSIDE: &[&str] = &["src/cli", "src/lsp", "src/document/load.rs", "src/embed/build.rs", "src/main.rs"];

const FENCES: &[Fence] = &[
    Fence { what: "the file system", within: OUTSIDE, named: |found, _| found.starts_with(&["std", "fs"]) },
    Fence { what: "the environment", within: OUTSIDE, named: |found, _| found.starts_with(&["std", "env"]) },
    Fence { what: "the clock", within: OUTSIDE, named: |found, _| found.mentions("SystemTime") || found.ends_with("now") },
    Fence {
        what: "the terminal",
        within: OUTSIDE,
        named: |found, _| {
            let print = ["print", "println", "eprint", "eprintln", "dbg"].iter().any(|name| found.is_macro(name));
            print || ["stdout", "stderr", "stdin"].iter().any(|name| found.starts_with(&["std", "io", name]))
        },
    },
    Fence { what: "the crate `miette`", within: &["src/report/human"], named: |found, paths| paths.is_crate(found, "miette") },
    Fence { what: "the crate `cel`", within: &[], named: |found, paths| paths.is_crate(found, "cel") },
];

fn floor(module: &str) -> Option<u8> {
    FLOORS.iter().find(|(name, _)| *name == module).map(|(_, floor)| *floor)
}

/// What a source file does that it must not, one line each.
fn violations(file: &str, text: &str) -> Vec<String> {
    let inside = file.strip_prefix("src/").unwrap_or(file).trim_end_matches(".rs");
    let modules: Vec<&str> = if matches!(inside, "lib" | "main") { Vec::new() } else { inside.split('/').collect() };
    let paths = Paths::of(text);
    let mut violations = Vec::new();
    if let Some(module) = modules.first() {
        violations.extend(climbs(file, module, &modules, &paths));
    }
    let is_test = modules.contains(&"tests");
    for fence in FENCES.iter().filter(|fence| !is_test && !fence.within.iter().any(|within| file.starts_with(within))) {
        let named = paths.found.iter().filter(|found| (fence.named)(found, &paths));
        violations.extend(
            named.map(|found| {
                format!("{file}:{}: `{found}` names {}, which belongs to {}", found.line, fence.what, fence.within.join(", "))
            }),
        );
    }
    violations
}

/// Imports from the same floor or from above.
fn climbs(file: &str, module: &str, modules: &[&str], paths: &Paths) -> Vec<String> {
    let Some(own) = floor(module) else {
        return vec![format!("{file}:1: module `{module}` stands on no floor; add it to FLOORS in tests/it/floors.rs")];
    };
    let imports =
        paths.found.iter().filter_map(|found| Some((found, found.module(modules.len())?))).filter(|(_, imported)| *imported != module);
    let climbs = imports.filter_map(|(found, imported)| match floor(imported) {
        Some(floor) if floor < own => None,
        Some(floor) => Some(format!("{file}:{}: `{module}` (floor {own}) imports `{imported}` (floor {floor})", found.line)),
        None => Some(format!("{file}:{}: `{module}` (floor {own}) imports `{imported}`, which stands on no floor", found.line)),
    });
    climbs.collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src can be listed") {
        let path = entry.expect("src can be listed").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn every_module_imports_only_from_lower_floors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    sources(&root.join("src"), &mut files);
    files.sort();
    assert!(files.len() > 10, "the sources are where they are looked for");
    let violations: Vec<String> = files
        .iter()
        .flat_map(|path| {
            let name = path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
            violations(&name, &std::fs::read_to_string(path).expect("sources are UTF-8"))
        })
        .collect();
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn an_import_from_the_same_floor_or_above_is_caught() {
    let engine = "use std::sync::Arc;\n\nuse crate::document::Tree;\nuse crate::report::Format;\n";
    assert_eq!(violations("src/engine.rs", engine), ["src/engine.rs:4: `engine` (floor 6) imports `report` (floor 9)"]);
    let document = "fn f() -> crate::cel::Type { crate::text::x() }";
    assert_eq!(violations("src/document/node.rs", document), ["src/document/node.rs:1: `document` (floor 2) imports `cel` (floor 2)"]);
}

#[test]
fn imports_are_found_however_they_are_written() {
    let climbing = [
        "use crate::{text::Span, report};",
        "use crate::{\n    text::{Source, Span},\n    report::{human::{Human as H}},\n};",
        "pub(crate) use crate::report as r;",
        "use super::super::report::Format;",
        "use super::super::{report, text};",
        "fn f(x: &super::super::report::Format) {}",
        "mod inner {\n    use super::super::super::report::Format;\n}",
        "macro_rules! m { () => { $crate::report::x() } }",
        "fn f() { let c = '\"'; crate::report::x(); let s = \"\"; }",
        "impl<'a> X<'a> { fn f() -> Vec<crate::report::Y<'a>> { r#\"\"\"#; } }",
    ];
    for text in climbing {
        let caught = violations("src/policy/check.rs", text);
        assert!(
            caught.len() == 1 && caught.iter().all(|line| line.ends_with("`policy` (floor 5) imports `report` (floor 9)")),
            "{text}\n{caught:?}"
        );
    }
}

#[test]
fn what_only_looks_like_an_import_is_not_one() {
    let fine = [
        "// use crate::report::Format;",
        "/* crate::report /* nested */ crate::report */",
        "//! See [`crate::report`].",
        "const S: &str = \"crate::report\";",
        "const S: &str = r##\"a \"# crate::report\"##;",
        "const B: &[u8] = b\"\\\"crate::report\";",
        "use super::report::Format;",
        "use self::report::Format;",
        "mod inner {\n    use super::super::report::Format;\n}",
        "mod report { use super::check; }",
        "pub(in crate::policy) fn f() {}",
        "pub(crate) struct Report;",
    ];
    for text in fine {
        assert_eq!(violations("src/policy/check.rs", text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_module_without_a_floor_is_caught() {
    assert_eq!(
        violations("src/helpers/text.rs", ""),
        ["src/helpers/text.rs:1: module `helpers` stands on no floor; add it to FLOORS in tests/it/floors.rs"]
    );
    assert_eq!(
        violations("src/engine/x.rs", "use crate::Everything;"),
        ["src/engine/x.rs:1: `engine` (floor 6) imports `Everything`, which stands on no floor"]
    );
}

#[test]
fn the_world_outside_is_named_only_where_it_belongs() {
    let texts = [
        "use std::fs;",
        "use std::{collections::BTreeMap, fs::File};",
        "fn f() { std::env::var(\"HOME\"); }",
        "use std::time::SystemTime;",
        "fn f() { jiff::Zoned::now(); }",
        "fn f() { println!(\"{}\", 1); }",
        "fn f() { std::io::stdout().lock(); }",
        "use miette::Report;",
        "use ::cel::parser::Parser;",
        "fn f() -> cel::Program {}",
    ];
    for text in texts {
        let caught = violations("src/engine/x.rs", text);
        assert_eq!(caught.len(), 1, "{text}\n{caught:?}");
    }
    assert_eq!(
        violations("src/engine/x.rs", "use std::fs;"),
        [
            "src/engine/x.rs:1: `std::fs` names the file system, which belongs to src/cli, src/lsp, src/document/load.rs, src/embed/build.rs, src/main.rs"
        ]
    );
    assert_eq!(violations("src/cli/check.rs", "use std::{fs, env};\nfn f() { eprintln!(\"x\"); }"), Vec::<String>::new());
    assert_eq!(violations("src/report/human.rs", "use miette::Report;"), Vec::<String>::new());
    assert_eq!(violations("src/engine/tests.rs", "fn f() { std::fs::read(\"x\"); }"), Vec::<String>::new(), "tests may");
    let ours = "use crate::{cel::{self, Scope}, text::Span};\nfn f() { cel::compile(); }";
    assert_eq!(violations("src/policy/x.rs", ours), Vec::<String>::new(), "the module of the same name is no crate");
    assert_eq!(violations("src/engine/x.rs", "use crate::cel::Plan;\nfn print() { env!(\"X\"); self.now(); }"), Vec::<String>::new());
}
