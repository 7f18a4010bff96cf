//! Tokens → tree, by precedence: chains of operators are loops, only brackets and branches recurse.

mod primary;

pub use primary::is_reserved;

use super::build::{Parsed, joined, limit, operator, spanned, tree};
use super::lexer::{Kind, Token, tokens};
use super::{Problem, Tree, TreeKind, problem};
use crate::cel::compile::MAX_SOURCE_BYTES;
use crate::cel::expr::Literal;
use crate::text::{Span, clean_line, shorten};

/// Characters of a word that a message repeats.
const MAX_SHOWN: usize = 60;

/// Deepest nesting of brackets, branches and signs, which the parser recurses into.
const MAX_NESTING: usize = 64;

pub(super) struct Parser<'a> {
    source: &'a str,
    tokens: Vec<Token>,
    at: usize,
    nesting: usize,
}

impl<'a> Parser<'a> {
    pub fn new(source: &'a str) -> Result<Self, Box<Problem>> {
        if source.len() > MAX_SOURCE_BYTES {
            let at = source.floor_char_boundary(MAX_SOURCE_BYTES) as u32;
            return Err(limit(Span::new(at, at), format!("expression is longer than {MAX_SOURCE_BYTES} bytes")).into());
        }
        Ok(Self { source, tokens: tokens(source)?, at: 0, nesting: 0 })
    }

