use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::diagnostic::plain::plain;
use crate::document::{Tree, parse};
use crate::schema::Kind;
use crate::text::Source;

fn tree(name: &str, text: &str) -> Tree {
    let (tree, syntax) = parse(&Arc::new(Source::new(name, text)));
    assert!(syntax.is_empty(), "{}", plain(&syntax));
    tree
}

fn framework(text: &str) -> Result<Framework, String> {
    let tree = tree("mine.yaml", text);
    let root = tree.roots().next().unwrap();
    Framework::read(&tree, root.id()).map_err(|problems| plain(&problems))
}

#[test]
fn every_shipped_framework_is_consistent_and_named_after_its_file() {
    let catalog = Catalog::builtin();
    for (name, text) in crate::embed::files("policies/frameworks/") {
        let tree = tree(name, text);
        let root = tree.roots().next().unwrap();
        assert_eq!(Kind::of(root).ok(), Some(Kind::Framework), "{name}");
        let framework = Framework::read(&tree, root.id()).unwrap_or_else(|problems| unreachable!("{}", plain(&problems)));
        assert_eq!(format!("policies/frameworks/{}.yaml", framework.id), name);
        assert_eq!(catalog.framework(&framework.id), Some(&framework));
        let groups = framework.groups.iter().map(|group| &group.title);
        for title in framework.controls.iter().map(|control| &control.title).chain(groups) {
            assert!(title.chars().count() <= 70, "{name}: {title}");
        }
        for text in [&framework.version, &framework.publisher, &framework.url, &framework.terms, &framework.source] {
            assert!(!text.is_empty(), "{name}");
        }
    }
    assert_eq!(catalog.ids().count(), 17);
}

#[test]
fn an_id_names_a_group_or_a_control_but_not_two_things() {
    // Where a publisher uses one id for both, the control is what a reference means.
    let catalog = Catalog::builtin();
    let both: Vec<String> = catalog
        .ids()
        .flat_map(|id| {
            let framework = catalog.framework(id).unwrap();
            let groups: BTreeSet<&str> = framework.groups.iter().map(|group| group.id.as_str()).collect();
            framework
                .controls
                .iter()
                .filter(move |control| groups.contains(control.id.as_str()))
                .map(move |control| format!("{id}:{}", control.id))
        })
        .collect();
    assert_eq!(both, Vec::<String>::new());
}

#[test]
fn a_short_name_is_known_without_reading_the_controls() {
    let (unread, read) = (Catalog::builtin(), Catalog::builtin());
    for id in read.ids() {
        assert_eq!(unread.short(id), Some(read.framework(id).unwrap().short.as_str()));
    }
    assert_eq!(unread.short("nist-ai-rmf"), Some("NIST AI RMF"));
    assert_eq!(unread.short("nist"), None);
}

