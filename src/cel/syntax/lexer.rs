//! Source → tokens.

use super::{Problem, literal, problem};
use crate::cel::expr::Literal;
use crate::text::{Span, clean_line};

#[derive(Clone, Debug, PartialEq)]
pub(in crate::cel) struct Token {
    pub span: Span,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub(in crate::cel) enum Kind {
    Literal(Literal),
    Ident(String),
    /// A field's name in backticks.
    Quoted(String),
    /// An operator or bracket.
    Mark(&'static str),
    End,
}

/// Operators and brackets, the longer before those that they begin with.
const MARKS: &[&str] =
    &["&&", "||", "==", "!=", "<=", ">=", "(", ")", "[", "]", "{", "}", ".", ",", "-", "+", "*", "/", "%", "?", ":", "!", "<", ">"];

/// All tokens of a source, an end token last.
pub(in crate::cel) fn tokens(source: &str) -> Result<Vec<Token>, Problem> {
    let mut lexer = Lexer { source, at: 0 };
    let mut tokens = Vec::with_capacity(source.len() / 4 + 1);
    loop {
        lexer.skip_blank();
        let token = lexer.token()?;
        let end = token.kind == Kind::End;
        tokens.push(token);
        if end {
            return Ok(tokens);
        }
    }
}

/// Where a source has comments, as far as its tokens can be told.
pub fn comments(source: &str) -> Vec<Span> {
    let mut lexer = Lexer { source, at: 0 };
    let mut comments = Vec::new();
    loop {
        lexer.skip_blank_and(|span| comments.push(span));
        match lexer.token() {
            Ok(token) if token.kind != Kind::End => {}
            _ => return comments,
        }
    }
}

pub(super) struct Lexer<'a> {
    pub source: &'a str,
    pub at: usize,
}

impl<'a> Lexer<'a> {
    pub fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    pub fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    /// Moves past bytes as long as `wanted` holds; gives them.
    pub fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    fn skip_blank(&mut self) {
        self.skip_blank_and(|_| {});
    }

    /// Moves past blanks and comments; tells of each comment.
    fn skip_blank_and(&mut self, mut comment: impl FnMut(Span)) {
        loop {
            self.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}'));
            if !self.rest().starts_with("//") {
                return;
            }
            let start = self.at;
            self.take_while(|c| c != '\n');
            comment(self.span_from(start));
        }
    }

    fn token(&mut self) -> Result<Token, Problem> {
        let start = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Ok(Token { span: self.span_from(start), kind: Kind::End });
        };
        let starts_number = first.is_ascii_digit() || (first == '.' && self.rest().as_bytes().get(1).is_some_and(u8::is_ascii_digit));
        let kind = if starts_number {
            Kind::Literal(literal::number(self)?)
        } else if let Some(text) = literal::text(self)? {
            Kind::Literal(text)
        } else if first == '`' {
            self.quoted()?
        } else if first.is_ascii_alphabetic() || first == '_' {
            word(self.take_while(|c| c.is_ascii_alphanumeric() || c == '_'))
        } else if let Some(mark) = MARKS.iter().find(|mark| self.rest().starts_with(**mark)) {
            self.at += mark.len();
            Kind::Mark(mark)
        } else {
            let run = source_run(self.source, start);
            self.at = start + run.len();
            let before = self.source.get(..start).unwrap_or_default();
            return Err(stray(run, before, self.span_from(start)));
        };
        Ok(Token { span: self.span_from(start), kind })
    }

    fn quoted(&mut self) -> Result<Kind, Problem> {
        let start = self.at;
        self.at += 1;
        let name = self.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-' | '/' | ' '));
        if name.is_empty() || !self.rest().starts_with('`') {
            let whole = Span::new(start as u32, self.source.len() as u32);
            return Err(problem(whole, "a name in backticks is never closed", "opened here").help("add a closing backtick"));
        }
        self.at += 1;
        Ok(Kind::Quoted(name.to_owned()))
    }
}

fn word(word: &str) -> Kind {
    match word {
        "true" => Kind::Literal(Literal::Bool(true)),
        "false" => Kind::Literal(Literal::Bool(false)),
        "null" => Kind::Literal(Literal::Null),
        "in" => Kind::Mark("in"),
        word => Kind::Ident(word.to_owned()),
    }
}

/// Signs that other languages write together, e.g. `=>` or `=~`; else the one character.
fn source_run(source: &str, start: usize) -> &str {
    let rest = source.get(start..).unwrap_or_default();
    let signs = rest.find(|c: char| !matches!(c, '=' | '>' | '~' | '&' | '|' | '<')).unwrap_or(rest.len()).min(3);
    let one = rest.chars().next().map_or(0, char::len_utf8);
    rest.get(..signs.max(one)).unwrap_or_default()
}

/// Whether a text ends with the first argument of a call, as another language writes a function's parameter.
fn is_parameter(before: &str) -> bool {
    before.trim_end().trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').ends_with('(')
}

fn stray(written: &str, before: &str, span: Span) -> Problem {
    let problem = problem(span, format!("`{}` is no operator", clean_line(written)), "not CEL");
    match written {
        "=>" if is_parameter(before) => problem.help("a macro's variable is followed by a comma: `.exists(x, …)`"),
        "=<" => problem.help("write `<=` to compare"),
        "=>" => problem.help("write `>=` to compare, or `a ? b : true` for a condition that follows"),
        "=~" | "~" => problem.help("write `.matches('…')` to look for a pattern"),
        "#" => problem.help("write `//` for a comment"),
        "$" | "@" => problem.help("write the name alone"),
        "=" if matches!(before.split_whitespace().next(), Some("let" | "var" | "const")) => {
            problem.help("name a value under `let` beside the expression, or write `cel.bind(name, value, …)`")
        }
        _ if written.starts_with('=') => problem.help("write `==` to compare"),
        _ if written.starts_with('&') => problem.help("write `&&` for and"),
        _ if written.starts_with('|') => problem.help("write `||` for or; a text is changed by a method, e.g. `….lowerAscii()`"),
        ";" if before.trim_start().starts_with("some ") => problem.help("write `list.exists(x, …)`"),
        "≠" => problem.help("write `!=` to compare"),
        "≤" => problem.help("write `<=` to compare"),
        "≥" => problem.help("write `>=` to compare"),
        ";" => problem.help("an expression is one value; name its parts under `let`"),
        "’" | "‘" | "“" | "”" => problem.help("write straight quotes: `'…'`"),
        _ => problem,
    }
}
