use std::sync::Arc;

use super::PolicySet;
use crate::document::parse;
use crate::embed;
use crate::schema::{Kind, validate};
use crate::text::Source;

#[test]
fn every_built_in_policy_is_well_formed() {
    for (name, text) in embed::policies(true) {
        let (tree, problems) = parse(&Arc::new(Source::new(name, text)));
        assert!(problems.is_empty(), "{name}: {problems:?}");
        assert_eq!(tree.roots().count(), 1, "{name}");
        for root in tree.roots() {
            let problems = validate(Kind::Policy, root);
            assert!(problems.is_empty(), "{name}: {problems:?}");
        }
    }
    assert!(PolicySet::builtin().finish().is_empty(), "an id stands twice");
}

#[test]
fn policies_without_cases_are_the_same_rules_on_the_same_lines() {
    let (full, bare) = (PolicySet::builtin(), PolicySet::builtin_without_cases());
    assert_eq!(full.rules.len(), bare.rules.len());
    for (full, bare) in full.rules.iter().zip(&bare.rules) {
        assert_eq!(full.id, bare.id);
        assert_eq!(full.text("assert"), bare.text("assert"));
        let (place, bare_place) = (full.place().locate(), bare.place().locate());
        assert_eq!((place.path, place.line, place.column), (bare_place.path, bare_place.line, bare_place.column));
        assert!(full.cases().count() > 0 && bare.cases().count() == 0, "{}", full.id);
    }
}

#[test]
fn every_built_in_classification_is_well_formed() {
    let catalog = crate::catalog::Catalog::builtin();
    for (name, text) in embed::classifications(true) {
        let (tree, problems) = parse(&Arc::new(Source::new(name, text)));
        assert!(problems.is_empty(), "{name}: {problems:?}");
        let tree = Arc::new(tree);
        for root in tree.roots() {
            let read = super::Classification::read(&tree, root);
            let read = read.unwrap_or_else(|problems| unreachable!("{}", crate::diagnostic::plain::plain(&problems)));
            assert_eq!(name, format!("policies/classification/{}.yaml", read.id));
            let unknown = super::load::unknown_references(&read.references().collect::<Vec<_>>(), &catalog);
            assert!(unknown.is_empty(), "{}", crate::diagnostic::plain::plain(&unknown));
        }
    }
}

#[test]
fn only_rules_that_name_derived_have_anything_classified() {
    let set = PolicySet::builtin_without_cases();
    let readers: Vec<&str> = set.rules.iter().filter(|rule| rule.reads_derived()).map(|rule| rule.id.as_str()).collect();
    assert_eq!(readers, ["RSK-06"]);
    for rule in set.rules.iter().filter(|rule| !rule.reads_derived()) {
        assert!(rule.problems().is_empty(), "{}", rule.id);
    }
    assert!(!set.derivations.are_read(), "a rule that reads no result had the procedures read");
    set.rule("RSK-06").unwrap().problems();
    assert!(set.derivations.are_read());
}

/// What is wrong with a policy of these rules, each indented by two.
fn wrong(params: &str, rules: &str) -> String {
    let text = format!("apiVersion: provost/v1\nkind: Policy\nid: own\ntitle: Own\n{params}rules:\n{rules}");
    let (tree, problems) = parse(&Arc::new(Source::new("own.yaml", text)));
    assert!(problems.is_empty(), "{problems:?}");
    let mut set = PolicySet::default();
    let mut problems = set.add(&Arc::new(tree));
    problems.extend(set.finish());
    problems.extend(set.check_controls(&crate::catalog::Catalog::builtin()));
    problems.extend(set.unset_params());
    crate::diagnostic::sort(&mut problems);
    crate::diagnostic::plain::plain(&problems)
}

