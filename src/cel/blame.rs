//! Why a condition came out as it did: the nodes that decided, in the order of evaluation.
//!
//! A second walk, made only for rules that failed; expressions have no side effects, so evaluating again is safe.

use super::compile::Plan;
use super::eval::{Binding, Run, Stop, Undeclared};
use super::expr::{Expr, ExprKind, Macro, MacroKind};
use super::host::{Host, Seen};
use super::value::Value;

/// Most failing items of one list that are shown one by one.
const MOST_ITEMS: usize = 3;

/// Most reasons that are collected.
const MOST_REASONS: usize = 16;

/// A node, or the lack of one, that decided.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason<N> {
    /// What decided.
    pub subject: Subject<N>,
    /// What is there, e.g. `` `flow.agreement.no_training` is false ``.
    pub text: String,
}

/// What a [`Reason`] is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject<N> {
    /// A node of the document.
    Node(N),
    /// A way of keys that is not there.
    Missing(Undeclared<N>),
}

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    /// The reasons why a plan that is a condition evaluated to `outcome`.
    pub fn blame(&mut self, plan: &'v Plan, outcome: bool) -> Vec<Reason<N>> {
        let mut blame = Blame { source: plan.source(), reasons: Vec::new() };
        blame.condition(self, &plan.root, outcome);
        blame.reasons
    }

    /// The nodes that a plan's value was made from.
    pub fn sources(&mut self, plan: &'v Plan) -> Vec<Reason<N>> {
        let mut blame = Blame { source: plan.source(), reasons: Vec::new() };
        blame.operand(self, &plan.root);
        blame.reasons
    }
}

struct Blame<'v, N> {
    source: &'v str,
    reasons: Vec<Reason<N>>,
}

