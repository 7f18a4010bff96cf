use std::ops::Range;
use std::sync::Arc;

use super::expression::{Expression, place_in};
use crate::cel::{Expect, Scope};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Node, Tree};
use crate::text::Span;

/// A message with expressions between `{{` and `}}`.
#[derive(Debug)]
pub struct Template {
    /// Its parts in order.
    pub parts: Vec<Part>,
}

/// A part of a [`Template`].
#[derive(Debug)]
pub enum Part {
    /// Text as it stands.
    Text(String),
    /// A value to print.
    Value(Expression),
}

impl Template {
    /// Compiles a scalar as a template.
    ///
    /// # Errors
    /// Braces that are not closed, and every problem of the expressions between them.
    pub(super) fn compile(tree: &Arc<Tree>, node: Node<'_>, scope: &Scope) -> Result<Self, Vec<Diagnostic>> {
        let value = node.as_str().unwrap_or_default();
        let mut parts = Vec::new();
        let mut problems = Vec::new();
        let mut at = 0;
        while let Some(open) = value.get(at..).and_then(|rest| rest.find("{{")).map(|found| at + found) {
            problems.extend(stray(node, value, at..open));
            push_text(&mut parts, value.get(at..open));
            let start = open + 2;
            let Some(close) = value.get(start..).and_then(closing) else {
                let place = place_in(node, 0, Span::new(open as u32, start as u32));
                problems.push(Diagnostic::error(Code::CelSyntax, "`{{` is never closed").at(place, "opened here").help("add `}}`"));
                return Err(problems);
            };
            let span = Span::new(start as u32, (start + close) as u32);
            match Expression::compile(tree, node, Some(span), scope, Expect::Printable) {
                Ok(expression) => parts.push(Part::Value(expression)),
                Err(found) => problems.extend(found),
            }
            at = start + close + 2;
        }
        problems.extend(stray(node, value, at..value.len()));
        push_text(&mut parts, value.get(at..));
        if problems.is_empty() { Ok(Self { parts }) } else { Err(problems) }
    }
}

/// A `}}` in the text between values, which a `{{` was meant to stand before.
fn stray(node: Node<'_>, value: &str, part: Range<usize>) -> Option<Diagnostic> {
    let at = part.start + value.get(part)?.find("}}")?;
    let place = place_in(node, 0, Span::new(at as u32, (at + 2) as u32));
    let diagnostic = Diagnostic::error(Code::CelSyntax, "`}}` closes nothing").at(place, "no `{{` before it");
    Some(diagnostic.help("write a value as `{{ … }}`"))
}

/// Where the `}}` stands that closes a value: outside quotes, and not the end of a map's braces.
fn closing(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut depth = 0usize;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        match (quote, c) {
            (Some(_), '\\') => {
                characters.next();
            }
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}') if depth > 0 => depth -= 1,
            (None, '}') if characters.peek().is_some_and(|&(_, next)| next == '}') => return Some(at),
            _ => {}
        }
    }
    None
}

fn push_text(parts: &mut Vec<Part>, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        parts.push(Part::Text(text.to_owned()));
    }
}
