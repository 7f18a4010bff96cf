//! Lists the files that the binary carries, so that adding a policy or a framework touches no Rust.
#![expect(clippy::disallowed_methods, reason = "cargo talks to build scripts by environment and standard output")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo sets CARGO_MANIFEST_DIR")?);
    let mut files = Vec::new();
    collect(&root.join("policies"), &mut files)?;
    files.sort();
    let mut list = String::from("pub(crate) const FILES: &[(&str, &str)] = &[\n");
    let mut bare = String::from("pub(crate) const FILES_WITHOUT_CASES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        writeln!(list, "    ({name:?}, include_str!({:?})),", file.to_string_lossy())?;
        writeln!(bare, "    ({name:?}, {:?}),", without_cases(&std::fs::read_to_string(&file)?))?;
    }
    list.push_str("];\n");
    list.push_str(&bare);
    list.push_str("];\n");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    std::fs::write(out.join("embedded.rs"), list)?;
    println!("cargo::rerun-if-changed=src/embed/build.rs");
    Ok(())
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}

/// A file with its test cases blanked, lines kept, those of rules and steps and of the whole document: three quarters of the
/// text, which a check never looks at.
fn without_cases(text: &str) -> String {
    // The indentation of the key whose value is being left out.
    let mut blank: Option<usize> = None;
    let mut bare = String::with_capacity(text.len() / 2);
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let inside = blank.is_some_and(|key| line.is_empty() || indent > key);
        if !inside {
            blank = (line.trim_start() == "tests:" && matches!(indent, 0 | 4)).then_some(indent);
        }
        if blank.is_none() {
            bare.push_str(line);
        }
        bare.push('\n');
    }
    bare
}
