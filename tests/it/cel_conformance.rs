//! The conformance tests of the language, against the exact list of known deviations.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "a test fails where it stands")]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use base64::Engine as _;
use provost::cel::{Binding, Expect, Map, Plan, Run, Scope, Stop, Type, Value, compile, compile_unchecked};
use serde_json::Value as Json;

/// Files about extensions that Provost does not have.
const LEFT_OUT: [&str; 2] = ["network_ext", "block_ext"];

type Plain<'v> = Value<'v, Infallible>;

#[test]
fn every_conformance_test_passes_except_the_listed_deviations() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("../shared/conformance/cel.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let tests: Vec<Json> = serde_json::from_str(&text).unwrap();
    let mut failed = BTreeMap::new();
    let mut count = 0;
    for test in &tests {
        if LEFT_OUT.contains(&word(test, "file")) {
            continue;
        }
        count += 1;
        if let Err(why) = judge(test) {
            failed.insert(format!("{}/{}/{}", word(test, "file"), word(test, "section"), word(test, "name")), (word(test, "expr"), why));
        }
    }
    let listed = deviations(&root.join("tests/data/cel/deviations.txt"));
    let mut wrong: Vec<String> = Vec::new();
    for (name, (expression, why)) in &failed {
        if !listed.contains_key(name) {
            wrong.push(format!("{name}: `{expression}`: {why}"));
        }
    }
    wrong.extend(listed.keys().filter(|name| !failed.contains_key(*name)).map(|name| format!("{name}: is listed, but passes")));
    assert!(wrong.is_empty(), "{} of {count} wrong:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(count, 1313, "tests in the file");
}

/// Lines `file/section/name: reason`.
fn deviations(path: &PathBuf) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'));
    lines.map(|line| line.split_once(": ").map(|(name, reason)| (name.to_owned(), reason.to_owned())).unwrap()).collect()
}

fn word<'a>(test: &'a Json, key: &str) -> &'a str {
    test.get(key).and_then(Json::as_str).unwrap_or_default()
}

fn flag(test: &Json, key: &str) -> bool {
    test.get(key).and_then(Json::as_bool).unwrap_or_default()
}

/// What is wrong with our answer to one test.
fn judge(test: &Json) -> Result<(), String> {
    let wants_error = word(test, "expect_kind") == "eval_error";
    let mut scope = Scope::default();
    scope.set_container(word(test, "container"));
    for declaration in test["type_env"].as_array().into_iter().flatten() {
        if let Some(ty) = declaration["type"].as_str() {
            scope.bind(word(declaration, "name"), read_type(ty));
        }
    }
    let compiled = if flag(test, "disable_check") {
        compile_unchecked(word(test, "expr"), &scope)
    } else {
        compile(word(test, "expr"), &scope, Expect::Any)
    };
    let plan = match compiled {
        Ok(plan) => plan,
        Err(_) if wants_error => return Ok(()),
        Err(problems) => return Err(problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("; ")),
    };
    if let Some(wanted) = test.get("deduced_type").and_then(Json::as_str) {
        let deduced = write_type(plan.ty());
        if deduced != wanted {
            return Err(format!("deduced {deduced}, not {wanted}"));
        }
    }
    if flag(test, "check_only") {
        return Ok(());
    }
    match (evaluate(&plan, test), test.get("expect")) {
        (Err(_), _) if wants_error => Ok(()),
        (Ok(value), _) if wants_error => Err(format!("gave {value:?}, not an error")),
        (Ok(value), Some(wanted)) if same(&value, wanted) => Ok(()),
        (Ok(value), None) if value.as_bool() == Some(true) => Ok(()),
        (Ok(value), wanted) => Err(format!("gave {value:?}, not {wanted:?}")),
        (Err(why), _) => Err(format!("failed: {why}")),
    }
}

fn evaluate<'v>(plan: &'v Plan, test: &'v Json) -> Result<Plain<'v>, String> {
    let bindings = &test["bindings"];
    let mut globals = Vec::new();
    for declaration in test["type_env"].as_array().into_iter().flatten().filter(|declaration| declaration.get("type").is_some()) {
        let value = bindings.get(word(declaration, "name"));
        globals.push(value.map_or(Binding::Value(Value::Null), |value| Binding::Value(read_value(value))));
    }
    Run::new(&globals).eval(plan).map_err(|stop| match stop {
        Stop::Failed(failure) => failure.message,
        Stop::Undeclared(_) => "undeclared".to_owned(),
    })
}

