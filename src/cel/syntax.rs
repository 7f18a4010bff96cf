//! CEL's grammar: source → tree, every node with its bytes, within bounds.
//!
//! A parser of our own: a single file is checked in milliseconds, and the grammar of the crate `cel` needs more than that for the
//! built-in policies alone, gives one token per node rather than its extent, and overflows the stack on long chains. Its
//! language is the same: the official conformance tests and the crate's own evaluator are run against this one.

mod build;
mod lexer;
mod literal;
mod parser;

pub use lexer::comments;
pub(super) use lexer::{Kind, Token, tokens};
pub use parser::is_reserved;

use super::compile::{Problem, ProblemKind};
use super::expr::{Arithmetic, Comparison, Literal};
use crate::text::Span;

/// Deepest nesting of an expression. Chains of `&&` and `||` count once, chains of other operators once per operator.
pub(super) const MAX_DEPTH: usize = 100;

/// A node as it is written.
#[derive(Debug)]
pub(super) struct Tree {
    /// From its first to its last byte, without parentheses around it.
    pub span: Span,
    /// The same with the parentheses around it.
    pub outer: Span,
    pub kind: TreeKind,
    /// Levels below it, itself included.
    pub depth: usize,
}

#[derive(Debug)]
pub(super) enum TreeKind {
    Literal(Literal),
    /// A name; with a dot before it where one is written.
    Ident(String),
    Select {
        operand: Box<Tree>,
        field: String,
        field_span: Span,
        optional: bool,
    },
    Index {
        operand: Box<Tree>,
        index: Box<Tree>,
        optional: bool,
    },
    Call {
        target: Option<Box<Tree>>,
        name: String,
        name_span: Span,
        arguments: Vec<Tree>,
    },
    List(Vec<(Tree, bool)>),
    Map(Vec<(Tree, Tree, bool)>),
    /// `Name{field: value}`, which makes a protobuf message.
    Message,
    Not(Box<Tree>),
    Negate(Box<Tree>),
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Conditional(Box<[Tree; 3]>),
    Compare(Comparison, Box<[Tree; 2]>),
    Arithmetic(Arithmetic, Box<[Tree; 2]>),
    In(Box<[Tree; 2]>),
}

/// Parses an expression; macros are calls like any other here.
///
/// # Errors
/// The first mistake: after it, further complaints would be guesses.
pub(super) fn parse(source: &str) -> Result<Box<Tree>, Box<Problem>> {
    let start = source.len() - source.trim_start().len();
    for mark in ["{{", "${"] {
        if source.get(start..).is_some_and(|rest| rest.starts_with(mark)) {
            let span = Span::new(start as u32, (start + mark.len()) as u32);
            let found = problem(span, format!("`{mark}` is no part of an expression"), "belongs to messages");
            return Err(found.help("write the expression alone, without braces around it").into());
        }
    }
    parser::Parser::new(source)?.whole()
}

impl Tree {
    /// The name that `a`, `a.b`, `a[0]` and `a.b()` begin with.
    pub fn first(&self) -> Option<&str> {
        match &self.kind {
            TreeKind::Ident(name) => Some(name),
            TreeKind::Select { operand, .. } | TreeKind::Index { operand, .. } => operand.first(),
            TreeKind::Call { target, .. } => target.as_deref().and_then(Self::first),
            _ => None,
        }
    }

    /// `a.b.c` for a node that spells it.
    pub fn dotted(&self) -> Option<String> {
        match &self.kind {
            TreeKind::Ident(name) => Some(name.clone()),
            TreeKind::Select { operand, field, optional: false, .. } => Some(format!("{}.{field}", operand.dotted()?)),
            _ => None,
        }
    }
}

fn problem(span: Span, message: impl Into<String>, label: impl Into<String>) -> Problem {
    Problem::new(ProblemKind::Syntax, span, message, label)
}
