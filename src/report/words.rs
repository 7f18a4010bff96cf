//! What several formats say alike.

use std::borrow::Cow;

use super::model::Finding;
use crate::engine::{Verdict, Waiver};
use crate::text::clean_line;

/// The message, under the word for a verdict other than `fail`: the severity says already that something is wrong.
pub(super) fn statement(finding: &Finding) -> Cow<'_, str> {
    match finding.verdict {
        Verdict::Fail => clean_line(&finding.message),
        verdict => Cow::Owned(format!("{}: {}", verdict.as_str(), clean_line(&finding.message))),
    }
}

/// Who accepts a finding, until when and why: `W-01, until 2027-03-31, approved by Head of risk: reason`.
pub(super) fn acceptance(waiver: &Waiver) -> String {
    let until = waiver.expires_on.map(|day| format!(", until {day}")).unwrap_or_default();
    format!("{}{until}, approved by {}: {}", clean_line(&waiver.id), clean_line(&waiver.approved_by), clean_line(&waiver.reason))
}
