//! Classifications for people: the tier, why, what to answer, what to do.

use std::fmt::Write as _;
use std::io;

use super::pen::{Ink, Pen};
use crate::engine::Agreement;
use crate::report::classification::{ClassificationView, Classifications, DutyView, GroundView, QuestionView, StepView};
use crate::report::{Style, applies, models, named, words};
use crate::text::{clean_line, hang, plural};

/// Questions shown for each procedure; the rest is counted.
const MOST_QUESTIONS: usize = 16;

pub(in crate::report) fn write(found: &Classifications, style: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let pen = Pen::new(style);
    super::write_diagnostics(&models(&found.diagnostics), style, out)?;
    let mut before = "";
    for view in &found.views {
        if view.system != before {
            let path = pen.ink(Ink::Dim, &clean_line(&view.path));
            writeln!(out, "{}  {path}\n", pen.ink(Ink::Bold, &clean_line(&view.system)))?;
        }
        before = &view.system;
        writeln!(out, "{}", block(view, found.all, &pen))?;
    }
    writeln!(out, "{}", summary(found, &pen))
}

fn block(view: &ClassificationView, all: bool, pen: &Pen) -> String {
    let mut text = head(view, pen);
    if view.idle && !all {
        return text + &steps(view, false, pen);
    }
    text.push_str(&steps(view, all, pen));
    text.push_str(&questions(view, pen));
    text.push_str(&duties(view, all, pen));
    text
}

fn head(view: &ClassificationView, pen: &Pen) -> String {
    let worst = view.possible.first().map_or("", String::as_str);
    let ink = match view.agreement {
        Agreement::Below | Agreement::Unsure => Ink::BoldRed,
        _ if view.tier.is_none() => Ink::Yellow,
        _ => Ink::Bold,
    };
    let short = clean_line(&view.short);
    let tier = match &view.tier {
        Some(tier) => clean_line(tier).into_owned(),
        None => format!("cannot exclude {}", clean_line(worst)),
    };
    let mut text = format!("  {}: {}\n", short, pen.ink(ink, &tier));
    let mut line = |what: &str| {
        text.push_str(&hang("    ", 4, clean_line(what).split(' '), pen.width));
        text.push('\n');
    };
    if view.tier.is_none() {
        line(&format!("possible: {}", view.possible.join(", ")));
    }
    line(&view.meaning);
    let agreement = words::agreement(view.agreement, view.tier.is_some());
    match (&view.declared, &view.declared_at) {
        (Some(_), _) if view.idle && view.agreement == Agreement::Stricter => {}
        (Some(declared), Some(at)) => line(&format!("declared: {declared} (line {}), {}", at.location.line, agreement)),
        _ if view.idle => {}
        _ => line(&format!("declared: {agreement}")),
    }
    if let Some(roles) = view.roles.as_ref().filter(|roles| !roles.is_empty() && !view.idle) {
        line(&format!("our roles: {}", roles.join(", ")));
    }
    text
}

fn steps(view: &ClassificationView, all: bool, pen: &Pen) -> String {
    let shown: Vec<&StepView> = view.steps.iter().filter(|step| all || (step.matters && step.answer != "open")).collect();
    if shown.is_empty() {
        return ruled_out(view, pen);
    }
    let mut text = format!("\n    {}\n", pen.ink(Ink::Bold, "why"));
    for step in shown {
        let ink = match step.answer {
            "yes" if step.matters => Ink::Bold,
            "open" => Ink::Yellow,
            _ => Ink::Dim,
        };
        let width = 9;
        let head = format!("      {}{}  ", pen.ink(ink, step.answer), " ".repeat(width - step.answer.len()));
        text.push_str(&hang(&head, 6 + width + 2, clean_line(&step.question).split(' '), pen.width));
        text.push('\n');
        let indent = " ".repeat(6 + width + 2);
        let mut line = |what: &str| {
            text.push_str(&hang(&indent, indent.len(), clean_line(what).split(' '), pen.width));
            text.push('\n');
        };
        for ground in &step.grounds {
            line(&at(ground));
        }
        if !step.controls.is_empty() {
            line(&named(&step.controls));
        }
        if let Some(judgement) = step.judgement.as_ref().filter(|_| step.matters || all) {
            line(&format!("to judge: {judgement}"));
        }
    }
    text
}

/// Where nothing applies, what was asked and answered with no: each provision with the line that rules it out.
fn ruled_out(view: &ClassificationView, pen: &Pen) -> String {
    // An exception that nobody claims rules nothing out.
    let stated = |step: &&StepView| step.grounds.first().is_some_and(|ground| !ground.label.ends_with(" is not declared"));
    let refused: Vec<&StepView> =
        view.steps.iter().filter(|step| step.answer == "no" && !step.controls.is_empty()).filter(stated).collect();
    if refused.is_empty() || view.tier.is_none() {
        return String::new();
    }
    let mut text = format!("\n    {}\n", pen.ink(Ink::Bold, "why: ruled out are"));
    for step in refused {
        let ground = step.grounds.first().map(|ground| format!(": {}", at(ground))).unwrap_or_default();
        let line = format!("{}{ground}", named(&step.controls));
        text.push_str(&hang("      ", 8, clean_line(&line).split(' '), pen.width));
        text.push('\n');
    }
    text
}

