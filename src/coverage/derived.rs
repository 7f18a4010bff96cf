use std::collections::BTreeMap;

use super::control::Claimed;
use crate::catalog::{Catalog, Crosswalk, Link, Relation, Trust, is_part};

/// A way to a control from one that rules name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The control that rules name, as `framework:ID`.
    pub via: String,
    /// What that one is to this one.
    pub relation: Relation,
    /// Id of the crosswalk that says so; that of the framework itself where one is a part of the other by its id.
    pub source: String,
    /// Who stands behind it.
    pub trust: Trust,
    /// Whether the row could be compared with what its publisher has.
    pub verified: bool,
    /// The rules that name the other control, by id.
    pub rules: Vec<String>,
}

/// All relations that lead to a control, by its reference.
pub(super) struct Ways<'a> {
    to: BTreeMap<String, Vec<Way<'a>>>,
}

/// One relation that leads to a control.
struct Way<'a> {
    from: String,
    relation: Relation,
    crosswalk: &'a Crosswalk,
    link: &'a Link,
}

impl<'a> Ways<'a> {
    /// The relations of all crosswalks, or of those of one framework.
    pub fn new(catalog: &'a Catalog, framework: Option<&'a str>) -> Self {
        let crosswalks: Vec<&Crosswalk> = match framework {
            Some(framework) => catalog.crosswalks_of(framework).collect(),
            None => catalog.crosswalks().collect(),
        };
        let mut to: BTreeMap<String, Vec<Way<'a>>> = BTreeMap::new();
        for crosswalk in crosswalks {
            for link in &crosswalk.links {
                let (left, right) = (format!("{}:{}", crosswalk.from, link.from), format!("{}:{}", crosswalk.to, link.to));
                if let Some(relation) = link.relation.inverse() {
                    to.entry(left.clone()).or_default().push(Way { from: right.clone(), relation, crosswalk, link });
                }
                to.entry(right).or_default().push(Way { from: left, relation: link.relation, crosswalk, link });
            }
        }
        Self { to }
    }

    /// The ways to a control that begin at one that rules name. One step: what follows from what follows is nobody's claim.
    /// What stands beside the list of a framework, such as an enhancement, is no part of what its id begins with: `whole` is false.
    pub fn to(&self, reference: &str, whole: bool, named: &BTreeMap<&str, Vec<Claimed>>) -> Vec<Derived> {
        let derived = |way: &Way<'a>| {
            let claimed = named.get(way.from.as_str())?;
            Some(Derived {
                via: way.from.clone(),
                relation: way.relation,
                source: way.crosswalk.id.clone(),
                trust: way.crosswalk.trust,
                verified: way.link.verified,
                rules: claimed.iter().map(|claimed| claimed.rule.clone()).collect(),
            })
        };
        let mut ways: Vec<Derived> = self.to.get(reference).into_iter().flatten().filter_map(derived).collect();
        ways.extend(by_parts(reference, named).filter(|_| whole));
        ways.sort_by(|a, b| (a.relation, &a.via, &a.source).cmp(&(b.relation, &b.via, &b.source)));
        ways
    }
}

/// The ways that a framework's own numbering makes: from a whole to its part, and from a part to its whole.
fn by_parts<'a>(reference: &'a str, named: &'a BTreeMap<&str, Vec<Claimed>>) -> impl Iterator<Item = Derived> + 'a {
    named.iter().filter_map(move |(&via, claimed)| {
        let relation = match (is_part(reference, via), is_part(via, reference)) {
            (true, _) => Relation::Superset,
            (_, true) => Relation::Subset,
            _ => return None,
        };
        Some(Derived {
            via: via.to_owned(),
            relation,
            source: via.split(':').next().unwrap_or_default().to_owned(),
            trust: Trust::Official,
            verified: true,
            rules: claimed.iter().map(|claimed| claimed.rule.clone()).collect(),
        })
    })
}