/// A value as the file writes it: `{"int": "1"}`.
fn read_value(json: &Json) -> Plain<'static> {
    let (kind, inner) = json.as_object().and_then(|object| object.iter().next()).unwrap();
    let text = inner.as_str().unwrap_or_default();
    match kind.as_str() {
        "null" => Value::Null,
        "bool" => Value::Bool(inner.as_bool().unwrap()),
        "int" => Value::Int(text.parse().unwrap()),
        "uint" => Value::Uint(text.parse().unwrap()),
        "double" => Value::Double(text.parse().unwrap()),
        "string" => Value::Text(text.to_owned().into()),
        "bytes" => Value::Bytes(base64::engine::general_purpose::STANDARD.decode(text).unwrap().into()),
        "list" => Value::List(Rc::new(inner.as_array().unwrap().iter().map(read_value).collect())),
        "map" => {
            let entries = inner.as_array().unwrap().iter();
            Value::Map(Rc::new(entries.map(|entry| (read_value(&entry[0]).into_key().unwrap(), read_value(&entry[1]))).collect::<Map<_>>()))
        }
        other => panic!("unknown kind of value {other}"),
    }
}

/// Whether a value is the one written, of the same type.
fn same(value: &Plain<'_>, wanted: &Json) -> bool {
    let (kind, inner) = wanted.as_object().and_then(|object| object.iter().next()).unwrap();
    match (kind.as_str(), value) {
        ("type", Value::Type(name)) => Some(*name) == inner.as_str(),
        ("list", Value::List(items)) => {
            let wanted = inner.as_array().unwrap();
            items.len() == wanted.len() && items.iter().zip(wanted).all(|(item, wanted)| same(item, wanted))
        }
        ("map", Value::Map(entries)) => {
            let wanted = inner.as_array().unwrap();
            entries.len() == wanted.len()
                && wanted.iter().all(|entry| {
                    let key = read_value(&entry[0]).into_key().unwrap();
                    entries.get(&key).is_some_and(|value| same(value, &entry[1]))
                })
        }
        ("double", Value::Double(d)) => {
            let wanted: f64 = inner.as_str().unwrap().parse().unwrap();
            d.to_bits() == wanted.to_bits() || (d.is_nan() && wanted.is_nan())
        }
        ("type" | "list" | "map" | "double", _) => false,
        _ => format!("{:?}", read_value(wanted)) == format!("{value:?}") || texts_are_equal(value, inner, kind),
    }
}

/// Texts compare by what they hold: one may be borrowed, the other made.
fn texts_are_equal(value: &Plain<'_>, wanted: &Json, kind: &str) -> bool {
    kind == "string" && matches!(value, Value::Text(_)) && value.as_str() == wanted.as_str()
}

/// A type as the file writes it: `map(string, list(int))`.
fn read_type(text: &str) -> Type {
    let text = text.trim();
    if let Some((head, rest)) = text.split_once('(') {
        let inner = rest.strip_suffix(')').unwrap();
        return match head {
            "list" => Type::List(read_type(inner).into()),
            "optional_type" => Type::Optional(read_type(inner).into()),
            "map" => {
                let (key, value) = inner.split_once(',').unwrap();
                Type::Map(read_type(key).into(), read_type(value).into())
            }
            other => panic!("unknown type {other}"),
        };
    }
    match text {
        "null_type" => Type::Null,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "uint" => Type::Uint,
        "double" => Type::Double,
        "string" => Type::Text,
        "bytes" => Type::Bytes,
        "timestamp" | "google.protobuf.Timestamp" => Type::Timestamp,
        "duration" | "google.protobuf.Duration" => Type::Duration,
        "dyn" => Type::Dyn,
        other => panic!("unknown type {other}"),
    }
}

fn write_type(ty: &Type) -> String {
    match ty {
        Type::Null => "null_type".to_owned(),
        Type::List(item) => format!("list({})", write_type(item)),
        Type::Optional(inner) => format!("optional_type({})", write_type(inner)),
        Type::Map(key, value) => format!("map({}, {})", write_type(key), write_type(value)),
        other => other.to_string(),
    }
}
