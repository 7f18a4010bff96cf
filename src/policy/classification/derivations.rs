//! The procedures of a run, and what rules may read of their results.

use std::sync::{Arc, OnceLock};

use super::Classification;
use crate::catalog::Catalog;
use crate::cel::{Field, ObjectType, Type};
use crate::diagnostic::Diagnostic;
use crate::document;
use crate::embed;
use crate::policy::load::unknown_references;
use crate::text::Source;

/// All procedures, read when something first asks for them: most rules do not.
#[derive(Debug, Default)]
pub struct Derivations {
    /// Whether those that the binary carries come with their cases.
    cases: bool,
    own: OnceLock<Vec<Classification>>,
    builtin: OnceLock<Vec<Classification>>,
    ty: OnceLock<Type>,
}

impl Derivations {
    /// Those that the binary carries.
    pub fn builtin(cases: bool) -> Self {
        Self { cases, ..Self::default() }
    }

    /// Adds the user's own, once; one with the id of another takes its place.
    pub(in crate::policy) fn add(&self, own: Vec<Classification>) {
        // A second call would find rules that are compiled without them.
        let _ = self.own.set(own);
    }

    /// Whether anything asked for those that the binary carries.
    #[cfg(test)]
    pub(in crate::policy) fn are_read(&self) -> bool {
        self.builtin.get().is_some()
    }

    /// All of them, the user's own first.
    pub fn all(&self) -> impl Iterator<Item = &Classification> {
        let own = self.own.get().into_iter().flatten();
        let replaced = |id: &str| self.own.get().into_iter().flatten().any(|own| own.id == id);
        own.chain(self.shipped().iter().filter(move |builtin| !replaced(&builtin.id)))
    }

    fn shipped(&self) -> &[Classification] {
        self.builtin.get_or_init(|| {
            let read = |(name, text): (&str, &str)| {
                let (tree, _) = document::parse(&Arc::new(Source::new(name, text)));
                let tree = Arc::new(tree);
                tree.roots().map(|root| Classification::builtin(&tree, root)).collect::<Vec<_>>()
            };
            embed::classifications(self.cases).flat_map(read).collect()
        })
    }

    /// The type of `derived`.
    pub(in crate::policy) fn ty(&self) -> Type {
        let field = |classification: &Classification| (classification.name(), Field::new(classification.ty(), true));
        let object = || ObjectType { name: "derived".to_owned(), fields: self.all().map(field).collect(), open: false };
        self.ty.get_or_init(|| Type::Object(Arc::new(object()))).clone()
    }

    /// References of the user's own to controls that no framework has.
    pub(in crate::policy) fn check_controls(&self, catalog: &Catalog) -> Vec<Diagnostic> {
        let own = self.own.get().into_iter().flatten();
        own.flat_map(|classification| unknown_references(&classification.references().collect::<Vec<_>>(), catalog)).collect()
    }
}
