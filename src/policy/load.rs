use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::classification::{Classification, Derivations};
use super::expression::distinct;
use super::params::Params;
use super::rule::{ControlRef, Rule};
use super::severity::Severity;
use crate::catalog::Catalog;
use crate::cel::Type;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::document::{self, Node, NodeId, Tree};
use crate::embed;
use crate::schema::{self, Kind};
use crate::text::{Source, Span, clean_line};

/// A policy: who keeps it, and its parameters.
#[derive(Debug)]
pub struct Policy {
    /// Id, unique.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// Shipped with Provost.
    pub builtin: bool,
    /// Its parameters.
    pub params: Params,
    tree: Arc<Tree>,
    node: NodeId,
}

impl Policy {
    /// The policy as written.
    pub fn node(&self) -> Node<'_> {
        self.tree.node(self.node)
    }

    /// The text of one of its keys as written, e.g. `description`.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.node().get(key).and_then(Node::as_str)
    }

    fn place(&self) -> Place {
        self.node().get("id").unwrap_or(self.node()).place()
    }
}

/// Policies and their rules, sorted by id.
#[derive(Debug, Default)]
pub struct PolicySet {
    /// The policies.
    pub policies: Vec<Policy>,
    /// The rules of all policies, after selection.
    pub rules: Vec<Rule>,
    /// The procedures whose results rules may read as `derived`.
    pub derivations: Arc<Derivations>,
}

/// Ids of rules, policies and frameworks to keep or to leave out.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// What to keep; everything where empty.
    pub only: Vec<String>,
    /// What to leave out.
    pub skip: Vec<String>,
}

/// Whether a policy of this id is shipped with Provost; its file bears the id.
pub fn is_builtin(policy: &str) -> bool {
    embed::policies(false).any(|(name, _)| name.rsplit('/').next().and_then(|file| file.strip_suffix(".yaml")) == Some(policy))
}

impl PolicySet {
    /// The policies that the binary carries. They are proved by tests, so nothing is checked here.
    pub fn builtin() -> Self {
        Self::embedded(true)
    }

    /// The same without the rules' test cases, in a fraction of the time.
    pub fn builtin_without_cases() -> Self {
        Self::embedded(false)
    }

    fn embedded(cases: bool) -> Self {
        let files: Vec<(&str, &str)> = embed::policies(cases).collect();
        let trees: Vec<Arc<Tree>> = files
            .par_iter()
            .map(|(name, text)| {
                let (tree, _) = document::parse(&Arc::new(Source::new(*name, *text)));
                Arc::new(tree)
            })
            .collect();
        let mut set = Self { derivations: Arc::new(Derivations::builtin(cases)), ..Self::default() };
        for tree in trees {
            set.add_tree(&tree, true);
        }
        set.sort();
        set
    }

