use std::sync::{Arc, OnceLock};

use super::classification::Derivations;
use super::expression::{Expression, distinct};
use super::reach::Reach;
use super::scope;
use super::severity::Severity;
use super::site::Site;
use super::template::Template;
use crate::cel::{Expect, MAX_NESTED, Mutation, Scope as Names, Setting, Type, is_reserved};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{Node, NodeId, Tree};
use crate::schema::to_yaml;
use crate::text::Span;

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One system at a time, as `system`.
    System,
    /// All systems at once, as `fleet`.
    Fleet,
}

/// A reference to a control, `framework:ID`, where it is written.
#[derive(Clone, Debug)]
pub struct ControlRef {
    /// As written.
    pub text: String,
    /// Where.
    pub place: Place,
    /// How far the rule answers what the control asks.
    pub reach: Reach,
}

/// One requirement.
///
/// Expressions are compiled when they are first needed: most rules do not apply to most systems.
#[derive(Debug)]
pub struct Rule {
    /// Id, unique among all policies.
    pub id: String,
    /// What it demands, in a line.
    pub title: String,
    /// How much it matters, after the configuration's overrides.
    pub severity: Severity,
    /// Why it matters, for people.
    pub rationale: Option<String>,
    /// One system or all of them.
    pub scope: Scope,
    /// Position of its policy in the set.
    pub policy: usize,
    tree: Arc<Tree>,
    node: NodeId,
    params: Type,
    /// An expression that reads otherwise than it is written, in a mutant.
    changed: Option<(Site, String)>,
    derivations: Arc<Derivations>,
    /// What is wrong with its shape: it can never be judged, but the expressions beside that are looked at.
    faults: Vec<Span>,
    reads_derived: OnceLock<bool>,
    when: OnceLock<Result<Option<Expression>, Vec<Diagnostic>>>,
    body: OnceLock<Result<Body, Box<Broken>>>,
    texts: OnceLock<Result<Texts, Vec<Diagnostic>>>,
}

/// What decides a rule once it applies.
#[derive(Debug)]
pub struct Body {
    /// The list whose items are looked at one by one.
    pub for_each: Option<ForEach>,
    /// Named sub-expressions in order.
    pub lets: Vec<Named>,
    /// The assertion.
    pub assert: Expression,
    /// The scope that the assertion sees.
    scope: Names,
}

/// A body with problems, and the names that were found all the same: texts are checked against them.
#[derive(Debug)]
struct Broken {
    problems: Vec<Diagnostic>,
    scope: Names,
}

impl Body {
    /// The names that its assertion sees.
    pub fn names(&self) -> &Names {
        &self.scope
    }

    /// The names that its expressions see, and what they stand for.
    pub fn setting(&self) -> Setting<'_> {
        Setting::new(&self.scope, self.lets.iter().map(|named| &named.value.plan).collect())
    }
}

impl Body {
    /// Every small change to one of the rule's expressions.
    pub(super) fn mutations(&self, expression: &Expression) -> Vec<Mutation> {
        expression.plan.mutations(&self.scope)
    }
}

/// The list that a rule goes over.
#[derive(Debug)]
pub struct ForEach {
    /// The name of the item.
    pub name: String,
    /// The list.
    pub list: Expression,
}

/// A named sub-expression.
#[derive(Debug)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// What it stands for.
    pub value: Expression,
}

/// What a rule says when it fails.
#[derive(Debug)]
pub struct Texts {
    /// What is wrong.
    pub message: Template,
    /// What to do.
    pub help: Option<Template>,
}

impl Rule {
    /// Reads a rule from a document that fits the schema, or of which [`Self::with_faults`] says where it does not.
    pub(super) fn read(tree: &Arc<Tree>, node: Node<'_>, policy: usize, params: Type, derivations: &Arc<Derivations>) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::to_owned);
        Self {
            id: text("id").unwrap_or_default(),
            title: text("title").unwrap_or_default(),
            severity: text("severity").and_then(|word| Severity::from_word(&word)).unwrap_or(Severity::Medium),
            rationale: text("rationale"),
            scope: if text("scope").as_deref() == Some("fleet") { Scope::Fleet } else { Scope::System },
            policy,
            tree: Arc::clone(tree),
            node: node.id(),
            params,
            changed: None,
            derivations: Arc::clone(derivations),
            faults: Vec::new(),
            reads_derived: OnceLock::new(),
            when: OnceLock::new(),
            body: OnceLock::new(),
            texts: OnceLock::new(),
        }
    }

    /// The same rule, where something is wrong with its shape at these places or in its policy's around it.
    pub(super) fn with_faults(self, faults: Vec<Span>) -> Self {
        Self { faults, ..self }
    }

    /// Says that something it needs is wrong after it was read; it is compiled anew and cannot be judged.
    pub(super) fn add_fault(&mut self, place: Span) {
        let mut faults = std::mem::take(&mut self.faults);
        faults.push(place);
        *self = self.anew(self.params.clone()).with_faults(faults);
    }

