use std::sync::Arc;

use super::*;
use crate::document::parse;
use crate::manifest;
use crate::text::Source;

const MANIFEST: &str = "apiVersion: provost/v1
kind: AISystem
id: copilot
name: Copilot
models:
  - {id: chat, version: '1'}
  - {id: rank}
  - {id: embed, version: '3', pinned: unknown}
";

/// The outcome, then what was read with its place.
fn asked(expression: &str) -> String {
    let (tree, _) = parse(&Arc::new(Source::new("a.yaml", MANIFEST)));
    let systems = manifest::read(&Arc::new(tree)).systems;
    let derivations = Derivations::builtin(false);
    let draft = Draft::compile(expression, &Draft::names(&derivations)).unwrap();
    let ground = Ground { systems: &systems, today: Date::constant(2026, 6, 1), rule: None, derivations: &derivations };
    let one = |answer: &Answer| {
        let came = match &answer.came {
            Came::Value { json, .. } => json.to_string(),
            Came::Undeclared(missing) => {
                format!("undeclared {}", missing.iter().map(|one| one.path.as_str()).collect::<Vec<_>>().join(" "))
            }
            Came::NoItems => "no items".to_owned(),
            Came::Failed(problem) => problem.message.clone(),
        };
        let read = |read: &Read| {
            let at = read.place.locate();
            let value = read.value.as_ref().map_or("?".to_owned(), ToString::to_string);
            format!(" | {}={value} {}:{}", read.path, at.line, at.column)
        };
        format!("{came}{}", answer.read.iter().map(read).collect::<Vec<_>>().concat())
    };
    ask(&draft, ground).iter().map(one).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_fact_is_named_once_and_the_way_to_it_is_not() {
    assert_eq!(asked("system.name + system.name"), "\"CopilotCopilot\" | name=\"Copilot\" 4:7");
    assert_eq!(asked("system.models.all(m, has(m.version))"), "false | models[chat].version=\"1\" 6:25 | models[rank].version=? 7:10");
    assert_eq!(asked("system.models.exists(m, m.id == 'chat')"), "true | models[chat].id=\"chat\" 6:10", "what comes after is not read");
    assert_eq!(
        asked("size(system.models) > 1 && has(system.purpose)"),
        "false | models=[{\"id\":\"chat\",\"version\":\"1\"},{\"id\":\"rank\"},{\"id\":\"embed\",\"version\":\"3\",\"pinned\":\"unknown\"}] 5:1 | purpose=? 3:5"
    );
}

#[test]
fn what_is_undeclared_is_said_once_and_where_it_belongs() {
    assert_eq!(asked("system.models[1].version == '2'"), "undeclared models[rank].version");
    assert_eq!(asked("system.models[2].pinned"), "undeclared models[embed].pinned | models[embed].pinned=\"unknown\" 8:39");
    assert_eq!(asked("system.oversight.overseer.trained_on == '2026-01-31'"), "undeclared oversight.overseer.trained_on");
}

#[test]
fn all_systems_are_asked_at_once_where_the_fleet_is() {
    assert_eq!(asked("fleet.map(s, s.id)"), "[\"copilot\"] | id=\"copilot\" 3:5");
    assert_eq!(asked("[1, 1.5, days(2), b'a', optional.none(), 1.0 / 0.0]"), "[1,1.5,\"172800s\",\"YQ==\",null,\"inf\"]");
}
