//! Several results as one.

use provost::engine::{Outcome, SystemRecord, Verdict, Verdicts};
use provost::report::model::merge;
use provost::report::{Format, Report, Style, write};

use crate::outcomes::{Holds, recorded};

/// A shard with one system, of which rules say so much.
fn shard(system: &str, holds: &[Holds]) -> Report {
    let mut outcome: Outcome = recorded(holds);
    let mut verdicts = Verdicts { pass: 10, ..Verdicts::default() };
    for finding in &mut outcome.findings {
        system.clone_into(&mut finding.system);
        verdicts.count(finding.verdict);
    }
    outcome.summary.systems = 1;
    outcome.summary.verdicts = verdicts;
    outcome.record.systems = vec![SystemRecord { id: system.to_owned(), verdicts, ..SystemRecord::default() }];
    Report::from(outcome)
}

fn merged(shards: &[(&str, Report)]) -> Report {
    merge(shards.iter().map(|(name, report)| ((*name).to_owned(), report.clone())).collect()).unwrap()
}

fn concise(report: &Report) -> String {
    let mut bytes = Vec::new();
    write(Format::CONCISE, report, &Style::PLAIN, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn shards_add_up() {
    let whole = merged(&[("a.json", shard("one", &[Holds::Findings])), ("b.json", shard("two", &[Holds::Waived]))]);
    insta::assert_snapshot!(concise(&whole), @"
    systems/support-copilot.yaml:14:13: high DPR-04 data flow `chat-to-llm` leaves the EU
    systems/support-copilot.yaml:15:28: critical LEK-01 data flow `chat-to-llm` sends personal data to OpenAI without a no-training agreement
    2 findings (1 critical, 1 high) · 1 waived · 2 rules × 2 systems · as of 2026-11-20
    ");
    assert_eq!(whole.summary.verdicts, Verdicts { pass: 20, fail: 2, waived: 1, ..Verdicts::default() });
    assert_eq!(whole.record.systems.iter().map(|system| system.id.as_str()).collect::<Vec<_>>(), ["one", "two"]);
    assert_eq!((whole.exit_code, whole.record.rules.len()), (1, 2));
}

#[test]
fn one_result_is_left_as_it_is() {
    let one = shard("one", &[Holds::Findings, Holds::Diagnostics]);
    assert_eq!(merged(&[("a.json", one.clone())]), one);
    assert_eq!(merge(Vec::new()), None);
}

#[test]
fn of_a_system_in_two_results_the_first_counts() {
    let whole = merged(&[("a.json", shard("one", &[])), ("b.json", shard("one", &[Holds::Findings]))]);
    insta::assert_snapshot!(concise(&whole), @"
    provost: warning mixed-results `a.json` and `b.json` both have the system `one`
    1 warning · no findings · 2 rules × 1 system · as of 2026-11-20
    ");
    assert_eq!(whole.with_verdict(Verdict::Fail).count(), 0);
}

#[test]
fn different_days_and_versions_are_told() {
    let mut other = shard("two", &[]);
    other.as_of = "2026-11-21".parse().unwrap();
    other.tool.version = "0.0.9".to_owned();
    let whole = merged(&[("a.json", shard("one", &[])), ("b.json", other)]);
    insta::assert_snapshot!(concise(&whole), @"
    provost: warning mixed-results the results were checked as of different days: 2026-11-20 and 2026-11-21
    provost: warning mixed-results the results were made by different versions: 0.0.9 and 0.1.0
    2 warnings · no findings · 2 rules × 2 systems
    ");
    assert_eq!(whole.as_of.to_string(), "2026-11-21");
    assert!(!whole.as_of_pinned);
}

#[test]
fn what_a_part_says_of_the_whole_fleet_is_left_out() {
    let part = |system: &str| {
        let mut report = shard(system, &[Holds::Findings]);
        report.record.fleet.insert("LEK-01".to_owned(), Verdict::Fail);
        report.summary.verdicts.fail += 3;
        report
    };
    let whole = merged(&[("a.json", part("one")), ("b.json", part("two"))]);
    insta::assert_snapshot!(concise(&whole), @"
    provost: warning mixed-results `LEK-01` looks at all systems at once and is left out: each result saw only a part
    systems/support-copilot.yaml:14:13: high DPR-04 data flow `chat-to-llm` leaves the EU
    systems/support-copilot.yaml:14:13: high DPR-04 data flow `chat-to-llm` leaves the EU
    1 warning · 2 findings (2 high) · 2 rules × 2 systems · as of 2026-11-20
    ");
    assert!(whole.record.fleet.is_empty() && whole.findings.iter().all(|finding| finding.rule != "LEK-01"));
    assert_eq!(whole.summary.verdicts, Verdicts { pass: 20, fail: 4, ..Verdicts::default() });
}

#[test]
fn many_systems_in_two_results_are_one_remark() {
    let many = || {
        let mut report = shard("s0", &[]);
        let one = report.record.systems[0].clone();
        report.record.systems = (0..7).map(|n| SystemRecord { id: format!("s{n}"), ..one.clone() }).collect();
        report
    };
    let whole = merged(&[("a.json", many()), ("b.json", many())]);
    let said: Vec<&str> = whole.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert_eq!(said, ["`a.json` and `b.json` both have the systems `s0`, `s1`, `s2` and 4 more"]);
    assert_eq!(whole.record.systems.len(), 7);
}
