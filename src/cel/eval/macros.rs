//! Macros: expressions that go over a list or map.

use std::rc::Rc;

use super::{Outcome, Run, Stop};
use crate::cel::expr::{Expr, Macro, MacroKind};
use crate::cel::functions;
use crate::cel::host::{Host, Seen};
use crate::cel::value::{Text, Value};

/// Whether a macro looks at the next item.
enum Go {
    On,
    Enough,
}

impl<'v, N: Host<'v>> Run<'v, '_, N> {
    /// The values that a macro's variables take, one set per round.
    pub(in crate::cel) fn rounds(&mut self, parts: &'v Macro) -> Result<Vec<Vec<Value<'v, N>>>, Stop<N>> {
        let mut rounds = Vec::new();
        self.each_round(parts, |run, depth| {
            rounds.push(run.locals.iter().skip(depth).cloned().collect());
            Ok(Go::On)
        })?;
        Ok(rounds)
    }

    /// Binds a macro's variables, the first at the depth that `body` is given, once per item until it has enough.
    fn each_round(&mut self, parts: &'v Macro, mut body: impl FnMut(&mut Self, usize) -> Result<Go, Stop<N>>) -> Result<(), Stop<N>> {
        let range = match self.node(&parts.range) {
            Some(node) => Value::Node(node),
            None => self.expr(&parts.range)?,
        };
        let Some(len) = range.collection_len() else {
            return Self::fail(parts.range.span, format!("expected a list or map, found {}", range.type_name()));
        };
        self.spend(len as u64, parts.range.span)?;
        let two = parts.variables.len() == 2;
        let depth = self.locals.len();
        for at in 0..len {
            match &range {
                Value::List(items) => self.bind_item(two, at, items.get(at).cloned()),
                Value::Map(map) => self.bind_entry(two, map.entry(at).map(|(key, value)| (key.to_value(), value.clone()))),
                Value::Node(node) if node.see() == Seen::List => self.bind_item(two, at, node.item(at).map(Value::Node)),
                Value::Node(node) => {
                    self.bind_entry(two, node.entry(at).map(|(key, value)| (Value::Text(Text::Borrowed(key)), Value::Node(value))));
                }
                _ => {}
            }
            let go = body(self, depth);
            self.locals.truncate(depth);
            if let Go::Enough = go? {
                break;
            }
        }
        Ok(())
    }

    fn bind_item(&mut self, two: bool, at: usize, item: Option<Value<'v, N>>) {
        if two {
            self.locals.push(Value::Int(at as i64));
        }
        self.locals.push(item.unwrap_or(Value::Null));
    }

    fn bind_entry(&mut self, two: bool, entry: Option<(Value<'v, N>, Value<'v, N>)>) {
        let (key, value) = entry.unwrap_or((Value::Null, Value::Null));
        self.locals.push(key);
        if two {
            self.locals.push(value);
        }
    }

    fn local(&self, level: usize) -> Value<'v, N> {
        self.locals.get(level).cloned().unwrap_or(Value::Null)
    }

