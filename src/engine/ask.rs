//! What a single expression comes to, for people who try one: its value, its type, and what it read.

mod read;

pub use read::Read;

use std::rc::Rc;

use jiff::civil::{Date, Time};

use super::derived::Derived;
use super::evaluate::origin_of;
use super::locate;
use crate::cel::{Binding, Key, Log, Run, Stop, Text, Touch, Type, Undeclared, Value, Watched};
use crate::diagnostic::{Code, Diagnostic, Label};
use crate::document::Node;
use crate::manifest::System;
use crate::policy::{Body, Derivations, Draft, Expression, Params, Rule, SLOT_DERIVED, SLOT_FLEET, SLOT_SUBJECT, SLOT_TODAY, Scope};
use crate::text::Span;

/// What an expression is evaluated with.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// All systems.
    pub systems: &'a [System],
    /// The day that counts as today.
    pub today: Date,
    /// The rule whose names the expression uses, with what its assertion sees and the parameters in force.
    pub rule: Option<(&'a Rule, &'a Body, &'a Params)>,
    /// The procedures whose results are `derived`, for an expression that uses no rule's names.
    pub derivations: &'a Derivations,
}

/// What an expression looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// No manifest.
    Nothing,
    /// One system at a time.
    System,
    /// All systems at once.
    Fleet,
}

/// What came of an expression on one system, or on one item of its rule's `for_each`.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Id of the system, for an expression that looks at one.
    pub system: Option<String>,
    /// Semantic path of the item.
    pub item: Option<String>,
    /// Type as policies have it, e.g. `list(string)`.
    pub ty: String,
    /// The texts that the value is one of, where the schema says so.
    pub members: Vec<String>,
    /// The value, or why there is none.
    pub came: Came,
    /// What was read, in the order of reading.
    pub read: Vec<Read>,
}

/// What came of an expression.
#[derive(Clone, Debug)]
pub enum Came {
    /// A value.
    Value {
        /// As programs read it.
        json: serde_json::Value,
        /// As people write it, where JSON has no kind of value for it.
        text: Option<String>,
    },
    /// The answer hangs on facts that nobody declared.
    Undeclared(Vec<Missing>),
    /// The list is empty whose items it would be evaluated on.
    NoItems,
    /// The evaluation failed.
    Failed(Box<Diagnostic>),
}

/// A fact that nobody declared.
#[derive(Clone, Debug)]
pub struct Missing {
    /// Semantic path of the fact.
    pub path: String,
    /// Where it belongs, and what is there instead.
    pub label: Label,
}

impl Reach {
    /// What an expression looks at, compiled with the names of a rule or of none.
    pub fn of(draft: &Draft, rule: Option<&Rule>) -> Self {
        let mut reach = Self::Nothing;
        for mention in draft.plan.mentions() {
            match (mention.position, rule.map(|rule| rule.scope)) {
                (SLOT_SUBJECT | SLOT_DERIVED, None) | (SLOT_SUBJECT | SLOT_DERIVED | SLOT_FLEET.., Some(Scope::System)) => {
                    return Self::System;
                }
                (SLOT_FLEET.., None) | (SLOT_SUBJECT | SLOT_DERIVED | SLOT_FLEET.., Some(Scope::Fleet)) => reach = Self::Fleet,
                _ => {}
            }
        }
        reach
    }
}

/// Evaluates an expression on everything that it looks at.
pub fn ask(draft: &Draft, ground: Ground<'_>) -> Vec<Answer> {
    match Reach::of(draft, ground.rule.map(|(rule, _, _)| rule)) {
        Reach::System => {
            let on = |system: &System| {
                let derived = ground.derived(draft, std::slice::from_ref(system));
                Asking { draft, ground, systems: std::slice::from_ref(system), derived: &derived }.on(Some(system))
            };
            ground.systems.iter().flat_map(on).collect()
        }
        Reach::Fleet | Reach::Nothing => {
            let derived = ground.derived(draft, ground.systems);
            Asking { draft, ground, systems: ground.systems, derived: &derived }.on(None)
        }
    }
}

impl Ground<'_> {
    /// What classifications derive for systems, where something reads it.
    fn derived(&self, draft: &Draft, systems: &[System]) -> Vec<Derived> {
        let derivations = match self.rule {
            Some((rule, _, _)) if rule.reads_derived() => rule.derivations(),
            None if draft.plan.mentions().iter().any(|mention| mention.position == SLOT_DERIVED) => self.derivations,
            _ => return Vec::new(),
        };
        systems.iter().map(|system| Derived::of(derivations, system, self.today)).collect()
    }
}

