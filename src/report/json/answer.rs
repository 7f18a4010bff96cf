//! What came of an expression, one line for each answer.

use std::io;

use serde::Serialize;
use serde_json::Value;

use super::{JsonDiagnostic, escaped};
use crate::diagnostic::{Diagnostic, Location};
use crate::engine::{Answer, Came, Missing, Read};

/// Name and version of the lines that `eval` prints.
const SCHEMA: &str = "provost/eval/v1";

/// Fields are added, never renamed or removed, while the version is v1; all are there in every line.
#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    expression: &'a str,
    system: Option<&'a str>,
    item: Option<&'a str>,
    outcome: &'static str,
    r#type: Option<&'a str>,
    value: Option<&'a Value>,
    read: Vec<JsonRead<'a>>,
    undeclared: Vec<JsonMissing<'a>>,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

#[derive(Serialize)]
struct JsonRead<'a> {
    path: &'a str,
    declared: bool,
    value: Option<&'a Value>,
    location: Location,
}

#[derive(Serialize)]
struct JsonMissing<'a> {
    path: &'a str,
    label: &'a str,
    location: Location,
}

pub(in crate::report) fn write(expression: &str, answer: &Answer, out: &mut dyn io::Write) -> io::Result<()> {
    let (outcome, value) = match &answer.came {
        Came::Value { json, .. } => ("value", Some(json)),
        Came::Undeclared(_) => ("undeclared", None),
        Came::NoItems => ("no_items", None),
        Came::Failed(_) => ("error", None),
    };
    let undeclared = if let Came::Undeclared(missing) = &answer.came { missing.iter().map(JsonMissing::of).collect() } else { Vec::new() };
    let failed = if let Came::Failed(problem) = &answer.came { Some(JsonDiagnostic::of(problem)) } else { None };
    let line = Line {
        schema: SCHEMA,
        expression,
        system: answer.system.as_deref(),
        item: answer.item.as_deref(),
        outcome,
        r#type: Some(&answer.ty),
        value,
        read: answer.read.iter().map(JsonRead::of).collect(),
        undeclared,
        diagnostics: failed.into_iter().collect(),
    };
    line.write(out)
}

/// The line of an expression that was not evaluated at all.
pub(in crate::report) fn write_problems(expression: &str, problems: &[Diagnostic], out: &mut dyn io::Write) -> io::Result<()> {
    let line = Line {
        schema: SCHEMA,
        expression,
        system: None,
        item: None,
        outcome: "error",
        r#type: None,
        value: None,
        read: Vec::new(),
        undeclared: Vec::new(),
        diagnostics: problems.iter().map(JsonDiagnostic::of).collect(),
    };
    line.write(out)
}

impl Line<'_> {
    fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        writeln!(out, "{}", escaped(&serde_json::to_string(self)?))
    }
}

impl<'a> JsonRead<'a> {
    fn of(read: &'a Read) -> Self {
        Self { path: &read.path, declared: read.value.is_some(), value: read.value.as_ref(), location: read.place.locate() }
    }
}

impl<'a> JsonMissing<'a> {
    fn of(missing: &'a Missing) -> Self {
        Self { path: &missing.path, label: &missing.label.text, location: missing.label.place.locate() }
    }
}
