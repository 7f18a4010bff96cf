//! The five expressions of a typical policy, on our evaluator and on the `cel` crate's own, over the same manifest.

#![expect(clippy::unwrap_used, reason = "a benchmark fails where it stands")]

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use provost::cel::{Binding, Expect, Run, Scope, Type, Value, compile};
use provost::document::{Node, View, parse};
use provost::text::Source;

const MANIFEST: &str = include_str!("manifest.yaml.in");

const EXPRESSIONS: [(&str, &str); 5] = [
    ("equality", "system.lifecycle.stage == 'production'"),
    (
        "logic",
        "has(system.owners.accountable) && has(system.risk.tier) && (system.risk.tier != 'high' || has(system.oversight.operator)) \
         && (system.lifecycle.stage == 'retired' || system.monitoring.enabled)",
    ),
    ("all", "system.models.all(m, m.version != '' && m.hosting in ['own', 'vendor', 'hybrid'])"),
    (
        "filter",
        "system.data_flows.filter(f, f.to.kind == 'external-model')\
         .all(f, f.classification in ['public', 'internal'] || f.safeguards.exists(s, s in ['redaction', 'zero-retention']))",
    ),
    (
        "time",
        "system.id.matches('^[a-z][a-z0-9-]{2,63}$') && size(system.models) > 0 \
         && timestamp(system.risk.assessed_at) < timestamp('2026-11-20T00:00:00Z')",
    ),
];

fn expressions(criterion: &mut Criterion) {
    let (tree, problems) = parse(&Arc::new(Source::new("manifest.yaml", MANIFEST)));
    assert!(problems.is_empty());
    let root = tree.roots().next().unwrap();
    let mut scope = Scope::default();
    scope.bind("system", Type::Dyn);
    let mut context = cel::Context::default();
    context.add_variable_from_value("system", theirs(root));
    for (name, text) in EXPRESSIONS {
        let plan = compile(text, &scope, Expect::Bool).unwrap();
        let globals = [Binding::Value(Value::Node(root))];
        let program = cel::Program::compile(text).unwrap();
        assert_eq!(Run::new(&globals).eval(&plan).unwrap().as_bool(), Some(true), "{name}");
        assert_eq!(program.execute(&context), Ok(cel::Value::Bool(true)), "{name}");
        let mut group = criterion.benchmark_group(name);
        group.bench_function("provost", |bencher| {
            bencher.iter(|| Run::new(black_box(&globals)).eval(&plan).is_ok_and(|value| value.as_bool() == Some(true)));
        });
        group.bench_function("cel", |bencher| bencher.iter(|| program.execute(black_box(&context))));
        group.finish();
    }
}

/// A node in the other evaluator's values.
#[expect(clippy::disallowed_types, reason = "the crate's maps are hash maps")]
fn theirs(node: Node<'_>) -> cel::Value {
    match node.view() {
        View::Null => cel::Value::Null,
        View::Bool(b) => b.into(),
        View::Int(i) => i.into(),
        View::Uint(u) => u.into(),
        View::Float(d) => d.into(),
        View::Text(text) => text.into(),
        View::Sequence => node.items().map(theirs).collect::<Vec<_>>().into(),
        View::Mapping => {
            node.entries().map(|entry| (entry.name().to_owned(), theirs(entry.value))).collect::<std::collections::HashMap<_, _>>().into()
        }
    }
}

criterion_group!(benches, expressions);
criterion_main!(benches);
