//! Questions as a form to fill in: for an issue, a wiki or a mail.

use std::io;

use super::answers;
use crate::ask::{Asked, Question};
use crate::report::places;
use crate::text::{markdown, markdown_code, plural};

pub(super) fn write(asked: &[Asked], limit: usize, out: &mut dyn io::Write) -> io::Result<()> {
    for (at, asked) in asked.iter().enumerate() {
        let gap = if at == 0 { "" } else { "\n" };
        let shown = asked.questions.len().min(limit);
        writeln!(out, "{gap}# Questions about {}\n", markdown(&asked.system))?;
        let verb = if asked.questions.len() == 1 { "is" } else { "are" };
        write!(out, "{} {verb} not declared in {}", plural(asked.questions.len(), "fact"), markdown_code(&asked.file))?;
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
    writeln!(out, "\n## {number}. {}\n", markdown(title))?;
    if !description.is_empty() {
        writeln!(out, "{}\n", markdown(description))?;
    }
    let choices = answers::choices(question);
    for choice in &choices {
        writeln!(out, "- [ ] {}", markdown_code(choice))?;
    }
    if choices.is_empty() {
        writeln!(out, "Answer ({}): ________", markdown(&answers::line(question)))?;
    }
    writeln!(out, "\n| | |\n|---|---|")?;
    writeln!(out, "| key | {} |", markdown_code(&question.fact))?;
    if let Some(place) = &question.place {
        writeln!(out, "| where | {}, {} |", markdown_code(place.source.name()), places::belongs(place))?;
    }
    let rules: Vec<String> = question.rules.iter().map(|rule| markdown(rule)).collect();
    writeln!(out, "| rules | {} ({} at worst) |", rules.join(", "), question.severity)?;
    let controls: Vec<String> =
        question.controls.iter().map(|control| markdown(&format!("{} {}", control.framework, control.label))).collect();
    if !controls.is_empty() {
        writeln!(out, "| controls | {} |", controls.join(", "))?;
    }
    Ok(())
}
