use std::collections::BTreeMap;

use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry, Place};

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "ambiguous-id",
        title: "an id can be taken for another",
        page: "Two ids differ in upper and lower case alone, or a rule, a policy and a framework share one. `--only`, `--skip` and `provost explain` take ids of all three, without regard to case where there is no exact match, and people do not hear the difference. Give one of them another id. Two rules or two policies of the same id are an error, `duplicate-id`.",
    },
    default: Level::Warn,
    check,
};

fn check(material: &Material<'_>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<String, (&str, &str, Option<Place>)> = BTreeMap::new();
    for id in material.catalog.ids() {
        first.insert(id.to_lowercase(), ("framework", id, None));
    }
    let policies = material.policies.policies.iter();
    let policies = policies.map(|policy| ("policy", policy.id.as_str(), policy.node().get("id").unwrap_or(policy.node()).place()));
    let rules = material.policies.rules.iter().map(|rule| ("rule", rule.id.as_str(), rule.place()));
    let mut remarks = Vec::new();
    for (kind, id, place) in policies.chain(rules) {
        let Some((other_kind, other, at)) = first.get(&id.to_lowercase()) else {
            first.insert(id.to_lowercase(), (kind, id, Some(place)));
            continue;
        };
        // The same id on two of a kind is an error, reported where policies are read.
        if kind == *other_kind && id == *other {
            continue;
        }
        let message = if id == *other {
            format!("{kind} `{id}` has the id of a {other_kind}")
        } else {
            format!("{kind} `{id}` differs from {other_kind} `{other}` in upper and lower case alone")
        };
        let remark = LINT.remark(message, place, format!("can be taken for the {other_kind}"));
        let remark = if let Some(at) = at { remark.also(at.clone(), format!("the {other_kind}")) } else { remark };
        remarks.push(remark.help("give one of them another id"));
    }
    remarks
}
