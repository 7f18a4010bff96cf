//! The parser's complaints, placed where somebody has to change the file.

use std::sync::Arc;

use granit_parser::{ErrorKind, ScanError};

use super::wording::{Words, words};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span};

mod escape;

/// What was understood before the error.
pub(super) struct Seen {
    /// End of the last node or bracket.
    pub end: u32,
    /// The innermost open `[` or `{`.
    pub bracket: Option<u32>,
}

pub(super) fn diagnostic(error: &ScanError, source: &Arc<Source>, seen: &Seen) -> Diagnostic {
    let at = source.text().floor_char_boundary(error.marker().byte_offset().unwrap_or_default());
    let scene = Scene { source, at, seen };
    scene.special(error.kind()).unwrap_or_else(|| scene.plain(words(error, scene.here()), scene.span(error.kind())))
}

/// An error and the text around it.
struct Scene<'a> {
    source: &'a Arc<Source>,
    at: usize,
    seen: &'a Seen,
}

impl Scene<'_> {
    fn before(&self) -> &str {
        self.source.text().get(..self.at).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.source.text().get(self.at..).unwrap_or_default()
    }

    fn here(&self) -> Option<char> {
        self.after().chars().next()
    }

    fn line_start(&self) -> usize {
        self.before().rfind(['\n', '\r']).map_or(0, |at| at + 1)
    }

    fn place(&self, start: usize, len: usize) -> Place {
        Place::new(self.source, Span::new(start as u32, (start + len) as u32))
    }

    fn plain(&self, words: Words, span: Span) -> Diagnostic {
        let diagnostic = Diagnostic::error(words.code, words.message).at(Place::new(self.source, span), words.label);
        if words.help.is_empty() { diagnostic } else { diagnostic.help(words.help) }
    }

    /// What most errors underline: the character at which the parser stopped.
    fn span(&self, kind: &ErrorKind) -> Span {
        let mut at = self.at;
        if matches!(kind, ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation) {
            // The parser names what follows a `- ` that is itself out of place.
            let lead = self.before().get(self.line_start()..).unwrap_or_default();
            if lead.trim_start().starts_with('-') && lead.trim_matches([' ', '-']).is_empty() {
                at -= lead.trim_start().len();
            }
        }
        let rest = self.source.text().get(at..).unwrap_or_default();
        let len = match kind {
            ErrorKind::UndeclaredTagHandle => rest.find([' ', '\t', '\n', '\r', ',', ']', '}']).unwrap_or(rest.len()),
            _ => rest.chars().next().filter(|c| !matches!(c, '\n' | '\r')).map_or(0, char::len_utf8),
        };
        Span::new(at as u32, (at + len) as u32)
    }

    /// Errors whose cause stands elsewhere than where the parser noticed it.
    fn special(&self, kind: &ErrorKind) -> Option<Diagnostic> {
        match kind {
            ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabAtBlockScalarStart
            | ErrorKind::TabInPlainScalar
            | ErrorKind::InvalidBlockEntryWhitespace
            | ErrorKind::InvalidMappingValueWhitespace => self.tab(),
            ErrorKind::UnexpectedCharacter { character } => self.control(*character),
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => escape::diagnostic(self),
            ErrorKind::InvalidQuotedScalarIndent => self.quote(),
            ErrorKind::InvalidIndentation => self.bracket(),
            ErrorKind::ExpectedBlockMappingKey => self.after_bracket(),
            ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::ExpectedFlowMappingSeparator
            | ErrorKind::ExpectedFlowSequenceSeparator => self.long_key(),
            _ => None,
        }
    }

    fn tab(&self) -> Option<Diagnostic> {
        let text = self.source.text();
        let line = self.line_start();
        let end = if self.here() == Some('\t') { self.at + 1 } else { self.at };
        // On this line up to here, or else, as the parser names where a text of several lines begins, on a line further down.
        let tab = text.get(line..end).and_then(|lead| lead.rfind('\t')).map(|at| line + at).or_else(|| {
            let mut start = self.at;
            self.after().split_inclusive(['\n', '\r']).find_map(|line| {
                let indent = line.trim_start_matches([' ', '\t']);
                let tab = line.find('\t').filter(|&at| at < line.len() - indent.len() && start > self.at).map(|at| start + at);
                start += line.len();
                tab
            })
        })?;
        let diagnostic = Diagnostic::error(Code::YamlSyntax, "a tab cannot indent").at(self.place(tab, 1), "a tab");
        Some(diagnostic.help("indent with spaces"))
    }

    fn control(&self, character: char) -> Option<Diagnostic> {
        if matches!(character, '@' | '`' | '%') {
            return None;
        }
        // The parser may name where the text begins that holds it.
        let at = self.at + self.after().find(character)?;
        let message = format!("character U+{:04X} is not allowed in YAML", u32::from(character));
        let diagnostic = Diagnostic::error(Code::YamlSyntax, message).at(self.place(at, character.len_utf8()), "invisible, not allowed");
        Some(diagnostic.help("remove it, or write it as an escape in double quotes"))
    }

    /// A quoted text whose next line is not indented; more often than not it was to end before.
    fn quote(&self) -> Option<Diagnostic> {
        let open = self.opener(&['"', '\''])?;
        let ends = ["---", "..."].iter().any(|sign| self.after().starts_with(sign)) || self.after().trim().is_empty();
        let diagnostic = if ends {
            Diagnostic::error(Code::YamlSyntax, "a quote is never closed").at(self.place(open, 1), "opened here")
        } else {
            let diagnostic = Diagnostic::error(Code::YamlSyntax, "a quote is still open in a line that is not indented");
            diagnostic.at(self.place(open, 1), "opened here").also(self.place(self.at, 1), "not indented, so not inside the quotes")
        };
        Some(diagnostic.help("add the closing quote; if the text goes on, indent its lines"))
    }

    /// A text that begins with a bracket, and goes on after it: `[a, b].all(…)`.
    fn after_bracket(&self) -> Option<Diagnostic> {
        let before = self.before().get(self.line_start()..).unwrap_or_default();
        let value = before.split_once(": ").map(|(_, value)| value.trim_start())?;
        if !value.starts_with(['[', '{']) || !value.ends_with([']', '}']) {
            return None;
        }
        let rest = self.after().lines().next().unwrap_or_default().trim_end();
        let diagnostic = Diagnostic::error(Code::YamlSyntax, "text follows a closing bracket");
        Some(diagnostic.at(self.place(self.at, rest.len()), "outside the brackets").help("put the whole value between quotes"))
    }

    fn bracket(&self) -> Option<Diagnostic> {
        let open = self.opener(&['[', '{', '"', '\'']).or(self.seen.bracket.map(|at| at as usize))?;
        let (sign, close) = match self.source.text().as_bytes().get(open)? {
            b'[' => ('[', ']'),
            b'{' => ('{', '}'),
            _ => return self.quote(),
        };
        let diagnostic = Diagnostic::error(Code::YamlSyntax, format!("`{sign}` is still open in a line that is not indented"));
        let diagnostic = diagnostic.at(self.place(open, 1), "opened here").also(self.place(self.at, 1), "not indented, so not inside");
        Some(diagnostic.help(format!("add `{close}`; if the brackets go on, indent their lines")))
    }

    /// The first of `signs` after what was understood, outside comments.
    fn opener(&self, signs: &[char]) -> Option<usize> {
        let start = (self.seen.end as usize).min(self.at);
        let mut comment = false;
        let mut previous = ' ';
        self.source.text().get(start..self.at)?.char_indices().find_map(|(at, c)| {
            comment = (comment || (c == '#' && previous.is_whitespace())) && c != '\n';
            previous = c;
            (!comment && signs.contains(&c)).then_some(start + at)
        })
    }

    /// A key beyond what YAML allows without `?`; the parser then takes it for a value.
    fn long_key(&self) -> Option<Diagnostic> {
        const MOST: usize = 1024;
        let (start, key) = if self.here() == Some(':') {
            let start = self.before().rfind(['\n', '{', '[', ',']).map_or(0, |at| at + 1);
            (start, self.before().get(start..)?)
        } else {
            (self.at, self.after().split([':', '\n']).next()?)
        };
        let start = start + key.len() - key.trim_start().len();
        if key.trim().chars().count() <= MOST {
            return None;
        }
        let diagnostic = Diagnostic::error(Code::YamlSyntax, "a key is longer than 1,024 characters");
        let diagnostic = diagnostic.at(self.place(start, key.trim().len()), "too long for a key");
        Some(diagnostic.help("shorten the key; `? ` before a long key and `: ` on the next line also work"))
    }
}
