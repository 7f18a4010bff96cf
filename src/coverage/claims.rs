use std::collections::BTreeMap;

use super::control::Claimed;
use crate::catalog::Catalog;
use crate::policy::{PolicySet, Reach};

/// What rules say that they reach; those of several policy sets, each rule once.
#[derive(Clone, Debug, Default)]
pub struct Claims {
    rules: BTreeMap<String, Vec<(String, Reach)>>,
}

impl Claims {
    /// Adds the rules of a set.
    pub fn add(&mut self, policies: &PolicySet) {
        for rule in &policies.rules {
            let controls = || rule.controls().map(|control| (control.text, control.reach)).collect();
            self.rules.entry(rule.id.clone()).or_insert_with(controls);
        }
    }

    /// The ids of the rules, sorted.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        self.rules.keys().map(String::as_str)
    }

    /// The rules that reach nothing which the catalog has.
    pub(super) fn orphans(&self, catalog: &Catalog) -> Vec<String> {
        let reaches = |controls: &[(String, Reach)]| controls.iter().any(|(control, _)| catalog.control(control).is_ok());
        self.rules.iter().filter(|(_, controls)| !reaches(controls)).map(|(rule, _)| rule.clone()).collect()
    }

    /// The rules that name a control, by its reference.
    pub(super) fn by_control(&self) -> BTreeMap<&str, Vec<Claimed>> {
        let mut by: BTreeMap<&str, Vec<Claimed>> = BTreeMap::new();
        for (rule, controls) in &self.rules {
            for (control, reach) in controls {
                let claimed = by.entry(control).or_default();
                if claimed.iter().all(|claimed| claimed.rule != *rule) {
                    claimed.push(Claimed { rule: rule.clone(), reach: *reach });
                }
            }
        }
        by
    }
}
