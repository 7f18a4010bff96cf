use super::*;

#[test]
fn a_misspelt_key_is_underlined_and_corrected() {
    insta::assert_snapshot!(manifest("facts: {prohibited: {social_scorin: true}}"), @r"
    error[unknown-field]: unknown key `social_scorin` in `facts.prohibited`
      a.yaml:1:85 >social_scorin< no such key
      help: did you mean `social_scoring`?
    ");
}

#[test]
fn a_misspelt_required_key_is_one_problem() {
    insta::assert_snapshot!(manifest("owners: {accountable: {Name: Head of support}}, models: [{idd: gpt}]"), @r"
    error[unknown-field]: unknown key `Name` in `owners.accountable`
      a.yaml:1:87 >Name< no such key
      help: did you mean `name`?

    error[unknown-field]: unknown key `idd` in `models[0]`
      a.yaml:1:122 >idd< no such key
      help: did you mean `id`?
    ");
}

#[test]
fn a_key_in_the_wrong_block_is_sent_where_it_belongs() {
    insta::assert_snapshot!(manifest("dpia: {reference: D-1}, annex_iii: [4a], models: [{datasets: []}]"), @r"
    error[unknown-field]: unknown key `dpia`
      a.yaml:1:64 >dpia< no such key
      help: `dpia` belongs under `privacy`

    error[unknown-field]: unknown key `annex_iii`
      a.yaml:1:88 >annex_iii< no such key
      help: `annex_iii` belongs under `facts`

    error[unknown-field]: unknown key `datasets` in `models[0]`
      a.yaml:1:115 >datasets< no such key
      help: `datasets` belongs under the document itself or `models[].training`

    error[missing-field]: `id` is missing in `models[0]`
      a.yaml:1:115 >datasets< has no `id`
      help: add `id: gpt-4o`
    ");
}

#[test]
fn a_key_nobody_knows_gets_the_list_or_the_extensions() {
    insta::assert_snapshot!(manifest("cost_center: 4711, tenants: {a: 1}, guardrails: {firewall: true}"), @"
    error[unknown-field]: unknown key `cost_center`
      a.yaml:1:64 >cost_center< no such key
      help: put what only you need under `extensions`, beside `id` and `name`

    error[unknown-field]: unknown key `tenants`
      a.yaml:1:83 >tenants< no such key
      help: put what only you need under `extensions`, beside `id` and `name`

    error[unknown-field]: unknown key `firewall` in `guardrails`
      a.yaml:1:113 >firewall< no such key
      help: the keys here are `input` and `output`
    ");
}

#[test]
fn a_second_spelling_of_a_key_that_is_there_is_a_repeat() {
    insta::assert_snapshot!(manifest("Name: Other"), @r"
    error[unknown-field]: unknown key `Name`
      a.yaml:1:64 >Name< no such key
      help: `name` is already there; remove one of the two
    ");
}

#[test]
fn a_missing_key_points_at_the_mapping_and_shows_the_line_to_add() {
    insta::assert_snapshot!(manifest("owners: {accountable: {kind: role}}, data_flows: [{from: {name: crm}}], vendors: [{}]"), @r"
    error[missing-field]: `name` is missing in `owners.accountable`
      a.yaml:1:73 >accountable< has no `name`
      help: add `name: Head of support`

    error[missing-field]: `id` is missing in `data_flows[0]`
      a.yaml:1:115 >from< has no `id`
      help: add `id: chat-to-llm`

    error[missing-field]: `kind` is missing in `data_flows[0].from`
      a.yaml:1:115 >from< has no `kind`
      help: add `kind: external-model`

    error[missing-field]: `id` is missing in `vendors[0]`
      a.yaml:1:146 >{}< has no `id`
      help: add `id: openai`
    ");
}

#[test]
fn missing_keys_of_one_mapping_come_together() {
    insta::assert_snapshot!(problems(Kind::Framework, "apiVersion: provost/v1\nkind: Framework\nid: mine\ncontrols: [{id: A.1, title: Owner}]\n"), @r"
    error[missing-field]: `title` and `short` are missing
      a.yaml:1:1 >apiVersion< has no `title` and `short`
      help: add `title: NIST AI Risk Management Framework (NIST AI 100-1)` and `short: NIST AI RMF`
    ");
}

#[test]
fn a_key_of_a_free_mapping_must_be_a_name() {
    insta::assert_snapshot!(config("params: {Data Leakage: {a b: 1}}, severity: {'LEK 01': high}"), @r"
    error[wrong-value]: expected an id as a key in `params`, found `Data Leakage`
      a.yaml:1:49 >Data Leakage< not an id
      help: write lower-case letters, digits and `-`, beginning with a letter or digit

    error[wrong-value]: expected a name as a key in `params.Data Leakage`, found `a b`
      a.yaml:1:64 >a b< not a name
      help: write letters, digits and `_`, beginning with a letter

    error[wrong-value]: expected a rule id as a key in `severity`, found `LEK 01`
      a.yaml:1:85 >\'LEK 01\'< not a rule id
      help: write letters, digits, `.`, `_` and `-`, beginning with a letter or digit
    ");
}

#[test]
fn extensions_take_anything() {
    assert_eq!(manifest("extensions: {a: {b: [1, {c: null}]}}, labels: {team: support}"), "");
}
