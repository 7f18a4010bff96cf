use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::crosswalk::{Crosswalk, Link, Relation};
use super::lookup::{Catalog, head};
use crate::embed;

/// Where the binary's crosswalks lie.
const FOLDER: &str = "policies/crosswalks/";

/// One crosswalk, read or not yet.
#[derive(Debug)]
pub(super) struct Rack {
    name: &'static str,
    text: &'static str,
    crosswalk: OnceLock<Crosswalk>,
}

/// A control that a crosswalk relates to the one that was asked about.
#[derive(Clone, Copy, Debug)]
pub struct Related<'a> {
    /// Who says so.
    pub crosswalk: &'a Crosswalk,
    /// The pair.
    pub link: &'a Link,
    /// Whether the control that was asked about stands on the left.
    pub asked_left: bool,
}

impl Rack {
    pub fn builtin() -> BTreeMap<String, Self> {
        let racks = embed::files(FOLDER).map(|(name, text)| {
            let id = name.strip_prefix(FOLDER).unwrap_or(name).trim_end_matches(".yaml");
            (id.to_owned(), Self { name, text, crosswalk: OnceLock::new() })
        });
        racks.collect()
    }

    pub fn of(crosswalk: Crosswalk) -> Self {
        Self { name: "", text: "", crosswalk: OnceLock::from(crosswalk) }
    }

    fn crosswalk(&self) -> &Crosswalk {
        self.crosswalk.get_or_init(|| Crosswalk::builtin(self.name, self.text))
    }

    #[cfg(test)]
    pub fn is_read(&self) -> bool {
        self.crosswalk.get().is_some()
    }

    /// Whether one of its sides is a framework. Reads no more of it than its head.
    fn touches(&self, framework: &str) -> bool {
        match self.crosswalk.get() {
            Some(crosswalk) => crosswalk.from == framework || crosswalk.to == framework,
            None => ["from", "to"].iter().any(|side| head(self.text, side) == Some(framework)),
        }
    }
}

impl Catalog {
    /// Every crosswalk, by id.
    pub fn crosswalks(&self) -> impl Iterator<Item = &Crosswalk> {
        self.racks.values().map(Rack::crosswalk)
    }

    /// The crosswalks with a framework on either side, by id. Reads no others.
    pub fn crosswalks_of<'a>(&'a self, framework: &'a str) -> impl Iterator<Item = &'a Crosswalk> {
        self.racks.values().filter(|rack| rack.touches(framework)).map(Rack::crosswalk)
    }

    /// What the control or group `id` of a framework relates to, crosswalk by crosswalk.
    pub fn related<'a>(&'a self, framework: &'a str, id: &'a str) -> Vec<Related<'a>> {
        let of = |crosswalk: &'a Crosswalk| {
            let left = crosswalk.links.iter().filter(move |link| crosswalk.from == framework && link.from == id);
            let right = crosswalk.links.iter().filter(move |link| crosswalk.to == framework && link.to == id);
            let side = move |asked_left: bool| move |link: &'a Link| Related { crosswalk, link, asked_left };
            left.map(side(true)).chain(right.map(side(false)))
        };
        self.crosswalks_of(framework).flat_map(of).collect()
    }
}

impl Related<'_> {
    /// The other control, as policies write it.
    pub fn other(&self) -> String {
        let (framework, id) = if self.asked_left { (&self.crosswalk.to, &self.link.to) } else { (&self.crosswalk.from, &self.link.from) };
        format!("{framework}:{id}")
    }

    /// What the control that was asked about is to the other, as words before its name.
    pub fn words(&self) -> &'static str {
        let relation = if self.asked_left { Some(self.link.relation) } else { self.link.relation.inverse() };
        match relation {
            Some(Relation::Equal) => "is the same as",
            Some(Relation::Superset) => "is more than",
            Some(Relation::Subset) => "is a part of",
            Some(Relation::Intersects) => "overlaps with",
            Some(Relation::Supports) => "helps with",
            None => "is helped by",
        }
    }
}