    pub fn whole(mut self) -> Parsed {
        let tree = self.expr()?;
        if self.peek().kind == Kind::End { Ok(tree) } else { Err(self.unexpected().into()) }
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

    fn expect(&mut self, mark: &'static str, open: Span) -> Result<Span, Box<Problem>> {
        if let Some(span) = self.take(mark) {
            return Ok(span);
        }
        if self.peek().kind == Kind::End {
            let opened = self.source.get(open.range()).unwrap_or_default().to_owned();
            return Err(problem(open, format!("`{opened}` is never closed"), "opened here").help(format!("add `{mark}`")).into());
        }
        let written = self.source.get(self.peek().span.range()).unwrap_or_default();
        if matches!(written, ")" | "]" | "}") && !self.lacks_value() {
            let opened = self.source.get(open.range()).unwrap_or_default();
            let found = problem(self.peek().span, format!("`{written}` does not close `{opened}`"), format!("`{mark}` is wanted"));
            return Err(found
                .help(match (mark, opened) {
                    (":", "{") => "write `[…]` for a list; the entries of a map are `key: value`".to_owned(),
                    _ => format!("write `{mark}`"),
                })
                .into());
        }
        Err(self.unexpected().into())
    }

    /// Whether what stands before has to go on with a value.
    fn lacks_value(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        matches!(before, Some(Kind::Mark(mark)) if !matches!(*mark, ")" | "]" | "}" | "(" | "[" | "{"))
    }

    fn nested(&mut self, body: fn(&mut Self) -> Parsed) -> Parsed {
        if self.nesting >= MAX_NESTING {
            return Err(limit(self.peek().span, format!("brackets are nested more than {MAX_NESTING} deep")).into());
        }
        self.nesting += 1;
        let result = body(self);
        self.nesting -= 1;
        result
    }

    fn expr(&mut self) -> Parsed {
        let condition = self.binary(1)?;
        let Some(mark) = self.take("?") else { return Ok(condition) };
        // `a ? .b : c` is a conditional, too.
        if self.peek().span.start == mark.end && (self.is(".") || self.is("?")) {
            let (shown, help) = match self.next() {
                token if token.kind == Kind::Mark("?") => ("??", "write `.?field.orValue(…)` for a value where there is none"),
                _ => ("?.", "write `.?field` for a field that may be missing"),
            };
            return Err(problem(mark, format!("`{shown}` is no operator"), "not CEL").help(help).into());
        }
        let yes = self.nested(|parser| parser.binary(1))?;
        if self.take(":").is_none() {
            let problem = if self.peek().kind == Kind::End { self.breaks_off() } else { self.unexpected() };
            return Err(problem.help("a conditional is `a ? b : c`").into());
        }
        let no = self.nested(Self::expr)?;
        let span = condition.outer.union(no.outer);
        let depth = condition.depth.max(yes.depth).max(no.depth);
        tree(span, depth, TreeKind::Conditional(Box::new([*condition, *yes, *no])))
    }

    /// Operands joined by operators that bind at least as tightly as `least`. One function for all of them keeps the stack
    /// shallow.
    fn binary(&mut self, least: u8) -> Parsed {
        let mut left = self.unary()?;
        while let Kind::Mark(mark) = self.peek().kind
            && let Some((power, operator)) = operator(mark)
            && power >= least
        {
            self.next();
            let right = self.binary(power + 1)?;
            left = joined(operator, left, *right)?;
        }
        Ok(left)
    }

    /// Signs before an operand; two of a kind cancel out.
    fn unary(&mut self) -> Parsed {
        let start = self.peek().span;
        if self.is("!") {
            let odd = self.signs("!");
            return self.signed(start, odd, TreeKind::Not);
        }
        if !self.is("-") {
            return self.member();
        }
        let odd = self.signs("-");
        if odd && let Some(literal) = self.negative() {
            let number = self.next().span;
            let literal = tree(start.union(number), 0, TreeKind::Literal(literal))?;
            return self.postfix(literal);
        }
        self.signed(start, odd, TreeKind::Negate)
    }

    /// An operand after signs that began at `start` and cancel out or not.
    fn signed(&mut self, start: Span, odd: bool, make: fn(Box<Tree>) -> TreeKind) -> Parsed {
        let mut operand = self.member()?;
        if odd {
            return tree(start.union(operand.outer), operand.depth, make(operand));
        }
        operand.outer = operand.outer.union(start);
        Ok(operand)
    }

    /// Moves past a run of one sign; whether their number is odd.
    fn signs(&mut self, sign: &str) -> bool {
        let mut odd = false;
        while self.take(sign).is_some() {
            odd = !odd;
        }
        odd
    }

    /// The number that comes next with a minus before it. One more than the largest `int` is the smallest, once negated.
    fn negative(&self) -> Option<Literal> {
        match &self.peek().kind {
            Kind::Literal(Literal::Int(int)) => Some(Literal::Int(-int)),
            Kind::Literal(Literal::Double(double)) => Some(Literal::Double(-double)),
            Kind::Literal(Literal::Uint(uint)) if self.is_int_bound(*uint, self.peek().span) => Some(Literal::Int(i64::MIN)),
            _ => None,
        }
    }

    /// Whether a number is one more than the largest `int` and not written as a `uint`.
    fn is_int_bound(&self, uint: u64, span: Span) -> bool {
        let unsigned = self.source.get(span.range()).is_some_and(|text| text.ends_with(['u', 'U']));
        uint == i64::MIN.unsigned_abs() && !unsigned
    }

    fn member(&mut self) -> Parsed {
        let primary = self.primary()?;
        self.postfix(primary)
    }

    /// Fields, calls and indices after an operand.
    fn postfix(&mut self, mut operand: Box<Tree>) -> Parsed {
        loop {
            if self.take(".").is_some() {
                operand = self.field(operand)?;
            } else if let Some(open) = self.take("[") {
                let optional = self.take("?").is_some();
                let index = self.nested(Self::expr)?;
                let close = self.expect("]", open)?;
                let depth = operand.depth.max(index.depth);
                let kind = TreeKind::Index { operand, index, optional };
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
    fn skip_to_close(&mut self, open: Span) -> Result<Span, Box<Problem>> {
        let mut depth = 1usize;
        loop {
            let token = self.next();
            match token.kind {
                Kind::Mark("{") => depth += 1,
                Kind::Mark("}") if depth == 1 => return Ok(token.span),
                Kind::Mark("}") => depth -= 1,
                Kind::End => return Err(problem(open, "`{` is never closed", "opened here").help("add `}`").into()),
                _ => {}
            }
        }
    }

    fn field(&mut self, operand: Box<Tree>) -> Parsed {
        let optional = self.take("?").is_some();
        let token = self.peek().clone();
        let (field, plain) = match token.kind {
            Kind::Ident(name) => (name, true),
            Kind::Quoted(name) => (name, false),
            Kind::End => return Err(self.breaks_off().into()),
            _ => return Err(self.unexpected().into()),
        };
        self.next();
        if plain
            && !optional
            && let Some(open) = self.take("(")
        {
            let (arguments, close) = self.arguments(open)?;
            let depth = arguments.iter().map(|argument| argument.depth).max().unwrap_or_default().max(operand.depth);
            let kind = TreeKind::Call { target: Some(operand), name: field, name_span: token.span, arguments };
            return spanned(kind, depth, close);
        }
        let depth = operand.depth;
        spanned(TreeKind::Select { operand, field, field_span: token.span, optional }, depth, token.span)
    }

    fn arguments(&mut self, open: Span) -> Result<(Vec<Tree>, Span), Box<Problem>> {
        let mut arguments = Vec::new();
        if let Some(close) = self.take(")") {
            return Ok((arguments, close));
        }
        loop {
            arguments.push(*self.nested(Self::expr)?);
            if self.take(",").is_none() {
                return Ok((arguments, self.expect(")", open)?));
            }
        }
    }

    /// What stands here does not continue what stands before.
    fn unexpected(&self) -> Problem {
        let token = self.peek();
        if token.kind == Kind::End {
            return self.breaks_off();
        }
        let written = self.source.get(token.span.range()).unwrap_or_default();
        // A text may have line breaks, and be long.
        let shown = shorten(&clean_line(written), MAX_SHOWN);
        let problem = problem(token.span, format!("unexpected `{shown}`"), "does not continue what stands before");
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map(|token| &token.kind);
        let after = self.tokens.get(self.at + 1).map(|token| &token.kind);
        match (before, written) {
            (Some(Kind::Ident(word)), _) if word == "not" => problem.help("write `!` for not"),
            (Some(Kind::Ident(word)), _) if word == "every" => problem.help("write `list.all(x, …)`"),
            (Some(Kind::Ident(word)), _) if word == "some" => problem.help("write `list.exists(x, …)`"),
            (_, "not") if matches!(after, Some(Kind::Mark("in"))) => problem.help("write `!(… in …)` for not in"),
            (_, "not") => problem.help("write `!(…)` around what is not to hold"),
            (Some(Kind::Mark(".")), "in") => problem.help("write `… in […]`"),
            (Some(Kind::Mark("<")), ">") => problem.help("write `!=` for not equal"),
            (Some(Kind::Mark("/")), "*") => problem.help("a comment begins with `//`"),
            (Some(Kind::Mark("(")), "/") => problem.help("a pattern stands between quotes: `'…'`"),
            (Some(Kind::Mark(",")), ",") => problem.help("one comma is enough"),
            (_, ")" | "]" | "}") if self.lacks_value() => problem.help("a value is missing before it"),
            (_, ")" | "]" | "}") => problem.help("take it out, or open it before"),
            (_, ",") if matches!(after, Some(Kind::End)) => problem.help("take it out"),
            (_, ",") => problem.help("a list stands in brackets: `[…, …]`"),
            (_, "AND" | "And") => problem.help("write `&&` for and"),
            (_, "OR" | "Or") => problem.help("write `||` for or"),
            (_, "and") => problem.help("write `&&` for and"),
            (_, "or") => problem.help("write `||` for or"),
            (_, "is") if matches!(after, Some(Kind::Ident(word)) if word == "not") => {
                problem.help("write `!=` to compare, or `has(…)` to ask whether a field is there")
            }
            (_, "is") => problem.help("write `==` to compare"),
            (Some(Kind::Mark("[" | ".")), "*") => problem.help("the items of a list are `.all(x, …)`, `.exists(x, …)` or `.map(x, …)`"),
            (Some(Kind::Mark("-")), ">") if self.is_arrow_of_field() => problem.help("write `.` to read a field"),
            (Some(Kind::Mark("-")), ">") if self.is_arrow_of_variable() => {
                problem.help("a macro's variable is followed by a comma: `.exists(x, …)`")
            }
            (Some(Kind::Mark("-")), ">") | (_, "implies") => problem.help("write `a ? b : true` for a condition that follows"),
            (_, "like" | "LIKE" | "ilike") => problem.help("write `.contains('…')`, `.startsWith('…')` or `.matches('…')`"),
            (_, "between" | "BETWEEN") => problem.help("write `a <= x && x <= b`"),
            (_, "mod") => problem.help("write `%` for the remainder"),
            (_, "then" | "else") => problem.help("write `condition ? value : other`"),
            (_, word) if comparison(word).is_some() => problem.help(format!("write `{}` to compare", comparison(word).unwrap_or_default())),
            (_, word) if is_infix(word) && matches!(token.kind, Kind::Ident(_)) => problem.help(format!("write `.{word}(…)` to call it")),
            _ if matches!(token.kind, Kind::Ident(_) | Kind::Literal(_)) => {
                let comma = if self.is_inside_brackets() { " or a comma" } else { "" };
                problem.help(format!("is an operator{comma} missing before it?"))
            }
            _ => problem,
        }
    }

    /// Whether the `>` that stands here ends an arrow that touches what stands on both sides, as in `system->name`.
    fn is_arrow_of_field(&self) -> bool {
        let around = self.at.checked_sub(2).and_then(|from| self.tokens.get(from..from + 4)).unwrap_or_default();
        !around.is_empty() && around.windows(2).all(|pair| pair[0].span.end == pair[1].span.start)
    }

    /// Whether it ends an arrow behind a name alone in a bracket, as in `.all(m -> …)`.
    fn is_arrow_of_variable(&self) -> bool {
        let before = self.at.checked_sub(3).and_then(|from| self.tokens.get(from..from + 2)).unwrap_or_default();
        matches!(before, [Token { kind: Kind::Mark("("), .. }, Token { kind: Kind::Ident(_), .. }])
    }

    fn is_inside_brackets(&self) -> bool {
        let open = |depth: usize, token: &Token| match token.kind {
            Kind::Mark("(" | "[" | "{") => depth + 1,
            Kind::Mark(")" | "]" | "}") => depth.saturating_sub(1),
            _ => depth,
        };
        self.tokens.iter().take(self.at).fold(0, open) > 0
    }

    fn breaks_off(&self) -> Problem {
        let last = self.tokens.len().checked_sub(2).and_then(|at| self.tokens.get(at));
        match last {
            Some(token) => problem(token.span, "expression breaks off", "something is missing after this"),
            None => problem(Span::default(), "expression is empty", "nothing here"),
        }
    }
}

/// The sign for a word that other languages compare with.
fn comparison(word: &str) -> Option<&'static str> {
    Some(match word {
        "eq" | "EQ" => "==",
        "ne" | "neq" | "NE" => "!=",
        "lt" => "<",
        "le" | "lte" => "<=",
        "gt" => ">",
        "ge" | "gte" => ">=",
        _ => return None,
    })
}

/// Whether a word is a method that other languages write between two values.
fn is_infix(word: &str) -> bool {
    matches!(word, "contains" | "startsWith" | "endsWith" | "matches")
}
