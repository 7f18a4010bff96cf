//! `format`: values as text.

use std::fmt::Write as _;

use super::convert::double_text;
use super::time::{duration_text, timestamp_text};
use super::{Complaint, Done, complain};
use crate::cel::eval::MAX_LENGTH;
use crate::cel::host::Host;
use crate::cel::types::Type;
use crate::cel::value::{Text, Value};

/// Most digits after the point.
const MOST_DIGITS: usize = 100;

/// `'%s is %d'.format([…])`: `%s %d %f %e %x %X %o %b %%`, with a precision for `%f` and `%e`.
pub(super) fn format<'v, N: Host<'v>>(pattern: &str, values: &[Value<'v, N>]) -> Done<'v, N> {
    let mut text = String::with_capacity(pattern.len());
    let mut values = values.iter();
    let mut characters = pattern.chars().peekable();
    while let Some(c) = characters.next() {
        if c != '%' {
            text.push(c);
            continue;
        }
        let Some((clause, precision)) = clause(&mut characters)? else {
            text.push('%');
            continue;
        };
        let Some(value) = values.next() else { return complain("format has more clauses than there are values") };
        clause_text(&mut text, clause, precision, &value.clone().plain())?;
    }
    Ok(Value::Text(Text::from(text)))
}

/// The clauses of a pattern, one for each value that it takes.
///
/// # Errors
/// What is wrong with it whatever the values.
pub(super) fn clauses(pattern: &str) -> Result<Vec<char>, String> {
    let mut all = Vec::new();
    let mut characters = pattern.chars().peekable();
    while let Some(c) = characters.next() {
        if c != '%' {
            continue;
        }
        match clause(&mut characters) {
            Ok(Some((known, _))) if "sdfexXob".contains(known) => all.push(known),
            Ok(Some((other, _))) => return Err(unknown_clause(other)),
            Ok(None) => {}
            Err(Complaint::Message(message)) => return Err(message),
            Err(Complaint::Overload) => {}
        }
    }
    Ok(all)
}

/// Whether a clause takes values of a type.
pub(in crate::cel) fn takes(clause: char, ty: &Type) -> bool {
    match (clause, ty) {
        ('s', _) | (_, Type::Dyn | Type::Free) => true,
        ('d' | 'o', ty) => matches!(ty, Type::Int | Type::Uint),
        ('f' | 'e', ty) => ty.is_number(),
        ('b', ty) => matches!(ty, Type::Bool | Type::Int | Type::Uint),
        (_, ty) => matches!(ty, Type::Int | Type::Uint | Type::Bytes) || ty.is_text(),
    }
}

/// The clause and its precision after a `%`; none after another `%`.
fn clause(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Result<Option<(char, usize)>, Complaint> {
    if characters.next_if_eq(&'%').is_some() {
        return Ok(None);
    }
    let mut precision = 6;
    if characters.next_if_eq(&'.').is_some() {
        let mut digits = String::new();
        while let Some(digit) = characters.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        match digits.parse::<usize>() {
            Ok(digits) if digits <= MOST_DIGITS => precision = digits,
            _ => return complain(format!("a precision is a number up to {MOST_DIGITS}")),
        }
    }
    match characters.next() {
        Some(clause) => Ok(Some((clause, precision))),
        None => complain("format ends inside a clause"),
    }
}

fn unknown_clause(clause: char) -> String {
    format!("unknown format clause `%{clause}`")
}

fn clause_text<'v, N: Host<'v>>(out: &mut String, clause: char, precision: usize, value: &Value<'v, N>) -> Result<(), Complaint> {
    let bad = || complain(format!("`%{clause}` does not take {}", value.type_name()));
    let text = match (clause, value) {
        ('s', value) => return plain_text(out, value),
        ('d', Value::Int(i)) => i.to_string(),
        ('d', Value::Uint(u)) => u.to_string(),
        ('d' | 'f' | 'e', Value::Double(d)) if !d.is_finite() => match d {
            d if d.is_nan() => "NaN".to_owned(),
            d if *d > 0.0 => "Infinity".to_owned(),
            _ => "-Infinity".to_owned(),
        },
        ('f' | 'e', number) => {
            let number = match number {
                Value::Double(d) => *d,
                Value::Int(i) => *i as f64,
                Value::Uint(u) => *u as f64,
                _ => return bad(),
            };
            if clause == 'f' { format!("{number:.precision$}") } else { scientific(number, precision) }
        }
        ('b', Value::Bool(b)) => u8::from(*b).to_string(),
        ('b', Value::Int(i)) => signed(*i, |u| format!("{u:b}")),
        ('b', Value::Uint(u)) => format!("{u:b}"),
        ('o', Value::Int(i)) => signed(*i, |u| format!("{u:o}")),
        ('o', Value::Uint(u)) => format!("{u:o}"),
        ('x', Value::Int(i)) => signed(*i, |u| format!("{u:x}")),
        ('x', Value::Uint(u)) => format!("{u:x}"),
        ('X', Value::Int(i)) => signed(*i, |u| format!("{u:X}")),
        ('X', Value::Uint(u)) => format!("{u:X}"),
        ('x', Value::Text(text)) => hex(text.as_str().as_bytes()),
        ('X', Value::Text(text)) => hex(text.as_str().as_bytes()).to_uppercase(),
        ('x', Value::Bytes(bytes)) => hex(bytes),
        ('X', Value::Bytes(bytes)) => hex(bytes).to_uppercase(),
        ('d' | 'b' | 'o' | 'x' | 'X', _) => return bad(),
        _ => return complain(unknown_clause(clause)),
    };
    out.push_str(&text);
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn signed(i: i64, show: impl Fn(u64) -> String) -> String {
    let digits = show(i.unsigned_abs());
    if i < 0 { format!("-{digits}") } else { digits }
}

fn scientific(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
    format!("{mantissa}e{sign}{digits:0>2}")
}

/// A value as `%s` shows it, as long as there is room: lists that share their parts may be endless.
fn plain_text<'v, N: Host<'v>>(out: &mut String, value: &Value<'v, N>) -> Result<(), Complaint> {
    if out.len() > MAX_LENGTH {
        return Ok(());
    }
    match value.clone().plain() {
        Value::Null => out.push_str("null"),
        Value::Bool(b) => out.push_str(if b { "true" } else { "false" }),
        Value::Int(i) => out.push_str(&i.to_string()),
        Value::Uint(u) => out.push_str(&u.to_string()),
        Value::Double(d) if d.is_infinite() => out.push_str(if d > 0.0 { "Infinity" } else { "-Infinity" }),
        Value::Double(d) => out.push_str(&double_text(d)),
        Value::Text(text) => out.push_str(text.as_str()),
        Value::Bytes(bytes) => out.push_str(&String::from_utf8_lossy(&bytes)),
        Value::Timestamp(at) => out.push_str(&timestamp_text(at)),
        Value::Duration(length) => out.push_str(&duration_text(length)),
        Value::Type(name) => out.push_str(name),
        Value::Version(version) => out.push_str(&version.to_string()),
        Value::Optional(None) => out.push_str("optional.none()"),
        Value::Optional(Some(inner)) => {
            out.push_str("optional.of(");
            plain_text(out, &inner)?;
            out.push(')');
        }
        value if value.is_list() => {
            out.push('[');
            for (at, item) in value.items().iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                plain_text(out, item)?;
            }
            out.push(']');
        }
        value => {
            let mut entries = value.entries();
            entries.sort_by_key(|(key, _)| key.to_message());
            out.push('{');
            for (at, (key, value)) in entries.iter().enumerate() {
                out.push_str(if at > 0 { ", " } else { "" });
                plain_text(out, key)?;
                out.push_str(": ");
                plain_text(out, value)?;
            }
            out.push('}');
        }
    }
    Ok(())
}
