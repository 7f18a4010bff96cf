//! Tokens → tree, by precedence: chains of operators are loops, only brackets and branches recurse.

use super::lexer::{Kind, Token, tokens};
use super::{MAX_DEPTH, Problem, Tree, TreeKind, problem};
use crate::cel::compile::{MAX_SOURCE_BYTES, ProblemKind};
use crate::cel::expr::{Arithmetic, Comparison, Literal};
use crate::text::Span;

/// Deepest nesting of brackets, branches and signs, which the parser recurses into.
const MAX_NESTING: usize = 64;

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

pub(super) struct Parser<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    at: usize,
    nesting: usize,
}

type Parsed = Result<Tree, Problem>;

impl<'a> Parser<'a> {
    pub fn new(source: &'a str) -> Result<Self, Problem> {
        if source.len() > MAX_SOURCE_BYTES {
            let at = source.floor_char_boundary(MAX_SOURCE_BYTES) as u32;
            return Err(limit(Span::new(at, at), format!("expression is longer than {MAX_SOURCE_BYTES} bytes")));
        }
        Ok(Self { source, tokens: tokens(source)?, at: 0, nesting: 0 })
    }

    pub fn whole(mut self) -> Parsed {
        let tree = self.expr()?;
        if self.peek().kind == Kind::End { Ok(tree) } else { Err(self.unexpected()) }
    }

