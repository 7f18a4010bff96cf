//! Names that nobody uses, or that can be mistaken.

use super::{policy, said};

#[test]
fn a_let_that_nothing_uses() {
    let text = policy(
        "let:\n  old: has(system.version)\n  older: old\n  used: system.id\nassert: has(system.name)\nmessage: \"`{{ used }}` is bad\"\n",
    );
    insta::assert_snapshot!(said("unused-let", &text), @"
    warning[unused-let]: `old` of `OWN-01` is used by nothing
      own.yaml:10:7 >old< never used
      help: use `old` in the assertion, or remove it

    warning[unused-let]: `older` of `OWN-01` is used by nothing
      own.yaml:11:7 >older< never used
      help: use `older` in the assertion, or remove it
    ");
}

#[test]
fn a_list_whose_items_nobody_looks_at() {
    let text = policy(
        "for_each: {model: system.models}\nassert: system.models.all(m, has(m.version))\nmessage: \"model `{{ model.id }}` is bad\"\n",
    );
    insta::assert_snapshot!(said("unused-item", &text), @"
    warning[unused-item]: `OWN-01` looks at no item of its list: the assertion does not use `model`
      own.yaml:9:16 >model< never used
      help: use `model` in the assertion, or ask for the list in `when`
    ");
    let through_let =
        policy("for_each: {model: system.models}\nlet: {version: model.version}\nassert: version != '1'\nmessage: it is bad\n");
    assert_eq!(said("unused-item", &through_let), "");
}

#[test]
fn a_parameter_that_no_rule_uses() {
    let text = policy("assert: has(system.version)\nmessage: \"bad for {{ params.days }} days\"\n")
        .replace("rules:", "params:\n  days: {type: integer, default: 3}\n  weeks: {type: integer, default: 1}\nrules:");
    insta::assert_snapshot!(said("unused-param", &text), @"
    warning[unused-param]: no rule of `own` uses the parameter `weeks`
      own.yaml:7:3 >weeks< never used
      help: use `params.weeks` in a rule, or remove the parameter
    ");
}

#[test]
fn a_name_that_hides_another() {
    let text = policy(
        "for_each: {model: system.models}\nlet:\n  today: model.version\nassert: \"system.models.all(model, model.version == today) && system.vendors.all(v, system.models.all(v, has(v.version)))\"\nmessage: it is bad\n",
    );
    insta::assert_snapshot!(said("shadowed-name", &text), @"
    warning[shadowed-name]: `today` hides the day of the check
      own.yaml:11:7 >today< means something else from here on
      help: give it a name of its own

    warning[shadowed-name]: `model` hides the item of `for_each`
      own.yaml:12:32 >model< means something else from here on
      own.yaml:9:16 >model< hidden there
      help: give it a name of its own

    warning[shadowed-name]: `v` hides the variable of the macro around it
      own.yaml:12:106 >v< means something else from here on
      own.yaml:12:85 >v< hidden there
      help: give it a name of its own
    ");
}

#[test]
fn names_in_different_macros_hide_nothing() {
    let text = policy(
        "assert: \"system.models.all(x, has(x.version)) && system.vendors.map(x, has(x.dpa), x.id).all(x, x != 'none') && cel.bind(y, system.models.size(), y > 0)\"\nmessage: it is bad\n",
    );
    assert_eq!(said("shadowed-name", &text), "");
}

#[test]
fn ids_that_differ_in_case_alone_or_name_two_things() {
    let text = policy("assert: has(system.version)\nmessage: it is bad\n");
    let other = text.replace("id: own", "id: gdpr").replace("OWN-01", "Own-01");
    insta::assert_snapshot!(said("ambiguous-id", &format!("{text}---\n{other}")), @"
    warning[ambiguous-id]: policy `gdpr` has the id of a framework
      own.yaml:3:5 >gdpr< can be taken for the framework
      help: give one of them another id

    warning[ambiguous-id]: rule `Own-01` differs from rule `OWN-01` in upper and lower case alone
      own.yaml:6:9 >Own-01< can be taken for the rule
      own.yaml:6:9 >OWN-01< the rule
      help: give one of them another id
    ");
    let same = text.replace("id: own", "id: other");
    assert_eq!(said("ambiguous-id", &format!("{text}---\n{same}")), "", "a duplicate id is an error already");
}

#[test]
fn a_macro_whose_names_nobody_uses() {
    let text = policy(
        "let: {first: \"cel.bind(n, size(system.models), has(system.version))\"}\nassert: \"first && system.models.all(m, system.vendors.exists(v, v.id == 'a') && has(system.name))\"\nmessage: it is bad\n",
    );
    insta::assert_snapshot!(said("unused-variable", &text), @"
    warning[unused-variable]: nothing in `OWN-01` uses `n`
      own.yaml:9:28 >n< never used
      help: use `n` in what stands after it, or do without it

    warning[unused-variable]: nothing in `OWN-01` uses `m`
      own.yaml:10:41 >m< never used
      help: use `m` in what stands after it, or do without it
    ");
    let used = policy(
        "assert: \"system.models.all(i, m, m.id != 'x') && system.models.exists(m, system.vendors.exists(v, v.id == m.id))\"\nmessage: it is bad\n",
    );
    assert_eq!(said("unused-variable", &used), "");
}
