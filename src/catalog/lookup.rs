use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::crosswalk::Crosswalk;
use super::framework::{Control, Framework, Group};
use super::related::Rack;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::embed;
use crate::text::{clean_line, nearest};

/// Where the binary's frameworks lie.
const FOLDER: &str = "policies/frameworks/";

/// The frameworks of a run and the crosswalks between them, by id.
#[derive(Debug, Default)]
pub struct Catalog {
    shelves: BTreeMap<String, Shelf>,
    pub(super) racks: BTreeMap<String, Rack>,
}

/// One framework, read or not yet.
#[derive(Debug)]
struct Shelf {
    name: &'static str,
    text: Cow<'static, str>,
    framework: OnceLock<Framework>,
}

/// What a control reference leads to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Found<'a> {
    /// A control.
    Control(&'a Framework, &'a Control),
    /// A group of controls, which policies may refer to as a whole.
    Group(&'a Framework, &'a Group),
}

/// Why a control reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is not of the form `framework:ID`.
    NotAReference,
    /// There is no such framework.
    Framework {
        /// The name that was given.
        id: String,
        /// The framework that was probably meant.
        nearest: Option<String>,
    },
    /// The framework has no such control.
    Control {
        /// Short name of the framework.
        framework: String,
        /// The id that was given.
        id: String,
        /// The id that was probably meant.
        nearest: Option<String>,
        /// The first and the last of the ids that begin with the same letters, where only the number is wrong.
        between: Option<(String, String)>,
    },
}

impl Catalog {
    /// The frameworks that the binary carries.
    pub fn builtin() -> Self {
        let shelves = embed::files(FOLDER).map(|(name, text)| {
            let id = name.strip_prefix(FOLDER).unwrap_or(name).trim_end_matches(".yaml");
            (id.to_owned(), Shelf { name, text: Cow::Borrowed(text), framework: OnceLock::new() })
        });
        Self { shelves: shelves.collect(), racks: Rack::builtin() }
    }

    /// Adds a framework of the user's own; one with the id of another takes its place.
    pub fn add(&mut self, framework: Framework) {
        let shelf = Shelf { name: "", text: Cow::Borrowed(""), framework: OnceLock::new() };
        let id = framework.id.clone();
        let _ = shelf.framework.set(framework);
        self.shelves.insert(id, shelf);
    }

    /// Adds a crosswalk of the user's own; one with the id of another takes its place.
    pub fn add_crosswalk(&mut self, crosswalk: Crosswalk) {
        self.racks.insert(crosswalk.id.clone(), Rack::of(crosswalk));
    }

    /// The frameworks alone, each with no more controls than these references name, or with all where that is not told from its
    /// text: a check names a few hundred of some two thousand controls, and reading them all takes longer than the rules do.
    #[must_use]
    pub fn narrowed(&self, references: &BTreeSet<String>) -> Self {
        let named: BTreeSet<(&str, &str)> = references.iter().filter_map(|reference| reference.split_once(':')).collect();
        let shelf = |(id, shelf): (&String, &Shelf)| (id.clone(), shelf.narrowed(|control| named.contains(&(id.as_str(), control))));
        Self { shelves: self.shelves.iter().map(shelf).collect(), racks: BTreeMap::new() }
    }

    /// Takes over what another catalog has and this one has not.
    pub fn join(&mut self, other: Self) {
        for (id, shelf) in other.shelves {
            self.shelves.entry(id).or_insert(shelf);
        }
        for (id, rack) in other.racks {
            self.racks.entry(id).or_insert(rack);
        }
    }

    /// The ids of all frameworks, sorted. Reads none of them.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.shelves.keys().map(String::as_str)
    }

    /// The framework with this id.
    pub fn framework(&self, id: &str) -> Option<&Framework> {
        self.shelves.get(id).map(Shelf::framework)
    }

    /// The short name of a framework, e.g. `NIST AI RMF`. Reads no more of it than its head.
    pub fn short(&self, id: &str) -> Option<&str> {
        let shelf = self.shelves.get(id)?;
        match shelf.framework.get() {
            Some(framework) => Some(&framework.short),
            None => shelf.head("short"),
        }
    }

    /// What `framework:ID` leads to.
    ///
    /// # Errors
    /// Why it leads nowhere, with the nearest name.
    pub fn control(&self, reference: &str) -> Result<Found<'_>, Unknown> {
        let (framework, id) = reference.split_once(':').ok_or(Unknown::NotAReference)?;
        let Some(found) = self.framework(framework) else {
            return Err(self.unknown_framework(framework));
        };
        if let Some(control) = found.control(id) {
            return Ok(Found::Control(found, control));
        }
        if let Some(group) = found.group(id) {
            return Ok(Found::Group(found, group));
        }
        let controls = found.controls.iter().flat_map(|control| [control.id.as_str(), control.label.as_str()]);
        let ids = controls.chain(found.groups.iter().map(|group| group.id.as_str()));
        let between = between(id, found);
        let meant = nearest(id, ids)
            .filter(|near| between.is_none() || near.contains(|c: char| c.is_ascii_digit()))
            .map(|near| found.controls.iter().find(|control| control.label == near).map_or(near, |control| &control.id));
        let meant =
            meant.or_else(|| found.controls.iter().map(|control| &control.id).find(|known| abbreviates(known, id)).map(String::as_str));
        Err(Unknown::Control { framework: found.short.clone(), id: id.to_owned(), nearest: meant.map(str::to_owned), between })
    }

    /// That there is no framework with this id.
    pub fn unknown_framework(&self, id: &str) -> Unknown {
        Unknown::Framework { id: id.to_owned(), nearest: nearest(id, self.ids()).map(str::to_owned) }
    }
}

