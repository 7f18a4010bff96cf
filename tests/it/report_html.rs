//! The page for reviewers: as text, and in a real browser where there is one.

use std::path::Path;
use std::sync::Arc;

use provost::report::{Format, Style, model, write};
use provost::text::Source;
use serde_json::{Value, json};

use crate::browser::installed;
use crate::shell::provost;

/// What would come alive in a page that forgot to escape it.
const SCRIPT: &str =
    r#"</style></script><script>window.owned=1</script><img src="x" onerror="window.owned=1"><a href="javascript:owned=1">"'`&#60;"#;

/// The result of checking the examples.
fn result() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ran = provost(root, &["check", "examples", "--output", "json", "--as-of", "2026-11-20"]);
    serde_json::from_str(&ran.out).unwrap()
}

fn page(result: &Value) -> String {
    let report = model::read(&Arc::new(Source::new("result.json", result.to_string()))).unwrap();
    let mut page = Vec::new();
    write(Format::HTML, &report, &Style::PLAIN, &mut page).unwrap();
    String::from_utf8(page).unwrap()
}

/// Every text that does not hold the result together becomes hostile; also the keys that are ids of systems and rules.
fn hostile(value: &mut Value) {
    const KEPT: [&str; 11] =
        ["agreement", "elsewhere", "schema", "as_of", "severity", "verdict", "approved_on", "expires_on", "zone", "kind", "data"];
    const WORDS: [&str; 6] = ["pass", "fail", "waived", "undeclared", "not_applicable", "error"];
    match value {
        Value::String(text) if !WORDS.contains(&text.as_str()) => *text = format!("{SCRIPT}{text}"),
        Value::Array(items) => items.iter_mut().for_each(hostile),
        Value::Object(map) => map.iter_mut().filter(|(key, _)| !KEPT.contains(&key.as_str())).for_each(|(_, value)| hostile(value)),
        _ => {}
    }
}

/// A fleet of so many systems, each as one of the examples.
fn fleet(systems: usize) -> Value {
    let mut result = result();
    let (one, found) = (result["record"]["systems"].clone(), result["findings"].clone());
    let (mut all, mut findings) = (Vec::new(), Vec::new());
    for number in 0..systems {
        let mut system = one[number % one.as_array().unwrap().len()].clone();
        let (id, path) = (system["id"].clone(), format!("systems/{number}.yaml"));
        let name = format!("system-{number}");
        (system["id"], system["path"]) = (json!(name), json!(path));
        all.push(system);
        for finding in found.as_array().unwrap().iter().filter(|finding| finding["system"] == id && finding["rule"] != "VEN-03") {
            let mut finding = finding.clone();
            (finding["system"], finding["location"]["path"]) = (json!(name), json!(path));
            for quote in finding["quotes"].as_array_mut().into_iter().flatten() {
                quote["path"] = json!(path);
            }
            findings.push(finding);
        }
    }
    (result["record"]["systems"], result["findings"], result["summary"]["systems"]) = (json!(all), json!(findings), json!(systems));
    result
}

#[test]
fn the_page_asks_nobody_for_anything() {
    let page = page(&result());
    let page = page.replace(" xmlns=\"http://www.w3.org/2000/svg\"", "");
    for reference in [" src=", "url(", "@import", "=\"http", "=\"//"] {
        assert!(!page.contains(reference), "{reference}");
    }
    let foreign: Vec<&str> = page.split("href=\"").skip(1).filter(|rest| !rest.starts_with('#')).collect();
    assert_eq!(foreign, Vec::<&str>::new());
    assert!(!page.contains(" style=") && !page.contains(" onclick="), "the guard would refuse it");
    assert_eq!(page.matches("<script>").count(), 1);
}

#[test]
fn the_page_says_what_the_result_says() {
    let result = result();
    let page = page(&result);
    let findings = result["findings"].as_array().unwrap();
    let told = findings.iter().filter(|finding| finding["verdict"] != "undeclared" || finding["rule"] == "VEN-03").count();
    assert_eq!(page.matches("<article").count(), told);
    for system in result["record"]["systems"].as_array().unwrap() {
        assert!(page.contains(&format!("<code>{}</code>", system["id"].as_str().unwrap())), "{system}");
    }
    for finding in findings.iter().filter(|finding| finding["verdict"] == "fail") {
        assert!(page.contains(finding["fingerprint"].as_str().unwrap()), "{finding}");
    }
}

#[test]
fn text_from_manifests_stays_text() {
    let mut result = result();
    hostile(&mut result);
    let page = page(&result);
    assert!(page.contains("&lt;script&gt;window.owned=1"));
    assert_eq!(page.matches("<script>").count(), 1);
    assert_eq!(page.matches("<img").count(), 0);
    let Some(mut browser) = installed("text_from_manifests_stays_text") else { return };
    browser.open(&page);
    assert_eq!(
        browser.run("return window.owned === undefined && document.querySelectorAll('img, script:not(:last-of-type)').length"),
        json!(0)
    );
    assert_eq!(
        browser.run("return document.querySelector('article h4').textContent.includes('<script>window.owned=1</script>')"),
        json!(true)
    );
}

