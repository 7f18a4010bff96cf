//! The parts of a rule, as several lints read them.

use crate::cel::{Expect, Plan, compile};
use crate::diagnostic::Place;
use crate::policy::{Body, Expression, Part, Rule};

/// The parts of a rule that compiles.
#[derive(Clone, Copy)]
pub(super) struct Parts<'a> {
    pub rule: &'a Rule,
    pub when: Option<&'a Expression>,
    pub body: &'a Body,
}

impl<'a> Parts<'a> {
    /// Nothing for a rule that does not compile: that is reported where it is read.
    pub fn of(rule: &'a Rule) -> Option<Self> {
        Some(Self { rule, when: rule.when().ok()?, body: rule.body().ok()? })
    }

    /// The condition's plan.
    pub fn condition(&self) -> Option<&'a Plan> {
        self.when.map(|when| &when.plan)
    }

    /// What holds for each item that the rule is judged on, where its list is a filtered one.
    pub fn premise(&self) -> Option<Plan> {
        let each = self.body.for_each.as_ref()?;
        let (name, condition) = each.list.plan.filter()?;
        let mut scope = self.body.names().clone();
        scope.rename(crate::policy::SLOT_TODAY + 1, name);
        compile(condition, &scope, Expect::Bool).ok()
    }

    /// Whether there may be a system, and an item, that the rule is judged on.
    pub fn can_apply(&self) -> bool {
        let setting = self.body.setting();
        self.condition().is_none_or(|when| setting.outlook(when, &[]).yes)
            && self.body.for_each.as_ref().is_none_or(|each| !setting.is_always_empty(&each.list.plan))
    }

    /// The expressions that decide the rule, in the order they are written, each with what people call it.
    pub fn deciding(&self) -> impl Iterator<Item = (String, &'a Expression)> {
        let when = self.when.map(|when| ("`when`".to_owned(), when));
        let each = self.body.for_each.as_ref().map(|each| ("`for_each`".to_owned(), &each.list));
        let lets = self.body.lets.iter().map(|named| (format!("`{}`", named.name), &named.value));
        when.into_iter().chain(each).chain(lets).chain([("the assertion".to_owned(), &self.body.assert)])
    }

    /// The expressions in message and help.
    pub fn texts(&self) -> impl Iterator<Item = &'a Expression> {
        let texts = self.rule.texts().ok();
        let templates = texts.into_iter().flat_map(|texts| [Some(&texts.message), texts.help.as_ref()]).flatten();
        templates.flat_map(|template| &template.parts).filter_map(|part| if let Part::Value(value) = part { Some(value) } else { None })
    }

    /// Position of the first named sub-expression among the names.
    pub fn first_let(&self) -> usize {
        crate::policy::SLOT_TODAY + 1 + usize::from(self.body.for_each.is_some())
    }

    /// Which named sub-expressions these expressions use, themselves or through one another.
    pub fn used_lets(&self, expressions: impl Iterator<Item = &'a Expression>) -> Vec<bool> {
        let mut used = vec![false; self.body.lets.len()];
        let mut open: Vec<&Plan> = expressions.map(|expression| &expression.plan).collect();
        while let Some(plan) = open.pop() {
            for mention in plan.mentions() {
                let at = mention.position.checked_sub(self.first_let());
                if let Some((used, named)) = at.and_then(|at| Some((used.get_mut(at)?, self.body.lets.get(at)?)))
                    && !std::mem::replace(used, true)
                {
                    open.push(&named.value.plan);
                }
            }
        }
        used
    }

    /// Where a name stands that the rule's `let` or `for_each` gives.
    pub fn name_place(&self, section: &str, name: &str) -> Place {
        let entry = self.rule.node().get(section).and_then(|section| section.entry(name));
        entry.map_or_else(|| self.rule.place(), |entry| entry.key.place())
    }
}

/// Number of words of a text.
pub(super) fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}
