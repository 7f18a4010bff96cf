//! How an unfinished expression may go on at its end: names, fields, functions, the members of enums.

use super::check::Expect;
use super::compile::{Scope, compile};
use super::functions;
use super::lower::MACROS;
use super::syntax::{Kind, Token, tokens};
use super::types::Type;
use crate::text::Span;

/// What may stand at the end of an unfinished expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// Byte at which the word begins that is completed.
    pub start: usize,
    /// What it may become, sorted; functions with their opening parenthesis.
    pub candidates: Vec<String>,
}

/// How the text before a cursor may go on.
pub fn complete(before: &str, scope: &Scope) -> Completion {
    let (start, mut candidates) = match open_quote(before) {
        Some((at, quote)) => {
            let members = Unfinished::read(before.get(..at).unwrap_or_default(), scope).map(|text| text.members()).unwrap_or_default();
            (at + 1, members.into_iter().map(|member| format!("{member}{quote}")).collect())
        }
        None => {
            let word = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
            let text = Unfinished::read(before.get(..word).unwrap_or_default(), scope);
            (word, text.map(|text| text.names(word == before.len())).unwrap_or_default())
        }
    };
    let word = before.get(start..).unwrap_or_default();
    candidates.retain(|candidate: &String| candidate.starts_with(word));
    candidates.sort();
    candidates.dedup();
    Completion { start, candidates }
}

/// Where a text begins that is not closed, and its quote.
fn open_quote(text: &str) -> Option<(usize, char)> {
    let mut open = None;
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match (open, c) {
            (Some(_), '\\') => drop(characters.next()),
            (Some((_, quote)), c) if c == quote => open = None,
            (None, '"' | '\'') => open = Some((at, c)),
            _ => {}
        }
    }
    open
}

/// An expression up to the word that is being written, and the names that are known there.
struct Unfinished<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    scope: Scope,
}

impl<'a> Unfinished<'a> {
    fn read(text: &'a str, scope: &Scope) -> Option<Self> {
        let mut tokens = tokens(text).ok()?;
        tokens.pop();
        let mut unfinished = Self { text, tokens, scope: scope.clone() };
        for open in unfinished.open_brackets() {
            unfinished.bind_variables(open);
        }
        Some(unfinished)
    }