#[test]
fn expressions_ids_and_controls_are_looked_at_beside_mistakes_of_shape() {
    insta::assert_snapshot!(wrong("", "
  - {id: A, title: One, severity: hihg, controls: ['nist-ai-rmf:GOVERN 9'], when: system.risk.teir == 'high', assert: has(system.owners), message: '{{ system.idd }}'}
  - {id: B, title: Two, severity: high, lett: {old: 1}, assert: old > 0 && sistem.id == 'x', message: two}
  - {id: C, title: Three, severity: high, asert: true, message: '{{ params.limit }}'}
  - {id: C, title: Four, severity: high, assert: '', message: four}
  - five
"), @r"
    error[wrong-value]: expected `critical`, `high`, `medium`, `low` or `info` for `rules[A].severity`
      own.yaml:7:35 >hihg< not one of these
      help: did you mean `high`?

    error[unknown-control]: NIST AI RMF has no control `GOVERN 9`
      own.yaml:7:52 >\'nist-ai-rmf:GOVERN 9\'< not in the catalog
      help: there are `GOVERN 1.1` to `GOVERN 6.2`

    error[cel-name]: unknown field `teir` in `system.risk`
      own.yaml:7:95 >teir< no such field
      help: did you mean `tier`?

    error[cel-name]: unknown field `idd` in `system`
      own.yaml:7:159 >idd< no such field
      help: did you mean `id`?

    error[unknown-field]: unknown key `lett` in `rules[B]`
      own.yaml:8:41 >lett< no such key
      help: did you mean `let`?

    error[cel-name]: unknown variable `sistem`
      own.yaml:8:76 >sistem< no variable of this name here
      help: did you mean `system`?

    error[unknown-field]: unknown key `asert` in `rules[C]`
      own.yaml:9:43 >asert< no such key
      help: did you mean `assert`?

    error[cel-name]: unknown field `limit` in `params`
      own.yaml:9:76 >limit< no such field
      help: declare it under `params` of the policy: `params: {name: {type: integer, default: 3}}`

    error[duplicate-id]: rule `C` is defined twice
      own.yaml:10:10 >C< again here
      own.yaml:9:10 >C< first here
      help: give one of them another id

    error[wrong-value]: expected a CEL expression such as `flow.agreement.no_training` for `rules[C].assert`
      own.yaml:10:50 >\'\'< an empty text
      help: write for example `assert: flow.agreement.no_training`

    error[wrong-type]: expected a mapping for `rules[4]`
      own.yaml:11:5 >five< a text
      help: write a mapping with keys such as `id`, `title`, `severity` or `rationale`
    ");
    insta::assert_snapshot!(wrong("parms: {limit: {type: integer}}\n", "
  - {id: A, title: One, severity: low, assert: size(system.models) < params.limit, message: '{{ system.idd }}'}
"), @"
    error[unknown-field]: unknown key `parms`
      own.yaml:5:1 >parms< no such key
      help: did you mean `params`?

    error[cel-name]: unknown field `idd` in `system`
      own.yaml:8:104 >idd< no such field
      help: did you mean `id`?
    ");
}

#[test]
fn a_parameter_without_a_value_is_told_once_where_it_is_declared() {
    insta::assert_snapshot!(wrong("params: {limit: {type: integer}, most: {type: integer}, idle: {type: integer}}\n", "
  - {id: A, title: One, severity: low, assert: size(system.models) < params.limit, message: many}
  - {id: B, title: Two, severity: low, assert: '!has(params.most) || size(system.models) < params.most', message: many}
"), @"
    error[bad-parameter]: parameter `limit` of policy `own` has no value
      own.yaml:5:10 >limit< no default, and not set
      help: give it a `default`, or set it in provost.yaml: `params: {own: {limit: …}}`
    ");
}

#[test]
fn a_chain_of_names_that_evaluation_would_not_follow_is_refused() {
    let lets = (1..=9).map(|at| format!("n{at}: n{} + 1", at - 1)).collect::<Vec<_>>().join(", ");
    insta::assert_snapshot!(wrong("", &format!("
  - {{id: A, title: One, severity: low, let: {{n0: size(system.models), {lets}}}, assert: n9 > 0, message: many}}
")), @"
    error[cel-limit]: `n8` stands on a chain of more than 8 names
      own.yaml:7:159 >n7 + 1< one name too many
      help: write some of them out where they are used
    ");
}

#[test]
fn a_name_that_is_known_elsewhere_says_where() {
    insta::assert_snapshot!(wrong("", "
  - {id: A, title: One, severity: low, assert: fleet.size() > 0, message: '{{ risk.tier }}'}
  - {id: B, title: Two, severity: low, scope: fleet, assert: system.id == 'x', message: x}
  - {id: C, title: Three, severity: low, for_each: {model: live}, let: {live: system.models, a: b, b: '1'}, when: model.pinned && a > 1, assert: a > 1 && model.pinned, message: x}
"), @"
    error[cel-name]: unknown variable `fleet`
      own.yaml:7:48 >fleet< no variable of this name here
      help: a rule about all systems at once says `scope: fleet`

    error[cel-name]: unknown variable `risk`
      own.yaml:7:79 >risk< no variable of this name here
      help: write `system.risk`

    error[cel-name]: unknown variable `system`
      own.yaml:8:62 >system< no variable of this name here
      help: with `scope: fleet` a rule sees all systems as `fleet`; without it, one as `system`

    error[cel-name]: unknown variable `live`
      own.yaml:9:60 >live< no variable of this name here
      help: `for_each` is asked before `let`, and does not know `live`

    error[cel-name]: unknown variable `b`
      own.yaml:9:97 >b< no variable of this name here
      help: `b` is named further down; move it above

    error[cel-name]: unknown variable `model`
      own.yaml:9:115 >model< no variable of this name here
      help: `when` is asked before `for_each` and `let`, and does not know `model`

    error[cel-name]: unknown variable `a`
      own.yaml:9:131 >a< no variable of this name here
      help: `when` is asked before `for_each` and `let`, and does not know `a`
    ");
}

#[test]
fn texts_are_held_against_fields_through_names_and_parameters() {
    insta::assert_snapshot!(wrong("params:
  tiers: {type: array, items: {type: string}, default: [high, limitd], description: x}
  stage: {type: string, default: any, description: x}
  modes: {type: array, items: {enum: [high, limitd]}, default: [high], description: x}
  providers: {type: array, items: {type: string}, default: [OpenAI, n/a, '-', ''], description: x}
", "
  - {id: A, title: One, severity: high, let: {bad: \"['prod', 'pilot']\"}, assert: '!(system.lifecycle.stage in bad) || bad.exists(b, b == system.lifecycle.stage)', message: one}
  - {id: B, title: Two, severity: high, for_each: {s: \"['prod', 'pilot']\"}, assert: system.lifecycle.stage != s, message: two}
  - {id: C, title: Three, severity: high, assert: \"system.risk.tier in params.tiers && (params.stage == 'any' || params.stage == system.lifecycle.stage)\", message: three}
  - {id: D, title: Four, severity: high, assert: system.risk.tier in params.modes, message: four}
  - {id: E, title: Five, severity: high, let: {in: \"1\"}, assert: dervied.x == 1, message: five}
  - {id: F, title: Six, severity: high, for_each: {f: 'system.data_flows.filter(f, f.clasification == 1)'}, let: {s: f.safegards, t: system.lifecycle.stage + 1 == 2}, assert: \"f.region == 'eu' && f.idd == ''\", message: six}
  - {id: G, title: Seven, severity: high, assert: 'system.models.all(m, !(m.provider in params.providers))', message: seven}
"), @r"
    error[cel-type]: `limitd` is not one of the values this field can have
      own.yaml:6:63 >limitd< can never be equal
      own.yaml:14:72 >params.tiers< read here
      help: did you mean `limited`?

    error[cel-type]: `OpenAI` is not one of the values this field can have
      own.yaml:9:61 >OpenAI< can never be equal
      own.yaml:18:89 >params.providers< read here
      help: did you mean `openai`?

    error[cel-type]: `prod` is not one of the values this field can have
      own.yaml:12:54 >\'prod\'< can never be equal
      own.yaml:12:111 >bad< read here
      help: did you mean `production`?

    error[cel-type]: `prod` is not one of the values this field can have
      own.yaml:13:57 >\'prod\'< can never be equal
      own.yaml:13:111 >s< read here
      help: did you mean `production`?

    error[cel-type]: the parameter can be `limitd`, which is not one of the values this field can have
      own.yaml:15:70 >params.modes< can be what the field never is
      help: did you mean `limited` in the parameter's `enum`?

    error[cel-name]: `in` is a reserved word
      own.yaml:16:48 >in< not usable as a name
      help: choose another name

    error[cel-name]: unknown variable `dervied`
      own.yaml:16:66 >dervied< no variable of this name here
      help: did you mean `derived`?

    error[cel-name]: unknown field `clasification` in `system.data_flows[]`
      own.yaml:17:86 >clasification< no such field
      help: did you mean `classification`?

    error[cel-name]: unknown field `safegards` in `system.data_flows[]`
      own.yaml:17:120 >safegards< no such field
      help: did you mean `safeguards`?

    error[cel-type]: `+` does not take string and int
      own.yaml:17:134 >system.lifecycle.stage + 1< string and int
      help: write `string(…)` to make a text of the other side

    error[cel-name]: unknown field `idd` in `system.data_flows[]`
      own.yaml:17:199 >idd< no such field
      help: did you mean `id`?
    ");
}

#[test]
fn a_comment_that_takes_in_folded_lines_is_told() {
    let rule = |fold: &str| {
        wrong(
            "",
            &format!(
                "  - id: A-01\n    title: T\n    severity: low\n    message: m\n    assert: {fold}\n      system.name != 'x' // one\n      && system.id != 'y'\n"
            ),
        )
    };
    insta::assert_snapshot!(rule(">-"), @r"
    error[cel-syntax]: a comment takes in the lines after it, which YAML folds into one line with it
      own.yaml:11:26 >// one\n      && system.id != \'y\'< all of this is a comment
      help: write `|` before the expression so that its lines stay lines, or comment in YAML: `# …` above it
    ");
    insta::assert_snapshot!(rule(""), @r"
    error[cel-syntax]: a comment takes in the lines after it, which YAML folds into one line with it
      own.yaml:11:26 >// one\n      && system.id != \'y\'< all of this is a comment
      help: write `|` before the expression so that its lines stay lines, or comment in YAML: `# …` above it
    ");
    assert_eq!(rule("|"), "");
}

#[test]
fn keys_that_other_tools_have_lead_to_those_of_a_rule() {
    let rules = "  - id: A-01\n    name: T\n    level: low\n    check: \"true\"\n    msg: m\n    if: \"true\"\n";
    insta::assert_snapshot!(wrong("", rules), @"
    error[unknown-field]: unknown key `name` in `rules[A-01]`
      own.yaml:7:5 >name< no such key
      help: did you mean `title`?

    error[unknown-field]: unknown key `level` in `rules[A-01]`
      own.yaml:8:5 >level< no such key
      help: did you mean `severity`?

    error[unknown-field]: unknown key `check` in `rules[A-01]`
      own.yaml:9:5 >check< no such key
      help: did you mean `assert`?

    error[unknown-field]: unknown key `msg` in `rules[A-01]`
      own.yaml:10:5 >msg< no such key
      help: did you mean `message`?

    error[unknown-field]: unknown key `if` in `rules[A-01]`
      own.yaml:11:5 >if< no such key
      help: did you mean `when`?
    ");
}

#[test]
fn braces_that_close_nothing_are_told() {
    insta::assert_snapshot!(wrong("", "
  - {id: A, title: One, severity: low, assert: has(system.owners), message: 'nobody answers for system.id }}'}
"), @"
    error[cel-syntax]: `}}` closes nothing
      own.yaml:7:107 >}}< no `{{` before it
      help: write a value as `{{ … }}`
    ");
}

#[test]
fn parameters_that_decide_nothing_are_told() {
    let params = "params:
  age: {type: integer, minLength: 3, default: 3}
  names: {type: array, minimum: 1, items: {type: string, maximum: 3}, default: []}
  none: {type: integer, minimum: 5, maximum: 3}
  form: {type: string, default: '('}
  likely: {type: integer, default: 90}
";
    insta::assert_snapshot!(wrong(params, "
  - id: A
    title: One
    severity: low
    let:
      aged: params.age + params.none > 3
    assert: aged && system.name.matches(params.form) && size(params.names) < 3
    message: one
  - {id: B, title: Two, severity: low, assert: 'system.security_use.metrics.false_negative_rate < params.likely', message: two}
"), @r"
    error[bad-parameter]: `minLength` says nothing about a value of type `integer`
      own.yaml:6:24 >minLength< without effect
      help: it belongs to `string`

    error[bad-parameter]: `minimum` says nothing about a value of type `array`
      own.yaml:7:24 >minimum< without effect
      help: it belongs to `integer` and `number`

    error[bad-parameter]: `maximum` says nothing about a value of type `string`
      own.yaml:7:58 >maximum< without effect
      help: it belongs to `integer` and `number`

    error[bad-parameter]: parameter `none` of policy `own` has no value
      own.yaml:8:3 >none< no default, and not set
      help: give it a `default`, or set it in provost.yaml: `params: {own: {none: …}}`

    error[bad-parameter]: `minimum` is more than `maximum`: no value is allowed
      own.yaml:8:34 >5< more than the other

    error[cel-type]: not a regular expression: unclosed group
      own.yaml:9:33 >\'(\'< given to `matches`
      own.yaml:18:41 >params.form< read here

    error[cel-type]: the default 90 is no value that is compared here
      own.yaml:20:99 >params.likely< out of range by default
      help: the schema allows `false_negative_rate` to be 0 to 1
    ");
}