fn at(ground: &GroundView) -> String {
    format!("{} (line {})", ground.label, ground.location.line)
}

fn questions(view: &ClassificationView, pen: &Pen) -> String {
    let mut text = String::new();
    let kinds = [(true, "answer these: each can change the tier"), (false, "then these: roles and duties wait for them")];
    for (tier, title) in kinds {
        let asked: Vec<&QuestionView> = view.questions.iter().filter(|question| question.changes_tier == tier).collect();
        if asked.is_empty() {
            continue;
        }
        let _ = writeln!(text, "\n    {}", pen.ink(Ink::Bold, title));
        for question in asked.iter().take(MOST_QUESTIONS) {
            let fact = clean_line(&question.ground.fact).into_owned();
            let place = format!("({}, line {})", clean_line(&question.ground.label), question.ground.location.line);
            let _ = writeln!(text, "      {} {}", pen.ink(Ink::Cyan, &fact), pen.ink(Ink::Dim, &place));
            let more = question.questions.len().saturating_sub(1);
            let first = question.questions.first().map_or("Whether a duty applies hangs on it.", String::as_str);
            let more = if more > 0 { format!(" (and {})", plural(more, "more question")) } else { String::new() };
            text.push_str(&hang("        ", 8, clean_line(&format!("{first}{more}")).split(' '), pen.width));
            text.push('\n');
        }
        if asked.len() > MOST_QUESTIONS {
            let _ = writeln!(text, "      and {}", plural(asked.len() - MOST_QUESTIONS, "more fact"));
        }
    }
    text
}

/// The duties under the day from which they apply; those that may apply last.
fn duties(view: &ClassificationView, all: bool, pen: &Pen) -> String {
    let may = view.duties.iter().filter(|duty| !duty.certain).count();
    if view.duties.is_empty() {
        return String::new();
    }
    let mut groups: Vec<(bool, String, Vec<&DutyView>)> = Vec::new();
    for duty in view.duties.iter().filter(|duty| duty.certain || all) {
        let when = applies(duty.applies.as_ref());
        match groups.iter_mut().find(|(certain, known, _)| *certain == duty.certain && *known == when) {
            Some((.., duties)) => duties.push(duty),
            None => groups.push((duty.certain, when, vec![duty])),
        }
    }
    groups.sort_by_key(|(certain, when, duties)| (!certain, duties[0].applies.clone(), when.clone()));
    let whose = if view.roles.is_some() { "our duties" } else { "duties, by role" };
    let mut text = format!("\n    {}\n", pen.ink(Ink::Bold, whose));
    for (certain, when, duties) in groups {
        let head = if certain { when } else { format!("may apply, {when}") };
        text.push_str(&hang("      ", 6, clean_line(&head).split(' '), pen.width));
        text.push('\n');
        for duty in duties {
            let roles = if view.roles.is_none() && !duty.roles.is_empty() { format!("{}: ", duty.roles.join(", ")) } else { String::new() };
            let line = format!("{roles}{} ({})", duty.title, named(&duty.controls));
            text.push_str(&hang("        - ", 10, clean_line(&line).split(' '), pen.width));
            text.push('\n');
        }
    }
    if may > 0 && !all {
        let may = format!("may apply, as the open questions are answered: {} (`--all` lists them)", plural(may, "duty"));
        text.push_str(&hang("      ", 6, may.split(' '), pen.width));
        text.push('\n');
    }
    text
}

/// The line that ends every run: `2 systems · 1 declared too low · as of 2026-11-20`.
fn summary(found: &Classifications, pen: &Pen) -> String {
    let count = |wanted: Agreement| found.views.iter().filter(|view| view.agreement == wanted).count();
    let open = found.views.iter().filter(|view| view.tier.is_none()).count();
    let mut parts = vec![plural(found.systems, "system")];
    let (below, unsure) = (count(Agreement::Below), count(Agreement::Unsure));
    parts.extend((below > 0).then(|| format!("{below} declared too low")));
    parts.extend((unsure > 0).then(|| format!("{unsure} perhaps declared too low")));
    parts.extend((open > 0).then(|| format!("{} open", plural(open, "tier"))));
    parts.extend(found.as_of_pinned.then(|| format!("as of {}", found.as_of)));
    let text = parts.join(if pen.unicode { " · " } else { ", " });
    let ink = if below + unsure > 0 { Ink::Bold } else { Ink::Green };
    if found.views.is_empty() {
        return pen.ink(ink, &text);
    }
    format!("{}\nnot legal advice: each step says what a person must still judge (`--all`)", pen.ink(ink, &text))
}
