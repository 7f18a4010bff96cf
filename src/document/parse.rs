use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::{Event, Options, Parser, ScalarStyle, StructureStyle};

use super::tree::{Kind, NodeId, Stored, Style, Tree};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span};

mod alias;
mod mapping;
pub(super) mod quick;
mod scalar;
mod syntax;
mod tag;
mod wording;

/// Deepest nesting of lists and mappings, also through aliases.
pub const MAX_DEPTH: usize = 100;

/// Most nodes that the aliases and merge keys of a document may add to it.
pub const MAX_EXPANDED_NODES: u64 = 1_000_000;

/// Reads all documents of a source. Broken documents give diagnostics and are left out; the others are in the tree.
pub fn parse(source: &Arc<Source>) -> (Tree, Vec<Diagnostic>) {
    quick::read(source).map_or_else(|| carefully(source), |tree| (tree, Vec::new()))
}

/// The same by the parser, which knows all of YAML and says what is wrong.
pub(super) fn carefully(source: &Arc<Source>) -> (Tree, Vec<Diagnostic>) {
    let mut builder = Builder::new(source);
    let mut options = Options::default();
    options.strict_indentation = true;
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    options.set_emit_comments(false);
    let mut parser = Parser::new_from_str_with_options(source.text(), options);
    while let Some(next) = parser.next_event() {
        match next {
            Ok((event, written)) => builder.event(event, span_of(&written), written.tag_span().map(|tag| span_of(&tag))),
            Err(error) => {
                let diagnostic = syntax::diagnostic(&error, source, &builder.seen());
                builder.report(diagnostic);
                builder.broken = true;
            }
        }
        if builder.broken {
            builder.reset();
            if !matches!(parser.proceed_next_document(), Ok(true)) {
                break;
            }
        }
    }
    builder.finish()
}

fn span_of(written: &granit_parser::Span) -> Span {
    let range = written.byte_range().unwrap_or_default();
    Span::new(range.start as u32, range.end as u32)
}

