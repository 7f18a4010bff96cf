//! Our evaluator beside the one of the `cel` crate, on generated expressions and documents.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::select;
use provost::cel::{Binding, Run, Scope, Type, Value, compile_unchecked};
use provost::document::{Node, View, parse};
use provost::text::Source;

/// Where the crate departs from the language: an operator, and the values of its two sides where it does.
struct Fault {
    operator: &'static str,
    departs: fn(&str, &str) -> bool,
}

const FAULTS: &[Fault] = &[
    // A value that cannot be a key is not in a map; the crate fails where it looks for null, a list or a map in one.
    Fault { operator: " in ", departs: |key, map| map.starts_with('{') && (key == "null" || key.starts_with(['[', '{'])) },
    // A list and a map have no sum; the crate appends the map's keys.
    Fault { operator: " + ", departs: |list, map| list.starts_with('[') && map.starts_with('{') },
];

fn literal() -> impl Strategy<Value = String> {
    prop_oneof![
        (-3i64..5).prop_map(|i| i.to_string()),
        select(vec!["2u", "0u", "1.5", "2.0", "-0.5", "true", "false", "null", "''", "'a'", "'ab'", "'bé'", "9223372036854775807"])
            .prop_map(str::to_owned),
    ]
}

fn path() -> impl Strategy<Value = String> {
    select(vec![
        "d.i",
        "d.s",
        "d.b",
        "d.f",
        "d.n",
        "d.l",
        "d.t",
        "d.m",
        "d.m.x",
        "d.m.missing",
        "d.missing",
        "d.l[0]",
        "d.l[1]",
        "d.m['x']",
    ])
    .prop_map(str::to_owned)
}

fn expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![literal(), path()];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = (inner.clone(), inner.clone());
        let operators = select(vec!["+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "in"]);
        let call = select(vec!["size", "string", "int", "double"]);
        let method = select(vec!["startsWith", "endsWith", "contains"]);
        let quantifier = select(vec!["all", "exists", "exists_one", "filter", "map"]);
        let range = select(vec!["d.l", "d.t", "[1, 2, 3]", "[]"]);
        let body = select(vec!["x == 1", "x == d.i", "x > 0", "x != 'a'", "x in d.l", "x + 1 > 2", "size(x) > 0", "true", "x"]);
        prop_oneof![
            4 => (pair.clone(), operators).prop_map(|((a, b), operator)| format!("({a} {operator} {b})")),
            1 => inner.clone().prop_map(|a| format!("!({a})")),
            1 => inner.clone().prop_map(|a| format!("-({a})")),
            1 => (inner.clone(), pair.clone()).prop_map(|(c, (a, b))| format!("({c} ? {a} : {b})")),
            1 => (call, inner.clone()).prop_map(|(name, a)| format!("{name}({a})")),
            1 => (pair.clone(), method).prop_map(|((a, b), name)| format!("({a}).{name}({b})")),
            2 => (range, quantifier, body).prop_map(|(list, name, body)| format!("{list}.{name}(x, {body})")),
            1 => prop::collection::vec(inner.clone(), 0..3).prop_map(|items| format!("[{}]", items.join(", "))),
            1 => pair.prop_map(|(a, b)| format!("{{'x': {a}, 'y': {b}}}")),
            1 => inner.prop_map(|a| format!("[{a}][0]")),
            // The order of a map's keys is nobody's business, so only what does not depend on it.
            1 => select(vec!["d.m.all(x, x != 'a')", "d.m.exists(x, x == 'y')", "d.m.exists_one(x, x > 'x')", "size(d.m.map(x, 1))"])
                .prop_map(str::to_owned),
            1 => select(vec!["has(d.i)", "has(d.m.x)", "has(d.missing)", "has(d.m.missing)"]).prop_map(str::to_owned),
        ]
    })
}

