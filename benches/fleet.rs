//! The whole process on a fleet: 10,000 manifests, 20 rules, every violation located, beside what merely reading the same
//! files as YAML costs on as many threads. Prints the median of several runs of each, in turn, and their ratio.

#![expect(clippy::print_stdout, reason = "a bench prints what it measures")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use granit_parser::Parser;
use provost::text::Source;
use rayon::prelude::*;

const MANIFEST: &str = include_str!("fleet-manifest.yaml.in");
const POLICY: &str = include_str!("fleet-policy.yaml");
const SYSTEMS: usize = 10_000;
const RUNS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let files = fleet(folder.path())?;
    std::fs::write(folder.path().join("policy.yaml"), POLICY)?;
    let (mut whole, mut floor) = (Vec::new(), Vec::new());
    // The first run of each warms the file cache and is not counted.
    for _ in 0..=RUNS {
        whole.push(check(folder.path())?);
        floor.push(events(&files)?);
    }
    let (whole, floor) = (median(&mut whole), median(&mut floor));
    println!("check, {SYSTEMS} manifests x 20 rules: {:.3} s", whole.as_secs_f64());
    println!("reading them as YAML events alone:   {:.3} s", floor.as_secs_f64());
    println!("ratio:                               {:.2}", whole.as_secs_f64() / floor.as_secs_f64());
    Ok(())
}

/// Writes the fleet: systems alike but for what some rules look at.
fn fleet(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::with_capacity(SYSTEMS);
    for number in 0..SYSTEMS {
        let text = MANIFEST
            .replace("{number}", &format!("{number:05}"))
            .replace("{kind}", if number % 2 == 1 { "team" } else { "role" })
            .replace("{pinned}", if number % 3 == 0 { "true" } else { "false" })
            .replace("{safeguards}", if number % 2 == 1 { "tls" } else { "redaction, tls" })
            .replace("{authentication}", if number % 5 == 0 { "none" } else { "oidc" });
        let below = folder.join("systems").join(format!("{:02}", number / 500));
        std::fs::create_dir_all(&below)?;
        let path = below.join(format!("{number:05}.yaml"));
        std::fs::write(&path, text)?;
        files.push(path);
    }
    Ok(files)
}

fn check(folder: &Path) -> std::io::Result<Duration> {
    let start = Instant::now();
    let arguments = ["check", "systems", "--no-builtin", "--policy", "policy.yaml", "--output", "concise"];
    let status = Command::new(env!("CARGO_BIN_EXE_provost")).args(arguments).current_dir(folder).stdout(Stdio::null()).status()?;
    let elapsed = start.elapsed();
    assert_ne!(status.code(), Some(2), "something could not be checked");
    Ok(elapsed)
}

/// What every tool that reads YAML must pay.
fn events(files: &[PathBuf]) -> std::io::Result<Duration> {
    let start = Instant::now();
    let counts: std::io::Result<Vec<usize>> = files
        .par_iter()
        .map(|path| {
            let source = Arc::new(Source::new("fleet", std::fs::read_to_string(path)?));
            let mut parser = Parser::new_from_str(source.text());
            let mut count = 0;
            while let Some(Ok(_)) = parser.next_event() {
                count += 1;
            }
            Ok(count)
        })
        .collect();
    assert!(counts?.into_iter().all(|count| count > 100), "a manifest was not read");
    Ok(start.elapsed())
}

fn median(runs: &mut Vec<Duration>) -> Duration {
    runs.remove(0);
    runs.sort();
    runs[runs.len() / 2]
}
