use std::fmt;

use jiff::civil::Date;

use super::framework::{ApplicationDate, Framework};

/// Whether a control applies on a day, and what comes next.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing<'a> {
    /// The first day of the earliest part that applies; nothing where no part applies yet, or where no day is known.
    pub since: Option<Date>,
    /// Whether it applies on that day, wholly or in part. What has no day at all applies.
    pub in_force: bool,
    /// What applies later, the next first.
    pub next: Vec<&'a ApplicationDate>,
    /// The framework's own first day, if that is still to come and no row says more.
    first_day: Option<Date>,
}

/// The first day of what does not apply yet; shown as `from 2027-12-02`, with `reported` where nobody read that in its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Start {
    /// The day.
    pub day: Date,
    /// Whether it was read in its source.
    pub verified: bool,
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "from {}{}", self.day, if self.verified { "" } else { ", reported" })
    }
}

impl Standing<'_> {
    /// The first day, for what does not apply yet.
    pub fn starts(&self) -> Option<Start> {
        let row = self.next.first().map(|row| Start { day: row.from, verified: row.verified });
        let own = self.first_day.map(|day| Start { day, verified: true });
        row.or(own).filter(|_| !self.in_force)
    }
}

impl Framework {
    /// How the control or group `id` stands on a day.
    ///
    /// A row of the application dates speaks of what it names, of all that stands in it, and of that of which it is a part; a row
    /// that another one replaces speaks of nothing. A framework without such a row counts from its own first day.
    pub fn standing(&self, id: &str, as_of: Date) -> Standing<'_> {
        let mut rows: Vec<&ApplicationDate> =
            self.application_dates.iter().filter(|row| !self.is_replaced(row) && self.speaks_of(row, id)).collect();
        rows.sort_by_key(|row| row.from);
        let (past, next): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.from <= as_of);
        let since = past.first().map(|row| row.from);
        if since.is_some() || !next.is_empty() {
            return Standing { since, in_force: since.is_some(), next, first_day: None };
        }
        let in_force = self.effective_from.is_none_or(|from| from <= as_of);
        let (past, first_day) = if in_force { (self.effective_from, None) } else { (None, self.effective_from) };
        Standing { since: past, in_force, next: Vec::new(), first_day }
    }

    /// The rows that are still to come on a day and that no other row replaces, the next first.
    pub fn coming(&self, as_of: Date) -> Vec<&ApplicationDate> {
        let mut rows: Vec<&ApplicationDate> =
            self.application_dates.iter().filter(|row| row.from > as_of && !self.is_replaced(row)).collect();
        rows.sort_by_key(|row| row.from);
        rows
    }

    /// Whether another row takes the place of this one. One that nobody read in its source stands beside it: what is published
    /// applies until its change is read.
    fn is_replaced(&self, row: &ApplicationDate) -> bool {
        self.application_dates.iter().any(|other| other.verified && other.replaces.as_deref() == Some(&row.id))
    }

    fn speaks_of(&self, row: &ApplicationDate, id: &str) -> bool {
        let mut above: Vec<&str> = vec![id];
        let group =
            self.control(id).map_or_else(|| self.group(id).and_then(|group| group.parent.as_deref()), |control| control.group.as_deref());
        // A chain of groups that came back to itself would have been as long as the list.
        above.extend(std::iter::successors(group, |id| self.group(id)?.parent.as_deref()).take(self.groups.len()));
        row.applies_to.iter().any(|named| above.contains(&named.as_str()) || is_part(id, named) || is_part(named, id))
    }
}

/// Whether an id names a part of another by its spelling: `Art. 10(2)(a)` of `Art. 10(2)` and of `Art. 10`.
pub fn is_part(part: &str, whole: &str) -> bool {
    part.strip_prefix(whole).is_some_and(|rest| rest.starts_with('('))
}
