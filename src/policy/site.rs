//! The expressions that decide a rule, by name; and what the rule is with one of them changed.

use std::fmt;

use super::expression::Expression;
use super::rule::Rule;
use crate::cel::Mutation;

/// Which of a rule's expressions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Site {
    /// Whether it applies.
    When,
    /// The list that it goes over.
    ForEach,
    /// A named sub-expression.
    Let(String),
    /// What must hold.
    Assert,
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::When => f.write_str("when"),
            Self::ForEach => f.write_str("for_each"),
            Self::Let(name) => write!(f, "let.{name}"),
            Self::Assert => f.write_str("assert"),
        }
    }
}

impl Rule {
    /// The expressions that decide it, in the order in which they are evaluated; none of a rule that does not compile.
    pub fn sites(&self) -> Vec<(Site, &Expression)> {
        let (Ok(when), Ok(body)) = (self.when(), self.body()) else { return Vec::new() };
        let when = when.map(|when| (Site::When, when));
        let each = body.for_each.as_ref().map(|each| (Site::ForEach, &each.list));
        let lets = body.lets.iter().map(|named| (Site::Let(named.name.clone()), &named.value));
        when.into_iter().chain(each).chain(lets).chain([(Site::Assert, &body.assert)]).collect()
    }

    /// Every small change to one of its expressions.
    pub fn mutations(&self) -> Vec<(Site, &Expression, Mutation)> {
        let Ok(body) = self.body() else { return Vec::new() };
        let of = |(site, expression): (Site, _)| {
            let expression: &Expression = expression;
            let mutations = body.mutations(expression);
            mutations.into_iter().map(move |mutation| (site.clone(), expression, mutation))
        };
        self.sites().into_iter().flat_map(of).collect()
    }

    /// The rule with one expression reading otherwise; nothing if it does not compile like that.
    pub fn mutant(&self, site: &Site, text: String) -> Option<Self> {
        let mutant = self.with(site.clone(), text);
        mutant.problems().is_empty().then_some(mutant)
    }
}
