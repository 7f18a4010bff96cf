//! What operators stand between: literals, names, calls, lists, maps and what is in parentheses.

use super::Parser;
use crate::cel::expr::Literal;
use crate::cel::syntax::build::{Parsed, tree};
use crate::cel::syntax::lexer::{Kind, Token};
use crate::cel::syntax::{TreeKind, problem};
use crate::text::Span;

/// Words that the language keeps for itself; they may name fields, not variables.
const RESERVED: &[&str] = &[
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "let",
    "loop",
    "package",
    "namespace",
    "return",
    "var",
    "void",
    "while",
];

impl Parser<'_> {
    pub(super) fn primary(&mut self) -> Parsed {
        let token = self.next();
        match token.kind {
            // Larger than any `int`, and no sign before it.
            Kind::Literal(Literal::Uint(uint)) if self.is_int_bound(uint, token.span) => {
                Err(problem(token.span, "number is out of range", "does not fit 64 bits").into())
            }
            Kind::Literal(literal) => tree(token.span, 0, TreeKind::Literal(literal)),
            Kind::Ident(name) => self.name(name, token.span, token.span),
            Kind::Mark(".") => match self.next() {
                Token { kind: Kind::Ident(name), span } => self.name(format!(".{name}"), token.span.union(span), span),
                _ => {
                    self.at -= 1;
                    Err(self.unexpected().into())
                }
            },
            Kind::Mark("(") => {
                let mut inner = self.nested(Self::expr)?;
                let close = self.expect(")", token.span)?;
                inner.outer = token.span.union(close);
                Ok(inner)
            }
            Kind::Mark("[") => self.list(token.span),
            Kind::Mark("{") => self.map(token.span),
            Kind::End => Err(self.breaks_off().into()),
            _ => {
                self.at -= 1;
                Err(self.unexpected().into())
            }
        }
    }

    fn name(&mut self, name: String, span: Span, word: Span) -> Parsed {
        if is_reserved(name.trim_start_matches('.')) {
            let help = match name.as_str() {
                "if" => "write `condition ? value : other`",
                "for" | "while" | "loop" => "write `.all(x, …)`, `.exists(x, …)` or `.filter(x, …)` to go over a list",
                "let" | "var" | "const" => "name a value under `let` beside the expression, or write `cel.bind(name, value, …)`",
                "return" => "write the expression alone",
                _ => "choose another name",
            };
            return Err(problem(word, format!("`{name}` is a reserved word"), "not usable as a name").help(help).into());
        }
        let Some(open) = self.take("(") else { return tree(span, 0, TreeKind::Ident(name)) };
        let (arguments, close) = self.arguments(open)?;
        let depth = arguments.iter().map(|argument| argument.depth).max().unwrap_or_default();
        let name = name.trim_start_matches('.').to_owned();
        tree(span.union(close), depth, TreeKind::Call { target: None, name, name_span: word, arguments })
    }

    fn list(&mut self, open: Span) -> Parsed {
        let mut items = Vec::new();
        let close = loop {
            if let Some(close) = self.take("]") {
                break close;
            }
            let optional = self.take("?").is_some();
            items.push((*self.nested(Self::expr)?, optional));
            if self.take(",").is_none() {
                break self.expect("]", open)?;
            }
        };
        let depth = items.iter().map(|(item, _)| item.depth).max().unwrap_or_default();
        tree(open.union(close), depth, TreeKind::List(items))
    }

    fn map(&mut self, open: Span) -> Parsed {
        let mut entries = Vec::new();
        let close = loop {
            if let Some(close) = self.take("}") {
                break close;
            }
            let optional = self.take("?").is_some();
            let key = self.nested(Self::expr)?;
            self.expect(":", open)?;
            entries.push((*key, *self.nested(Self::expr)?, optional));
            if self.take(",").is_none() {
                break self.expect("}", open)?;
            }
        };
        let depth = entries.iter().map(|(key, value, _)| key.depth.max(value.depth)).max().unwrap_or_default();
        tree(open.union(close), depth, TreeKind::Map(entries))
    }
}

/// Whether a word cannot be used as a name: kept for later, or part of the language.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word) || matches!(word, "in" | "true" | "false" | "null")
}
