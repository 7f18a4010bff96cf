use crate::document::Node;

/// How far a rule answers what a control asks of a system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// It decides what the control asks, from structured facts such as dates, numbers and lists.
    #[default]
    Automated,
    /// It decides a part of that; the rest is for people.
    Partial,
    /// It only sees that somebody declared it; whether that is so is for people.
    Attested,
}

impl Reach {
    /// Every kind, the strongest first.
    pub const ALL: [Self; 3] = [Self::Automated, Self::Partial, Self::Attested];

    /// The word in files and formats.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Automated => "automated",
            Self::Partial => "partial",
            Self::Attested => "attested",
        }
    }

    /// The kind of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reach| reach.as_str() == word)
    }

    /// What a rule says about one of its controls: in `coverage_of`, else in `coverage`.
    pub(super) fn of(rule: Node<'_>, control: &str) -> Self {
        let own = rule.get("coverage_of").and_then(|of| of.get(control));
        own.or_else(|| rule.get("coverage")).and_then(Node::as_str).and_then(Self::from_word).unwrap_or_default()
    }
}
