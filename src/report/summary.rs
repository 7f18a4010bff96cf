use super::Style;
use crate::diagnostic::Level;
use crate::engine::{Finding, Outcome, Verdict};
use crate::policy::Severity;
use crate::text::plural;

/// The line that ends every run for people: `3 findings (1 critical, 2 high) · 1 waived · 87 rules × 7 systems`.
pub(super) fn line(outcome: &Outcome, style: &Style) -> String {
    let (dot, times) = if style.unicode { (" · ", "×") } else { (", ", "x") };
    let mut parts = Vec::new();
    let (errors, warnings) = problems(outcome);
    parts.extend((errors > 0).then(|| plural(errors, "error")));
    parts.extend((warnings > 0).then(|| plural(warnings, "warning")));
    parts.push(if outcome.summary.verdicts.total() == 0 { "nothing checked".to_owned() } else { findings(outcome) });
    for verdict in [Verdict::Waived, Verdict::Undeclared] {
        let count = with_verdict(outcome, verdict).count();
        parts.extend((count > 0).then(|| format!("{count} {}", verdict.as_str())));
    }
    parts.push(format!("{} {times} {}", plural(outcome.summary.rules, "rule"), plural(outcome.summary.systems, "system")));
    parts.extend(outcome.as_of_pinned.then(|| format!("as of {}", outcome.as_of)));
    parts.extend(style.elapsed.map(|elapsed| format!("{:.2} s", elapsed.as_secs_f64())));
    parts.join(dot)
}

/// Number of failing findings of a severity.
pub(super) fn failing(outcome: &Outcome, severity: Severity) -> usize {
    with_verdict(outcome, Verdict::Fail).filter(|finding| finding.severity == severity).count()
}

/// Errors (evaluation errors among them) and warnings.
fn problems(outcome: &Outcome) -> (usize, usize) {
    let of = |level| outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
    (of(Level::Error) + with_verdict(outcome, Verdict::Error).count(), of(Level::Warning))
}

/// `3 findings (1 critical, 2 high)` or `no findings`.
fn findings(outcome: &Outcome) -> String {
    let by_severity: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| (severity, failing(outcome, severity)))
        .filter(|&(_, count)| count > 0)
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    match with_verdict(outcome, Verdict::Fail).count() {
        0 => "no findings".to_owned(),
        count => format!("{} ({})", plural(count, "finding"), by_severity.join(", ")),
    }
}

fn with_verdict(outcome: &Outcome, verdict: Verdict) -> impl Iterator<Item = &Finding> {
    outcome.findings.iter().filter(move |finding| finding.verdict == verdict)
}
