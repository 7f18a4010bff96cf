use std::sync::Arc;

use super::*;
use crate::diagnostic::plain::plain;
use crate::document::parse;
use crate::text::Source;

/// The problems of `text` as a document of `kind`.
fn problems(kind: Kind, text: &str) -> String {
    let (tree, syntax) = parse(&Arc::new(Source::new("a.yaml", text)));
    assert!(syntax.is_empty(), "{}", plain(&syntax));
    plain(&validate(kind, tree.roots().next().unwrap()))
}

/// The problems of a manifest that begins with its four required keys.
fn manifest(rest: &str) -> String {
    problems(Kind::AiSystem, &format!("apiVersion: provost/v1\nkind: AISystem\nid: case\nname: Case\n{rest}"))
}

#[test]
fn try_out() {
    println!(
        "{}",
        manifest(
            "facts: {prohibited: {social_scorin: true}}\nlifecycle: {stage: prod, started_on: 2026-3-2, deployed_on: tomorrow, end_on: 2026-02-30, stag: x}\n"
        )
    );
    println!(
        "{}",
        problems(
            Kind::AiSystem,
            "apiVersion: provost/v1\nkind: AISystem\nid: Support Copilot\nnmae: 12\nversion: 1.10\nmodels: {a: b}\ndata_flows:\n  - from: internal\n    id: X Y\n    safeguards: tls, mtls\nlabels: {a: 1}\ndpia: {reference: x}\nfacts: {profiling: yes, deep_fakes: 'true', union_market: n/a, annex_iii: [2, 1z], military_only:}\nlifecycle: {review_interval_days: 30 days}\nprivacy: x\nvendors:\n"
        )
    );
    println!(
        "{}",
        problems(
            Kind::Policy,
            "apiVersion: provost/v1\nkind: Policy\nid: x\ntitle: T\nrules:\n- id: R\n  for_each: {a: x, b: y}\n  assert: true\n- {}\nparams: {1a: {type: int}}\n"
        )
    );
}
