//! The cases of classifications: each step's answers, and whole systems from life.

use rayon::prelude::*;

use super::{DEFAULT_DAY, Problem, Tested, fragment};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Node;
use crate::engine::{Classified, Reply, classify};
use crate::manifest::System;
use crate::policy::{Classification, Derivations};

/// Runs the cases of every classification, or of the user's own alone, in the order in which they are written.
pub fn classifications(derivations: &Derivations, builtin: bool) -> Vec<Tested> {
    let all: Vec<&Classification> = derivations.all().filter(|known| builtin || !known.builtin).collect();
    all.into_iter().flat_map(|classification| [steps(classification), systems(classification)].concat()).collect()
}

fn steps(classification: &Classification) -> Vec<Tested> {
    let mut cases = Vec::new();
    for (at, step) in classification.steps.iter().enumerate() {
        let tests = classification.step_node(step).get("tests");
        for (key, answer) in [("yes", Reply::Yes), ("no", Reply::No), ("open", Reply::Open)] {
            let list = tests.and_then(|tests| tests.get(key)).into_iter().flat_map(Node::items);
            cases.extend(list.map(|case| (at, answer, case)));
        }
    }
    let test = |(at, expected, case): (usize, Reply, Node<'_>)| {
        let id = classification.steps.get(at).map_or("", |step| step.id.as_str());
        let differs = |classified: &Classified| answered(classified, at, expected, case);
        tested(format!("{}/{id}", classification.id), classification, case, &[], differs)
    };
    cases.into_par_iter().map(test).collect()
}

/// What is wrong with the answer of a step.
fn answered(classified: &Classified, at: usize, expected: Reply, case: Node<'_>) -> Option<(String, String)> {
    let answered = classified.steps.get(at)?;
    let mut wanted = expected.as_str().to_owned();
    let mut got = if answered.answer == Reply::NotAsked { Reply::No } else { answered.answer }.as_str().to_owned();
    if let (Reply::Open, Some(ask)) = (expected, case.get("ask")) {
        wanted = format!("{wanted}, asking {}", list(&texts(ask)));
        got = format!("{got}, asking {}", list(&answered.grounds.iter().map(|ground| ground.path.to_string()).collect::<Vec<_>>()));
    }
    (wanted != got).then_some((wanted, got))
}

fn systems(classification: &Classification) -> Vec<Tested> {
    let cases: Vec<Node<'_>> = classification.node().get("tests").into_iter().flat_map(Node::items).collect();
    let named = |name: &str| cases.iter().find(|case| case.get("name").and_then(Node::as_str) == Some(name)).copied();
    let test = |case: &Node<'_>| {
        let mut bases: Vec<Node<'_>> = Vec::new();
        let mut like = case.get("like").and_then(Node::as_str);
        // One case may stand on another, but never on itself.
        for _ in 0..cases.len() {
            let Some(below) = like.and_then(named) else { break };
            bases.extend(below.get("system"));
            like = below.get("like").and_then(Node::as_str);
        }
        bases.reverse();
        let missing = like.filter(|like| named(like).is_none()).map(|like| format!("there is no case `{like}` to stand on"));
        let differs = |classified: &Classified| found(classification, classified, *case);
        match missing {
            Some(problem) => result(classification.id.clone(), *case, Some(invalid(*case, problem))),
            None => tested(classification.id.clone(), classification, *case, &bases, differs),
        }
    };
    cases.par_iter().map(test).collect()
}

