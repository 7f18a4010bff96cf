//! Timestamps and durations, and the two that policies use most: `date('2026-01-31')` and `days(30)`.

use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};

use super::table::Part;
use super::{Complaint, Done, Operation, complain};
use crate::cel::host::Host;
use crate::cel::value::Value;

/// Seconds at 0001-01-01T00:00:00Z and at 9999-12-31T23:59:59Z.
const SECONDS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Longest duration in seconds, either way: about 10,000 years.
const LONGEST: i64 = 315_576_000_000;

pub(super) fn apply<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    use Operation as Op;
    match (operation, arguments) {
        (Op::Date, [Value::Text(text)]) => match text.as_str().parse::<Date>().ok().filter(|_| text.as_str().len() == 10) {
            Some(date) => midnight(date).map(Value::Timestamp),
            None => complain(format!("`{}` is not a date such as `2026-01-31`", crate::text::shorten(text.as_str(), 40))),
        },
        (Op::Days, [Value::Int(days)]) => match days.checked_mul(86_400).filter(|seconds| seconds.abs() <= LONGEST) {
            Some(seconds) => Ok(Value::Duration(SignedDuration::from_secs(seconds))),
            None => complain("duration is out of range"),
        },
        (Op::Timestamp, [Value::Timestamp(at)]) => Ok(Value::Timestamp(*at)),
        (Op::Timestamp, [Value::Int(seconds)]) if SECONDS.contains(seconds) => {
            Timestamp::from_second(*seconds).map_or_else(|_| complain("timestamp is out of range"), |at| Ok(Value::Timestamp(at)))
        }
        (Op::Timestamp, [Value::Int(_)]) => complain("timestamp is out of range"),
        (Op::Timestamp, [Value::Text(text)]) => parse_timestamp(text.as_str()),
        (Op::Duration, [Value::Duration(length)]) => Ok(Value::Duration(*length)),
        (Op::Duration, [Value::Int(seconds)]) if seconds.abs() <= LONGEST => Ok(Value::Duration(SignedDuration::from_secs(*seconds))),
        (Op::Duration, [Value::Text(text)]) => match parse_duration(text.as_str()) {
            Some(length) => Ok(Value::Duration(length)),
            None => complain(format!("`{}` is not a duration such as `1h30m`", crate::text::shorten(text.as_str(), 40))),
        },
        (Op::TimePart(part), [Value::Timestamp(at)]) => Ok(time_part(part, &at.to_zoned(TimeZone::UTC))),
        (Op::TimePart(part), [Value::Timestamp(at), Value::Text(zone)]) => match time_zone(zone.as_str()) {
            Some(zone) => Ok(time_part(part, &at.to_zoned(zone))),
            None => complain(format!("`{}` is not a time zone", crate::text::shorten(zone.as_str(), 40))),
        },
        (Op::TimePart(part), [Value::Duration(length)]) => duration_part(part, *length),
        _ => Err(Complaint::Overload),
    }
}

/// A day's beginning in UTC.
fn midnight(date: Date) -> Result<Timestamp, Complaint> {
    date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).or_else(|_| complain("date is out of range"))
}

fn parse_timestamp<'v, N>(text: &str) -> Done<'v, N> {
    let shaped = text.len() >= 20 && text.as_bytes().get(10) == Some(&b'T');
    match text.parse::<Timestamp>().ok().filter(|at| shaped && SECONDS.contains(&at.as_second())) {
        Some(at) => Ok(Value::Timestamp(at)),
        None => complain(format!(
            "`{}` is not a timestamp such as `2026-01-31T00:00:00Z`; for a day write `date(…)`",
            crate::text::shorten(text, 40)
        )),
    }
}

/// `1h30m`, `1.5s`, `-250ms`: numbers with units from hours to nanoseconds.
fn parse_duration(text: &str) -> Option<SignedDuration> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(SignedDuration::ZERO);
    }
    if rest.is_empty() {
        return None;
    }
    let mut nanos: i128 = 0;
    while !rest.is_empty() {
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (digits, after) = rest.split_at_checked(number)?;
        let unit_len = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, after) = after.split_at_checked(unit_len)?;
        let scale: i128 = match unit {
            "h" => 3_600_000_000_000,
            "m" => 60_000_000_000,
            "s" => 1_000_000_000,
            "ms" => 1_000_000,
            "us" | "µs" | "μs" => 1_000,
            "ns" => 1,
            _ => return None,
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        nanos = nanos.checked_add(whole.checked_mul(scale)?)?;
        let mut place = scale;
        for digit in fraction.chars() {
            place /= 10;
            nanos = nanos.checked_add(i128::from(digit.to_digit(10)?) * place)?;
        }
        rest = after;
    }
    let nanos = if negative { -nanos } else { nanos };
    if nanos.abs() > i128::from(LONGEST) * 1_000_000_000 {
        return None;
    }
    Some(SignedDuration::new((nanos / 1_000_000_000) as i64, (nanos % 1_000_000_000) as i32))
}

fn time_zone(name: &str) -> Option<TimeZone> {
    let fixed = |sign: i32, text: &str| {
        let (hours, minutes) = text.split_once(':')?;
        let seconds = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
        Offset::from_seconds(sign * seconds).ok().map(TimeZone::fixed)
    };
    if let Some(rest) = name.strip_prefix('-') {
        return fixed(-1, rest);
    }
    if name.starts_with(|c: char| c == '+' || c.is_ascii_digit()) {
        return fixed(1, name.strip_prefix('+').unwrap_or(name));
    }
    // Only the database in the binary: the same answer on every machine.
    jiff::tz::TimeZoneDatabase::bundled().get(name).ok()
}

fn time_part<'v, N>(part: Part, at: &Zoned) -> Value<'v, N> {
    Value::Int(match part {
        Part::FullYear => i64::from(at.year()),
        Part::Month => i64::from(at.month()) - 1,
        Part::Date => i64::from(at.day()),
        Part::DayOfMonth => i64::from(at.day()) - 1,
        Part::DayOfWeek => i64::from(at.weekday().to_sunday_zero_offset()),
        Part::DayOfYear => i64::from(at.day_of_year()) - 1,
        Part::Hours => i64::from(at.hour()),
        Part::Minutes => i64::from(at.minute()),
        Part::Seconds => i64::from(at.second()),
        Part::Milliseconds => i64::from(at.subsec_nanosecond()) / 1_000_000,
    })
}

fn duration_part<'v, N>(part: Part, length: SignedDuration) -> Done<'v, N> {
    Ok(Value::Int(match part {
        Part::Hours => length.as_hours(),
        Part::Minutes => length.as_mins(),
        Part::Seconds => length.as_secs(),
        Part::Milliseconds => i64::from(length.subsec_millis()),
        _ => return Err(Complaint::Overload),
    }))
}

/// RFC 3339 in UTC.
pub(super) fn timestamp_text(at: Timestamp) -> String {
    at.to_string()
}

/// Seconds with as many decimals as needed: `90s`, `1.5s`.
pub(super) fn duration_text(length: SignedDuration) -> String {
    let nanos = length.as_nanos();
    let sign = if nanos < 0 { "-" } else { "" };
    let (whole, fraction) = (nanos.abs() / 1_000_000_000, nanos.abs() % 1_000_000_000);
    if fraction == 0 {
        return format!("{sign}{whole}s");
    }
    let fraction = format!("{fraction:09}");
    format!("{sign}{whole}.{}s", fraction.trim_end_matches('0'))
}
