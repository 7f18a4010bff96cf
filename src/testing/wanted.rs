//! What a case expects, compared with what came out.

use crate::diagnostic::Diagnostic;
use crate::document::Node;
use crate::engine::{Judged, Verdict};
use crate::policy::{Case, Expectation};
use crate::text::plural;

/// Why a case does not hold.
#[derive(Clone, Debug)]
pub enum Problem {
    /// The fragment is no valid manifest, or a parameter does not fit.
    Invalid(Vec<Diagnostic>),
    /// Something else came out.
    Differs {
        /// What the case expects.
        expected: String,
        /// What came out.
        got: String,
    },
}

/// What a case expects: without a verdict, that nothing is found.
#[derive(Clone, Debug)]
pub(super) struct Wanted(Expectation);

impl Wanted {
    /// What a case in a rule's own tests expects: a failing one fails unless it says otherwise.
    pub fn of(case: Case<'_>) -> Self {
        let expectation = case.expectation();
        if case.passes { Self(expectation) } else { Self::finding(expectation) }
    }

    /// What a case of a table expects of a rule: a verdict's word, or what a finding looks like.
    pub fn of_entry(node: Node<'_>) -> Self {
        match node.as_str() {
            Some(verdict) => Self(Expectation { verdict: Some(verdict.to_owned()), ..Expectation::default() }),
            None => Self::finding(Expectation::of(node)),
        }
    }

    fn finding(expectation: Expectation) -> Self {
        let verdict = expectation.verdict.or_else(|| Some(Verdict::Fail.as_str().to_owned()));
        Self(Expectation { verdict, ..expectation })
    }

    /// Nothing if what came out is what is expected.
    pub fn compare(&self, judged: &[Judged<'_>]) -> Option<Problem> {
        if self.fits(judged) {
            return None;
        }
        let mut got: Vec<String> = judged.iter().map(describe).collect();
        got.dedup();
        Some(Problem::Differs { expected: self.to_string(), got: got.join("; ") })
    }

    fn fits(&self, judged: &[Judged<'_>]) -> bool {
        let found = judged.iter().filter(|one| one.detail.is_some()).count();
        if self.0.count.is_some_and(|wanted| wanted != found) {
            return false;
        }
        match self.0.verdict.as_deref() {
            None => found == 0,
            // What holds must hold for every item.
            Some("pass" | "not_applicable") => judged.iter().all(|one| self.is(one)),
            Some(_) => judged.iter().any(|one| self.is(one)),
        }
    }

    fn is(&self, judged: &Judged<'_>) -> bool {
        let detail = judged.detail.as_ref();
        let says = |wanted: &String| detail.is_some_and(|detail| detail.message.contains(wanted.as_str()));
        let is_said = |wanted: &String| detail.is_some_and(|detail| detail.message == *wanted);
        let points = |wanted: &String| detail.is_some_and(|detail| detail.path.to_string() == *wanted);
        self.0.verdict.as_deref() == Some(judged.verdict.as_str())
            && self.0.at.as_ref().is_none_or(points)
            && self.0.message.as_ref().is_none_or(says)
            && self.0.whole_message.as_ref().is_none_or(is_said)
    }
}

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.verdict.as_deref().unwrap_or("pass"))?;
        if let Some(at) = &self.0.at {
            write!(f, " at {at}")?;
        }
        if let Some(message) = self.0.whole_message.as_ref().or(self.0.message.as_ref()) {
            write!(f, " saying `{message}`")?;
        }
        if let Some(count) = self.0.count {
            write!(f, ", {}", plural(count, "finding"))?;
        }
        Ok(())
    }
}

fn describe(judged: &Judged<'_>) -> String {
    match &judged.detail {
        Some(detail) if judged.verdict == Verdict::Error => format!("error: {}", detail.message),
        Some(detail) => format!("{} at {} ({})", judged.verdict.as_str(), detail.path, detail.message),
        None => judged.verdict.as_str().to_owned(),
    }
}
