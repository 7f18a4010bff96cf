//! Small changes to an expression that a test ought to notice.
//!
//! A change replaces bytes of the source, so that the mutant reads as its author wrote it; nothing is printed from the tree.
//! Whether it still compiles is the caller's to find out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::compile::{Plan, Scope};
use super::expr::{Arithmetic, Comparison, Literal};
use super::mentions::variables;
use super::print::written;
use super::syntax::{self, Tree, TreeKind};
use super::{check, lower};
use crate::text::Span;

mod change;

/// What sort of change a mutation is, for advice on the case that would notice it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A term of `&&` is left out.
    Conjunct,
    /// A term of `||` is left out.
    Disjunct,
    /// `&&` becomes `||`, or the other way around.
    Logic,
    /// A condition is turned around.
    Negation,
    /// A comparison moves by the case in which both sides are equal.
    Boundary,
    /// `all` becomes `exists`, or the other way around.
    Quantifier,
    /// A filter lets everything through.
    Filter,
    /// One branch of `? :` is always taken.
    Branch,
    /// A number is a little less or more, or is added rather than subtracted.
    Number,
    /// A text is another of those that the field can have.
    Word,
    /// A list lacks an item.
    Item,
}

/// One small change to an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutation {
    /// What sort of change it is.
    pub change: Change,
    /// The part that changes, for a caret.
    pub at: Span,
    /// The bytes of the source that are replaced.
    pub span: Span,
    /// What stands in their place.
    pub text: String,
    /// The part as it is written, on one line.
    pub from: String,
    /// The part after the change; nothing where it is left out.
    pub to: Option<String>,
}

impl Mutation {
    /// The whole expression after the change.
    pub fn apply(&self, source: &str) -> String {
        let before = source.get(..self.span.start as usize).unwrap_or_default();
        let after = source.get(self.span.end as usize..).unwrap_or_default();
        format!("{before}{}{after}", self.text)
    }
}

impl Plan {
    /// Every small change to it, in the order of the text. `scope` is the one that it was compiled in.
    pub fn mutations(&self, scope: &Scope) -> Vec<Mutation> {
        let Ok(tree) = syntax::parse(&self.source) else { return Vec::new() };
        let (mut root, _) = lower::lower(&tree, scope, true);
        let mut mutator = Mutator { source: &self.source, members: check::choices(&mut root, scope), around: None, found: Vec::new() };
        mutator.visit(&tree, if *self.ty() == super::Type::Bool { Role::Condition } else { Role::Value });
        mutator.found.sort_by_key(|mutation| mutation.at.start);
        mutator.found
    }
}

/// What an expression is to the one around it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// Decides something, and nothing else changes when it is turned around.
    Condition,
    /// Decides something, but has been turned around already.
    Negated,
    /// Gives a value.
    Value,
}

struct Mutator<'s> {
    source: &'s str,
    /// The values that a literal may have, by where it begins.
    members: BTreeMap<u32, Arc<[String]>>,
    /// The operation or call around a literal, by which its change is told from that of another.
    around: Option<Span>,
    found: Vec<Mutation>,
}

