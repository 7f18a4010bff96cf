//! Expressions that somebody tries out: they stand in no file and belong to no rule.

use std::sync::Arc;

use super::classification::Derivations;
use super::expression::diagnostic;
use super::scope;
use crate::cel::{Expect, Plan, Scope, compile};
use crate::diagnostic::{Diagnostic, Place};
use crate::text::{Source, Span};

/// What diagnostics call the text that was given in place of a file.
const NAME: &str = "<expression>";

/// An expression that somebody tries out.
#[derive(Debug)]
pub struct Draft {
    /// What evaluation walks.
    pub plan: Plan,
    source: Arc<Source>,
}

impl Draft {
    /// Compiles a text with the names of a rule's assertion, or with [`Draft::names`].
    ///
    /// # Errors
    /// Every problem, with its place in the text.
    pub fn compile(text: &str, names: &Scope) -> Result<Self, Vec<Diagnostic>> {
        let source = Arc::new(Source::new(NAME, text));
        match compile(text, names, Expect::Any) {
            Ok(plan) => Ok(Self { plan, source }),
            Err(problems) => {
                let place = |problem: &crate::cel::Problem| Place::new(&source, problem.span);
                Err(problems.into_iter().map(|problem| diagnostic(place(&problem), problem)).collect())
            }
        }
    }

    /// The names that are known outside of rules: those of rules about one system, then `fleet`.
    pub fn names(derivations: &Derivations) -> Scope {
        scope::every(derivations.ty())
    }

    /// Where a span of the expression stands.
    pub fn place(&self, span: Span) -> Place {
        Place::new(&self.source, span)
    }
}
