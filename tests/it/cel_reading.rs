//! Nodes are read as their types want it, on every way that leads to them: `unknown` is no text where a fact is expected,
//! and a whole number is a double where a number is.

use std::collections::BTreeMap;
use std::sync::Arc;

use provost::cel::{Binding, Expect, Field, ObjectType, Run, Scope, Stop, Type, Value, compile};
use provost::document::parse;
use provost::text::Source;
use rstest::rstest;

const DOCUMENT: &str = "{signed: unknown, live: true, facts: [unknown, true], rate: 1, rates: [1, 0.5], named: {a: unknown, b: true}}";

#[rstest]
#[case::select("system.signed", "undeclared")]
#[case::equality("system.signed == true", "undeclared")]
#[case::equality_with_a_text("dyn(system.signed) == 'unknown'", "undeclared")]
#[case::absorbed("system.signed || system.live", "true")]
#[case::not_absorbed("system.signed && system.live", "undeclared")]
#[case::decided("system.signed && !system.live", "false")]
#[case::has("has(system.signed)", "false")]
#[case::index("system['signed']", "undeclared")]
#[case::item("system.facts[0]", "undeclared")]
#[case::value_of_a_map("system.named['a'] || system.named.a", "undeclared")]
#[case::optional("system.?signed.hasValue()", "false")]
#[case::optional_index("system.facts[?0].hasValue()", "false")]
#[case::or_value("system.?signed.orValue(true)", "true")]
#[case::or_value_not_needed("system.?live.orValue(system.signed)", "true")]
#[case::or_value_needed("system.?signed.orValue(system.signed)", "undeclared")]
#[case::or_not_needed("system.?live.or(optional.of(1 / 0 == 0)).value()", "true")]
#[case::all("system.facts.all(f, f)", "undeclared")]
#[case::exists("system.facts.exists(f, f)", "true")]
#[case::values("system.named.all(k, v, v == true)", "undeclared")]
#[case::bound("cel.bind(s, system.signed, s == true)", "undeclared")]
#[case::chosen("(system.live ? system.signed : true) == true", "undeclared")]
#[case::first("system.facts.first().value() == true", "undeclared")]
#[case::number("system.rate + 0.5 == 1.5", "true")]
#[case::number_by_index("system['rate'] + 0.5 == 1.5", "true")]
#[case::number_in_a_list("system.rates[0] + 0.5 == 1.5", "true")]
#[case::numbers("system.rates.all(r, r + 0.5 > 0.0)", "true")]
#[case::numbers_mapped("system.rates.map(r, r * 2.0) == [2.0, 1.0]", "true")]
#[case::optional_number("system.?rate.orValue(0.0) + 0.5 == 1.5", "true")]
#[case::first_number("system.rates.first().value() + 0.5 == 1.5", "true")]
#[case::number_as_an_argument("math.ceil(system.rate) == 1.0", "true")]
#[case::number_chosen("(system.live ? system.rate : 0.0) + 0.5 == 1.5", "true")]
#[case::number_bound("cel.bind(r, system.rate, r / 2.0 == 0.5)", "true")]
#[case::type_of_a_number("type(system.rate) == double", "true")]
fn a_node_is_read_as_its_type_wants_it(#[case] text: &str, #[case] outcome: &str) {
    let fields = [
        ("signed", Type::Bool),
        ("live", Type::Bool),
        ("facts", Type::Bool.list()),
        ("rate", Type::Double),
        ("rates", Type::Double.list()),
        ("named", Type::Map(Arc::new(Type::Text), Arc::new(Type::Bool))),
    ];
    let field = |(name, ty): (&str, Type)| (name.to_owned(), Field::new(ty, false));
    let fields: BTreeMap<String, Field> = fields.into_iter().map(field).collect();
    let mut scope = Scope::default();
    scope.bind("system", Type::Object(Arc::new(ObjectType { name: "system".to_owned(), fields, open: false })));
    let plan = compile(text, &scope, Expect::Bool).unwrap();
    let (tree, _) = parse(&Arc::new(Source::new("system.yaml", DOCUMENT)));
    let globals = [Binding::Value(Value::Node(tree.roots().next().unwrap()))];
    let found = match Run::new(&globals).eval(&plan) {
        Ok(value) => value.to_message(),
        Err(Stop::Undeclared(_)) => "undeclared".to_owned(),
        Err(Stop::Failed(failure)) => failure.message,
    };
    assert_eq!(found, outcome);
}
