//! Decision procedures that derive a tier from the facts of a manifest, as written and as checked.

use std::sync::{Arc, OnceLock};

use super::expression::Expression;
use super::reach::Reach;
use super::rule::{ControlRef, Named};
use crate::cel::{Field, ObjectType, Type};
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Node, NodeId, Tree};

mod compile;
mod derivations;
mod read;

pub use derivations::Derivations;

/// An ordered decision procedure: questions, and what follows from their answers.
#[derive(Debug)]
pub struct Classification {
    /// Id, unique among classifications.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Name beside a tier.
    pub short: String,
    /// Shipped with Provost.
    pub builtin: bool,
    /// Where a manifest declares its tier.
    pub declared: Option<Declared>,
    /// Every tier, the worst first; the last says that nothing applies.
    pub tiers: Vec<Tier>,
    /// Position of the tier that holds where no step gives one.
    pub otherwise: usize,
    /// Keys that lead to the manifest's list of roles.
    pub roles_field: Vec<String>,
    /// Every role.
    pub roles: Vec<String>,
    /// The questions in order; those that are asked only at some tiers come last.
    pub steps: Vec<Step>,
    /// What has to be done.
    pub duties: Vec<Duty>,
    tree: Arc<Tree>,
    node: NodeId,
    compiled: OnceLock<Result<Compiled, Vec<Diagnostic>>>,
}

/// Where a manifest declares a tier.
#[derive(Debug)]
pub struct Declared {
    /// Keys that lead to it.
    pub field: Vec<String>,
    /// Tiers by the field's values, where they are not spelled alike.
    means: Vec<(String, String)>,
}

/// One outcome.
#[derive(Debug)]
pub struct Tier {
    /// As rules and manifests spell it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What follows from it; empty if nothing is said.
    pub meaning: String,
}

/// One question.
#[derive(Debug)]
pub struct Step {
    /// Id, unique in its procedure.
    pub id: String,
    /// In plain words.
    pub question: String,
    /// Positions of the tiers at which it is asked; everywhere without them.
    pub at: Vec<usize>,
    /// What follows from yes.
    pub then: Consequence,
    /// What follows from no.
    pub or_else: Consequence,
    /// The provisions that it comes from.
    pub controls: Vec<String>,
    /// What a person must still judge.
    pub judgement: Option<String>,
    node: NodeId,
}

/// What follows from an answer.
#[derive(Debug, Default)]
pub struct Consequence {
    /// Position of the tier.
    pub tier: Option<usize>,
    /// Nothing after it is asked.
    pub ends: bool,
    /// A role that we have by it.
    pub role: Option<String>,
    /// Positions of duties.
    pub duties: Vec<usize>,
}

/// Something that has to be done.
#[derive(Debug)]
pub struct Duty {
    /// Id, unique in its procedure.
    pub id: String,
    /// What.
    pub title: String,
    /// Positions of the tiers at which it applies.
    pub at: Vec<usize>,
    /// Whose it is; everybody's where empty.
    pub roles: Vec<String>,
    /// The provisions that demand it.
    pub controls: Vec<String>,
}

/// The expressions of a procedure; positions are those of steps and duties.
#[derive(Debug)]
pub struct Compiled {
    /// Named parts, in order.
    pub lets: Vec<Named>,
    /// For each step, whether it is asked, and its answer.
    pub steps: Vec<(Option<Expression>, Expression)>,
    /// For each duty, its further condition.
    pub duties: Vec<Option<Expression>>,
}

impl Classification {
    /// The procedure as written.
    pub fn node(&self) -> Node<'_> {
        self.tree.node(self.node)
    }

    /// A step as written.
    pub fn step_node(&self, step: &Step) -> Node<'_> {
        self.tree.node(step.node)
    }

    /// Where its id stands.
    pub fn place(&self) -> Place {
        self.node().get("id").unwrap_or(self.node()).place()
    }

    /// The name under `derived`.
    pub fn name(&self) -> String {
        name(&self.id)
    }

    /// Its expressions.
    ///
    /// # Errors
    /// Their problems, in the procedure's own lines.
    pub fn compiled(&self) -> Result<&Compiled, &[Diagnostic]> {
        self.compiled.get_or_init(|| compile::compile(self)).as_ref().map_err(Vec::as_slice)
    }

    /// Position of a tier.
    pub fn tier(&self, id: &str) -> Option<usize> {
        self.tiers.iter().position(|tier| tier.id == id)
    }

    /// The position of the tier that a manifest declares, and where it does.
    pub fn declared_tier<'n>(&self, system: Node<'n>) -> Option<(usize, Node<'n>)> {
        let declared = self.declared.as_ref()?;
        let node = declared.field.iter().try_fold(system, |node, key| node.get(key))?;
        let word = node.as_str()?;
        let means = declared.means.iter().find(|(value, _)| value == word).map_or(word, |(_, tier)| tier.as_str());
        Some((self.tier(means)?, node))
    }

    /// The references to controls with their places.
    pub(super) fn references(&self) -> impl Iterator<Item = ControlRef> + '_ {
        let lists = ["steps", "duties"].into_iter().flat_map(|key| self.node().get(key).into_iter().flat_map(Node::items));
        let controls = lists.flat_map(|entry| entry.get("controls").into_iter().flat_map(Node::items));
        controls.filter_map(|item| Some(ControlRef { text: item.as_str()?.to_owned(), place: item.place(), reach: Reach::default() }))
    }

    /// What rules may read of its result under `derived`.
    fn ty(&self) -> Type {
        let named = |what: &str| format!("derived.{}{what}", self.name());
        let field = Field::new;
        let object = |name: String, fields: Vec<(String, Field)>| {
            Type::Object(Arc::new(ObjectType { name, fields: fields.into_iter().collect(), open: false }))
        };
        let tiers = Type::Enum(self.tiers.iter().map(|tier| tier.id.clone()).collect());
        let at_least = self.at_least().map(|(name, _)| (name, field(Type::Bool, false))).collect();
        let answers = self.steps.iter().map(|step| (name(&step.id), field(Type::Bool, false))).collect();
        let mut fields = vec![
            ("tier".to_owned(), field(tiers.clone(), false)),
            ("possible".to_owned(), field(tiers.list(), true)),
            ("at_least".to_owned(), field(object(named(".at_least"), at_least), true)),
            ("answers".to_owned(), field(object(named(".answers"), answers), true)),
        ];
        if !self.roles.is_empty() {
            fields.push(("roles".to_owned(), field(Type::Enum(self.roles.clone().into()).list(), false)));
        }
        object(named(""), fields)
    }

    /// The tiers of which one can ask whether they are reached, by their names in expressions: all but the mildest.
    pub fn at_least(&self) -> impl Iterator<Item = (String, usize)> + '_ {
        let mildest = self.tiers.len().saturating_sub(1);
        self.tiers.iter().take(mildest).enumerate().map(|(at, tier)| (name(&tier.id), at))
    }
}

/// An id as expressions spell it.
pub fn name(id: &str) -> String {
    id.replace('-', "_")
}
