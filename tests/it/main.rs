//! One binary for all integration tests: one module per format and per command.

mod cel_bounds;
mod cel_checker;
mod cel_conformance;
mod cel_differential;
mod cel_reading;
mod outcomes;
mod report_concise;
mod report_human;
mod report_json;
