use std::sync::Arc;

use super::check::{self, Expect};
use super::expr::{Expr, ExprKind, MacroKind};
use super::types::{At, Type};
use super::{cost, lower, syntax};
use crate::text::{Source, Span};

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
    /// The variable and the text of the condition of a list that is filtered: `xs.filter(x, x.ok)`.
    pub fn filter(&self) -> Option<(&str, &str)> {
        let ExprKind::Macro(parts) = &self.root.kind else { return None };
        match &parts.variables[..] {
            [(name, _)] if parts.kind == MacroKind::Filter => Some((name, self.source.get(parts.body.span.range())?)),
            _ => None,
        }
    }

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
#[derive(Clone, Debug)]
pub struct Problem {
    /// Which kind of problem.
    pub kind: ProblemKind,
    /// Bytes of the expression's text.
    pub span: Span,
    /// Where the mistake is instead, if the expression only reads it by a name.
    pub elsewhere: Option<(Arc<Source>, Span)>,
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
        Self { kind, span, elsewhere: None, message: message.into(), label: label.into(), help: None }
    }

    /// The same about a text, which may stand elsewhere than the expression that is checked.
    pub(super) fn at(mut self, at: &At) -> Self {
        match at {
            At::Here(span) => self.span = *span,
            At::There(source, span) => self.elsewhere = Some((Arc::clone(source), *span)),
        }
        self
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
    container: String,
    partial: bool,
    /// Names that stand for a field of a variable.
    aliases: Vec<Alias>,
    /// What to do about a name that is known elsewhere.
    hints: Vec<(String, String)>,
    /// Names that are bound only where they are written.
    offered: Vec<String>,
}

#[derive(Clone, Debug)]
struct Alias {
    name: String,
    variable: usize,
    field: String,
}

impl Scope {
    /// Adds a variable; it hides an earlier one of the same name.
    pub fn bind(&mut self, name: impl Into<String>, ty: Type) {
        self.variables.push((name.into(), ty));
    }

    /// Lets `name` stand for a field of a variable, `evidence` for `system.evidence`; a variable of that name hides it.
    pub fn alias(&mut self, name: &str, variable: &str, field: &str) {
        if let Some(variable) = self.absolute(variable) {
            self.aliases.push(Alias { name: name.to_owned(), variable, field: field.to_owned() });
        }
    }

    /// Says what to do about a name that is known elsewhere and not here.
    pub fn hint(&mut self, name: impl Into<String>, help: impl Into<String>) {
        self.hints.push((name.into(), help.into()));
    }

    /// Says that a name would be there if it were written: it is suggested, and binds nothing.
    pub fn offer(&mut self, name: impl Into<String>) {
        self.offered.push(name.into());
    }

    /// Names that would be there if they were written.
    pub(super) fn offered(&self) -> impl Iterator<Item = &str> {
        self.offered.iter().map(String::as_str)
    }

    /// What to do about a name that is not known here.
    pub(super) fn help_with(&self, name: &str) -> Option<String> {
        let hint = self.hints.iter().rev().find(|(known, _)| known == name).map(|(_, help)| help.clone());
        let has = |ty: &Type| matches!(ty, Type::Object(object) if object.fields.contains_key(name));
        hint.or_else(|| self.names().find(|(_, ty)| has(ty)).map(|(variable, _)| format!("write `{variable}.{name}`")))
    }

    /// The variable and the field that a name stands for.
    pub(super) fn aliased(&self, name: &str) -> Option<(usize, &str)> {
        self.aliases.iter().find(|alias| alias.name == name).map(|alias| (alias.variable, alias.field.as_str()))
    }

    /// The names that can be used and their types: variables in the order of their bindings, then what stands for their fields.
    pub fn names(&self) -> impl Iterator<Item = (&str, &Type)> {
        let shown = |(at, (name, _)): &(usize, &(String, Type))| !name.is_empty() && self.absolute(name) == Some(*at);
        let variables = self.variables.iter().enumerate().filter(shown).map(|(_, (name, ty))| (name.as_str(), ty));
        let aliases = self.aliases.iter().filter(|alias| self.absolute(&alias.name).is_none());
        variables.chain(aliases.filter_map(|alias| match self.variables.get(alias.variable) {
            Some((_, Type::Object(object))) => object.fields.get(&alias.field).map(|field| (alias.name.as_str(), &field.ty)),
            _ => None,
        }))
    }

    /// Gives a variable another name.
    pub fn rename(&mut self, position: usize, name: &str) {
        if let Some((known, _)) = self.variables.get_mut(position) {
            name.clone_into(known);
        }
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

    /// Sets the namespace that names are looked up in first, e.g. `com.example`.
    pub fn set_container(&mut self, container: &str) {
        container.clone_into(&mut self.container);
    }

    /// Says that other variables may exist, of which nothing is known: an unknown name is no problem then unless it looks misspelt.
    pub fn set_partial(&mut self) {
        self.partial = true;
    }

    /// Whether other variables may exist.
    pub(super) fn is_partial(&self) -> bool {
        self.partial
    }

    /// Position of a variable, looked for in the container and outwards.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        let mut container = self.container.as_str();
        while !container.is_empty() {
            if let Some(position) = self.absolute(&format!("{container}.{name}")) {
                return Some(position);
            }
            container = container.rsplit_once('.').map_or("", |(outer, _)| outer);
        }
        self.absolute(name)
    }

    /// Position of a variable whose whole name this is.
    pub(super) fn absolute(&self, name: &str) -> Option<usize> {
        self.variables.iter().rposition(|(known, _)| known == name)
    }

    /// Whether names have dots, so that what looks like a field may be a variable.
    pub(super) fn is_qualified(&self) -> bool {
        self.variables.iter().any(|(name, _)| name.contains('.'))
    }
}

/// Compiles an expression in a scope.
///
/// # Errors
/// Every problem found; syntax problems hide those of names and types.
pub fn compile(source: &str, scope: &Scope, expect: Expect) -> Result<Plan, Vec<Problem>> {
    let tree = syntax::parse(source).map_err(|problem| vec![*problem])?;
    let (mut root, mut problems) = lower::lower(&tree, scope, true);
    match check::check(&mut root, scope, expect) {
        Ok(ty) if problems.is_empty() => {
            cost::check(&root)?;
            return Ok(Plan { root, source: source.to_owned(), ty });
        }
        Ok(_) => {}
        Err(found) => problems.extend(found),
    }
    problems.sort_by_key(|problem| problem.span);
    Err(problems)
}

/// The type of an expression that has problems, as far as it is known all the same: what reads it can be checked then.
pub fn infer(source: &str, scope: &Scope) -> Type {
    let Ok(tree) = syntax::parse(source) else { return Type::Dyn };
    let (mut root, _) = lower::lower(&tree, scope, true);
    check::infer(&mut root, scope)
}

/// Compiles an expression whose names and types nobody can vouch for: what is unknown or does not fit fails when it is evaluated.
///
/// # Errors
/// Problems of syntax and limits.
pub fn compile_unchecked(source: &str, scope: &Scope) -> Result<Plan, Vec<Problem>> {
    let tree = syntax::parse(source).map_err(|problem| vec![*problem])?;
    let (root, problems) = lower::lower(&tree, scope, false);
    if !problems.is_empty() {
        return Err(problems);
    }
    cost::check(&root)?;
    Ok(Plan { root, source: source.to_owned(), ty: Type::Dyn })
}
