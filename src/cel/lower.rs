//! The tree as written → our plan: names become variables, functions, macros and types.

use super::compile::{Problem, ProblemKind, Scope};
use super::expr::{Arithmetic, Expr, ExprKind, Literal};
use super::functions::{self, Function, Operation};
use super::syntax::{Tree, TreeKind};
use super::types::Type;
use crate::text::{Span, and_list, nearest};

/// More names than this are not listed.
const MAX_NAMES: usize = 8;

mod macros;

pub(super) use macros::NAMES as MACROS;

/// Lowers a parsed expression. Where names are not checked, an unknown one fails when it is evaluated.
/// What has a problem becomes a node of unknown type, so that the rest can still be checked.
pub(super) fn lower(tree: &Tree, scope: &Scope, checked: bool) -> (Expr, Vec<Problem>) {
    let mut lowering = Lowering { scope, checked, locals: Vec::new(), problems: Vec::new() };
    let expr = lowering.expr(tree);
    (expr, lowering.problems)
}

struct Lowering<'a> {
    scope: &'a Scope,
    checked: bool,
    /// Names of the enclosing macros' variables; a variable's number is its position here.
    locals: Vec<String>,
    problems: Vec<Problem>,
}

impl Lowering<'_> {
    fn expr(&mut self, tree: &Tree) -> Expr {
        let span = tree.span;
        let kind = match &tree.kind {
            TreeKind::Literal(literal) => ExprKind::Literal(literal.clone()),
            TreeKind::Ident(name) => return self.ident(name, span),
            TreeKind::Select { operand, field, field_span, optional } => return self.select(tree, operand, field, *field_span, *optional),
            TreeKind::Index { operand, index, optional } => {
                ExprKind::Index { operand: Box::new(self.expr(operand)), index: Box::new(self.expr(index)), optional: *optional }
            }
            TreeKind::Call { target, name, name_span, arguments } => {
                let call = Call { span, target: target.as_deref(), name, name_span: *name_span, arguments };
                return self.call(call);
            }
            TreeKind::List(items) => ExprKind::List(items.iter().map(|(item, optional)| (self.expr(item), *optional)).collect()),
            TreeKind::Map(entries) => {
                ExprKind::Map(entries.iter().map(|(key, value, optional)| (self.expr(key), self.expr(value), *optional)).collect())
            }
            TreeKind::Message => {
                return self.problem(
                    span,
                    ProblemKind::Type,
                    "messages are not supported",
                    "not a type that can be made",
                    Some("write a map"),
                );
            }
            TreeKind::Not(operand) => ExprKind::Not(Box::new(self.expr(operand))),
            TreeKind::Negate(operand) => ExprKind::Negate(Box::new(self.expr(operand))),
            TreeKind::And(terms) => ExprKind::And(terms.iter().map(|term| self.expr(term)).collect()),
            TreeKind::Or(terms) => ExprKind::Or(terms.iter().map(|term| self.expr(term)).collect()),
            TreeKind::Conditional(parts) => ExprKind::Conditional(Box::new(parts.each_ref().map(|part| self.expr(part)))),
            TreeKind::Compare(comparison, pair) => ExprKind::Compare(*comparison, Box::new(pair.each_ref().map(|side| self.expr(side)))),
            TreeKind::Arithmetic(operator, pair) => {
                if *operator == Arithmetic::Subtract
                    && self.checked
                    && let Some(key) = self.hyphenated(tree)
                {
                    return self.difference(&key);
                }
                ExprKind::Arithmetic(*operator, Box::new(pair.each_ref().map(|side| self.expr(side))))
            }
            TreeKind::In(pair) => ExprKind::In(Box::new(pair.each_ref().map(|side| self.expr(side)))),
        };
        Expr::new(span, kind)
    }

    /// The key with hyphens that differences look like, as in `labels.cost-center`: nothing is called what stands after a minus.
    fn hyphenated<'t>(&self, tree: &'t Tree) -> Option<Hyphenated<'t>> {
        match &tree.kind {
            TreeKind::Select { operand, field, field_span, .. } => Some(Hyphenated { operand, name: field.clone(), span: *field_span }),
            TreeKind::Arithmetic(Arithmetic::Subtract, pair) => {
                let [left, right] = &**pair;
                let name = right.first()?;
                if left.span.end + 1 != right.span.start || self.locals.iter().any(|local| local == name) || self.variable(name).is_some() {
                    return None;
                }
                let word = Span::new(right.span.start, right.span.start + name.len() as u32);
                let before = self.hyphenated(left)?;
                Some(Hyphenated { name: format!("{}-{name}", before.name), span: before.span.union(word), ..before })
            }
            _ => None,
        }
    }

    fn difference(&mut self, key: &Hyphenated<'_>) -> Expr {
        let Hyphenated { operand, name, span } = key;
        let spelled = name.replace('-', "_");
        let mut path = operand.dotted().unwrap_or_default().split('.').map(str::to_owned).collect::<Vec<_>>().into_iter();
        let variable = path.next().unwrap_or_default();
        let mut of = self.scope.names().find(|(known, _)| *known == variable).map(|(_, ty)| ty);
        for field in path {
            of = of.and_then(|ty| if let Type::Object(object) = ty { object.fields.get(&field).map(|field| &field.ty) } else { None });
        }
        let help = match of {
            Some(Type::Object(object)) if object.fields.contains_key(&spelled) => format!("did you mean `{spelled}`?"),
            Some(_) => format!("write `…['{name}']`: after a dot, `-` is a minus"),
            None => format!("write `{spelled}` if that is the field, or `…['{name}']`: after a dot, `-` is a minus"),
        };
        self.problem(*span, ProblemKind::Name, format!("`{name}` is read as a difference"), "no name of a field", Some(&help))
    }

    /// Reports a problem and stands in for the node that has it.
    fn problem(&mut self, span: Span, kind: ProblemKind, message: impl Into<String>, label: impl Into<String>, help: Option<&str>) -> Expr {
        let problem = Problem::new(kind, span, message, label);
        let stand_in = Expr::new(span, ExprKind::Unknown(problem.message.clone()));
        if kind != ProblemKind::Name || self.checked {
            self.problems.push(if let Some(help) = help { problem.help(help) } else { problem });
        }
        stand_in
    }

    fn ident(&mut self, name: &str, span: Span) -> Expr {
        if let Some(level) = self.locals.iter().rposition(|local| local == name) {
            return Expr::new(span, ExprKind::Local(level));
        }
        if let Some(position) = self.variable(name) {
            return Expr::new(span, ExprKind::Global(position));
        }
        if let Some((variable, field)) = self.scope.aliased(name) {
            let operand = Box::new(Expr::new(span, ExprKind::Global(variable)));
            return Expr::new(span, ExprKind::Select { operand, field: field.to_owned(), field_span: span, optional: false });
        }
        if let Some(name) = functions::type_name(name) {
            return Expr::new(span, ExprKind::TypeName(name));
        }
        let known: Vec<&str> = {
            let names = self.scope.names().map(|(name, _)| name).chain(self.scope.offered());
            names.chain(self.locals.iter().map(String::as_str)).collect()
        };
        let near = nearest(name, known.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        if near.is_none() && self.scope.is_partial() && !functions::is_known(name) {
            return Expr::new(span, ExprKind::Unknown(format!("unknown variable `{name}`")));
        }
        let literal = foreign_literal(name).map(|meant| match meant {
            "null" => "write `null`, or `has(…)` to ask whether a field is declared".to_owned(),
            meant => format!("write `{meant}`"),
        });
        let (message, help) = if functions::is_known(name) {
            (format!("`{name}` is a function; call it with `(…)`"), near)
        } else {
            (format!("unknown variable `{name}`"), literal.or_else(|| self.scope.help_with(name)).or(near).or_else(|| names(&known)))
        };
        self.problem(span, ProblemKind::Name, message, "no variable of this name here", help.as_deref())
    }

    fn select(&mut self, tree: &Tree, operand: &Tree, field: &str, field_span: Span, optional: bool) -> Expr {
        if let Some(kind) = self.qualified(tree) {
            return Expr::new(tree.span, kind);
        }
        let operand = Box::new(self.expr(operand));
        Expr::new(tree.span, ExprKind::Select { operand, field: field.to_owned(), field_span, optional })
    }

    /// Position of the variable that a name means; with a dot before it, it is the whole name.
    fn variable(&self, name: &str) -> Option<usize> {
        name.strip_prefix('.').map_or_else(|| self.scope.position(name), |whole| self.scope.absolute(whole))
    }

    /// A dotted name that is one: a variable, or a type such as `google.protobuf.Timestamp` unless its first word is a variable.
    fn qualified(&self, tree: &Tree) -> Option<ExprKind> {
        let name = tree.dotted()?;
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

    fn call(&mut self, call: Call<'_>) -> Expr {
        if let Some(expr) = self.macro_call(call) {
            return expr;
        }
        // `math.greatest(…)`: a function in a namespace looks like a method of a variable.
        if let Some(namespace) = call.target.and_then(Tree::dotted)
            && functions::is_namespace(&namespace)
            && !self.locals.contains(&namespace)
            && self.scope.position(&namespace).is_none()
        {
            let name = format!("{namespace}.{}", call.name);
            let arguments = call.arguments.iter().map(|argument| self.expr(argument)).collect();
            return self.function(&name, false, arguments, call.span, call.name_span);
        }
        if let Some(expr) = self.misspelt_namespace(call) {
            return expr;
        }
        // A macro misspelled: its variables are no mistakes of their own.
        if call.target.is_some()
            && functions::find(call.name, true).is_none()
            && meant(call.name)
                .or_else(|| nearest(call.name, macros::NAMES.iter().copied()))
                .is_some_and(|name| macros::NAMES.contains(&name))
        {
            return self.function(call.name, true, Vec::new(), call.span, call.name_span);
        }
        // A method that goes over items, called as a function, or one that does not exist: again its variables are no mistakes.
        let binds = |argument: Option<&Tree>| matches!(argument.map(|argument| &argument.kind), Some(TreeKind::Ident(name)) if self.is_unknown(name));
        let unknown = functions::find(call.name, call.target.is_some()).is_none();
        if unknown && call.arguments.len() > 1 && (binds(call.arguments.first()) || binds(call.arguments.get(1))) {
            let help = if call.target.is_none() && macros::NAMES.contains(&call.name) {
                Some(format!("write `list.{}(x, …)`", call.name))
            } else {
                Some(over_items(call.name).to_owned())
            };
            let kind = if call.target.is_some() { "method" } else { "function" };
            let (message, label) = (format!("unknown {kind} `{}`", call.name), format!("no {kind} of this name"));
            return self.problem(call.name_span, ProblemKind::Name, message, label, help.as_deref());
        }
        if call.target.is_some()
            && call.arguments.len() == 2
            && binds(call.arguments.first())
            && let Some(help) = with_variable(call.name)
        {
            let message = format!("`{}` takes no variable", call.name);
            return self.problem(call.name_span, ProblemKind::Type, message, "goes over all items as they are", Some(help));
        }
        let arguments = call.target.into_iter().chain(call.arguments).map(|argument| self.expr(argument)).collect();
        self.function(call.name, call.target.is_some(), arguments, call.span, call.name_span)
    }

    /// Whether nothing is called so.
    fn is_unknown(&self, name: &str) -> bool {
        !self.locals.iter().any(|local| local == name) && self.variable(name).is_none() && self.scope.aliased(name).is_none()
    }

    /// A function whose namespace is misspelt: `set.contains(…)`.
    fn misspelt_namespace(&mut self, call: Call<'_>) -> Option<Expr> {
        let target = call.target?;
        let TreeKind::Ident(namespace) = &target.kind else { return None };
        if !self.checked || !self.is_unknown(namespace) {
            return None;
        }
        let meant = nearest(&namespace.to_lowercase(), functions::NAMESPACES.iter().copied())?;
        let name = format!("{meant}.{}", call.name);
        functions::find(&name, false)?;
        let span = target.span.union(call.name_span);
        let message = format!("unknown function `{namespace}.{}`", call.name);
        Some(self.problem(span, ProblemKind::Name, message, "no function of this name", Some(&format!("did you mean `{name}`?"))))
    }

    fn function(&mut self, name: &str, member: bool, arguments: Vec<Expr>, span: Span, name_span: Span) -> Expr {
        if let Some(function) = functions::find(name, member) {
            match functions::constant(function, &arguments) {
                Some(Ok(_)) if self.checked && function.operation == Operation::Duration && is_int(arguments.first()) => {
                    let written = arguments.first().map_or(name_span, |argument| argument.span);
                    let help = "write `days(…)` for days, or the unit: `duration('30s')`";
                    return self.problem(
                        written,
                        ProblemKind::Type,
                        "a number given to `duration` is seconds",
                        "without a unit",
                        Some(help),
                    );
                }
                Some(Ok(literal)) => return Expr::new(span, ExprKind::Literal(literal)),
                Some(Err(message)) if self.checked => {
                    let written = arguments.first().map_or(name_span, |argument| argument.span);
                    let days = matches!(arguments.first().map(|argument| &argument.kind), Some(ExprKind::Literal(Literal::Text(text))) if text.contains(['d', 'D']));
                    let help = (function.operation == Operation::Duration && days).then_some("write `days(…)` for days");
                    return self.problem(written, ProblemKind::Type, message, format!("given to `{name}`"), help);
                }
                _ => {}
            }
            let regex = self.pattern(function, &arguments);
            return Expr::new(span, ExprKind::Call { function, arguments, name_span, regex });
        }
        let other = functions::find(name, !member);
        let plain = name.strip_prefix("math.").unwrap_or(name);
        let help = match other {
            Some(_) if member => Some(format!("write `{name}(…)`")),
            Some(_) => Some(format!("write `x.{name}(…)`")),
            None if foreign(plain).is_some() => foreign(plain).map(str::to_owned),
            None if meant(name).is_some() => meant(name).map(|meant| format!("did you mean `{meant}`?")),
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
        match if glob { functions::glob(pattern) } else { functions::regex(pattern) } {
            Ok(regex) => Some(Box::new(regex)),
            Err(why) => {
                self.problem(*span, ProblemKind::Type, why.clone(), why, None);
                None
            }
        }
    }
}

fn is_int(expr: Option<&Expr>) -> bool {
    matches!(expr.map(|expr| &expr.kind), Some(ExprKind::Literal(Literal::Int(_))))
}

/// What a word of another language is called here.
fn meant(name: &str) -> Option<&'static str> {
    Some(match name {
        "any" | "some" => "exists",
        "al" | "every" | "forall" | "forAll" => "all",
        "find" | "where" => "filter",
        "len" | "length" | "count" => "size",
        "unique" | "uniq" | "dedupe" => "distinct",
        "lower" | "toLower" | "toLowerCase" => "lowerAscii",
        "upper" | "toUpper" | "toUpperCase" => "upperAscii",
        "now" => "today",
        "match" | "test" | "regex" => "matches",
        "strip" => "trim",
        "abs" => "math.abs",
        "startswith" => "startsWith",
        "endswith" => "endsWith",
        "min" | "math.min" => "math.least",
        "max" | "math.max" => "math.greatest",
        _ => return None,
    })
}

/// What to write instead of a method of another language that goes over items.
fn over_items(name: &str) -> &'static str {
    match name {
        "count" | "countIf" => "write `size(….filter(x, …))`",
        "sum" | "avg" | "average" | "mean" => {
            "there is no sum and no mean; compare each with `.all(x, …)`, or count with `size(….filter(x, …))`"
        }
        "none" => "write `!….exists(x, …)`",
        "first" | "find" => "write `….filter(x, …)[0]`, or `.first()` of that",
        "flatMap" => "write `….map(x, …).flatten()`",
        "reduce" | "fold" => "write `.map(x, …)` with `math.greatest`, `math.least` or `size`; there is no other fold",
        "any" | "some" => "did you mean `exists`?",
        "every" | "forall" | "forAll" => "did you mean `all`?",
        _ => "macros are `all`, `exists`, `exists_one`, `filter`, `map` and `sortBy`",
    }
}

