//! Numbers, texts and bytes as they are written.

use super::lexer::Lexer;
use super::{Problem, problem};
use crate::cel::expr::Literal;
use crate::text::{Span, shorten};

/// A number without its sign. A whole number of one more than the largest `int` comes as a `Uint` that the parser negates or rejects.
pub(super) fn number(lexer: &mut Lexer<'_>) -> Result<Literal, Problem> {
    let start = lexer.at;
    if lexer.rest().starts_with("0x") {
        lexer.at += 2;
        let digits = lexer.take_while(|c| c.is_ascii_hexdigit());
        return whole(lexer, start, digits, 16);
    }
    let digits = lexer.take_while(|c| c.is_ascii_digit());
    let fraction = lexer.rest().strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if fraction {
        lexer.at += 1;
        lexer.take_while(|c| c.is_ascii_digit());
    }
    let exponent = lexer.rest().strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
    let exponent = exponent.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if exponent {
        lexer.at += 1;
        lexer.take_while(|c| matches!(c, '+' | '-'));
        lexer.take_while(|c| c.is_ascii_digit());
    }
    if !fraction && !exponent {
        return whole(lexer, start, digits, 10);
    }
    let span = lexer.span_from(start);
    let written = lexer.source.get(span.range()).unwrap_or_default();
    match written.parse::<f64>() {
        Ok(double) if double.is_finite() => Ok(Literal::Double(double)),
        _ => Err(problem(span, format!("`{}` is out of range", shorten(written, 60)), "too large")),
    }
}

fn whole(lexer: &mut Lexer<'_>, start: usize, digits: &str, radix: u32) -> Result<Literal, Problem> {
    let unsigned = lexer.rest().starts_with(['u', 'U']);
    lexer.at += usize::from(unsigned);
    let span = lexer.span_from(start);
    let Ok(value) = u64::from_str_radix(digits, radix) else {
        return Err(problem(span, "number is out of range", "does not fit 64 bits"));
    };
    if unsigned {
        return Ok(Literal::Uint(value));
    }
    match i64::try_from(value) {
        Ok(int) => Ok(Literal::Int(int)),
        Err(_) if value == i64::MIN.unsigned_abs() => Ok(Literal::Uint(value)),
        Err(_) => Err(problem(span, "number is out of range", "does not fit 64 bits")),
    }
}

/// A text or bytes, if one begins here: `"…"`, `'…'`, three of either, with `r` for raw and `b` for bytes before them.
pub(super) fn text(lexer: &mut Lexer<'_>) -> Result<Option<Literal>, Problem> {
    let start = lexer.at;
    let rest = lexer.rest();
    let prefix = rest.len() - rest.trim_start_matches(['r', 'R', 'b', 'B']).len();
    let marks = rest.get(..prefix).unwrap_or_default().to_ascii_lowercase();
    let quoted = rest.get(prefix..).is_some_and(|rest| rest.starts_with(['"', '\'']));
    if !quoted || !matches!(marks.as_str(), "" | "r" | "b" | "br") {
        return Ok(None);
    }
    lexer.at += prefix;
    let (raw, bytes) = (marks.contains('r'), marks.contains('b'));
    let quote = lexer.rest().chars().next().unwrap_or('"');
    let triple = [quote; 3].iter().collect::<String>();
    let close = if lexer.rest().starts_with(&triple) { triple } else { quote.to_string() };
    lexer.at += close.len();
    let mut value = Value { bytes: Vec::new(), is_bytes: bytes };
    loop {
        let rest = lexer.rest();
        let Some(c) = rest.chars().next() else { return Err(unclosed(lexer, start, &close)) };
        if rest.starts_with(&close) {
            lexer.at += close.len();
            break;
        }
        match c {
            '\n' | '\r' if close.len() == 1 => return Err(unclosed(lexer, start, &close)),
            '\\' if !raw => escape(lexer, &mut value)?,
            // A line break is one character however the file writes it.
            '\r' if lexer.rest().starts_with("\r\n") => lexer.at += 1,
            '\r' => {
                value.push('\n');
                lexer.at += 1;
            }
            c => {
                value.push(c);
                lexer.at += c.len_utf8();
            }
        }
    }
    Ok(Some(match (bytes, String::from_utf8(value.bytes)) {
        (true, Ok(text)) => Literal::Bytes(text.into_bytes()),
        (true, Err(error)) => Literal::Bytes(error.into_bytes()),
        (false, Ok(text)) => Literal::Text(text),
        (false, Err(_)) => return Err(problem(lexer.span_from(start), "text is not UTF-8", "here")),
    }))
}

struct Value {
    bytes: Vec<u8>,
    is_bytes: bool,
}

impl Value {
    fn push(&mut self, c: char) {
        self.bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
}

fn unclosed(lexer: &Lexer<'_>, start: usize, close: &str) -> Problem {
    let span = Span::new(start as u32, lexer.at as u32);
    let inside = lexer.source.get(..start).is_some_and(|before| before.ends_with(char::is_alphanumeric));
    let problem = problem(span, "a text is never closed", "opened here");
    match close {
        "'" if inside => problem.help("write `\\'` for a quote inside a text, or put the text between `\"`"),
        _ => problem.help(format!("add a closing `{close}`")),
    }
}

/// A backslash and what follows it.
fn escape(lexer: &mut Lexer<'_>, value: &mut Value) -> Result<(), Problem> {
    let start = lexer.at;
    lexer.at += 1;
    let wrong = |lexer: &Lexer<'_>| {
        problem(lexer.span_from(start), "unknown escape in a text", "not an escape")
            .help("put `r` before the text, `r'…'`, so that a backslash is one")
    };
    let Some(c) = lexer.rest().chars().next() else { return Err(wrong(lexer)) };
    lexer.at += c.len_utf8();
    let simple = match c {
        'a' => '\u{7}',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\u{b}',
        '\\' | '?' | '"' | '\'' | '`' => c,
        'x' | 'X' | 'u' | 'U' | '0'..='3' => return code_point(lexer, c, value).ok_or_else(|| wrong(lexer)),
        _ => return Err(wrong(lexer)),
    };
    value.push(simple);
    Ok(())
}

/// `\x41`, `\u0041`, `\U00000041` and `\101`: a character of a text, a byte of bytes.
fn code_point(lexer: &mut Lexer<'_>, kind: char, value: &mut Value) -> Option<()> {
    let (len, radix) = match kind {
        'x' | 'X' => (2, 16),
        'u' => (4, 16),
        'U' => (8, 16),
        _ => (3, 8),
    };
    // An octal escape's first digit is the letter itself.
    let begin = if radix == 8 { lexer.at - 1 } else { lexer.at };
    let digits = lexer.source.get(begin..begin + len)?;
    let code = digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, radix).ok())??;
    lexer.at = begin + len;
    if value.is_bytes {
        if matches!(kind, 'u' | 'U') {
            return None;
        }
        value.bytes.push(u8::try_from(code).ok()?);
    } else {
        value.push(char::from_u32(code)?);
    }
    Some(())
}
