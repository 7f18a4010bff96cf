use super::{Report, Style};
use crate::diagnostic::Level;
use crate::engine::{BySeverity, Verdict, Verdicts};
use crate::policy::Severity;
use crate::text::plural;

/// The line that ends every run for people: `3 findings (1 critical, 2 high) · 1 waived · 87 rules × 7 systems`.
pub(super) fn line(report: &Report, style: &Style) -> String {
    line_of(report, report.shown(), report.summary.findings, style)
}

/// The same with the numbers of findings that are not in the report: by verdict, and of those that fail by severity.
pub(super) fn line_of(report: &Report, shown: Verdicts, failing: BySeverity, style: &Style) -> String {
    let (dot, times) = if style.unicode { (" · ", "×") } else { (", ", "x") };
    let mut parts = Vec::new();
    let (errors, warnings) = problems(report, shown);
    parts.extend((errors > 0).then(|| plural(errors, "error")));
    parts.extend((warnings > 0).then(|| plural(warnings, "warning")));
    parts.push(if report.summary.verdicts.total() == 0 { "nothing checked".to_owned() } else { findings(shown, failing) });
    for verdict in [Verdict::Waived, Verdict::Undeclared] {
        let count = shown.of(verdict);
        parts.extend((count > 0).then(|| format!("{count} {}", verdict.as_str())));
    }
    parts.extend(report.previous.as_ref().map(|previous| {
        let (new, gone) = (previous.new.len(), previous.gone.len());
        format!("{new} new and {gone} gone since {}", previous.as_of)
    }));
    parts.push(format!("{} {times} {}", plural(report.summary.rules, "rule"), plural(report.summary.systems, "system")));
    parts.extend(report.as_of_pinned.then(|| format!("as of {}", report.as_of)));
    parts.extend(style.elapsed.map(|elapsed| format!("{:.2} s", elapsed.as_secs_f64())));
    parts.join(dot)
}

/// Errors (evaluation errors among them) and warnings.
fn problems(report: &Report, shown: Verdicts) -> (usize, usize) {
    let of = |level| report.diagnostics.iter().filter(|diagnostic| diagnostic.severity == level).count();
    (of(Level::Error) + shown.error, of(Level::Warning))
}

/// `3 findings (1 critical, 2 high)` or `no findings`.
fn findings(shown: Verdicts, failing: BySeverity) -> String {
    let by_severity: Vec<String> = Severity::ALL
        .into_iter()
        .map(|severity| (severity, failing.of(severity)))
        .filter(|&(_, count)| count > 0)
        .map(|(severity, count)| format!("{count} {severity}"))
        .collect();
    match shown.fail {
        0 => "no findings".to_owned(),
        count => format!("{} ({})", plural(count, "finding"), by_severity.join(", ")),
    }
}
