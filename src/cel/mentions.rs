//! Which names an expression uses, and which it makes up.

use super::compile::Plan;
use super::expr::{Expr, ExprKind, Literal};
use super::syntax::{self, Tree, TreeKind};
use crate::text::Span;

/// The use of a variable of the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Position of the variable.
    pub position: usize,
    /// The field that is read of it; `None` where it is used as a whole.
    pub field: Option<String>,
}

/// The variable of a macro.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundName {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub span: Span,
    /// Where the enclosing macro names the same, if one does.
    pub hides: Option<Span>,
    /// Whether it is the first of its macro's names, and none of them is used.
    pub is_idle: bool,
}

impl Plan {
    /// Every use of a variable of the scope.
    pub fn mentions(&self) -> Vec<Mention> {
        let mut mentions = Vec::new();
        collect(&self.root, &mut mentions);
        mentions
    }

    /// The variables of its macros, in the order they are written.
    pub fn bound_names(&self) -> Vec<BoundName> {
        let mut names = Names { open: Vec::new(), used: Vec::new(), found: Vec::new() };
        if let Ok(tree) = syntax::parse(&self.source) {
            names.visit(&tree);
        }
        names.found
    }
}

fn collect(expr: &Expr, mentions: &mut Vec<Mention>) {
    let (operand, field) = match &expr.kind {
        ExprKind::Global(position) => return mentions.push(Mention { position: *position, field: None }),
        ExprKind::Select { operand, field, .. } | ExprKind::Has { operand, field, .. } => (operand, Some(field)),
        ExprKind::Index { operand, index, .. } => match &index.kind {
            ExprKind::Literal(Literal::Text(field)) => (operand, Some(field)),
            _ => (operand, None),
        },
        _ => return expr.children(|child| collect(child, mentions)),
    };
    match (&operand.kind, field) {
        (ExprKind::Global(position), Some(field)) => mentions.push(Mention { position: *position, field: Some(field.clone()) }),
        _ => expr.children(|child| collect(child, mentions)),
    }
}

struct Names {
    /// Names of the macros around.
    open: Vec<(String, Span)>,
    /// Which of them were used.
    used: Vec<bool>,
    found: Vec<BoundName>,
}

impl Names {
    fn visit(&mut self, tree: &Tree) {
        match &tree.kind {
            TreeKind::Ident(name) => {
                if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.used[at] = true;
                }
            }
            TreeKind::Literal(_) | TreeKind::Message => {}
            TreeKind::Select { operand, .. } | TreeKind::Not(operand) | TreeKind::Negate(operand) => self.visit(operand),
            TreeKind::Index { operand, index, .. } => {
                self.visit(operand);
                self.visit(index);
            }
            TreeKind::Call { target, name, arguments, .. } => self.call(target.as_deref(), name, arguments),
            TreeKind::List(items) => self.each(items.iter().map(|(item, _)| item)),
            TreeKind::Map(entries) => self.each(entries.iter().flat_map(|(key, value, _)| [key, value])),
            TreeKind::And(terms) | TreeKind::Or(terms) => self.each(terms.iter()),
            TreeKind::Conditional(parts) => self.each(parts.iter()),
            TreeKind::Compare(_, pair) | TreeKind::Arithmetic(_, pair) | TreeKind::In(pair) => self.each(pair.iter()),
        }
    }

    fn each<'t>(&mut self, trees: impl Iterator<Item = &'t Tree>) {
        for tree in trees {
            self.visit(tree);
        }
    }

    fn call(&mut self, target: Option<&Tree>, name: &str, arguments: &[Tree]) {
        self.each(target.into_iter());
        let depth = self.open.len();
        let count = target.map_or(0, |target| variables(target, name, arguments.len()));
        let (named, mut rest) = arguments.split_at_checked(count).unwrap_or((&[], arguments));
        // The value of `cel.bind` does not see the name that it is given.
        if name == "bind"
            && let [value, body @ ..] = rest
            && count == 1
        {
            self.visit(value);
            rest = body;
        }
        let first = self.found.len();
        for argument in named {
            if let TreeKind::Ident(name) = &argument.kind {
                self.bind(name, argument.span);
            }
        }
        self.each(rest.iter());
        if let Some(found) = self.found.get_mut(first).filter(|_| !self.used[depth..].contains(&true)) {
            found.is_idle = depth < self.open.len();
        }
        self.open.truncate(depth);
        self.used.truncate(depth);
    }

    fn bind(&mut self, name: &str, span: Span) {
        let hides = self.open.iter().rev().find(|(open, _)| open == name).map(|(_, span)| *span);
        self.found.push(BoundName { name: name.to_owned(), span, hides, is_idle: false });
        self.open.push((name.to_owned(), span));
        self.used.push(false);
    }
}

/// How many of a call's arguments are names that it makes up.
pub(super) fn variables(target: &Tree, name: &str, arguments: usize) -> usize {
    match name {
        "bind" if target.dotted().as_deref() == Some("cel") => 1,
        "optMap" | "optFlatMap" | "filter" | "map" | "sortBy" => 1,
        "transformList" | "transformMap" | "transformMapEntry" => 2,
        "all" | "exists" | "exists_one" | "existsOne" => arguments.saturating_sub(1),
        _ => 0,
    }
}
