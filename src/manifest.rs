//! Floor 4: AI systems as their teams declare them, and the inventory that they make up.
//!
//! Knows which documents are manifests, that ids are unique and that references between entries of one manifest resolve;
//! also what `provost.yaml` says. Does not know rules: whether a declaration is good enough is a policy's question.
//!
//! [`read`] turns the documents of a file into [`System`]s, [`duplicates`] looks at those of all files together.

mod config;
mod entries;
mod inventory;
mod references;

pub use config::{Config, Named, Parameter, Undeclared};
pub use inventory::{Head, System, duplicates};

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, sort};
use crate::document::{Node, NodeId, Tree};
use crate::schema::{self, Kind};

/// What the documents of one file are.
#[derive(Debug, Default)]
pub struct Documents {
    /// The manifests without errors, in the order of the file.
    pub systems: Vec<System>,
    /// The documents of other kinds, not looked at any further.
    pub others: Vec<(Kind, NodeId)>,
    /// What is wrong with the manifests and with documents of no known kind.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads all documents of a file. A manifest with errors is reported and left out; the others are not affected.
pub fn read(tree: &Arc<Tree>) -> Documents {
    let mut documents = Documents::default();
    for root in tree.roots() {
        match Kind::of(root) {
            Ok(Kind::AiSystem) => {
                let problems = check(root);
                if problems.is_empty() {
                    documents.systems.push(System::new(tree, root));
                }
                documents.diagnostics.extend(problems);
            }
            Ok(other) => documents.others.push((other, root.id())),
            Err(problem) => documents.diagnostics.extend(with_the_rest(*problem, root)),
        }
    }
    documents
}

/// What is wrong with the head of a document, and with the rest of it where that is plainly a manifest.
fn with_the_rest(head: Diagnostic, root: Node<'_>) -> Vec<Diagnostic> {
    if root.get("kind").and_then(Node::as_str) != Some(Kind::AiSystem.word()) {
        return vec![head];
    }
    let place = |problem: &Diagnostic| problem.primary.as_ref().map(|label| label.place.span);
    let mut problems = check(root);
    // A version that is missing is missed with all else that is; a wrong one is told once.
    if root.entry("apiVersion").is_some() {
        problems.retain(|problem| place(problem) != place(&head));
        problems.insert(0, head);
    }
    problems
}

/// What is wrong with one manifest: with its shape, with ids that stand twice, and with references that lead nowhere.
pub fn check(root: Node<'_>) -> Vec<Diagnostic> {
    let mut problems = schema::validate(Kind::AiSystem, root);
    let twice = entries::duplicates(root);
    references::follow_all(root, &mut problems);
    problems.extend(twice);
    sort(&mut problems);
    problems
}

#[cfg(test)]
mod tests;
