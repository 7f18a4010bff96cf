//! The parser's complaints, in the words of somebody who wants to fix the file.

use std::sync::Arc;

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span, clean_line};

pub(super) fn diagnostic(error: &ScanError, source: &Arc<Source>, at: usize) -> Diagnostic {
    let at = source.text().floor_char_boundary(at.min(source.text().len()));
    let here = source.text().get(at..).and_then(|rest| rest.chars().next());
    let width = here.filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let place = Place::new(source, Span::new(at as u32, (at + width) as u32));
    let (code, message, label, help) = wording(error.kind(), here);
    let message = message.unwrap_or_else(|| clean_line(&error.info().to_lowercase()).into_owned());
    let diagnostic = Diagnostic::error(code, message).at(place, label);
    if help.is_empty() { diagnostic } else { diagnostic.help(help) }
}

/// Code, message (the parser's own where there is none better), label and help.
fn wording(kind: &ErrorKind, here: Option<char>) -> (Code, Option<String>, &'static str, &'static str) {
    let yaml = Code::YamlSyntax;
    let say = |message: &str| Some(message.to_owned());
    match kind {
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation | ErrorKind::TabInIndentation | ErrorKind::TabAtBlockScalarStart => {
            (yaml, say("a tab cannot indent"), "a tab, or what follows one", "indent with spaces")
        }
        ErrorKind::RecursionLimitExceeded => (
            Code::TooDeep,
            Some(format!("lists and mappings are nested more than {} deep", super::MAX_DEPTH)),
            "too deep from here",
            "flatten the structure",
        ),
        ErrorKind::UnclosedFlowCollection { open } => {
            let close = if *open == '[' { ']' } else { '}' };
            (yaml, Some(format!("`{open}` is never closed")), "opened here", if close == ']' { "add `]`" } else { "add `}`" })
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            (yaml, Some(format!("`{open}` is closed by `{close}`")), "wrong bracket", "close brackets in the order they were opened")
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            (yaml, say("a bracket closes nothing"), "nothing is open here", "remove it, or add the bracket that opens")
        }
        ErrorKind::UnclosedQuotedScalar => (yaml, say("a quote is never closed"), "opened here", "add the closing quote"),
        ErrorKind::UnexpectedCharacter { character } => {
            let message = format!("`{}` cannot begin a value", clean_line(&character.to_string()));
            (yaml, Some(message), "needs quotes", "put the value in quotes")
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            (yaml, say("unknown escape in a quoted text"), "not an escape", "write `\\\\` for a backslash, or use single quotes")
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            yaml,
            say("a key ends without `:`, or is longer than 1,024 characters"),
            "no `: ` in this line",
            "write `key: value`, with a space after the colon",
        ),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => (
            yaml,
            say("the indentation or a colon is wrong here"),
            "does not continue what stands above",
            "align the line with its siblings; quote a text that holds `: `",
        ),
        ErrorKind::ExpectedBlockSequenceEntry => {
            (yaml, say("a list goes on without `- `"), "not an item", "begin each item with `- `, in the same column")
        }
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => {
            (yaml, say("`,` or a closing bracket is missing"), "expected before this", "separate items with `,`")
        }
        _ if here.is_none() => (yaml, None, "the file ends here", ""),
        _ => (yaml, None, "here", ""),
    }
}
