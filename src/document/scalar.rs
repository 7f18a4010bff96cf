//! YAML 1.2 core schema: what an unquoted scalar means.

use super::tree::Kind;

/// What a plain scalar is, or why it cannot be represented.
#[derive(Clone, Copy)]
pub(super) enum Resolved {
    Kind(Kind),
    Text,
    /// A number, but not one that fits.
    OutOfRange(&'static str),
}

/// Resolves a plain scalar: `null ~`, `true false`, decimal, `0o` and `0x` numbers; everything else is a text.
pub(super) fn resolve(text: &str) -> Resolved {
    // Most texts begin like none of these.
    if !matches!(text.as_bytes().first(), None | Some(b'0'..=b'9' | b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'+' | b'-' | b'.')) {
        return Resolved::Text;
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Resolved::Kind(Kind::Null),
        "true" | "True" | "TRUE" => return Resolved::Kind(Kind::Bool(true)),
        "false" | "False" | "FALSE" => return Resolved::Kind(Kind::Bool(false)),
        _ => {}
    }
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.')) {
        return Resolved::Text;
    }
    integer(text).or_else(|| float(text)).unwrap_or(Resolved::Text)
}

fn integer(text: &str) -> Option<Resolved> {
    let (negative, digits, radix) = if let Some(digits) = text.strip_prefix("0o") {
        (false, digits, 8)
    } else if let Some(digits) = text.strip_prefix("0x") {
        (false, digits, 16)
    } else {
        let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
        (text.starts_with('-'), unsigned, 10)
    };
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return None;
    }
    let signed = if negative { format!("-{digits}") } else { digits.to_owned() };
    if let Ok(int) = i64::from_str_radix(&signed, radix) {
        return Some(Resolved::Kind(Kind::Int(int)));
    }
    match u64::from_str_radix(digits, radix) {
        Ok(uint) if !negative => Some(Resolved::Kind(Kind::Uint(uint))),
        _ => Some(Resolved::OutOfRange("does not fit 64 bits")),
    }
}

fn float(text: &str) -> Option<Resolved> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Resolved::OutOfRange("is not finite"));
    }
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).map_or((unsigned, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let exponent_fits = exponent.is_none_or(|e| {
        let e = e.strip_prefix(['+', '-']).unwrap_or(e);
        !e.is_empty() && digits(e)
    });
    if (whole.is_empty() && fraction.is_empty()) || !digits(whole) || !digits(fraction) || !exponent_fits {
        return None;
    }
    match text.parse::<f64>() {
        Ok(float) if float.is_finite() => Some(Resolved::Kind(Kind::Float(float))),
        _ => Some(Resolved::OutOfRange("is not finite")),
    }
}
