//! What editors and `grep` see.

use provost::report::{Format, Style};

use crate::outcomes::{Holds, outcome, written};

fn concise(holds: &[Holds]) -> String {
    written(Format::CONCISE, &outcome(holds), &Style::PLAIN)
}

#[test]
fn every_problem_is_one_line_with_its_position() {
    let all = [Holds::Findings, Holds::Undeclared, Holds::Waived, Holds::Diagnostics];
    insta::assert_snapshot!(concise(&all), @"
    systems/scanner.yaml:4:1: error unknown-field unknown key `nmae` in a manifest
    provost: warning unknown-selection `--skip LEK-99` matches no rule
    systems/support-copilot.yaml:15:28: critical LEK-01 data flow `chat-to-llm` sends personal data to OpenAI without a no-training agreement
    systems/support-copilot.yaml:14:13: high DPR-04 data flow `chat-to-llm` leaves the EU
    systems/support-copilot.yaml:7:3: high INC-04 undeclared: nobody declared `incident_response.exercised_on`
    systems/support-copilot.yaml:7:3: medium OBS-03 undeclared: nobody declared `incident_response.exercised_on`
    systems/support-copilot.yaml:7:3: critical INC-05 undeclared: nobody declared `incident_response.exercised_on`
    systems/support-copilot.yaml:15:16: high LEK-07 undeclared: nobody declared `data_flows[chat-to-llm].agreement.retention_days`
    systems/support-copilot.yaml:1:1: low MON-01 undeclared: nobody declared `monitoring.drift`
    1 error · 1 warning · 2 findings (1 critical, 1 high) · 1 waived · 5 undeclared · 87 rules × 3 systems · as of 2026-11-20
    ");
}

#[test]
fn a_clean_run_is_the_summary_alone() {
    insta::assert_snapshot!(concise(&[]), @"no findings · 87 rules × 3 systems · as of 2026-11-20");
}
