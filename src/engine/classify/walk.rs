//! The way through the questions. An open question is gone on from as if it were answered with no, and what a yes would have
//! given stays possible.

use jiff::civil::{Date, Time};

use super::{Answered, Footing, Reply};
use crate::cel::{Binding, Run, Stop, Value};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::Node;
use crate::engine::locate;
use crate::policy::{Classification, Compiled, Consequence, Expression};

/// Most places that explain an answer.
const MOST_GROUNDS: usize = 4;

/// Yes, no, or what is missing to tell.
pub(super) enum Tri {
    Yes,
    No,
    Open(Vec<Footing>),
}

/// The way so far.
pub(super) struct Walk<'v> {
    pub classification: &'v Classification,
    compiled: &'v Compiled,
    pub system: Node<'v>,
    globals: Vec<Binding<'v, Node<'v>>>,
    pub answered: Vec<Answered>,
    /// The tier that a certain answer gave.
    decided: Option<usize>,
    pub open: Vec<(usize, usize)>,
    ended: bool,
    pub failures: Vec<Diagnostic>,
}

impl<'v> Walk<'v> {
    pub fn new(classification: &'v Classification, compiled: &'v Compiled, system: Node<'v>, today: Date) -> Self {
        let midnight = Value::Timestamp(today.to_datetime(Time::midnight()));
        let mut globals = vec![Binding::Value(Value::Node(system)), Binding::Value(midnight)];
        globals.extend(compiled.lets.iter().map(|named| Binding::lazy(&named.value.plan)));
        let (answered, open, failures) = (Vec::new(), Vec::new(), Vec::new());
        Self { classification, compiled, system, globals, answered, decided: None, open, ended: false, failures }
    }

    /// Asks everything.
    pub fn steps(&mut self) {
        for at in 0..self.classification.steps.len() {
            let answered = self.step(at);
            self.follow(at, answered.answer);
            self.answered.push(answered);
        }
    }

    /// The tier that the certain answers give.
    pub fn floor(&self) -> usize {
        self.decided.unwrap_or(self.classification.otherwise)
    }

    /// Every tier that cannot be excluded, the worst first.
    pub fn possible(&self) -> Vec<usize> {
        let mut tiers: Vec<usize> = self.open.iter().map(|(tier, _)| *tier).chain([self.floor()]).collect();
        tiers.sort_unstable();
        tiers.dedup();
        tiers
    }

    fn step(&mut self, at: usize) -> Answered {
        let step = &self.classification.steps[at];
        let (when, answer) = &self.compiled.steps[at];
        let skipped = Answered { answer: Reply::NotAsked, grounds: Vec::new(), asked: Vec::new(), matters: false };
        let possible = self.possible();
        let fits = possible.iter().filter(|tier| step.at.contains(tier)).count();
        if self.ended || (!step.at.is_empty() && fits == 0) {
            return skipped;
        }
        let asked = when.as_ref().map_or(Tri::Yes, |when| self.tri(when));
        if matches!(asked, Tri::No) {
            return skipped;
        }
        let (value, waits) = match (asked, self.tri(answer)) {
            (Tri::Open(missing), Tri::Yes | Tri::Open(_)) | (_, Tri::Open(missing)) => (Reply::Open, missing),
            (_, Tri::Yes) => (Reply::Yes, Vec::new()),
            (_, Tri::No) => (Reply::No, Vec::new()),
        };
        let grounds = if value == Reply::Open { waits } else { self.grounds(answer, value == Reply::Yes) };
        let asked = when.as_ref().filter(|_| value == Reply::Yes).map(|when| self.grounds(when, true)).unwrap_or_default();
        Answered { answer: value, grounds, asked, matters: false }
    }

    /// What follows.
    fn follow(&mut self, at: usize, answer: Reply) {
        let step = &self.classification.steps[at];
        let open = self.decided.is_none();
        match answer {
            Reply::Yes | Reply::No => {
                let consequence = step_consequence(step, answer);
                self.decided = self.decided.or(consequence.tier);
                self.ended |= consequence.ends;
            }
            Reply::Open => {
                let tiers = [step.then.tier, step.or_else.tier];
                self.open.extend(tiers.into_iter().flatten().filter(|_| open).map(|tier| (tier, at)));
            }
            Reply::NotAsked => {}
        }
    }

