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
    /// What classifications derive for the one system, once a rule asks for it.
    derived: OnceLock<Derived>,
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

    /// The results of classifications, where a rule may read them.
    pub(super) fn derived(&self, rule: &Rule, today: Date) -> Option<&Derived> {
        let system = self.one().filter(|_| rule.reads_derived())?;
        Some(self.derived.get_or_init(|| Derived::of(rule.derivations(), system, today)))
    }

    /// The results of all classifications in short; none where this is no single system.
    pub(super) fn tiers(&self, derivations: &Derivations, today: Date) -> &[TierRecord] {
        self.one().map_or(&[], |system| &self.derived.get_or_init(|| Derived::of(derivations, system, today)).tiers)
    }
}
