//! Anchors and aliases: no alias inside its own anchor, no exponential growth, no depth by the back door.

use super::{Builder, MAX_DEPTH, MAX_EXPANDED_NODES, Open};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::tree::{Kind, NodeId};
use crate::text::{Span, clean_line};

/// What an alias may point at.
pub(super) struct Anchor {
    id: NodeId,
    /// Size and depth once it is closed; an alias before that would contain itself.
    closed: Option<Extent>,
}

/// How much an alias of it stands for.
#[derive(Clone, Copy)]
struct Extent {
    nodes: u64,
    height: usize,
}

impl Builder<'_> {
    pub(super) fn anchor_scalar(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { id, closed: Some(Extent { nodes: 1, height: 0 }) });
        }
    }

    pub(super) fn anchor_collection(&mut self, anchor: usize, id: NodeId) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { id, closed: None });
        }
    }

    pub(super) fn close_anchor(&mut self, open: &Open) {
        if let Some(anchor) = self.anchors.get_mut(&open.anchor) {
            anchor.closed = Some(Extent { nodes: self.expanded - open.expanded, height: open.height });
        }
    }

    pub(super) fn alias(&mut self, anchor: usize, span: Span) {
        let Some(&Anchor { id, closed: Some(extent) }) = self.anchors.get(&anchor) else {
            self.report_loop(span);
            self.add(Kind::Null, span);
            return;
        };
        if self.open.len() + extent.height > MAX_DEPTH {
            self.too_deep(span);
            self.add(Kind::Null, span);
            return;
        }
        if !self.may_add(extent.nodes, span) {
            self.add(Kind::Null, span);
            return;
        }
        self.add(Kind::Alias(id), span);
        // The node itself is counted already.
        self.expanded += extent.nodes - 1;
        if let Some(outer) = self.open.last_mut() {
            outer.height = outer.height.max(extent.height + 1);
        }
    }

    /// Counts nodes that stand in the document without being written there; reports, once, where they become too many.
    pub(super) fn may_add(&mut self, nodes: u64, span: Span) -> bool {
        let before = self.added;
        self.added = before.saturating_add(nodes);
        if self.added > MAX_EXPANDED_NODES && before <= MAX_EXPANDED_NODES {
            let message = format!("aliases expand the document by more than {} million nodes", MAX_EXPANDED_NODES / 1_000_000);
            let diagnostic = Diagnostic::error(Code::AliasExpansion, message).at(self.place(span), "the limit is passed here");
            self.report(diagnostic.help("write the values out instead of nesting aliases"));
        }
        self.added <= MAX_EXPANDED_NODES
    }

    fn report_loop(&mut self, span: Span) {
        let name = clean_line(self.source.slice(span)).into_owned();
        let diagnostic = Diagnostic::error(Code::AliasLoop, format!("alias `{name}` stands inside what it refers to"));
        self.report(diagnostic.at(self.place(span), "would never end").help("remove the alias, or write the values out"));
    }

    pub(super) fn unresolved_alias(&mut self, name: &str, span: Span) {
        let name = clean_line(name);
        let diagnostic = Diagnostic::error(Code::UnknownAnchor, format!("alias `*{name}` has no anchor `&{name}` before it"));
        let diagnostic = diagnostic.at(self.place(span), "no anchor of this name in the document");
        self.report(diagnostic.help("quote the value if `*` belongs to it, or anchor a value above"));
        self.add(Kind::Null, span);
    }
}
