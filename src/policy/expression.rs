use std::collections::BTreeSet;
use std::sync::Arc;

use crate::cel::{Expect, Plan, Problem, ProblemKind, Scope, Type, comments, compile, infer};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Node, NodeId, Tree};
use crate::text::Span;

/// An expression of a document, with the way back to its lines.
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
    /// Every problem, positioned in the document.
    pub(crate) fn compile(
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
        Self::of_text(tree, node, offset, text, scope, expect)
    }

    /// Compiles a text that stands in for what the scalar says from `offset` on.
    ///
    /// # Errors
    /// Every problem, positioned in the policy file as far as the two texts agree.
    pub(super) fn of_text(
        tree: &Arc<Tree>,
        node: Node<'_>,
        offset: u32,
        text: &str,
        scope: &Scope,
        expect: Expect,
    ) -> Result<Self, Vec<Diagnostic>> {
        let swallowed: Vec<Diagnostic> = if text.contains("//") {
            comments(text).iter().filter_map(|span| swallowing(place_in(node, offset, *span))).collect()
        } else {
            Vec::new()
        };
        if !swallowed.is_empty() {
            return Err(swallowed);
        }
        match compile(text, scope, expect) {
            Ok(plan) => Ok(Self { plan, tree: Arc::clone(tree), node: node.id(), offset }),
            Err(mut problems) => {
                if is_cut_by_comment(node) {
                    let open = |problem: &&mut Problem| {
                        problem.kind == ProblemKind::Syntax && OPEN.iter().any(|end| problem.message.ends_with(end))
                    };
                    for problem in problems.iter_mut().filter(open) {
                        problem.help = Some(
                            "` #` begins a comment in YAML: put the expression between quotes, or after `|` on lines of its own".to_owned(),
                        );
                    }
                }
                Err(problems.into_iter().map(|problem| diagnostic(place_in(node, offset, problem.span), problem)).collect())
            }
        }
    }

    /// The type of its value to expressions that read it by a name.
    pub(super) fn named_type(&self) -> Type {
        named(self.plan.ty(), self.tree.node(self.node), self.offset)
    }

    /// The same for a scalar that does not compile, as far as it is known.
    pub(super) fn inferred(node: Node<'_>, scope: &Scope) -> Type {
        named(&infer(node.as_str().unwrap_or_default(), scope), node, 0)
    }

    /// Where a span of the expression stands in its file.
    pub fn place(&self, span: Span) -> Place {
        place_in(self.tree.node(self.node), self.offset, span)
    }

    /// Where the whole expression stands.
    pub fn whole(&self) -> Place {
        self.place(Span::new(0, self.plan.source().trim_end().len() as u32))
    }
}

fn named(ty: &Type, node: Node<'_>, offset: u32) -> Type {
    ty.named(&|span| {
        let place = place_in(node, offset, span);
        (place.source, place.span)
    })
}

/// Where a span of a scalar's value stands in its file.
pub fn place_in(node: Node<'_>, offset: u32, span: Span) -> Place {
    let inner = Span::new(span.start + offset, span.end + offset);
    Place::new(node.tree().source(), node.origin().span(inner))
}

/// How problems of an expression end that breaks off.
const OPEN: [&str; 2] = ["is never closed", "breaks off"];

/// Whether a comment of the file stands right after a scalar without quotes.
fn is_cut_by_comment(node: Node<'_>) -> bool {
    let place = node.place();
    let after = place.source.text().get(place.span.end as usize..).unwrap_or_default();
    let line = after.lines().next().unwrap_or_default().trim_start();
    line.starts_with('#') && !place.text().starts_with(['"', '\'', '|', '>'])
}

/// What is wrong with a comment that goes on over a line of the file: YAML made one line of the two, and what stands on the second is
/// no part of the expression.
fn swallowing(comment: Place) -> Option<Diagnostic> {
    let at = comment.locate();
    if at.line == at.end_line {
        return None;
    }
    let message = "a comment takes in the lines after it, which YAML folds into one line with it";
    let diagnostic = Diagnostic::error(Code::CelSyntax, message).at(comment, "all of this is a comment");
    Some(diagnostic.help("write `|` before the expression so that its lines stay lines, or comment in YAML: `# …` above it"))
}

/// What is wrong with an expression, in its place.
pub(super) fn diagnostic(place: Place, problem: Problem) -> Diagnostic {
    let code = match problem.kind {
        ProblemKind::Syntax => Code::CelSyntax,
        ProblemKind::Name => Code::CelName,
        ProblemKind::Type => Code::CelType,
        ProblemKind::Limit => Code::CelLimit,
    };
    let diagnostic = Diagnostic::error(code, problem.message);
    let diagnostic = match problem.elsewhere {
        Some((source, span)) => diagnostic.at(Place::new(&source, span), problem.label).also(place, "read here"),
        None => diagnostic.at(place, problem.label),
    };
    match problem.help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Problems without those that say the same of the same place, as two readers of one wrong text do.
pub(super) fn distinct(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let place = |problem: &Diagnostic| problem.primary.as_ref().map(|label| (Arc::as_ptr(&label.place.source), label.place.span));
    let mut known = BTreeSet::new();
    problems.into_iter().filter(|problem| known.insert((problem.message.clone(), place(problem)))).collect()
}
