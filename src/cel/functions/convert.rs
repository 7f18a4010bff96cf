//! Types and conversions.

use super::time::{EPOCH, duration_text, timestamp_text};
use super::{Complaint, Done, Operation, complain};
use crate::cel::host::Host;
use crate::cel::value::{Text, Value};

/// Names of the language's types; a variable of the same name hides one.
pub(in crate::cel) fn type_name(name: &str) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "bool",
        "int",
        "uint",
        "double",
        "string",
        "bytes",
        "list",
        "map",
        "null_type",
        "type",
        "optional_type",
        "google.protobuf.Timestamp",
        "google.protobuf.Duration",
        "timestamp",
        "duration",
    ];
    let known = NAMES.iter().find(|known| **known == name)?;
    Some(match *known {
        "timestamp" => "google.protobuf.Timestamp",
        "duration" => "google.protobuf.Duration",
        known => known,
    })
}

pub(super) fn apply<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    use Operation as Op;
    let [argument] = arguments else { return Err(Complaint::Overload) };
    match (operation, argument) {
        (Op::Size, Value::Text(text)) => Ok(Value::Int(text.as_str().chars().count() as i64)),
        (Op::Size, Value::Bytes(bytes)) => Ok(Value::Int(bytes.len() as i64)),
        (Op::Size, other) => other.collection_len().map_or(Err(Complaint::Overload), |len| Ok(Value::Int(len as i64))),
        (Op::Type, value) => Ok(Value::Type(value.type_name())),
        (Op::Dyn, value) => Ok(value.clone()),
        (Op::Int, value) => int(value),
        (Op::Uint, value) => uint(value),
        (Op::Double, value) => double(value),
        (Op::Text, value) => text(value),
        (Op::Bytes, Value::Text(text)) => Ok(Value::Bytes(text.as_str().as_bytes().into())),
        (Op::Bytes, Value::Bytes(bytes)) => Ok(Value::Bytes(bytes.clone())),
        (Op::Bool, Value::Bool(b)) => Ok(Value::Bool(*b)),
        (Op::Bool, Value::Text(text)) => match text.as_str() {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(Value::Bool(true)),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(Value::Bool(false)),
            other => not_a(other, "bool"),
        },
        _ => Err(Complaint::Overload),
    }
}

fn not_a<T>(written: &str, what: &str) -> Result<T, Complaint> {
    let article = if what.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    complain(format!("`{}` is not {article} {what}", crate::text::shorten(written, 40)))
}

fn range<T>() -> Result<T, Complaint> {
    complain("value is out of range")
}

fn int<'v, N: Host<'v>>(value: &Value<'v, N>) -> Done<'v, N> {
    Ok(Value::Int(match value {
        Value::Int(i) => *i,
        Value::Uint(u) => i64::try_from(*u).or_else(|_| range())?,
        Value::Double(d) if *d > -9_223_372_036_854_775_808.0 && *d < 9_223_372_036_854_775_808.0 => *d as i64,
        Value::Double(_) => return range(),
        Value::Text(text) => text.as_str().parse().or_else(|_| not_a(text.as_str(), "int"))?,
        Value::Timestamp(at) => {
            let since = at.duration_since(EPOCH);
            // The second that a moment lies in begins before it, before 1970 as well.
            since.as_secs() - i64::from(since.subsec_nanos() < 0)
        }
        Value::Duration(length) => length.as_secs(),
        _ => return Err(Complaint::Overload),
    }))
}

fn uint<'v, N: Host<'v>>(value: &Value<'v, N>) -> Done<'v, N> {
    Ok(Value::Uint(match value {
        Value::Uint(u) => *u,
        Value::Int(i) => u64::try_from(*i).or_else(|_| range())?,
        Value::Double(d) if *d >= 0.0 && *d < 18_446_744_073_709_551_616.0 => *d as u64,
        Value::Double(_) => return range(),
        Value::Text(text) if !text.as_str().starts_with('+') => text.as_str().parse().or_else(|_| not_a(text.as_str(), "uint"))?,
        Value::Text(text) => return not_a(text.as_str(), "uint"),
        _ => return Err(Complaint::Overload),
    }))
}

fn double<'v, N: Host<'v>>(value: &Value<'v, N>) -> Done<'v, N> {
    Ok(Value::Double(match value {
        Value::Double(d) => *d,
        Value::Int(i) => *i as f64,
        Value::Uint(u) => *u as f64,
        Value::Text(text) => match text.as_str().parse::<f64>() {
            // A number too large is none; infinity has a name.
            Ok(double) if double.is_infinite() && text.as_str().contains(|c: char| c.is_ascii_digit()) => return range(),
            Ok(double) => double,
            Err(_) => return not_a(text.as_str(), "double"),
        },
        _ => return Err(Complaint::Overload),
    }))
}

fn text<'v, N: Host<'v>>(value: &Value<'v, N>) -> Done<'v, N> {
    Ok(Value::Text(match value {
        Value::Text(text) => text.clone(),
        Value::Bool(b) => Text::from(b.to_string()),
        Value::Int(i) => Text::from(i.to_string()),
        Value::Uint(u) => Text::from(u.to_string()),
        Value::Double(d) => Text::from(double_text(*d)),
        Value::Bytes(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Text::from(text.to_owned()),
            Err(_) => return complain("bytes are not UTF-8"),
        },
        Value::Timestamp(at) => Text::from(timestamp_text(*at)),
        Value::Duration(length) => Text::from(duration_text(*length)),
        Value::Version(version) => Text::from(version.to_string()),
        _ => return Err(Complaint::Overload),
    }))
}

/// A double as the shortest text that reads back as it.
pub(super) fn double_text(d: f64) -> String {
    if d.is_nan() {
        return "NaN".to_owned();
    }
    if d.is_infinite() {
        return if d > 0.0 { "+Inf" } else { "-Inf" }.to_owned();
    }
    if d != 0.0 && (d.abs() < 1e-4 || d.abs() >= 1e21) {
        let text = format!("{d:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, digits) = exponent.strip_prefix('-').map_or(('+', exponent), |digits| ('-', digits));
        return format!("{mantissa}e{sign}{digits:0>2}");
    }
    d.to_string()
}
