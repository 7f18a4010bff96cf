use super::check::{self, Expect};
use super::expr::Expr;
use super::types::Type;
use super::{lower, syntax};
use crate::text::Span;

/// Longest expression in bytes.
pub const MAX_SOURCE_BYTES: usize = 16 * 1024;

/// An expression that compiled.
#[derive(Debug)]
pub struct Plan {
    pub(super) root: Expr,
    pub(super) source: String,
    pub(super) ty: Type,
}

impl Plan {
    /// The text it came from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Type of its value.
    pub fn ty(&self) -> &Type {
        &self.ty
    }
}

/// What is wrong with an expression, and where in its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Which kind of problem.
    pub kind: ProblemKind,
    /// Bytes of the expression's text.
    pub span: Span,
    /// One line.
    pub message: String,
    /// What is there.
    pub label: String,
    /// The next step.
    pub help: Option<String>,
}

/// Kinds of [`Problem`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// Not CEL.
    Syntax,
    /// An unknown variable, field or function.
    Name,
    /// Does not fit its types.
    Type,
    /// Too long, too deep or too dear.
    Limit,
}

impl Problem {
    pub(super) fn new(kind: ProblemKind, span: Span, message: impl Into<String>, label: impl Into<String>) -> Self {
        Self { kind, span, message: message.into(), label: label.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The variables that an expression may use, in the order of their bindings at run time.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub(super) variables: Vec<(String, Type)>,
}

impl Scope {
    /// Adds a variable; it hides an earlier one of the same name.
    pub fn bind(&mut self, name: impl Into<String>, ty: Type) {
        self.variables.push((name.into(), ty));
    }

    /// Forgets the variables bound after the first `len`.
    pub fn truncate(&mut self, len: usize) {
        self.variables.truncate(len);
    }

    /// Number of variables.
    pub fn len(&self) -> usize {
        self.variables.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.variables.is_empty()
    }

    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.variables.iter().rposition(|(known, _)| known == name)
    }
}

/// Stack of the thread that compiles an expression with many operators or deep nesting, in bytes: the parser recurses.
const STACK_BYTES: usize = 64 << 20;

/// Compiles an expression in a scope.
///
/// # Errors
/// Every problem found; syntax problems hide those of names and types.
pub fn compile(source: &str, scope: &Scope, expect: Expect) -> Result<Plan, Vec<Problem>> {
    match syntax::weigh(source)? {
        syntax::Weight::Light => compile_here(source, scope, expect),
        syntax::Weight::Heavy => std::thread::scope(|threads| {
            let work = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(threads, || compile_here(source, scope, expect));
            match work.map(std::thread::ScopedJoinHandle::join) {
                Ok(Ok(result)) => result,
                _ => Err(vec![Problem::new(ProblemKind::Limit, Span::default(), "expression is too large to compile", "too large")]),
            }
        }),
    }
}

fn compile_here(source: &str, scope: &Scope, expect: Expect) -> Result<Plan, Vec<Problem>> {
    let parsed = syntax::parse(source)?;
    let mut root = lower::lower(source, parsed, scope)?;
    let ty = check::check(&mut root, scope, expect)?;
    Ok(Plan { root, source: source.to_owned(), ty })
}
