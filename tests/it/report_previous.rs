//! What changed since an earlier result.

use std::path::Path;

use provost::cli::Exit;
use provost::engine::{Finding, Outcome, Verdict};
use provost::report::model::{Standing, merge};
use provost::report::{Format, Report, Style, write};
use serde_json::Value;

use crate::outcomes::{Holds, recorded};
use crate::shell::{MANIFEST, folder, provost};

/// A result over two systems in which rules say so much.
fn result(holds: &[Holds]) -> Report {
    Report::from(recorded(holds))
}

fn shown(format: Format, report: &Report) -> String {
    let mut bytes = Vec::new();
    write(format, report, &Style::PLAIN, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What became of the first finding of a result in one that another change made.
fn became(change: impl Fn(&mut Outcome)) -> Standing {
    let earlier = result(&[Holds::Findings]);
    let mut now = recorded(&[]);
    change(&mut now);
    let now = Report::from(now).since(&earlier);
    now.previous.unwrap().gone[0].elsewhere
}

#[test]
fn a_finding_that_is_gone_says_what_became_of_it() {
    let verdict = |verdict: Verdict| move |outcome: &mut Outcome| _ = outcome.record.systems[1].rules.insert("LEK-01".into(), verdict);
    assert_eq!(became(|_| ()), Standing::Pass);
    assert_eq!(became(verdict(Verdict::NotApplicable)), Standing::NotApplicable);
    assert_eq!(became(verdict(Verdict::Undeclared)), Standing::Undeclared);
    assert_eq!(became(verdict(Verdict::Fail)), Standing::Fail);
    assert_eq!(became(verdict(Verdict::Error)), Standing::Error);
    assert_eq!(became(|outcome| outcome.record.systems.truncate(1)), Standing::NoSystem);
    assert_eq!(became(|outcome| outcome.record.rules.retain(|rule| rule.id != "LEK-01")), Standing::NoRule);
    assert_eq!(became(|outcome| outcome.record = provost::engine::Record::default()), Standing::Unknown);
    assert_eq!(became(|outcome| _ = outcome.record.fleet.insert("LEK-01".into(), Verdict::Pass)), Standing::Pass);
    let waived = |outcome: &mut Outcome| {
        let found = recorded(&[Holds::Findings]).findings;
        outcome.findings = found.into_iter().map(|finding| Finding { verdict: Verdict::Waived, ..finding }).collect();
    };
    assert_eq!(became(waived), Standing::Waived);
}

#[test]
fn what_is_new_and_what_is_gone_is_told_by_fingerprint() {
    let now = result(&[Holds::Findings]).since(&result(&[]));
    let rules = |changes: &[provost::report::model::Change]| changes.iter().map(|change| change.rule.clone()).collect::<Vec<_>>();
    let previous = now.previous.clone().unwrap();
    assert_eq!((rules(&previous.new), rules(&previous.gone)), (vec!["LEK-01".to_owned(), "DPR-04".to_owned()], vec![]));
    let back = result(&[]).since(&now).previous.unwrap();
    assert_eq!((rules(&back.new), rules(&back.gone)), (vec![], vec!["LEK-01".to_owned(), "DPR-04".to_owned()]));
    let same = now.clone().since(&now).previous.unwrap();
    assert_eq!((rules(&same.new), rules(&same.gone)), (vec![], vec![]));
}

#[test]
fn people_are_told_in_every_format_they_read() {
    let mut earlier = recorded(&[Holds::Waived]);
    earlier.as_of = "2026-08-20".parse().unwrap();
    earlier.record.systems.remove(0);
    earlier.findings[0].verdict = Verdict::Fail;
    let now = result(&[Holds::Findings, Holds::Undeclared]).since(&Report::from(earlier));
    insta::assert_snapshot!(shown(Format::CONCISE, &now).lines().last().unwrap(), @"2 findings (1 critical, 1 high) · 5 undeclared · 1 new and 0 gone since 2026-08-20 · 87 rules × 3 systems · as of 2026-11-20");
    insta::assert_snapshot!(shown(Format::MARKDOWN, &now).split("#### Undeclared").next().unwrap(), @"
    ### Provost: 2 findings (1 critical, 1 high) · 5 undeclared · 1 new and 0 gone since 2026-08-20 · 87 rules × 3 systems · as of 2026-11-20

    #### New findings

    | severity | rule | finding | before |
    |---|---|---|---|
    | critical | `LEK-01` | `support-copilot`: data flow `chat-to-llm` sends personal data to OpenAI without a no-training agreement | passed |

    #### Findings

    | severity | rule | finding | where | controls |
    |---|---|---|---|---|
    | critical | `LEK-01` | `support-copilot`: data flow `chat-to-llm` sends personal data to OpenAI without a no-training agreement<br>help: set `agreement.no_training: true` on `data_flows[chat-to-llm]` once the vendor signed it, or add `redaction` to its `safeguards` | `systems/support-copilot.yaml:15:28` | NIST AI RMF MAP 4.1 · OWASP LLM02:2025 · EU AI Act Art. 10 |
    | high | `DPR-04` | `support-copilot`: data flow `chat-to-llm` leaves the EU | `systems/support-copilot.yaml:14:13` | GDPR Art. 44 |
    ");
    let page = shown(Format::HTML, &now);
    let section = page.split("<section id=\"trend\">").nth(1).unwrap().split("</section>").next().unwrap();
    insta::assert_snapshot!(section.replace("<tr>", "\n<tr>").replace("<p>", "\n<p>"), @r##"
    <h2>Since 2026-08-20</h2>
    <p>Compared with a result as of 2026-08-20, made by provost 0.1.0. 1 finding new, 0 findings gone. A finding is told by its fingerprint, which survives that lines move.</p><div class="wide" tabindex="0" role="region" aria-label="Then and now"><table class="trend"><thead>
    <tr><th scope="col"></th><th class="num" scope="col">Then</th><th class="num" scope="col">Now</th><th class="num" scope="col">Change</th></tr></thead><tbody>
    <tr><th scope="row">systems</th><td class="num">3</td><td class="num">3</td><td class="num">0</td></tr>
    <tr><th scope="row">rules</th><td class="num">87</td><td class="num">87</td><td class="num">0</td></tr>
    <tr><th scope="row">critical findings</th><td class="num">0</td><td class="num">1</td><td class="num">+1</td></tr>
    <tr><th scope="row">high findings</th><td class="num">1</td><td class="num">1</td><td class="num">0</td></tr>
    <tr><th scope="row">medium findings</th><td class="num">0</td><td class="num">0</td><td class="num">0</td></tr>
    <tr><th scope="row">low findings</th><td class="num">0</td><td class="num">0</td><td class="num">0</td></tr>
    <tr><th scope="row">info findings</th><td class="num">0</td><td class="num">0</td><td class="num">0</td></tr>
    <tr><th scope="row">answers that hang on a fact nobody declared</th><td class="num">0</td><td class="num">5</td><td class="num">+5</td></tr>
    <tr><th scope="row">waived</th><td class="num">1</td><td class="num">0</td><td class="num">−1</td></tr>
    <tr><th scope="row">passing</th><td class="num">61</td><td class="num">61</td><td class="num">0</td></tr>
    <tr><th scope="row">not applicable</th><td class="num">190</td><td class="num">190</td><td class="num">0</td></tr>
    <tr><th scope="row">errors</th><td class="num">0</td><td class="num">0</td><td class="num">0</td></tr></tbody></table></div>
    <p>New systems: <code>scanner</code> </p><details open><summary><h3>New findings</h3><span class="facts">1</span></summary><div class="wide" tabindex="0" role="region" aria-label="New findings"><table><thead>
    <tr><th scope="col">Severity</th><th scope="col">Rule</th><th scope="col">System</th><th scope="col">Finding</th><th scope="col">Before</th></tr></thead><tbody>
    <tr><td><span class="chip critical">critical</span></td><td><code>LEK-01</code></td><td><a href="#s0">support-copilot</a></td><td>data flow <code>chat-to-llm</code> sends personal data to OpenAI without a no-training agreement</td><td>passed</td></tr></tbody></table></div></details>
    "##);
    assert_eq!(page.matches(">new</span>").count(), now.previous.unwrap().new.len());
}

#[test]
fn of_several_results_what_each_says_of_its_own_past_is_left_out() {
    let one = result(&[Holds::Findings]).since(&result(&[]));
    let whole = merge(vec![("a.json".to_owned(), one.clone()), ("b.json".to_owned(), result(&[]))]).unwrap();
    assert!(whole.previous.is_none());
    assert!(whole.diagnostics.iter().any(|diagnostic| diagnostic.message == "what `a.json` says of an earlier result is left out"));
    assert_eq!(merge(vec![("a.json".to_owned(), one.clone())]), Some(one));
}

#[test]
fn check_and_report_compare_alike_and_keep_it() {
    let careless = MANIFEST.to_owned() + "owners: {accountable: {name: All, contact: all@acme.example, kind: team}}\n";
    let files = folder(&[("copilot.yaml", MANIFEST)]);
    let (path, day) = (files.path(), ["--as-of", "2026-11-20"]);
    provost(path, &[&["check", "-o", "json=old.json"], &day[..]].concat());
    std::fs::write(path.join("copilot.yaml"), careless).unwrap();
    let checked = provost(path, &[&["check", "--previous", "old.json", "-o", "json=a.json", "-o", "html=a.html"], &day[..]].concat());
    provost(path, &[&["check", "-o", "json=new.json"], &day[..]].concat());
    let reported = provost(path, &["report", "new.json", "--previous", "old.json", "-o", "json=b.json", "-o", "html=b.html"]);
    assert_eq!(checked.out, reported.out);
    let read = |name: &str| std::fs::read_to_string(path.join(name)).unwrap();
    assert!(read("a.json") == read("b.json") && read("a.html") == read("b.html"));
    provost(path, &["report", "a.json", "-o", "html=c.html"]);
    assert!(read("a.html") == read("c.html"), "a stored comparison is written as it was");
    let stored: Value = serde_json::from_str(&read("a.json")).unwrap();
    assert!(stored["previous"]["new"].as_array().unwrap().iter().any(|change| change["rule"] == "INV-02"));
}

#[test]
fn an_earlier_result_that_cannot_be_read_is_told_before_anything_is_checked() {
    let files = folder(&[("copilot.yaml", MANIFEST), ("old.json", "{\"schema\": \"provost/result/v0\"}")]);
    for command in [
        &["check", "--previous", "old.json"][..],
        &["check", "--previous", "none.json"],
        &["report", "old.json", "--previous", "none.json"],
    ] {
        let ran = provost(files.path(), command);
        assert_eq!((ran.exit, ran.out.as_str()), (Exit::Broken, ""), "{command:?}");
    }
    insta::assert_snapshot!(provost(files.path(), &["check", "--previous", "old.json"]).err, @r#"
    error[invalid-result] `old.json` is `provost/result/v0`, which this version
                          cannot read

       ╭─[old.json:1:2]
     1 │ {"schema": "provost/result/v0"}
       ·  ────┬───
       ·      ╰── expected `provost/result/v1`
       ╰────
      help: check again with this version, or use one that knows it
    "#);
}

#[test]
fn a_result_of_the_examples_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(provost::schema::text(provost::schema::Kind::Result)).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = folder(&[]);
    let old = here.path().join("old.json");
    let file = format!("json={}", old.display());
    provost(root, &["check", "examples/support-copilot/compliant.yaml", "-o", &file]);
    let ran = provost(root, &["check", "examples", "-o", "json", "--explain", "--previous", &old.to_string_lossy()]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(document["previous"]["systems_new"].as_array().unwrap().len() > 2);
    for key in ["derived", "picture", "accountable"] {
        assert!(document["record"]["systems"].as_array().unwrap().iter().any(|system| !system[key].is_null()), "{key}");
    }
    let problems: Vec<String> = schema.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(problems, Vec::<String>::new());
}
