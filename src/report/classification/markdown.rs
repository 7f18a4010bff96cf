//! For reviews and wikis: a section for each system and procedure.

use std::fmt::Write as _;
use std::io;

use super::{ClassificationView, Classifications, ControlView, DutyView, StepView};
use crate::report::classification::view::GroundView;
use crate::report::words;
use crate::text::{markdown, markdown_code};

pub(super) fn write(found: &Classifications, out: &mut dyn io::Write) -> io::Result<()> {
    let mut text = format!("# Classification as of {}\n", found.as_of);
    for diagnostic in &found.diagnostics {
        let _ = write!(text, "\n- **{}** {}\n", diagnostic.level.as_str(), markdown(&diagnostic.message));
    }
    for view in &found.views {
        section(view, found.all, &mut text);
    }
    out.write_all(text.as_bytes())
}

fn section(view: &ClassificationView, all: bool, text: &mut String) {
    let tier = match &view.tier {
        Some(tier) => format!("**{}**", markdown(tier)),
        None => format!("open, **{}** cannot be excluded", markdown(view.possible.first().map_or("", String::as_str))),
    };
    let _ = write!(text, "\n## {}, {}: {tier}\n\n{}\n", markdown(&view.system), markdown(&view.short), markdown(&view.meaning));
    let agreement = words::agreement(view.agreement, view.tier.is_some());
    let declared = match (&view.declared, &view.declared_at) {
        (Some(declared), Some(at)) => {
            format!("{} is declared ({}), {}", markdown_code(declared), place(at), agreement)
        }
        _ => agreement.to_owned(),
    };
    let _ = write!(text, "\n- Manifest: {}\n- Declared tier: {declared}\n", markdown(&view.path));
    if let Some(roles) = view.roles.as_ref().filter(|roles| !roles.is_empty()) {
        let _ = writeln!(text, "- Roles: {}", markdown(&roles.join(", ")));
    }
    let steps: Vec<&StepView> = view.steps.iter().filter(|step| all || step.matters).collect();
    if !steps.is_empty() {
        text.push_str("\n| Question | Reply | Because | From |\n|---|---|---|---|\n");
        for step in steps {
            let because: Vec<String> =
                step.grounds.iter().map(|ground| format!("{} ({})", markdown(&ground.label), place(ground))).collect();
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} |",
                markdown(&step.question),
                step.answer,
                because.join("<br>"),
                controls(&step.controls)
            );
        }
    }
    if !view.questions.is_empty() {
        text.push_str("\n### Facts to declare\n\n");
        for question in &view.questions {
            let why = if question.changes_tier { "can change the tier" } else { "decides about roles or duties" };
            let asked = question.questions.first().map_or(String::new(), |asked| format!(": {}", markdown(asked)));
            let _ = writeln!(text, "- [ ] {} ({}; {why}){asked}", markdown_code(&question.ground.fact), place(&question.ground));
        }
    }
    if !view.duties.is_empty() {
        text.push_str("\n### Duties\n\n| Duty | Whose | From | Provision |\n|---|---|---|---|\n");
        for duty in &view.duties {
            let sure = if duty.certain { "" } else { " (may apply)" };
            let _ = writeln!(
                text,
                "| {}{sure} | {} | {} | {} |",
                markdown(&duty.title),
                markdown(&duty.roles.join(", ")),
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
    markdown(&crate::report::named(controls))
}

fn place(ground: &GroundView) -> String {
    markdown(&format!("{}:{}", ground.location.path, ground.location.line))
}
