//! The paths that a Rust source names, found without a parser: comments and literals are skipped, `use` trees unfolded.

use std::fmt;

use super::tokens::{Token, tokens};

/// A path such as `crate::text::Span`, or a macro's name.
pub struct Found {
    pub line: usize,
    segments: Vec<String>,
    is_macro: bool,
    /// Begins with `::`, so that its first segment is a crate.
    is_global: bool,
    /// Inline modules around it.
    nesting: usize,
}

impl Found {
    pub fn starts_with(&self, segments: &[&str]) -> bool {
        !self.is_macro && self.segments.iter().zip(segments).all(|(a, b)| a == b) && self.segments.len() >= segments.len()
    }

    pub fn ends_with(&self, segment: &str) -> bool {
        self.segments.len() > 1 && self.segments.last().is_some_and(|last| last == segment)
    }

    pub fn mentions(&self, segment: &str) -> bool {
        self.segments.iter().any(|other| other == segment)
    }

    pub fn is_macro(&self, name: &str) -> bool {
        self.is_macro && self.segments.last().is_some_and(|last| last == name)
    }

    /// The module of the crate's root that it names, seen from a file `depth` modules below the root.
    pub fn module(&self, depth: usize) -> Option<&str> {
        let supers = self.segments.iter().take_while(|segment| *segment == "super").count();
        let root = self.segments.first().is_some_and(|first| first == "crate");
        let skip = if root { 1 } else { supers };
        (root || (supers > 0 && supers == depth + self.nesting)).then(|| self.segments.get(skip).map(String::as_str))?
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.segments.join("::"), if self.is_macro { "!" } else { "" })
    }
}

pub struct Paths {
    pub found: Vec<Found>,
}

impl Paths {
    pub fn of(text: &str) -> Self {
        let mut reader = Reader { tokens: tokens(text), at: 0, braces: 0, inline: Vec::new(), found: Vec::new() };
        reader.read();
        Self { found: reader.found }
    }

    /// Whether a path names a crate rather than something of the same name that the file imports.
    pub fn is_crate(&self, found: &Found, name: &str) -> bool {
        found.starts_with(&[name]) && (found.is_global || !self.found.iter().any(|import| import.ends_with(name)))
    }
}

struct Reader<'a> {
    tokens: Vec<(usize, Token<'a>)>,
    at: usize,
    braces: usize,
    /// Depth in braces of each inline module that is open.
    inline: Vec<usize>,
    found: Vec<Found>,
}

impl<'a> Reader<'a> {
    fn peek(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).map(|&(_, token)| token)
    }

    fn read(&mut self) {
        while let Some(token) = self.peek(0) {
            match token {
                Token::Word("use") => {
                    self.at += 1;
                    self.tree(&[]);
                }
                Token::Word("mod") if self.peek(2) == Some(Token::Sign('{')) => {
                    self.at += 3;
                    self.braces += 1;
                    self.inline.push(self.braces);
                }
                Token::Word(_) => self.path(),
                Token::Sign('{') => {
                    self.braces += 1;
                    self.at += 1;
                }
                Token::Sign('}') => {
                    if self.inline.last() == Some(&self.braces) {
                        self.inline.pop();
                    }
                    self.braces = self.braces.saturating_sub(1);
                    self.at += 1;
                }
                _ => self.at += 1,
            }
        }
    }

    fn record(&mut self, start: usize, segments: Vec<String>, is_macro: bool) {
        let line = self.tokens.get(start).map_or(0, |&(line, _)| line);
        let separator = |at: usize| self.tokens.get(at).is_some_and(|&(_, token)| token == Token::Separator);
        let is_global = separator(start) || start.checked_sub(1).is_some_and(separator);
        self.found.push(Found { line, segments, is_macro, is_global, nesting: self.inline.len() });
    }

    /// A path in code, or a macro call.
    fn path(&mut self) {
        let start = self.at;
        let mut segments = Vec::new();
        while let Some(Token::Word(word)) = self.peek(0) {
            segments.push(word.to_owned());
            self.at += 1;
            if self.peek(0) != Some(Token::Separator) || !matches!(self.peek(1), Some(Token::Word(_))) {
                break;
            }
            self.at += 1;
        }
        let is_macro = self.peek(0) == Some(Token::Sign('!')) && self.peek(1) != Some(Token::Sign('='));
        if is_macro || segments.len() > 1 {
            self.record(start, segments, is_macro);
        }
    }

    /// What follows `use`, or stands in its braces.
    fn tree(&mut self, prefix: &[String]) {
        let mut segments = prefix.to_vec();
        let start = self.at;
        loop {
            match self.peek(0) {
                Some(Token::Separator) => self.at += 1,
                Some(Token::Word("as")) => {
                    self.at += 2;
                    break;
                }
                // `crate::text::{self}` names `crate::text`.
                Some(Token::Word("self")) if !segments.is_empty() => self.at += 1,
                Some(Token::Word(word)) => {
                    segments.push(word.to_owned());
                    self.at += 1;
                }
                Some(Token::Sign('*')) => {
                    segments.push("*".to_owned());
                    self.at += 1;
                }
                Some(Token::Sign('{')) => {
                    self.at += 1;
                    while !matches!(self.peek(0), Some(Token::Sign('}')) | None) {
                        self.tree(&segments);
                        if self.peek(0) == Some(Token::Sign(',')) {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                _ => break,
            }
        }
        self.record(start, segments, false);
    }
}
