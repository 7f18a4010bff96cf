use std::collections::BTreeSet;

use super::read::Parts;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::document::Node;
use crate::policy::SLOT_PARAMS;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "unused-param",
        title: "a parameter is used by no rule",
        page: "Whoever sets the parameter in provost.yaml changes nothing, and does not notice. Use it as `params.NAME` in a rule of the policy, or remove it.",
    },
    default: Level::Warn,
    check,
};

fn check(material: &Material<'_>) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    for (at, policy) in material.policies.policies.iter().enumerate() {
        let rules = material.policies.rules.iter().filter(|rule| rule.policy == at).filter_map(Parts::of);
        let mut used = BTreeSet::new();
        let mut whole = false;
        for parts in rules {
            let deciding = parts.deciding().map(|(_, expression)| expression);
            for mention in deciding.chain(parts.texts()).flat_map(|expression| expression.plan.mentions()) {
                if mention.position == SLOT_PARAMS {
                    whole |= mention.field.is_none();
                    used.extend(mention.field);
                }
            }
        }
        let declared = policy.node().get("params").into_iter().flat_map(Node::entries);
        for entry in declared.filter(|entry| !whole && !used.contains(entry.name())) {
            let message = format!("no rule of `{}` uses the parameter `{}`", policy.id, entry.name());
            let remark = LINT.remark(message, entry.key.place(), "never used");
            remarks.push(remark.help(format!("use `params.{}` in a rule, or remove the parameter", entry.name())));
        }
    }
    remarks
}
