//! The parser's tree → our plan, each node with the exact bytes it came from.
//!
//! The parser gives one token per node (an operator, a dot, an opening bracket); a node's span is the union of its parts,
//! out to the brackets that enclose them.

use ::cel::common::ast::{CallExpr, EntryExpr, Expr as Parsed, IdedExpr, LiteralValue, SourceInfo};

use super::compile::{Problem, ProblemKind, Scope};
use super::expr::{Arithmetic, Comparison, Expr, ExprKind, Literal};
use super::functions::{self, Function, Operation};
use crate::text::{Span, nearest};

mod macros;
mod place;

/// Deepest nesting of a plan.
pub(super) const MAX_DEPTH: usize = 100;

/// Lowers a parsed expression. Where names are not checked, an unknown one fails when it is evaluated.
pub(super) fn lower(source: &str, (root, info): (IdedExpr, SourceInfo), scope: &Scope, checked: bool) -> Result<Expr, Vec<Problem>> {
    if let Some(span) = too_deep(&root, &info) {
        let message = format!("expression is nested more than {MAX_DEPTH} deep");
        return Err(vec![Problem::new(ProblemKind::Limit, span, message, "too deep from here").help("split the expression")]);
    }
    let mut lowering = Lowering { source, info: &info, scope, checked, locals: Vec::new(), problems: Vec::new() };
    let expr = lowering.expr(&root);
    if lowering.problems.is_empty() { Ok(expr) } else { Err(lowering.problems) }
}

/// Where the tree is deeper than [`MAX_DEPTH`], found without recursion. Chains of `&&` and `||` count once.
fn too_deep(root: &IdedExpr, info: &SourceInfo) -> Option<Span> {
    let mut stack = vec![(root, 1usize)];
    while let Some((node, depth)) = stack.pop() {
        if depth > MAX_DEPTH {
            let (start, stop) = info.offset_for(node.id).unwrap_or_default();
            return Some(Span::new(start, stop + 1));
        }
        match &node.expr {
            Parsed::Call(call) => {
                let logic = matches!(call.func_name.as_str(), "_&&_" | "_||_");
                stack.extend(call.target.iter().map(|target| (target.as_ref(), depth + 1)));
                for argument in &call.args {
                    let same = logic && matches!(&argument.expr, Parsed::Call(inner) if inner.func_name == call.func_name);
                    stack.push((argument, if same { depth } else { depth + 1 }));
                }
            }
            Parsed::Select(select) => stack.push((&select.operand, depth + 1)),
            Parsed::List(list) => stack.extend(list.elements.iter().map(|item| (item, depth + 1))),
            Parsed::Map(map) => {
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        stack.push((&entry.key, depth + 1));
                        stack.push((&entry.value, depth + 1));
                    }
                }
            }
            _ => {}
        }
    }
    None
}

struct Lowering<'a> {
    source: &'a str,
    info: &'a SourceInfo,
    scope: &'a Scope,
    checked: bool,
    /// Names of the enclosing macros' variables; a variable's number is its position here.
    locals: Vec<String>,
    problems: Vec<Problem>,
}

