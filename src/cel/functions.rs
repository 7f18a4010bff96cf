//! The functions that expressions may call: their names, signatures and what they do.
//!
//! One row of [`TABLE`] is one function; the checker reads its signatures, the evaluator runs its operation.

use std::convert::Infallible;
use std::rc::Rc;
use std::sync::LazyLock;

use super::eval::{Run, Stop};
use super::expr::{Expr, ExprKind, Literal};
use super::host::Host;
use super::types::Type;
use super::value::{Text, Value};

mod convert;
mod encode;
mod format;
mod lists;
mod math;
mod numbers;
mod optional;
mod re2;
mod signature;
mod strings;
mod table;
mod time;
mod version;

pub(super) use convert::type_name;
pub(super) use encode::base64;
pub(super) use format::takes;
pub(super) use lists::sort_by_key;
pub(super) use signature::Signature;
pub(super) use strings::{glob, regex};
pub(super) use table::{Operation, Part};
pub(super) use time::{duration_text, duration_within, timestamp_text, timestamp_within};

use table::{ROWS, Row, Style};

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    pub name: &'static str,
    pub operation: Operation,
    pub signatures: Vec<Signature>,
    global: bool,
    member: bool,
}

impl Function {
    /// Whether its second argument stands in for the first where that is an optional without a value.
    pub fn is_either(&self) -> bool {
        matches!(self.operation, Operation::Or | Operation::OrValue)
    }

    /// Whether it gives items of the list that it is called on, unchanged.
    pub fn is_about_items(&self) -> bool {
        use Operation as Op;
        matches!(self.operation, Op::Slice | Op::Distinct | Op::Sort | Op::Flatten)
    }
}

static TABLE: LazyLock<Vec<Function>> = LazyLock::new(|| {
    let function = |row: &Row| Function {
        name: row.name,
        operation: row.operation,
        signatures: row.signatures.iter().map(|text| Signature::read(text)).collect(),
        global: row.style != Style::Member,
        member: row.style != Style::Global,
    };
    let mut functions: Vec<Function> = ROWS.iter().map(function).collect();
    functions.sort_by_key(|function| (function.name, function.member));
    functions
});

/// The function of a name, called on a target or not.
pub(super) fn find(name: &str, member: bool) -> Option<&'static Function> {
    let start = TABLE.partition_point(|function| function.name < name);
    TABLE
        .iter()
        .skip(start)
        .take_while(|function| function.name == name)
        .find(|function| if member { function.member } else { function.global })
}

/// Whether any function has this name.
pub(super) fn is_known(name: &str) -> bool {
    find(name, true).or(find(name, false)).is_some()
}

/// Names of all functions that are called on a target, or not, for suggestions.
pub(super) fn names(member: bool) -> impl Iterator<Item = &'static str> {
    TABLE.iter().filter(move |function| if member { function.member } else { function.global }).map(|function| function.name)
}

/// Names of the functions that are called on a target of a type.
pub(super) fn names_on(target: &Type) -> impl Iterator<Item = &'static str> {
    let takes = |function: &&Function| function.member && function.signatures.iter().any(|signature| signature.takes_first(target));
    TABLE.iter().filter(takes).map(|function| function.name)
}

/// What stands before the dot of functions that have one in their names.
pub(super) const NAMESPACES: &[&str] = &["base64", "lists", "math", "optional", "sets", "strings"];

/// Whether functions are named `namespace.…`.
pub(super) fn is_namespace(namespace: &str) -> bool {
    TABLE.iter().any(|function| function.name.strip_prefix(namespace).is_some_and(|rest| rest.starts_with('.')))
}

pub(super) type Applied<'v, N> = Result<Value<'v, N>, Stop<N>>;

/// Runs a function; the arguments are plain, the receiver is the first.
pub(super) fn apply<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    expr: &'v Expr,
    function: &Function,
    arguments: &[Value<'v, N>],
) -> Applied<'v, N> {
    use Operation as Op;
    let cost: u64 = arguments.iter().map(|argument| argument.weight() + argument.collection_len().unwrap_or_default() as u64).sum();
    run.spend(cost, expr.span)?;
    let done = match function.operation {
        Op::Size | Op::Type | Op::Dyn | Op::Int | Op::Uint | Op::Double | Op::Text | Op::Bytes | Op::Bool => {
            convert::apply(function.operation, arguments)
        }
        Op::Matches | Op::Glob => strings::search(run, expr, function.operation, arguments)?,
        Op::Join | Op::Replace | Op::Format => strings::build(run, expr, function.operation, arguments)?,
        Op::Contains
        | Op::StartsWith
        | Op::EndsWith
        | Op::CharAt
        | Op::IndexOf
        | Op::LastIndexOf
        | Op::LowerAscii
        | Op::UpperAscii
        | Op::Split
        | Op::Substring
        | Op::Trim
        | Op::Reverse
        | Op::Quote => strings::apply(function.operation, arguments),
        Op::Timestamp | Op::Duration | Op::Date | Op::Days | Op::TimePart(_) => time::apply(function.operation, arguments),
        Op::Greatest | Op::Least => math::extreme(function.operation, arguments),
        Op::Round(_) | Op::Abs | Op::Sign | Op::Sqrt | Op::IsNan | Op::IsInf | Op::IsFinite => math::apply(function.operation, arguments),
        Op::Bits(_) => numbers::bits(function.operation, arguments),
        Op::Range => lists::range(run, expr, arguments)?,
        Op::Slice | Op::Flatten | Op::Distinct | Op::Sort | Op::First | Op::Last => lists::apply(run, expr, function.operation, arguments)?,
        Op::SetContains | Op::SetEquivalent | Op::SetIntersects => lists::sets(run, expr, function.operation, arguments)?,
        Op::OptionalOf | Op::OptionalNonZero | Op::OptionalNone | Op::HasValue | Op::OptionalValue | Op::Or | Op::OrValue | Op::Unwrap => {
            optional::apply(function.operation, arguments)
        }
        Op::Encode | Op::Decode => encode::apply(function.operation, arguments),
        Op::Version => version::apply(arguments),
    };
    match done {
        Ok(value) => Ok(value),
        Err(Complaint::Overload) => {
            let types: Vec<&str> = arguments.iter().map(Value::type_name).collect();
            Run::fail(expr.span, format!("`{}` does not take {}", function.name, crate::text::and_list(&types)))
        }
        Err(Complaint::Message(message)) => Run::fail(expr.span, message),
    }
}

