//! Questions for people at a terminal.

use std::io;

use super::answers;
use crate::ask::{Asked, Question};
use crate::report::human::{Ink, Pen};
use crate::report::{Style, places};
use crate::text::{clean_line, hang, plural};

pub(super) fn write(asked: &[Asked], limit: usize, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen::new(style);
    for asked in asked {
        writeln!(out, "{}\n", head(asked, &pen))?;
        for (at, question) in asked.questions.iter().take(limit).enumerate() {
            writeln!(out, "{}", one(at + 1, question, &pen))?;
        }
        let more = asked.questions.len().saturating_sub(limit);
        if more > 0 {
            writeln!(out, "  and {}: `--limit 0` asks them all\n", plural(more, "more question"))?;
        }
    }
    Ok(())
}

/// `copilot (systems/copilot.yaml): 53 facts are not declared, 41 rules and 120 controls wait for them`.
fn head(asked: &Asked, pen: &Pen) -> String {
    let count = asked.questions.len();
    let verb = if count == 1 { "is" } else { "are" };
    let (rules, controls) = (plural(asked.rules().len(), "rule"), plural(asked.controls().len(), "control"));
    let name = format!("{} ({})", clean_line(&asked.system), clean_line(&asked.file));
    let text = format!("{name}: {} {verb} not declared, and {rules} with {controls} wait for them", plural(count, "fact"));
    pen.ink(Ink::Bold, &hang("", 0, text.split(' '), pen.width))
}

fn one(number: usize, question: &Question, pen: &Pen) -> String {
    const INDENT: usize = 12;
    let path = clean_line(&question.fact).into_owned();
    let (title, description) =
        question.described.as_ref().map_or((path.as_str(), ""), |described| (&described.title, &described.description));
    let severity = pen.ink(question.severity.into(), question.severity.as_str());
    let mut lines = vec![format!("{number:>3}  {}  {severity}", pen.ink(Ink::Bold, &clean_line(title)))];
    let mut row = |name: &str, text: &str| {
        let prefix = format!("     {} ", pen.ink(Ink::Cyan, &format!("{name:6}")));
        lines.push(hang(&prefix, INDENT, text.split(' '), pen.width));
    };
    if !description.is_empty() {
        row("about", &clean_line(description));
    }
    row("answer", &answers::line(question));
    let place = question.place.as_ref().map_or_else(String::new, |place| format!(", {}", places::belongs(place)));
    row("key", &format!("`{path}`{place}"));
    let rules: Vec<String> = question.rules.iter().map(|rule| clean_line(rule).into_owned()).collect();
    let dot = if pen.unicode { "·" } else { "," };
    let mut frameworks: Vec<&str> = question.controls.iter().map(|control| control.framework.as_str()).collect();
    frameworks.dedup();
    let controls = match frameworks.as_slice() {
        [] => String::new(),
        names => format!(" {dot} {} of {}", plural(question.controls.len(), "control"), crate::text::and_list(names)),
    };
    row("waits", &format!("{}{controls}", rules.join(" ")));
    lines.join("\n") + "\n"
}
