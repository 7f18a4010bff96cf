use jiff::civil::Date;

use super::derived::Derived;
use super::judged::{Detail, Judged};
use super::locate::{self, Spot};
use super::outcome::Verdict;
use super::subject::Subject;
use super::words;
use crate::cel::{Binding, Host, Reason, Run, Step, Stop, Undeclared, Value};
use crate::diagnostic::{Label, Place};
use crate::document::{Node, Path};
use crate::manifest::System;
use crate::policy::{Body, Expression, Params, Rule, SLOT_TODAY};

/// Most places that a finding shows as causes.
const MOST_SPOTS: usize = 8;

/// How rules are judged.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The day that counts as today.
    pub today: Date,
    /// How much a verdict that is shown says.
    pub depth: Depth,
}

/// How much a verdict that is shown says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What is wrong, and where; of a failure nothing else.
    Place,
    /// What else decided and what to do, too.
    Causes,
    /// The expressions that decided with the values of their parts, too.
    Values,
}

/// Judges one rule: one result, or one per item of its `for_each`.
pub fn judge<'a>(rule: &'a Rule, params: &'a Params, subject: &'a Subject<'a>, terms: Terms) -> Vec<Judged<'a>> {
    let derived = subject.derived(rule, terms.today);
    let judge = Judge { rule, subject, derived, depth: terms.depth };
    let (Ok(when), Ok(body)) = (rule.when(), rule.body()) else {
        // Why was reported with its policy; here only that nothing came of it.
        return vec![judge.plain(Verdict::Error)];
    };
    let mut globals = globals(rule, params, subject, terms.today);
    if let Some(when) = when {
        match Run::new(&globals).eval(&when.plan) {
            Ok(value) => match value.as_bool() {
                Some(true) => {}
                Some(false) => return vec![judge.plain(Verdict::NotApplicable)],
                None => return vec![judge.mistyped("bool", &value, when)],
            },
            Err(stop) => return vec![judge.stopped(stop, &globals, when, None, true)],
        }
    }
    let Some(for_each) = &body.for_each else {
        bind_lets(&mut globals, body);
        return vec![judge.assertion(&globals, body, when, None)];
    };
    let items = match Run::new(&globals).eval(&for_each.list.plan) {
        Ok(list) if list.is_list() => list.items(),
        Ok(other) => return vec![judge.mistyped("list", &other, &for_each.list)],
        Err(stop) => return vec![judge.stopped(stop, &globals, &for_each.list, None, true)],
    };
    if items.is_empty() {
        return vec![judge.plain(Verdict::NotApplicable)];
    }
    let base = globals.len();
    let mut judged = Vec::with_capacity(items.len());
    for item in items {
        globals.truncate(base);
        let node = if let Value::Node(node) = &item { Some(*node) } else { None };
        let made = node.is_none().then(|| item.to_message());
        globals.push(Binding::Value(item));
        bind_lets(&mut globals, body);
        let mut one = judge.assertion(&globals, body, when, node);
        if let (Some(made), Some(detail)) = (made, &mut one.detail) {
            detail.item = made;
        }
        judged.push(one);
    }
    judged
}

/// The names that every expression sees, in the order of their slots.
pub(super) fn globals<'v>(rule: &Rule, params: &'v Params, subject: &'v Subject<'v>, today: Date) -> Vec<Binding<'v, Node<'v>>> {
    let results = subject.derived_value(rule, today);
    let midnight = Value::Timestamp(today.to_datetime(jiff::civil::Time::midnight()));
    [subject.value(), params.value(), results, midnight].into_iter().map(Binding::Value).collect()
}

pub(super) fn bind_lets<'v>(globals: &mut Vec<Binding<'v, Node<'v>>>, body: &'v Body) {
    globals.extend(body.lets.iter().map(|named| Binding::lazy(&named.value.plan)));
}

/// The named sub-expression that an evaluation failed in; nothing where it is the expression itself.
pub(super) fn origin_of<'v, 'a, N: Host<'v>>(stop: &Stop<N>, globals: &[Binding<'v, N>], body: &'a Body) -> Option<&'a Expression> {
    let Stop::Failed(failure) = stop else { return None };
    let first = globals.len().checked_sub(body.lets.len())?;
    let named = body.lets.iter().zip(globals.get(first..)?);
    let failed = |binding: &Binding<'v, N>| match binding {
        Binding::Lazy(_, cell) => matches!(cell.get(), Some(Err(Stop::Failed(other))) if other == failure),
        Binding::Value(_) => false,
    };
    named.into_iter().find(|(_, binding)| failed(binding)).map(|(named, _)| &named.value)
}