    fn mark(&self, at: usize) -> &'static str {
        match self.tokens.get(at).map(|token| &token.kind) {
            Some(Kind::Mark(mark)) => mark,
            _ => "",
        }
    }

    fn ident(&self, at: usize) -> Option<&str> {
        if let Kind::Ident(name) = &self.tokens.get(at)?.kind { Some(name) } else { None }
    }

    /// The brackets that are not closed, the outermost first.
    fn open_brackets(&self) -> Vec<usize> {
        let mut open = Vec::new();
        for at in 0..self.tokens.len() {
            match self.mark(at) {
                "(" | "[" | "{" => open.push(at),
                ")" | "]" | "}" => drop(open.pop()),
                _ => {}
            }
        }
        open
    }

    /// Binds the variables of the macro whose parenthesis this is, once they are written.
    fn bind_variables(&mut self, open: usize) {
        let (Some(name), Some(end)) = (open.checked_sub(1).and_then(|at| self.ident(at)), open.checked_sub(3)) else { return };
        let (Some(range), true) = (self.operand(end), MACROS.contains(&name)) else { return };
        let item = match &range {
            Type::List(item) | Type::Optional(item) => item.as_ref().clone(),
            Type::Map(key, _) => key.as_ref().clone(),
            _ => Type::Dyn,
        };
        let two = name.starts_with("transform");
        let mut bound = Vec::new();
        for (at, ty) in [(open + 1, if two { Type::Dyn } else { item.clone() }), (open + 3, item)].into_iter().take(1 + usize::from(two)) {
            if let (Some(name), ",") = (self.ident(at), self.mark(at + 1)) {
                bound.push((name.to_owned(), ty));
            }
        }
        for (name, ty) in bound {
            self.scope.bind(name, ty);
        }
    }

    /// What may stand here that begins with a letter; `bare` is whether nothing of it is written.
    fn names(&self, bare: bool) -> Vec<String> {
        let call = |name: &str| format!("{name}(");
        let Some(dot) = self.tokens.len().checked_sub(1).map(|last| last - usize::from(last > 0 && self.mark(last) == "?")) else {
            return self.anywhere(bare);
        };
        if self.mark(dot) != "." {
            return self.anywhere(bare);
        }
        let Some(end) = dot.checked_sub(1) else { return Vec::new() };
        let Some(ty) = self.operand(end) else {
            let namespace = format!("{}.", self.text.get(self.operand_span(end).range()).unwrap_or_default());
            let names = functions::names(false).chain(["cel.bind"]);
            return names.filter_map(|name| name.strip_prefix(&namespace)).map(call).collect();
        };
        let mut names: Vec<String> = functions::names_on(&ty).map(call).collect();
        match &ty {
            Type::List(_) | Type::Map(..) => names.extend(MACROS.iter().filter(|name| !name.starts_with("opt")).map(|name| call(name))),
            Type::Optional(_) => names.extend(MACROS.iter().filter(|name| name.starts_with("opt")).map(|name| call(name))),
            _ => {}
        }
        let inner = if let Type::Optional(inner) = &ty { inner.as_ref() } else { &ty };
        if let Type::Object(object) = inner {
            names.extend(object.fields.keys().cloned());
        }
        names
    }

    /// What an expression may begin with.
    fn anywhere(&self, bare: bool) -> Vec<String> {
        let variables = self.scope.names().map(|(name, _)| name.to_owned());
        if bare {
            return variables.collect();
        }
        let functions = functions::names(false).chain(["has", "cel.bind"]).map(|name| format!("{name}("));
        variables.chain(functions).chain(["true", "false", "null"].map(str::to_owned)).collect()
    }

    /// The members of the enum that a text here is compared with: `x == '…`, `x in ['…`.
    fn members(&self) -> Vec<String> {
        let last = self.tokens.len().saturating_sub(1);
        let end = match self.mark(last) {
            "==" | "!=" => last.checked_sub(1),
            "[" | "," => self
                .open_brackets()
                .pop()
                .filter(|&open| open > 1 && self.mark(open) == "[" && self.mark(open - 1) == "in")
                .map(|open| open - 2),
            _ => None,
        };
        match end.and_then(|end| self.operand(end)) {
            Some(Type::Enum(members)) => members.to_vec(),
            _ => Vec::new(),
        }
    }

    /// Type of the operand whose last token this is.
    fn operand(&self, end: usize) -> Option<Type> {
        let text = self.text.get(self.operand_span(end).range())?;
        compile(text, &self.scope, Expect::Any).ok().map(|plan| plan.ty().clone())
    }

    /// From the first token of a path or call to its last.
    fn operand_span(&self, end: usize) -> Span {
        let mut start = end;
        loop {
            if matches!(self.mark(start), ")" | "]") {
                start = self.opening(start);
                let called =
                    start > 0 && self.tokens.get(start - 1).is_some_and(|before| matches!(before.kind, Kind::Ident(_) | Kind::Quoted(_)));
                let indexed = start > 0 && matches!(self.mark(start - 1), ")" | "]");
                if called || indexed {
                    start -= 1;
                    continue;
                }
            }
            let step = match (start.checked_sub(1).map(|at| self.mark(at)), start.checked_sub(2).map(|at| self.mark(at))) {
                (Some("."), _) => 2,
                (Some("?"), Some(".")) => 3,
                _ => break,
            };
            let Some(next) = start.checked_sub(step) else { break };
            start = next;
        }
        let of = |at: usize| self.tokens.get(at).map(|token| token.span).unwrap_or_default();
        of(start).union(of(end))
    }

    /// The bracket that a closing one closes.
    fn opening(&self, close: usize) -> usize {
        let mut depth = 0usize;
        for at in (0..=close).rev() {
            match self.mark(at) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" if depth == 1 => return at,
                "(" | "[" | "{" => depth -= 1,
                _ => {}
            }
        }
        close
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope() -> Scope {
        use crate::cel::types::{Field, ObjectType};
        let field = |name: &str, ty: Type| (name.to_owned(), Field::new(ty, true));
        let object = |name: &str, fields: Vec<(String, Field)>| {
            Type::Object(ObjectType { name: name.to_owned(), fields: fields.into_iter().collect(), open: false }.into())
        };
        let stage = Type::Enum(["pilot".to_owned(), "production".to_owned()].into());
        let model = object("system.models[]", vec![field("id", Type::Text), field("version", Type::Text)]);
        let mut scope = Scope::default();
        scope.bind("system", object("system", vec![field("stage", stage), field("models", model.list())]));
        scope.bind("today", Type::Timestamp);
        scope
    }

    /// The text up to the completed word, then the candidates.
    fn completed(before: &str) -> String {
        let found = complete(before, &scope());
        format!("{}| {}", &before.get(..found.start).unwrap(), found.candidates.join(" "))
    }

    #[test]
    fn names_and_fields_are_completed_where_they_stand() {
        assert_eq!(completed(""), "| system today");
        assert_eq!(
            completed("1 < s"),
            "1 < | semver( sets.contains( sets.equivalent( sets.intersects( size( string( strings.quote( system"
        );
        assert_eq!(completed("system."), "system.| models size( stage");
        assert_eq!(completed("!(system.mo"), "!(system.| models");
        assert_eq!(completed("system.models[0].v"), "system.models[0].| version");
        assert_eq!(completed("system.models.ex"), "system.models.| exists( existsOne( exists_one(");
        assert_eq!(completed("today.getD"), "today.| getDate( getDayOfMonth( getDayOfWeek( getDayOfYear(");
        assert_eq!(completed("math.ab"), "math.| abs(");
    }

    #[test]
    fn the_variables_of_open_macros_are_known() {
        assert_eq!(completed("system.models.all(m, m."), "system.models.all(m, m.| id size( version");
        assert_eq!(
            completed("system.models.filter(m, m.id == 'a').all(x, size(x.v"),
            "system.models.filter(m, m.id == 'a').all(x, size(x.| version"
        );
        assert_eq!(completed("system.models.all(m, true) && m."), "system.models.all(m, true) && m.| ");
    }

    #[test]
    fn texts_are_completed_to_the_members_of_the_enum() {
        assert_eq!(completed("system.stage == 'p"), "system.stage == '| pilot' production'");
        assert_eq!(completed("system.stage in [\"pilot\", \"pr"), "system.stage in [\"pilot\", \"| production\"");
        assert_eq!(completed("system.models[0].id == 'p"), "system.models[0].id == '| ");
    }

    #[test]
    fn what_cannot_be_read_is_not_completed() {
        for before in ["system.nothing.", "é", "'", ").", ".", "].x", "a.b.?", "'\\"] {
            assert_eq!(complete(before, &scope()).candidates, [] as [&str; 0], "{before}");
        }
    }
}