/// What to write instead of a function that takes a whole list and is given a variable for its items.
fn with_variable(name: &str) -> Option<&'static str> {
    Some(match name {
        "size" => "write `size(….filter(x, …))`",
        "sort" => "write `.sortBy(x, …)`",
        "distinct" | "flatten" | "reverse" => "write `.map(x, …)` before it",
        "first" | "last" => "write `.filter(x, …)` before it",
        "contains" => "write `.exists(x, …)`",
        _ => return None,
    })
}

/// What to write instead of a method of another language that is no function here.
fn foreign(name: &str) -> Option<&'static str> {
    Some(match name {
        "equals" | "eq" => "write `==` to compare",
        "toString" | "str" => "write `string(…)`",
        "parseInt" | "toInt" => "write `int(…)`",
        "get" | "getOrDefault" => "write `[…]`, or `[?…].orValue(…)` where it may be missing",
        "containsKey" | "hasKey" | "hasOwnProperty" => "write `key in map`, or `has(x.key)`",
        "includes" => "write `item in list`, or `text.contains('…')`",
        "beginsWith" | "startWith" => "write `.startsWith('…')`",
        "substr" | "slice" => "write `.substring(from, to)`",
        "containsAll" | "hasAll" | "isSuperset" => "write `sets.contains(list, […])`",
        "containsAny" | "hasAny" | "intersects" | "intersect" | "intersection" => "write `sets.intersects(list, […])`",
        "getYear" | "year" => "write `.getFullYear()`",
        "month" => "write `.getMonth() + 1`",
        "day" => "write `.getDate()`",
        "before" | "isBefore" => "write `… < …` to compare",
        "after" | "isAfter" => "write `… > …` to compare",
        "orElse" | "getOrElse" | "default" => "write `.orValue(…)`",
        "addDays" | "plusDays" => "write `… + days(…)`",
        "pow" => "there is no power; multiply",
        "isBlank" | "isNullOrEmpty" => "write `….trim() == ''`, or `has(…)` whether it is there",
        "Has" | "HAS" => "write `has(…)`",
        "keys" | "values" | "entries" | "forEach" | "each" => "write `.all(…)`, `.exists(…)` or `.map(…)` with one variable or two",
        "not" => "write `!`",
        "today" => "write `today` without brackets",
        "weeks" | "months" | "years" => "write `days(…)`; there are no longer units",
        "getDays" | "inDays" | "asDays" | "toDays" => "compare a duration as it is, e.g. `… > days(30)`",
        "hours" => "write `duration('1h')`",
        "minutes" => "write `duration('1m')`",
        "daysBetween" | "days_between" | "datediff" => "write `today - date(…) <= days(90)`, for example",
        "sum" | "avg" | "average" | "mean" => {
            "there is no sum and no mean; compare each with `.all(x, …)`, or count with `size(….filter(x, …))`"
        }
        "isEmpty" | "is_empty" | "empty" => "write `size(…) == 0`",
        "isNull" | "is_null" | "isNil" | "isDefined" | "is_defined" | "defined" | "isset" | "exists" => {
            "write `has(x.field)` to ask whether a field is there"
        }
        _ => return None,
    })
}

/// A key of a mapping whose hyphens are read as minuses.
struct Hyphenated<'t> {
    operand: &'t Tree,
    name: String,
    span: Span,
}

/// A call as it is written.
#[derive(Clone, Copy)]
struct Call<'t> {
    span: Span,
    target: Option<&'t Tree>,
    name: &'t str,
    name_span: Span,
    arguments: &'t [Tree],
}

/// What can be named, if that is short enough to read.
fn names(known: &[&str]) -> Option<String> {
    let quoted: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    (1..=MAX_NAMES).contains(&known.len()).then(|| format!("the names here are {}; a text stands in quotes", and_list(&quoted)))
}

/// What other languages write for a literal.
fn foreign_literal(name: &str) -> Option<&'static str> {
    Some(match name {
        "True" | "TRUE" | "yes" | "Yes" => "true",
        "False" | "FALSE" | "no" | "No" => "false",
        "None" | "nil" | "NULL" | "Null" | "undefined" => "null",
        _ => return None,
    })
}