    /// Adds procedures of the user's own, once and before any policy of theirs: what rules may read of `derived` depends on them.
    pub fn classify_by(&mut self, own: Vec<Classification>) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let mut first: BTreeMap<&str, &Classification> = BTreeMap::new();
        for one in &own {
            if let Some(earlier) = first.insert(&one.id, one) {
                problems.push(duplicate("classification", &one.id, earlier.place(), one.place(), false));
            }
        }
        self.derivations.add(own);
        problems
    }

    /// Adds the policies of a file; documents of other kinds are reported.
    pub fn add(&mut self, tree: &Arc<Tree>) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let before = self.rules.len();
        for root in tree.roots() {
            match Kind::of(root) {
                Ok(Kind::Policy) => {
                    let mut found = schema::validate(Kind::Policy, root);
                    let cut: Vec<Node<'_>> = cut_mappings(root).collect();
                    found.retain(|problem| {
                        !cut.iter().any(|node| problem.primary.as_ref().is_some_and(|at| holds(node.span(), at.place.span)))
                    });
                    found.extend(cut.iter().filter_map(|node| cut_off(*node)));
                    let mut faults = Faults::of(root, &found);
                    faults.places.extend(cut.iter().flat_map(|node| node.entries()).map(|entry| entry.value.span()));
                    problems.extend(self.add_policy(tree, root, false, &faults));
                    problems.extend(found);
                }
                // Cases stand beside the policies that they are about.
                Ok(Kind::PolicyTest) => {}
                // Read before, see `classify_by`.
                Ok(Kind::Classification) => {}
                Ok(kind) => {
                    let diagnostic =
                        Diagnostic::error(Code::UnexpectedKind, format!("expected a Policy, found a document of kind {}", kind.word()));
                    let place = root.get("kind").unwrap_or(root).place();
                    problems.push(diagnostic.at(place, "not a policy"));
                }
                Err(problem) => problems.push(*problem),
            }
        }
        let compiled: Vec<Diagnostic> = self.rules[before..].par_iter().flat_map_iter(Rule::problems).collect();
        problems.extend(distinct(compiled));
        // What has no id cannot be named in anything that is said later.
        let mut position = 0;
        self.rules.retain(|rule| {
            position += 1;
            position <= before || !rule.id.is_empty()
        });
        problems
    }

    fn add_tree(&mut self, tree: &Arc<Tree>, builtin: bool) {
        let is_policy = |root: &Node<'_>| root.get("kind").and_then(Node::as_str) == Some(Kind::Policy.word());
        for root in tree.roots().filter(is_policy) {
            self.add_policy(tree, root, builtin, &Faults::default());
        }
    }

    fn add_policy(&mut self, tree: &Arc<Tree>, root: Node<'_>, builtin: bool, faults: &Faults) -> Vec<Diagnostic> {
        let text = |key: &str| root.get(key).and_then(Node::as_str).unwrap_or_default().to_owned();
        let (params, problems) = Params::read(tree, root, |declared| builtin || faults.is_in(declared));
        let position = self.policies.len();
        let ty = if faults.params { Type::Dyn } else { params.ty() };
        for rule in root.get("rules").into_iter().flat_map(Node::items) {
            let read = Rule::read(tree, rule, position, ty.clone(), &self.derivations);
            self.rules.push(read.with_faults(faults.inside(rule)));
        }
        self.policies.push(Policy { id: text("id"), title: text("title"), builtin, params, tree: Arc::clone(tree), node: root.id() });
        problems
    }

    /// Puts rules in the order of their ids and reports ids that stand twice.
    pub fn finish(&mut self) -> Vec<Diagnostic> {
        self.sort();
        let mut problems = Vec::new();
        for pair in self.rules.windows(2) {
            if pair[0].id == pair[1].id {
                let builtin = self.policies[pair[0].policy].builtin;
                problems.push(duplicate("rule", &pair[0].id, pair[0].place(), pair[1].place(), builtin));
            }
        }
        let mut policies: BTreeMap<&str, &Policy> = BTreeMap::new();
        for policy in self.policies.iter().filter(|policy| !policy.id.is_empty()) {
            if let Some(first) = policies.insert(&policy.id, policy) {
                problems.push(duplicate("policy", &policy.id, first.place(), policy.place(), first.builtin));
            }
        }
        problems
    }

    fn sort(&mut self) {
        self.rules.sort_by(|a, b| a.id.cmp(&b.id).then(a.policy.cmp(&b.policy)));
    }

    /// Reports references to controls that no framework has.
    pub fn check_controls(&self, catalog: &Catalog) -> Vec<Diagnostic> {
        let rules = self.rules.iter().filter(|rule| !self.policies[rule.policy].builtin);
        let mut problems: Vec<Diagnostic> = rules.flat_map(|rule| unknown_controls(rule, catalog)).collect();
        problems.extend(self.derivations.check_controls(catalog));
        problems
    }

    /// Sets parameters that a configuration gives, `params: {policy: {name: value}}`.
    pub fn set_params(&mut self, tree: &Arc<Tree>, values: Node<'_>) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for entry in values.entries() {
            match self.policies.iter_mut().enumerate().find(|(_, policy)| policy.id == entry.name()) {
                Some((at, policy)) => {
                    problems.extend(policy.params.set(entry.name(), tree, entry.value));
                    problems.extend(Self::reset(&mut self.rules, at, &policy.params.ty(), tree));
                }
                None => {
                    let diagnostic = Diagnostic::error(Code::BadParameter, format!("there is no policy `{}`", entry.name()));
                    let diagnostic = diagnostic.at(entry.key.place(), "no such policy");
                    problems.push(match crate::text::nearest(entry.name(), self.policies.iter().map(|policy| &policy.id)) {
                        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                        None => diagnostic.help("`provost explain` lists the policies"),
                    });
                }
            }
        }
        problems
    }

    /// Gives the rules of a policy other parameters; reports what is wrong with the values where they are set.
    fn reset(rules: &mut [Rule], policy: usize, params: &Type, tree: &Arc<Tree>) -> Vec<Diagnostic> {
        let mut problems: Vec<Diagnostic> = Vec::new();
        for rule in rules.iter_mut().filter(|rule| rule.policy == policy) {
            rule.set_params(params.clone());
            problems.extend(
                rule.problems()
                    .into_iter()
                    .filter(|problem| problem.primary.as_ref().is_some_and(|label| Arc::ptr_eq(&label.place.source, tree.source()))),
            );
        }
        distinct(problems)
    }

    /// Compiles rules ahead of their first use, for whoever has a thread to spare, until `stop` says so: conditions first, which
    /// any system asks for.
    pub fn compile_until(&self, stop: impl Fn() -> bool) {
        for rule in self.rules.iter().take_while(|_| !stop()) {
            let _ = rule.when();
        }
        for rule in self.rules.iter().take_while(|_| !stop()) {
            let _ = rule.body();
        }
    }

    /// Reports parameters that rules read and that have no value: neither a default nor one from a configuration. Such a rule cannot
    /// be judged, and says so once instead of for every system.
    pub fn unset_params(&mut self) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        for (at, policy) in self.policies.iter().enumerate().filter(|(_, policy)| !policy.builtin) {
            for (name, key) in policy.params.unset() {
                let place = key.place();
                let mut readers = self.rules.iter_mut().filter(|rule| rule.policy == at && rule.needs_param(name)).peekable();
                if readers.peek().is_none() {
                    continue;
                }
                readers.for_each(|rule| rule.add_fault(place.span));
                let message = format!("parameter `{name}` of policy `{}` has no value", clean_line(&policy.id));
                let help =
                    format!("give it a `default`, or set it in provost.yaml: `params: {{{}: {{{name}: …}}}}`", clean_line(&policy.id));
                problems.push(Diagnostic::error(Code::BadParameter, message).at(place, "no default, and not set").help(help));
            }
        }
        problems
    }

    /// Gives a rule another severity; whether there is such a rule.
    pub fn set_severity(&mut self, rule: &str, severity: Severity) -> bool {
        let mut found = false;
        for known in self.rules.iter_mut().filter(|known| known.id == rule) {
            known.severity = severity;
            found = true;
        }
        found
    }

    /// Keeps the rules that a selection wants; gives the words of the selection that fit nothing.
    pub fn select(&mut self, selection: &Selection) -> Vec<String> {
        let fits = |rule: &Rule, word: &str| {
            rule.id == word
                || self.policies[rule.policy].id == word
                || rule.controls().any(|control| control.text.split(':').next() == Some(word) || control.text == word)
        };
        let words = selection.only.iter().chain(&selection.skip);
        let idle = words.filter(|word| !self.rules.iter().any(|rule| fits(rule, word))).cloned().collect();
        let kept: Vec<bool> = self
            .rules
            .iter()
            .map(|rule| {
                let wanted = selection.only.is_empty() || selection.only.iter().any(|word| fits(rule, word));
                wanted && !selection.skip.iter().any(|word| fits(rule, word))
            })
            .collect();
        let mut at = 0;
        self.rules.retain(|_| {
            at += 1;
            kept[at - 1]
        });
        idle
    }

    /// Every word that a selection can use.
    pub fn words(&self) -> Vec<String> {
        let rules = self.rules.iter().flat_map(|rule| {
            let frameworks = rule.controls().filter_map(|control| control.text.split(':').next().map(str::to_owned));
            std::iter::once(rule.id.clone()).chain(frameworks.collect::<Vec<_>>())
        });
        let mut words: Vec<String> = rules.chain(self.policies.iter().map(|policy| policy.id.clone())).collect();
        words.sort();
        words.dedup();
        words
    }

    /// The rule of an id, whatever its case.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id).or_else(|| self.rules.iter().find(|rule| rule.id.eq_ignore_ascii_case(id)))
    }

    /// The policy of a rule.
    pub fn policy(&self, rule: &Rule) -> &Policy {
        &self.policies[rule.policy]
    }
}

