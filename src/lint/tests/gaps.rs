//! What a rule does not say.

use super::{policy, said};

const BARE: &str = "assert: system.lifecycle.stage != 'idea'\nmessage: it is bad\n";

#[test]
fn a_rule_without_rationale_help_controls_and_tests() {
    insta::assert_snapshot!(said("missing-rationale", &policy(BARE)), @"
    warning[missing-rationale]: `OWN-01` does not say why it is there
      own.yaml:6:9 >OWN-01< has no `rationale`
      help: add `rationale`: what goes wrong without it, and for whom
    ");
    insta::assert_snapshot!(said("missing-help", &policy(BARE)), @"
    warning[missing-help]: `OWN-01` does not say what to do when it fails
      own.yaml:6:9 >OWN-01< has no `help`
      help: add `help`: the key to write in the manifest
    ");
    insta::assert_snapshot!(said("missing-controls", &policy(BARE)), @"
    warning[missing-controls]: `OWN-01` names no controls
      own.yaml:6:9 >OWN-01< has no `controls`
      help: add `controls: [framework:ID]`, or `controls: []` if there is none
    ");
    insta::assert_snapshot!(said("missing-tests", &policy(BARE)), @"
    warning[missing-tests]: `OWN-01` has no test cases
      own.yaml:6:9 >OWN-01< no passing, failing or undeclared case
      help: add a manifest that meets it under `tests.pass`
    ");
}

#[test]
fn a_rule_that_belongs_to_no_framework_says_so() {
    assert_eq!(said("missing-controls", &policy(&format!("{BARE}controls: []\n"))), "");
}

#[test]
fn a_case_of_each_kind_is_needed() {
    let fail = "tests:\n  fail:\n    - name: an idea\n      system: {lifecycle: {stage: idea}}\n";
    insta::assert_snapshot!(said("missing-tests", &policy(&format!("{BARE}{fail}"))), @"
    warning[missing-tests]: the tests of `OWN-01` have no passing and no undeclared cases
      own.yaml:11:5 >tests< no passing or undeclared case
      help: add a manifest that meets it under `tests.pass`
    ");
    let pass = "  pass:\n    - name: a pilot\n      system: {lifecycle: {stage: pilot}}\n";
    insta::assert_snapshot!(said("missing-tests", &policy(&format!("{BARE}{fail}{pass}"))), @"
    warning[missing-tests]: the tests of `OWN-01` have no undeclared case
      own.yaml:11:5 >tests< no undeclared case
      help: add a manifest that leaves out what it reads under `tests.fail`, with `expect: {verdict: undeclared}`
    ");
    let undeclared = fail.to_owned() + "    - name: nobody said\n      expect: {verdict: undeclared}\n";
    assert_eq!(said("missing-tests", &policy(&format!("{BARE}{undeclared}{pass}"))), "");
}

#[test]
fn a_rule_that_asks_before_it_reads_needs_no_undeclared_case() {
    let rule = "assert: has(system.lifecycle.stage) && system.lifecycle.stage != 'idea'\nmessage: it is bad\n";
    let tests = "tests:\n  fail: [{name: nothing said}]\n  pass: [{name: a pilot, system: {lifecycle: {stage: pilot}}}]\n";
    assert_eq!(said("missing-tests", &policy(&format!("{rule}{tests}"))), "");
}

#[test]
fn a_message_that_repeats_the_title() {
    let text = policy("assert: has(system.version)\nmessage: \"`{{ system.id }}`: it is good!\"\n");
    insta::assert_snapshot!(said("message-repeats-title", &text), @r#"
    warning[message-repeats-title]: the message of `OWN-01` repeats its title
      own.yaml:10:14 >\"`{{ system.id }}`: it is good!\"< says what is required
      own.yaml:7:12 >It is good< the same
      help: say what is wrong instead, naming the entry: `{{ … }}`
    "#);
}

#[test]
fn a_critical_rule_that_says_too_little_for_a_waiver() {
    let text = policy(&format!("rationale: It is the law.\n{BARE}")).replace("severity: high", "severity: critical");
    insta::assert_snapshot!(said("undocumented-critical", &text), @"
    warning[undocumented-critical]: `OWN-01` is critical, but its `help` does not say enough to decide on a waiver
      own.yaml:6:9 >OWN-01< has no `help`
      help: write in `help`, in 4 words or more, what to do, or what would do instead

    warning[undocumented-critical]: `OWN-01` is critical, but its `rationale` does not say enough to decide on a waiver
      own.yaml:9:16 >It is the law.< too short to decide on a waiver
      help: write in `rationale`, in 8 words or more, what goes wrong without it, and for whom
    ");
    assert_eq!(said("missing-help", &text), "", "one remark is enough");
    let high = policy(&format!("rationale: It is the law.\nhelp: Do it.\n{BARE}"));
    assert_eq!(said("undocumented-critical", &high), "");
}

#[test]
fn a_policy_whose_review_is_overdue() {
    let text = policy(BARE).replace("rules:", "owner: grc@example.com\nreview_by: 2026-05-01\nrules:");
    insta::assert_snapshot!(said("overdue-review", &text), @"
    warning[overdue-review]: the review of policy `own` is overdue
      own.yaml:6:12 >2026-05-01< 31 days ago
      help: ask grc@example.com to review it, then set `review_by` to the next date
    ");
    assert_eq!(said("overdue-review", &text.replace("2026-05-01", "2026-06-01")), "", "the last day still counts");
}

#[test]
fn signs_of_other_languages_for_values() {
    let text = policy(
        "assert: has(system.version)\nmessage: '%s of $(system.id) has {0}, 50%s and <b>, <system.name> and %d'\nhelp: 'see {{ [1].map(x, {}).size() }} {}, <%= system.id %>, {% system.id %} and [[ system.id ]]'\n",
    );
    insta::assert_snapshot!(said("unprinted-value", &text), @"
    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:10:15 >%s< no value
      help: write `{{ … }}` with what is to stand here

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:10:21 >$(system.id)< no value
      help: write `{{ system.id }}`

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:10:38 >{0}< no value
      help: write `{{ … }}` with what is to stand here

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:10:57 ><system.name>< no value
      help: write `{{ system.name }}`

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:10:75 >%d< no value
      help: write `{{ … }}` with what is to stand here

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:11:44 >{}< no value
      help: write `{{ … }}` with what is to stand here

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:11:48 ><%= system.id %>< no value
      help: write `{{ system.id }}`

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:11:66 >{% system.id %}< no value
      help: write `{{ system.id }}`

    warning[unprinted-value]: a sign of another language is printed as it is
      own.yaml:11:86 >[[ system.id ]]< no value
      help: write `{{ system.id }}`
    ");
}

#[test]
fn conditions_that_are_comments() {
    let text = policy(
        "when: \"has(system.version) // && has(system.models)\"\nassert: has(system.scope) # && has(system.models)\nmessage: no {{ system.id }} # or so\n",
    );
    insta::assert_snapshot!(said("condition-in-comment", &text), @"
    warning[condition-in-comment]: a part of a condition is a comment
      own.yaml:9:32 >// && has(system.models)< not evaluated
      help: put the expression between quotes if this belongs to it, or remove the comment

    warning[condition-in-comment]: a part of a condition is a comment
      own.yaml:10:31 ># && has(system.models)< not evaluated
      help: put the expression between quotes if this belongs to it, or remove the comment
    ");
    let right = "when: \"has(system.version) // the first\"\nassert: has(system.scope) # not more\nmessage: no {{ system.id }}\n";
    assert_eq!(said("condition-in-comment", &policy(right)), "");
}

#[test]
fn fields_that_are_named_instead_of_printed() {
    let text = policy(
        "for_each: {m: system.models}\nassert: m.pinned\nmessage: \"m.id of `system.id` and {{ m.id }}} is no m. e.g. am.id or a/m.id\"\nhelp: set system.models\n",
    );
    insta::assert_snapshot!(said("unprinted-value", &text), @"
    warning[unprinted-value]: a field is named here, and its value not printed
      own.yaml:11:15 >m.id< no value
      help: write `{{ m.id }}` for the value

    warning[unprinted-value]: a field is named here, and its value not printed
      own.yaml:11:24 >system.id< no value
      help: write `{{ system.id }}` for the value

    warning[unprinted-value]: a brace more than closes the value
      own.yaml:11:49 >}< printed as it is
      help: take it out
    ");
}

#[test]
fn patterns_that_are_not_read_as_such() {
    let text = policy(
        "when: system.name.contains('gpt|claude')\nassert: glob('^gpt', system.name) || system.name.matches('gpt-*') || system.name.startsWith('gpt-*')\nmessage: no {{ system.name.replace('[a-z]', '') }}\n",
    );
    insta::assert_snapshot!(said("pattern-as-text", &text), @r"
    warning[pattern-as-text]: `contains` takes the text as it stands, not as a pattern
      own.yaml:9:32 >\'gpt|claude\'< a regular expression
      help: write `….matches('…')` for a pattern

    warning[pattern-as-text]: `glob` takes a pattern of file names, not a regular expression
      own.yaml:10:18 >\'^gpt\'< a regular expression
      help: write `….matches('…')`, or `{a,b}` for one of several

    warning[pattern-as-text]: `matches` takes a regular expression, not a pattern of file names
      own.yaml:10:62 >\'gpt-*\'< `*` repeats what stands before it
      help: write `glob('…', …)`, or `.*` for anything

    warning[pattern-as-text]: `startsWith` takes the text as it stands, not as a pattern
      own.yaml:10:97 >\'gpt-*\'< `*` is a character like others here
      help: leave `*` out, or write `glob('…', …)`

    warning[pattern-as-text]: `replace` takes the text as it stands, not as a pattern
      own.yaml:11:40 >\'[a-z]\'< a regular expression
      help: write `….matches('…')` for a pattern
    ");
    let right = "message: no name\nassert: glob('gpt-*', system.name) || system.name.matches('gpt|claude') || system.name.contains('*') || system.name.endsWith('.')\n";
    assert_eq!(said("pattern-as-text", &policy(right)), "");
}

#[test]
fn values_between_single_braces() {
    let text = policy(
        "assert: has(system.version)\nmessage: '{system.id} of {{ system.name }} has {kind: none}, ${ params.x }'\nhelp: 'set `{id: a}` for { system.models[0].id } {'\n",
    );
    insta::assert_snapshot!(said("unprinted-value", &text), @"
    warning[unprinted-value]: what stands between single braces is printed as it is
      own.yaml:10:15 >{system.id}< no value
      help: write `{{ system.id }}`

    warning[unprinted-value]: what stands between single braces is printed as it is
      own.yaml:10:67 >{ params.x }< no value
      help: write `{{ params.x }}`

    warning[unprinted-value]: what stands between single braces is printed as it is
      own.yaml:11:30 >{ system.models[0].id }< no value
      help: write `{{ system.models[0].id }}`
    ");
}
