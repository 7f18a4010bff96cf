use super::*;
use crate::policy::PolicySet;
use std::fmt::Write as _;

#[test]
fn every_built_in_rule_compiles() {
    let policies = PolicySet::builtin();
    let mut text = String::new();
    for rule in &policies.rules {
        for problem in rule.problems() {
            let at = problem.primary.as_ref().map(|label| (label.place.locate(), label.place.text().to_owned()));
            let (place, under) =
                at.map_or((String::new(), String::new()), |(l, under)| (format!("{}:{}:{}", l.path, l.line, l.column), under));
            let _ = writeln!(text, "{place}: {}: {} [{under}] {}", rule.id, problem.message, problem.help.unwrap_or_default());
        }
    }
    assert!(text.is_empty(), "{text}");
}

#[test]
fn every_case_of_the_built_in_classifications_holds() {
    let mut text = String::new();
    for tested in classifications(&PolicySet::builtin().derivations, true) {
        if let Some(problem) = tested.problem {
            let _ = writeln!(text, "{} {}: {problem:?}", tested.rule, tested.name);
        }
    }
    assert!(text.is_empty(), "{text}");
}

#[test]
fn every_case_of_the_built_in_rules_holds() {
    let mut text = String::new();
    for tested in Suite::of(&PolicySet::builtin()).run() {
        if let Some(problem) = tested.problem {
            let _ = writeln!(text, "{} {}: {problem:?}", tested.rule, tested.name);
        }
    }
    assert!(text.is_empty(), "{text}");
}

#[test]
fn every_mutant_of_the_built_in_rules_is_killed_or_explained() {
    let policies = PolicySet::builtin();
    let (mutants, stale) = mutate(&policies, &Suite::of(&policies));
    let mut text = String::new();
    for mutant in &mutants {
        if let Fate::Survived(_) = &mutant.fate {
            let _ = writeln!(text, "{} {}", mutant.rule, mutant.name);
        }
    }
    for one in stale {
        let _ = writeln!(text, "{}", one.message);
    }
    assert!(text.is_empty(), "{} mutants\n{text}", mutants.len());
}

const POLICY: &str = "\
apiVersion: provost/v1
kind: Policy
id: boxes
title: Boxes
rules:
  - id: BOX-01
    title: Agents are in a box
    severity: high
    when: system.lifecycle.stage == 'production'
    for_each: {agent: system.agents}
    assert: agent.sandboxed && size(agent.tools) <= 1
    message: it runs free
    tests:
      pass:
        - name: in its box
          system: {lifecycle: {stage: production}, agents: [{id: a, sandboxed: true, tools: [t]}], tools: [{id: t}]}
      fail:
        - name: free
          system: {lifecycle: {stage: production}, agents: [{id: a, sandboxed: false, tools: []}]}
";

fn set(text: &str) -> PolicySet {
    let (tree, problems) = crate::document::parse(&std::sync::Arc::new(crate::text::Source::new("boxes.yaml", text)));
    assert!(problems.is_empty(), "{problems:?}");
    let mut set = PolicySet::default();
    let problems = set.add(&std::sync::Arc::new(tree));
    assert!(problems.is_empty(), "{problems:?}");
    set
}

fn fates(text: &str) -> String {
    let policies = set(text);
    let (mutants, stale) = mutate(&policies, &Suite::of(&policies));
    let line = |mutant: &Mutant| match &mutant.fate {
        Fate::Killed => format!("killed     {}\n", mutant.name),
        Fate::Explained => format!("explained  {}\n", mutant.name),
        Fate::Survived(_) => format!("survived   {}\n", mutant.name),
    };
    mutants.iter().map(line).chain(stale.into_iter().map(|one| format!("stale      {}\n", one.message))).collect()
}

#[test]
fn mutants_that_no_case_notices_are_told_from_those_that_one_does() {
    insta::assert_snapshot!(fates(POLICY), @"
    survived   without when
    killed     when: system.lifecycle.stage == 'production' -> system.lifecycle.stage != 'production'
    killed     when: system.lifecycle.stage == 'production' -> system.lifecycle.stage == 'retired'
    killed     assert: agent.sandboxed && size(agent.tools) <= 1 -> agent.sandboxed || size(agent.tools) <= 1
    killed     assert: without agent.sandboxed
    killed     assert: agent.sandboxed -> !agent.sandboxed
    survived   assert: without size(agent.tools) <= 1
    killed     assert: size(agent.tools) <= 1 -> size(agent.tools) < 1
    killed     assert: size(agent.tools) <= 1 -> size(agent.tools) > 1
    killed     assert: size(agent.tools) <= 1 -> size(agent.tools) <= 0
    survived   assert: size(agent.tools) <= 1 -> size(agent.tools) <= 2
    ");
}

#[test]
fn a_listed_survivor_is_explained_and_one_that_is_none_is_stale() {
    let listed = format!(
        "{POLICY}      survivors:\n        - {{mutant: without when, reason: x}}\n        - {{mutant: \"assert: without agent.sandboxed\", reason: x}}\n        - {{mutant: \"assert: without agent.boxed\", reason: x}}\n"
    );
    let fates = fates(&listed);
    let told: Vec<&str> = fates.lines().filter(|line| !line.starts_with("killed") && !line.starts_with("survived")).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    explained  without when
    stale      a case of `BOX-01` notices this mutant
    stale      `BOX-01` has no such mutant
    ");
}

#[test]
fn a_condition_that_is_never_false_and_one_that_is_never_reached_are_gaps() {
    let policies = set(&POLICY.replace("assert: agent", "assert: has(system.name) || agent"));
    let coverage = coverage(&policies, &Suite::of(&policies));
    assert_eq!(coverage.len(), 1);
    let gaps: Vec<String> = coverage[0].gaps.iter().map(|gap| gap.message.clone()).collect();
    insta::assert_snapshot!(format!("{} of {}\n{}", coverage[0].seen, coverage[0].outcomes, gaps.join("\n")), @"
    2 of 8
    no case of `BOX-01` makes `system.lifecycle.stage == 'production'` false
    no case of `BOX-01` makes `has(system.name)` false
    no case of `BOX-01` gets as far as `agent.sandboxed`
    no case of `BOX-01` gets as far as `size(agent.tools) <= 1`
    ");
}
