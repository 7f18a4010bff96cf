//! What makes a mapping: keys that are texts, each once, and merge keys.

use super::Builder;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::tree::{Kind, NodeId, Style};

impl Builder<'_> {
    /// The pairs of a mapping with duplicate and unusable keys reported and left out and merge keys replaced by what they bring.
    pub(super) fn finish_mapping(&mut self, children: &[NodeId]) -> Vec<NodeId> {
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
        if merges.len() > 1 {
            self.report_duplicate(merges[0].0, merges[1].0);
        }
        if let Some(&(_, value)) = merges.first() {
            self.merge(&mut pairs, value);
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
        let place = self.place(self.nodes[key.0 as usize].span);
        let written = place.text().to_owned();
        let diagnostic = Diagnostic::error(Code::KeyNotText, "a key must be a text");
        let diagnostic = match self.nodes[self.target(key).0 as usize].kind {
            Kind::Sequence { .. } => diagnostic.at(place, "a list"),
            Kind::Mapping { .. } => diagnostic.at(place, "a mapping"),
            _ if written.is_empty() => diagnostic.at(place, "nothing stands before the colon"),
            _ => diagnostic.at(place, "not a text").help(format!("write `\"{written}\"` if it is meant as a name")),
        };
        self.report(diagnostic);
    }

    fn drop_duplicates(&mut self, pairs: &mut Vec<(NodeId, NodeId)>) {
        let mut order: Vec<usize> = (0..pairs.len()).collect();
        order.sort_by_key(|&at| (self.key_text(pairs[at].0).unwrap_or_default(), at));
        let repeats: Vec<(usize, usize)> =
            order.windows(2).filter(|w| self.key_text(pairs[w[0]].0) == self.key_text(pairs[w[1]].0)).map(|w| (w[0], w[1])).collect();
        if repeats.is_empty() {
            return;
        }
        for &(first, second) in &repeats {
            self.report_duplicate(pairs[first].0, pairs[second].0);
        }
        let mut dropped: Vec<usize> = repeats.into_iter().map(|(_, second)| second).collect();
        dropped.sort_unstable();
        let mut at = 0;
        pairs.retain(|_| {
            at += 1;
            dropped.binary_search(&(at - 1)).is_err()
        });
    }

    fn report_duplicate(&mut self, first: NodeId, second: NodeId) {
        let name = self.key_text(first).unwrap_or_default().to_owned();
        let first = self.place(self.nodes[first.0 as usize].span);
        let second = self.place(self.nodes[second.0 as usize].span);
        let diagnostic = Diagnostic::error(Code::DuplicateKey, format!("key `{name}` stands twice in this mapping"));
        self.report(diagnostic.at(second, "again here").also(first, "first here").help("keep one of the two"));
    }

    /// Adds the entries of what a merge key points at; keys that are already there win, then earlier mappings.
    fn merge(&mut self, pairs: &mut Vec<(NodeId, NodeId)>, value: NodeId) {
        let sources = match self.nodes[self.target(value).0 as usize].kind {
            Kind::Mapping { .. } => vec![value],
            Kind::Sequence { first, len } => self.children[first as usize..(first + len) as usize].to_vec(),
            _ => {
                self.report_merge(value);
                return;
            }
        };
        for source in sources {
            let Kind::Mapping { first, len } = self.nodes[self.target(source).0 as usize].kind else {
                self.report_merge(source);
                continue;
            };
            for at in 0..len as usize {
                let (key, value) = (self.children[first as usize + 2 * at], self.children[first as usize + 2 * at + 1]);
                if !pairs.iter().any(|&(known, _)| self.key_text(known) == self.key_text(key)) {
                    pairs.push((key, value));
                }
            }
        }
    }

    fn report_merge(&mut self, value: NodeId) {
        let place = self.place(self.nodes[value.0 as usize].span);
        let diagnostic = Diagnostic::error(Code::BadMerge, "`<<` needs a mapping");
        self.report(diagnostic.at(place, "not a mapping").help("point it at an anchored mapping, e.g. `<<: *base`"));
    }
}
