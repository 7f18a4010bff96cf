use std::sync::Arc;

use crate::cel::{Expect, Plan, Problem, ProblemKind, Scope, compile};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Node, NodeId, Tree};
use crate::text::Span;

/// An expression of a policy file, with the way back to its lines.
#[derive(Debug)]
pub struct Expression {
    /// What evaluation walks.
    pub plan: Plan,
    tree: Arc<Tree>,
    node: NodeId,
    /// Where the expression begins in the scalar's value: 0, or inside a template's braces.
    offset: u32,
}

impl Expression {
    /// Compiles the text of a scalar, or the part of it at `part`.
    ///
    /// # Errors
    /// Every problem, positioned in the policy file.
    pub(super) fn compile(
        tree: &Arc<Tree>,
        node: Node<'_>,
        part: Option<Span>,
        scope: &Scope,
        expect: Expect,
    ) -> Result<Self, Vec<Diagnostic>> {
        let value = node.as_str().unwrap_or_default();
        let (offset, text) = match part {
            Some(span) => (span.start, value.get(span.range()).unwrap_or_default()),
            None => (0, value),
        };
        match compile(text, scope, expect) {
            Ok(plan) => Ok(Self { plan, tree: Arc::clone(tree), node: node.id(), offset }),
            Err(problems) => Err(problems.into_iter().map(|problem| diagnostic(place_in(node, offset, problem.span), problem)).collect()),
        }
    }

    /// Where a span of the expression stands in the policy file.
    pub fn place(&self, span: Span) -> Place {
        place_in(self.tree.node(self.node), self.offset, span)
    }

    /// Where the whole expression stands.
    pub fn whole(&self) -> Place {
        self.place(Span::new(0, self.plan.source().trim_end().len() as u32))
    }
}

/// Where a span of a scalar's value stands in its file.
pub fn place_in(node: Node<'_>, offset: u32, span: Span) -> Place {
    let inner = Span::new(span.start + offset, span.end + offset);
    Place::new(node.tree().source(), node.origin().span(inner))
}

/// What is wrong with an expression, in its place.
pub(super) fn diagnostic(place: Place, problem: Problem) -> Diagnostic {
    let code = match problem.kind {
        ProblemKind::Syntax => Code::CelSyntax,
        ProblemKind::Name => Code::CelName,
        ProblemKind::Type => Code::CelType,
        ProblemKind::Limit => Code::CelLimit,
    };
    let diagnostic = Diagnostic::error(code, problem.message).at(place, problem.label);
    match problem.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}
