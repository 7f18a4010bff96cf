//! Why a condition came out as it did: the nodes that decided, in the order of evaluation.
//!
//! A second walk, made only for rules that failed; expressions have no side effects, so evaluating again is safe.

use super::compile::Plan;
use super::eval::{Binding, Run, Undeclared};
use super::expr::{Expr, ExprKind, MacroKind};
use super::host::{Host, Seen};
use super::print::written;
use crate::text::Span;
use counted::Wanted;
use members::Lacks;

mod counted;
mod failure;
mod items;
mod members;
mod none;
mod operand;
mod place;
mod twice;
mod witness;

/// How a reason ends that only says that something is there.
const DECLARED: &str = " is declared";

/// Most reasons that the terms of one `&&` or `||` give together: no more are shown.
const MOST_OF_TERMS: usize = 8;

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
        let mut blame = Blame::new(plan, true);
        blame.condition(self, &plan.root, outcome);
        blame.told()
    }

    /// What these reasons are about, without what they say of it: for those who show no more than a place. The first alone, or all.
    pub fn blame_subjects(&mut self, plan: &'v Plan, outcome: bool, first: bool) -> Vec<Subject<N>> {
        let mut blame = Blame { first, ..Blame::new(plan, false) };
        blame.condition(self, &plan.root, outcome);
        blame.reasons.into_iter().map(|reason| reason.subject).collect()
    }

    /// What the part of a plan was made from that failed to evaluate.
    pub fn blame_failure(&mut self, plan: &'v Plan) -> Vec<Reason<N>> {
        let mut blame = Blame::new(plan, true);
        blame.failure(self, &plan.root);
        blame.told()
    }

    /// The expression that a variable of the scope stands for, where it is not bound to a value.
    pub(super) fn named(&self, position: usize) -> Option<&'v Plan> {
        match self.globals.get(position) {
            Some(Binding::Lazy(plan, _)) => Some(plan),
            _ => None,
        }
    }

    /// Looks into the expression that a variable of the scope stands for, which sees the variables before it.
    pub(super) fn inside(&mut self, position: usize, look: impl FnOnce(&mut Run<'v, '_, N>)) {
        let mut inner = Run::new(self.globals.get(..position).unwrap_or_default());
        inner.cost = self.cost;
        look(&mut inner);
        self.cost = inner.cost;
    }
}

/// Whether a path begins at the variable of a macro and goes to a field of it.
fn is_item(expr: &Expr) -> bool {
    let mut at = expr;
    while let ExprKind::Select { operand, .. } | ExprKind::Index { operand, .. } = &at.kind {
        at = operand;
    }
    matches!(at.kind, ExprKind::Local(_))
}

struct Blame<'v, N> {
    source: &'v str,
    reasons: Vec<Reason<N>>,
    /// What `cel.bind` gave a name to, by the level of the name.
    named: Vec<(usize, &'v Expr)>,
    /// Whether reasons say what is there; it takes longer than finding them.
    telling: bool,
    /// Steps that are left: what names stand for is looked into again wherever they stand.
    steps: u32,
    /// Whether the first reason is enough.
    first: bool,
    /// How many walks are open whose reasons are put into another order at their ends.
    unordered: u32,
    /// How many `||` and questions of `? :` are open: what is a guard in one of several ways is none of what decided.
    alternatives: u32,
    /// Whether the budget was filled up once: finding the items that decided costs as much as the whole expression did.
    refilled: bool,
    /// What lists lack.
    lacks: Lacks<N>,
    /// What was wanted of the number of items that is asked for.
    wanted: Wanted,
}

/// Most steps of one walk, far more than any rule of a person's takes.
const MOST_STEPS: u32 = 20_000;

