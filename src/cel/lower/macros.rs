//! Macros: calls that bind variables.

use super::{Call, Lowering};
use crate::cel::compile::ProblemKind;
use crate::cel::expr::{Expr, ExprKind, Macro, MacroKind};
use crate::cel::syntax::{Tree, TreeKind};

/// Names of the macros that are called on a target, for suggestions.
pub(in crate::cel) const NAMES: &[&str] = &[
    "all",
    "exists",
    "exists_one",
    "existsOne",
    "filter",
    "map",
    "transformList",
    "transformMap",
    "transformMapEntry",
    "sortBy",
    "optMap",
    "optFlatMap",
];

impl Lowering<'_> {
    /// The macro that a call is, if it is one.
    pub(super) fn macro_call(&mut self, call: Call<'_>) -> Option<Expr> {
        let name = call.name;
        let Some(target) = call.target else {
            return (name == "has").then(|| self.has(call));
        };
        if name == "bind" && target.dotted().as_deref() == Some("cel") {
            return Some(self.bind(call));
        }
        if matches!(name, "optMap" | "optFlatMap") {
            return Some(self.optional_map(call, target));
        }
        let kind = match name {
            "all" => MacroKind::All,
            "exists" => MacroKind::Exists,
            "exists_one" | "existsOne" => MacroKind::ExistsOne,
            "filter" => MacroKind::Filter,
            "map" | "transformList" => MacroKind::Map,
            "transformMap" => MacroKind::MapValues,
            "transformMapEntry" => MacroKind::MapEntries,
            "sortBy" => MacroKind::SortBy,
            _ => return None,
        };
        Some(self.comprehension(kind, call, target))
    }

    fn has(&mut self, call: Call<'_>) -> Expr {
        let span = call.span;
        if let [argument] = call.arguments {
            let expr = self.expr(argument);
            match expr.kind {
                ExprKind::Select { operand, field, field_span, .. } => {
                    return Expr::new(span, ExprKind::Has { operand, field, field_span });
                }
                // What is asked for has a mistake of its own.
                _ if !self.problems.is_empty() => return Expr::new(span, ExprKind::Unknown(String::new())),
                _ => {}
            }
        }
        self.problem(span, ProblemKind::Type, "`has` needs a field", "not a field selection", Some("write `has(a.b)`"))
    }

    fn bind(&mut self, call: Call<'_>) -> Expr {
        let span = call.span;
        let [name, value, body] = call.arguments else {
            return self.problem(
                span,
                ProblemKind::Type,
                "`cel.bind` takes a name, a value and an expression",
                "three arguments are needed",
                None,
            );
        };
        let Some(variable) = Self::variable_name(name) else {
            return self.not_a_name(name);
        };
        let value = self.expr(value);
        self.locals.push(variable);
        let body = self.expr(body);
        self.locals.pop();
        Expr::new(span, ExprKind::Bind { value: Box::new(value), body: Box::new(body) })
    }

    fn optional_map(&mut self, call: Call<'_>, target: &Tree) -> Expr {
        let target = self.expr(target);
        let (span, name_span) = (call.span, call.name_span);
        let [name, body] = call.arguments else {
            return self.problem(
                name_span,
                ProblemKind::Type,
                format!("`{}` takes a name and an expression", call.name),
                "two arguments are needed",
                None,
            );
        };
        let Some(variable) = Self::variable_name(name) else {
            return self.not_a_name(name);
        };
        self.locals.push(variable);
        let body = self.expr(body);
        self.locals.pop();
        let flat = call.name == "optFlatMap";
        Expr::new(span, ExprKind::OptionalMap { target: Box::new(target), body: Box::new(body), flat })
    }

    fn comprehension(&mut self, kind: MacroKind, call: Call<'_>, target: &Tree) -> Expr {
        let range = self.expr(target);
        let (span, name_span, name) = (call.span, call.name_span, call.name);
        let transform = name.starts_with("transform");
        let filtered = (name == "map" && call.arguments.len() == 3) || (transform && call.arguments.len() == 4);
        let bodies = if filtered { 2 } else { 1 };
        let names = call.arguments.len().saturating_sub(bodies);
        let fits = match kind {
            MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne => names == 1 || names == 2,
            _ if transform => names == 2,
            _ => names == 1,
        };
        if !fits {
            let shape = if transform { "(k, v, …)" } else { "(x, …)" };
            let given = crate::text::plural(call.arguments.len(), "argument");
            let help = if name == "exists" && call.arguments.is_empty() {
                "write `has(…)` to ask whether it is declared, `.exists(x, …)` to look for an item".to_owned()
            } else {
                format!("write `.{name}{shape}`")
            };
            return self.problem(
                name_span,
                ProblemKind::Type,
                format!("wrong number of arguments for `{name}`"),
                format!("{given} given"),
                Some(&help),
            );
        }
        if name == "map"
            && filtered
            && let TreeKind::Ident(second) = &call.arguments[1].kind
            && self.is_unknown(second)
        {
            let message = format!("unknown variable `{second}`");
            let help = "two variables are `.transformList(i, x, …)`";
            return self.problem(call.arguments[1].span, ProblemKind::Name, message, "no variable of this name here", Some(help));
        }
        let mut variables = Vec::with_capacity(names);
        for argument in &call.arguments[..names] {
            let Some(variable) = Self::variable_name(argument) else {
                return self.not_a_name(argument);
            };
            if variables.iter().any(|(known, _)| *known == variable) {
                let message = format!("`{variable}` stands for two things");
                return self.problem(argument.span, ProblemKind::Name, message, "named before", Some("give each its own name"));
            }
            variables.push((variable, argument.span));
        }
        let depth = self.locals.len();
        self.locals.extend(variables.iter().map(|(name, _)| name.clone()));
        let filter = filtered.then(|| self.expr(&call.arguments[names]));
        let body = self.expr(&call.arguments[call.arguments.len() - 1]);
        self.locals.truncate(depth);
        Expr::new(span, ExprKind::Macro(Box::new(Macro { kind, range, variables, filter, body })))
    }

    fn variable_name(argument: &Tree) -> Option<String> {
        let TreeKind::Ident(name) = &argument.kind else { return None };
        (!name.starts_with('.')).then(|| name.clone())
    }

    fn not_a_name(&mut self, argument: &Tree) -> Expr {
        let token = argument.span;
        self.problem(token, ProblemKind::Type, "a macro's variable must be a plain name", "not a name", Some("write e.g. `x`"))
    }
}
