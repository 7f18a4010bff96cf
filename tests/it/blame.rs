//! Why a rule fails, as labels on the manifest: which words are underlined, in which order, and what is said of them.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::date;
use provost::diagnostic::Label;
use provost::document::parse;
use provost::engine::{Depth, Judged, Subject, Terms, judge};
use provost::manifest::read;
use provost::policy::PolicySet;
use provost::text::Source;

/// A manifest in which most things are wrong.
pub const MANIFEST: &str = "\
apiVersion: provost/v1
kind: AISystem
id: copilot
name: Copilot
lifecycle: {stage: production, reviewed_on: 2026-03-30}
risk: {tier: limited, method: unsure}
oversight: {mode: none, can_override: false, can_stop: unknown}
models:
  - {id: chat, provider: acme, pinned: false, hosting: vendor-api}
  - {id: embed, provider: acme, pinned: true, hosting: self-hosted, digest: sha256:1b4f0e9851971998e732078544c96b36c3d01cedf7caa332359d6f1d83567014}
  - {id: rank, provider: umbra, pinned: false, hosting: vendor-api}
data_flows:
  - id: to-llm
    from: {kind: internal, name: app}
    to: {kind: external-model, name: Acme}
    classification: personal
    safeguards: [tls]
    agreement:
      dpa: true
      no_training: false
tools:
  - {id: mail, effect: irreversible, executes_code: false}
  - {id: search, effect: read, executes_code: true}
  - {id: shell, effect: irreversible, executes_code: true}
datasets: []
vendors: [{id: acme, name: Acme}, {id: umbra, name: Umbra}]
purpose: {users: [customers, staff, minors]}
evaluation:
  red_team: {completed_on: 2026-03-30, findings_open: 3}
";

/// Judges a rule with these keys (lines of YAML, `assert` among them) on a manifest; what it says of each item that fails.
pub fn labels_on(manifest: &str, keys: &str) -> String {
    let keys: String = keys.lines().map(|line| format!("    {}\n", line.trim_end())).collect();
    let policy = format!(
        "apiVersion: provost/v1\nkind: Policy\nid: p\ntitle: P\nparams:\n  max_days: {{type: integer, default: 90}}\n  places: {{type: array, items: {{type: string}}, default: [minors, patients]}}\nrules:\n  - id: R\n    title: T\n    severity: low\n    message: m\n{keys}"
    );
    let (tree, problems) = parse(&Arc::new(Source::new("policy.yaml", policy)));
    assert!(problems.is_empty(), "{problems:?}");
    let mut policies = PolicySet::default();
    let problems: Vec<String> = policies.add(&Arc::new(tree)).into_iter().map(|problem| problem.message).collect();
    assert!(problems.is_empty(), "{problems:?}");
    let (tree, problems) = parse(&Arc::new(Source::new("copilot.yaml", manifest)));
    assert!(problems.is_empty(), "{problems:?}");
    let mut documents = read(&Arc::new(tree));
    let problems: Vec<String> = documents.diagnostics.into_iter().map(|problem| problem.message).collect();
    let system = documents.systems.pop().unwrap_or_else(|| panic!("{problems:?}"));
    let rule = &policies.rules[0];
    let subject = Subject::system(&system);
    let of = |depth| judge(rule, &policies.policy(rule).params, &subject, Terms { today: date(2026, 11, 20), depth });
    let judged = of(Depth::Causes);
    // Those who ask for no more than the place get the same one.
    let first = |judged: &Judged<'_>| judged.detail.as_ref().map(|detail| (detail.message.clone(), detail.primary.place.locate()));
    assert_eq!(judged.iter().map(first).collect::<Vec<_>>(), of(Depth::Place).iter().map(first).collect::<Vec<_>>(), "{keys}");
    judged.iter().map(told).collect::<Vec<_>>().join("\n")
}

fn told(judged: &Judged<'_>) -> String {
    let mut text = format!("{}\n", judged.verdict.as_str());
    let Some(detail) = &judged.detail else { return text };
    for label in std::iter::once(&detail.primary).chain(&detail.related) {
        let Label { place, text: remark } = label;
        let at = place.locate();
        writeln!(text, "  {}:{} >{}< {remark}", at.line, at.column, place.text()).unwrap();
    }
    text
}

pub fn labels(keys: &str) -> String {
    labels_on(MANIFEST, keys)
}

/// The same for a rule that is one assertion.
pub fn why(assert: &str) -> String {
    labels(&format!("assert: >-\n  {assert}"))
}