    fn peek(&self) -> &Token {
        // The last token is the end, which is never passed.
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn is(&self, mark: &str) -> bool {
        matches!(self.peek().kind, Kind::Mark(found) if found == mark)
    }

    /// Moves past a mark, if it is the next token.
    fn take(&mut self, mark: &str) -> Option<Span> {
        self.is(mark).then(|| self.next().span)
    }

    fn expect(&mut self, mark: &'static str, open: Span) -> Result<Span, Problem> {
        if let Some(span) = self.take(mark) {
            return Ok(span);
        }
        if self.peek().kind == Kind::End {
            let opened = self.source.get(open.range()).unwrap_or_default().to_owned();
            return Err(problem(open, format!("`{opened}` is never closed"), "opened here").help(format!("add `{mark}`")));
        }
        Err(self.unexpected())
    }

    fn nested<T>(&mut self, body: impl FnOnce(&mut Self) -> Result<T, Problem>) -> Result<T, Problem> {
        if self.nesting >= MAX_NESTING {
            return Err(limit(self.peek().span, format!("expression is nested more than {MAX_NESTING} deep")));
        }
        self.nesting += 1;
        let result = body(self);
        self.nesting -= 1;
        result
    }

    fn expr(&mut self) -> Parsed {
        let condition = self.or()?;
        if self.take("?").is_none() {
            return Ok(condition);
        }
        let yes = self.nested(Self::or)?;
        let Some(_) = self.take(":") else {
            let problem = if self.peek().kind == Kind::End { self.breaks_off() } else { self.unexpected() };
            return Err(problem.help("a conditional is `a ? b : c`"));
        };
        let no = self.nested(Self::expr)?;
        let span = condition.outer.union(no.outer);
        let depth = condition.depth.max(yes.depth).max(no.depth);
        tree(span, depth, TreeKind::Conditional(Box::new([condition, yes, no])))
    }

    fn or(&mut self) -> Parsed {
        self.chain("||", Self::and, TreeKind::Or)
    }

    fn and(&mut self) -> Parsed {
        self.chain("&&", Self::relation, TreeKind::And)
    }

    fn chain(&mut self, mark: &str, term: impl Fn(&mut Self) -> Parsed, make: impl Fn(Vec<Tree>) -> TreeKind) -> Parsed {
        let first = term(self)?;
        if !self.is(mark) {
            return Ok(first);
        }
        let mut terms = vec![first];
        while self.take(mark).is_some() {
            terms.push(term(self)?);
        }
        let span = terms.iter().map(|term| term.outer).reduce(Span::union).unwrap_or_default();
        let depth = terms.iter().map(|term| term.depth).max().unwrap_or_default();
        tree(span, depth, make(terms))
    }

    fn relation(&mut self) -> Parsed {
        let mut left = self.sum()?;
        loop {
            let comparison = match self.peek().kind {
                Kind::Mark("==") => Some(Comparison::Equal),
                Kind::Mark("!=") => Some(Comparison::NotEqual),
                Kind::Mark("<") => Some(Comparison::Less),
                Kind::Mark("<=") => Some(Comparison::LessOrEqual),
                Kind::Mark(">") => Some(Comparison::Greater),
                Kind::Mark(">=") => Some(Comparison::GreaterOrEqual),
                Kind::Mark("in") => None,
                _ => return Ok(left),
            };
            self.next();
            let right = self.sum()?;
            left = pair(left, right, |pair| match comparison {
                Some(comparison) => TreeKind::Compare(comparison, pair),
                None => TreeKind::In(pair),
            })?;
        }
    }

    fn sum(&mut self) -> Parsed {
        self.operators(Self::product, |mark| match mark {
            "+" => Some(Arithmetic::Add),
            "-" => Some(Arithmetic::Subtract),
            _ => None,
        })
    }

    fn product(&mut self) -> Parsed {
        self.operators(Self::unary, |mark| match mark {
            "*" => Some(Arithmetic::Multiply),
            "/" => Some(Arithmetic::Divide),
            "%" => Some(Arithmetic::Remainder),
            _ => None,
        })
    }

    fn operators(&mut self, operand: impl Fn(&mut Self) -> Parsed, operator: impl Fn(&str) -> Option<Arithmetic>) -> Parsed {
        let mut left = operand(self)?;
        while let Kind::Mark(mark) = self.peek().kind
            && let Some(operator) = operator(mark)
        {
            self.next();
            let right = operand(self)?;
            left = pair(left, right, |pair| TreeKind::Arithmetic(operator, pair))?;
        }
        Ok(left)
    }

    fn unary(&mut self) -> Parsed {
        if let Some(span) = self.take("!") {
            let operand = self.nested(Self::unary)?;
            return tree(span.union(operand.outer), operand.depth, TreeKind::Not(Box::new(operand)));
        }
        let Some(span) = self.take("-") else { return self.member() };
        if let Kind::Literal(literal @ (Literal::Int(_) | Literal::Double(_) | Literal::Uint(_))) = &self.peek().kind {
            let negative = match literal {
                Literal::Int(int) => Literal::Int(-int),
                Literal::Double(double) => Literal::Double(-double),
                // One more than the largest `int` is the smallest, once negated.
                Literal::Uint(uint) if *uint == i64::MIN.unsigned_abs() && !self.ends_in_u() => Literal::Int(i64::MIN),
                _ => return self.negated(span),
            };
            let number = self.next().span;
            let literal = tree(span.union(number), 0, TreeKind::Literal(negative))?;
            return self.postfix(literal);
        }
        self.negated(span)
    }

    fn ends_in_u(&self) -> bool {
        self.source.get(self.peek().span.range()).is_some_and(|text| text.ends_with(['u', 'U']))
    }

    fn negated(&mut self, span: Span) -> Parsed {
        let operand = self.nested(Self::unary)?;
        tree(span.union(operand.outer), operand.depth, TreeKind::Negate(Box::new(operand)))
    }

    fn member(&mut self) -> Parsed {
        let primary = self.primary()?;
        self.postfix(primary)
    }

    /// Fields, calls and indices after an operand.
    fn postfix(&mut self, mut operand: Tree) -> Parsed {
        loop {
            if self.take(".").is_some() {
                operand = self.field(operand)?;
            } else if let Some(open) = self.take("[") {
                let optional = self.take("?").is_some();
                let index = self.nested(Self::expr)?;
                let close = self.expect("]", open)?;
                let depth = operand.depth.max(index.depth);
                let kind = TreeKind::Index { operand: Box::new(operand), index: Box::new(index), optional };
                operand = spanned(kind, depth, close)?;
            } else if self.is("{") && operand.dotted().is_some() {
                let open = self.next().span;
                let close = self.skip_to_close(open)?;
                operand = tree(operand.outer.union(close), operand.depth, TreeKind::Message)?;
            } else {
                return Ok(operand);
            }
        }
    }

    /// Moves past the fields of a message, which is not supported but has an end.
    fn skip_to_close(&mut self, open: Span) -> Result<Span, Problem> {
        let mut depth = 1usize;
        loop {
            let token = self.next();
            match token.kind {
                Kind::Mark("{") => depth += 1,
                Kind::Mark("}") if depth == 1 => return Ok(token.span),
                Kind::Mark("}") => depth -= 1,
                Kind::End => return Err(problem(open, "`{` is never closed", "opened here").help("add `}`")),
                _ => {}
            }
        }
    }

    fn field(&mut self, operand: Tree) -> Parsed {
        let optional = self.take("?").is_some();
        let token = self.peek().clone();
        let (field, plain) = match token.kind {
            Kind::Ident(name) => (name, true),
            Kind::Quoted(name) => (name, false),
            Kind::End => return Err(self.breaks_off()),
            _ => return Err(self.unexpected()),
        };
        self.next();
        if plain
            && !optional
            && let Some(open) = self.take("(")
        {
            let (arguments, close) = self.arguments(open)?;
            let depth = arguments.iter().map(|argument| argument.depth).max().unwrap_or_default().max(operand.depth);
            let kind = TreeKind::Call { target: Some(Box::new(operand)), name: field, name_span: token.span, arguments };
            return spanned(kind, depth, close);
        }
        let depth = operand.depth;
        spanned(TreeKind::Select { operand: Box::new(operand), field, field_span: token.span, optional }, depth, token.span)
    }

    fn arguments(&mut self, open: Span) -> Result<(Vec<Tree>, Span), Problem> {
        let mut arguments = Vec::new();
        if let Some(close) = self.take(")") {
            return Ok((arguments, close));
        }
        loop {
            arguments.push(self.nested(Self::expr)?);
            if self.take(",").is_none() {
                return Ok((arguments, self.expect(")", open)?));
            }
        }
    }

    fn primary(&mut self) -> Parsed {
        let token = self.next();
        match token.kind {
            // Larger than any `int`, and no sign before it.
            Kind::Literal(Literal::Uint(uint)) if uint == i64::MIN.unsigned_abs() && !self.was_unsigned(token.span) => {
                Err(problem(token.span, "number is out of range", "does not fit 64 bits"))
            }
            Kind::Literal(literal) => tree(token.span, 0, TreeKind::Literal(literal)),
            Kind::Ident(name) => self.name(name, token.span, token.span),
            Kind::Mark(".") => match self.next() {
                Token { kind: Kind::Ident(name), span } => self.name(format!(".{name}"), token.span.union(span), span),
                _ => {
                    self.at -= 1;
                    Err(self.unexpected())
                }
            },
            Kind::Mark("(") => {
                let inner = self.nested(Self::expr)?;
                let close = self.expect(")", token.span)?;
                Ok(Tree { outer: token.span.union(close), ..inner })
            }
            Kind::Mark("[") => self.list(token.span),
            Kind::Mark("{") => self.map(token.span),
            Kind::End => Err(self.breaks_off()),
            _ => {
                self.at -= 1;
                Err(self.unexpected())
            }
        }
    }

    fn was_unsigned(&self, span: Span) -> bool {
        self.source.get(span.range()).is_some_and(|text| text.ends_with(['u', 'U']))
    }

    fn name(&mut self, name: String, span: Span, word: Span) -> Parsed {
        if RESERVED.contains(&name.trim_start_matches('.')) {
            return Err(problem(word, format!("`{name}` is a reserved word"), "not usable as a name").help("choose another name"));
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
            items.push((self.nested(Self::expr)?, optional));
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
            entries.push((key, self.nested(Self::expr)?, optional));
            if self.take(",").is_none() {
                break self.expect("}", open)?;
            }
        };
        let depth = entries.iter().map(|(key, value, _)| key.depth.max(value.depth)).max().unwrap_or_default();
        tree(open.union(close), depth, TreeKind::Map(entries))
    }

    /// What stands here does not continue what stands before.
    fn unexpected(&self) -> Problem {
        let token = self.peek();
        if token.kind == Kind::End {
            return self.breaks_off();
        }
        let written = self.source.get(token.span.range()).unwrap_or_default();
        let problem = problem(token.span, format!("unexpected `{written}`"), "does not continue what stands before");
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        match (before, written) {
            (Some(Kind::Ident(word)), _) if word == "not" => problem.help("write `!` for not"),
            (_, "and") => problem.help("write `&&` for and"),
            (_, "or") => problem.help("write `||` for or"),
            (_, "is") => problem.help("write `==` to compare"),
            _ if matches!(token.kind, Kind::Ident(_) | Kind::Literal(_)) => problem.help("is an operator missing before it?"),
            _ => problem,
        }
    }

    fn breaks_off(&self) -> Problem {
        let last = self.tokens.len().checked_sub(2).and_then(|at| self.tokens.get(at));
        match last {
            Some(token) => problem(token.span, "expression breaks off", "something is missing after this"),
            None => problem(Span::default(), "expression is empty", "nothing here"),
        }
    }
}

fn limit(span: Span, message: String) -> Problem {
    Problem::new(ProblemKind::Limit, span, message, "the limit is passed here").help("split the expression")
}

/// A node over parts of a depth.
fn tree(span: Span, depth: usize, kind: TreeKind) -> Parsed {
    if depth >= MAX_DEPTH {
        return Err(limit(span, format!("expression is nested more than {MAX_DEPTH} deep")));
    }
    Ok(Tree { span, outer: span, kind, depth: depth + 1 })
}

/// A node that goes from where its operand begins to `close`.
fn spanned(kind: TreeKind, depth: usize, close: Span) -> Parsed {
    let (TreeKind::Select { operand, .. } | TreeKind::Index { operand, .. } | TreeKind::Call { target: Some(operand), .. }) = &kind else {
        return tree(close, depth, kind);
    };
    tree(operand.outer.union(close), depth, kind)
}

fn pair(left: Tree, right: Tree, make: impl Fn(Box<[Tree; 2]>) -> TreeKind) -> Parsed {
    let span = left.outer.union(right.outer);
    let depth = left.depth.max(right.depth);
    tree(span, depth, make(Box::new([left, right])))
}
