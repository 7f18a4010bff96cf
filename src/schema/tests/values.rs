use super::*;

#[test]
fn a_date_is_repaired_where_it_can_be() {
    insta::assert_snapshot!(manifest("lifecycle: {started_on: 2026-3-2, deployed_on: 2026/03/02, changed_on: 2026-03-02T10:00:00Z, released_on: tomorrow, end_on: 2026-02-30, retired_on: 2026}"), @r"
    error[wrong-value]: expected a date such as `2025-09-01` for `lifecycle.started_on`
      a.yaml:1:88 >2026-3-2< not a date
      help: write `2026-03-02`

    error[wrong-value]: expected a date such as `2026-03-02` for `lifecycle.deployed_on`
      a.yaml:1:111 >2026/03/02< not a date
      help: write `2026-03-02`

    error[wrong-value]: expected a date such as `2026-10-12` for `lifecycle.changed_on`
      a.yaml:1:135 >2026-03-02T10:00:00Z< not a date
      help: write the day alone: `2026-03-02`

    error[wrong-value]: expected a date such as `2026-10-12` for `lifecycle.released_on`
      a.yaml:1:170 >tomorrow< not a date
      help: write a day as YYYY-MM-DD

    error[wrong-value]: expected a date such as `2028-12-31` for `lifecycle.end_on`
      a.yaml:1:188 >2026-02-30< no such day
      help: write a day as YYYY-MM-DD

    error[wrong-type]: expected a date such as `2027-01-15` for `lifecycle.retired_on`
      a.yaml:1:212 >2026< a whole number
      help: write a day as YYYY-MM-DD
    ");
}

#[test]
fn a_member_of_a_list_is_suggested() {
    insta::assert_snapshot!(manifest("criticality: hihg, tenancy: multiple, lifecycle: {stage: prod}, risk: {tier: 3}"), @r"
    error[wrong-value]: expected `low`, `medium`, `high` or `critical` for `criticality`
      a.yaml:1:77 >hihg< not one of these
      help: did you mean `high`?

    error[wrong-value]: expected `single` or `multi` for `tenancy`
      a.yaml:1:92 >multiple< not one of these
      help: did you mean `multi`?

    error[wrong-value]: expected `idea`, `development`, `pilot`, `production`, `retired`, `withdrawn` or `recalled` for `lifecycle.stage`
      a.yaml:1:121 >prod< not one of these
      help: did you mean `production`?

    error[wrong-type]: expected `prohibited`, `high`, `limited` or `minimal` for `risk.tier`
      a.yaml:1:141 >3< a whole number
      help: write `prohibited`, `high`, `limited` or `minimal`
    ");
}

#[test]
fn a_code_is_not_guessed_but_quoted() {
    insta::assert_snapshot!(manifest("facts: {annex_iii: [2, 1z]}"), @r#"
    error[wrong-type]: expected one of 25 values for `facts.annex_iii[0]`
      a.yaml:1:84 >2< a whole number
      help: write `"2"`, in quotes

    error[wrong-value]: expected one of 25 values for `facts.annex_iii[1]`
      a.yaml:1:87 >1z< not one of these
      help: write `1a`, `1b`, `1c`, `2`, `3a`, `3b`, `3c`, `3d`, `4a`, `4b`, `5a`, `5b`, `5c`, `5d`, `6a`, `6b`, `6c`, `6d`, `6e`, `7a`, `7b`, `7c`, `7d`, `8a` or `8b`
    "#);
}

#[test]
fn a_fact_is_true_false_or_unknown() {
    insta::assert_snapshot!(manifest("facts: {union_market: yes, military_only: No, research_only: 'true', pre_market_only: n/a, personal_use_only: 1, open_source: maybe not, profiling: {a: 1}, deep_fakes: }"), @r"
    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.union_market`
      a.yaml:1:86 >yes< a text
      help: write `true`

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.military_only`
      a.yaml:1:106 >No< a text
      help: write `false`

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.research_only`
      a.yaml:1:125 >\'true\'< a text
      help: write `true` without quotes

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.pre_market_only`
      a.yaml:1:150 >n/a< a text
      help: write `unknown`

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.personal_use_only`
      a.yaml:1:174 >1< a whole number
      help: write `true`

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.open_source`
      a.yaml:1:190 >maybe not< a text
      help: write `unknown`

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.profiling`
      a.yaml:1:212 >{a: 1}< a mapping
      help: write `true`, `false` or `unknown`

    error[wrong-type]: expected `true`, `false` or `unknown` for `facts.deep_fakes`
      a.yaml:1:220 >deep_fakes< no value
      help: write `true`, `false` or `unknown`, or remove the key
    ");
}

#[test]
fn a_text_that_yaml_reads_as_something_else_needs_quotes() {
    insta::assert_snapshot!(manifest("version: 1.10, labels: {a: true, b: 0x1F}, organization: {unit: [a]}"), @r#"
    error[wrong-type]: expected a short text such as `2.3.0` for `version`
      a.yaml:1:73 >1.10< a number
      help: write `"1.10"`, in quotes

    error[wrong-type]: expected a short text such as `jira` for `labels.a`
      a.yaml:1:91 >true< a boolean
      help: write `"true"`, in quotes

    error[wrong-type]: expected a short text such as `jira` for `labels.b`
      a.yaml:1:100 >0x1F< a whole number
      help: write `"0x1F"`, in quotes

    error[wrong-type]: expected a short text such as `Veterans Health Administration` for `organization.unit`
      a.yaml:1:128 >[a]< a list
      help: write one text, not a list
    "#);
}

#[test]
fn a_list_needs_brackets() {
    insta::assert_snapshot!(manifest("actors: {roles: deployer, jurisdictions: 'eu, us-co'}, models: {gpt: {name: GPT}}, scope: {paths: 1}"), @r#"
    error[wrong-type]: expected a list such as `[deployer]` for `actors.roles`
      a.yaml:1:80 >deployer< a text
      help: write a list of its values, such as `[deployer]`

    error[wrong-type]: expected a list such as `[eu, us-co, us-ny-nyc]` for `actors.jurisdictions`
      a.yaml:1:105 >\'eu, us-co\'< a text
      help: write it in brackets: `[eu, us-co]`

    error[wrong-type]: expected a list for `models`
      a.yaml:1:127 >{gpt: {name: GPT}}< a mapping
      help: write a list whose entries begin with `- id: gpt`

    error[wrong-type]: expected a list such as `[services/support-copilot/**]` for `scope.paths`
      a.yaml:1:162 >1< a whole number
      help: write it in brackets: `["1"]`
    "#);
}

#[test]
fn a_mapping_needs_keys() {
    insta::assert_snapshot!(manifest("owners: {accountable: Head of support, security: [{name: CISO}]}, lifecycle: production, risk: 3"), @"
    error[wrong-type]: expected a mapping for `owners.accountable`
      a.yaml:1:86 >Head of support< a text
      help: write for example `accountable: {name: Head of support}`

    error[wrong-type]: expected a mapping for `owners.security`
      a.yaml:1:113 >[{name: CISO}]< a list
      help: write one mapping: `{key: value}`

    error[wrong-type]: expected a mapping for `lifecycle`
      a.yaml:1:141 >production< a text
      help: write for example `lifecycle: {stage: production}`

    error[wrong-type]: expected a mapping for `risk`
      a.yaml:1:159 >3< a whole number
      help: write for example `risk: {tier: limited}`
    ");
}

#[test]
fn a_number_stands_alone() {
    insta::assert_snapshot!(manifest("lifecycle: {review_interval_days: '365'}, logging: {retention_days: 30 days}, decommissioning: {}, security_use: {metrics: {false_negative_rate: 8%, false_positive_rate: high, cadence_days: 30.0}}"), @r"
    error[wrong-type]: expected a whole number such as `365` for `lifecycle.review_interval_days`
      a.yaml:1:98 >\'365\'< a text
      help: write `365` without quotes

    error[wrong-type]: expected a whole number such as `365` for `logging.retention_days`
      a.yaml:1:132 >30 days< a text
      help: write the number alone: `30`

    error[wrong-type]: expected a number such as `0.08` for `security_use.metrics.false_negative_rate`
      a.yaml:1:209 >8%< a text
      help: write `0.08`

    error[wrong-type]: expected a number such as `0.12` for `security_use.metrics.false_positive_rate`
      a.yaml:1:234 >high< a text
      help: write a share between 0 and 1

    error[wrong-type]: expected a whole number such as `30` for `security_use.metrics.cadence_days`
      a.yaml:1:254 >30.0< a number
      help: write `30`
    ");
}

#[test]
fn a_number_has_bounds() {
    insta::assert_snapshot!(manifest("lifecycle: {review_interval_days: -1}, logging: {retention_days: 999999}, security_use: {metrics: {false_negative_rate: 1.5}}"), @r"
    error[wrong-value]: expected 0 to 36500 for `lifecycle.review_interval_days`
      a.yaml:1:98 >-1< too small

    error[wrong-value]: expected 0 to 36500 for `logging.retention_days`
      a.yaml:1:129 >999999< too large

    error[wrong-value]: expected 0 to 1 for `security_use.metrics.false_negative_rate`
      a.yaml:1:184 >1.5< too large
    ");
}

#[test]
fn an_id_is_repaired() {
    insta::assert_snapshot!(manifest("models: [{id: GPT 4o, digest: 'sha256:XYZ'}], actors: {jurisdictions: [EU, Germany]}, vendors: [{id: '---'}]"), @r"
    error[wrong-value]: expected an id such as `gpt-4o` for `models[GPT 4o].id`
      a.yaml:1:78 >GPT 4o< not an id
      help: write `gpt-4o`

    error[wrong-value]: expected a digest such as `sha256:9f2c4a51e0b7d8c6a3f19e52740b8d6c…` for `models[GPT 4o].digest`
      a.yaml:1:94 >\'sha256:XYZ\'< not a digest
      help: write an algorithm and its hexadecimal digest of the content

    error[wrong-value]: expected a jurisdiction such as `eu` for `actors.jurisdictions[0]`
      a.yaml:1:135 >EU< not a jurisdiction
      help: write `eu`

    error[wrong-value]: expected a jurisdiction such as `eu` for `actors.jurisdictions[1]`
      a.yaml:1:139 >Germany< not a jurisdiction
      help: write `eu`, a country as ISO 3166-1 alpha-2 in lower case (`el` and `gr` are both Greece, the United Kingdom is `gb`), or a part of one

    error[wrong-value]: expected an id such as `openai` for `vendors[---].id`
      a.yaml:1:165 >\'---\'< not an id
      help: write lower-case letters, digits and `-`, beginning with a letter or digit
    ");
}

#[test]
fn an_empty_value_says_what_could_stand_there() {
    insta::assert_snapshot!(manifest("version: '', description: , models: , owners: , criticality: "), @r"
    error[wrong-value]: expected a short text such as `2.3.0` for `version`
      a.yaml:1:73 >\'\'< an empty text
      help: write for example `version: 2.3.0`, or remove the key

    error[wrong-type]: expected a text for `description`
      a.yaml:1:77 >description< no value
      help: write for example `description: …`, or remove the key

    error[wrong-type]: expected a list for `models`
      a.yaml:1:92 >models< no value
      help: write `models: []` if there is none, or remove the key

    error[wrong-type]: expected a mapping for `owners`
      a.yaml:1:102 >owners< no value
      help: write for example `owners: {accountable: {name: Head of support}}`, or remove the key

    error[wrong-type]: expected `low`, `medium`, `high` or `critical` for `criticality`
      a.yaml:1:112 >criticality< no value
      help: write for example `criticality: medium`, or remove the key
    ");
}

#[test]
fn a_text_has_a_length_and_one_line() {
    let long = "x".repeat(301);
    insta::assert_snapshot!(manifest(&format!("version: {long}, criticality: low, organization: {{name: \"a\\nb\"}}")).replace(&long, "xx…"), @r#"
    error[wrong-value]: expected at most 300 characters for `version`
      a.yaml:1:73 >xx…< 301 characters

    error[wrong-value]: expected a short text such as `Department of Veterans Affairs` for `organization.name`
      a.yaml:1:415 >\"a\\nb\"< several lines
      help: write `a b`
    "#);
}

#[test]
fn a_policy_is_told_what_its_keys_take() {
    insta::assert_snapshot!(problems(Kind::Policy, "
apiVersion: provost/v1
kind: Policy
id: mine
title: Mine
params:
  limit: {type: int, default: 3}
rules:
  - id: MINE-01
    title: Somebody answers for the system
    severity: severe
    for_each: {a: system.models, b: system.vendors}
    when: true
    assert: has(system.owners)
    mesage: nobody answers
    controls: [GOVERN 1.6]
    tests: {fail: [{name: none, expect: {verdict: pass}}]}
"), @r#"
    error[wrong-value]: expected `string`, `integer`, `number`, `boolean` or `array` for `params.limit.type`
      a.yaml:7:17 >int< not one of these
      help: did you mean `integer`?

    error[wrong-value]: expected `critical`, `high`, `medium`, `low` or `info` for `rules[MINE-01].severity`
      a.yaml:11:15 >severe< not one of these
      help: write `critical`, `high`, `medium`, `low` or `info`

    error[wrong-value]: expected at most 1 entry for `rules[MINE-01].for_each`
      a.yaml:12:15 >{a: system.models, b: system.vendors}< 2 entries
      help: one name and the list it runs over; the rule is checked once for each item

    error[wrong-type]: expected a CEL expression such as `"system.lifecycle.stage == 'production'"` for `rules[MINE-01].when`
      a.yaml:13:11 >true< a boolean
      help: write `"true"`, in quotes

    error[unknown-field]: unknown key `mesage` in `rules[MINE-01]`
      a.yaml:15:5 >mesage< no such key
      help: did you mean `message`?

    error[wrong-value]: expected a control reference such as `nist-ai-rmf:GOVERN 1.6` for `rules[MINE-01].controls[0]`
      a.yaml:16:16 >GOVERN 1.6< not a control reference
      help: write a framework id and a control id as published: `framework:ID`

    error[wrong-value]: expected `fail`, `undeclared` or `error` for `rules[MINE-01].tests.fail[0].expect.verdict`
      a.yaml:17:51 >pass< not one of these
      help: write `fail`, `undeclared` or `error`
    "#);
}

#[test]
fn a_configuration_is_told_what_its_keys_take() {
    insta::assert_snapshot!(config("fail_on: hgih, undeclared: ignore, policies: governance, only: [], as_of: today, exclude: [''], severity: {LEK-01: blocker}"), @r"
    error[wrong-value]: expected `critical`, `high`, `medium`, `low`, `info` or `never` for `fail_on`
      a.yaml:1:49 >hgih< not one of these
      help: did you mean `high`?

    error[wrong-value]: expected `fail` or `warn` for `undeclared`
      a.yaml:1:67 >ignore< not one of these
      help: write `fail` or `warn`

    error[wrong-type]: expected a list such as `[governance/policies]` for `policies`
      a.yaml:1:85 >governance< a text
      help: write it in brackets: `[governance]`

    error[wrong-value]: expected a date such as `2026-06-01` for `as_of`
      a.yaml:1:114 >today< not a date
      help: write a day as YYYY-MM-DD

    error[wrong-value]: expected a glob pattern such as `vendor/**` for `exclude[0]`
      a.yaml:1:131 >\'\'< an empty text
      help: write for example `vendor/**`, or remove the line

    error[wrong-value]: expected `critical`, `high`, `medium`, `low` or `info` for `severity.LEK-01`
      a.yaml:1:155 >blocker< not one of these
      help: write `critical`, `high`, `medium`, `low` or `info`
    ");
}

#[test]
fn a_value_of_several_lines_is_underlined_at_its_key() {
    insta::assert_snapshot!(problems(Kind::AiSystem, "
apiVersion: provost/v1
kind: AISystem
id: case
name: Case
models:
  gpt:
    name: GPT
owners:
  - accountable:
      name: Head of support
criticality: |
  high
  or so
lifecycle:
  stage:
    - production
data_flows:
  - - id: chat
      to: {kind: internal}
"), @r"
    error[wrong-type]: expected a list for `models`
      a.yaml:6:1 >models< a mapping
      help: write a list whose entries begin with `- id: gpt`

    error[wrong-type]: expected a mapping for `owners`
      a.yaml:9:1 >owners< a list
      help: write one mapping, not a list: remove the `- `

    error[wrong-value]: expected `low`, `medium`, `high` or `critical` for `criticality`
      a.yaml:12:1 >criticality< not one of these
      help: did you mean `high`?

    error[wrong-type]: expected `idea`, `development`, `pilot`, `production`, `retired`, `withdrawn` or `recalled` for `lifecycle.stage`
      a.yaml:17:5 >- production< a list
      help: write one of them, not a list

    error[wrong-type]: expected a mapping for `data_flows[0]`
      a.yaml:19:5 >- id: chat< a list
      help: write one mapping, not a list: remove the `- `
    ");
}

#[test]
fn a_jurisdiction_is_a_country_there_is() {
    insta::assert_snapshot!(manifest("actors: {jurisdictions: [eu, us-ny-nyc, gb, ue, uk, DE]}"), @"
    error[wrong-value]: expected a jurisdiction such as `eu` for `actors.jurisdictions[3]`
      a.yaml:1:108 >ue< not a jurisdiction
      help: write `eu`, a country as ISO 3166-1 alpha-2 in lower case (`el` and `gr` are both Greece, the United Kingdom is `gb`), or a part of one

    error[wrong-value]: expected a jurisdiction such as `eu` for `actors.jurisdictions[4]`
      a.yaml:1:112 >uk< not a jurisdiction
      help: write `eu`, a country as ISO 3166-1 alpha-2 in lower case (`el` and `gr` are both Greece, the United Kingdom is `gb`), or a part of one

    error[wrong-value]: expected a jurisdiction such as `eu` for `actors.jurisdictions[5]`
      a.yaml:1:116 >DE< not a jurisdiction
      help: write `de`
    ");
}
