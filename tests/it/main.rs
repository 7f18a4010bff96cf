//! One binary for all integration tests: one module per format and per command.

#![expect(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test fails by panicking")]
#![expect(clippy::format_collect, reason = "what a table of cases reads best as")]

mod arbitrary;
mod blame;
mod blame_lists;
mod browser;
mod cel_bounds;
mod cel_checker;
mod cel_conformance;
mod cel_differential;
mod cel_reading;
mod cel_values;
mod classification;
mod cli_ask;
mod cli_check;
mod cli_classify;
mod cli_eval;
mod cli_graph;
mod cli_help;
mod cli_import;
mod cli_init;
mod cli_lint;
mod cli_process;
mod cli_report;
mod cli_test;
mod cli_topics;
mod coverage;
mod examples;
mod floors;
mod formats;
mod hostile;
mod import_federal;
mod knowledge;
mod outcomes;
mod places;
mod policies;
mod readme;
mod report_concise;
mod report_html;
mod report_human;
mod report_json;
mod report_merge;
mod report_previous;
mod rule_pages;
mod shell;
mod verdicts;