impl<'v, N: Host<'v>> Blame<'v, N> {
    fn push(&mut self, subject: Subject<N>, text: String) {
        let room = self.reasons.len() < MOST_REASONS;
        match self.reasons.iter_mut().find(|reason| reason.subject == subject) {
            // What a fact says tells more than that it is there.
            Some(known) if known.text.ends_with(" is declared") => known.text = text,
            Some(_) => {}
            None if room => self.reasons.push(Reason { subject, text }),
            None => {}
        }
    }

    fn written(&self, expr: &Expr) -> String {
        let text = self.source.get(expr.span.range()).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Why `expr`, a condition, came out as `outcome`.
    fn condition(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr, outcome: bool) {
        match &expr.kind {
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                // Where one term decides, those that did; where all had to agree, all.
                for term in terms {
                    if run.bool(term).is_ok_and(|b| b == outcome) {
                        self.condition(run, term, outcome);
                    }
                }
            }
            ExprKind::Not(operand) => self.condition(run, operand, !outcome),
            ExprKind::Conditional(parts) => {
                let Ok(yes) = run.bool(&parts[0]) else { return };
                let before = self.reasons.len();
                self.condition(run, if yes { &parts[1] } else { &parts[2] }, outcome);
                if self.reasons.len() == before {
                    self.condition(run, &parts[0], yes);
                }
            }
            ExprKind::Has { operand, field, .. } => self.presence(run, expr, operand, field, outcome),
            ExprKind::Macro(parts) => self.quantifier(run, parts, outcome),
            ExprKind::Bind { value, body } => {
                if let Ok(value) = run.expr(value) {
                    run.with_locals([value], |run| self.condition(run, body, outcome));
                }
            }
            ExprKind::Global(position) if Self::lazy(run, *position).is_some() => {
                self.inside(run, *position, |blame, run, root| blame.condition(run, root, outcome));
            }
            _ => self.operand(run, expr),
        }
    }

    fn lazy(run: &Run<'v, '_, N>, position: usize) -> Option<&'v Plan> {
        match run.globals.get(position) {
            Some(Binding::Lazy(plan, _)) => Some(plan),
            _ => None,
        }
    }

    /// Looks into the expression that a named sub-expression stands for.
    fn inside(&mut self, run: &mut Run<'v, '_, N>, position: usize, look: impl FnOnce(&mut Self, &mut Run<'v, '_, N>, &'v Expr)) {
        let Some(plan) = Self::lazy(run, position) else { return };
        let outer = std::mem::replace(&mut self.source, plan.source());
        let mut inner = Run::new(&run.globals[..position]);
        inner.cost = run.cost;
        look(self, &mut inner, &plan.root);
        run.cost = inner.cost;
        self.source = outer;
    }

    fn presence(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr, operand: &'v Expr, field: &str, outcome: bool) {
        let missing = match run.expr(operand) {
            Ok(Value::Node(node)) => match node.get(field) {
                Some(child) if outcome => {
                    return self.push(Subject::Node(child), format!("`{field}` is declared"));
                }
                Some(child) => Undeclared { at: child, keys: Vec::new() },
                None => Undeclared { at: node, keys: vec![field.to_owned()] },
            },
            Err(Stop::Undeclared(missing)) => {
                let Some(first) = missing.first() else { return };
                let mut keys = first.keys.clone();
                keys.push(field.to_owned());
                Undeclared { at: first.at, keys }
            }
            _ => return self.operand(run, operand),
        };
        let written = self.written(expr);
        let path = written.trim_start_matches("has(").trim_end_matches(')').to_owned();
        self.push(Subject::Missing(missing), format!("`{path}` is not declared"));
    }

    fn quantifier(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, outcome: bool) {
        let witnesses = matches!((parts.kind, outcome), (MacroKind::All, false) | (MacroKind::Exists, true));
        let before = self.reasons.len();
        if witnesses && let Ok(rounds) = run.rounds(parts) {
            let mut count = 0usize;
            for round in rounds {
                let decides = run.with_locals(round.clone(), |run| run.bool(&parts.body)).is_ok_and(|b| b == outcome);
                count += usize::from(decides);
                if decides && count <= MOST_ITEMS {
                    let so_far = self.reasons.len();
                    run.with_locals(round.clone(), |run| self.condition(run, &parts.body, outcome));
                    if self.reasons.len() == so_far
                        && let Some(Value::Node(item)) = round.last()
                    {
                        self.push(Subject::Node(*item), "this item".to_owned());
                    }
                }
            }
            if count > MOST_ITEMS {
                let more = crate::text::plural(count - MOST_ITEMS, "more item");
                self.range(run, parts, &|_| format!("{more} like this"));
            }
            if self.reasons.len() > before {
                return;
            }
        }
        self.range(run, parts, &|count| match (parts.kind, count) {
            (_, Some(0)) => "an empty list".to_owned(),
            (MacroKind::Exists, Some(count)) => format!("none of {} fits", crate::text::plural(count, "item")),
            (MacroKind::ExistsOne, Some(count)) => format!("not exactly one of {} fits", crate::text::plural(count, "item")),
            _ => "looked at here".to_owned(),
        });
    }

    /// Points at the list that a macro goes over, through filters.
    fn range(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, text: &dyn Fn(Option<usize>) -> String) {
        let before = self.reasons.len();
        self.operand(run, &parts.range);
        let found: Vec<Reason<N>> = self.reasons.split_off(before);
        for reason in found.into_iter().take(1) {
            let count = match &reason.subject {
                Subject::Node(node) if node.see() == Seen::List => Some(node.len()),
                _ => None,
            };
            self.push(reason.subject, text(count));
        }
    }

    /// The nodes that an operand's value was made from.
    fn operand(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr) {
        match &expr.kind {
            ExprKind::Literal(_) | ExprKind::TypeName(_) | ExprKind::Unknown(_) => {}
            ExprKind::Global(position) if Self::lazy(run, *position).is_some() => {
                self.inside(run, *position, Blame::operand);
            }
            ExprKind::Global(_) | ExprKind::Local(_) => {
                // A whole document decides nothing; one of its fields does.
                if let Ok(value @ Value::Node(node)) = run.expr(expr)
                    && (node.see() != Seen::Map || matches!(expr.kind, ExprKind::Local(_)))
                {
                    let name =
                        if matches!(expr.kind, ExprKind::Local(_)) { "this".to_owned() } else { format!("`{}`", self.written(expr)) };
                    self.push(Subject::Node(node), format!("{name} is {}", describe(&value)));
                }
            }
            ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. } => match field_node(run, expr) {
                Ok(value @ Value::Node(node)) => {
                    self.push(Subject::Node(node), format!("`{}` is {}", self.written(expr), describe(&value)));
                }
                Err(Stop::Undeclared(missing)) => {
                    for one in missing {
                        self.push(Subject::Missing(one), format!("`{}` is not declared", self.written(expr)));
                    }
                }
                _ => self.operand(run, operand),
            },
            ExprKind::Conditional(parts) => {
                if let Ok(yes) = run.bool(&parts[0]) {
                    self.operand(run, if yes { &parts[1] } else { &parts[2] });
                }
            }
            ExprKind::Has { operand, field, .. } => {
                let outcome = run.bool(expr).unwrap_or(false);
                self.presence(run, expr, operand, field, outcome);
            }
            ExprKind::Macro(parts) => self.operand(run, &parts.range),
            ExprKind::Bind { value, body } => {
                self.operand(run, value);
                if let Ok(value) = run.expr(value) {
                    run.with_locals([value], |run| self.operand(run, body));
                }
            }
            ExprKind::OptionalMap { target, .. } => self.operand(run, target),
            _ => {
                let mut children = Vec::new();
                expr.children(|child| children.push(child));
                for child in children {
                    self.operand(run, child);
                }
            }
        }
    }
}

/// The node of a field, also where its value is read as something else.
fn field_node<'v, N: Host<'v>>(run: &mut Run<'v, '_, N>, expr: &'v Expr) -> Result<Value<'v, N>, Stop<N>> {
    if let ExprKind::Select { operand, field, .. } = &expr.kind
        && let Ok(Value::Node(node)) = run.expr(operand)
        && let Some(child) = node.get(field)
    {
        return Ok(Value::Node(child));
    }
    run.expr(expr)
}

fn describe<'v, N: Host<'v>>(value: &Value<'v, N>) -> String {
    let items = value.items();
    if items.iter().any(|item| item.is_map() || item.is_list()) {
        return format!("a list of {}", items.len());
    }
    if value.is_map() { "declared like this".to_owned() } else { value.to_label() }
}
