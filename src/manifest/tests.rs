use std::sync::Arc;

use super::*;
use crate::diagnostic::Place;
use crate::diagnostic::plain::plain;
use crate::document::parse;
use crate::text::Source;

fn tree(name: &str, text: &str) -> Arc<Tree> {
    let (tree, syntax) = parse(&Arc::new(Source::new(name, text)));
    assert!(syntax.is_empty(), "{}", plain(&syntax));
    Arc::new(tree)
}

/// The problems of a manifest that begins with the four required keys.
fn manifest(rest: &str) -> String {
    let text = format!("apiVersion: provost/v1\nkind: AISystem\nid: case\nname: Case\n{}\n", rest.trim_matches('\n'));
    plain(&read(&tree("a.yaml", &text)).diagnostics)
}

fn system(id: &str) -> String {
    format!("apiVersion: provost/v1\nkind: AISystem\nid: {id}\nname: System {id}\n")
}

#[test]
fn a_file_may_hold_several_documents_and_a_broken_one_harms_no_other() {
    let text = [
        system("first"),
        "apiVersion: provost/v1\nkind: AISystem\nid: broken\nnmae: Broken\n".to_owned(),
        "apiVersion: provost/v1\nkind: Policy\n".to_owned(),
        "- a list\n".to_owned(),
        "apiVersion: provost/v1\nkind: Sytsem\n".to_owned(),
        system("last"),
    ]
    .join("---\n");
    let documents = read(&tree("all.yaml", &text));
    let ids: Vec<&str> = documents.systems.iter().map(|system| system.id.as_str()).collect();
    assert_eq!(ids, ["first", "last"]);
    assert_eq!(documents.systems[1].name, "System last");
    assert_eq!(documents.systems[1].node().get("id").unwrap().place().locate().line, 21);
    let others: Vec<Kind> = documents.others.iter().map(|(kind, _)| *kind).collect();
    assert_eq!(others, [Kind::Policy]);
    insta::assert_snapshot!(plain(&documents.diagnostics), @"
    error[unknown-field]: unknown key `nmae`
      all.yaml:9:1 >nmae< no such key
      help: did you mean `name`?

    error[wrong-type]: expected a mapping for the document, found a list
      all.yaml:14:1 >- a list< a list
      help: remove the `- ` before each entry; documents of one file are separated by `---`

    error[unknown-kind]: unknown kind `Sytsem`
      all.yaml:17:7 >Sytsem< not a kind that is known
      help: write `AISystem`, `Policy`, `PolicyTest`, `Framework`, `Crosswalk`, `Classification`, `Config` or `Import`
    ");
}

#[test]
fn an_empty_file_holds_nothing() {
    let documents = read(&tree("a.yaml", "# nothing yet\n"));
    assert!(documents.systems.is_empty() && documents.others.is_empty() && documents.diagnostics.is_empty());
}

#[test]
fn an_id_stands_once_in_its_list() {
    insta::assert_snapshot!(manifest("
models: [{id: gpt}, {id: bert}, {id: gpt}]
vendors: [{id: gpt}]
agents:
  - id: triage
    channels: [{id: a}, {id: a}, {id: a}]
extensions: {list: [{id: a}, {id: a}]}
"), @r"
    error[duplicate-id]: two entries of `models` have the id `gpt`
      a.yaml:5:38 >gpt< again here
      a.yaml:5:15 >gpt< first here
      help: give one of them another id

    error[duplicate-id]: two entries of `agents[triage].channels` have the id `a`
      a.yaml:9:30 >a< again here
      a.yaml:9:21 >a< first here
      help: give one of them another id

    error[duplicate-id]: two entries of `agents[triage].channels` have the id `a`
      a.yaml:9:39 >a< again here
      a.yaml:9:21 >a< first here
      help: give one of them another id
    ");
}

#[test]
fn an_entry_that_is_repeated_by_alias_is_underlined_where_it_is_repeated() {
    insta::assert_snapshot!(manifest("models: [&m {id: gpt}, *m]"), @r"
    error[duplicate-id]: two entries of `models` have the id `gpt`
      a.yaml:5:24 >*m< again here
      a.yaml:5:18 >gpt< first here
      help: give one of them another id
    ");
}

#[test]
fn a_reference_leads_to_an_entry() {
    insta::assert_snapshot!(manifest("
vendors: [{id: openai}]
datasets: [{id: articles}, {id: tickets}]
tools: []
exceptions: [{id: demo}]
evidence: [{id: eval}]
models:
  - {id: a, provider: opnai}
  - {id: b, provider: self, training: {datasets: [articles, emails]}}
agents: [{id: triage, tools: [search]}]
endpoints: [{id: chat, exception: dmo}]
data_flows:
  - id: out
    from: {kind: internal, vendor: openai}
    to: {kind: external-model, vendor: mistral}
evaluation: {metrics: [{id: m, dataset: article, evidence: evals}]}
approvals: [{id: one, evidence: [eval, missing-report]}]
controls: [{id: c, evidence: [eval]}]
"), @r"
    error[unknown-reference]: `models[a].provider` names `opnai`, which `vendors` does not declare
      a.yaml:11:23 >opnai< not an id of `vendors`
      a.yaml:5:1 >vendors< no entry `opnai` here
      help: did you mean `openai`?

    error[unknown-reference]: `models[b].training.datasets[1]` names `emails`, which `datasets` does not declare
      a.yaml:12:61 >emails< not an id of `datasets`
      a.yaml:6:1 >datasets< no entry `emails` here
      help: write `articles` or `tickets`, or add an entry to `datasets`: `- id: emails`

    error[unknown-reference]: `agents[triage].tools[0]` names `search`, which `tools` does not declare
      a.yaml:13:31 >search< not an id of `tools`
      a.yaml:7:1 >tools< no entry `search` here
      help: add an entry to `tools`: `- id: search`

    error[unknown-reference]: `endpoints[chat].exception` names `dmo`, which `exceptions` does not declare
      a.yaml:14:35 >dmo< not an id of `exceptions`
      a.yaml:8:1 >exceptions< no entry `dmo` here
      help: did you mean `demo`?

    error[unknown-reference]: `data_flows[out].to.vendor` names `mistral`, which `vendors` does not declare
      a.yaml:18:40 >mistral< not an id of `vendors`
      a.yaml:5:1 >vendors< no entry `mistral` here
      help: write `openai`, or add an entry to `vendors`: `- id: mistral`

    error[unknown-reference]: `evaluation.metrics[m].dataset` names `article`, which `datasets` does not declare
      a.yaml:19:41 >article< not an id of `datasets`
      a.yaml:6:1 >datasets< no entry `article` here
      help: did you mean `articles`?

    error[unknown-reference]: `evaluation.metrics[m].evidence` names `evals`, which `evidence` does not declare
      a.yaml:19:60 >evals< not an id of `evidence`
      a.yaml:9:1 >evidence< no entry `evals` here
      help: did you mean `eval`?

    error[unknown-reference]: `approvals[one].evidence[1]` names `missing-report`, which `evidence` does not declare
      a.yaml:20:40 >missing-report< not an id of `evidence`
      a.yaml:9:1 >evidence< no entry `missing-report` here
      help: write `eval`, or add an entry to `evidence`: `- id: missing-report`
    ");
}

#[test]
fn references_and_ids_are_looked_at_beside_mistakes_of_shape() {
    insta::assert_snapshot!(manifest("
riskk: {}
vendors: [{id: lumenary-ai, name: Lumenary, services: x}]
models: [{id: a, provider: Lumenary}, {id: b, provider: Other Corp}, {id: a, provider: acme}]
tools: [{idd: search}]
agents: [{id: c, tools: [find]}]
"), @"
    error[unknown-field]: unknown key `riskk`
      a.yaml:5:1 >riskk< no such key
      help: did you mean `risk`?

    error[unknown-field]: unknown key `services` in `vendors[lumenary-ai]`
      a.yaml:6:45 >services< no such key
      help: put what only you need under `extensions`, beside `id` and `name`

    error[unknown-reference]: `models[a].provider` names `Lumenary`, which `vendors` does not declare
      a.yaml:7:28 >Lumenary< not an id of `vendors`
      a.yaml:6:1 >vendors< no entry `Lumenary` here
      help: did you mean `lumenary-ai`?

    error[wrong-value]: expected a reference such as `openai` for `models[b].provider`
      a.yaml:7:57 >Other Corp< not a reference
      help: write `other-corp`

    error[duplicate-id]: two entries of `models` have the id `a`
      a.yaml:7:75 >a< again here
      a.yaml:7:15 >a< first here
      help: give one of them another id

    error[unknown-reference]: `models[a].provider` names `acme`, which `vendors` does not declare
      a.yaml:7:88 >acme< not an id of `vendors`
      a.yaml:6:1 >vendors< no entry `acme` here
      help: write `lumenary-ai` or `self`, or add an entry to `vendors`: `- id: acme`

    error[unknown-field]: unknown key `idd` in `tools[0]`
      a.yaml:8:10 >idd< no such key
      help: did you mean `id`?
    ");
}

#[test]
fn a_wrong_head_hides_nothing_of_a_manifest() {
    let of = |text: &str| {
        let (tree, _) = crate::document::parse(&std::sync::Arc::new(crate::text::Source::new("a.yaml", text)));
        plain(&super::read(&std::sync::Arc::new(tree)).diagnostics)
    };
    insta::assert_snapshot!(of("apiVersion: provost/v3\nkind: AISystem\nid: A B\nlifecylce: {}\n"), @"
    error[unknown-kind]: expected `provost/v1` for `apiVersion`, found `provost/v3`
      a.yaml:1:13 >provost/v3< not a version that is known
      help: write `apiVersion: provost/v1`

    error[missing-field]: `name` is missing
      a.yaml:1:1 >apiVersion< has no `name`
      help: add `name: Support copilot`

    error[wrong-value]: expected an id such as `support-copilot` for `id`
      a.yaml:3:5 >A B< not an id
      help: write `a-b`

    error[unknown-field]: unknown key `lifecylce`
      a.yaml:4:1 >lifecylce< no such key
      help: did you mean `lifecycle`?
    ");
    insta::assert_snapshot!(of("kind: AISystem\nid: a\nlifecylce: {}\n"), @"
    error[missing-field]: `apiVersion` and `name` are missing
      a.yaml:1:1 >kind< has no `apiVersion` and `name`
      help: add `apiVersion: provost/v1` and `name: Support copilot`

    error[unknown-field]: unknown key `lifecylce`
      a.yaml:3:1 >lifecylce< no such key
      help: did you mean `lifecycle`?
    ");
}

#[test]
fn a_list_that_nobody_declared_makes_no_reference_wrong() {
    let text = "models: [{id: a, provider: openai}]\nagents: [{id: b, tools: [search]}]\nendpoints: [{id: c, exception: demo}]";
    assert_eq!(manifest(text), "");
}

#[test]
fn a_system_with_the_id_of_another_is_reported_where_it_stands_again() {
    let mut systems = read(&tree("b.yaml", &[system("beta"), system("alpha")].join("---\n"))).systems;
    systems.extend(read(&tree("a.yaml", &system("beta"))).systems);
    let mut heads: Vec<Head> = systems.chunk_by(|a, b| a.tree.source().name() == b.tree.source().name()).flat_map(Head::all).collect();
    let of = |head: &Head| systems.iter().find(|system| system.tree.source().name() == &*head.file).unwrap();
    let diagnostics = duplicates(&mut heads, |head| Place::new(of(head).tree.source(), head.span));
    insta::assert_snapshot!(plain(&diagnostics), @r"
    error[duplicate-id]: two systems have the id `beta`
      b.yaml:3:5 >beta< again here
      a.yaml:3:5 >beta< first here
      help: give one of them another id; findings and waivers name systems by it
    ");
}

#[test]
fn a_configuration_keeps_the_places_of_what_it_names() {
    let tree = tree(
        "provost.yaml",
        "
apiVersion: provost/v1
kind: Config
as_of: 2026-06-01
paths: [systems]
only: [data-leakage, eu-ai-act]
undeclared: warn
fail_on: medium
params:
  ownership: {max_age_days: 30, names: [a]}
  data-leakage: {limit: 1}
severity: {LEK-02: low}
",
    );
    let config = Config::read(&tree, tree.roots().next().unwrap().id()).0;
    assert_eq!(config.as_of, Some(jiff::civil::date(2026, 6, 1)));
    assert_eq!(config.undeclared, Undeclared::Warn);
    let texts = |names: &[Named]| names.iter().map(|name| name.text.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&config.paths), ["systems"]);
    assert_eq!(texts(&config.only), ["data-leakage", "eu-ai-act"]);
    assert_eq!(config.only[1].place.text(), "eu-ai-act");
    assert_eq!(config.fail_on.unwrap().place.locate().line, 8);
    let params: Vec<String> = config
        .params
        .iter()
        .map(|one| format!("{}.{} = {}", one.policy.text, one.name.place.text(), tree.node(one.value).place().text()))
        .collect();
    assert_eq!(params, ["ownership.max_age_days = 30", "ownership.names = [a]", "data-leakage.limit = 1"]);
    assert_eq!(config.severity[0].1.place.text(), "low");
}

#[test]
fn an_empty_configuration_changes_nothing() {
    let tree = tree("provost.yaml", "apiVersion: provost/v1\nkind: Config\n");
    let config = Config::read(&tree, tree.roots().next().unwrap().id()).0;
    assert!(config.as_of.is_none() && config.paths.is_empty() && config.params.is_empty() && config.fail_on.is_none());
    assert_eq!(config.undeclared, Undeclared::Fail);
}

#[test]
fn a_configuration_with_errors_is_not_read() {
    let tree = tree("provost.yaml", "apiVersion: provost/v1\nkind: Config\npath: [systems]\n");
    insta::assert_snapshot!(plain(&Config::read(&tree, tree.roots().next().unwrap().id()).1), @r"
    error[unknown-field]: unknown key `path`
      provost.yaml:3:1 >path< no such key
      help: did you mean `paths`?
    ");
}