#[test]
fn a_reviewer_filters_searches_and_follows_links() {
    let Some(mut browser) = installed("a_reviewer_filters_searches_and_follows_links") else { return };
    browser.open(&page(&fleet(1_000)));
    assert_eq!(browser.complaints(), Vec::<String>::new());
    assert_eq!(browser.run("return document.querySelectorAll('.heat tbody tr').length"), json!(1_000));
    let shown = "const shown = [...document.querySelectorAll('article')].filter(one => !one.closest('[hidden]'));";
    let all = browser.run(&format!("{shown} return shown.length"));

    browser.change("form.elements.text.value = 'system-7 LEK-03'");
    let found = browser.run(&format!("{shown} return [...new Set(shown.map(one => one.querySelector('code').textContent))]"));
    assert_eq!(found, json!(["LEK-03"]));
    let listed = browser.run("return [...document.querySelectorAll('details.system:not([hidden]) summary code')].every(one => one.textContent.startsWith('system-7'))");
    assert_eq!(listed, json!(true));

    browser.change("form.reset(); for (const kind of form.elements.kind) kind.checked = kind.value === 'medium'");
    let kinds = browser.run(&format!("{shown} return [...new Set(shown.map(one => one.dataset.kind))]"));
    assert_eq!(kinds, json!(["medium"]));

    browser.change("form.reset()");
    assert_eq!(browser.run(&format!("{shown} return shown.length")), all);

    browser.change("form.elements.text.value = 'no such thing anywhere'");
    assert_eq!(browser.run("return form.querySelector('output').textContent.startsWith('0 of ')"), json!(true));
    let reached = browser.run("location.hash = '#s42'; await new Promise(done => setTimeout(done, 50)); const target = document.getElementById('s42'); return target.open && !target.hidden");
    assert_eq!(reached, json!(true));
}

#[test]
fn lists_follow_the_filter_and_rules_lead_to_their_systems() {
    let Some(mut browser) = installed("lists_follow_the_filter_and_rules_lead_to_their_systems") else { return };
    browser.open(&page(&fleet(40)));
    let first = browser.run("const one = document.querySelector('.first a'); return [one.textContent, document.querySelector(one.hash + ' th').textContent, document.querySelectorAll(one.hash + ' a').length > 0]");
    assert_eq!(first.as_array().map(|first| (first[0] == first[1], first[2].clone())), Some((true, json!(true))));
    let shown = |what: &str| {
        format!("return [...document.querySelectorAll('#{what} tr[data-row]')].filter(one => !one.closest('[hidden]')).length")
    };
    let (rules, owners) = (browser.run(&shown("rules")), browser.run(&shown("owners")));
    browser.change("form.elements.framework.selectedIndex = 1; form.elements.owner.selectedIndex = 1");
    assert_eq!(browser.run(&shown("owners")), json!(1));
    assert!(browser.run(&shown("rules")).as_u64() < rules.as_u64());
    assert_eq!(browser.run("return document.querySelectorAll('#controls details:not([hidden])').length"), json!(1));
    browser.change("form.reset()");
    assert_eq!((browser.run(&shown("rules")), browser.run(&shown("owners"))), (rules, owners));
    // The button says what it is about to do; a search has opened what it found.
    browser.run(
        "for (const one of document.querySelectorAll('details.system')) one.open = false; await new Promise(done => setTimeout(done, 100))",
    );
    let label = "const said = () => form.elements.open.textContent; const all = () => [...document.querySelectorAll('details.system')].every(one => one.open); \
        const open = said(); form.elements.open.click(); await new Promise(done => setTimeout(done, 100)); const opened = all(); const close = said(); \
        form.elements.open.click(); await new Promise(done => setTimeout(done, 100)); return [open, opened, close, all(), said()]";
    let label = format!("const form = document.getElementById('filter'); {label}");
    assert_eq!(browser.run(&label), json!(["Open all", true, "Close all", false, "Open all"]));
}

#[test]
fn a_link_shows_what_it_leads_to_below_the_filter() {
    let Some(mut browser) = installed("a_link_shows_what_it_leads_to_below_the_filter") else { return };
    browser.open(&page(&fleet(40)));
    for hash in ["#controls", "#s20", "#r0"] {
        let script = format!(
            "location.hash = '{hash}'; await new Promise(done => setTimeout(done, 100)); \
             return document.querySelector('{hash}').getBoundingClientRect().top >= document.getElementById('filter').getBoundingClientRect().bottom - 1"
        );
        assert_eq!(browser.run(&script), json!(true), "{hash}");
    }
}

#[test]
fn what_could_not_be_checked_is_counted_and_named_first() {
    let here = crate::shell::folder(&[("a.yaml", "apiVersion: provost/v1\nkind: AISystem\nid: a\nnmae: A\n")]);
    let ran = provost(here.path(), &["check", "-o", "html"]);
    assert!(ran.out.contains("<b>1 problem kept documents from being checked</b>"), "{}", ran.out);
    assert!(ran.out.contains("<dt>errors</dt><dd>1</dd>") && !ran.out.contains("nothing was found"));
}

#[test]
fn the_page_can_be_read_without_its_script_and_without_a_mouse() {
    let Some(mut browser) = installed("the_page_can_be_read_without_its_script_and_without_a_mouse") else { return };
    browser.open(&page(&result()));
    let unnamed = "const named = one => one.textContent.trim() || one.getAttribute('aria-label') || (one.closest('label') || {}).textContent; \
        return [...document.querySelectorAll('a, button, input, select, summary, [role=region]')].filter(one => !named(one)).length";
    assert_eq!(browser.run(unnamed), json!(0));
    assert_eq!(browser.run("return document.documentElement.lang"), json!("en"));
    let levels = browser.run("return [...document.querySelectorAll('h1, h2, h3, h4')].map(one => Number(one.tagName[1])).every((level, at, all) => at === 0 ? level === 1 : level <= all[at - 1] + 1)");
    assert_eq!(levels, json!(true));
    assert_eq!(
        browser.run("return [...document.querySelectorAll('table')].every(one => one.querySelector('thead th[scope=col]'))"),
        json!(true)
    );
    assert_eq!(browser.run("return document.documentElement.scrollWidth <= innerWidth"), json!(true));
}