    /// What a condition says.
    pub fn tri(&mut self, expression: &'v Expression) -> Tri {
        match Run::new(&self.globals).eval(&expression.plan) {
            Ok(value) => match value.as_bool() {
                Some(true) => Tri::Yes,
                Some(false) => Tri::No,
                None => {
                    let why = format!("expected a bool, found {}", value.type_name());
                    self.failed(&why, expression.whole())
                }
            },
            Err(Stop::Undeclared(missing)) => Tri::Open(missing.iter().map(|one| Footing::of(locate::missing(one))).collect()),
            Err(Stop::Failed(failure)) => self.failed(&failure.message, expression.place(failure.span)),
        }
    }

    fn failed(&mut self, why: &str, place: Place) -> Tri {
        let message = format!("classification `{}` could not be evaluated: {why}", self.classification.id);
        self.failures.push(Diagnostic::error(Code::EvaluationError, message).at(place, why));
        Tri::Open(Vec::new())
    }

    /// The facts that made a condition come out so.
    fn grounds(&self, condition: &'v Expression, outcome: bool) -> Vec<Footing> {
        let spots = Run::new(&self.globals).blame(&condition.plan, outcome).into_iter().map(locate::reason);
        let ours = spots.filter(|spot| std::ptr::eq(spot.node.tree(), self.system.tree()));
        ours.map(Footing::of).take(MOST_GROUNDS).collect()
    }

    /// What followed from a step's answer; nothing while it is open.
    pub fn consequence(&self, at: usize) -> Option<&'v Consequence> {
        let answer = self.answered.get(at)?.answer;
        matches!(answer, Reply::Yes | Reply::No).then(|| step_consequence(&self.classification.steps[at], answer))
    }

    /// The steps that give the tier that the certain answers give.
    pub fn deciding(&self) -> Vec<usize> {
        let gives = |at: &usize| self.consequence(*at).is_some_and(|consequence| consequence.tier == Some(self.floor()));
        (0..self.answered.len()).filter(gives).collect()
    }

    /// Marks the answers from which something follows.
    pub fn mark(&mut self, possible: &[usize]) {
        let (floor, deciding) = (self.floor(), self.deciding());
        for at in 0..self.answered.len() {
            let step = &self.classification.steps[at];
            let matters = match self.consequence(at) {
                Some(consequence) => deciding.contains(&at) || consequence.role.is_some() || !consequence.duties.is_empty(),
                None if self.answered[at].answer == Reply::Open => {
                    let tier = self.open.iter().any(|(tier, by)| *by == at && (*tier != floor || possible.len() > 1));
                    tier || gives_more(&step.then) || gives_more(&step.or_else)
                }
                None => false,
            };
            self.answered[at].matters = matters;
        }
    }

    /// The roles that the manifest declares and those that answers give; nothing where nobody declared any.
    pub fn known_roles(&self) -> Option<Vec<(String, Vec<Footing>)>> {
        let field = &self.classification.roles_field;
        let list = field.iter().try_fold(self.system, |node, key| node.get(key));
        let given = self.given_roles();
        if list.is_none() && !field.is_empty() && given.is_empty() {
            return None;
        }
        let mut roles: Vec<(String, Vec<Footing>)> = Vec::new();
        for item in list.into_iter().flat_map(Node::items) {
            let role = item.as_str().unwrap_or_default().to_owned();
            roles.push((role, vec![Footing::of(locate::whole(item, "declared here"))]));
        }
        for (role, at) in given {
            let grounds = self.answered[at].grounds.clone();
            match roles.iter_mut().find(|(known, _)| *known == role) {
                Some((_, known)) => known.extend(grounds),
                None => roles.push((role, grounds)),
            }
        }
        Some(roles)
    }

    fn given_roles(&self) -> Vec<(String, usize)> {
        let gives = |at: usize| Some((self.consequence(at)?.role.clone()?, at));
        (0..self.answered.len()).filter_map(gives).collect()
    }

    /// Whether an open question could give a role.
    pub fn may_have_role(&self, role: &str) -> bool {
        let open = self.answered.iter().zip(&self.classification.steps).filter(|(answered, _)| answered.answer == Reply::Open);
        open.flat_map(|(_, step)| [&step.then, &step.or_else]).any(|consequence| consequence.role.as_deref() == Some(role))
    }

    pub fn duty_condition(&self, at: usize) -> Option<&'v Expression> {
        self.compiled.duties.get(at)?.as_ref()
    }
}

fn step_consequence(step: &crate::policy::Step, answer: Reply) -> &Consequence {
    if answer == Reply::Yes { &step.then } else { &step.or_else }
}

/// Whether a role or a duty follows.
fn gives_more(consequence: &Consequence) -> bool {
    consequence.role.is_some() || !consequence.duties.is_empty()
}
