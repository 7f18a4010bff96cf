//! The expressions of a procedure, checked against a manifest of which prose cannot be read.

use std::sync::Arc;

use super::{Classification, Compiled};
use crate::cel::{Expect, Scope};
use crate::diagnostic::Diagnostic;
use crate::document::{Node, Tree};
use crate::policy::expression::Expression;
use crate::policy::rule::Named;
use crate::policy::scope;

/// Compiles everything.
///
/// # Errors
/// Every problem.
pub(super) fn compile(classification: &Classification) -> Result<Compiled, Vec<Diagnostic>> {
    let mut compiler = Compiler { tree: &classification.tree, scope: scope::facts(), problems: Vec::new() };
    let mut lets = Vec::new();
    for entry in classification.node().get("let").into_iter().flat_map(Node::entries) {
        let value = compiler.expression(entry.value, Expect::Any);
        let ty = value.as_ref().map_or_else(|| Expression::inferred(entry.value, &compiler.scope), Expression::named_type);
        compiler.scope.bind(entry.name(), ty);
        lets.extend(value.map(|value| Named { name: entry.name().to_owned(), value }));
    }
    let mut steps = Vec::new();
    for step in &classification.steps {
        let node = classification.step_node(step);
        let when = node.get("when").and_then(|when| compiler.expression(when, Expect::Bool));
        let answer = node.get("if").and_then(|answer| compiler.expression(answer, Expect::Bool));
        steps.extend(answer.map(|answer| (when, answer)));
    }
    let duties = classification.node().get("duties").into_iter().flat_map(Node::items);
    let duties = duties.map(|duty| duty.get("if").and_then(|condition| compiler.expression(condition, Expect::Bool))).collect();
    if compiler.problems.is_empty() { Ok(Compiled { lets, steps, duties }) } else { Err(compiler.problems) }
}

struct Compiler<'a> {
    tree: &'a Arc<Tree>,
    scope: Scope,
    problems: Vec<Diagnostic>,
}

impl Compiler<'_> {
    fn expression(&mut self, node: Node<'_>, expect: Expect) -> Option<Expression> {
        Expression::compile(self.tree, node, None, &self.scope, expect).map_err(|found| self.problems.extend(found)).ok()
    }
}