/// The references that no framework of the catalog has.
pub(super) fn unknown_references(controls: &[ControlRef], catalog: &Catalog) -> Vec<Diagnostic> {
    // What has not the form of a reference is told as that.
    let formed = |control: &&ControlRef| {
        control
            .text
            .split_once(':')
            .is_some_and(|(id, _)| id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'))
    };
    let unknown = |control: &ControlRef| catalog.control(&control.text).err().map(|unknown| unknown.diagnostic(control.place.clone()));
    controls.iter().filter(formed).filter_map(unknown).collect()
}

/// The references of a rule that no framework of the catalog has, and kinds of coverage for what is none of its controls.
pub(super) fn unknown_controls(rule: &Rule, catalog: &Catalog) -> Vec<Diagnostic> {
    let controls: Vec<ControlRef> = rule.controls().collect();
    let mut problems = unknown_references(&controls, catalog);
    for entry in rule.node().get("coverage_of").into_iter().flat_map(Node::entries) {
        let named = entry.name();
        if controls.iter().any(|control| control.text == named) {
            continue;
        }
        let message = format!("`{}` is not among the controls of rule `{}`", crate::text::clean_line(named), rule.id);
        let diagnostic = Diagnostic::error(Code::UnknownReference, message).at(entry.key.place(), "not one of its `controls`");
        problems.push(match crate::text::nearest(named, controls.iter().map(|control| control.text.as_str())) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None => diagnostic.help("name it under `controls`, too"),
        });
    }
    problems
}