/// What is wrong with a whole result.
fn found(classification: &Classification, classified: &Classified, case: Node<'_>) -> Option<(String, String)> {
    let tier = |at: usize| classification.tiers.get(at).map_or("", |tier| tier.id.as_str()).to_owned();
    let expect = case.get("expect")?;
    let (mut wanted, mut got) = (Vec::new(), Vec::new());
    let mut compare = |key: &str, found: String| {
        if let Some(node) = expect.get(key) {
            let text = node.as_str().map_or_else(|| list(&texts(node)), str::to_owned);
            if text != found {
                wanted.push(format!("{key} {text}"));
                got.push(format!("{key} {found}"));
            }
        }
    };
    let possible: Vec<String> = classified.possible.iter().copied().map(tier).collect();
    compare("tier", classified.tier().map_or_else(|| format!("open ({})", possible.join(" or ")), tier));
    compare("possible", list(&possible));
    let floor = |answered: (&crate::policy::Step, &crate::engine::Answered)| {
        let consequence = match answered.1.answer {
            Reply::Yes => &answered.0.then,
            Reply::No => &answered.0.or_else,
            _ => return None,
        };
        (consequence.tier == Some(classified.floor)).then(|| answered.0.id.clone())
    };
    compare("by", list(&classification.steps.iter().zip(&classified.steps).filter_map(floor).collect::<Vec<_>>()));
    let asked = classified.questions.iter().filter(|question| question.tier).map(|question| question.ground.path.to_string());
    compare("ask", list(&asked.collect::<Vec<_>>()));
    let roles = classified.roles.iter().flatten().map(|(role, _)| role.clone());
    compare("roles", list(&roles.collect::<Vec<_>>()));
    let certain = classified.duties.iter().filter(|due| due.certain).filter_map(|due| classification.duties.get(due.duty));
    let due: Vec<&str> = certain.map(|duty| duty.id.as_str()).collect();
    let any: Vec<&str> = classified.duties.iter().filter_map(|due| Some(classification.duties.get(due.duty)?.id.as_str())).collect();
    for id in expect.get("duties").map(texts).unwrap_or_default() {
        if !due.contains(&id.as_str()) {
            wanted.push(format!("duty {id}"));
            got.push(format!("duties {}", due.join(", ")));
        }
    }
    for id in expect.get("not_duties").map(texts).unwrap_or_default() {
        if any.contains(&id.as_str()) {
            wanted.push(format!("no duty {id}"));
            got.push(format!("duty {id}"));
        }
    }
    (!wanted.is_empty()).then(|| (wanted.join("; "), got.join("; ")))
}

fn tested(
    rule: String,
    classification: &Classification,
    case: Node<'_>,
    bases: &[Node<'_>],
    differs: impl Fn(&Classified) -> Option<(String, String)>,
) -> Tested {
    let problem = match fragment::systems(bases, case) {
        Err(problems) => Some(Problem::Invalid(problems)),
        Ok(systems) => systems.first().and_then(|system| judged(classification, case, system, differs)),
    };
    result(rule, case, problem)
}

fn judged(
    classification: &Classification,
    case: Node<'_>,
    system: &System,
    differs: impl Fn(&Classified) -> Option<(String, String)>,
) -> Option<Problem> {
    let today = case.get("as_of").and_then(Node::as_str).and_then(|day| day.parse().ok()).unwrap_or(DEFAULT_DAY);
    let Some(classified) = classify(classification, system, today) else {
        return Some(invalid(case, format!("`{}` has problems of its own", classification.id)));
    };
    if !classified.failures.is_empty() {
        return Some(Problem::Invalid(classified.failures));
    }
    differs(&classified).map(|(expected, got)| Problem::Differs { expected, got })
}

fn invalid(case: Node<'_>, message: String) -> Problem {
    Problem::Invalid(vec![Diagnostic::error(Code::BadTestCase, message).at(case.get("name").unwrap_or(case).place(), "this case")])
}

fn result(rule: String, case: Node<'_>, problem: Option<Problem>) -> Tested {
    let name = case.get("name").and_then(Node::as_str).unwrap_or("without a name").to_owned();
    let suite = rule.split('/').next().unwrap_or_default().to_owned();
    Tested { suite, rule, name, place: case.get("name").unwrap_or(case).place(), problem }
}

fn texts(list: Node<'_>) -> Vec<String> {
    list.items().filter_map(Node::as_str).map(str::to_owned).collect()
}

fn list(items: &[String]) -> String {
    if items.is_empty() { "nothing".to_owned() } else { items.join(", ") }
}
