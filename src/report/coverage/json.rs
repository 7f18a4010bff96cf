//! For programs: the contract, which `schemas/coverage.v1.json` describes.

use std::io;

use serde::Serialize;

use super::View;
use crate::coverage::{ControlCoverage, Coverage, Derived, FrameworkCoverage, Later, SystemCoverage};
use crate::engine::{self, Verdict};
use crate::report::{Style, json};

/// Name and version of the contract.
const SCHEMA: &str = "provost/coverage/v1";

pub(super) fn write(coverage: &Coverage, view: View, _: &Style, out: &mut dyn io::Write) -> io::Result<()> {
    let systems = coverage.by_system();
    let document = Document {
        schema: SCHEMA,
        tool: json::TOOL,
        as_of: coverage.as_of.to_string(),
        systems: &coverage.systems,
        rules: coverage.rules,
        orphan_rules: &coverage.orphan_rules,
        frameworks: coverage.frameworks.iter().map(JsonFramework::of).collect(),
        by_system: if view.by_system { systems.iter().map(JsonSystem::of).collect() } else { Vec::new() },
    };
    let text = serde_json::to_string_pretty(&document)?;
    writeln!(out, "{}", json::escaped(&text))
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    tool: json::Tool,
    as_of: String,
    systems: &'a [String],
    rules: usize,
    orphan_rules: &'a [String],
    frameworks: Vec<JsonFramework<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_system: Vec<JsonSystem<'a>>,
}

#[derive(Serialize)]
struct JsonFramework<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    verified: &'a str,
    numbers: Numbers,
    verdicts: json::Verdicts,
    controls: Vec<JsonControl<'a>>,
}

#[derive(Serialize)]
struct Numbers {
    controls: usize,
    automated: usize,
    partial: usize,
    attested: usize,
    derived: usize,
    none: usize,
    later: usize,
}

#[derive(Serialize)]
struct JsonControl<'a> {
    control: &'a str,
    label: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<&'a str>,
    counted: bool,
    coverage: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    rules: Vec<JsonRule<'a>>,
    derived: Vec<JsonDerived<'a>>,
    in_force: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    next: Vec<JsonLater<'a>>,
    systems: Vec<JsonVerdict<'a>>,
}

#[derive(Serialize)]
struct JsonRule<'a> {
    rule: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct JsonDerived<'a> {
    via: &'a str,
    relation: &'static str,
    source: &'a str,
    trust: &'static str,
    verified: bool,
    rules: &'a [String],
}

#[derive(Serialize)]
struct JsonLater<'a> {
    from: String,
    verified: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    note: &'a str,
}

#[derive(Serialize)]
struct JsonVerdict<'a> {
    system: &'a str,
    verdict: &'static str,
}

#[derive(Serialize)]
struct JsonSystem<'a> {
    system: &'a str,
    verdicts: json::Verdicts,
    controls: Vec<JsonReached<'a>>,
}

#[derive(Serialize)]
struct JsonReached<'a> {
    control: &'a str,
    verdict: &'static str,
}

impl<'a> JsonFramework<'a> {
    fn of(framework: &'a FrameworkCoverage) -> Self {
        let numbers = framework.numbers();
        Self {
            id: &framework.id,
            title: &framework.title,
            version: &framework.version,
            verified: &framework.verified,
            numbers: Numbers {
                controls: numbers.controls,
                automated: numbers.automated,
                partial: numbers.partial,
                attested: numbers.attested,
                derived: numbers.derived,
                none: numbers.none,
                later: numbers.later,
            },
            verdicts: json::Verdicts::of(framework.verdicts()),
            controls: framework.controls.iter().map(JsonControl::of).collect(),
        }
    }
}

impl<'a> JsonControl<'a> {
    fn of(control: &'a ControlCoverage) -> Self {
        let verdict = |(system, verdict): &'a (String, Verdict)| JsonVerdict { system, verdict: verdict.as_str() };
        Self {
            control: &control.reference,
            label: &control.label,
            title: &control.title,
            group: control.group.as_deref(),
            counted: control.counted,
            coverage: control.coverage(),
            kind: control.reach().map(crate::policy::Reach::as_str),
            rules: control.rules.iter().map(|claimed| JsonRule { rule: &claimed.rule, kind: claimed.reach.as_str() }).collect(),
            derived: control.derived.iter().map(JsonDerived::of).collect(),
            in_force: control.in_force,
            since: control.since.map(|day| day.to_string()),
            next: control.later.iter().map(JsonLater::of).collect(),
            systems: control.systems.iter().map(verdict).collect(),
        }
    }
}

impl<'a> JsonDerived<'a> {
    fn of(way: &'a Derived) -> Self {
        Self {
            via: &way.via,
            relation: way.relation.as_str(),
            source: &way.source,
            trust: way.trust.as_str(),
            verified: way.verified,
            rules: &way.rules,
        }
    }
}

impl<'a> JsonLater<'a> {
    fn of(later: &'a Later) -> Self {
        Self { from: later.from.to_string(), verified: later.verified, note: &later.note }
    }
}

impl<'a> JsonSystem<'a> {
    fn of(system: &'a SystemCoverage<'a>) -> Self {
        let reached =
            |(control, verdict): &(&'a ControlCoverage, Verdict)| JsonReached { control: &control.reference, verdict: verdict.as_str() };
        let verdicts: engine::Verdicts = system.verdicts(None);
        Self { system: system.system, verdicts: json::Verdicts::of(verdicts), controls: system.controls.iter().map(reached).collect() }
    }
}
