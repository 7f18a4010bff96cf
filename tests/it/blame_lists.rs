//! Why a rule about lists fails: what they have, lack or count, and what was made of what.

use crate::blame::{MANIFEST, labels, labels_on, why};

#[test]
fn what_a_list_has_lacks_or_has_twice() {
    insta::assert_snapshot!(why("!('minors' in system.purpose.users)"), @"
    fail
      27:37 >minors< this is `minors`
    ");
    insta::assert_snapshot!(why("!('reviewed_on' in system.lifecycle)"), @"
    fail
      5:45 >2026-03-30< under the key `reviewed_on`
    ");
    insta::assert_snapshot!(why("params.places.all(p, p in system.models.map(m, m.provider))"), @"
    fail
      8:1 >models< no item gives `minors` or `patients`
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("sets.contains(system.vendors.map(v, v.id), ['acme', 'omni', 'ether'])"), @"
    fail
      26:16 >acme< `id` is `acme`
      26:40 >umbra< `id` is `umbra`
      26:10 >[{id: acme, name: Acme}, {id: umbra, name: Umbra}]< no item gives `omni` or `ether`
    ");
    insta::assert_snapshot!(why("size(system.models.map(m, m.provider)) == size(system.models.map(m, m.provider).distinct())"), @"
    fail
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
    ");
    insta::assert_snapshot!(labels("let: {effects: \"system.tools.map(t, t.effect)\"}\nassert: effects == effects.distinct()"), @"
    fail
      22:24 >irreversible< `effect` is `irreversible`
      24:25 >irreversible< `effect` is `irreversible`
    ");
    insta::assert_snapshot!(why("system.models.filter(m, m.pinned).map(m, m.id) == []"), @"
    fail
      10:41 >true< `pinned` is true
      10:10 >embed< `id` is `embed`
    ");
    insta::assert_snapshot!(labels_on(&MANIFEST.replace("[customers, staff, minors]", "[staff, minors, staff]"), "assert: system.purpose.users == system.purpose.users.distinct()"), @"
    fail
      27:19 >staff< this is `staff`
      27:34 >staff< this is `staff`
    ");
    let keys =
        "let: {allowed: \"system.tools.filter(t, t.effect == 'read' && !t.executes_code).map(t, t.id)\"}\nassert: \"'search' in allowed\"";
    insta::assert_snapshot!(labels(keys), @"
    fail
      23:47 >true< `executes_code` is true
    ");
    insta::assert_snapshot!(why("'mail' in system.tools.map(t, t.effect == 'read', t.id)"), @"
    fail
      22:24 >irreversible< `effect` is `irreversible`
    ");
}

#[test]
fn a_count_shows_the_items_that_are_to_blame_for_it() {
    insta::assert_snapshot!(why("size(system.models) - size(system.models.filter(m, m.pinned)) == 3"), @"
    fail
      8:1 >models< `models` is a list of 3 items
      10:41 >true< `pinned` is true
    ");
    insta::assert_snapshot!(why("size(system.models.filter(m, m.pinned)) == size(system.models)"), @"
    fail
      8:1 >models< 1 of 3 items fits
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("system.tools.filter(t, t.executes_code && !has(t.approved_on)).size() == 0"), @"
    fail
      23:47 >true< `executes_code` is true
      23:10 >search< `approved_on` is not declared
      24:54 >true< `executes_code` is true
      24:10 >shell< `approved_on` is not declared
      21:1 >tools< 2 of 3 items are like this
    ");
    insta::assert_snapshot!(why("[system.oversight.can_override, system.oversight.mode == 'human-in-the-loop'].filter(b, b).size() == 2"), @"
    fail
      7:39 >false< this is false
      7:19 >none< `oversight.mode` is `none`
    ");
    insta::assert_snapshot!(why("[has(system.logging.sink), has(system.risk)].filter(b, b).size() == 2"), @"
    fail
      3:5 >copilot< `logging.sink` is not declared
    ");
    insta::assert_snapshot!(why("system.tools.map(t, t.effect).distinct().filter(e, e == 'read').size() == 0"), @"
    fail
      23:26 >read< this is `read`
      21:1 >tools< 1 of 2 items made of it is like this
    ");
    insta::assert_snapshot!(why("!system.models.filter(m, m.provider == 'acme').exists(m, m.pinned)"), @"
    fail
      10:41 >true< `pinned` is true
    ");
    insta::assert_snapshot!(why("system.name.split('o').map(p, p.size()).all(n, n > 1)"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`, which makes 1
    ");
    insta::assert_snapshot!(why("math.greatest(system.models.map(m, size(m.id))) < 5"), @"
    fail
      10:10 >embed< `id` is `embed`, 5 characters, which makes 5
    ");
    insta::assert_snapshot!(why("!sets.intersects(system.models.map(m, m.provider), ['umbra', 'omni'])"), @"
    fail
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("['read', 'write'].all(e, system.tools.exists(t, t.effect == e))"), @"
    fail
      21:1 >tools< none of 3 items fits, for `write`
      22:24 >irreversible< `effect` is `irreversible`
      23:26 >read< `effect` is `read`
      24:25 >irreversible< `effect` is `irreversible`
    ");
    insta::assert_snapshot!(why("system.risk.tier == 'high' && !has(system.oversight.mode)"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
      7:19 >none< `oversight.mode` is declared here
    ");
}

#[test]
fn what_an_alias_brings_in_stands_beside_the_item_that_has_it() {
    let moved = MANIFEST
        .replace("models:\n", "extensions:\n  base: &base {effect: irreversible, executes_code: true}\nmodels:\n")
        .replace("tools:\n", "tools:\n  - {<<: *base, id: more}\n");
    insta::assert_snapshot!(labels_on(&moved, "assert: \"!system.tools.exists(t, t.effect == 'irreversible' && t.executes_code)\""), @"
    fail
      24:5 >{<<: *base, id: more}< this item
      9:24 >irreversible< `effect` is `irreversible`
      9:53 >true< `executes_code` is true
      27:25 >irreversible< `effect` is `irreversible`
      27:54 >true< `executes_code` is true
    ");
    insta::assert_snapshot!(labels_on(&moved, "assert: system.tools.all(t, !t.executes_code || t.id != 'more')"), @"
    fail
      9:53 >true< `executes_code` is true
      24:21 >more< `id` is `more`
    ");
    let same = MANIFEST
        .replace("from: {kind: internal, name: app}", "from: &app {kind: internal, name: app}")
        .replace("to: {kind: external-model, name: Acme}", "to: *app");
    insta::assert_snapshot!(labels_on(&same, "assert: system.data_flows.all(f, f.from.name != f.to.name)"), @"
    fail
      14:39 >app< `from.name` and `to.name` are this one value, `app`
    ");
}

#[test]
fn what_was_looked_for_is_named_wherever_it_was_made() {
    insta::assert_snapshot!(why("sets.contains(system.purpose.users, params.places)"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `patients`, `params.places` is `[minors, patients]`
    ");
    insta::assert_snapshot!(why("sets.intersects(system.purpose.users, ['patients', 'public'])"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `patients` and `public`
    ");
    insta::assert_snapshot!(why("sets.contains(system.tools.filter(t, t.effect == 'read').map(t, t.id), ['shell'].filter(x, true))"), @"
    fail
      23:26 >read< `effect` is `read`
      23:10 >search< `id` is `search`
      21:1 >tools< no item gives `shell`
    ");
    insta::assert_snapshot!(why("sets.contains(system.tools.filter(t, !t.executes_code).map(t, t.id), system.tools.map(t, t.id))"), @"
    fail
      23:10 >search< `id` is `search`
      24:10 >shell< `id` is `shell`
      23:47 >true< `executes_code` is true
      24:54 >true< `executes_code` is true
    ");
    insta::assert_snapshot!(why("system.purpose.users.exists(u, u.startsWith(system.risk.tier))"), @"
    fail
      27:18 >[customers, staff, minors]< none of `customers`, `staff` and `minors` fits
      6:14 >limited< `risk.tier` is `limited`
    ");
    insta::assert_snapshot!(why("system.vendors.filter(v, v.id == 'acme' && v.name == 'Acme').map(v, v.name) == []"), @"
    fail
      26:16 >acme< `id` is `acme`
      26:28 >Acme< `name` is `Acme`
    ");
    insta::assert_snapshot!(why("system.models.map(m, m.provider).all(p, system.vendors.exists(v, v.id == p && v.name == 'Umbra'))"), @"
    fail
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
      26:10 >[{id: acme, name: Acme}, {id: umbra, name: Umbra}]< none of 2 items fits
      26:28 >Acme< `name` is `Acme`
      26:16 >acme< `id` is `acme`
    ");
    let keys = "for_each: {u: \"['minors', 'public', 'patients']\"}\nassert: system.purpose.users.exists(x, x == u)";
    insta::assert_snapshot!(labels(keys), @"
    pass

    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `public`

    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `patients`
    ");
    insta::assert_snapshot!(why("['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].all(x, x in system.purpose.users)"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `a`, `b`, `c`, `d`, `e`, `f` and 2 more
    ");
    insta::assert_snapshot!(why("system.oversight.can_override || system.models.all(m, m.pinned && m.hosting == 'self-hosted') || system.risk.tier == 'high'"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      9:40 >false< `pinned` is false
      9:56 >vendor-api< `hosting` is `vendor-api`
      6:14 >limited< `risk.tier` is `limited`
    ");
}

#[test]
fn long_lists_are_told_by_their_first_items() {
    let models: String = (0..400).map(|at| format!("  - {{id: m{at}, provider: v{at}, license: p{at}}}\n")).collect();
    let vendors: String = (0..400).map(|at| format!("  - {{id: v{at}, name: V}}\n")).collect();
    let manifest = format!("apiVersion: provost/v1\nkind: AISystem\nid: big\nname: Big\nmodels:\n{models}vendors:\n{vendors}");
    insta::assert_snapshot!(labels_on(&manifest, "assert: system.models.map(m, m.license).all(p, p in system.vendors.map(v, v.id))"), @"
    fail
      6:37 >p0< `license` is `p0`
      406:1 >vendors< no item gives `p0`, `p1` or `p2`
      7:37 >p1< `license` is `p1`
      8:37 >p2< `license` is `p2`
      5:1 >models< and 397 more items like this
    ");
    insta::assert_snapshot!(labels_on(&manifest, "assert: system.models.all(m, system.vendors.exists(v, v.id == m.license))"), @"
    fail
      6:37 >p0< `license` is `p0`
      406:1 >vendors< none of 400 items fits
      7:37 >p1< `license` is `p1`
      407:10 >v0< `id` is `v0`
      8:37 >p2< `license` is `p2`
      408:10 >v1< `id` is `v1`
      5:1 >models< and 397 more items like this
    ");
}

/// A manifest whose agents and models name entries of other lists.
const JOINED: &str = "\
apiVersion: provost/v1
kind: AISystem
id: desk
name: Desk
criticality: high
labels: {env: prod, tier: gold}
lifecycle: {stage: production, reviewed_on: 2026-09-02}
logging: {retention_days: 30}
tools:
  - {id: mail, effect: write}
  - {id: look, effect: read}
agents:
  - {id: a, tools: [look, mail]}
  - {id: b, tools: [mail]}
datasets:
  - {id: x, role: testing, retention_days: 400}
  - {id: y, role: training, retention_days: 500}
  - {id: z, role: testing, retention_days: 5}
models:
  - {id: m, training: {datasets: [x, z]}}
  - {id: n, training: {datasets: [z]}}
";

#[test]
fn items_of_items_are_shown_with_what_they_were_held_against() {
    let each = "assert: system.agents.all(a, a.tools.all(t, system.tools.exists(x, x.id == t && x.effect == 'read')))";
    insta::assert_snapshot!(labels_on(JOINED, each), @"
    fail
      13:27 >mail< this is `mail`
      9:1 >tools< none of 2 items fits
      10:24 >write< `effect` is `write`
      10:10 >mail< `id` is `mail`
      14:21 >mail< this is `mail`
    ");
    let none = "assert: \"!system.agents.exists(a, a.tools.exists(t, system.tools.exists(x, x.id == t && x.effect == 'write')))\"";
    insta::assert_snapshot!(labels_on(JOINED, none), @"
    fail
      13:27 >mail< this is `mail`
      10:10 >mail< `id` is `mail`
      10:24 >write< `effect` is `write`
      14:21 >mail< this is `mail`
      10:5 >{id: mail, effect: write}< this item
    ");
    let counted = "for_each: {m: system.models}\nassert: >-\n  size(m.training.datasets) == size(system.datasets.filter(d, d.id in m.training.datasets && d.retention_days < 100))";
    insta::assert_snapshot!(labels_on(JOINED, counted), @"
    fail
      20:34 >[x, z]< `m.training.datasets` is `[x, z]`
      15:1 >datasets< 1 of 3 items fits
      16:44 >400< `retention_days` is 400

    pass
    ");
}

#[test]
fn what_one_of_several_made_is_told_from_the_others() {
    for (expression, said) in [
        ("system.datasets.map(d, d.retention_days).last().value() > 1000", "18:44 >5< `retention_days` is 5"),
        ("system.datasets.map(d, d.retention_days).sort().last().value() < 100", "17:45 >500< `retention_days` is 500"),
        ("!('x' in system.models.map(m, m.training.datasets.map(d, d)).flatten())", "20:35 >x< this is `x`"),
    ] {
        assert_eq!(labels_on(JOINED, &format!("assert: \"{expression}\"")), format!("fail\n  {said}\n"), "{expression}");
    }
    insta::assert_snapshot!(labels_on(JOINED, "assert: \"!('testing' in system.datasets.map(d, d.role))\""), @"
    fail
      16:19 >testing< `role` is `testing`
      18:19 >testing< `role` is `testing`
    ");
}

#[test]
fn what_entries_calendars_and_choices_came_to() {
    insta::assert_snapshot!(labels_on(JOINED, "assert: system.labels.exists(k, v, v == 'dev')"), @"
    fail
      6:9 >{env: prod, tier: gold}< none of `env: prod` and `tier: gold` fits
    ");
    insta::assert_snapshot!(labels_on(JOINED, "assert: date(system.lifecycle.reviewed_on).getDayOfWeek() == 0"), @"
    fail
      7:45 >2026-09-02< `lifecycle.reviewed_on` is `2026-09-02`, which makes 3
    ");
    insta::assert_snapshot!(labels_on(JOINED, "assert: \"(system.criticality == 'high' ? system.logging.retention_days : 10) > 50\""), @"
    fail
      8:27 >30< `logging.retention_days` is 30
      5:14 >high< `criticality` is `high`
    ");
}