impl<'v, N: Host<'v>> Blame<'v, N> {
    fn new(plan: &'v Plan, telling: bool) -> Self {
        Self {
            source: plan.source(),
            reasons: Vec::new(),
            named: Vec::new(),
            telling,
            steps: MOST_STEPS,
            first: false,
            unordered: 0,
            alternatives: 0,
            refilled: false,
            lacks: Lacks::default(),
            wanted: Wanted::default(),
        }
    }

    /// Takes a step; whether there was none left, or nothing more is asked for.
    fn is_exhausted(&mut self) -> bool {
        if self.is_settled() {
            return true;
        }
        self.steps = self.steps.saturating_sub(1);
        self.steps == 0
    }

    /// Whether all is found that is asked for.
    fn is_settled(&self) -> bool {
        self.first && self.unordered == 0 && !self.reasons.is_empty()
    }

    fn push(&mut self, subject: Subject<N>, text: String) {
        let room = self.reasons.len() < MOST_REASONS;
        match self.reasons.iter_mut().find(|reason| reason.subject == subject) {
            // What a fact says tells more than that it is there.
            Some(known) if known.text.ends_with(DECLARED) => known.text = text,
            Some(_) => {}
            None if room => self.reasons.push(Reason { subject, text }),
            None => {}
        }
    }

    /// That a fact is there is what decided, and no guard of what stands beside it.
    fn insist(&mut self, from: usize) {
        for reason in self.reasons.iter_mut().skip(from).filter(|reason| reason.text.ends_with(DECLARED)) {
            reason.text.push_str(" here");
        }
    }

    /// The path as it is written, without the marks of optional access, and without the variable of a macro: what a rule calls an
    /// item means nothing beside the item itself.
    fn written(&self, expr: &Expr) -> String {
        self.shown(expr, expr.span)
    }

    /// The same for a span that begins where `expr` does.
    fn shown(&self, expr: &Expr, span: Span) -> String {
        let text = written(self.source, span).replace(".?", ".").replace("[?", "[");
        let bare = if is_item(expr) { text.split_once('.').map(|(_, field)| field) } else { None };
        bare.map_or_else(|| text.clone(), str::to_owned)
    }

    /// Why `expr`, a condition, came out as `outcome`.
    fn condition(&mut self, run: &mut Run<'v, '_, N>, expr: &'v Expr, outcome: bool) {
        if self.is_exhausted() {
            return;
        }
        match &expr.kind {
            ExprKind::And(terms) | ExprKind::Or(terms) => {
                // Where one term decides, those that did; where all had to agree, all, and none so long that the last are not heard.
                let decided: Vec<&Expr> = terms.iter().filter(|term| run.bool(term).is_ok_and(|b| b == outcome)).collect();
                let room = MOST_OF_TERMS / decided.len().clamp(1, MOST_OF_TERMS);
                let either = matches!(expr.kind, ExprKind::Or(_));
                self.alternatives += u32::from(either);
                for term in &decided {
                    let before = self.reasons.len();
                    self.condition(run, term, outcome);
                    if decided.len() > 1 {
                        self.reasons.truncate(before + room);
                    }
                    if self.alternatives == 0 && matches!(&term.kind, ExprKind::Not(asked) if matches!(asked.kind, ExprKind::Has { .. })) {
                        self.insist(before);
                    }
                }
                self.alternatives -= u32::from(either);
            }
            ExprKind::Not(operand) => self.condition(run, operand, !outcome),
            ExprKind::Conditional(parts) => {
                let Ok(yes) = run.bool(&parts[0]) else { return };
                self.condition(run, if yes { &parts[1] } else { &parts[2] }, outcome);
                self.alternatives += 1;
                self.condition(run, &parts[0], yes);
                self.alternatives -= 1;
            }
            ExprKind::Has { operand, field, field_span } => self.presence(run, operand, field, *field_span, outcome),
            ExprKind::Macro(parts) if matches!(parts.kind, MacroKind::All | MacroKind::Exists | MacroKind::ExistsOne) => {
                self.quantifier(run, parts, outcome);
            }
            ExprKind::Bind { value, body } => self.bind(run, value, |blame, run| blame.condition(run, body, outcome)),
            ExprKind::Global(position) => self.global(run, expr, *position, |blame, run, root| blame.condition(run, root, outcome)),
            ExprKind::Local(level) => self.local(run, expr, *level, |blame, run, value| blame.condition(run, value, outcome)),
            _ => self.operand(run, expr),
        }
    }

    /// Looks into the body of a `cel.bind`; where it holds no reason, the value does.
    fn bind(&mut self, run: &mut Run<'v, '_, N>, value: &'v Expr, look: impl FnOnce(&mut Self, &mut Run<'v, '_, N>)) {
        let before = self.reasons.len();
        self.named.push((run.locals.len(), value));
        run.bound(value, |run| look(self, run));
        self.named.pop();
        if self.reasons.len() == before {
            self.operand(run, value);
        }
    }

    /// A variable of the scope: a whole document decides nothing, one of its fields does.
    fn global(
        &mut self,
        run: &mut Run<'v, '_, N>,
        expr: &'v Expr,
        position: usize,
        look: impl FnOnce(&mut Self, &mut Run<'v, '_, N>, &'v Expr),
    ) {
        if let Some(plan) = run.named(position) {
            let outer = std::mem::replace(&mut self.source, plan.source());
            let named = std::mem::take(&mut self.named);
            run.inside(position, |run| look(self, run, &plan.root));
            self.named = named;
            self.source = outer;
        } else if let Some(Subject::Node(node)) = Self::follow(run, expr)
            && node.see() != Seen::Map
        {
            self.node(node, &format!("`{}`", self.written(expr)));
        }
    }

    /// Whether the name of a level stands for an expression.
    fn is_named(&self, level: usize) -> bool {
        self.named.iter().any(|(named, _)| *named == level)
    }

    /// A variable of a macro.
    fn local(
        &mut self,
        run: &mut Run<'v, '_, N>,
        expr: &'v Expr,
        level: usize,
        look: impl FnOnce(&mut Self, &mut Run<'v, '_, N>, &'v Expr),
    ) {
        if let Some(at) = self.named.iter().rposition(|(named, _)| *named == level) {
            let value = self.named[at].1;
            // The value was made before its own name and all that came after.
            let (later, inner) = (self.named.split_off(at), run.locals.split_off(level.min(run.locals.len())));
            let faults = std::mem::take(&mut run.faults);
            run.faults = faults.iter().filter(|(faulty, _)| *faulty < level).cloned().collect();
            look(self, run, value);
            self.named.extend(later);
            run.locals.truncate(level);
            run.locals.extend(inner);
            run.faults = faults;
        } else if let Some(Subject::Node(node)) = Self::follow(run, expr) {
            self.node(node, "this");
        }
    }
}
