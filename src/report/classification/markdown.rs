//! For reviews and wikis: a section for each system and procedure.

use std::fmt::Write as _;
use std::io;

use super::{ClassificationView, Classifications, ControlView, DutyView, StepView};
use crate::report::classification::view::GroundView;
use crate::text::clean_line;

pub(super) fn write(found: &Classifications, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = format!("# Classification as of {}\n", found.as_of);
    for diagnostic in &found.diagnostics {
        let _ = write!(text, "\n- **{}** {}\n", diagnostic.level.as_str(), plain(&diagnostic.message));
    }
    for view in &found.views {
        section(view, found.all, &mut text);
    }
    out.write_all(text.as_bytes())
}

fn section(view: &ClassificationView, all: bool, text: &mut String) {
    let tier = match &view.tier {
        Some(tier) => format!("**{}**", plain(tier)),
        None => format!("open, **{}** cannot be excluded", plain(view.possible.first().map_or("", String::as_str))),
    };
    let _ = write!(text, "\n## {}, {}: {tier}\n\n{}\n", plain(&view.system), plain(&view.short), plain(&view.meaning));
    let declared = match (&view.declared, &view.declared_at) {
        (Some(declared), Some(at)) => format!("`{}` is declared ({}), {}", code(declared), place(at), crate::report::agreement(view)),
        _ => crate::report::agreement(view).to_owned(),
    };
    let _ = write!(text, "\n- Manifest: {}\n- Declared tier: {declared}\n", plain(&view.path));
    if let Some(roles) = view.roles.as_ref().filter(|roles| !roles.is_empty()) {
        let _ = writeln!(text, "- Roles: {}", plain(&roles.join(", ")));
    }
    let steps: Vec<&StepView> = view.steps.iter().filter(|step| all || step.matters).collect();
    if !steps.is_empty() {
        text.push_str("\n| Question | Reply | Because | From |\n|---|---|---|---|\n");
        for step in steps {
            let because: Vec<String> = step.grounds.iter().map(|ground| format!("{} ({})", plain(&ground.label), place(ground))).collect();
            let _ =
                writeln!(text, "| {} | {} | {} | {} |", plain(&step.question), step.answer, because.join("<br>"), controls(&step.controls));
        }
    }
    if !view.questions.is_empty() {
        text.push_str("\n### Facts to declare\n\n");
        for question in &view.questions {
            let why = if question.changes_tier { "can change the tier" } else { "decides about roles or duties" };
            let asked = question.questions.first().map_or(String::new(), |asked| format!(": {}", plain(asked)));
            let _ = writeln!(text, "- [ ] `{}` ({}; {why}){asked}", code(&question.ground.fact), place(&question.ground));
        }
    }
    if !view.duties.is_empty() {
        text.push_str("\n### Duties\n\n| Duty | Whose | From | Provision |\n|---|---|---|---|\n");
        for duty in &view.duties {
            let sure = if duty.certain { "" } else { " (may apply)" };
            let _ = writeln!(
                text,
                "| {}{sure} | {} | {} | {} |",
                plain(&duty.title),
                plain(&duty.roles.join(", ")),
                from(duty),
                controls(&duty.controls)
            );
        }
    }
}

fn from(duty: &DutyView) -> String {
    crate::report::applies(duty.applies.as_ref())
}

fn controls(controls: &[ControlView]) -> String {
    plain(&crate::report::named(controls))
}

fn place(ground: &GroundView) -> String {
    plain(&format!("{}:{}", ground.location.path, ground.location.line))
}

/// Text as Markdown shows it: nothing in it is markup.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for c in clean_line(text).chars() {
        match c {
            '<' => plain.push_str("&lt;"),
            '>' => plain.push_str("&gt;"),
            '&' => plain.push_str("&amp;"),
            '\\' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '@' => plain.extend(['\\', c]),
            c => plain.push(c),
        }
    }
    plain
}

/// Text between backticks.
fn code(text: &str) -> String {
    clean_line(text).replace('`', "'")
}
