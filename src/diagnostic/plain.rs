//! Diagnostics as tests show them: message, place, the underlined text and what is said of it, help.

use std::fmt::Write as _;

use super::{Diagnostic, Label};

/// All of `diagnostics`, a blank line between them.
pub(crate) fn plain(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn one(diagnostic: &Diagnostic) -> String {
    let mut text = format!("{}[{}]: {}\n", diagnostic.level.as_str(), diagnostic.code.id(), diagnostic.message);
    for label in diagnostic.primary.iter().chain(&diagnostic.related) {
        let Label { place, text: remark } = label;
        let at = place.locate();
        let _ = writeln!(text, "  {}:{}:{} >{}< {remark}", at.path, at.line, at.column, place.text().escape_debug());
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(text, "  help: {help}");
    }
    text
}