struct Judge<'a> {
    rule: &'a Rule,
    subject: &'a Subject<'a>,
    derived: &'a [Derived],
    depth: Depth,
}

type Globals<'a> = [Binding<'a, Node<'a>>];

impl<'a> Judge<'a> {
    fn plain(&self, verdict: Verdict) -> Judged<'a> {
        Judged { rule: self.rule, verdict, detail: None }
    }

    fn assertion(&self, globals: &Globals<'a>, body: &'a Body, when: Option<&'a Expression>, item: Option<Node<'a>>) -> Judged<'a> {
        match Run::new(globals).eval(&body.assert.plan) {
            Ok(value) => match value.as_bool() {
                Some(true) => self.plain(Verdict::Pass),
                Some(false) => self.failed(globals, body, when, item),
                None => self.mistyped("bool", &value, &body.assert),
            },
            Err(stop) => self.stopped(stop, globals, &body.assert, item, false),
        }
    }

    fn failed(&self, globals: &Globals<'a>, body: &'a Body, when: Option<&'a Expression>, item: Option<Node<'a>>) -> Judged<'a> {
        if self.depth == Depth::Place {
            return self.placed(globals, body, item);
        }
        let reasons = Run::new(globals).blame(&body.assert.plan, false);
        let (mut spots, params) = self.with_params(reasons);
        // The same path may lead through several manifests.
        let mut known: Vec<(String, Path)> = Vec::new();
        spots.retain(|spot| {
            let key = (self.system(spot.node), spot.path.clone());
            let new = !known.contains(&key);
            known.push(key);
            new
        });
        // A finding about one of all systems stands in its manifest, whatever it was held against.
        if let Some(at) = system_of(item).and_then(|system| spots.iter().position(|spot| within(system, spot.node))) {
            let own = spots.remove(at);
            spots.insert(0, own);
        }
        // Beside the first reason, that a fact is there explains little.
        let mut first = true;
        spots.retain(|spot| std::mem::take(&mut first) || !spot.label.text.ends_with(" is declared"));
        spots.truncate(MOST_SPOTS);
        if spots.is_empty() {
            let why = [&["this one".to_owned()], params.as_slice()].concat().join(", ");
            spots.extend(self.whole(item, &why));
        }
        // An alias, or a name that stands elsewhere, says nothing about the item.
        if let Some(item) = item
            && !spots.iter().any(|spot| within(item, spot.node) && stands_in(item, &spot.label.place))
        {
            spots.extend(self.whole(Some(item), "this one"));
        }
        // What the rule hangs on when it applies; the first fact is enough to see why.
        let applies = when.map(|when| Run::new(&globals[..=SLOT_TODAY]).blame(&when.plan, true)).unwrap_or_default();
        let applies = applies.into_iter().flat_map(|reason| self.spots(reason)).next();
        if let Some(mut spot) = applies
            && !spots.iter().any(|known| known.label.place.span == spot.label.place.span)
        {
            "applies because of this".clone_into(&mut spot.label.text);
            spots.push(spot);
        }
        let mut spots = spots.into_iter();
        let Some(primary) = spots.next() else { return self.plain(Verdict::Error) };
        let (message, help) = words::failed(self.rule, globals, true);
        let detail = Detail {
            system: self.system(primary.node),
            message,
            help,
            path: primary.path,
            item: item.map(Node::path).unwrap_or_default().to_string(),
            primary: primary.label,
            related: spots.map(|spot| spot.label).collect(),
            missing: Vec::new(),
            evaluated: self.evaluated(globals, &body.assert),
        };
        Judged { rule: self.rule, verdict: Verdict::Fail, detail: Some(Box::new(detail)) }
    }

    /// A failure of which only the first place is asked for.
    fn placed(&self, globals: &Globals<'a>, body: &'a Body, item: Option<Node<'a>>) -> Judged<'a> {
        let system = system_of(item);
        // A parameter stands in no manifest: then what comes after it is asked for, too.
        let alone = system.is_none().then(|| self.first_place(globals, body, None, true)).flatten();
        let first = alone.or_else(|| self.first_place(globals, body, system, false));
        let Some(place) = first.or_else(|| self.whole(item, "").map(|spot| spot.label.place)) else { return self.plain(Verdict::Error) };
        let (message, _) = words::failed(self.rule, globals, false);
        let detail = Detail { message, ..Detail::at(Label { place, text: String::new() }) };
        Judged { rule: self.rule, verdict: Verdict::Fail, detail: Some(Box::new(detail)) }
    }

    /// The first place of a failure; in the manifest of one of all systems, where there is one.
    fn first_place(&self, globals: &Globals<'a>, body: &'a Body, system: Option<Node<'a>>, alone: bool) -> Option<Place> {
        let mut first: Option<Place> = None;
        for subject in Run::new(globals).blame_subjects(&body.assert.plan, false, alone) {
            let found = match subject {
                crate::cel::Subject::Node(node) if self.is_declared(node) => vec![(node, locate::place(node))],
                _ => {
                    let spots = self.spots(Reason { subject, text: String::new() });
                    spots.into_iter().map(|spot| (spot.node, spot.label.place)).collect()
                }
            };
            // What stands in the manifest of one of all systems comes before all else.
            let own = found.iter().find(|(node, _)| system.is_none_or(|system| within(system, *node)));
            if let Some((_, place)) = own {
                return Some(place.clone());
            }
            first = first.or_else(|| found.into_iter().next().map(|(_, place)| place));
        }
        first
    }

    fn stopped(
        &self,
        stop: Stop<Node<'a>>,
        globals: &Globals<'a>,
        expression: &'a Expression,
        item: Option<Node<'a>>,
        applies: bool,
    ) -> Judged<'a> {
        let named = self.rule.body().ok().and_then(|body| origin_of(&stop, globals, body));
        let origin = named.unwrap_or(expression);
        let mut judged = match stop {
            Stop::Undeclared(missing) => self.undeclared(&missing, item, applies),
            Stop::Failed(failure) => {
                let (mut causes, params) = self.with_params(Run::new(globals).blame_failure(&expression.plan));
                let why = [std::slice::from_ref(&failure.message), params.as_slice()].concat().join(", ");
                let mut judged = self.broken(&why, origin.place(failure.span));
                causes.truncate(MOST_SPOTS);
                if let (Some(detail), Some(spot)) = (&mut judged.detail, self.whole(item, "evaluated on this")) {
                    detail.system = self.system(causes.first().map_or(spot.node, |cause| cause.node));
                    detail.item = spot.path.to_string();
                    detail.related =
                        if causes.is_empty() { vec![spot.label] } else { causes.into_iter().map(|cause| cause.label).collect() };
                }
                judged
            }
        };
        if let Some(detail) = &mut judged.detail {
            detail.evaluated = self.evaluated(globals, expression);
        }
        judged
    }

    fn evaluated(&self, globals: &Globals<'a>, expression: &'a Expression) -> Vec<Step> {
        if self.depth == Depth::Values { Run::new(globals).trace(&expression.plan) } else { Vec::new() }
    }

    fn undeclared(&self, missing: &[Undeclared<Node<'a>>], item: Option<Node<'a>>, applies: bool) -> Judged<'a> {
        let mut spots: Vec<Spot<'a>> = missing.iter().flat_map(|missing| self.missing(missing)).collect();
        spots.dedup_by(|a, b| a.path == b.path);
        if spots.is_empty() {
            spots.extend(self.whole(item, "this one"));
        }
        let named = item.filter(|item| !spots.iter().any(|spot| stands_in(*item, &spot.label.place)));
        let paths: Vec<String> = spots.iter().map(|spot| spot.path.to_string()).collect();
        let told: Vec<(String, bool)> = spots.iter().map(|spot| (spot.path.to_string(), spot.label.text == locate::UNKNOWN)).collect();
        let (message, help) = words::undeclared(self.rule, &told, applies);
        spots.extend(named.and_then(|item| self.whole(Some(item), "this one")));
        let mut spots = spots.into_iter();
        let Some(primary) = spots.next() else { return self.plain(Verdict::Error) };
        let detail = Detail {
            system: self.system(primary.node),
            message,
            help: Some(help),
            path: primary.path,
            item: item.map(Node::path).unwrap_or_default().to_string(),
            primary: primary.label,
            related: spots.map(|spot| spot.label).collect(),
            missing: paths,
            evaluated: Vec::new(),
        };
        Judged { rule: self.rule, verdict: Verdict::Undeclared, detail: Some(Box::new(detail)) }
    }

    /// What only the document could tell: a value of another type than the place needs.
    fn mistyped(&self, wanted: &str, value: &Value<'a, Node<'a>>, expression: &Expression) -> Judged<'a> {
        self.broken(&format!("expected a {wanted}, found {}", value.type_name()), expression.whole())
    }

    /// An evaluation error: the caret sits in the policy file.
    fn broken(&self, why: &str, place: Place) -> Judged<'a> {
        let spot = self.whole(None, "evaluated on this");
        let detail = Detail {
            system: spot.as_ref().map(|spot| self.system(spot.node)).unwrap_or_default(),
            message: format!("rule `{}` could not be evaluated: {why}", self.rule.id),
            help: Some("correct the rule; what was not evaluated is not passed".to_owned()),
            primary: Label { place, text: why.to_owned() },
            related: spot.into_iter().map(|spot| spot.label).collect(),
            path: Path::default(),
            item: String::new(),
            missing: Vec::new(),
            evaluated: Vec::new(),
        };
        Judged { rule: self.rule, verdict: Verdict::Error, detail: Some(Box::new(detail)) }
    }

    /// The places of reasons, and the parameters that none of them names: a parameter stands in no manifest, so that the fact that it
    /// was held against names it.
    fn with_params(&self, reasons: Vec<Reason<Node<'a>>>) -> (Vec<Spot<'a>>, Vec<String>) {
        let mut spots: Vec<Spot<'a>> = Vec::new();
        let mut waiting: Vec<String> = Vec::new();
        let add = |text: &mut String, more: &str| text.extend([", ", more]);
        for reason in reasons {
            if reason.text.starts_with("`params.") {
                match spots.last_mut() {
                    Some(spot) if !spot.label.text.contains(&reason.text) => add(&mut spot.label.text, &reason.text),
                    Some(_) => {}
                    None => waiting.push(reason.text),
                }
                continue;
            }
            let mut found = self.spots(reason);
            if let Some(first) = found.first_mut() {
                waiting.drain(..).for_each(|text| add(&mut first.label.text, &text));
            }
            spots.extend(found);
        }
        (spots, waiting)
    }

    /// Where a reason stands in a manifest: nowhere for parameters, which are nodes too; for what a classification derived,
    /// the facts behind it.
    fn spots(&self, reason: Reason<Node<'a>>) -> Vec<Spot<'a>> {
        let node = match &reason.subject {
            crate::cel::Subject::Node(node) => *node,
            crate::cel::Subject::Missing(missing) => missing.at,
        };
        if let Some(spots) = self.behind(node, &node.path()) {
            return spots;
        }
        if self.is_declared(node) { vec![locate::reason(reason)] } else { Vec::new() }
    }

    /// Whether a node stands in a manifest.
    fn is_declared(&self, node: Node<'_>) -> bool {
        self.subject.systems.iter().any(|system| std::ptr::eq(system.node().tree(), node.tree()))
    }

    /// Where a fact is missing; for what a classification could not derive, the facts that it waits for.
    fn missing(&self, missing: &Undeclared<Node<'a>>) -> Vec<Spot<'a>> {
        let path = missing.keys.iter().fold(missing.at.path(), |path, key| path.join(key));
        self.behind(missing.at, &path).unwrap_or_else(|| vec![locate::missing(missing)])
    }

    /// The facts behind a part of what was derived; nothing where the node is none.
    fn behind(&self, node: Node<'_>, path: &Path) -> Option<Vec<Spot<'a>>> {
        let (derived, system) = self.derived.iter().zip(self.subject.systems).find(|(derived, _)| derived.owns(node))?;
        Some(derived.footings(path).iter().map(|ground| ground.spot(system.node())).collect())
    }

    fn system(&self, node: Node<'_>) -> String {
        let mut root = node;
        while let Some(parent) = root.parent() {
            root = parent;
        }
        let systems = self.subject.systems;
        let owner = systems.iter().find(|system| system.node() == root).or(systems.first());
        owner.map(|system| system.id.clone()).unwrap_or_default()
    }

    /// The item, or the first system where there is none.
    fn whole(&self, item: Option<Node<'a>>, text: &str) -> Option<Spot<'a>> {
        let system = self.subject.systems.first().map(System::node);
        item.or(system).map(|node| locate::whole(node, text))
    }
}

/// Whether a place lies in an item as it is written: what an alias or a merge key brings in stands elsewhere.
fn stands_in(item: Node<'_>, place: &Place) -> bool {
    let whole = item.place();
    // An item is also shown by its own key, which stands before it.
    let start = item.key().map_or(whole.span.start, |key| key.span().start.min(whole.span.start));
    std::sync::Arc::ptr_eq(&whole.source, &place.source) && (start..=whole.span.end).contains(&place.span.start)
}

/// The item of a rule that goes over all systems, which is one of them.
fn system_of(item: Option<Node<'_>>) -> Option<Node<'_>> {
    item.filter(|item| item.parent().is_none())
}

/// Whether a node is an item or stands below it.
fn within(item: Node<'_>, node: Node<'_>) -> bool {
    std::iter::successors(Some(node), |node| node.parent()).any(|above| above == item)
}
