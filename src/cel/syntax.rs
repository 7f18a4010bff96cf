//! Source → the parser's tree, within bounds, and its complaints in human words.

use ::cel::common::ast::{IdedExpr, SourceInfo};
use ::cel::parser::ParseError;

use super::compile::{MAX_SOURCE_BYTES, Problem, ProblemKind};
use crate::text::{Span, clean_line};

/// Deepest nesting of brackets.
const MAX_BRACKETS: usize = 64;

/// Most operators, dots, brackets and commas that are parsed on the caller's stack; beyond, a thread with a known stack is used.
const LIGHT: usize = 64;

/// What the source costs to parse.
pub(super) enum Weight {
    Light,
    Heavy,
}

/// Checks the bounds that the parser itself lacks.
pub(super) fn weigh(source: &str) -> Result<Weight, Vec<Problem>> {
    let limit = |span, message: String| {
        Err(vec![Problem::new(ProblemKind::Limit, span, message, "the limit is passed here").help("split the expression")])
    };
    if source.len() > MAX_SOURCE_BYTES {
        let at = source.floor_char_boundary(MAX_SOURCE_BYTES) as u32;
        return limit(Span::new(at, at), format!("expression is longer than {MAX_SOURCE_BYTES} bytes"));
    }
    let (mut depth, mut deepest, mut marks) = (0usize, 0usize, 0usize);
    for (at, byte) in outside_strings(source) {
        match byte {
            b'(' | b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
                if depth > MAX_BRACKETS {
                    return limit(Span::new(at as u32, at as u32 + 1), format!("brackets are nested more than {MAX_BRACKETS} deep"));
                }
            }
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        marks += usize::from(byte.is_ascii_punctuation() && byte != b'_');
    }
    Ok(if marks > LIGHT || deepest > 8 { Weight::Heavy } else { Weight::Light })
}

/// Parses macros as plain calls, so that every node keeps its own place.
pub(super) fn parse(source: &str) -> Result<(IdedExpr, SourceInfo), Vec<Problem>> {
    let parser = ::cel::Env::default().parser().enable_ident_escape_syntax(true).max_recursion_depth(250);
    parser.parse_with_source_info(source).map_err(|errors| vec![reword(source, &errors.errors)])
}

/// The bytes of a source that stand outside quotes and comments, with their positions.
pub(super) fn outside_strings(source: &str) -> impl Iterator<Item = (usize, u8)> {
    let bytes = source.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            let here = at;
            match byte {
                b'"' | b'\'' => at = string_end(bytes, at),
                b'/' if bytes.get(at + 1) == Some(&b'/') => at += bytes.iter().skip(at).take_while(|&&b| b != b'\n').count(),
                _ => {
                    at += 1;
                    return Some((here, byte));
                }
            }
        }
        None
    })
}

/// One past the quote that closes the one at `start`, or the end.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let raw = start > 0 && matches!(bytes[start - 1], b'r' | b'R');
    let triple = bytes.get(start + 1) == Some(&quote) && bytes.get(start + 2) == Some(&quote);
    let mut at = start + if triple { 3 } else { 1 };
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' if !raw => at += 2,
            b if b == quote && !triple => return at + 1,
            b if b == quote && bytes.get(at + 1) == Some(&quote) && bytes.get(at + 2) == Some(&quote) => return at + 3,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The first complaint of a cascade, with the text it is about.
fn reword(source: &str, errors: &[ParseError]) -> Problem {
    let first = errors.iter().find(|error| error.msg.starts_with("Syntax error")).or(errors.first());
    let Some(error) = first else {
        return Problem::new(ProblemKind::Syntax, Span::default(), "expression cannot be read", "here");
    };
    let at = offset(source, error.pos);
    let message = error.msg.trim_start_matches("Syntax error: ");
    let problem = |span, message: String, label: &str| Problem::new(ProblemKind::Syntax, span, message, label);
    let here = token(source, at);
    let written = clean_line(source.get(here.range()).unwrap_or_default()).into_owned();
    if message.contains("ecursion limit") {
        return Problem::new(ProblemKind::Limit, here, "expression is nested too deeply", "too deep").help("split the expression");
    }
    if let Some(quote) = message.strip_prefix("token recognition error at: '").filter(|rest| rest.starts_with(['"', '\'', '`'])) {
        let quote = quote.chars().next().unwrap_or('"');
        return problem(Span::new(at, source.len() as u32), "a text is never closed".to_owned(), "opened here")
            .help(format!("add a closing `{quote}`"));
    }
    if message.starts_with("token recognition error") {
        return stray(here, &written);
    }
    if let Some(word) = message.strip_prefix("reserved identifier: ") {
        return problem(here, format!("`{word}` is a reserved word"), "not usable as a name").help("choose another name");
    }
    if message.contains("'<EOF>'") && !message.contains("expecting <EOF>") {
        return breaks_off(source);
    }
    let before = source.get(..at as usize).unwrap_or_default().trim_end().rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let problem = problem(here, format!("unexpected `{written}`"), "does not continue what stands before");
    match (before, written.as_str()) {
        ("not", _) => problem.help("write `!` for not"),
        (_, "and") => problem.help("write `&&` for and"),
        (_, "or") => problem.help("write `||` for or"),
        (_, "is") => problem.help("write `==` to compare"),
        _ if message.starts_with("extraneous input") && message.ends_with("expecting <EOF>") => {
            problem.help("is an operator missing before it?")
        }
        _ => problem,
    }
}

fn stray(here: Span, written: &str) -> Problem {
    let problem = Problem::new(ProblemKind::Syntax, here, format!("`{written}` is no operator"), "not CEL");
    match written {
        "=" => problem.help("write `==` to compare"),
        "&" => problem.help("write `&&` for and"),
        "|" => problem.help("write `||` for or"),
        _ => problem,
    }
}

fn breaks_off(source: &str) -> Problem {
    let mut open = Vec::new();
    for (at, byte) in outside_strings(source) {
        match byte {
            b'(' | b'[' | b'{' => open.push((at as u32, byte)),
            b')' | b']' | b'}' => {
                open.pop();
            }
            _ => {}
        }
    }
    if let Some((at, byte)) = open.pop() {
        let close = match byte {
            b'(' => ')',
            b'[' => ']',
            _ => '}',
        };
        let message = format!("`{}` is never closed", byte as char);
        return Problem::new(ProblemKind::Syntax, Span::new(at, at + 1), message, "opened here").help(format!("add `{close}`"));
    }
    let end = source.trim_end().len() as u32;
    if end == 0 {
        return Problem::new(ProblemKind::Syntax, Span::new(0, 0), "expression is empty", "nothing here");
    }
    let last = source.get(..end as usize).and_then(|text| text.chars().next_back()).map_or(0, char::len_utf8) as u32;
    Problem::new(ProblemKind::Syntax, Span::new(end - last, end), "expression breaks off", "something is missing after this")
}

/// Byte offset of a line (from 1) and column (from 1, in characters).
fn offset(source: &str, (line, column): (isize, isize)) -> u32 {
    let before: usize = source.split_inclusive('\n').take(usize::try_from(line - 1).unwrap_or_default()).map(str::len).sum();
    let rest = source.get(before..).unwrap_or_default();
    let within = rest.char_indices().nth(usize::try_from(column - 1).unwrap_or_default()).map_or(rest.len(), |(at, _)| at);
    (before + within) as u32
}

/// The word at an offset, or the one character there.
fn token(source: &str, at: u32) -> Span {
    let rest = source.get(at as usize..).unwrap_or_default();
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    let len = if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) };
    Span::new(at, at + len as u32)
}
