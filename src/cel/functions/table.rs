//! Every function, one row each.

/// What a function does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cel) enum Operation {
    Size,
    Type,
    Dyn,
    Int,
    Uint,
    Double,
    Text,
    Bytes,
    Bool,
    Contains,
    StartsWith,
    EndsWith,
    Matches,
    Glob,
    CharAt,
    IndexOf,
    LastIndexOf,
    Join,
    LowerAscii,
    UpperAscii,
    Replace,
    Split,
    Substring,
    Trim,
    Reverse,
    Quote,
    Format,
    Timestamp,
    Duration,
    Date,
    Days,
    TimePart(Part),
    Greatest,
    Least,
    Round(Rounding),
    Abs,
    Sign,
    Sqrt,
    IsNan,
    IsInf,
    IsFinite,
    Bits(Bits),
    Slice,
    Flatten,
    Distinct,
    Sort,
    Range,
    First,
    Last,
    SetContains,
    SetEquivalent,
    SetIntersects,
    OptionalOf,
    OptionalNonZero,
    OptionalNone,
    HasValue,
    OptionalValue,
    Or,
    OrValue,
    Unwrap,
    Encode,
    Decode,
    Version,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cel) enum Part {
    FullYear,
    Month,
    Date,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
}

impl Part {
    /// Least and greatest number that the part of a point in time can be; CEL counts months, days of the month and of the year from 0.
    pub fn range(self) -> Option<(f64, f64)> {
        Some(match self {
            Self::Month => (0.0, 11.0),
            Self::Date => (1.0, 31.0),
            Self::DayOfMonth => (0.0, 30.0),
            Self::DayOfWeek => (0.0, 6.0),
            Self::DayOfYear => (0.0, 365.0),
            // Of a duration they are its whole length.
            Self::FullYear | Self::Hours | Self::Minutes | Self::Seconds | Self::Milliseconds => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cel) enum Rounding {
    Up,
    Down,
    Nearest,
    TowardsZero,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cel) enum Bits {
    And,
    Or,
    Xor,
    Not,
    Left,
    Right,
}

/// How a function is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// `f(x)`.
    Global,
    /// `x.f()`.
    Member,
    /// Either.
    Both,
}

pub(super) struct Row {
    pub name: &'static str,
    pub style: Style,
    /// Argument types (the receiver first) and the type of the result; `…` repeats the last argument.
    pub signatures: &'static [&'static str],
    pub operation: Operation,
}

const fn row(name: &'static str, style: Style, operation: Operation, signatures: &'static [&'static str]) -> Row {
    Row { name, style, signatures, operation }
}

use Operation as Op;
use Style::{Both, Global, Member};

const TIME_PART: &[&str] = &["timestamp -> int", "timestamp, string -> int"];
const CLOCK_PART: &[&str] = &["timestamp -> int", "timestamp, string -> int", "duration -> int"];
const TEXT_TEST: &[&str] = &["string, string -> bool"];
const TEXT_CHANGE: &[&str] = &["string -> string"];
const EXTREME: &[&str] = &["list(N) -> N", "N… -> N"];
const ROUND: &[&str] = &["double -> double"];
const BITS: &[&str] = &["int, int -> int", "uint, uint -> uint"];
const SHIFT: &[&str] = &["int, int -> int", "uint, int -> uint"];
const SETS: &[&str] = &["list(T), list(T) -> bool"];

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row("size", Both, Op::Size, &["string -> int", "bytes -> int", "list(T) -> int", "map(K, V) -> int"]),
    row("type", Global, Op::Type, &["T -> type"]),
    row("dyn", Global, Op::Dyn, &["T -> dyn"]),
    row("int", Global, Op::Int, &["int -> int", "uint -> int", "double -> int", "string -> int", "timestamp -> int", "duration -> int"]),
    row("uint", Global, Op::Uint, &["uint -> uint", "int -> uint", "double -> uint", "string -> uint"]),
    row("double", Global, Op::Double, &["double -> double", "int -> double", "uint -> double", "string -> double"]),
    row("string", Global, Op::Text, &["string -> string", "int -> string", "uint -> string", "double -> string", "bool -> string", "bytes -> string", "timestamp -> string", "duration -> string"]),
    row("bytes", Global, Op::Bytes, &["bytes -> bytes", "string -> bytes"]),
    row("bool", Global, Op::Bool, &["bool -> bool", "string -> bool"]),
    row("contains", Member, Op::Contains, TEXT_TEST),
    row("startsWith", Member, Op::StartsWith, TEXT_TEST),
    row("endsWith", Member, Op::EndsWith, TEXT_TEST),
    row("matches", Both, Op::Matches, TEXT_TEST),
    row("glob", Global, Op::Glob, TEXT_TEST),
    row("charAt", Member, Op::CharAt, &["string, int -> string"]),
    row("indexOf", Member, Op::IndexOf, &["string, string -> int", "string, string, int -> int"]),
    row("lastIndexOf", Member, Op::LastIndexOf, &["string, string -> int", "string, string, int -> int"]),
    row("join", Member, Op::Join, &["list(string) -> string", "list(string), string -> string"]),
    row("lowerAscii", Member, Op::LowerAscii, TEXT_CHANGE),
    row("upperAscii", Member, Op::UpperAscii, TEXT_CHANGE),
    row("replace", Member, Op::Replace, &["string, string, string -> string", "string, string, string, int -> string"]),
    row("split", Member, Op::Split, &["string, string -> list(string)", "string, string, int -> list(string)"]),
    row("substring", Member, Op::Substring, &["string, int -> string", "string, int, int -> string"]),
    row("trim", Member, Op::Trim, TEXT_CHANGE),
    row("reverse", Member, Op::Reverse, &["string -> string", "list(T) -> list(T)"]),
    row("format", Member, Op::Format, &["string, list(T) -> string"]),
    row("strings.quote", Global, Op::Quote, TEXT_CHANGE),
    row("timestamp", Global, Op::Timestamp, &["string -> timestamp", "int -> timestamp", "timestamp -> timestamp"]),
    row("duration", Global, Op::Duration, &["string -> duration", "duration -> duration", "int -> duration"]),
    row("date", Global, Op::Date, &["string -> timestamp"]),
    row("days", Global, Op::Days, &["int -> duration"]),
    row("getFullYear", Member, Op::TimePart(Part::FullYear), TIME_PART),
    row("getMonth", Member, Op::TimePart(Part::Month), TIME_PART),
    row("getDate", Member, Op::TimePart(Part::Date), TIME_PART),
    row("getDayOfMonth", Member, Op::TimePart(Part::DayOfMonth), TIME_PART),
    row("getDayOfWeek", Member, Op::TimePart(Part::DayOfWeek), TIME_PART),
    row("getDayOfYear", Member, Op::TimePart(Part::DayOfYear), TIME_PART),
    row("getHours", Member, Op::TimePart(Part::Hours), CLOCK_PART),
    row("getMinutes", Member, Op::TimePart(Part::Minutes), CLOCK_PART),
    row("getSeconds", Member, Op::TimePart(Part::Seconds), CLOCK_PART),
    row("getMilliseconds", Member, Op::TimePart(Part::Milliseconds), CLOCK_PART),
    row("math.greatest", Global, Op::Greatest, EXTREME),
    row("math.least", Global, Op::Least, EXTREME),
    row("math.ceil", Global, Op::Round(Rounding::Up), ROUND),
    row("math.floor", Global, Op::Round(Rounding::Down), ROUND),
    row("math.round", Global, Op::Round(Rounding::Nearest), ROUND),
    row("math.trunc", Global, Op::Round(Rounding::TowardsZero), ROUND),
    row("math.abs", Global, Op::Abs, &["int -> int", "uint -> uint", "double -> double"]),
    row("math.sign", Global, Op::Sign, &["int -> int", "uint -> uint", "double -> double"]),
    row("math.sqrt", Global, Op::Sqrt, &["double -> double", "int -> double", "uint -> double"]),
    row("math.isNaN", Global, Op::IsNan, &["double -> bool"]),
    row("math.isInf", Global, Op::IsInf, &["double -> bool"]),
    row("math.isFinite", Global, Op::IsFinite, &["double -> bool"]),
    row("math.bitAnd", Global, Op::Bits(Bits::And), BITS),
    row("math.bitOr", Global, Op::Bits(Bits::Or), BITS),
    row("math.bitXor", Global, Op::Bits(Bits::Xor), BITS),
    row("math.bitNot", Global, Op::Bits(Bits::Not), &["int -> int", "uint -> uint"]),
    row("math.bitShiftLeft", Global, Op::Bits(Bits::Left), SHIFT),
    row("math.bitShiftRight", Global, Op::Bits(Bits::Right), SHIFT),
    row("slice", Member, Op::Slice, &["list(T), int, int -> list(T)"]),
    row("flatten", Member, Op::Flatten, &["list(list(T)) -> list(T)", "list(T) -> list(dyn)", "list(T), int -> list(dyn)"]),
    row("distinct", Member, Op::Distinct, &["list(T) -> list(T)"]),
    row("sort", Member, Op::Sort, &["list(T) -> list(T)"]),
    row("first", Member, Op::First, &["list(T) -> optional(T)"]),
    row("last", Member, Op::Last, &["list(T) -> optional(T)"]),
    row("lists.range", Global, Op::Range, &["int -> list(int)"]),
    row("sets.contains", Global, Op::SetContains, SETS),
    row("sets.equivalent", Global, Op::SetEquivalent, SETS),
    row("sets.intersects", Global, Op::SetIntersects, SETS),
    row("optional.of", Global, Op::OptionalOf, &["T -> optional(T)"]),
    row("optional.ofNonZeroValue", Global, Op::OptionalNonZero, &["T -> optional(T)"]),
    row("optional.none", Global, Op::OptionalNone, &["-> optional(T)"]),
    row("optional.unwrap", Global, Op::Unwrap, &["list(optional(T)) -> list(T)"]),
    row("unwrapOpt", Member, Op::Unwrap, &["list(optional(T)) -> list(T)"]),
    row("hasValue", Member, Op::HasValue, &["optional(T) -> bool"]),
    row("value", Member, Op::OptionalValue, &["optional(T) -> T"]),
    row("or", Member, Op::Or, &["optional(T), optional(T) -> optional(T)"]),
    row("orValue", Member, Op::OrValue, &["optional(T), T -> T"]),
    row("base64.encode", Global, Op::Encode, &["bytes -> string"]),
    row("base64.decode", Global, Op::Decode, &["string -> bytes"]),
    row("semver", Global, Op::Version, &["string -> semver"]),
];