/// Where the shape of a policy is wrong.
#[derive(Default)]
struct Faults {
    places: Vec<Span>,
    /// Whether its parameters cannot be known.
    params: bool,
}

impl Faults {
    fn of(root: Node<'_>, found: &[Diagnostic]) -> Self {
        let places: Vec<Span> = found.iter().filter_map(|problem| Some(problem.primary.as_ref()?.place.span)).collect();
        let rules = root.get("rules").map(Node::span);
        // A key that stands beside `rules` may be a misspelt `params`.
        let params = places.iter().any(|place| !rules.is_some_and(|rules| holds(rules, *place)));
        Self { places, params }
    }

    fn is_in(&self, node: Node<'_>) -> bool {
        self.places.iter().any(|place| holds(node.span(), *place))
    }

    /// Those in a rule, and those that its expressions hang on.
    fn inside(&self, rule: Node<'_>) -> Vec<Span> {
        self.places.iter().copied().filter(|place| self.params || holds(rule.span(), *place)).collect()
    }
}

/// The mappings of expressions in which YAML cuts one at a comma: `for_each: {m: xs.filter(x, x.ok)}`.
fn cut_mappings(root: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let rules = root.get("rules").into_iter().flat_map(Node::items);
    let mappings = rules.flat_map(|rule| ["for_each", "let"].into_iter().filter_map(move |key| rule.get(key)));
    mappings.filter(|mapping| cut_off(*mapping).is_some())
}

/// What is wrong with a mapping in which an expression is cut.
fn cut_off(mapping: Node<'_>) -> Option<Diagnostic> {
    let opens = |text: &str| text.matches(['(', '[']).count() > text.matches([')', ']']).count();
    let cut = mapping.entries().zip(mapping.entries().skip(1)).find(|(entry, _)| {
        let written = entry.value.place();
        entry.value.as_str().is_some_and(opens) && !written.text().starts_with(['"', '\'', '|', '>'])
    });
    let (entry, _) = cut?;
    // Only between braces does a comma end a value.
    mapping.place().text().starts_with('{').then(|| {
        let diagnostic = Diagnostic::error(Code::CelSyntax, "between `{` and `}` a comma ends the expression");
        let place = Place::new(entry.value.tree().source(), Span::new(entry.value.span().start, mapping.span().end.saturating_sub(1)));
        diagnostic.at(place, "read as several entries").help(format!("put the expression between quotes: `{}: \"…\"`", entry.name()))
    })
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn duplicate(what: &str, id: &str, first: Place, second: Place, builtin: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::DuplicateId, format!("{what} `{id}` is defined twice"));
    diagnostic.at(second, "again here").also(first, "first here").help(if builtin {
        "give yours another id, or leave the built-in policies out with `--no-builtin`"
    } else {
        "give one of them another id"
    })
}