type Watching<'a, 'l> = Watched<'l, Node<'a>>;

struct Asking<'a> {
    draft: &'a Draft,
    ground: Ground<'a>,
    /// The one that is looked at, or all.
    systems: &'a [System],
    /// What classifications derive for each, where something reads it.
    derived: &'a [Derived],
}

impl<'a> Asking<'a> {
    /// The answers on one system, or on all.
    fn on(&self, system: Option<&'a System>) -> Vec<Answer> {
        let log = Log::default();
        let mut globals = self.base(system, &log);
        let Some((_, body, _)) = self.ground.rule else {
            return vec![self.answer(system, None, &globals, &log)];
        };
        let per_item = self.draft.plan.mentions().iter().any(|mention| mention.position > SLOT_TODAY);
        let Some(for_each) = body.for_each.as_ref().filter(|_| per_item) else {
            bind_lets(&mut globals, body);
            return vec![self.answer(system, None, &globals, &log)];
        };
        let items = match Run::new(&globals).eval(&for_each.list.plan) {
            Ok(list) => list.items(),
            Err(stop) => return vec![self.finish(system, None, self.stopped(stop, Some(&for_each.list)), &log)],
        };
        if items.is_empty() {
            return vec![self.finish(system, None, Came::NoItems, &log)];
        }
        let base = globals.len();
        let mut answers = Vec::with_capacity(items.len());
        for item in items {
            globals.truncate(base);
            let path = if let Value::Node(item) = &item { Some(item.node.path().to_string()) } else { None };
            globals.push(Binding::Value(item));
            bind_lets(&mut globals, body);
            log.take();
            answers.push(self.answer(system, path, &globals, &log));
        }
        answers
    }

