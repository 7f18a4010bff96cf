use std::collections::BTreeMap;
use std::sync::Arc;

use granit_parser::{Event, Options, Parser, ScalarStyle, ScanError};

use super::scalar::{Resolved, resolve};
use super::tree::{Kind, NodeId, Stored, Style, Text, Tree};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span};

mod mapping;
mod syntax;

/// Deepest nesting of lists and mappings.
pub const MAX_DEPTH: usize = 100;

/// Most nodes that a document may have once every alias is replaced by what it points at.
pub const MAX_EXPANDED_NODES: u64 = 1_000_000;

/// Reads all documents of a source. Broken documents give diagnostics and are left out; the others are in the tree.
pub fn parse(source: &Arc<Source>) -> (Tree, Vec<Diagnostic>) {
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
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or_default();
                let tag = span.tag_start.and_then(|mark| mark.byte_offset());
                builder.event(event, Span::new(range.start as u32, range.end as u32), tag);
            }
            Err(error) => {
                builder.syntax_error(&error);
                if !matches!(parser.proceed_next_document(), Ok(true)) {
                    break;
                }
            }
        }
    }
    (builder.tree(Arc::clone(source)), builder.diagnostics)
}

/// A list or mapping that is not closed yet.
struct Open {
    id: NodeId,
    anchor: usize,
    /// Where its children begin in [`Builder::pending`].
    children: usize,
    flow: bool,
}

struct Anchor {
    id: NodeId,
    closed: bool,
}