/// What a call comes to that converts a literal, where that is a literal, too; or what is wrong with it.
pub(super) fn constant(function: &Function, arguments: &[Expr]) -> Option<Result<Literal, String>> {
    use Operation as Op;
    let converts = matches!(function.operation, Op::Int | Op::Uint | Op::Double | Op::Bool);
    if !converts && !matches!(function.operation, Op::Timestamp | Op::Duration | Op::Date | Op::Days | Op::Version) {
        return None;
    }
    let [Expr { kind: ExprKind::Literal(literal), .. }] = arguments else { return None };
    let argument: Value<'_, Infallible> = match literal {
        Literal::Text(text) => Value::Text(Text::Borrowed(text)),
        Literal::Int(i) => Value::Int(*i),
        _ => return None,
    };
    let done = match function.operation {
        Op::Version => version::apply(&[argument]),
        _ if converts => convert::apply(function.operation, &[argument]),
        _ => time::apply(function.operation, &[argument]),
    };
    match done {
        Ok(Value::Timestamp(at)) => Some(Ok(Literal::Timestamp(at))),
        Ok(Value::Duration(length)) => Some(Ok(Literal::Duration(length))),
        Err(Complaint::Message(message)) => Some(Err(message)),
        _ => None,
    }
}

/// What a function makes of each text that an enum can be, where that is a text again.
pub(super) fn of_members(function: &Function, of: &Type) -> Option<Vec<String>> {
    use Operation as Op;
    let Type::Enum(all) = of else { return None };
    if function.operation == Op::Text {
        return Some(all.to_vec());
    }
    if !matches!(function.operation, Op::LowerAscii | Op::UpperAscii | Op::Trim) {
        return None;
    }
    let change = |text: &String| {
        let argument: Value<'_, Infallible> = Value::Text(Text::Borrowed(text));
        strings::apply(function.operation, &[argument]).ok().and_then(|made| made.as_str().map(str::to_owned))
    };
    let mut made = all.iter().map(change).collect::<Option<Vec<String>>>()?;
    made.sort();
    made.dedup();
    Some(made)
}

/// How many of the texts that an enum can be pass a test against a text that is written out; nothing where it is no such test.
pub(super) fn passing(function: &Function, all: &[String], wanted: &Expr) -> Option<usize> {
    use Operation as Op;
    let ExprKind::Literal(Literal::Text(wanted)) = &wanted.kind else { return None };
    let pattern = match function.operation {
        Op::Matches => Some(regex(wanted).ok()?),
        Op::Contains | Op::StartsWith | Op::EndsWith => None,
        _ => return None,
    };
    let passes = |text: &&String| match (function.operation, &pattern) {
        (_, Some(pattern)) => pattern.is_match(text),
        (Op::Contains, _) => text.contains(wanted),
        (Op::StartsWith, _) => text.starts_with(wanted),
        _ => text.ends_with(wanted),
    };
    Some(all.iter().filter(passes).count())
}

/// What is wrong with a pattern for a number of values: the message, what is there, and whether the pattern is to blame.
pub(super) fn wrong_clause(pattern: &str, values: usize) -> Option<(String, String, bool)> {
    let clauses = match format::clauses(pattern) {
        Ok(clauses) => clauses,
        Err(message) => return Some((message, "not a format".to_owned(), true)),
    };
    let count = crate::text::plural(clauses.len(), "value");
    (clauses.len() != values).then(|| (format!("the format takes {count}"), format!("{values} here"), false))
}

/// The clauses of a pattern that has none wrong, one for each value.
pub(super) fn clauses(pattern: &str) -> Vec<char> {
    format::clauses(pattern).unwrap_or_default()
}

/// What a function has to say against its arguments.
enum Complaint {
    /// It takes none of their types.
    Overload,
    /// It takes their types, not their values.
    Message(String),
}

type Done<'v, N> = Result<Value<'v, N>, Complaint>;

fn complain<T>(message: impl Into<String>) -> Result<T, Complaint> {
    Err(Complaint::Message(message.into()))
}

fn list<N>(items: Vec<Value<'_, N>>) -> Value<'_, N> {
    Value::List(Rc::new(items))
}

/// Type of a call from the types of its arguments: the first signature that fits, or none.
pub(super) fn result_type(function: &Function, arguments: &[Type]) -> Option<Type> {
    function.signatures.iter().find_map(|signature| signature.apply(arguments))
}

/// How a function may be called, for messages.
pub(super) fn usage(function: &Function) -> String {
    let shapes: Vec<String> = function
        .signatures
        .iter()
        .map(|signature| format!("`{}`", signature.show(function.name, function.member && !function.global)))
        .collect();
    crate::text::or_list(&shapes)
}
