//! One binary for all integration tests: one module per format and per command.

#![expect(clippy::unwrap_used, clippy::panic, clippy::string_slice, reason = "a test fails by panicking")]

mod blame;
mod cel_conformance;
mod cel_differential;
mod cli_check;
mod cli_help;
mod cli_init;
mod cli_process;
mod cli_test;
mod cli_topics;
mod examples;
mod floors;
mod outcomes;
mod readme;
mod report_concise;
mod report_human;
mod report_json;
mod shell;