impl Mutator<'_> {
    fn visit(&mut self, tree: &Tree, role: Role) {
        match &tree.kind {
            TreeKind::Literal(literal) => self.literal(tree, literal),
            TreeKind::Ident(_) | TreeKind::Select { .. } | TreeKind::Index { .. } | TreeKind::In(_) | TreeKind::Message => {
                self.negate(tree, role);
                self.inside(tree);
            }
            TreeKind::Call { target, name, name_span, arguments } => self.call(tree, target.as_deref(), name, *name_span, arguments, role),
            TreeKind::Not(operand) => {
                self.replace(Change::Negation, tree.span, tree.span, self.text(operand.outer).to_owned());
                self.visit(operand, Role::Negated);
            }
            TreeKind::And(terms) => self.logic(tree, terms, "||", Change::Conjunct),
            TreeKind::Or(terms) => self.logic(tree, terms, "&&", Change::Disjunct),
            TreeKind::Conditional(parts) => self.conditional(tree, parts, role),
            TreeKind::Compare(comparison, pair) => {
                for (change, other) in turned(*comparison) {
                    self.operator(*change, tree, pair, other.symbol());
                }
                self.within(tree);
            }
            TreeKind::Arithmetic(operator, pair) => {
                match operator {
                    Arithmetic::Add => self.operator(Change::Number, tree, pair, "-"),
                    Arithmetic::Subtract => self.operator(Change::Number, tree, pair, "+"),
                    _ => {}
                }
                self.within(tree);
            }
            TreeKind::List(items) => self.list(items),
            TreeKind::Negate(_) | TreeKind::Map(_) => self.inside(tree),
        }
    }

    /// Goes on to the parts of an operation.
    fn within(&mut self, tree: &Tree) {
        let outer = self.around.replace(tree.span);
        self.inside(tree);
        self.around = outer;
    }

    /// Goes on to the parts, which give values.
    fn inside(&mut self, tree: &Tree) {
        match &tree.kind {
            TreeKind::Select { operand, .. } | TreeKind::Negate(operand) => self.visit(operand, Role::Value),
            TreeKind::Index { operand, index, .. } => {
                self.visit(operand, Role::Value);
                // Another key or another item is another question.
                if !matches!(index.kind, TreeKind::Literal(_)) {
                    self.visit(index, Role::Value);
                }
            }
            TreeKind::Compare(_, pair) | TreeKind::Arithmetic(_, pair) | TreeKind::In(pair) => {
                pair.iter().for_each(|side| self.visit(side, Role::Value));
            }
            TreeKind::Map(entries) => entries.iter().for_each(|(_, value, _)| self.visit(value, Role::Value)),
            _ => {}
        }
    }

    fn logic(&mut self, tree: &Tree, terms: &[Tree], other: &str, term: Change) {
        let joined: Vec<&str> = terms.iter().map(|term| self.text(term.outer)).collect();
        let joined = joined.join(&format!(" {other} "));
        self.replace(Change::Logic, tree.span, tree.span, joined);
        self.leave_out(term, terms.iter());
        for term in terms {
            self.visit(term, Role::Condition);
        }
    }

    fn conditional(&mut self, tree: &Tree, parts: &[Tree; 3], role: Role) {
        let [condition, yes, no] = parts;
        for branch in [yes, no] {
            self.replace(Change::Branch, tree.span, tree.span, format!("({})", self.text(branch.span)));
        }
        self.visit(condition, Role::Negated);
        self.visit(yes, role);
        self.visit(no, role);
    }

    fn call(&mut self, tree: &Tree, target: Option<&Tree>, name: &str, name_span: Span, arguments: &[Tree], role: Role) {
        if name == "has" && target.is_none() {
            return self.negate(tree, role);
        }
        let names = target.map_or(0, |target| variables(target, name, arguments.len()));
        let body = if matches!(name, "all" | "exists" | "exists_one" | "existsOne" | "filter") { Role::Condition } else { Role::Value };
        match (name, target) {
            ("all", Some(_)) => self.rename(tree, name_span, "exists"),
            ("exists", Some(_)) => self.rename(tree, name_span, "all"),
            ("exists_one" | "existsOne", Some(_)) => self.rename(tree, name_span, "exists"),
            ("filter", Some(target)) => {
                let after = Span::new(target.outer.end, tree.span.end);
                self.drop_part(Change::Filter, after, after);
            }
            _ => self.negate(tree, role),
        }
        if let Some(target) = target {
            self.visit(target, Role::Value);
        }
        let outer = std::mem::replace(&mut self.around, if names == 0 { Some(tree.span) } else { None });
        let last = arguments.len().saturating_sub(1);
        for (at, argument) in arguments.iter().enumerate().skip(names) {
            // `map(x, condition, value)` and its kin filter, too.
            let filters = names > 0 && at < last && name != "bind";
            self.visit(argument, if filters { Role::Condition } else { body });
        }
        self.around = outer;
    }

    fn list(&mut self, items: &[(Tree, bool)]) {
        let literals = items.iter().all(|(item, _)| matches!(item.kind, TreeKind::Literal(_)));
        if literals && items.len() > 1 {
            return self.leave_out(Change::Item, items.iter().map(|(item, _)| item));
        }
        // A lone text is often a word that a message joins; without it, nothing tells the list from an empty one.
        for (item, _) in items {
            self.visit(item, Role::Value);
        }
    }

    fn literal(&mut self, tree: &Tree, literal: &Literal) {
        match literal {
            Literal::Bool(bool) => self.reword(Change::Negation, tree.span, (!bool).to_string()),
            Literal::Int(int) => {
                for other in [int.checked_sub(1), int.checked_add(1)].into_iter().flatten() {
                    self.reword(Change::Number, tree.span, other.to_string());
                }
            }
            Literal::Double(double) => {
                for other in [double - 0.1, double + 0.1] {
                    self.reword(Change::Number, tree.span, format!("{other:?}"));
                }
            }
            Literal::Text(text) => {
                let members = self.members.get(&tree.span.start).map(|all| all.iter().cycle());
                let next = members.and_then(|mut all| all.by_ref().take(1000).find(|member| *member == text).and_then(|_| all.next()));
                if let Some(next) = next.filter(|next| *next != text).cloned() {
                    self.reword(Change::Word, tree.span, format!("'{next}'"));
                }
            }
            _ => {}
        }
    }
}

/// The comparisons that an author may have meant instead.
fn turned(comparison: Comparison) -> &'static [(Change, Comparison)] {
    use Change::{Boundary, Negation};
    use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    match comparison {
        Equal => &[(Negation, NotEqual)],
        NotEqual => &[(Negation, Equal)],
        Less => &[(Boundary, LessOrEqual), (Negation, GreaterOrEqual)],
        LessOrEqual => &[(Boundary, Less), (Negation, Greater)],
        Greater => &[(Boundary, GreaterOrEqual), (Negation, LessOrEqual)],
        GreaterOrEqual => &[(Boundary, Greater), (Negation, Less)],
    }
}

#[cfg(test)]
mod tests;