#[test]
fn of_many_items_none_of_which_fits_the_label_says_what_they_are() {
    let models = |kinds: &[&str]| {
        let items: String = kinds.iter().map(|kind| format!("  - {{id: m{kind}, kind: {kind}-model, pinned: false}}\n")).collect();
        format!("apiVersion: provost/v1\nkind: AISystem\nid: a\nname: A\nmodels:\n{items}")
    };
    let many = models(&["language", "vision", "embedding", "multimodal"]);
    let why = |assert: &str| labels_on(&many, &format!("assert: {assert}"));
    insta::assert_snapshot!(why("system.models.exists(m, m.kind == 'speech-model')"), @"
    fail
      5:1 >models< none of 4 items fits: `kind` is `embedding-model`, `language-model`, `multimodal-model` or `vision-model`
    ");
    insta::assert_snapshot!(why("size(system.models.filter(m, m.pinned)) > 0"), @"
    fail
      5:1 >models< none of 4 items fits: `pinned` is false
    ");
    // An item that fits in part says more.
    insta::assert_snapshot!(why("system.models.exists(m, m.kind == 'vision-model' && m.pinned)"), @"
    fail
      5:1 >models< none of 4 items fits
      7:47 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("system.models.exists(m, m.id == 'x' || m.kind == 'other')"), @"
    fail
      5:1 >models< none of 4 items fits: `id` is `membedding`, `mlanguage`, `mmultimodal` or `mvision`; `kind` is `embedding-model`, `language-model`, `multimodal-model` or `vision-model`
    ");
}

#[test]
fn what_a_filter_leaves_out_is_not_blamed() {
    // Inside a macro that makes a list, too.
    insta::assert_snapshot!(why("system.tools.map(t, t.effect == 'read', t.id) == []"), @"
    fail
      23:26 >read< `effect` is `read`
      23:10 >search< `id` is `search`
    ");
    insta::assert_snapshot!(why("size(system.tools.transformList(i, t, t.effect == 'write', t.id)) == 1"), @"
    fail
      21:1 >tools< none of 3 items fits
    ");
    // Nothing is left, or something that does not fit.
    insta::assert_snapshot!(why("system.models.filter(m, m.provider == 'initech').exists(m, m.pinned)"), @"
    fail
      8:1 >models< none of 3 items fits
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("system.models.filter(m, m.hosting == 'vendor-api').exists(m, m.pinned)"), @"
    fail
      8:1 >models< of 3 items 2 are left to look at, none of which fits
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("system.models.filter(m, m.pinned).exists(m, m.hosting == 'vendor-api')"), @"
    fail
      8:1 >models< of 3 items one is left to look at, and does not fit
      10:56 >self-hosted< `hosting` is `self-hosted`
    ");
}

#[test]
fn a_join_shows_both_sides_of_every_pair() {
    insta::assert_snapshot!(why("system.vendors.all(v, system.models.exists(m, v.id == m.provider && m.pinned))"), @"
    fail
      26:40 >umbra< `id` is `umbra`
      8:1 >models< none of 3 items fits
      11:41 >false< `pinned` is false
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("system.vendors.all(v, system.tools.exists(t, t.id == v.id))"), @"
    fail
      26:16 >acme< `id` is `acme`
      21:1 >tools< none of 3 items fits
      22:10 >mail< `id` is `mail`
      23:10 >search< `id` is `search`
      26:40 >umbra< `id` is `umbra`
      24:10 >shell< `id` is `shell`
    ");
    insta::assert_snapshot!(why("system.vendors.all(v, system.tools.exists(t, v.id == t.id))"), @"
    fail
      26:16 >acme< `id` is `acme`
      21:1 >tools< none of 3 items fits
      22:10 >mail< `id` is `mail`
      23:10 >search< `id` is `search`
      26:40 >umbra< `id` is `umbra`
      24:10 >shell< `id` is `shell`
    ");
}

#[test]
fn sizes_and_sets_say_what_decided() {
    insta::assert_snapshot!(why("sets.contains(system.purpose.users, ['staff', 'patients', 'public'])"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `patients` and `public`
    ");
    insta::assert_snapshot!(why("size(system.purpose.users) > 3"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`
    ");
}

#[test]
fn a_comparison_labels_each_side_that_stands_in_the_manifest() {
    insta::assert_snapshot!(why("system.lifecycle.stage != 'production'"), @"
    fail
      5:20 >production< `lifecycle.stage` is `production`
    ");
    insta::assert_snapshot!(why("'production' != system.lifecycle.stage"), @"
    fail
      5:20 >production< `lifecycle.stage` is `production`
    ");
    insta::assert_snapshot!(why("system.risk.tier == system.risk.method"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
      6:31 >unsure< `risk.method` is `unsure`
    ");
    insta::assert_snapshot!(why("system.evaluation.red_team.findings_open < 1"), @"
    fail
      29:55 >3< `evaluation.red_team.findings_open` is 3
    ");
    insta::assert_snapshot!(why("0 >= system.evaluation.red_team.findings_open"), @"
    fail
      29:55 >3< `evaluation.red_team.findings_open` is 3
    ");
    insta::assert_snapshot!(why("system.risk.tier in ['high', 'prohibited']"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
    ");
    insta::assert_snapshot!(why("'redaction' in system.data_flows[0].safeguards"), @"
    fail
      17:17 >[tls]< `data_flows[0].safeguards` is `[tls]`, without `redaction`
    ");
    insta::assert_snapshot!(why("system.risk.method in system.purpose.users"), @"
    fail
      6:31 >unsure< `risk.method` is `unsure`
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `unsure`
    ");
}

#[test]
fn logic_labels_the_operands_that_decided() {
    insta::assert_snapshot!(why("system.oversight.can_override && system.lifecycle.stage == 'pilot' && system.risk.tier == 'limited'"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      5:20 >production< `lifecycle.stage` is `production`
    ");
    insta::assert_snapshot!(why("system.risk.tier == 'limited' && system.oversight.can_override"), @"
    fail
      7:39 >false< `oversight.can_override` is false
    ");
    insta::assert_snapshot!(why("system.oversight.can_override || system.risk.tier == 'high' || system.oversight.mode != 'none'"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      6:14 >limited< `risk.tier` is `limited`
      7:19 >none< `oversight.mode` is `none`
    ");
    insta::assert_snapshot!(why("!(system.risk.tier == 'limited' && system.lifecycle.stage == 'production')"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
      5:20 >production< `lifecycle.stage` is `production`
    ");
    insta::assert_snapshot!(why("!(system.risk.tier == 'high' || system.lifecycle.stage == 'production')"), @"
    fail
      5:20 >production< `lifecycle.stage` is `production`
    ");
    insta::assert_snapshot!(why("!(system.oversight.can_override || system.risk.tier == 'limited') || system.oversight.can_override"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
      7:39 >false< `oversight.can_override` is false
    ");
    insta::assert_snapshot!(why("system.risk.tier == 'limited' ? system.oversight.can_override : true"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      6:14 >limited< `risk.tier` is `limited`
    ");
    insta::assert_snapshot!(why("system.risk.tier == 'limited' ? false : true"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
    ");
    insta::assert_snapshot!(why("(system.risk.tier == 'limited' ? 1 : 2) > 1"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`, which makes 1
    ");
    insta::assert_snapshot!(why("(system.oversight.can_override || system.risk.tier == 'high') == true"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      6:14 >limited< `risk.tier` is `limited`
    ");
    insta::assert_snapshot!(why("system.oversight.can_stop || system.oversight.can_override || false && system.oversight.can_stop"), @"
    undeclared
      7:56 >unknown< declared as unknown
    ");
    insta::assert_snapshot!(why("system.oversight.can_override && system.oversight.can_stop"), @"
    fail
      7:39 >false< `oversight.can_override` is false
    ");
}

#[test]
fn functions_label_what_they_were_given() {
    insta::assert_snapshot!(why("system.name.matches('^[a-z]+$')"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`
    ");
    insta::assert_snapshot!(why("system.name.startsWith('Acme ')"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`
    ");
    insta::assert_snapshot!(why("size(system.name) > 20"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`, 7 characters
    ");
    insta::assert_snapshot!(why("size(system.datasets) > 0"), @"
    fail
      25:11 >[]< `datasets` is an empty list
    ");
    insta::assert_snapshot!(why("size(system.models) > 5"), @"
    fail
      8:1 >models< `models` is a list of 3 items
    ");
    insta::assert_snapshot!(why("system.datasets.size() >= 1"), @"
    fail
      25:11 >[]< `datasets` is an empty list
    ");
    insta::assert_snapshot!(why("system.name.lowerAscii().contains('x')"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`
    ");
    insta::assert_snapshot!(why("system.purpose.users.join(',').matches('^x')"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`
    ");
    insta::assert_snapshot!(why("sets.contains(['customers'], system.purpose.users)"), @"
    fail
      27:30 >staff< this is `staff`
      27:37 >minors< this is `minors`
    ");
    insta::assert_snapshot!(why("math.greatest(system.evaluation.red_team.findings_open, 1) < 2"), @"
    fail
      29:55 >3< `evaluation.red_team.findings_open` is 3
    ");
}

#[test]
fn has_labels_the_place_of_what_is_missing() {
    insta::assert_snapshot!(why("has(system.monitoring)"), @"
    fail
      3:5 >copilot< `monitoring` is not declared
    ");
    insta::assert_snapshot!(why("has(system.evaluation.independent.completed_on)"), @"
    fail
      28:1 >evaluation< `evaluation.independent.completed_on` is not declared
    ");
    insta::assert_snapshot!(why("has(system.oversight.can_stop)"), @"
    fail
      7:56 >unknown< `oversight.can_stop` is `unknown`
    ");
    insta::assert_snapshot!(why("!has(system.risk.method)"), @"
    fail
      6:31 >unsure< `risk.method` is declared
    ");
    insta::assert_snapshot!(why("has(system.risk.assessed_by) && has(system.risk.method)"), @"
    fail
      6:1 >risk< `risk.assessed_by` is not declared
    ");
    insta::assert_snapshot!(why("system.models.all(m, has(m.digest))"), @"
    fail
      9:10 >chat< `digest` is not declared
      11:10 >rank< `digest` is not declared
    ");
}

#[test]
fn quantifiers_label_the_items_that_decided() {
    insta::assert_snapshot!(why("system.models.all(m, m.pinned)"), @"
    fail
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("system.models.all(m, m.pinned && m.hosting == 'self-hosted')"), @"
    fail
      9:40 >false< `pinned` is false
      9:56 >vendor-api< `hosting` is `vendor-api`
      11:41 >false< `pinned` is false
      11:57 >vendor-api< `hosting` is `vendor-api`
    ");
    insta::assert_snapshot!(why("system.models.all(m, m.id != 'chat' || m.pinned && m.hosting == 'embedded')"), @"
    fail
      9:10 >chat< `id` is `chat`
      9:40 >false< `pinned` is false
      9:56 >vendor-api< `hosting` is `vendor-api`
    ");
    insta::assert_snapshot!(why("system.purpose.users.all(p, p.matches('^[a-l]'))"), @"
    fail
      27:30 >staff< this is `staff`
      27:37 >minors< this is `minors`
    ");
    insta::assert_snapshot!(why("system.purpose.users.all(p, p == 'customers' || p == 'staff')"), @"
    fail
      27:37 >minors< this is `minors`
    ");
    insta::assert_snapshot!(why("!system.tools.exists(t, t.effect == 'irreversible')"), @"
    fail
      22:24 >irreversible< `effect` is `irreversible`
      24:25 >irreversible< `effect` is `irreversible`
    ");
    insta::assert_snapshot!(why("!system.tools.all(t, t.effect in ['read', 'irreversible'])"), @"
    fail
      21:1 >tools< all 3 items fit
    ");
    insta::assert_snapshot!(why("!system.datasets.all(v, has(v.source))"), @"
    fail
      25:11 >[]< an empty list
    ");
    insta::assert_snapshot!(why("system.data_flows[0].safeguards.exists(s, s in ['redaction', 'zero-retention'])"), @"
    fail
      17:17 >[tls]< `tls` does not fit
    ");
    insta::assert_snapshot!(why("system.purpose.users.exists(p, p == 'public')"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `public`
    ");
    insta::assert_snapshot!(why("system.datasets.exists(v, v.role == 'training')"), @"
    fail
      25:11 >[]< an empty list
    ");
    insta::assert_snapshot!(why("system.models.exists(m, m.provider == 'umbra' && m.pinned)"), @"
    fail
      8:1 >models< none of 3 items fits
      11:41 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("system.models.exists(m, m.provider == 'initech')"), @"
    fail
      8:1 >models< none of 3 items fits
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("system.tools.exists_one(t, t.effect == 'irreversible')"), @"
    fail
      21:1 >tools< 2 of 3 items fit, not exactly one
      22:24 >irreversible< `effect` is `irreversible`
      24:25 >irreversible< `effect` is `irreversible`
    ");
    insta::assert_snapshot!(why("system.tools.exists_one(t, t.effect == 'write')"), @"
    fail
      21:1 >tools< none of 3 items fits
      22:24 >irreversible< `effect` is `irreversible`
      23:26 >read< `effect` is `read`
      24:25 >irreversible< `effect` is `irreversible`
    ");
    insta::assert_snapshot!(why("!system.tools.exists_one(t, t.effect == 'read')"), @"
    fail
      23:26 >read< `effect` is `read`
    ");
    insta::assert_snapshot!(why("system.data_flows.all(f, f.safeguards.exists(s, s == 'redaction') && f.agreement.no_training)"), @"
    fail
      17:17 >[tls]< `safeguards` is `[tls]`, without `redaction`
      20:20 >false< `agreement.no_training` is false
    ");
    insta::assert_snapshot!(why("system.models.all(i, m, m.pinned)"), @"
    fail
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
}

#[test]
fn items_are_found_through_filters_maps_and_functions() {
    insta::assert_snapshot!(why("system.models.filter(m, m.hosting == 'vendor-api').all(m, m.pinned)"), @"
    fail
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("system.models.filter(m, m.provider == 'umbra').all(m, m.pinned && has(m.digest))"), @"
    fail
      11:41 >false< `pinned` is false
      11:10 >rank< `digest` is not declared
    ");
    insta::assert_snapshot!(why("system.models.filter(m, m.provider == 'initech').exists(m, m.pinned)"), @"
    fail
      8:1 >models< none of 3 items fits
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("system.models.filter(m, m.hosting == 'vendor-api').filter(m, m.pinned).exists(m, true)"), @"
    fail
      8:1 >models< of 3 items 2 are left to look at, none of which fits
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("size(system.tools.filter(t, t.effect == 'irreversible')) == 0"), @"
    fail
      22:24 >irreversible< `effect` is `irreversible`
      24:25 >irreversible< `effect` is `irreversible`
      21:1 >tools< 2 of 3 items are like this
    ");
    insta::assert_snapshot!(why("size(system.tools.filter(t, t.effect == 'write')) > 0"), @"
    fail
      21:1 >tools< none of 3 items fits
      22:24 >irreversible< `effect` is `irreversible`
      23:26 >read< `effect` is `read`
      24:25 >irreversible< `effect` is `irreversible`
    ");
    insta::assert_snapshot!(why("'high' in system.models.map(m, m.provider)"), @"
    fail
      8:1 >models< no item gives `high`
      9:26 >acme< `provider` is `acme`
      10:27 >acme< `provider` is `acme`
      11:26 >umbra< `provider` is `umbra`
    ");
    insta::assert_snapshot!(why("system.models.map(m, m.provider).all(p, p == 'acme')"), @"
    fail
      11:26 >umbra< this is `umbra`
    ");
    insta::assert_snapshot!(why("system.models.sortBy(m, m.provider).all(m, m.pinned)"), @"
    fail
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
}

#[test]
fn dates_say_how_far_away_they_are() {
    insta::assert_snapshot!(why("today - date(system.evaluation.red_team.completed_on) <= days(180)"), @"
    fail
      29:28 >2026-03-30< `evaluation.red_team.completed_on` is `2026-03-30`, 235 days before 2026-11-20
    ");
    insta::assert_snapshot!(why("today - date(system.evaluation.red_team.completed_on) <= days(params.max_days)"), @"
    fail
      29:28 >2026-03-30< `evaluation.red_team.completed_on` is `2026-03-30`, 235 days before 2026-11-20, `params.max_days` is 90
    ");
    insta::assert_snapshot!(why("date(system.evaluation.red_team.completed_on) >= today - days(params.max_days)"), @"
    fail
      29:28 >2026-03-30< `evaluation.red_team.completed_on` is `2026-03-30`, 145 days before 2026-08-22, `params.max_days` is 90
    ");
    insta::assert_snapshot!(why("date(system.lifecycle.reviewed_on) + days(30) >= today"), @"
    fail
      5:45 >2026-03-30< `lifecycle.reviewed_on` is `2026-03-30`, 235 days before 2026-11-20
    ");
    insta::assert_snapshot!(why("date(system.lifecycle.reviewed_on) > today"), @"
    fail
      5:45 >2026-03-30< `lifecycle.reviewed_on` is `2026-03-30`, 235 days before 2026-11-20
    ");
    insta::assert_snapshot!(why("date(system.lifecycle.reviewed_on) < date(system.evaluation.red_team.completed_on)"), @"
    fail
      5:45 >2026-03-30< `lifecycle.reviewed_on` is `2026-03-30`
      29:28 >2026-03-30< `evaluation.red_team.completed_on` is `2026-03-30`
    ");
}

#[test]
fn optional_access_and_names_of_the_expression_itself() {
    insta::assert_snapshot!(why("system.?risk.?method.orValue('none') == 'expert'"), @"
    fail
      6:31 >unsure< `risk.method` is `unsure`
    ");
    insta::assert_snapshot!(why("system.?evaluation.?independent.?by.orValue('') != ''"), @"
    fail
      28:1 >evaluation< `evaluation.independent.by` is not declared
    ");
    insta::assert_snapshot!(why("system.?evaluation.?independent.?by.hasValue()"), @"
    fail
      28:1 >evaluation< `evaluation.independent.by` is not declared
    ");
    insta::assert_snapshot!(why("system.models[?0].?pinned.orValue(true)"), @"
    fail
      9:40 >false< `models[0].pinned` is false
    ");
    insta::assert_snapshot!(why("system.models[1].provider == 'x'"), @"
    fail
      10:27 >acme< `models[1].provider` is `acme`
    ");
    insta::assert_snapshot!(why("cel.bind(n, size(system.models), n > 3)"), @"
    fail
      8:1 >models< `models` is a list of 3 items
    ");
    insta::assert_snapshot!(why("cel.bind(r, system.risk, r.tier == 'high')"), @"
    fail
      6:14 >limited< `tier` is `limited`
    ");
    insta::assert_snapshot!(why("cel.bind(vs, system.models.filter(m, m.provider == 'acme'), vs.all(m, m.pinned))"), @"
    fail
      9:40 >false< `pinned` is false
    ");
    insta::assert_snapshot!(why("cel.bind(ok, system.oversight.can_override, ok)"), @"
    fail
      7:39 >false< `oversight.can_override` is false
    ");
}

#[test]
fn named_expressions_are_looked_into() {
    insta::assert_snapshot!(labels("let: {free: system.oversight.can_override, safe: free || system.risk.tier == 'minimal'}\nassert: safe"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      6:14 >limited< `risk.tier` is `limited`
    ");
    insta::assert_snapshot!(labels("let: {age: today - date(system.lifecycle.reviewed_on)}\nassert: age <= days(params.max_days)"), @"
    fail
      5:45 >2026-03-30< `lifecycle.reviewed_on` is `2026-03-30`, 235 days before 2026-11-20, `params.max_days` is 90
    ");
    insta::assert_snapshot!(labels("let: {reviewed: date(system.lifecycle.reviewed_on)}\nassert: today - reviewed <= days(params.max_days)"), @"
    fail
      5:45 >2026-03-30< `lifecycle.reviewed_on` is `2026-03-30`, 235 days before 2026-11-20, `params.max_days` is 90
    ");
    insta::assert_snapshot!(labels("let: {open: \"system.tools.filter(t, t.effect != 'read')\"}\nassert: open.all(t, !t.executes_code)"), @"
    fail
      24:54 >true< `executes_code` is true
    ");
    insta::assert_snapshot!(labels("let: {risk: system.risk}\nassert: risk.tier == 'high'"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
    ");
}

#[test]
fn each_item_of_a_rule_has_labels_of_its_own() {
    insta::assert_snapshot!(labels("for_each: {model: system.models}\nassert: model.pinned || has(model.digest)"), @"
    fail
      9:40 >false< `model.pinned` is false
      9:10 >chat< `model.digest` is not declared

    pass

    fail
      11:41 >false< `model.pinned` is false
      11:10 >rank< `model.digest` is not declared
    ");
    insta::assert_snapshot!(labels("for_each: {who: system.purpose.users}\nassert: who != 'minors'"), @"
    pass

    pass

    fail
      27:37 >minors< `who` is `minors`
    ");
    insta::assert_snapshot!(labels("for_each: {provider: \"system.models.map(m, m.provider).distinct()\"}\nassert: provider != 'umbra'"), @"
    pass

    fail
      11:26 >umbra< `provider` is `umbra`
    ");
}

#[test]
fn one_label_says_why_the_rule_applies() {
    insta::assert_snapshot!(labels("when: system.lifecycle.stage == 'production' && system.risk.tier == 'limited'\nassert: system.oversight.can_override"), @"
    fail
      7:39 >false< `oversight.can_override` is false
      5:20 >production< applies because of this
    ");
    insta::assert_snapshot!(labels("when: system.models.exists(m, m.hosting == 'vendor-api')\nassert: has(system.monitoring)"), @"
    fail
      3:5 >copilot< `monitoring` is not declared
      9:56 >vendor-api< applies because of this
    ");
    insta::assert_snapshot!(labels("when: has(system.risk.tier)\nassert: system.risk.tier == 'high'"), @"
    fail
      6:14 >limited< `risk.tier` is `limited`
    ");
}

#[test]
fn an_item_of_which_nobody_knows_gives_way_to_one_that_fails() {
    let manifest = "apiVersion: provost/v1\nkind: AISystem\nid: x\nname: X\nmodels:\n  - {id: a}\n  - {id: b, pinned: false}\n  - {id: c, pinned: unknown}\n";
    insta::assert_snapshot!(labels_on(manifest, "assert: system.models.all(m, m.pinned)"), @"
    fail
      7:21 >false< `pinned` is false
    ");
}

#[test]
fn a_list_that_stands_in_no_manifest_leads_to_what_its_items_are_held_against() {
    insta::assert_snapshot!(why("['x', 'y'].exists(p, system.name.startsWith(p))"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`
    ");
    insta::assert_snapshot!(why("['x', 'y'].exists(p, p == system.models[0].provider)"), @"
    fail
      9:26 >acme< `models[0].provider` is `acme`
    ");
    insta::assert_snapshot!(why("!['Co', 'C'].all(p, system.name.startsWith(p))"), @"
    fail
      4:7 >Copilot< `name` is `Copilot`
    ");
}

#[test]
fn what_a_bind_names_is_looked_into_as_it_was_made() {
    insta::assert_snapshot!(why("cel.bind(bad, system.models.filter(m, !m.pinned), size(bad) == 0)"), @"
    fail
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
      8:1 >models< 2 of 3 items are like this
    ");
    insta::assert_snapshot!(why("cel.bind(r, 'x', cel.bind(bad, system.models.filter(m, m.pinned), size(bad) == 3))"), @"
    fail
      8:1 >models< 1 of 3 items fits
      9:40 >false< `pinned` is false
      11:41 >false< `pinned` is false
    ");
}

#[test]
fn of_many_failing_items_three_are_shown_and_the_rest_is_counted() {
    let tools: String = (1..=7).map(|n| format!("  - {{id: tool-{n}, effect: write, executes_code: true}}\n")).collect();
    let manifest = format!("apiVersion: provost/v1\nkind: AISystem\nid: x\nname: X\ntools:\n{tools}");
    insta::assert_snapshot!(labels_on(&manifest, "assert: system.tools.all(t, !t.executes_code)"), @"
    fail
      6:48 >true< `executes_code` is true
      7:48 >true< `executes_code` is true
      8:48 >true< `executes_code` is true
      5:1 >tools< and 4 more items like this
    ");
    insta::assert_snapshot!(labels_on(&manifest, "assert: \"!system.tools.exists(t, t.executes_code && t.effect == 'write')\""), @"
    fail
      6:48 >true< `executes_code` is true
      6:26 >write< `effect` is `write`
      7:48 >true< `executes_code` is true
      7:26 >write< `effect` is `write`
      8:48 >true< `executes_code` is true
      8:26 >write< `effect` is `write`
      5:1 >tools< and 4 more items like this
    ");
    insta::assert_snapshot!(labels_on(&manifest, "assert: \"system.tools.exists(t, t.effect == 'write' && !t.executes_code)\""), @"
    fail
      5:1 >tools< none of 7 items fits
      6:48 >true< `executes_code` is true
      7:48 >true< `executes_code` is true
      8:48 >true< `executes_code` is true
    ");
    insta::assert_snapshot!(labels_on(&manifest, "assert: system.tools.exists(t, !t.executes_code)"), @"
    fail
      5:1 >tools< none of 7 items fits: `executes_code` is true
    ");
}

#[test]
fn a_label_stands_where_the_text_is_though_an_alias_or_merge_brought_it() {
    let manifest = "\
apiVersion: provost/v1
kind: AISystem
id: x
name: X
extensions:
  base: &base {dpa: true, no_training: false}
  off: &off false
data_flows:
  - {id: a, classification: personal, from: {kind: internal}, to: {kind: external-model}, agreement: *base}
  - id: b
    classification: personal
    from: {kind: internal}
    to: {kind: external-model}
    agreement: {<<: *base, retention_days: 30}
  - {id: c, classification: personal, from: {kind: internal}, to: {kind: external-model}, agreement: {no_training: *off}}
";
    insta::assert_snapshot!(labels_on(manifest, "for_each: {flow: system.data_flows}\nassert: flow.agreement.no_training"), @"
    fail
      6:40 >false< `flow.agreement.no_training` is false
      9:10 >a< this one

    fail
      6:40 >false< `flow.agreement.no_training` is false
      10:9 >b< this one

    fail
      15:116 >*off< `flow.agreement.no_training` is false
    ");
    insta::assert_snapshot!(labels_on(manifest, "for_each: {flow: system.data_flows}\nassert: has(flow.agreement.reference)"), @"
    fail
      6:16 >dpa< `flow.agreement.reference` is not declared
      9:10 >a< this one

    fail
      14:5 >agreement< `flow.agreement.reference` is not declared

    fail
      15:91 >agreement< `flow.agreement.reference` is not declared
    ");
}

#[test]
fn what_a_fact_was_held_against_is_named_where_it_stands_in_no_manifest() {
    insta::assert_snapshot!(why("size(system.models) > params.max_days"), @"
    fail
      8:1 >models< `models` is a list of 3 items, `params.max_days` is 90
    ");
    insta::assert_snapshot!(why("params.places.all(p, p in system.purpose.users)"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `patients`
    ");
    insta::assert_snapshot!(why("['staff', 'nurses'].all(p, p in system.purpose.users)"), @"
    fail
      27:18 >[customers, staff, minors]< `purpose.users` is `[customers, staff, minors]`, without `nurses`
    ");
}

#[test]
fn the_key_of_an_entry_that_decided_is_where_the_entry_is() {
    insta::assert_snapshot!(labels_on(&format!("{MANIFEST}labels: {{team: a, cost-center: b}}\n"), "assert: system.labels.all(k, k.startsWith('t'))"), @"
    fail
      30:32 >b< under the key `cost-center`
    ");
}

#[test]
fn an_evaluation_that_broke_off_points_at_the_values_it_broke_off_at() {
    insta::assert_snapshot!(why("system.models.all(m, int(m.provider) > 3)"), @"
    error
      14:28 >int(m.provider)< `acme` is not an int
      9:26 >acme< `provider` is `acme`
    ");
    insta::assert_snapshot!(labels("let: {first: 'int(system.name)'}\nassert: first > 3"), @"
    error
      13:19 >int(system.name)< `Copilot` is not an int
      4:7 >Copilot< `name` is `Copilot`
    ");
    insta::assert_snapshot!(why("system.lifecycle.stage == 'pilot' ? true : cel.bind(m, system.models[1], int(m.provider) > 1)"), @"
    error
      14:80 >int(m.provider)< `acme` is not an int
      10:27 >acme< `provider` is `acme`
    ");
}

#[test]
fn an_item_that_looks_for_another_is_shown_with_the_one_that_it_means() {
    let manifest = "apiVersion: provost/v1\nkind: AISystem\nid: h\nname: H\nvendors: [{id: va, contract: true}, {id: vb, contract: true}, {id: vc, contract: true}, {id: vd, contract: true}, {id: vi, contract: false}]\nmodels: [{id: m1, provider: vi}, {id: m2, provider: va}]\ntools: [{id: search, effect: read}, {id: pay, effect: irreversible}]\nagents: [{id: clerk, tools: [search, pay]}]\nowners: {accountable: {name: A, contact: a}}\n";
    insta::assert_snapshot!(labels_on(manifest, "assert: system.models.all(m, system.vendors.exists(v, v.id == m.provider && v.contract))"), @"
    fail
      6:29 >vi< `provider` is `vi`
      5:10 >[{id: va, contract: true}, {id: vb, contract: true}, {id: vc, contract: true}, {id: vd, contract: true}, {id: vi, contract: false}]< none of 5 items fits
      5:134 >false< `contract` is false
      5:120 >vi< `id` is `vi`
    ");
    insta::assert_snapshot!(labels_on(manifest, "assert: system.agents.all(a, a.tools.all(t, system.tools.exists(x, x.id == t && x.effect == 'read')))"), @"
    fail
      8:38 >pay< this is `pay`
      7:8 >[{id: search, effect: read}, {id: pay, effect: irreversible}]< none of 2 items fits
      7:55 >irreversible< `effect` is `irreversible`
      7:42 >pay< `id` is `pay`
    ");
    insta::assert_snapshot!(labels_on(manifest, "assert: system.owners.exists(k, k == 'security')"), @"
    fail
      9:9 >{accountable: {name: A, contact: a}}< `owners` has no key `security`
    ");
    insta::assert_snapshot!(labels_on(manifest, "assert: params.max_days < 5"), @"
    fail
      3:5 >h< this one, `params.max_days` is 90
    ");
    insta::assert_snapshot!(labels_on(manifest, "assert: 10 / (params.max_days - 90) > 1"), @"
    error
      13:13 >10 / (params.max_days - 90)< division by zero, `params.max_days` is 90
      3:5 >h< evaluated on this
    ");
}

#[test]
fn an_item_that_was_made_shows_what_it_was_made_from() {
    insta::assert_snapshot!(labels("let: {ids: 'system.models.map(m, m.id.upperAscii())'}\nassert: ids.all(id, id.startsWith('X'))"), @"
    fail
      9:10 >chat< `id` is `chat`, which makes `CHAT`
      10:10 >embed< `id` is `embed`, which makes `EMBED`
      11:10 >rank< `id` is `rank`, which makes `RANK`
    ");
    insta::assert_snapshot!(why("system.data_flows.map(f, size(f.safeguards)).all(n, n > 1)"), @"
    fail
      17:17 >[tls]< `safeguards` is `[tls]`, which makes 1
    ");
    insta::assert_snapshot!(why("system.id.split('-').distinct().all(part, size(part) > 40)"), @"
    fail
      3:5 >copilot< `id` is `copilot`
    ");
    insta::assert_snapshot!(why("system.models.map(m, m.id + '@' + m.provider).exists(n, n == 'x@y')"), @"
    fail
      8:1 >models< made into `chat@acme`, `embed@acme` and `rank@umbra`, none of which fits
    ");
    insta::assert_snapshot!(why("system.lifecycle.stage == 'production' ? size(system.models) > 5 : true"), @"
    fail
      8:1 >models< `models` is a list of 3 items
      5:20 >production< `lifecycle.stage` is `production`
    ");
}