    pub(super) fn comprehension(&mut self, expr: &'v Expr, parts: &'v Macro) -> Outcome<'v, N> {
        match parts.kind {
            MacroKind::All => self.quantify(parts, false).map(Value::Bool),
            MacroKind::Exists => self.quantify(parts, true).map(Value::Bool),
            MacroKind::ExistsOne => self.exists_one(parts),
            MacroKind::Filter => self.filter(parts),
            MacroKind::Map => self.transform_list(parts),
            MacroKind::MapValues | MacroKind::MapEntries => self.transform_map(expr, parts),
            MacroKind::SortBy => self.sort_by(expr, parts),
        }
    }

    /// `all` and `exists`: like a chain of `&&` or `||`.
    pub(super) fn quantify(&mut self, parts: &'v Macro, decisive: bool) -> Result<bool, Stop<N>> {
        let (mut stop, mut decided) = (None, false);
        self.each_round(parts, |run, _| {
            match run.bool(&parts.body) {
                Ok(b) if b == decisive => {
                    decided = true;
                    return Ok(Go::Enough);
                }
                Ok(_) => {}
                Err(next) => stop = Some(next.absorbed(stop.take())?),
            }
            Ok(Go::On)
        })?;
        match stop {
            Some(stop) if !decided => Err(stop),
            _ => Ok(decided == decisive),
        }
    }

    /// Goes over all items for a macro that needs each of them: facts that are undeclared add up, so that all are named at once.
    fn every_round(&mut self, parts: &'v Macro, mut body: impl FnMut(&mut Self, usize) -> Result<(), Stop<N>>) -> Result<(), Stop<N>> {
        let mut missing: Option<Stop<N>> = None;
        self.each_round(parts, |run, depth| match (body(run, depth), missing.take()) {
            (Ok(()), earlier) => {
                missing = earlier;
                Ok(Go::On)
            }
            (Err(next @ Stop::Undeclared(_)), earlier) => {
                missing = Some(next.absorbed(earlier)?);
                Ok(Go::On)
            }
            (Err(Stop::Failed(failure)), earlier) if !failure.limit => Err(earlier.unwrap_or(Stop::Failed(failure))),
            (Err(exceeded), _) => Err(exceeded),
        })?;
        missing.map_or(Ok(()), Err)
    }

    fn exists_one(&mut self, parts: &'v Macro) -> Outcome<'v, N> {
        let mut count = 0usize;
        self.every_round(parts, |run, _| {
            count += usize::from(run.bool(&parts.body)?);
            Ok(())
        })?;
        Ok(Value::Bool(count == 1))
    }

    fn filter(&mut self, parts: &'v Macro) -> Outcome<'v, N> {
        let mut kept = Vec::new();
        self.every_round(parts, |run, depth| {
            if run.bool(&parts.body)? {
                kept.push(run.local(depth));
            }
            Ok(())
        })?;
        Ok(Value::List(Rc::new(kept)))
    }

    /// Whether the round passes the filter of a `map` or `transform…`.
    fn passes(&mut self, parts: &'v Macro) -> Result<bool, Stop<N>> {
        parts.filter.as_ref().map_or(Ok(true), |filter| self.bool(filter))
    }

    fn transform_list(&mut self, parts: &'v Macro) -> Outcome<'v, N> {
        let mut made = Vec::new();
        self.every_round(parts, |run, _| {
            if run.passes(parts)? {
                made.push(run.expr(&parts.body)?);
            }
            Ok(())
        })?;
        Ok(Value::List(Rc::new(made)))
    }

    fn transform_map(&mut self, expr: &'v Expr, parts: &'v Macro) -> Outcome<'v, N> {
        let mut made = Vec::new();
        self.every_round(parts, |run, depth| {
            if !run.passes(parts)? {
                return Ok(());
            }
            let value = run.expr(&parts.body)?;
            let entries = match parts.kind {
                MacroKind::MapEntries if value.is_map() => value.entries(),
                MacroKind::MapEntries => return Self::fail(parts.body.span, format!("expected a map, found {}", value.type_name())),
                _ => vec![(run.local(depth), value)],
            };
            run.spend(entries.len() as u64, expr.span)?;
            for (key, value) in entries {
                let kind = key.type_name();
                let Some(key) = key.into_key() else { return Self::fail(expr.span, format!("{kind} cannot be a key")) };
                made.push((key, value));
            }
            Ok(())
        })?;
        self.map_of(made, expr.span)
    }

    fn sort_by(&mut self, expr: &'v Expr, parts: &'v Macro) -> Outcome<'v, N> {
        let mut keyed = Vec::new();
        self.every_round(parts, |run, depth| {
            let key = run.expr(&parts.body)?.plain();
            keyed.push((key, run.local(depth)));
            Ok(())
        })?;
        functions::sort_by_key(self, expr.span, keyed)
    }
}
