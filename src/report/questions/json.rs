//! Questions for programs.

use std::io;

use serde::Serialize;

use super::answers;
use crate::ask::{Asked, Question};
use crate::diagnostic::{Location, Place};

/// Name and version of the contract.
pub const SCHEMA: &str = "provost/questions/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    systems: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    system: &'a str,
    path: &'a str,
    /// Of all questions, also those beyond the limit.
    undeclared: usize,
    questions: Vec<One<'a>>,
}

#[derive(Serialize)]
struct One<'a> {
    key: &'a str,
    title: &'a str,
    description: &'a str,
    answer: Answer,
    severity: &'static str,
    rules: Vec<&'a str>,
    controls: Vec<&'a str>,
    location: Option<Location>,
}

#[derive(Serialize)]
struct Answer {
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<String>,
}

pub(super) fn write(asked: &[Asked], limit: usize, out: &mut dyn io::Write) -> io::Result<()> {
    let systems = asked.iter().map(|asked| entry(asked, limit)).collect();
    let json = serde_json::to_string_pretty(&Document { schema: SCHEMA, systems })?;
    writeln!(out, "{}", crate::report::json::escaped(&json))
}

fn entry(asked: &Asked, limit: usize) -> Entry<'_> {
    Entry {
        system: &asked.system,
        path: &asked.file,
        undeclared: asked.questions.len(),
        questions: asked.questions.iter().take(limit).map(one).collect(),
    }
}

fn one(question: &Question) -> One<'_> {
    let words = question.described.as_ref();
    One {
        key: &question.fact,
        title: words.map_or("", |words| &words.title),
        description: words.map_or("", |words| &words.description),
        answer: Answer { kind: answers::kind(question), choices: answers::choices(question) },
        severity: question.severity.as_str(),
        rules: question.rules.iter().map(String::as_str).collect(),
        controls: question.controls.iter().map(|control| control.reference.as_str()).collect(),
        location: question.place.as_ref().map(Place::locate),
    }
}
