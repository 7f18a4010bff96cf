//! What a verdict says.

use crate::cel::{Binding, Run, Stop, Value};
use crate::document::Node;
use crate::policy::{Part, Rule, Template};
use crate::text::{and_list, shorten};

/// Message of a failure, and its help where that is asked for.
pub(super) fn failed<'v>(rule: &'v Rule, globals: &[Binding<'v, Node<'v>>], with_help: bool) -> (String, Option<String>) {
    match rule.texts() {
        Ok(texts) => (fill(&texts.message, globals), texts.help.as_ref().filter(|_| with_help).map(|help| fill(help, globals))),
        // The templates are checked with the rule; without them its title still says what is demanded.
        Err(_) => (format!("not met: {}", rule.title), None),
    }
}

/// Message and help where facts are not declared, each with whether it is there as `unknown`; `applies` is whether they decide that
/// the rule applies at all.
pub(super) fn undeclared(rule: &Rule, paths: &[(String, bool)], applies: bool) -> (String, String) {
    let of = |unknown: bool| -> Vec<String> {
        paths.iter().filter(|(_, known)| *known == unknown).map(|(path, _)| format!("`{path}`")).collect()
    };
    let is = |names: &[String], what: &str| format!("{} {} {what}", and_list(names), if names.len() == 1 { "is" } else { "are" });
    let (missing, unknown) = (of(false), of(true));
    let (mut said, mut todo) = (Vec::new(), Vec::new());
    if !missing.is_empty() {
        said.push(is(&missing, "not declared"));
        todo.push(format!("declare {}", and_list(&missing)));
    }
    if !unknown.is_empty() {
        said.push(is(&unknown, "unknown"));
        todo.push(format!("find out and write {}", and_list(&unknown)));
    }
    let said = and_list(&said);
    let message = if applies { format!("cannot tell whether {} applies: {said}", rule.id) } else { said };
    (message, format!("{}; `provost explain {}` says why it matters", and_list(&todo), rule.id))
}

/// Most characters of a text that an expression of a message makes.
const LONGEST_TEXT: usize = 2_000;

/// A template with its values filled in. A value that is not there leaves a mark rather than losing the finding.
fn fill<'v>(template: &'v Template, globals: &[Binding<'v, Node<'v>>]) -> String {
    let mut text = String::new();
    for part in &template.parts {
        match part {
            Part::Text(part) => text.push_str(part),
            Part::Value(expression) => match Run::new(globals).eval(&expression.plan) {
                // A text that the policy puts together is a sentence; what a manifest says is cut where it is long.
                Ok(Value::Text(sentence)) => text.push_str(&shorten(sentence.as_str(), LONGEST_TEXT)),
                Ok(value) => text.push_str(&value.to_message()),
                Err(Stop::Undeclared(_)) => text.push_str("(not declared)"),
                Err(Stop::Failed(failure)) => text.extend(["(", failure.message.as_str(), ")"]),
            },
        }
    }
    text
}