fn written_as(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

/// A list or mapping that is not closed yet.
struct Open {
    id: NodeId,
    anchor: usize,
    /// Where its children begin in [`Builder::pending`].
    children: usize,
    flow: bool,
    /// [`Builder::expanded`] before it.
    expanded: u64,
    /// Levels of lists and mappings in it so far.
    height: usize,
}

struct Builder<'s> {
    source: &'s Arc<Source>,
    nodes: Vec<Stored>,
    children: Vec<NodeId>,
    cooked: String,
    roots: Vec<NodeId>,
    open: Vec<Open>,
    pending: Vec<NodeId>,
    anchors: BTreeMap<usize, alias::Anchor>,
    /// Nodes of this document, each alias counted as what it stands for.
    expanded: u64,
    /// Nodes that aliases and merge keys of this document added so far.
    added: u64,
    /// What the parser said last.
    last: Span,
    /// This document cannot be used; what is left of it is skipped.
    broken: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        // A node of a manifest takes some seven bytes of text.
        let guess = source.text().len() / 6;
        Self {
            source,
            nodes: Vec::with_capacity(guess),
            children: Vec::with_capacity(guess),
            cooked: String::new(),
            roots: Vec::new(),
            open: Vec::new(),
            pending: Vec::new(),
            anchors: BTreeMap::new(),
            expanded: 0,
            added: 0,
            last: Span::default(),
            broken: false,
            diagnostics: Vec::new(),
        }
    }

    fn finish(self) -> (Tree, Vec<Diagnostic>) {
        let source = Arc::clone(self.source);
        let tree = Tree { source, nodes: self.nodes, children: self.children, cooked: self.cooked, roots: self.roots };
        (tree, self.diagnostics)
    }

    /// What an error may need to know of the text before it.
    fn seen(&self) -> syntax::Seen {
        let bracket = self.open.last().filter(|open| open.flow).map(|open| self.nodes[open.id.0 as usize].span.start);
        syntax::Seen { end: self.last.end, bracket }
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn event(&mut self, event: Event<'_>, span: Span, tag: Option<Span>) {
        match event {
            Event::DocumentStart(..) => self.reset(),
            Event::DocumentEnd => self.end_document(),
            Event::Scalar(value, style, anchor, wanted) => {
                let kind = self.scalar(&value, written_as(style), wanted.as_deref(), span, tag);
                let span = self.scalar_span(&value, span, written_as(style));
                let id = self.add(kind, span);
                self.anchor_scalar(anchor, id);
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => self.unresolved_alias(&name, span),
            Event::SequenceStart(style, anchor, wanted) => {
                self.check_collection_tag(wanted.as_deref(), "seq", span, tag);
                let flow = style == StructureStyle::Flow;
                let span = if flow { span } else { self.with_its_dash(span) };
                self.start(Kind::Sequence { first: 0, len: 0 }, flow, anchor, span);
            }
            Event::MappingStart(style, anchor, wanted) => {
                self.check_collection_tag(wanted.as_deref(), "map", span, tag);
                self.start(Kind::Mapping { first: 0, len: 0 }, style == StructureStyle::Flow, anchor, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => {}
        }
        self.last = span;
    }

    /// Forgets what the document before left behind.
    fn reset(&mut self) {
        self.open.clear();
        self.pending.clear();
        self.anchors.clear();
        self.expanded = 0;
        self.added = 0;
        self.broken = false;
    }

    fn end_document(&mut self) {
        if let Some(&root) = self.pending.first() {
            // A document that holds nothing, such as one of comments only, is no document.
            if !matches!(self.nodes[root.0 as usize], Stored { kind: Kind::Null, span, .. } if span.is_empty()) {
                self.roots.push(root);
            }
        }
        self.reset();
    }

    fn add(&mut self, kind: Kind, span: Span) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Stored { span, parent: None, kind });
        self.pending.push(id);
        self.expanded += 1;
        id
    }

    fn start(&mut self, kind: Kind, flow: bool, anchor: usize, span: Span) {
        if self.open.len() == MAX_DEPTH {
            self.too_deep(span);
            self.broken = true;
            return;
        }
        let expanded = self.expanded;
        let id = self.add(kind, span);
        self.pending.pop();
        self.anchor_collection(anchor, id);
        self.open.push(Open { id, anchor, children: self.pending.len(), flow, expanded, height: 1 });
    }

    /// The parser begins a list that is not indented behind its first dash.
    fn with_its_dash(&self, span: Span) -> Span {
        let in_mapping = self.open.last().is_some_and(|open| matches!(self.nodes[open.id.0 as usize].kind, Kind::Mapping { .. }));
        let before = self.source.text().get(..span.start as usize).unwrap_or_default().trim_end_matches(' ');
        if in_mapping && before.ends_with('-') { Span::new(before.len() as u32 - 1, span.end) } else { span }
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let last = self.pending.get(open.children..).and_then(<[NodeId]>::last).map(|id| self.nodes[id.0 as usize].span.end);
        let first = self.children.len();
        let is_mapping = matches!(self.nodes[open.id.0 as usize].kind, Kind::Mapping { .. });
        if is_mapping && !self.is_plain_mapping(open.children) {
            let entries = self.repaired_mapping(&open);
            self.children.extend(entries);
        } else {
            self.children.extend_from_slice(&self.pending[open.children..]);
        }
        self.pending.truncate(open.children);
        for child in &self.children[first..] {
            self.nodes[child.0 as usize].parent.get_or_insert(open.id);
        }
        let (len, first) = ((self.children.len() - first) as u32, first as u32);
        let node = &mut self.nodes[open.id.0 as usize];
        node.kind = if is_mapping { Kind::Mapping { first, len: len / 2 } } else { Kind::Sequence { first, len } };
        let end = if open.flow { span.end } else { last.unwrap_or(span.end) };
        node.span = Span::new(node.span.start, end);
        self.pending.push(open.id);
        if let Some(outer) = self.open.last_mut() {
            outer.height = outer.height.max(open.height + 1);
        }
        self.close_anchor(&open);
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("lists and mappings are nested more than {MAX_DEPTH} deep");
        let diagnostic = Diagnostic::error(Code::TooDeep, message).at(self.place(span), "too deep from here");
        self.report(diagnostic.help("flatten the structure"));
    }
}
