//! Questions as a form to fill in: for an issue, a wiki or a mail.

use std::io;

use super::answers;
use crate::ask::{Asked, Question};
use crate::report::places;
use crate::text::{clean_line, plural};

pub(super) fn write(asked: &[Asked], limit: usize, out: &mut dyn io::Write) -> io::Result<()> {
    for (at, asked) in asked.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let shown = asked.questions.len().min(limit);
        writeln!(out, "{gap}# Questions about {}\n", text(&asked.system))?;
        let verb = if asked.questions.len() == 1 { "is" } else { "are" };
        write!(out, "{} {verb} not declared in {}", plural(asked.questions.len(), "fact"), code(&asked.file))?;
        write!(out, "; {} and {} wait for them.", plural(asked.rules().len(), "rule"), plural(asked.controls().len(), "control"))?;
        if shown < asked.questions.len() {
            write!(out, " These {shown} decide most.")?;
        }
        writeln!(out)?;
        for (number, question) in asked.questions.iter().take(limit).enumerate() {
            one(number + 1, question, out)?;
        }
    }
    Ok(())
}

fn one(number: usize, question: &Question, out: &mut dyn io::Write) -> io::Result<()> {
    let (title, description) =
        question.described.as_ref().map_or((question.fact.as_str(), ""), |described| (&described.title, &described.description));
    writeln!(out, "\n## {number}. {}\n", text(title))?;
    if !description.is_empty() {
        writeln!(out, "{}\n", prose(description))?;
    }
    let choices = answers::choices(question);
    for choice in &choices {
        writeln!(out, "- [ ] {}", code(choice))?;
    }
    if choices.is_empty() {
        writeln!(out, "Answer ({}): ________", prose(&answers::line(question)))?;
    }
    writeln!(out, "\n| | |\n|---|---|")?;
    writeln!(out, "| key | {} |", code(&question.fact))?;
    if let Some(place) = &question.place {
        writeln!(out, "| where | {}, {} |", code(place.source.name()), places::belongs(place))?;
    }
    let rules: Vec<String> = question.rules.iter().map(|rule| text(rule)).collect();
    writeln!(out, "| rules | {} ({} at worst) |", rules.join(", "), question.severity)?;
    let controls: Vec<String> = question.controls.iter().map(|control| text(&format!("{} {}", control.framework, control.label))).collect();
    if !controls.is_empty() {
        writeln!(out, "| controls | {} |", controls.join(", "))?;
    }
    Ok(())
}

/// Text that Markdown shows as it is, on one line.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in clean_line(text).chars() {
        match c {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '@' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A sentence of the schema: its code spans stay, the rest is text.
fn prose(sentence: &str) -> String {
    let parts = sentence.split('`').enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { text(part) }).collect()
}

/// A code span, also in a table.
fn code(text: &str) -> String {
    format!("`{}`", clean_line(text).replace('`', "'").replace('|', "\\|"))
}