impl Lowering<'_> {
    fn expr(&mut self, node: &IdedExpr) -> Expr {
        let token = self.token(node);
        match &node.expr {
            Parsed::Literal(literal) => Expr::new(token, ExprKind::Literal(self::literal(literal))),
            Parsed::Ident(name) => self.ident(name, token),
            Parsed::Select(select) => self.select(node, &select.operand, &select.field, false),
            Parsed::Call(call) => self.call(node, call),
            Parsed::List(list) => {
                let items = list.elements.iter().enumerate();
                let items = items.map(|(at, item)| (self.expr(item), list.optional_indices.contains(&at))).collect();
                Expr::new(self.bracketed(token.start), ExprKind::List(items))
            }
            Parsed::Map(map) => {
                let mut entries = Vec::with_capacity(map.entries.len());
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        entries.push((self.expr(&entry.key), self.expr(&entry.value), entry.optional));
                    }
                }
                Expr::new(self.bracketed(token.start), ExprKind::Map(entries))
            }
            Parsed::Struct(_) => {
                self.problem(token, ProblemKind::Type, "messages are not supported", "not a type that can be made", Some("write a map"))
            }
            Parsed::Comprehension(_) | Parsed::Unspecified => {
                self.problem(token, ProblemKind::Syntax, "expression cannot be read", "here", None)
            }
        }
    }

    /// Reports a problem and stands in for the node that has it.
    fn problem(&mut self, span: Span, kind: ProblemKind, message: impl Into<String>, label: impl Into<String>, help: Option<&str>) -> Expr {
        let problem = Problem::new(kind, span, message, label);
        if kind == ProblemKind::Name && !self.checked {
            return Expr::new(span, ExprKind::Unknown(problem.message));
        }
        self.problems.push(if let Some(help) = help { problem.help(help) } else { problem });
        Expr::new(span, ExprKind::Literal(Literal::Null))
    }

    fn ident(&mut self, name: &str, span: Span) -> Expr {
        if let Some(level) = self.locals.iter().rposition(|local| local == name) {
            return Expr::new(span, ExprKind::Local(level));
        }
        if let Some(position) = self.variable(name) {
            return Expr::new(span, ExprKind::Global(position));
        }
        if let Some(name) = functions::type_name(name) {
            return Expr::new(span, ExprKind::TypeName(name));
        }
        let known = self.locals.iter().map(String::as_str).chain(self.scope.variables.iter().map(|(name, _)| name.as_str()));
        let help = nearest(name, known).map(|near| format!("did you mean `{near}`?"));
        let message = if functions::is_known(name) {
            format!("`{name}` is a function; call it with `(…)`")
        } else {
            format!("unknown variable `{name}`")
        };
        self.problem(span, ProblemKind::Name, message, "no variable of this name here", help.as_deref())
    }

    fn select(&mut self, node: &IdedExpr, operand: &IdedExpr, field: &str, optional: bool) -> Expr {
        let dot = self.token(node);
        if let Some(kind) = self.qualified(node) {
            let start = self.token(leftmost(node)).start;
            return Expr::new(Span::new(start, self.field_after(dot.end).end), kind);
        }
        let operand = self.expr(operand);
        let field_span = self.field_after(dot.end);
        let span = self.reach_left(operand.span, dot.start).union(field_span);
        Expr::new(span, ExprKind::Select { operand: Box::new(operand), field: field.to_owned(), field_span, optional })
    }

    /// Position of the variable that a name means; with a dot before it, it is the whole name.
    fn variable(&self, name: &str) -> Option<usize> {
        name.strip_prefix('.').map_or_else(|| self.scope.position(name), |whole| self.scope.absolute(whole))
    }

    /// A dotted name that is one: a variable, or a type such as `google.protobuf.Timestamp` unless its first word is a variable.
    fn qualified(&self, node: &IdedExpr) -> Option<ExprKind> {
        let name = dotted(node)?;
        let first = name.split('.').next().unwrap_or_default();
        if self.locals.iter().any(|local| local == first) {
            return None;
        }
        if self.scope.is_qualified()
            && let Some(position) = self.variable(&name)
        {
            return Some(ExprKind::Global(position));
        }
        if self.scope.position(first).is_some() { None } else { functions::type_name(&name).map(ExprKind::TypeName) }
    }

    fn call(&mut self, node: &IdedExpr, call: &CallExpr) -> Expr {
        let token = self.token(node);
        if let Some(expr) = self.operator(node, call, token) {
            return expr;
        }
        if let Some(expr) = self.macro_call(call, token) {
            return expr;
        }
        let name_span = self.word_before(token.start, &call.func_name);
        let end = self.bracketed(token.start).end;
        // `math.greatest(…)`: a function in a namespace looks like a method of a variable.
        if let Some(target) = &call.target
            && let Some(namespace) = dotted(target)
            && functions::is_namespace(&namespace)
            && !self.locals.contains(&namespace)
            && self.scope.position(&namespace).is_none()
        {
            let span = Span::new(self.token(target).start, end);
            let name = format!("{namespace}.{}", call.func_name);
            let arguments = call.args.iter().map(|argument| self.expr(argument)).collect();
            return self.function(&name, false, arguments, span, name_span);
        }
        // A macro misspelled: its variables are no mistakes of their own.
        if call.target.is_some()
            && functions::find(&call.func_name, true).is_none()
            && nearest(&call.func_name, macros::NAMES.iter().copied()).is_some()
        {
            return self.function(&call.func_name, true, Vec::new(), Span::new(name_span.start, end), name_span);
        }
        let mut arguments = Vec::with_capacity(call.args.len() + 1);
        let mut start = name_span.start;
        if let Some(target) = &call.target {
            let target = self.expr(target);
            let dot = self.dot_before(name_span.start);
            start = self.reach_left(target.span, dot).start;
            arguments.push(target);
        }
        arguments.extend(call.args.iter().map(|argument| self.expr(argument)));
        let span = Span::new(start, end);
        self.function(&call.func_name, call.target.is_some(), arguments, span, name_span)
    }

    fn function(&mut self, name: &str, member: bool, arguments: Vec<Expr>, span: Span, name_span: Span) -> Expr {
        if let Some(function) = functions::find(name, member) {
            match functions::constant(function, &arguments) {
                Some(Ok(literal)) => return Expr::new(span, ExprKind::Literal(literal)),
                Some(Err(message)) if self.checked => {
                    let written = arguments.first().map_or(name_span, |argument| argument.span);
                    return self.problem(written, ProblemKind::Type, message, format!("given to `{name}`"), None);
                }
                _ => {}
            }
            let regex = self.pattern(function, &arguments);
            return Expr::new(span, ExprKind::Call { function, arguments, name_span, regex });
        }
        let other = functions::find(name, !member);
        let help = match other {
            Some(_) if member => Some(format!("write `{name}(…)`")),
            Some(_) => Some(format!("write `x.{name}(…)`")),
            None => nearest(name, functions::names(member).chain(macros::NAMES.iter().copied().filter(|_| member)))
                .map(|near| format!("did you mean `{near}`?")),
        };
        let kind = if member { "method" } else { "function" };
        self.problem(name_span, ProblemKind::Name, format!("unknown {kind} `{name}`"), format!("no {kind} of this name"), help.as_deref())
    }

    /// The compiled pattern of a call that takes one, where it is a literal.
    fn pattern(&mut self, function: &Function, arguments: &[Expr]) -> Option<Box<regex::Regex>> {
        let (at, glob) = match function.operation {
            Operation::Matches => (1, false),
            Operation::Glob => (0, true),
            _ => return None,
        };
        let Expr { kind: ExprKind::Literal(Literal::Text(pattern)), span, .. } = arguments.get(at)? else { return None };
        let written = if glob { functions::glob_pattern(pattern) } else { Ok(pattern.clone()) };
        match written.and_then(|written| functions::regex(&written)) {
            Ok(regex) => Some(Box::new(regex)),
            Err(why) => {
                self.problem(*span, ProblemKind::Type, why.clone(), why, None);
                None
            }
        }
    }

    fn operator(&mut self, node: &IdedExpr, call: &CallExpr, token: Span) -> Option<Expr> {
        let kind = match (call.func_name.as_str(), call.args.as_slice()) {
            ("_&&_" | "_||_", [_, _]) => return Some(self.logic(node, call)),
            ("!_" | "-_", [operand]) => {
                let operand = self.expr(operand);
                let span = token.union(self.reach_right(operand.span, token.end));
                let kind = if call.func_name == "!_" { ExprKind::Not(Box::new(operand)) } else { ExprKind::Negate(Box::new(operand)) };
                return Some(Expr::new(span, kind));
            }
            ("_?_:_", [condition, yes, no]) => {
                let parts = [self.expr(condition), self.expr(yes), self.expr(no)];
                let start = self.reach_left(parts[0].span, token.start).start;
                let colon = self.colon_between(parts[1].span.end, parts[2].span.start);
                let end = self.reach_right(parts[2].span, colon).end;
                return Some(Expr::new(Span::new(start, end), ExprKind::Conditional(Box::new(parts))));
            }
            ("_[_]" | "_[?_]", [operand, index]) => {
                let optional = call.func_name == "_[?_]";
                let operand = self.expr(operand);
                let start = self.reach_left(operand.span, token.start).start;
                let index = self.expr(index);
                let span = Span::new(start, self.bracketed(token.start).end);
                return Some(Expr::new(span, ExprKind::Index { operand: Box::new(operand), index: Box::new(index), optional }));
            }
            ("_?._", [operand, field]) => {
                let Parsed::Literal(LiteralValue::String(field)) = &field.expr else { return None };
                return Some(self.select(node, operand, field.inner(), true));
            }
            (name, [left, right]) => {
                let pair = |this: &mut Self| Box::new([this.expr(left), this.expr(right)]);
                match (comparison(name), arithmetic(name)) {
                    (Some(comparison), _) => ExprKind::Compare(comparison, pair(self)),
                    (_, Some(arithmetic)) => ExprKind::Arithmetic(arithmetic, pair(self)),
                    _ if name == "@in" => ExprKind::In(pair(self)),
                    _ => return None,
                }
            }
            _ => return None,
        };
        let (ExprKind::Compare(_, pair) | ExprKind::Arithmetic(_, pair) | ExprKind::In(pair)) = &kind else { return None };
        let span = self.reach_left(pair[0].span, token.start).union(self.reach_right(pair[1].span, token.end));
        Some(Expr::new(span, kind))
    }

    /// A chain of the same logical operator, flat: the parser balances it into a tree.
    fn logic(&mut self, node: &IdedExpr, call: &CallExpr) -> Expr {
        let mut terms = Vec::new();
        let span = self.logic_terms(node, &call.func_name, &mut terms);
        let kind = if call.func_name == "_&&_" { ExprKind::And(terms) } else { ExprKind::Or(terms) };
        Expr::new(span, kind)
    }

    fn logic_terms(&mut self, node: &IdedExpr, operator: &str, terms: &mut Vec<Expr>) -> Span {
        match &node.expr {
            Parsed::Call(call) if call.func_name == operator && call.args.len() == 2 => {
                let token = self.token(node);
                let left = self.logic_terms(&call.args[0], operator, terms);
                let right = self.logic_terms(&call.args[1], operator, terms);
                self.reach_left(left, token.start).union(self.reach_right(right, token.end))
            }
            _ => {
                let term = self.expr(node);
                let span = term.span;
                terms.push(term);
                span
            }
        }
    }
}