#[test]
fn a_reference_leads_to_a_control_or_a_group() {
    let catalog = Catalog::builtin();
    let show = |reference: &str| match catalog.control(reference) {
        Ok(found) => format!("{} {}: {}", found.framework().short, found.label(), found.title()),
        Err(unknown) => format!("{}; meant: {:?}", unknown.message(), unknown.suggestion()),
    };
    let references = [
        "nist-ai-rmf:GOVERN 1.6",
        "owasp-llm-2025:LLM02",
        "eu-ai-act:Art. 10",
        "eu-ai-act:Annex III",
        "eu-ai-act:Art 10",
        "owasp-llm-2025:LLM02:2025",
        "nist-ai-rmf:govern 1.6",
        "nist-rmf:GOVERN 1.6",
        "soc3:CC1",
        "nist-ai-rmf:XYZZY",
        "GOVERN 1.6",
    ];
    insta::assert_snapshot!(references.map(show).join("\n"), @r#"
    NIST AI RMF GOVERN 1.6: AI system inventory kept and resourced by risk priority
    OWASP LLM LLM02:2025: Sensitive Information Disclosure
    EU AI Act Art. 10: Data quality and governance
    EU AI Act Annex III: High-risk use cases
    EU AI Act has no control `Art 10`; meant: Some("Art. 10")
    OWASP LLM has no control `LLM02:2025`; meant: Some("LLM02")
    NIST AI RMF has no control `govern 1.6`; meant: Some("GOVERN 1.6")
    unknown framework `nist-rmf`; meant: Some("nist-ai-rmf")
    unknown framework `soc3`; meant: None
    NIST AI RMF has no control `XYZZY`; meant: None
    a control is named as `framework:ID`; meant: None
    "#);
}

#[test]
fn application_dates_are_read() {
    let catalog = Catalog::builtin();
    let act = catalog.framework("eu-ai-act").unwrap();
    let show = |row: &ApplicationDate| {
        format!(
            "{} from {} ({} entries){}",
            row.id,
            row.from,
            row.applies_to.len(),
            row.replaces.as_ref().map_or_else(String::new, |id| format!(", replaces {id}"))
        )
    };
    insta::assert_snapshot!(act.application_dates.iter().map(show).collect::<Vec<_>>().join("\n"), @r"
    general-provisions-and-prohibitions from 2025-02-02 (3 entries)
    notified-bodies from 2025-08-02 (12 entries)
    gpai-models from 2025-08-02 (4 entries)
    governance from 2025-08-02 (2 entries)
    penalties from 2025-08-02 (2 entries)
    high-risk-annex-iii from 2026-08-02 (29 entries)
    transparency from 2026-08-02 (1 entries)
    general from 2026-08-02 (45 entries)
    high-risk-annex-i from 2027-08-02 (2 entries)
    omnibus-high-risk-annex-iii from 2027-12-02 (29 entries), replaces high-risk-annex-iii
    omnibus-high-risk-annex-i from 2028-08-02 (2 entries), replaces high-risk-annex-i
    omnibus-marking-existing-systems from 2026-12-02 (1 entries)
    omnibus-new-prohibition from 2026-12-02 (1 entries)
    ");
}

#[test]
fn a_framework_of_the_users_own_joins_the_catalog() {
    let mine = "
apiVersion: provost/v1
kind: Framework
id: acme
title: Acme AI standard
short: Acme AI
controls: [{id: A.1, title: Every system has an owner}]
";
    let mut catalog = Catalog::builtin();
    catalog.add(framework(mine).unwrap());
    assert_eq!(catalog.control("acme:A.1").unwrap().title(), "Every system has an owner");
    assert_eq!(catalog.short("acme"), Some("Acme AI"));
}

#[test]
fn a_framework_that_contradicts_itself_is_rejected() {
    let mine = "
apiVersion: provost/v1
kind: Framework
id: acme
title: Acme AI standard
short: Acme AI
groups: [{id: Owners, title: Owners}, {id: Data, parent: Dta, title: Data}]
controls:
  - {id: A.1, group: Owner, title: Every system has an owner}
  - {id: A.1, title: Every system has two owners}
application_dates: [{id: all, applies_to: [Owners, A.2, B], from: 2026-01-01, replaces: none}]
";
    insta::assert_snapshot!(framework(mine).unwrap_err(), @r"
    error[unknown-reference]: `Dta` is not declared in `groups`
      mine.yaml:7:58 >Dta< names no entry
      help: did you mean `Data`?

    error[unknown-reference]: `Owner` is not declared in `groups`
      mine.yaml:9:22 >Owner< names no entry
      help: did you mean `Owners`?

    error[duplicate-id]: two entries have the id `A.1`
      mine.yaml:10:10 >A.1< again here
      mine.yaml:9:10 >A.1< first here

    error[unknown-reference]: `A.2` is not declared in `groups` or `controls`
      mine.yaml:11:52 >A.2< names no entry

    error[unknown-reference]: `B` is not declared in `groups` or `controls`
      mine.yaml:11:57 >B< names no entry

    error[unknown-reference]: `none` is not declared in `application_dates`
      mine.yaml:11:89 >none< names no entry
    ");
}