fn document() -> impl Strategy<Value = String> {
    let scalar = select(vec!["0", "1", "2", "-7", "1.5", "true", "false", "null", "a", "ab", "bé", "''"]);
    (
        -2i64..4,
        select(vec!["a", "ab", "bé", "''"]),
        any::<bool>(),
        prop::collection::vec(-1i64..3, 0..4),
        prop::collection::vec(select(vec!["a", "ab", "b"]), 0..4),
        scalar,
    )
        .prop_map(|(i, s, b, l, t, x)| {
            format!("{{i: {i}, s: {s}, b: {b}, f: 2.5, n: null, l: {l:?}, t: [{}], m: {{x: {x}, y: 1}}}}", t.join(", "))
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_evaluators_agree(text in expression(), yaml in document()) {
        let (tree, problems) = parse(&Arc::new(Source::new("d.yaml", yaml.as_str())));
        prop_assert!(problems.is_empty());
        let root = tree.roots().next().unwrap();
        let (ours, theirs) = (ours(&text, root), theirs(&text, root));
        if ours != theirs && !meets_a_fault(&text, root) {
            prop_assert_eq!(ours, theirs, "{} on {}", text, yaml);
        }
    }
}

#[test]
fn a_fault_is_met_where_its_operands_have_such_values() {
    let (tree, _) = parse(&Arc::new(Source::new("d.yaml", "{l: [1], m: {x: 1}}")));
    let root = tree.roots().next().unwrap();
    for (text, expected) in [
        ("(d.l.filter(x, x == 1) + [d.m][0])", true),
        ("!((1 + (d.l + d.m)))", true),
        ("(d.m.x + 1)", false),
        ("(d.l + [d.m])", false),
        ("(null in {'x': 1, 'y': 2})", true),
        ("('x' in d.m)", false),
    ] {
        assert_eq!(meets_a_fault(text, root), expected, "{text}");
    }
}

/// Whether one of the expression's operations, each in parentheses of its own, is one that the crate gets wrong.
fn meets_a_fault(text: &str, root: Node<'_>) -> bool {
    let mut open = Vec::new();
    text.bytes().enumerate().any(|(at, byte)| match byte {
        b'(' => {
            open.push(at + 1);
            false
        }
        b')' => {
            let inside = open.pop().and_then(|from| text.get(from..at)).unwrap_or_default();
            FAULTS.iter().any(|fault| {
                let operands = split_outside(inside, fault.operator);
                let values = operands.and_then(|(a, b)| Some((ours(a, root)?, ours(b, root)?)));
                values.is_some_and(|(a, b)| (fault.departs)(&a, &b))
            })
        }
        _ => false,
    })
}

/// What stands before and after an operator that is in no brackets.
fn split_outside<'t>(text: &'t str, operator: &str) -> Option<(&'t str, &'t str)> {
    let mut depth = 0_i32;
    let at = text.bytes().enumerate().position(|(at, byte)| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        depth == 0 && text.get(at..).is_some_and(|rest| rest.starts_with(operator))
    })?;
    Some((text.get(..at)?, text.get(at + operator.len()..)?))
}

/// Our value, or nothing for an error.
fn ours(text: &str, root: Node<'_>) -> Option<String> {
    let mut scope = Scope::default();
    scope.bind("d", Type::Dyn);
    let plan = compile_unchecked(text, &scope).ok()?;
    let globals = [Binding::Value(Value::Node(root))];
    let value = Run::new(&globals).eval(&plan).ok()?;
    Some(show(value))
}

fn show(value: Value<'_, Node<'_>>) -> String {
    match value.plain() {
        Value::Null => "null".to_owned(),
        Value::Bool(b) => b.to_string(),
        Value::Int(i) => i.to_string(),
        Value::Uint(u) => format!("{u}u"),
        Value::Double(d) => format!("{d:?}"),
        Value::Text(text) => format!("{:?}", text.as_str()),
        value if value.is_list() => format!("[{}]", value.items().into_iter().map(show).collect::<Vec<_>>().join(", ")),
        value if value.is_map() => {
            let mut entries: Vec<String> = value.entries().into_iter().map(|(k, v)| format!("{}: {}", show(k), show(v))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        other => format!("{other:?}"),
    }
}

/// The other evaluator's value, or nothing for an error.
fn theirs(text: &str, root: Node<'_>) -> Option<String> {
    let program = cel::Program::compile(text).ok()?;
    let mut context = cel::Context::default();
    context.add_variable_from_value("d", convert(root));
    program.execute(&context).ok().map(|value| show_theirs(&value))
}

#[expect(clippy::disallowed_types, reason = "the crate's maps are hash maps")]
fn convert(node: Node<'_>) -> cel::Value {
    match node.view() {
        View::Null => cel::Value::Null,
        View::Bool(b) => b.into(),
        View::Int(i) => i.into(),
        View::Uint(u) => u.into(),
        View::Float(d) => d.into(),
        View::Text(text) => text.into(),
        View::Sequence => node.items().map(convert).collect::<Vec<_>>().into(),
        View::Mapping => {
            let entries = node.entries().map(|entry| (entry.name().to_owned(), convert(entry.value)));
            entries.collect::<std::collections::HashMap<_, _>>().into()
        }
    }
}

fn show_theirs(value: &cel::Value) -> String {
    match value {
        cel::Value::Null => "null".to_owned(),
        cel::Value::Bool(b) => b.to_string(),
        cel::Value::Int(i) => i.to_string(),
        cel::Value::UInt(u) => format!("{u}u"),
        cel::Value::Float(d) => format!("{d:?}"),
        cel::Value::String(text) => format!("{text:?}"),
        cel::Value::List(items) => format!("[{}]", items.iter().map(show_theirs).collect::<Vec<_>>().join(", ")),
        cel::Value::Map(map) => {
            let mut entries: Vec<String> = map.map.iter().map(|(k, v)| format!("{}: {}", show_theirs(&k.into()), show_theirs(v))).collect();
            entries.sort();
            format!("{{{}}}", entries.join(", "))
        }
        other => format!("{other:?}"),
    }
}