/// Whether an id is another one with its first word cut short: `Art. 9` for `Article 9`.
fn abbreviates(known: &str, id: &str) -> bool {
    let parts = |id: &str| {
        let digit = id.find(|c: char| c.is_ascii_digit()).unwrap_or(id.len());
        let (word, number) = id.split_at(digit);
        (word.trim_end_matches([' ', '.']).to_lowercase(), number.to_owned())
    };
    let ((word, number), (long, same)) = (parts(known), parts(id));
    !word.is_empty() && !number.is_empty() && number == same && long.starts_with(&word)
}

/// The first and the last control whose id is the same up to its numbers.
fn between(id: &str, framework: &Framework) -> Option<(String, String)> {
    let letters = |id: &str| id.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default().trim_end().to_lowercase();
    let wanted = letters(id);
    let mut alike =
        framework.controls.iter().map(|control| &control.id).filter(|known| letters(known) == wanted && known.len() > wanted.len());
    let first = alike.next().filter(|_| !wanted.is_empty() && id.len() > wanted.len())?;
    Some((first.clone(), alike.next_back()?.clone()))
}

impl Unknown {
    /// What is wrong, on one line.
    pub fn message(&self) -> String {
        match self {
            Self::NotAReference => "a control is named as `framework:ID`".to_owned(),
            Self::Framework { id, .. } => format!("unknown framework `{}`", clean_line(id)),
            Self::Control { framework, id, .. } => format!("{framework} has no control `{}`", clean_line(id)),
        }
    }

    /// The same with the place where it is written and the name that was probably meant.
    pub fn diagnostic(&self, place: Place) -> Diagnostic {
        let diagnostic = Diagnostic::error(Code::UnknownControl, self.message()).at(place, "not in the catalog");
        match self.suggestion() {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
            None if let Self::Control { between: Some((first, last)), .. } = self => {
                diagnostic.help(format!("there are `{first}` to `{last}`"))
            }
            None => diagnostic.help("`provost explain FRAMEWORK` lists what a framework has, `provost explain` the frameworks"),
        }
    }

    /// The reference that was probably meant.
    pub fn suggestion(&self) -> Option<&str> {
        match self {
            Self::NotAReference => None,
            Self::Framework { nearest, .. } | Self::Control { nearest, .. } => nearest.as_deref(),
        }
    }
}

impl Shelf {
    fn framework(&self) -> &Framework {
        self.framework.get_or_init(|| Framework::builtin(self.name, &self.text))
    }

    /// The same without the controls that nobody wants; as it is where it was read already.
    fn narrowed(&self, wanted: impl Fn(&str) -> bool) -> Self {
        let text = match self.framework.get() {
            Some(_) => self.text.clone(),
            None => Cow::Owned(narrowed(&self.text, wanted)),
        };
        Self { name: self.name, text, framework: self.framework.clone() }
    }

    fn head(&self, key: &str) -> Option<&str> {
        head(&self.text, key)
    }
}

/// The text of a framework without the lines of controls that nobody wants. A line that does not begin as all of ours do stays.
pub(super) fn narrowed(text: &str, wanted: impl Fn(&str) -> bool) -> String {
    let mut kept = String::with_capacity(text.len() / 2);
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '#', '\n']) {
            inside = line.trim_end() == "controls:";
        }
        let id = if inside { line.strip_prefix("  - {id: ").and_then(first_scalar) } else { None };
        if id.is_none_or(&wanted) {
            kept.push_str(line);
        }
    }
    kept
}

/// The scalar that a flow mapping's text goes on with, where it is plain or in quotes without escapes.
fn first_scalar(text: &str) -> Option<&str> {
    match text.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').map(|(id, _)| id).filter(|id| !id.contains('\\')),
        None => text.split_once([',', '}']).map(|(id, _)| id.trim_end()),
    }
}

/// The text of a key that stands in a line of its own, unquoted, before the lists.
pub(super) fn head<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    text.lines().take(12).find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
}

impl<'a> Found<'a> {
    /// The framework.
    pub fn framework(self) -> &'a Framework {
        match self {
            Self::Control(framework, _) | Self::Group(framework, _) => framework,
        }
    }

    /// The id as policies write it after the colon.
    pub fn id(self) -> &'a str {
        match self {
            Self::Control(_, control) => &control.id,
            Self::Group(_, group) => &group.id,
        }
    }

    /// The id as its publisher prints it.
    pub fn label(self) -> &'a str {
        match self {
            Self::Control(_, control) => &control.label,
            Self::Group(_, group) => &group.id,
        }
    }

    /// What it is about.
    pub fn title(self) -> &'a str {
        match self {
            Self::Control(_, control) => &control.title,
            Self::Group(_, group) => &group.title,
        }
    }
}
