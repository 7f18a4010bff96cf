//! What makes a mapping: keys that are texts, each once, and merge keys.

use std::collections::{BTreeMap, BTreeSet};

use super::{Builder, Open};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::tree::{Kind, NodeId, Style};
use crate::text::{Span, clean_line, shorten};

/// Up to so many entries, comparing each key with each other is cheaper than sorting them.
const FEW: usize = 48;

type Pair = (NodeId, NodeId);

/// The beginning and the length of a name as a number: most names differ in them.
fn head(name: &str) -> u64 {
    let mut bytes = [0; 8];
    let len = name.len().min(7);
    bytes[..len].copy_from_slice(&name.as_bytes()[..len]);
    bytes[7] = name.len() as u8;
    u64::from_le_bytes(bytes)
}

impl Builder<'_> {
    /// Whether the children from here on are entries with a text as a key, each once, and without a merge key: nearly all are.
    pub(super) fn is_plain_mapping(&self, first: usize) -> bool {
        let children = self.pending.get(first..).unwrap_or_default();
        let keys = || children.iter().step_by(2).map(|&key| self.key_text(key));
        if children.len() / 2 > FEW {
            let mut names = BTreeSet::new();
            return keys().all(|name| name.is_some_and(|name| name != "<<" && names.insert(name)));
        }
        let mut heads = [0; FEW];
        for (at, name) in keys().enumerate() {
            let Some(name) = name.filter(|name| *name != "<<") else { return false };
            let head = head(name);
            let is_again = |known: usize| children.get(2 * known).and_then(|&key| self.key_text(key)) == Some(name);
            if (0..at).any(|known| heads[known] == head && is_again(known)) {
                return false;
            }
            heads[at] = head;
        }
        true
    }

    /// Keys and values of a mapping; duplicate and unusable keys are reported and left out, merge keys replaced by what
    /// they bring.
    pub(super) fn repaired_mapping(&mut self, open: &Open) -> Vec<NodeId> {
        let children = self.pending.get(open.children..).unwrap_or_default().to_vec();
        let mut pairs = Vec::with_capacity(children.len() / 2);
        let mut merges = Vec::new();
        for pair in children.chunks_exact(2) {
            match self.key_text(pair[0]) {
                Some("<<") if self.is_plain(pair[0]) => merges.push((pair[0], pair[1])),
                Some(_) => pairs.push((pair[0], pair[1])),
                None => self.report_key(pair[0]),
            }
        }
        self.drop_duplicates(&mut pairs);
        self.drop_duplicates(&mut merges);
        if let Some(&(_, value)) = merges.first() {
            self.merge(&mut pairs, value, open.id);
        }
        pairs.into_iter().flat_map(|(key, value)| [key, value]).collect()
    }

    fn key_text(&self, id: NodeId) -> Option<&str> {
        match self.nodes[self.target(id).0 as usize].kind {
            Kind::Text(text) => {
                let range = text.start as usize..(text.start + text.len) as usize;
                if text.cooked { self.cooked.get(range) } else { self.source.text().get(range) }
            }
            _ => None,
        }
    }

    fn is_plain(&self, id: NodeId) -> bool {
        matches!(self.nodes[id.0 as usize].kind, Kind::Text(text) if text.style == Style::Plain)
    }

    fn target(&self, id: NodeId) -> NodeId {
        if let Kind::Alias(target) = self.nodes[id.0 as usize].kind { target } else { id }
    }

    fn report_key(&mut self, key: NodeId) {
        let span = self.nodes[key.0 as usize].span;
        let is_alias = self.target(key) != key;
        let diagnostic = Diagnostic::error(Code::KeyNotText, "a key must be a text");
        let diagnostic = match self.nodes[self.target(key).0 as usize].kind {
            Kind::Sequence { .. } => diagnostic.at(self.place(span), "a list"),
            Kind::Mapping { .. }
                if self.source.text().as_bytes().get(..span.start as usize).is_some_and(|before| before.ends_with(b"{")) =>
            {
                // What is left of the line is no YAML either.
                self.broken = true;
                diagnostic
                    .at(self.place(span), "YAML reads `{{` as a mapping in a mapping")
                    .help("put the whole text in quotes: `\"{{ … }} …\"`")
            }
            Kind::Mapping { .. } => diagnostic.at(self.place(span), "a mapping"),
            // An empty key stands, like an empty value, after the colon.
            _ if span.is_empty() => {
                diagnostic.at(self.place(Span::new(span.start.saturating_sub(1), span.end)), "nothing stands before this")
            }
            _ if is_alias => diagnostic.at(self.place(span), "does not stand for a text"),
            _ => {
                let written = clean_line(self.source.slice(span)).into_owned();
                diagnostic.at(self.place(span), "not a text").help(format!("write `\"{written}\"` if it is meant as a name"))
            }
        };
        self.report(diagnostic);
    }

    /// Keeps the first of each key.
    fn drop_duplicates(&mut self, pairs: &mut Vec<Pair>) {
        let mut known = BTreeMap::new();
        let mut repeats = Vec::new();
        let mut kept = Vec::with_capacity(pairs.len());
        for &(key, value) in &*pairs {
            let first = *known.entry(self.key_text(key)).or_insert(key);
            if first == key { kept.push((key, value)) } else { repeats.push((first, key)) }
        }
        for (first, again) in repeats {
            self.report_duplicate(first, again);
        }
        *pairs = kept;
    }

    fn report_duplicate(&mut self, first: NodeId, again: NodeId) {
        let name = clean_line(&shorten(self.key_text(first).unwrap_or_default(), 60)).into_owned();
        let first = self.place(self.nodes[first.0 as usize].span);
        let again = self.place(self.nodes[again.0 as usize].span);
        let diagnostic = Diagnostic::error(Code::DuplicateKey, format!("key `{name}` stands twice in this mapping"));
        self.report(diagnostic.at(again, "again here").also(first, "first here").help("keep one of the two"));
    }

    /// Adds the entries of what a merge key of `owner` points at; keys that are already there win, then earlier mappings.
    fn merge(&mut self, pairs: &mut Vec<Pair>, value: NodeId, owner: NodeId) {
        let written_here = self.target(value) == value;
        let sources = match self.nodes[self.target(value).0 as usize].kind {
            Kind::Sequence { first, len } => self.children[first as usize..(first + len) as usize].to_vec(),
            _ => vec![value],
        };
        for source in sources {
            let Kind::Mapping { first, len } = self.nodes[self.target(source).0 as usize].kind else {
                self.report_merge(source);
                continue;
            };
            // What an alias brings is counted where the alias stands.
            let written_here = written_here && self.target(source) == source;
            if written_here && !self.may_add(u64::from(len), self.nodes[source.0 as usize].span) {
                return;
            }
            let known: BTreeSet<&str> = pairs.iter().filter_map(|&(key, _)| self.key_text(key)).collect();
            let entries = self.children[first as usize..(first + 2 * len) as usize].chunks_exact(2).map(|pair| (pair[0], pair[1]));
            let news: Vec<Pair> = entries.filter(|&(key, _)| self.key_text(key).is_some_and(|name| !known.contains(name))).collect();
            if written_here {
                // So that paths say where the entry takes effect.
                for &(key, value) in &news {
                    self.nodes[key.0 as usize].parent = Some(owner);
                    self.nodes[value.0 as usize].parent = Some(owner);
                }
            }
            pairs.extend(news);
        }
    }

    fn report_merge(&mut self, value: NodeId) {
        let place = self.place(self.nodes[value.0 as usize].span);
        let kind = self.nodes[self.target(value).0 as usize].kind;
        let what = match kind {
            // An alias that could not be followed is reported already.
            Kind::Null if place.text().starts_with('*') && self.target(value) == value => return,
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Int(_) | Kind::Uint(_) | Kind::Float(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::Sequence { .. } => "a list",
            Kind::Mapping { .. } | Kind::Alias(_) => "not a mapping",
        };
        let diagnostic = Diagnostic::error(Code::BadMerge, "`<<` needs a mapping");
        self.report(diagnostic.at(place, what).help("point it at an anchored mapping, e.g. `<<: *base`"));
    }
}
