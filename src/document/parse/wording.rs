//! The parser's complaints in the words of somebody who wants to fix the file.

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::Code;
use crate::text::clean_line;

pub(super) struct Words {
    pub code: Code,
    pub message: String,
    pub label: &'static str,
    /// May be empty.
    pub help: &'static str,
}

/// What to say of an error; the parser's own words where there are none better. `here` is the character it stopped at.
pub(super) fn words(error: &ScanError, here: Option<char>) -> Words {
    let (message, label, help) = match error.kind() {
        ErrorKind::RecursionLimitExceeded => {
            let message = format!("lists and mappings are nested more than {} deep", super::MAX_DEPTH);
            return Words { code: Code::TooDeep, message, label: "too deep from here", help: "flatten the structure" };
        }
        ErrorKind::UndeclaredTagHandle => {
            let message = "a tag's handle is not declared".to_owned();
            return Words { code: Code::UnknownTag, message, label: "an unknown tag", help: "remove the tag" };
        }
        ErrorKind::UnclosedFlowCollection { open } => {
            let help = if *open == '[' { "add `]`" } else { "add `}`" };
            return Words { code: Code::YamlSyntax, message: format!("`{open}` is never closed"), label: "opened here", help };
        }
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            let help = "close brackets in the order they were opened";
            return Words { code: Code::YamlSyntax, message: format!("`{open}` is closed by `{close}`"), label: "opened here", help };
        }
        ErrorKind::UnexpectedCharacter { character: '`' } => ("a backtick cannot begin a value", "needs quotes", QUOTE),
        ErrorKind::UnexpectedCharacter { character } => {
            let message = format!("`{}` cannot begin a value", clean_line(&character.to_string()));
            return Words { code: Code::YamlSyntax, message, label: "needs quotes", help: QUOTE };
        }
        kind => fixed(kind, here).unwrap_or(("", if here.is_none() { "the file ends here" } else { "here" }, "")),
    };
    let message = if message.is_empty() { clean_line(&error.info()).into_owned() } else { message.to_owned() };
    Words { code: Code::YamlSyntax, message, label, help }
}

const QUOTE: &str = "put the value in quotes";

/// Message, label and help of the errors that always read the same.
fn fixed(kind: &ErrorKind, here: Option<char>) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a bracket closes nothing", "nothing is open here", "remove it, add the bracket that opens, or quote the text")
        }
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a quote is never closed", "opened here", "add the closing quote")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "text follows a closing quote",
            "outside the quotes",
            "quote the whole value, with `''` for a quote inside it; separate items with `,`",
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "text follows a closing quote",
            "outside the quotes",
            "quote the whole value, with `\\\"` for a quote inside it; separate items with `,`",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => {
            ("a key has no `:`", "no `: ` in this line", "write `key: value`, with a space after the colon")
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => (
            "the indentation or a colon is wrong here",
            "does not continue what stands above",
            "align the line with its siblings; quote a text that holds `: `",
        ),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => (
            "`:` makes a key where none can stand",
            "this `:`",
            "quote the text if the colon belongs to it; otherwise align the key with its siblings",
        ),
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator if here == Some(':') => {
            ("`:` makes a second key in one entry", "this `:`", "separate entries with `,`; quote the text if the colon belongs to it")
        }
        ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => {
            ("`,` or a closing bracket is missing", "expected before this", "separate items with `,`")
        }
        ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::ExpectedNodeContent
            if here == Some(',') =>
        {
            ("a value is missing before `,`", "nothing stands before this", "remove the `,`, or write a value before it")
        }
        ErrorKind::FlowMappingValueAdjacentCollection => ("a space is missing after `:`", "no space follows", "write `: `"),
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("a list goes on without `- `", "not an item", "begin each item with `- `, in the same column")
        }
        ErrorKind::BlockSequenceEntryNotAllowed => {
            ("a list cannot begin here", "this `-`", "begin the list on a line of its own, or quote the text")
        }
        ErrorKind::BlockEntryInFlowCollection | ErrorKind::PlainScalarStartsWithDashFlowIndicator => {
            ("`-` cannot stand alone inside brackets", "this `-`", "separate items with `,` instead, or quote the text")
        }
        ErrorKind::MappingKeyNotAllowed => ("`? ` cannot stand here", "this `?`", "quote the text if the question mark belongs to it"),
        ErrorKind::MissingAnchorOrAliasName => ("`&` and `*` need a name", "no name follows", QUOTE),
        ErrorKind::CommentNotSeparated => ("a comment needs a space before it", "this `#`", "write ` #`, or quote the text"),
        ErrorKind::CommentInterceptedScalar => {
            ("a comment interrupts a text of several lines", "the text ended before this", "quote the text, or move the comment")
        }
        ErrorKind::InvalidBlockScalarHeader => (
            "text follows `|` or `>` on its line",
            "begins a text of several lines",
            "quote the value if the sign belongs to it; otherwise begin the text on the next line",
        ),
        ErrorKind::ZeroBlockScalarIndent => {
            ("the indentation of a block text cannot be 0", "begins the text", "write a digit from 1 to 9, or none")
        }
        ErrorKind::InvalidBlockScalarIndent => (
            "the lines of a block text are not indented enough",
            "indented less than a blank line above, or than the digit after `|` says",
            "indent the text, and remove spaces on blank lines",
        ),
        ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::MissingTagUri
        | ErrorKind::InvalidTagEscape
        | ErrorKind::InvalidTagUtf8
        | ErrorKind::InvalidTagUtf8LeadingByte
        | ErrorKind::InvalidTagUtf8TrailingByte => ("a tag is not well-formed", "`!` begins a tag", "quote the value if `!` belongs to it"),
        ErrorKind::ExpectedDocumentStart => {
            ("the document ended before this", "belongs to no document", "write `---` before it if it begins another document")
        }
        ErrorKind::InvalidDocumentEnd => {
            ("text follows the end of a document", "after `...`", "begin the next document with `---` on a line of its own")
        }
        ErrorKind::BomInsideDocument => {
            ("a byte order mark stands inside a document", "the invisible character U+FEFF", "remove it; two files may have been joined")
        }
        ErrorKind::UnsupportedYamlMajorVersion => ("the file asks for another version of YAML", "not `%YAML 1.2`", "remove the line"),
        _ => return None,
    })
}
