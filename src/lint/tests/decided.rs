//! Conditions that no manifest changes.

use super::{policy, said};

const MESSAGE: &str = "message: it is bad\n";

fn asserting(assert: &str) -> String {
    policy(&format!("{MESSAGE}assert: \"{assert}\"\n"))
}

#[test]
fn an_assertion_that_cannot_be_false() {
    insta::assert_snapshot!(said("assert-always-true", &asserting("system.risk.tier != 'high' || system.risk.tier != 'limited'")), @r#"
    warning[assert-always-true]: `OWN-01` finds nothing: its assertion can never be false
      own.yaml:10:14 >system.risk.tier != \'high\' || system.risk.tier != \'limited\'< always true
      help: state what must hold; `has(…)` asks whether something is declared
    "#);
    insta::assert_snapshot!(said("assert-always-true", &asserting("has(system.id)")), @"
    warning[assert-always-true]: `OWN-01` finds nothing: its assertion can never be false
      own.yaml:10:14 >has(system.id)< always true
      help: state what must hold, and add a case under `tests.fail` that breaks it
    ");
}

#[test]
fn an_assertion_that_when_has_asked_for_already() {
    let text =
        policy(&format!("{MESSAGE}when: system.lifecycle.stage in ['pilot', 'production']\nassert: system.lifecycle.stage != 'idea'\n"));
    insta::assert_snapshot!(said("assert-always-true", &text), @r#"
    warning[assert-always-true]: `OWN-01` finds nothing: its assertion can never be false
      own.yaml:11:13 >system.lifecycle.stage != \'idea\'< always true
      own.yaml:10:11 >system.lifecycle.stage in [\'pilot\', \'production\']< wherever this is true
      help: state what must hold, and add a case under `tests.fail` that breaks it
    "#);
}

#[test]
fn an_assertion_that_parameters_decide_is_open() {
    let text = asserting("params.limit > 0").replace("rules:", "params:\n  limit: {type: integer, default: 3}\nrules:");
    assert_eq!(said("assert-always-true", &text), "");
}

#[test]
fn an_assertion_that_cannot_be_true() {
    insta::assert_snapshot!(said("assert-never-true", &asserting("system.risk.tier == 'high' && system.risk.tier == 'limited'")), @r#"
    warning[assert-never-true]: `OWN-01` cannot be met: its assertion can never be true
      own.yaml:10:14 >system.risk.tier == \'high\' && system.risk.tier == \'limited\'< never true
      help: state what must hold, and add a case under `tests.pass` that meets it
    "#);
}

#[test]
fn an_assertion_that_named_parts_keep_from_being_true() {
    let text = policy(&format!("{MESSAGE}let:\n  early: system.lifecycle.stage == 'idea'\n  late: \"!early\"\nassert: early && late\n"));
    insta::assert_snapshot!(said("assert-never-true", &text), @"
    warning[assert-never-true]: `OWN-01` cannot be met: its assertion can never be true
      own.yaml:13:13 >early && late< never true
      help: state what must hold, and add a case under `tests.pass` that meets it
    ");
}

#[test]
fn a_condition_that_excludes_nothing() {
    let text = policy(&format!(
        "{MESSAGE}when: system.lifecycle.stage != 'idea' || system.lifecycle.stage != 'retired'\nassert: has(system.version)\n"
    ));
    insta::assert_snapshot!(said("when-always-true", &text), @r#"
    warning[when-always-true]: `when` of `OWN-01` excludes nothing
      own.yaml:10:11 >system.lifecycle.stage != \'idea\' || system.lifecycle.stage != \'retired\'< always true
      help: remove `when`, or name what the rule does not apply to
    "#);
}

#[test]
fn a_rule_that_applies_to_nothing() {
    let when = policy(&format!(
        "{MESSAGE}when: system.lifecycle.stage == 'idea' && system.lifecycle.stage == 'retired'\nassert: has(system.version)\n"
    ));
    insta::assert_snapshot!(said("never-applies", &when), @r#"
    warning[never-applies]: `OWN-01` applies to nothing
      own.yaml:10:11 >system.lifecycle.stage == \'idea\' && system.lifecycle.stage == \'retired\'< never true
      help: correct the condition, or remove the rule
    "#);
    let each = policy(&format!(
        "{MESSAGE}for_each: {{model: \"system.models.filter(m, m.hosting == 'embedded' && m.hosting == 'self-hosted')\"}}\nassert: has(model.version)\n"
    ));
    insta::assert_snapshot!(said("never-applies", &each), @r#"
    warning[never-applies]: `OWN-01` applies to nothing
      own.yaml:10:24 >system.models.filter(m, m.hosting == \'embedded\' && m.hosting == \'self-hosted\')< always empty
      help: correct the list, or remove the rule
    "#);
}

#[test]
fn a_part_that_decides_nothing() {
    insta::assert_snapshot!(
        said("idle-term", &asserting("has(system.version) && (system.risk.tier != 'high' || system.risk.tier != 'limited')")),
        @r#"
    warning[idle-term]: a part of the assertion of `OWN-01` is always true
      own.yaml:10:38 >system.risk.tier != \'high\' || system.risk.tier != \'limited\'< always true
      help: correct this part or remove it
    "#
    );
    let inner = asserting("system.models.all(m, has(m.id) && has(m.version)) && has(system.version)");
    insta::assert_snapshot!(said("idle-term", &inner), @"
    warning[idle-term]: a part of the assertion of `OWN-01` is always true
      own.yaml:10:35 >has(m.id)< always true
      help: correct this part or remove it
    ");
}

#[test]
fn what_no_item_or_each_item_is() {
    insta::assert_snapshot!(
        said("idle-term", &asserting("system.models.all(m, m.hosting == 'embedded' && m.hosting == 'self-hosted')")),
        @r"
    warning[idle-term]: a part of the assertion of `OWN-01` is never true
      own.yaml:10:35 >m.hosting == \'embedded\' && m.hosting == \'self-hosted\'< never true
      help: correct this part or remove it
    "
    );
    insta::assert_snapshot!(
        said("idle-term", &asserting("size(system.models.map(m, m.hosting != 'embedded' || m.hosting != 'self-hosted', m.id)) > 1")),
        @r"
    warning[idle-term]: a part of the assertion of `OWN-01` is always true
      own.yaml:10:40 >m.hosting != \'embedded\' || m.hosting != \'self-hosted\'< always true
      help: correct this part or remove it
    "
    );
    let insists = "system.models.all(m, m.pinned in [true, false]) && system.models.exists(m, has(m.version))";
    assert_eq!(said("idle-term", &asserting(insists)), "");
}

#[test]
fn what_stands_twice() {
    insta::assert_snapshot!(said("idle-term", &asserting("has(system.version) && system.oversight.can_stop && has(system.version)")), @"
    warning[idle-term]: a part of the assertion of `OWN-01` stands twice
      own.yaml:10:66 >has(system.version)< the same again
      own.yaml:10:14 >has(system.version)< stands here
      help: was another field or value meant?
    ");
    insta::assert_snapshot!(said("idle-term", &asserting("system.risk.tier in ['high', 'limited', 'high']")), @r"
    warning[idle-term]: a part of the assertion of `OWN-01` stands twice
      own.yaml:10:54 >\'high\'< the same again
      own.yaml:10:35 >\'high\'< stands here
      help: was another field or value meant?
    ");
    insta::assert_snapshot!(said("idle-term", &asserting("has(system.version) ? system.oversight.can_stop : system.oversight.can_stop")), @"
    warning[idle-term]: a part of the assertion of `OWN-01` stands twice
      own.yaml:10:64 >system.oversight.can_stop< the same again
      own.yaml:10:36 >system.oversight.can_stop< stands here
      help: was another field or value meant?
    ");
    let apart = "system.models.exists(m, m.pinned) && system.models.exists(n, n.id == 'a') && system.models.all(m, m.pinned)";
    assert_eq!(said("idle-term", &asserting(apart)), "");
}

#[test]
fn what_a_filtered_list_says_of_its_items() {
    let rule = |each: &str, assert: &str| {
        policy(&format!("for_each: {{a: \"{each}\"}}\nassert: \"{assert}\"\nmessage: '{{{{ a.id }}}} is bad'\n"))
    };
    let open = "system.agents.filter(x, !has(x.kill_switch))";
    insta::assert_snapshot!(said("assert-never-true", &rule(open, "has(a.kill_switch)")), @"
    warning[assert-never-true]: `OWN-01` cannot be met: its assertion can never be true
      own.yaml:10:14 >has(a.kill_switch)< never true
      own.yaml:9:20 >system.agents.filter(x, !has(x.kill_switch))< of these items
      help: state what must hold, and add a case under `tests.pass` that meets it
    ");
    let stopped = "system.agents.filter(x, has(x.kill_switch) && x.autonomy == 'acts-alone')";
    insta::assert_snapshot!(said("assert-always-true", &rule(stopped, "a.autonomy != 'suggests'")), @r"
    warning[assert-always-true]: `OWN-01` finds nothing: its assertion can never be false
      own.yaml:10:14 >a.autonomy != \'suggests\'< always true
      own.yaml:9:20 >system.agents.filter(x, has(x.kill_switch) && x.autonomy == \'acts-alone\')< of these items
      help: state what must hold, and add a case under `tests.fail` that breaks it
    ");
    assert_eq!(said("assert-never-true", &rule(open, "a.sandboxed")), "");
    assert_eq!(said("assert-always-true", &rule("system.agents", "has(a.kill_switch)")), "");
}

#[test]
fn a_part_that_insists_on_a_fact_is_not_idle() {
    let text = asserting("has(system.version) && system.risk.tier in ['prohibited', 'high', 'limited', 'minimal']");
    assert_eq!(said("idle-term", &text), "");
}

#[test]
fn parts_that_what_stands_beside_them_rules_out() {
    let lines = "when: system.criticality == 'high' && (system.criticality == 'low' || has(system.version))
for_each: {m: system.models}
assert: >-
  (m.id == 'a' && (m.id == 'b' || has(m.version)))
  || (system.criticality == 'low' ? m.pinned : has(m.digest) ? !has(m.digest) : m.pinned)
  || (m.pinned && (!has(m.digest) && m.digest.startsWith('sha256') || m.id == 'c'))
message: no {{ m.id }}
";
    insta::assert_snapshot!(said("idle-term", &policy(lines)), @r"
    warning[idle-term]: a part of `when` of `OWN-01` is never true where it is asked
      own.yaml:9:44 >system.criticality == \'low\'< never true here
      own.yaml:9:11 >system.criticality == \'high\'< rules it out
      help: correct this part or remove it

    warning[idle-term]: a part of the assertion of `OWN-01` is never true where it is asked
      own.yaml:12:24 >m.id == \'b\'< never true here
      own.yaml:12:8 >m.id == \'a\'< rules it out
      help: correct this part or remove it

    warning[idle-term]: a part of the assertion of `OWN-01` is never true where it is asked
      own.yaml:13:11 >system.criticality == \'low\'< never true here
      own.yaml:9:11 >system.criticality == \'high\' && (system.criticality == \'low\' || has(system.version))< rules it out
      help: correct this part or remove it

    warning[idle-term]: a part of the assertion of `OWN-01` is never true where it is asked
      own.yaml:13:68 >!has(m.digest)< never true here
      own.yaml:13:52 >has(m.digest)< rules it out
      help: correct this part or remove it

    warning[idle-term]: a part of the assertion of `OWN-01` is never true
      own.yaml:14:24 >!has(m.digest) && m.digest.startsWith(\'sha256\')< never true
      help: correct this part or remove it
    ");
    let right = "when: has(system.criticality) && (system.criticality == 'low' || system.criticality == 'high' && has(system.version))
for_each: {m: system.models}
assert: >-
  (has(m.version) && m.version == '1') || (has(m.version) && m.version == '2') || !has(m.version)
  || !has(m.deprecated_on) || date(m.deprecated_on) > today || m.id == 'a' || (m.id != 'a' && m.pinned)
  || !has(system.conformity) || !has(system.conformity.certificate) || date(system.conformity.certificate.expires_on) > today
  || (has(m.digest) ? m.digest.size() > 80 : false) || (system.criticality == 'low' ? m.pinned : m.id == 'b')
message: no {{ m.id }}
";
    assert_eq!(said("idle-term", &policy(right)), "");
}
