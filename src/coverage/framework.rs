use std::collections::BTreeMap;

use super::Material;
use super::control::{Claimed, ControlCoverage, Later};
use super::derived::Ways;
use super::systems::Ledger;
use crate::catalog::{Framework, Group};
use crate::engine::Verdicts;
use crate::policy::Reach;

/// A framework and its controls.
#[derive(Clone, Debug)]
pub struct FrameworkCoverage {
    /// Id.
    pub id: String,
    /// Full name.
    pub title: String,
    /// Edition.
    pub version: String,
    /// How far the list of controls was compared with the publisher's.
    pub verified: String,
    /// Its groups, in the file's order.
    pub groups: Vec<Group>,
    /// Its controls in the publisher's order, then the groups that rules name as a whole.
    pub controls: Vec<ControlCoverage>,
}

/// A framework in numbers; each control that counts stands in one of the five that follow the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Controls that count.
    pub controls: usize,
    /// Those of which some rule decides what they ask.
    pub automated: usize,
    /// Those of which rules decide a part at best.
    pub partial: usize,
    /// Those of which rules see no more than that somebody declared them.
    pub attested: usize,
    /// Those that no rule names, but others that they relate to.
    pub derived: usize,
    /// Those that nothing reaches.
    pub none: usize,
    /// Those, of all, that do not apply yet.
    pub later: usize,
}

impl Numbers {
    /// The controls that rules name.
    pub fn direct(self) -> usize {
        self.automated + self.partial + self.attested
    }

    /// The controls that rules reach in one way.
    pub fn of(self, reach: Reach) -> usize {
        match reach {
            Reach::Automated => self.automated,
            Reach::Partial => self.partial,
            Reach::Attested => self.attested,
        }
    }
}

impl FrameworkCoverage {
    pub(super) fn of(framework: &Framework, material: Material<'_>, ways: &Ways<'_>, ledger: &Ledger<'_>) -> Self {
        let named = material.claims.by_control();
        let maker = Maker { framework, material, ways, ledger, named: &named };
        let controls = framework.controls.iter().map(|control| {
            let counted = framework.counts(control);
            maker.control([&control.id, &control.label, &control.title], control.group.clone(), counted)
        });
        let groups = framework.groups.iter().filter(|group| named.contains_key(format!("{}:{}", framework.id, group.id).as_str()));
        let groups = groups.map(|group| maker.control([&group.id, &group.id, &group.title], Some(group.id.clone()), false));
        Self {
            id: framework.id.clone(),
            title: framework.title.clone(),
            version: framework.version.clone(),
            verified: framework.verified.clone(),
            groups: framework.groups.clone(),
            controls: controls.chain(groups).collect(),
        }
    }

    /// The controls that count.
    pub fn counted(&self) -> impl Iterator<Item = &ControlCoverage> {
        self.controls.iter().filter(|control| control.counted)
    }

    /// In numbers.
    pub fn numbers(&self) -> Numbers {
        let mut numbers = Numbers::default();
        for control in self.counted() {
            numbers.controls += 1;
            *match control.reach() {
                Some(Reach::Automated) => &mut numbers.automated,
                Some(Reach::Partial) => &mut numbers.partial,
                Some(Reach::Attested) => &mut numbers.attested,
                None if control.is_derived() => &mut numbers.derived,
                None => &mut numbers.none,
            } += 1;
            numbers.later += usize::from(!control.in_force);
        }
        numbers
    }

    /// The controls that rules name and that count, by the worst verdict of any system.
    pub fn verdicts(&self) -> Verdicts {
        let mut verdicts = Verdicts::default();
        for verdict in self.counted().filter(|control| !control.rules.is_empty()).filter_map(ControlCoverage::verdict) {
            verdicts.count(verdict);
        }
        verdicts
    }
}

/// What the controls of one framework are made with.
struct Maker<'a> {
    framework: &'a Framework,
    material: Material<'a>,
    ways: &'a Ways<'a>,
    ledger: &'a Ledger<'a>,
    named: &'a BTreeMap<&'a str, Vec<Claimed>>,
}

impl Maker<'_> {
    fn control(&self, [id, label, title]: [&String; 3], group: Option<String>, counted: bool) -> ControlCoverage {
        let reference = format!("{}:{id}", self.framework.id);
        let rules = self.named.get(reference.as_str()).cloned().unwrap_or_default();
        let derived = self.ways.to(&reference, counted, self.named);
        let standing = self.framework.standing(id, self.material.as_of);
        let systems = if rules.is_empty() {
            self.ledger.worst(derived.iter().flat_map(|way| &way.rules).map(String::as_str))
        } else {
            self.ledger.worst(rules.iter().map(|claimed| claimed.rule.as_str()))
        };
        let later = |row: &&crate::catalog::ApplicationDate| Later { from: row.from, note: row.note.clone(), verified: row.verified };
        let mut laters: Vec<Later> = standing.next.iter().map(later).collect();
        if let (true, Some(start)) = (laters.is_empty(), standing.starts()) {
            laters.push(Later { from: start.day, note: String::new(), verified: start.verified });
        }
        ControlCoverage {
            reference,
            id: id.clone(),
            label: label.clone(),
            title: title.clone(),
            group,
            counted,
            rules,
            derived,
            systems,
            in_force: standing.in_force,
            since: standing.since,
            later: laters,
        }
    }
}