    /// Gives it other types of parameters, unless nothing can be known of them; it is compiled anew.
    pub(super) fn set_params(&mut self, params: Type) {
        if self.params != Type::Dyn {
            let faults = std::mem::take(&mut self.faults);
            *self = self.anew(params).with_faults(faults);
        }
    }

    /// The same rule, with nothing compiled yet.
    fn anew(&self, params: Type) -> Self {
        let read = Self::read(&self.tree, self.node(), self.policy, params, &self.derivations);
        Self { severity: self.severity, ..read }
    }

    /// Whether it reads a parameter without asking whether that has a value.
    pub(super) fn needs_param(&self, name: &str) -> bool {
        let written = to_yaml(self.node());
        let names = |prefix: &str| {
            written.match_indices(&format!("{prefix}{name}")).any(|(at, found)| {
                let after = written.get(at + found.len()..).and_then(|rest| rest.chars().next());
                after.is_none_or(|c| !c.is_alphanumeric() && c != '_')
            })
        };
        names("params.") && !names("has(params.")
    }

    /// The same rule with one expression reading otherwise.
    pub(super) fn with(&self, site: Site, text: String) -> Self {
        Self { changed: Some((site, text)), ..self.anew(self.params.clone()) }
    }

    /// The rule as written.
    pub fn node(&self) -> Node<'_> {
        self.tree.node(self.node)
    }

    /// The file that it stands in.
    pub fn tree(&self) -> &Arc<Tree> {
        &self.tree
    }

    /// Where its id stands.
    pub fn place(&self) -> Place {
        self.node().get("id").unwrap_or(self.node()).place()
    }

    /// The text of one of its keys as written, e.g. `assert`.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.node().get(key).and_then(Node::as_str)
    }

    /// The controls that it touches, in order.
    pub fn controls(&self) -> impl Iterator<Item = ControlRef> + '_ {
        let list = self.node().get("controls").into_iter().flat_map(Node::items);
        list.filter_map(|item| {
            let text = item.as_str()?;
            Some(ControlRef { text: text.to_owned(), place: item.place(), reach: Reach::of(self.node(), text) })
        })
    }

    fn base(&self) -> Names {
        let mut names = scope::base(self.scope, self.params.clone(), self.reads_derived().then(|| self.derivations.ty()));
        if !self.faults.is_empty() {
            names.set_partial();
        }
        names
    }

    /// Whether a text can be looked at: a missing or faulty one is a problem already.
    fn is_readable(&self, node: Node<'_>) -> bool {
        node.as_str().is_some() && !self.faults.contains(&node.span())
    }

    /// The procedures whose results it may read.
    pub fn derivations(&self) -> &Derivations {
        &self.derivations
    }

    /// Whether one of its expressions may name `derived`: only then is anything classified.
    pub fn reads_derived(&self) -> bool {
        let names = |node: Node<'_>| node.as_str().is_some_and(|text| text.contains("derived"));
        let reads = |key: &str| {
            let node = self.node().get(key);
            node.is_some_and(names) || node.into_iter().flat_map(Node::entries).any(|entry| names(entry.value))
        };
        *self.reads_derived.get_or_init(|| ["when", "for_each", "let", "assert", "message", "help"].into_iter().any(reads))
    }

    /// The condition under which it applies, if it has one.
    ///
    /// # Errors
    /// The problems of the expression.
    pub fn when(&self) -> Result<Option<&Expression>, &[Diagnostic]> {
        let compiled = self.when.get_or_init(|| match self.node().get("when") {
            Some(node) => {
                let mut scope = self.base();
                for name in self.item_name().into_iter().chain(self.let_names()) {
                    scope.hint(name, format!("`when` is asked before `for_each` and `let`, and does not know `{name}`"));
                }
                self.expression(&Site::When, node, &scope, Expect::Bool).map(Some)
            }
            None => Ok(None),
        });
        compiled.as_ref().map(Option::as_ref).map_err(Vec::as_slice)
    }

    /// The name of the item that `for_each` goes over.
    fn item_name(&self) -> Option<&str> {
        self.node().get("for_each").and_then(|list| list.entries().next()).map(|entry| entry.name())
    }

    fn let_names(&self) -> impl Iterator<Item = &str> {
        self.node().get("let").into_iter().flat_map(Node::entries).map(|entry| entry.name())
    }

    fn expression(&self, site: &Site, node: Node<'_>, scope: &Names, expect: Expect) -> Result<Expression, Vec<Diagnostic>> {
        match &self.changed {
            _ if !self.is_readable(node) => Err(Vec::new()),
            Some((changed, text)) if changed == site => Expression::of_text(&self.tree, node, 0, text, scope, expect),
            _ => Expression::compile(&self.tree, node, None, scope, expect),
        }
    }

    /// What decides it.
    ///
    /// # Errors
    /// The problems of all its expressions.
    pub fn body(&self) -> Result<&Body, &[Diagnostic]> {
        self.compiled().as_ref().map_err(|broken| broken.problems.as_slice())
    }

    fn compiled(&self) -> &Result<Body, Box<Broken>> {
        self.body.get_or_init(|| self.compile_body())
    }

    fn compile_body(&self) -> Result<Body, Box<Broken>> {
        let node = self.node();
        let mut scope = self.base();
        let mut problems: Vec<Diagnostic> = ["for_each", "let"]
            .into_iter()
            .flat_map(|key| node.get(key).into_iter().flat_map(Node::entries))
            .filter(|entry| is_reserved(entry.name()))
            .map(|entry| reserved(entry.key))
            .collect();
        for name in self.let_names() {
            scope.hint(name, format!("`for_each` is asked before `let`, and does not know `{name}`"));
        }
        let mut for_each = None;
        if let Some(entry) = node.get("for_each").and_then(|list| list.entries().next()) {
            let name = entry.name().to_owned();
            match self.expression(&Site::ForEach, entry.value, &scope, Expect::List) {
                Ok(list) => {
                    scope.bind(&name, item_of(&list.named_type()));
                    for_each = Some(ForEach { name, list });
                }
                Err(found) => {
                    problems.extend(found);
                    scope.bind(&name, item_of(&Expression::inferred(entry.value, &scope)));
                }
            }
        }
        for name in self.let_names() {
            scope.hint(name, format!("`{name}` is named further down; move it above"));
        }
        let (mut lets, first_let, mut depths) = (Vec::new(), scope.len(), Vec::new());
        for entry in node.get("let").into_iter().flat_map(Node::entries) {
            let name = entry.name().to_owned();
            scope.hint(&name, format!("`{name}` is what is named here; what it reads needs another name"));
            match self.expression(&Site::Let(name.clone()), entry.value, &scope, Expect::Any) {
                Ok(value) => {
                    let used = value.plan.mentions().into_iter().filter_map(|mention| mention.position.checked_sub(first_let));
                    let depth = 1 + used.filter_map(|at| depths.get(at).copied()).max().unwrap_or(0);
                    if depth == MAX_NESTED + 1 {
                        problems.push(too_deep(&name, &value));
                    }
                    depths.push(depth);
                    scope.bind(&name, value.named_type());
                    lets.push(Named { name, value });
                }
                Err(found) => {
                    problems.extend(found);
                    depths.push(0);
                    scope.bind(&name, Expression::inferred(entry.value, &scope));
                }
            }
        }
        let assert = node.get("assert").unwrap_or(node);
        match self.expression(&Site::Assert, assert, &scope, Expect::Bool) {
            Ok(assert) if problems.is_empty() && self.faults.is_empty() => Ok(Body { for_each, lets, assert, scope }),
            Ok(_) => Err(Box::new(Broken { problems, scope })),
            Err(found) => {
                problems.extend(found);
                Err(Box::new(Broken { problems, scope }))
            }
        }
    }

    /// What it says when it fails.
    ///
    /// # Errors
    /// The problems of its templates.
    pub fn texts(&self) -> Result<&Texts, &[Diagnostic]> {
        self.texts.get_or_init(|| self.compile_texts()).as_ref().map_err(Vec::as_slice)
    }

    fn compile_texts(&self) -> Result<Texts, Vec<Diagnostic>> {
        let scope = match self.compiled() {
            Ok(body) => &body.scope,
            Err(broken) => &broken.scope,
        };
        let readable = |key: &str| self.node().get(key).filter(|node| self.is_readable(*node));
        let template = |key: &str| readable(key).map(|node| Template::compile(&self.tree, node, scope)).transpose();
        match (template("message"), template("help")) {
            (Ok(message), Ok(help)) => Ok(Texts { message: message.unwrap_or(Template { parts: Vec::new() }), help }),
            (message, help) => Err([message.err(), help.err()].into_iter().flatten().flatten().collect()),
        }
    }

    /// Compiles everything and reports every problem.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        problems.extend_from_slice(self.when().err().unwrap_or_default());
        problems.extend_from_slice(self.body().err().unwrap_or_default());
        problems.extend_from_slice(self.texts().err().unwrap_or_default());
        distinct(problems)
    }
}

fn item_of(list: &Type) -> Type {
    if let Type::List(item) = list { item.as_ref().clone() } else { Type::Dyn }
}

/// What no expression could read.
fn reserved(name: Node<'_>) -> Diagnostic {
    let message = format!("`{}` is a reserved word", name.as_str().unwrap_or_default());
    Diagnostic::error(Code::CelName, message).at(name.place(), "not usable as a name").help("choose another name")
}

fn too_deep(name: &str, value: &Expression) -> Diagnostic {
    let message = format!("`{name}` stands on a chain of more than {MAX_NESTED} names");
    let diagnostic = Diagnostic::error(Code::CelLimit, message).at(value.whole(), "one name too many");
    diagnostic.help("write some of them out where they are used")
}
