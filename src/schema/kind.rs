use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Entry, Node};
use crate::embed;
use crate::text::{clean_line, nearest, or_list, shorten};

/// The version of the format that every document names.
pub const API_VERSION: &str = "provost/v1";

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A manifest.
    AiSystem,
    /// A policy file.
    Policy,
    /// A table of cases for rules.
    PolicyTest,
    /// A catalog of controls.
    Framework,
    /// How the controls of two frameworks relate.
    Crosswalk,
    /// A decision procedure that derives a tier.
    Classification,
    /// `provost.yaml`.
    Config,
    /// How the rows of a spreadsheet become manifests.
    Import,
    /// What `check --output json` prints; no document that anybody writes.
    Result,
    /// What `coverage --output json` prints.
    Coverage,
}

impl Kind {
    /// Everything that has a schema.
    pub const ALL: [Self; 10] = [
        Self::AiSystem,
        Self::Policy,
        Self::PolicyTest,
        Self::Framework,
        Self::Crosswalk,
        Self::Classification,
        Self::Config,
        Self::Import,
        Self::Result,
        Self::Coverage,
    ];

    /// The kinds that a document can name.
    pub const DOCUMENTS: [Self; 8] = [
        Self::AiSystem,
        Self::Policy,
        Self::PolicyTest,
        Self::Framework,
        Self::Crosswalk,
        Self::Classification,
        Self::Config,
        Self::Import,
    ];

    /// The word after `kind:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::AiSystem => "AISystem",
            Self::Policy => "Policy",
            Self::PolicyTest => "PolicyTest",
            Self::Framework => "Framework",
            Self::Crosswalk => "Crosswalk",
            Self::Classification => "Classification",
            Self::Config => "Config",
            Self::Import => "Import",
            Self::Result => "Result",
            Self::Coverage => "Coverage",
        }
    }

    /// The name that the command line takes and the schema's file bears.
    pub fn slug(self) -> &'static str {
        match self {
            Self::AiSystem => "ai-system",
            Self::Policy => "policy",
            Self::PolicyTest => "policy-test",
            Self::Framework => "framework",
            Self::Crosswalk => "crosswalk",
            Self::Classification => "classification",
            Self::Config => "config",
            Self::Import => "import",
            Self::Result => "result",
            Self::Coverage => "coverage",
        }
    }

    /// The kind of which the document under `root` says that it is.
    ///
    /// # Errors
    /// A diagnostic if it is no mapping, or its `apiVersion` or `kind` is missing or unknown.
    pub fn of(root: Node<'_>) -> Result<Self, Box<Diagnostic>> {
        if !root.is_mapping() {
            return Err(Box::new(not_a_mapping(root)));
        }
        let Some(kind) = root.entry("kind") else {
            return Err(Box::new(misspelt(root, "kind").unwrap_or_else(|| no_header(root))));
        };
        let Some(version) = root.entry("apiVersion") else {
            if let Some(diagnostic) = misspelt(root, "apiVersion") {
                return Err(Box::new(diagnostic));
            }
            let diagnostic = Diagnostic::error(Code::UnknownKind, "the document names no `apiVersion`");
            return Err(Box::new(
                diagnostic.at(kind.key.place(), "stands without one").help(format!("begin with `apiVersion: {API_VERSION}`")),
            ));
        };
        if version.value.as_str() != Some(API_VERSION) {
            return Err(Box::new(unknown_version(version)));
        }
        let word = kind.value.as_str();
        Self::DOCUMENTS.into_iter().find(|known| word == Some(known.word())).ok_or_else(|| Box::new(unknown_kind(kind)))
    }
}

/// The schema's text, JSON Schema 2020-12.
pub fn text(kind: Kind) -> &'static str {
    match kind {
        Kind::AiSystem => embed::AI_SYSTEM_SCHEMA,
        Kind::Policy => embed::POLICY_SCHEMA,
        Kind::PolicyTest => embed::POLICY_TEST_SCHEMA,
        Kind::Framework => embed::FRAMEWORK_SCHEMA,
        Kind::Crosswalk => embed::CROSSWALK_SCHEMA,
        Kind::Classification => embed::CLASSIFICATION_SCHEMA,
        Kind::Config => embed::CONFIG_SCHEMA,
        Kind::Import => embed::IMPORT_SCHEMA,
        Kind::Result => embed::RESULT_SCHEMA,
        Kind::Coverage => embed::COVERAGE_SCHEMA,
    }
}

fn not_a_mapping(root: Node<'_>) -> Diagnostic {
    let found = super::found(root);
    let diagnostic = Diagnostic::error(Code::WrongType, format!("expected a mapping for the document, found {found}"));
    let diagnostic = diagnostic.at(super::place(root), found);
    if root.is_empty() {
        diagnostic.help(format!("begin with `apiVersion: {API_VERSION}` and `kind: AISystem`"))
    } else {
        diagnostic.help("remove the `- ` before each entry; documents of one file are separated by `---`")
    }
}

/// A key that was meant to be one of the header's.
fn misspelt(root: Node<'_>, wanted: &str) -> Option<Diagnostic> {
    let entry = root.entries().find(|entry| entry.name() != "apiVersion" && nearest(entry.name(), [wanted]).is_some())?;
    let name = shorten(&clean_line(entry.name()), 40);
    let diagnostic = Diagnostic::error(Code::UnknownKind, format!("unknown key `{name}`; the document names no `{wanted}`"));
    Some(diagnostic.at(entry.key.place(), "no such key").help(format!("did you mean `{wanted}`?")))
}

fn no_header(root: Node<'_>) -> Diagnostic {
    let diagnostic = Diagnostic::error(Code::UnknownKind, "the document names no `kind`");
    let help = match root.entry("apiVersion") {
        Some(_) => "add `kind: AISystem`, or whichever kind it is".to_owned(),
        None => format!("begin with `apiVersion: {API_VERSION}` and `kind: AISystem`"),
    };
    let place = root.entries().next().map_or(root, |entry| entry.key).place();
    diagnostic.at(place, "the document begins here").help(help)
}

fn unknown_version(version: Entry<'_>) -> Diagnostic {
    let found = version
        .value
        .as_str()
        .map_or_else(|| super::found(version.value).to_owned(), |text| format!("`{}`", shorten(&clean_line(text), 40)));
    let diagnostic = Diagnostic::error(Code::UnknownKind, format!("expected `{API_VERSION}` for `apiVersion`, found {found}"));
    diagnostic.at(super::place(version.value), "not a version that is known").help(format!("write `apiVersion: {API_VERSION}`"))
}

fn unknown_kind(kind: Entry<'_>) -> Diagnostic {
    let words = Kind::DOCUMENTS.map(Kind::word);
    let Some(text) = kind.value.as_str() else {
        let diagnostic = Diagnostic::error(Code::UnknownKind, format!("expected a kind for `kind`, found {}", super::found(kind.value)));
        let help = format!("write {}", or_list(&words.map(|word| format!("`{word}`"))));
        return diagnostic.at(super::place(kind.value), super::found(kind.value)).help(help);
    };
    let diagnostic = Diagnostic::error(Code::UnknownKind, format!("unknown kind `{}`", shorten(&clean_line(text), 40)));
    let help = match nearest(text, words) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("write {}", or_list(&words.map(|word| format!("`{word}`")))),
    };
    diagnostic.at(kind.value.place(), "not a kind that is known").help(help)
}
