//! Values as far as comparisons tell them apart.

use std::cmp::Ordering;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use crate::cel::host::Host;
use crate::cel::value::Value;

/// Beyond this, a double does not tell whole numbers apart.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A constant.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(super) enum Point {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Time(DateTime),
    Length(SignedDuration),
}

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Possible {
    /// This.
    At(Point),
    /// Anything between two constants, or beyond the only one; anything at all where there is none.
    Between(Option<Point>, Option<Point>),
    /// Anything but these.
    Other(Vec<Point>),
    /// Not declared.
    Absent,
}

/// How two values may compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Orders {
    pub less: bool,
    pub equal: bool,
    pub greater: bool,
}

impl Point {
    pub fn of<'v, N: Host<'v>>(value: &Value<'v, N>) -> Option<Self> {
        let number = |number: f64| (number.abs() <= EXACT).then_some(Self::Number(number));
        match value {
            Value::Null => Some(Self::Null),
            Value::Bool(b) => Some(Self::Bool(*b)),
            Value::Int(i) => number(*i as f64),
            Value::Uint(u) => number(*u as f64),
            Value::Double(d) => number(*d),
            Value::Text(text) => Some(Self::Text(text.as_str().to_owned())),
            Value::Timestamp(at) => Some(Self::Time(*at)),
            Value::Duration(length) => Some(Self::Length(*length)),
            _ => None,
        }
    }

    pub fn is_same_kind(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

impl Possible {
    pub const ANY: Self = Self::Between(None, None);

    pub fn orders(&self, other: &Self) -> Orders {
        match (self, other) {
            (Self::Absent, _) | (_, Self::Absent) => Orders::default(),
            (Self::Other(not), Self::At(point)) | (Self::At(point), Self::Other(not)) if not.contains(point) => {
                Orders { equal: false, ..Orders::ANY }
            }
            (Self::Other(_), _) | (_, Self::Other(_)) => Orders::ANY,
            (Self::At(a), Self::At(b)) if a.is_same_kind(b) => a.partial_cmp(b).map(Orders::only).unwrap_or_default(),
            (Self::At(_), Self::At(_)) => Orders { equal: false, ..Orders::ANY },
            (Self::Between(low, high), Self::At(point)) => between(low.as_ref(), high.as_ref(), point),
            (Self::At(point), Self::Between(low, high)) => between(low.as_ref(), high.as_ref(), point).flipped(),
            (Self::Between(low, high), Self::Between(other_low, other_high)) => match (low, high, other_low, other_high) {
                (_, Some(high), Some(low), _) if high.is_same_kind(low) && high <= low => Orders::only(Ordering::Less),
                (Some(low), _, _, Some(high)) if high.is_same_kind(low) && high <= low => Orders::only(Ordering::Greater),
                _ => Orders::ANY,
            },
        }
    }
}

/// How what lies between two constants compares with a third.
fn between(low: Option<&Point>, high: Option<&Point>, point: &Point) -> Orders {
    let at_most = |a: &Point, b: &Point| a.is_same_kind(b) && a <= b;
    if low.is_some_and(|low| at_most(point, low)) {
        Orders::only(Ordering::Greater)
    } else if high.is_some_and(|high| at_most(high, point)) {
        Orders::only(Ordering::Less)
    } else {
        Orders::ANY
    }
}

impl Orders {
    pub const ANY: Self = Self { less: true, equal: true, greater: true };

    pub fn only(ordering: Ordering) -> Self {
        let is = |wanted| ordering == wanted;
        Self { less: is(Ordering::Less), equal: is(Ordering::Equal), greater: is(Ordering::Greater) }
    }

    pub fn flipped(self) -> Self {
        Self { less: self.greater, equal: self.equal, greater: self.less }
    }

    pub fn or(self, other: Self) -> Self {
        Self { less: self.less || other.less, equal: self.equal || other.equal, greater: self.greater || other.greater }
    }

    pub fn and(self, other: Self) -> Self {
        Self { less: self.less && other.less, equal: self.equal && other.equal, greater: self.greater && other.greater }
    }
}
