//! An expression with the value of every part that decided: a third walk, made only where somebody asks to see it.

use super::compile::Plan;
use super::eval::{Run, Stop};
use super::expr::{Expr, ExprKind, Macro, MacroKind};
use super::host::{Host, Seen};
use super::print::written;
use super::value::Value;
use crate::text::plural;

/// Most steps of one trace.
const MOST_STEPS: usize = 40;

/// Most items of one list that are looked into.
const MOST_ITEMS: usize = 3;

/// Deepest step; what is further inside is left out.
const MOST_DEPTH: usize = 12;

/// A part of an expression and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// How far inside the expression it is: 0 for the whole.
    pub depth: usize,
    /// The part as it is written, on one line; for an item of a list, the variable that stands for it.
    pub text: String,
    /// Its value as labels print it, `undeclared`, or the error.
    pub value: String,
}

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    /// The whole expression and its parts that decided, in the order in which they are written.
    pub fn trace(&mut self, plan: &'v Plan) -> Vec<Step> {
        let mut trace = Trace { source: plan.source(), steps: Vec::new(), depth: 0, opened: Vec::new(), left_out: 0 };
        trace.part(self, &plan.root);
        if trace.left_out > 0 {
            let value = format!("and {}", plural(trace.left_out, "more part"));
            trace.steps.push(Step { depth: 0, text: "…".to_owned(), value });
        }
        trace.steps
    }
}

struct Trace<'v> {
    source: &'v str,
    steps: Vec<Step>,
    depth: usize,
    /// The names that were looked into: each is once.
    opened: Vec<usize>,
    /// Parts for which there was no room.
    left_out: usize,
}

impl<'v> Trace<'v> {
    fn step(&mut self, text: String, value: String) {
        if self.steps.len() < MOST_STEPS {
            self.steps.push(Step { depth: self.depth, text, value });
        } else {
            self.left_out += 1;
        }
    }

    /// An expression and the parts of it that decided.
    fn part<N: Host<'v>>(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) {
        if self.depth > MOST_DEPTH || is_constant(expr) {
            return;
        }
        let result = run.expr(expr);
        // What was evaluated once can be too much to be evaluated part by part.
        if self.depth > 0 && run.is_spent() {
            self.left_out += 1;
            return;
        }
        self.step(written(self.source, expr.span), shown(&result));
        self.depth += 1;
        self.inner(run, expr, result);
        self.depth -= 1;
    }

    fn inner<N: Host<'v>>(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr, result: Result<Value<'v, N>, Stop<N>>) {
        match &expr.kind {
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                let outcome = result.ok().and_then(|value| value.as_bool());
                for term in terms {
                    if run.bool(term).ok() == outcome {
                        self.part(run, term);
                    }
                }
            }
            ExprKind::Conditional(parts) => {
                self.part(run, &parts[0]);
                if let Ok(yes) = run.bool(&parts[0]) {
                    self.part(run, if yes { &parts[1] } else { &parts[2] });
                }
            }
            ExprKind::Global(position) => self.name(run, *position),
            ExprKind::Index { index, .. } => self.part(run, index),
            // A path says everything itself.
            ExprKind::Select { .. } | ExprKind::Has { .. } => {}
            ExprKind::Macro(parts) => {
                self.part(run, &parts.range);
                if matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne) {
                    self.items(run, parts, result.ok().and_then(|value| value.as_bool()));
                }
            }
            ExprKind::Bind { value, body } => {
                self.part(run, value);
                run.bound(value, |run| self.part(run, body));
            }
            ExprKind::OptionalMap { target, .. } => self.part(run, target),
            ExprKind::Call { function, arguments, .. } if function.is_either() => {
                for argument in run.looked_at(arguments) {
                    self.part(run, argument);
                }
            }
            _ => {
                let mut children = Vec::new();
                expr.children(|child| children.push(child));
                for child in children {
                    self.part(run, child);
                }
            }
        }
    }

    /// The expression that a name stands for, where it is first met.
    fn name<N: Host<'v>>(&mut self, run: &mut Run<'v, '_, N>, position: usize) {
        let Some(plan) = run.named(position).filter(|_| !self.opened.contains(&position)) else { return };
        self.opened.push(position);
        let outer = std::mem::replace(&mut self.source, plan.source());
        run.inside(position, |run| self.part(run, &plan.root));
        self.source = outer;
    }

    /// The items that decided, each under the name that stands for it.
    fn items<N: Host<'v>>(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, outcome: Option<bool>) {
        let Ok(mut rounds) = run.rounds(parts) else { return };
        let wanted = match (parts.kind, outcome) {
            // None, or several: where none fits, all are to blame.
            (MacroKind::ExistsOne, Some(_)) => {
                let fits = |round: &Vec<Value<'v, N>>, run: &mut Run<'v, '_, N>| {
                    run.with_locals(round.clone(), |run| run.bool(&parts.body)).is_ok_and(|b| b)
                };
                Some(rounds.iter().any(|round| fits(round, run)))
            }
            (_, outcome) => outcome,
        };
        rounds.retain(|round| run.with_locals(round.clone(), |run| run.bool(&parts.body)).ok() == wanted);
        let more = rounds.len().saturating_sub(MOST_ITEMS);
        let spent = run.is_spent();
        let Some((name, _)) = parts.variables.last() else { return };
        for round in rounds.into_iter().take(MOST_ITEMS) {
            let item = round.last().map(brief).unwrap_or_default();
            self.step(name.clone(), item);
            self.depth += 1;
            run.with_locals(round, |run| self.part(run, &parts.body));
            self.depth -= 1;
        }
        if more > 0 {
            let count = if spent { "more items".to_owned() } else { plural(more, "more item") };
            self.step("…".to_owned(), format!("and {count} like this"));
        }
    }
}

/// Whether it reads nothing: everybody sees what `days(90)` is.
fn is_constant(expr: &Expr) -> bool {
    let mut constant = !matches!(expr.kind, ExprKind::Global(_) | ExprKind::Local(_) | ExprKind::Unknown(_));
    expr.children(|child| constant = constant && is_constant(child));
    constant
}

fn shown<'v, N: Host<'v>>(result: &Result<Value<'v, N>, Stop<N>>) -> String {
    match result {
        Ok(value) => brief(value),
        Err(Stop::Undeclared(_)) => "undeclared".to_owned(),
        Err(Stop::Failed(failure)) => format!("error: {}", failure.message),
    }
}

/// A value in a few words.
fn brief<'v, N: Host<'v>>(value: &Value<'v, N>) -> String {
    let items = value.items();
    if items.iter().any(|item| item.is_map() || item.is_list()) {
        return plural(items.len(), "item");
    }
    match value.entries().first() {
        Some((key, first)) => {
            let more = if value.collection_len() == Some(1) { "" } else { ", …" };
            let scalar = !first.is_map() && !first.is_list() && !matches!(first, Value::Node(node) if node.see() == Seen::Null);
            let first = if scalar { first.to_message() } else { "…".to_owned() };
            format!("{{{}: {first}{more}}}", key.to_message())
        }
        None if value.is_map() => "{}".to_owned(),
        None => value.to_label(),
    }
}
