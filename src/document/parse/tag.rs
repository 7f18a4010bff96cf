//! Explicit tags: those of the core schema are checked, all others are reported.

use granit_parser::Tag;

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::Span;

impl Builder<'_> {
    /// The core schema's name of a scalar's tag. Any other tag makes a text; it is reported, except for a lone `!`.
    pub(super) fn scalar_tag(&mut self, tag: &Tag, span: Span, written: Option<Span>) -> &'static str {
        let names = ["str", "int", "float", "bool", "null"];
        if let Some(name) = names.into_iter().find(|&name| tag.core_suffix() == Some(name)) {
            return name;
        }
        match tag.core_suffix() {
            Some(name) => {
                let place = written.unwrap_or(span);
                self.report_misfit(name, place, "stands before a single value");
            }
            None => self.report_unknown_tag(tag, span, written),
        }
        "str"
    }

    pub(super) fn check_collection_tag(&mut self, tag: Option<&Tag>, expected: &str, span: Span, written: Option<Span>) {
        let Some(tag) = tag else { return };
        match tag.core_suffix() {
            Some(name) if name == expected => {}
            Some(name) => {
                let label = if expected == "seq" { "stands before a list" } else { "stands before a mapping" };
                self.report_misfit(name, written.unwrap_or(span), label);
            }
            None => self.report_unknown_tag(tag, span, written),
        }
    }

    pub(super) fn report_misfit(&mut self, tag: &str, span: Span, label: &str) {
        let diagnostic = Diagnostic::error(Code::UnknownTag, format!("value does not fit its tag `!!{tag}`"));
        self.report(diagnostic.at(self.place(span), label).help("remove the tag"));
    }

    fn report_unknown_tag(&mut self, tag: &Tag, span: Span, written: Option<Span>) {
        let name = tag.original();
        if name == "!" {
            return;
        }
        let place = self.place(written.unwrap_or(span));
        let diagnostic = Diagnostic::error(Code::UnknownTag, format!("unknown tag `{name}`"));
        self.report(diagnostic.at(place, "not a tag of YAML's core schema").help(if name.contains('(') {
            "an expression that begins with `!` stands in quotes"
        } else {
            "remove the tag, or quote the value if `!` belongs to it"
        }));
    }
}
