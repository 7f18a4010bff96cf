use super::*;
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
    for tested in run(&PolicySet::builtin()) {
        if let Some(problem) = tested.problem {
            let _ = writeln!(text, "{} {}: {problem:?}", tested.rule, tested.name);
        }
    }
    assert!(text.is_empty(), "{text}");
}
