//! What reading a manifest costs: the event loop of the YAML parser alone, then the tree, of a manifest that is quick to read
//! and of one that takes the parser.
//!
//! All run in the same process, so that their ratios mean the same on any machine.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use granit_parser::{Options, Parser};
use provost::document::parse;
use provost::text::Source;

const QUICK: &str = include_str!("../examples/support-copilot/compliant.yaml");
const PARSED: &str = include_str!("../examples/security-agent/compliant.yaml");

fn events(text: &str) -> usize {
    let mut options = Options::default();
    options.strict_indentation = true;
    options.emit_unresolved_aliases = true;
    options.set_emit_comments(false);
    let mut parser = Parser::new_from_str_with_options(text, options);
    let mut count = 0;
    while let Some(Ok(event)) = parser.next_event() {
        black_box(event);
        count += 1;
    }
    count
}

fn read(c: &mut Criterion) {
    let mut group = c.benchmark_group("document");
    for (name, text) in [
        ("quick", QUICK.to_owned()),
        ("parsed", PARSED.to_owned()),
        ("inventory", QUICK.replace("apiVersion", "---\napiVersion").repeat(200)),
    ] {
        let source = Arc::new(Source::new("manifest.yaml", text.as_str()));
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(format!("{name}/events"), |b| b.iter(|| events(black_box(&text))));
        group.bench_function(format!("{name}/tree"), |b| b.iter(|| parse(black_box(&source))));
    }
    group.finish();
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(40);
    targets = read
}
criterion_main!(benches);