struct Builder<'s> {
    source: &'s Arc<Source>,
    nodes: Vec<Stored>,
    /// Nodes of each node once aliases are expanded; beside `nodes`.
    weights: Vec<u64>,
    children: Vec<NodeId>,
    cooked: String,
    roots: Vec<NodeId>,
    open: Vec<Open>,
    pending: Vec<NodeId>,
    anchors: BTreeMap<usize, Anchor>,
    too_big: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'s> Builder<'s> {
    fn new(source: &'s Arc<Source>) -> Self {
        let guess = source.text().len() / 16;
        Self {
            source,
            nodes: Vec::with_capacity(guess),
            weights: Vec::with_capacity(guess),
            children: Vec::with_capacity(guess),
            cooked: String::new(),
            roots: Vec::new(),
            open: Vec::new(),
            pending: Vec::new(),
            anchors: BTreeMap::new(),
            too_big: false,
            diagnostics: Vec::new(),
        }
    }

    fn tree(&mut self, source: Arc<Source>) -> Tree {
        Tree {
            source,
            nodes: std::mem::take(&mut self.nodes),
            children: std::mem::take(&mut self.children),
            cooked: std::mem::take(&mut self.cooked),
            roots: std::mem::take(&mut self.roots),
        }
    }

    fn place(&self, span: Span) -> Place {
        Place::new(self.source, span)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn event(&mut self, event: Event<'_>, span: Span, tag_start: Option<usize>) {
        match event {
            Event::DocumentStart(..) => self.reset(),
            Event::DocumentEnd => self.end_document(),
            Event::Scalar(value, style, anchor, tag) => {
                let tag = tag.map(|tag| self.tag_name(&tag, tag_start, span));
                let kind = self.scalar(&value, style, tag.as_deref(), span);
                let span = self.scalar_span(span, style);
                let id = self.add(kind, span, 1);
                self.anchor(anchor, id, true);
            }
            Event::Alias(anchor) => self.alias(anchor, span),
            Event::UnresolvedAlias(name) => {
                let diagnostic = Diagnostic::error(Code::UnknownAnchor, format!("alias `*{name}` has no anchor `&{name}` before it"));
                self.report(diagnostic.at(self.place(span), "no anchor of this name in the document"));
                self.add(Kind::Null, span, 1);
            }
            Event::SequenceStart(style, anchor, tag) => {
                self.check_collection_tag(tag.as_deref(), "seq", tag_start, span);
                self.start(Kind::Sequence { first: 0, len: 0 }, style, anchor, span);
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_collection_tag(tag.as_deref(), "map", tag_start, span);
                self.start(Kind::Mapping { first: 0, len: 0 }, style, anchor, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => {}
        }
    }

    /// Forgets what an unfinished document left behind.
    fn reset(&mut self) {
        self.open.clear();
        self.pending.clear();
        self.anchors.clear();
        self.too_big = false;
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

    fn add(&mut self, kind: Kind, span: Span, weight: u64) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(Stored { span, parent: None, kind });
        self.weights.push(weight);
        self.pending.push(id);
        id
    }

    fn anchor(&mut self, anchor: usize, id: NodeId, closed: bool) {
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { id, closed });
        }
    }

    fn alias(&mut self, anchor: usize, span: Span) {
        let (kind, weight) = match self.anchors.get(&anchor) {
            Some(Anchor { id, closed: true }) => (Kind::Alias(*id), self.weights[id.0 as usize]),
            _ => {
                let name = self.source.slice(span).to_owned();
                let diagnostic = Diagnostic::error(Code::AliasLoop, format!("alias `{name}` stands inside what it refers to"));
                self.report(diagnostic.at(self.place(span), "would never end").help("remove the alias, or write the values out"));
                (Kind::Null, 1)
            }
        };
        let expanded: u64 = self.pending.iter().fold(weight, |sum, id| sum.saturating_add(self.weights[id.0 as usize]));
        if expanded <= MAX_EXPANDED_NODES {
            self.add(kind, span, weight);
            return;
        }
        if !self.too_big {
            self.too_big = true;
            let message = format!("aliases expand the document to more than {MAX_EXPANDED_NODES} nodes");
            self.report(
                Diagnostic::error(Code::AliasExpansion, message)
                    .at(self.place(span), "the limit is passed here")
                    .help("write the values out instead of nesting aliases"),
            );
        }
        self.add(Kind::Null, span, 1);
    }

    fn start(&mut self, kind: Kind, style: granit_parser::StructureStyle, anchor: usize, span: Span) {
        let id = self.add(kind, span, 1);
        self.anchor(anchor, id, false);
        self.pending.pop();
        let flow = style == granit_parser::StructureStyle::Flow;
        self.open.push(Open { id, anchor, children: self.pending.len(), flow });
    }

    fn end(&mut self, span: Span) {
        let Some(open) = self.open.pop() else { return };
        let is_mapping = matches!(self.nodes[open.id.0 as usize].kind, Kind::Mapping { .. });
        let children = self.pending.split_off(open.children);
        let last = children.last().map(|id| self.nodes[id.0 as usize].span.end);
        let children = if is_mapping { self.finish_mapping(&children) } else { children };
        let weight = children.iter().fold(1u64, |sum, id| sum.saturating_add(self.weights[id.0 as usize]));
        for child in &children {
            self.nodes[child.0 as usize].parent.get_or_insert(open.id);
        }
        let first = self.children.len() as u32;
        let len = children.len() as u32;
        self.children.extend(children);
        self.weights[open.id.0 as usize] = weight;
        let node = &mut self.nodes[open.id.0 as usize];
        node.kind = if is_mapping { Kind::Mapping { first, len: len / 2 } } else { Kind::Sequence { first, len } };
        let end = if open.flow { span.end } else { last.unwrap_or(span.end) };
        node.span = Span::new(node.span.start, end);
        self.pending.push(open.id);
        if let Some(anchor) = self.anchors.get_mut(&open.anchor) {
            anchor.closed = true;
        }
    }

    /// Where a scalar is shown: a block scalar without its trailing breaks, an empty value after its colon.
    fn scalar_span(&self, span: Span, style: ScalarStyle) -> Span {
        let text = self.source.slice(span);
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return Span::new(span.start, span.start + text.trim_end().len() as u32);
        }
        if span.is_empty() && self.source.text().as_bytes().get(span.start as usize) == Some(&b':') {
            return Span::new(span.start + 1, span.start + 1);
        }
        span
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, tag: Option<&str>, span: Span) -> Kind {
        let plain = style == ScalarStyle::Plain;
        let wanted = match tag {
            None if plain => None,
            None => Some("str"),
            Some(tag) => Some(tag),
        };
        // The parser gives `~` for a value that is not there.
        let written = if plain && span.is_empty() { "" } else { value };
        match wanted {
            Some("str") => return self.text(written, style, span),
            None if written.is_empty() => return Kind::Null,
            _ => {}
        }
        let resolved = resolve(written);
        if let Resolved::OutOfRange(why) = resolved {
            let diagnostic = Diagnostic::error(Code::NumberRange, format!("number `{written}` {why}"));
            self.report(diagnostic.at(self.place(span), "cannot be represented").help("quote it if it is an identifier"));
            return self.text(written, style, span);
        }
        let fits = |tag: &str, kind: Kind| match (tag, kind) {
            ("int", Kind::Int(_) | Kind::Uint(_)) | ("float", Kind::Float(_)) | ("bool", Kind::Bool(_)) | ("null", Kind::Null) => {
                Some(kind)
            }
            ("float", Kind::Int(int)) => Some(Kind::Float(int as f64)),
            _ => None,
        };
        match (wanted, resolved) {
            (None, Resolved::Kind(kind)) => kind,
            (None, _) => self.text(written, style, span),
            (Some(tag), Resolved::Kind(kind)) if fits(tag, kind).is_some() => fits(tag, kind).unwrap_or(Kind::Null),
            (Some(tag), _) => {
                let diagnostic = Diagnostic::error(Code::UnknownTag, format!("value does not fit its tag `!!{tag}`"));
                self.report(diagnostic.at(self.place(span), format!("not a {tag}")).help("remove the tag"));
                self.text(written, style, span)
            }
        }
    }

    fn text(&mut self, value: &str, style: ScalarStyle, span: Span) -> Kind {
        let raw = self.source.slice(span);
        let (inner, style) = match style {
            ScalarStyle::Plain => (0, Style::Plain),
            ScalarStyle::SingleQuoted => (1, Style::Single),
            ScalarStyle::DoubleQuoted => (1, Style::Double),
            ScalarStyle::Literal | ScalarStyle::Folded => (0, Style::Block),
        };
        let same = raw.get(inner..raw.len().saturating_sub(inner)).is_some_and(|raw| raw == value);
        if same {
            return Kind::Text(Text { start: span.start + inner as u32, len: value.len() as u32, cooked: false, style });
        }
        let start = self.cooked.len() as u32;
        self.cooked.push_str(value);
        Kind::Text(Text { start, len: value.len() as u32, cooked: true, style })
    }

    /// The core schema's name of a tag; reports one that is not of it and takes the value as a text.
    fn tag_name(&mut self, tag: &granit_parser::Tag, tag_start: Option<usize>, span: Span) -> String {
        let known = tag.core_suffix().filter(|name| matches!(*name, "str" | "int" | "float" | "bool" | "null"));
        if let Some(name) = known {
            return name.to_owned();
        }
        if tag.original() != "!" {
            self.report_tag(tag, tag_start, span);
        }
        "str".to_owned()
    }

    fn check_collection_tag(&mut self, tag: Option<&granit_parser::Tag>, expected: &str, tag_start: Option<usize>, span: Span) {
        if let Some(tag) = tag
            && tag.core_suffix() != Some(expected)
            && tag.original() != "!"
        {
            self.report_tag(tag, tag_start, span);
        }
    }

    fn report_tag(&mut self, tag: &granit_parser::Tag, tag_start: Option<usize>, span: Span) {
        let name = tag.original();
        let start = tag_start.map_or(span.start, |at| at as u32);
        let place = self.place(Span::new(start, start + name.len() as u32));
        self.report(
            Diagnostic::error(Code::UnknownTag, format!("unknown tag `{name}`"))
                .at(place, "not a tag of YAML's core schema")
                .help("remove the tag"),
        );
    }

    fn syntax_error(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or_default();
        let diagnostic = syntax::diagnostic(error, self.source, at);
        self.report(diagnostic);
        self.reset();
    }
}
