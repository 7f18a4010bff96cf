use std::sync::OnceLock;

use jiff::civil::Date;

use super::derived::Derived;
use super::record::TierRecord;
use crate::cel::Value;
use crate::document::Node;
use crate::manifest::System;
use crate::policy::{Derivations, Rule};

/// What a rule is judged on.
pub struct Subject<'a> {
    pub(super) systems: &'a [System],
    fleet: bool,
    /// What classifications derive for each system, once a rule asks for it.
    derived: OnceLock<Vec<Derived>>,
}

impl<'a> Subject<'a> {
    /// One system.
    pub fn system(system: &'a System) -> Self {
        Self { systems: std::slice::from_ref(system), fleet: false, derived: OnceLock::new() }
    }

    /// All systems.
    pub fn fleet(systems: &'a [System]) -> Self {
        Self { systems, fleet: true, derived: OnceLock::new() }
    }

    /// The system, where it is one.
    pub(super) fn one(&self) -> Option<&System> {
        self.systems.first().filter(|_| !self.fleet)
    }

    /// The systems as expressions see them.
    pub(super) fn value(&self) -> Value<'_, Node<'_>> {
        match self.systems {
            [system] if !self.fleet => Value::Node(system.node()),
            systems => Value::List(std::rc::Rc::new(systems.iter().map(|system| Value::Node(system.node())).collect())),
        }
    }

    /// The results of classifications, one for each system, where a rule may read them.
    pub(super) fn derived(&self, rule: &Rule, today: Date) -> &[Derived] {
        if rule.reads_derived() { self.classified(rule.derivations(), today) } else { &[] }
    }

    fn classified(&self, derivations: &Derivations, today: Date) -> &[Derived] {
        self.derived.get_or_init(|| self.systems.iter().map(|system| Derived::of(derivations, system, today)).collect())
    }

    /// The same as expressions see them: of a fleet, by the systems' ids.
    pub(super) fn derived_value(&self, rule: &Rule, today: Date) -> Value<'_, Node<'_>> {
        Derived::value(self.derived(rule, today), self.systems, self.fleet)
    }

    /// The results of all classifications in short; none where this is no single system.
    pub(super) fn tiers(&self, derivations: &Derivations, today: Date) -> &[TierRecord] {
        let classified = if self.one().is_some() { self.classified(derivations, today) } else { &[] };
        classified.first().map_or(&[], |derived| &derived.tiers)
    }
}
