//! Timestamps and durations, and the two that policies use most: `date('2026-01-31')` and `days(30)`.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::table::Part;
use super::{Complaint, Done, Operation, complain};
use crate::cel::host::Host;
use crate::cel::value::Value;

/// Where counting seconds begins.
pub(super) const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Longest duration in seconds, either way: what 64 bits of nanoseconds hold, 292 years.
const LONGEST: i64 = i64::MAX / 1_000_000_000;

/// A timestamp, if it is from the year 1 on.
pub(in crate::cel) fn timestamp_within(at: DateTime) -> Option<DateTime> {
    (at.year() >= 1).then_some(at)
}

/// A duration, if it is not too long.
pub(in crate::cel) fn duration_within(length: SignedDuration) -> Option<SignedDuration> {
    (length.abs() <= SignedDuration::from_secs(LONGEST)).then_some(length)
}

pub(super) fn apply<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    use Operation as Op;
    match (operation, arguments) {
        (Op::Date, [Value::Text(text)]) => {
            match text.as_str().parse::<Date>().ok().filter(|date| text.as_str().len() == 10 && date.year() >= 1) {
                Some(date) => Ok(Value::Timestamp(date.to_datetime(Time::midnight()))),
                None => complain(format!("`{}` is not a date such as `2026-01-31`", crate::text::shorten(text.as_str(), 40))),
            }
        }
        (Op::Days, [Value::Int(days)]) => match days.checked_mul(86_400).filter(|seconds| seconds.unsigned_abs() <= LONGEST.unsigned_abs())
        {
            Some(seconds) => Ok(Value::Duration(SignedDuration::from_secs(seconds))),
            None => complain("duration is out of range"),
        },
        (Op::Timestamp, [Value::Timestamp(at)]) => Ok(Value::Timestamp(*at)),
        (Op::Timestamp, [Value::Int(seconds)]) => {
            match EPOCH.checked_add(SignedDuration::from_secs(*seconds)).ok().and_then(timestamp_within) {
                Some(at) => Ok(Value::Timestamp(at)),
                None => complain("timestamp is out of range"),
            }
        }
        (Op::Timestamp, [Value::Text(text)]) => parse_timestamp(text.as_str()),
        (Op::Duration, [Value::Duration(length)]) => Ok(Value::Duration(*length)),
        (Op::Duration, [Value::Int(seconds)]) if seconds.unsigned_abs() <= LONGEST.unsigned_abs() => {
            Ok(Value::Duration(SignedDuration::from_secs(*seconds)))
        }
        (Op::Duration, [Value::Text(text)]) => match parse_duration(text.as_str()) {
            Some(length) => Ok(Value::Duration(length)),
            None => complain(format!("`{}` is not a duration such as `1h30m`", crate::text::shorten(text.as_str(), 40))),
        },
        (Op::TimePart(part), [Value::Timestamp(at)]) => Ok(time_part(part, *at)),
        (Op::TimePart(part), [Value::Timestamp(at), Value::Text(zone)]) => match time_zone(zone.as_str()) {
            Some(zone) => in_zone(*at, &zone).map(|at| time_part(part, at)),
            None => complain(format!("`{}` is not a time zone", crate::text::shorten(zone.as_str(), 40))),
        },
        (Op::TimePart(part), [Value::Duration(length)]) => duration_part(part, *length),
        _ => Err(Complaint::Overload),
    }
}

fn parse_timestamp<'v, N>(text: &str) -> Done<'v, N> {
    let read = || {
        // A leap second is no moment that arithmetic knows.
        let leap = text.get(17..19) == Some("60");
        let pieces = Pieces::parse(text).ok().filter(|_| is_rfc3339(text) && !leap)?;
        let offset = SignedDuration::from_secs(i64::from(pieces.to_numeric_offset()?.seconds()));
        timestamp_within(pieces.date().to_datetime(pieces.time()?).checked_sub(offset).ok()?)
    };
    match read() {
        Some(at) => Ok(Value::Timestamp(at)),
        None => complain(format!(
            "`{}` is not a timestamp such as `2026-01-31T00:00:00Z`; for a day write `date(…)`",
            crate::text::shorten(text, 40)
        )),
    }
}

/// Whether a text has the form of a timestamp, such as `2026-01-31T00:00:00.5+01:00`: other readers are more generous.
fn is_rfc3339(text: &str) -> bool {
    let fits = |text: &str, form: &str| {
        text.len() == form.len()
            && text.bytes().zip(form.bytes()).all(|(byte, wanted)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted })
    };
    let Some((moment, rest)) = text.split_at_checked("2026-01-31T00:00:00".len()) else { return false };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            if offset.len() == fraction.len() {
                return false;
            }
            offset
        }
        None => rest,
    };
    fits(moment, "0000-00-00T00:00:00") && (rest == "Z" || fits(rest, "+00:00") || fits(rest, "-00:00"))
}

/// What a clock in a time zone shows.
fn in_zone(at: DateTime, zone: &TimeZone) -> Result<DateTime, Complaint> {
    // At the very ends of time zones keep the offset they have there.
    let end = if at.year() > 1970 { Timestamp::MAX } else { Timestamp::MIN };
    let moment = Offset::UTC.to_timestamp(at).unwrap_or(end);
    let offset = SignedDuration::from_secs(i64::from(zone.to_offset(moment).seconds()));
    at.checked_add(offset).or_else(|_| complain("timestamp is out of range"))
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
    // `+02:00`, `-05:30`, or without a sign.
    let (sign, fixed) = match name.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, name.strip_prefix('+').unwrap_or(name)),
    };
    if let &[h1, h2, b':', m1, m2] = fixed.as_bytes()
        && [h1, h2, m1, m2].iter().all(u8::is_ascii_digit)
    {
        let number = |tens: u8, ones: u8| i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
        let (hours, minutes) = (number(h1, h2), number(m1, m2));
        let offset = (hours < 24 && minutes < 60).then(|| Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok())?;
        return offset.map(TimeZone::fixed);
    }
    // Only the database in the binary: the same answer on every machine.
    jiff::tz::TimeZoneDatabase::bundled().get(name).ok()
}

fn time_part<'v, N>(part: Part, at: DateTime) -> Value<'v, N> {
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
pub(in crate::cel) fn timestamp_text(at: DateTime) -> String {
    format!("{at}Z")
}

/// Seconds with as many decimals as needed: `90s`, `1.5s`.
pub(in crate::cel) fn duration_text(length: SignedDuration) -> String {
    let nanos = length.as_nanos();
    let sign = if nanos < 0 { "-" } else { "" };
    let (whole, fraction) = (nanos.abs() / 1_000_000_000, nanos.abs() % 1_000_000_000);
    if fraction == 0 {
        return format!("{sign}{whole}s");
    }
    let fraction = format!("{fraction:09}");
    format!("{sign}{whole}.{}s", fraction.trim_end_matches('0'))
}
