//! What stands at the end of a flow: one vendor or system under all the names that manifests give it.

use crate::document::Node as Yaml;
use crate::manifest::System;

/// What an end of a flow is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// A system of the inventory.
    System(String),
    /// A vendor, by its position among [`Vendors`].
    Vendor(usize),
    /// Something inside the organization.
    Internal(String),
    /// A store of the system.
    Store(String),
    /// Somebody outside: what they are, and their name.
    Party(&'static str, String),
    /// Nobody said.
    Undeclared,
}

/// A vendor under all its ids and names.
#[derive(Debug)]
pub(super) struct Vendor {
    ids: Vec<String>,
    pub name: Option<String>,
    /// What it is called where nobody gives it a name.
    pub called: String,
    pub kind: Option<String>,
    pub region: Option<String>,
}

/// Vendors of all manifests, each once.
#[derive(Debug, Default)]
pub(super) struct Vendors(pub Vec<Vendor>);

impl Vendors {
    /// All that the manifests declare.
    pub fn of<'a>(systems: impl IntoIterator<Item = &'a System>) -> Self {
        let mut vendors = Self::default();
        for entry in systems.into_iter().flat_map(|system| list(system.node(), "vendors")) {
            vendors.add(entry);
        }
        vendors
    }

    fn add(&mut self, entry: Yaml<'_>) {
        let (id, name) = (text(entry, "id").unwrap_or_default(), text(entry, "name"));
        let at = self.place(id, name);
        if let Some(vendor) = self.0.get_mut(at) {
            vendor.kind = vendor.kind.take().or(text(entry, "kind").map(str::to_owned));
            vendor.region = vendor.region.take().or(text(entry, "region").map(str::to_owned));
        }
    }

    /// The vendor with this id, added if there is none; a name tells two vendors apart that chose the same id.
    fn place(&mut self, id: &str, name: Option<&str>) -> usize {
        let found = name.and_then(|name| self.named(name)).or_else(|| {
            let fits = |vendor: &Vendor| vendor.ids.iter().any(|known| known == id) && (vendor.name.is_none() || name.is_none());
            self.0.iter().position(fits)
        });
        let at = found.unwrap_or_else(|| {
            let called = name.unwrap_or(id).to_owned();
            self.0.push(Vendor { ids: Vec::new(), name: None, called, kind: None, region: None });
            self.0.len() - 1
        });
        if let Some(vendor) = self.0.get_mut(at) {
            if !id.is_empty() && !vendor.ids.iter().any(|known| known == id) {
                vendor.ids.push(id.to_owned());
            }
            if let (None, Some(name)) = (&vendor.name, name) {
                vendor.name = Some(name.to_owned());
                name.clone_into(&mut vendor.called);
            }
        }
        at
    }

    fn named(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|vendor| vendor.name.as_deref().is_some_and(|known| same(known, name)))
    }

    /// The vendor that a system calls `id`.
    pub fn of_system(&mut self, system: &System, id: &str) -> usize {
        let own = list(system.node(), "vendors").find(|entry| text(*entry, "id") == Some(id));
        self.place(id, own.and_then(|entry| text(entry, "name")))
    }

    /// The vendor that a flow calls by a name: a name or an id that is known, or else a vendor that nobody declared.
    fn called(&mut self, name: &str) -> usize {
        let known = self.named(name).or_else(|| self.0.iter().position(|vendor| vendor.ids.iter().any(|id| same(id, name))));
        known.unwrap_or_else(|| self.place("", Some(name)))
    }
}

/// What stands at an end of a flow of `system`; `systems` are those whose names an internal end may bear.
pub(super) fn end(node: Option<Yaml<'_>>, system: &System, systems: &[System], vendors: &mut Vendors) -> End {
    let Some(node) = node else { return End::Undeclared };
    let name = text(node, "name");
    let kind = text(node, "kind").unwrap_or_default();
    let party = |what: &'static str| End::Party(what, name.unwrap_or(what).to_owned());
    match (kind, text(node, "vendor"), name) {
        ("person", ..) => party("people"),
        ("public", ..) => party("the public"),
        (_, Some(vendor), _) => End::Vendor(vendors.of_system(system, vendor)),
        ("partner", ..) => party("partner"),
        ("external-model" | "external-service", None, Some(name)) => End::Vendor(vendors.called(name)),
        ("external-model", ..) => End::Vendor(vendors.called("external model, not named")),
        ("external-service", ..) => End::Vendor(vendors.called("external service, not named")),
        ("store", _, name) => End::Store(name.unwrap_or("store, not named").to_owned()),
        (_, _, Some(name)) => {
            let bears = |system: &&System| same(&system.id, name) || same(&system.name, name);
            let own = std::iter::once(system).find(bears);
            match own.or_else(|| systems.iter().find(bears)) {
                Some(system) => End::System(system.id.clone()),
                None => End::Internal(name.to_owned()),
            }
        }
        _ => End::Internal("internal, not named".to_owned()),
    }
}

/// Whether two names are one to people.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The text under a key.
pub(super) fn text<'a>(node: Yaml<'a>, key: &str) -> Option<&'a str> {
    node.get(key).and_then(Yaml::as_str)
}

/// The items of a list.
pub(super) fn list<'a>(node: Yaml<'a>, key: &str) -> impl Iterator<Item = Yaml<'a>> + use<'a> {
    node.get(key).into_iter().flat_map(Yaml::items)
}