    /// The names that are known before a rule's own.
    fn base<'l>(&self, system: Option<&'a System>, log: &'l Log<Node<'a>>) -> Vec<Binding<'a, Watching<'a, 'l>>> {
        let watched = |node: Node<'a>| Value::Node(Watched::new(node, log));
        let fleet = || Value::List(Rc::new(self.ground.systems.iter().map(|system| watched(system.node())).collect()));
        let params = self.ground.rule.map(|(_, _, params)| params);
        let params = params.into_iter().flat_map(Params::values).map(|(name, node)| (Key::Text(Text::Borrowed(name)), watched(node)));
        let subject = system.map_or_else(fleet, |system| watched(system.node()));
        let results = |derived: &'a Derived| derived.node().map_or(Value::Null, watched);
        let derived = if system.is_some() {
            self.derived.first().map_or(Value::Null, results)
        } else {
            let all = self.systems.iter().zip(self.derived);
            Value::Map(Rc::new(all.map(|(system, derived)| (Key::Text(Text::Borrowed(system.id.as_str())), results(derived))).collect()))
        };
        let today = Value::Timestamp(self.ground.today.to_datetime(Time::midnight()));
        let mut values = vec![subject, Value::Map(Rc::new(params.collect())), derived, today];
        if self.ground.rule.is_none() {
            values.push(fleet());
        }
        values.into_iter().map(Binding::Value).collect()
    }

    fn answer(
        &self,
        system: Option<&System>,
        item: Option<String>,
        globals: &[Binding<'a, Watching<'a, '_>>],
        log: &Log<Node<'a>>,
    ) -> Answer {
        match Run::new(globals).eval(&self.draft.plan) {
            Ok(value) => {
                let mut touches = log.take();
                if let Value::Node(value) = &value {
                    touches.push(Touch::Node(value.node));
                }
                let came = if value.is_within(&mut MOST_VALUES.clone()) {
                    Came::Value { json: value.to_json(), text: text(&value) }
                } else {
                    let place = self.draft.place(Span::new(0, self.draft.plan.source().trim_end().len() as u32));
                    let message = "the value is too large to be shown";
                    Came::Failed(Box::new(Diagnostic::error(Code::EvaluationError, message).at(place, "this is made of too many values")))
                };
                let answer = self.finish_with(system, item, came, &touches);
                if self.draft.plan.ty() == &Type::Dyn {
                    Answer { ty: format!("dyn, here {}", value.type_name()), ..answer }
                } else {
                    answer
                }
            }
            Err(stop) => {
                let elsewhere = self.ground.rule.and_then(|(_, body, _)| origin_of(&stop, globals, body));
                self.finish(system, item, self.stopped(stop, elsewhere), log)
            }
        }
    }

    /// Why there is no value; `elsewhere` is the rule's expression that it broke off in.
    fn stopped(&self, stop: Stop<Watching<'a, '_>>, elsewhere: Option<&Expression>) -> Came {
        match stop {
            Stop::Undeclared(missing) => {
                let mut missing: Vec<Missing> = missing.iter().flat_map(|missing| self.missing(&read::unwatched(missing))).collect();
                missing.dedup_by(|a, b| a.path == b.path);
                Came::Undeclared(missing)
            }
            Stop::Failed(failure) => {
                let place = elsewhere.map_or_else(|| self.draft.place(failure.span), |expression| expression.place(failure.span));
                Came::Failed(Box::new(Diagnostic::error(Code::EvaluationError, failure.message).at(place, "this failed")))
            }
        }
    }

    /// A fact that is missing; for what a classification could not derive, the facts that it waits for.
    fn missing(&self, missing: &Undeclared<Node<'a>>) -> Vec<Missing> {
        match self.derived.iter().find(|derived| derived.owns(missing.at)) {
            Some(derived) => {
                let path = missing.keys.iter().fold(missing.at.path(), |path, key| path.join(key));
                let footings = derived.footings(&path).iter();
                footings.map(|footing| Missing { path: footing.path.to_string(), label: footing.label.clone() }).collect()
            }
            None => {
                let spot = locate::missing(missing);
                vec![Missing { path: self.path(spot.node, &spot.path), label: spot.label }]
            }
        }
    }

    fn finish(&self, system: Option<&System>, item: Option<String>, came: Came, log: &Log<Node<'a>>) -> Answer {
        self.finish_with(system, item, came, &log.take())
    }

    fn finish_with(&self, system: Option<&System>, item: Option<String>, came: Came, touches: &[Touch<Node<'a>>]) -> Answer {
        let ty = self.draft.plan.ty();
        let mut read = read::reads(touches, |node, path| self.path(node, path));
        if let Came::Undeclared(missing) = &came {
            let leads = |read: &Read, to: &str| to.strip_prefix(&read.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
            let known = |read: &Read| missing.iter().any(|missing| leads(read, &missing.path));
            read.retain(|read| read.value.is_some() || !known(read));
        }
        Answer { system: system.map(|system| system.id.clone()), item, ty: ty.to_string(), members: ty.members().to_vec(), came, read }
    }

    /// A path from the root of its manifest, or from `params` or `derived`.
    fn path(&self, node: Node<'_>, path: &crate::document::Path) -> String {
        if self.derived.iter().any(|derived| derived.owns(node)) {
            return format!("derived.{path}");
        }
        let params = self.ground.rule.map(|(_, _, params)| params);
        let above: Vec<Node<'_>> = std::iter::successors(Some(node), |node| node.parent()).collect();
        for (name, value) in params.into_iter().flat_map(Params::values) {
            if above.contains(&value) {
                let rest = path.0.get(value.path().0.len()..).unwrap_or_default();
                return rest
                    .iter()
                    .cloned()
                    .fold(crate::document::Path::default().join("params").join(name), crate::document::Path::step)
                    .to_string();
            }
        }
        if path.0.is_empty() { "system".to_owned() } else { path.to_string() }
    }
}

fn bind_lets<'v, N>(globals: &mut Vec<Binding<'v, N>>, body: &'v Body) {
    globals.extend(body.lets.iter().map(|named| Binding::lazy(&named.value.plan)));
}

/// Most values that an answer is made of.
const MOST_VALUES: usize = 100_000;

/// A value as people write it, if JSON cannot say it.
fn text<'v, N: crate::cel::Host<'v>>(value: &Value<'v, N>) -> Option<String> {
    match value {
        Value::Timestamp(_) | Value::Duration(_) | Value::Type(_) | Value::Version(_) | Value::Optional(None) => Some(value.to_message()),
        Value::Double(double) if !double.is_finite() => Some(value.to_message()),
        Value::Optional(Some(inner)) => text(inner),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
