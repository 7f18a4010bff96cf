//! Signatures as written in the table: `list(T), T -> bool`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::cel::types::Type;

/// Types of a function's arguments and of its result.
#[derive(Debug)]
pub(in crate::cel) struct Signature {
    arguments: Vec<Type>,
    /// The last argument may be repeated.
    repeats: bool,
    result: Type,
}

impl Signature {
    pub fn read(text: &str) -> Self {
        let (arguments, result) = text.split_once("->").unwrap_or((text, "dyn"));
        let repeats = arguments.contains('…');
        let arguments = arguments.replace('…', "");
        let arguments = split(&arguments).into_iter().map(read_type).collect();
        Self { arguments, repeats, result: read_type(result) }
    }

    /// Whether it takes this many arguments.
    pub fn takes(&self, count: usize) -> bool {
        count == self.arguments.len() || (self.repeats && count > self.arguments.len())
    }

    /// Whether it takes a first argument of this type.
    pub fn takes_first(&self, given: &Type) -> bool {
        self.arguments.first().is_some_and(|wanted| fits(wanted, given, &mut BTreeMap::new()))
    }

    /// Type of the result for arguments of these types, if it takes them.
    pub fn apply(&self, arguments: &[Type]) -> Option<Type> {
        if !self.takes(arguments.len()) {
            return None;
        }
        let mut bound = BTreeMap::new();
        for (at, argument) in arguments.iter().enumerate() {
            let wanted = self.arguments.get(at).or(self.arguments.last())?;
            if !fits(wanted, argument, &mut bound) {
                return None;
            }
        }
        Some(fill(&self.result, &bound))
    }

    /// How it is called, for messages.
    pub fn show(&self, name: &str, member: bool) -> String {
        let mut types: Vec<String> = self.arguments.iter().map(ToString::to_string).collect();
        if self.repeats {
            types.push("…".to_owned());
        }
        if member && !types.is_empty() {
            let target = types.remove(0);
            return format!("{target}.{name}({})", types.join(", "));
        }
        format!("{name}({})", types.join(", "))
    }
}

/// Splits at commas that stand outside parentheses.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(text.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(text.get(start..).unwrap_or_default());
    parts.retain(|part| !part.trim().is_empty());
    parts
}

fn read_type(text: &str) -> Type {
    let text = text.trim();
    if let Some((head, inner)) = text.split_once('(') {
        let inner = inner.strip_suffix(')').unwrap_or(inner);
        let parts: Vec<Type> = split(inner).into_iter().map(read_type).collect();
        let part = |at: usize| Arc::new(parts.get(at).cloned().unwrap_or(Type::Dyn));
        return match head {
            "list" => Type::List(part(0)),
            "map" => Type::Map(part(0), part(1)),
            _ => Type::Optional(part(0)),
        };
    }
    match text {
        "bool" => Type::Bool,
        "int" => Type::Int,
        "uint" => Type::Uint,
        "double" => Type::Double,
        "string" => Type::Text,
        "bytes" => Type::Bytes,
        "timestamp" => Type::Timestamp,
        "duration" => Type::Duration,
        "type" => Type::Type,
        "semver" => Type::Version,
        "T" | "K" | "V" | "N" => Type::Parameter(text.chars().next().unwrap_or('T')),
        _ => Type::Dyn,
    }
}

/// Whether an argument of a type is accepted; type parameters are bound by the first argument that has them.
fn fits(wanted: &Type, given: &Type, bound: &mut BTreeMap<char, Type>) -> bool {
    match (wanted, given) {
        (Type::Parameter(name), Type::Dyn) => {
            bound.insert(*name, Type::Dyn);
            true
        }
        (Type::Dyn, _) | (_, Type::Dyn | Type::Free) => true,
        // `N` is any number; numbers of several kinds together are of none that is known.
        (Type::Parameter('N'), given) => {
            let known = bound.get(&'N');
            let kind = if known.is_none_or(|known| known == given) { given.clone() } else { Type::Dyn };
            bound.insert('N', kind);
            given.is_number()
        }
        (Type::Parameter(name), given) => match bound.get(name).cloned() {
            None => {
                bound.insert(*name, given.clone());
                true
            }
            Some(known) => match crate::cel::check::join(&known, given) {
                Some(joined) => {
                    bound.insert(*name, joined);
                    true
                }
                None => false,
            },
        },
        (Type::Text, given) => given.is_text(),
        (Type::List(wanted), Type::List(given)) | (Type::Optional(wanted), Type::Optional(given)) => fits(wanted, given, bound),
        (Type::Map(key, value), Type::Map(given_key, given_value)) => fits(key, given_key, bound) && fits(value, given_value, bound),
        (Type::Map(key, value), Type::Object(_)) => fits(key, &Type::Text, bound) && fits(value, &Type::Dyn, bound),
        (wanted, given) => wanted == given,
    }
}

fn fill(ty: &Type, bound: &BTreeMap<char, Type>) -> Type {
    match ty {
        Type::Parameter(name) => bound.get(name).cloned().unwrap_or(Type::Free),
        Type::List(item) => Type::List(Arc::new(fill(item, bound))),
        Type::Optional(inner) => Type::Optional(Arc::new(fill(inner, bound))),
        Type::Map(key, value) => Type::Map(Arc::new(fill(key, bound)), Arc::new(fill(value, bound))),
        other => other.clone(),
    }
}