fn literal(literal: &LiteralValue) -> Literal {
    match literal {
        LiteralValue::Boolean(b) => Literal::Bool(*b.inner()),
        LiteralValue::Bytes(bytes) => Literal::Bytes(bytes.inner().to_vec()),
        LiteralValue::Double(d) => Literal::Double(*d.inner()),
        LiteralValue::Int(i) => Literal::Int(*i.inner()),
        LiteralValue::Null => Literal::Null,
        LiteralValue::String(text) => Literal::Text(text.inner().to_owned()),
        LiteralValue::UInt(u) => Literal::Uint(*u.inner()),
    }
}

/// The node of the first word of `a.b.c`.
fn leftmost(node: &IdedExpr) -> &IdedExpr {
    match &node.expr {
        Parsed::Select(select) => leftmost(&select.operand),
        _ => node,
    }
}

/// `a.b.c` for a node that spells it.
fn dotted(node: &IdedExpr) -> Option<String> {
    match &node.expr {
        Parsed::Ident(name) => Some(name.clone()),
        Parsed::Select(select) if !select.test => Some(format!("{}.{}", dotted(&select.operand)?, select.field)),
        _ => None,
    }
}

fn comparison(name: &str) -> Option<Comparison> {
    Some(match name {
        "_==_" => Comparison::Equal,
        "_!=_" => Comparison::NotEqual,
        "_<_" => Comparison::Less,
        "_<=_" => Comparison::LessOrEqual,
        "_>_" => Comparison::Greater,
        "_>=_" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Arithmetic> {
    Some(match name {
        "_+_" => Arithmetic::Add,
        "_-_" => Arithmetic::Subtract,
        "_*_" => Arithmetic::Multiply,
        "_/_" => Arithmetic::Divide,
        "_%_" => Arithmetic::Remainder,
        _ => return None,
    })
}
