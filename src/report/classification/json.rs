use std::io;

use serde::Serialize;

use super::{ClassificationView, Classifications};
use crate::report::json::escaped;
use crate::report::model::{Diagnostic, Tool};

/// Name and version of the contract.
pub const SCHEMA: &str = "provost/classification/v1";

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: Tool,
    as_of: String,
    results: &'a [ClassificationView],
    diagnostics: Vec<Diagnostic>,
}

pub(super) fn write(found: &Classifications, out: &mut dyn io::Write) -> io::Result<()> {
    let document = Document {
        schema: SCHEMA,
        tool: Tool::this(),
        as_of: found.as_of.to_string(),
        results: &found.views,
        diagnostics: found.diagnostics.iter().map(Diagnostic::from).collect(),
    };
    writeln!(out, "{}", escaped(&serde_json::to_string_pretty(&document)?))
}
