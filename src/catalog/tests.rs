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
    assert_eq!(catalog.ids().count(), 18);
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
fn what_is_narrowed_says_the_same_of_what_was_asked_for() {
    let whole = Catalog::builtin();
    let day = jiff::civil::date(2026, 11, 20);
    for id in whole.ids() {
        let framework = whole.framework(id).unwrap();
        // Every third control, and every group.
        let asked: BTreeSet<String> = framework.controls.iter().step_by(3).map(|control| format!("{id}:{}", control.id)).collect();
        let narrow = Catalog::builtin().narrowed(&asked);
        for reference in asked.iter().cloned().chain(framework.groups.iter().map(|group| format!("{id}:{}", group.id))) {
            let (here, there) = (whole.control(&reference).unwrap(), narrow.control(&reference).unwrap());
            assert_eq!((here.label(), here.title()), (there.label(), there.title()), "{reference}");
            assert_eq!(framework.standing(here.id(), day), there.framework().standing(there.id(), day), "{reference}");
        }
        assert_eq!(narrow.framework(id).unwrap().controls.len(), asked.len(), "a line of {id} does not begin as the others do");
        assert_eq!(narrow.short(id), Some(framework.short.as_str()));
    }
}

#[test]
fn a_line_that_begins_otherwise_is_kept() {
    let text = "id: own\ngroups:\n  - {id: A, title: A}\ncontrols:\n  - {id: A, title: A}\n  - id: B\n    title: B\n  - {id: \"C\\u00e9\", title: C}\n";
    assert_eq!(
        super::lookup::narrowed(text, |_| false),
        text.replacen("  - {id: A, title: A}\n", "", 2).replace("groups:\n", "groups:\n  - {id: A, title: A}\n")
    );
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

fn crosswalk(text: &str) -> Result<Crosswalk, String> {
    let tree = tree("mine.yaml", text);
    let root = tree.roots().next().unwrap();
    Crosswalk::read(&tree, root.id(), &Catalog::builtin()).map_err(|problems| plain(&problems))
}

#[test]
fn every_shipped_crosswalk_is_consistent_and_named_after_its_file() {
    let catalog = Catalog::builtin();
    let shipped: Vec<Crosswalk> = crate::embed::files("policies/crosswalks/")
        .map(|(name, text)| {
            let crosswalk = crosswalk(text).unwrap_or_else(|problems| unreachable!("{name}: {problems}"));
            assert_eq!(format!("policies/crosswalks/{}.yaml", crosswalk.id), name);
            for text in [&crosswalk.title, &crosswalk.publisher, &crosswalk.source, &crosswalk.rationale] {
                assert!(!text.is_empty(), "{name}");
            }
            crosswalk
        })
        .collect();
    assert!(catalog.crosswalks().eq(&shipped));
    assert_eq!(shipped.len(), 13);
}

#[test]
fn only_the_crosswalks_of_a_framework_are_read() {
    let catalog = Catalog::builtin();
    let ids: Vec<&str> = catalog.crosswalks_of("owasp-asi-2026").map(|crosswalk| crosswalk.id.as_str()).collect();
    assert_eq!(ids, ["owasp-asi-2026-to-owasp-llm-2025"]);
    assert_eq!(catalog.racks.values().filter(|rack| rack.is_read()).count(), 1);
}

#[test]
fn a_control_relates_to_others_from_both_sides() {
    let catalog = Catalog::builtin();
    let show = |framework: &str, id: &str| -> Vec<String> {
        let related = catalog.related(framework, id);
        related.iter().map(|one| format!("{id} {} {} ({})", one.words(), one.other(), one.crosswalk.trust.as_str())).collect()
    };
    insta::assert_snapshot!([show("owasp-asi-2026", "ASI06"), show("owasp-llm-2025", "LLM04")].concat().join("\n"), @r"
    ASI06 overlaps with owasp-llm-2025:LLM01 (published)
    ASI06 is more than owasp-llm-2025:LLM04 (published)
    ASI06 overlaps with owasp-llm-2025:LLM08 (published)
    LLM04 overlaps with aiuc-1:B001 (published)
    LLM04 overlaps with aiuc-1:B005 (published)
    LLM04 overlaps with cosai-rm:riskDataPoisoning (official)
    LLM04 is a part of owasp-asi-2026:ASI06 (published)
    LLM04 overlaps with owasp-asi-2026:ASI08 (published)
    ");
    assert_eq!(show("mitre-atlas", "AML.T0000")[0], "AML.T0000 is helped by mitre-atlas:AML.M0000 (official)");
}

#[test]
fn what_is_supported_supports_nothing_by_that() {
    let inverse = Relation::ALL.map(|relation| (relation.as_str(), relation.inverse().map(Relation::as_str)));
    assert_eq!(
        inverse,
        [
            ("equal", Some("equal")),
            ("superset", Some("subset")),
            ("subset", Some("superset")),
            ("intersects", Some("intersects")),
            ("supports", None),
        ]
    );
}

#[test]
fn a_crosswalk_to_what_does_not_exist_is_rejected() {
    let mine = "
apiVersion: provost/v1
kind: Crosswalk
id: mine
from: nist-ai-rmf
to: owasp-llm-2025
trust: community
source: ours
rows:
  - {from: GOVERN 1.8, relation: supports, to: [LLM01, LLM11]}
  - {from: GOVERN 1.1, relation: intersects, to: [LLM02]}
  - {from: GOVERN 1.1, relation: subset, to: [LLM02]}
";
    insta::assert_snapshot!(crosswalk(mine).unwrap_err(), @"
    error[unknown-control]: NIST AI RMF has no control `GOVERN 1.8`
      mine.yaml:10:12 >GOVERN 1.8< not in the catalog
      help: there are `GOVERN 1.1` to `GOVERN 6.2`

    error[unknown-control]: OWASP LLM has no control `LLM11`
      mine.yaml:10:56 >LLM11< not in the catalog
      help: there are `LLM01` to `LLM10`

    error[duplicate-id]: two rows relate `GOVERN 1.1` to `LLM02`
      mine.yaml:12:47 >LLM02< again here
      mine.yaml:11:51 >LLM02< first here
    ");
    insta::assert_snapshot!(crosswalk(&mine.replace("owasp-llm-2025", "owasp-llm")).unwrap_err(), @r"
    error[unknown-control]: unknown framework `owasp-llm`
      mine.yaml:6:5 >owasp-llm< not in the catalog
      help: did you mean `owasp-llm-2025`?
    ");
    insta::assert_snapshot!(crosswalk(&mine.replace("relation: subset", "relation: broader")).unwrap_err(), @r"
    error[wrong-value]: expected `equal`, `subset`, `superset`, `intersects` or `supports` for `rows[2].relation`
      mine.yaml:12:34 >broader< not one of these
      help: write `equal`, `subset`, `superset`, `intersects` or `supports`
    ");
}

#[test]
fn a_control_stands_as_its_framework_says_on_each_day() {
    let catalog = Catalog::builtin();
    let show = |(framework, id, day): (&str, &str, &str)| {
        let standing = catalog.framework(framework).unwrap().standing(id, day.parse().unwrap());
        let since = standing.since.map_or("never".to_owned(), |day| day.to_string());
        let next: Vec<String> = standing.next.iter().map(|row| row.from.to_string()).collect();
        let starts = standing.starts().map_or(String::new(), |start| format!(", starts {start}"));
        format!("{framework}:{id} on {day}: in force {}, since {since}, next {next:?}{starts}", standing.in_force)
    };
    let cases = [
        ("eu-ai-act", "Art. 4", "2026-11-20"),
        ("eu-ai-act", "Art. 5(1)(a)", "2026-11-20"),
        ("eu-ai-act", "Art. 9(2)(a)", "2026-11-20"),
        ("eu-ai-act", "Art. 9(2)(a)", "2027-12-02"),
        ("eu-ai-act", "Annex III(4)(a)", "2026-11-20"),
        ("eu-ai-act", "Art. 6", "2026-11-20"),
        ("eu-ai-act", "Art. 50(2)", "2026-11-20"),
        ("eu-ai-act", "Art. 72(1)", "2026-08-01"),
        ("eu-ai-act", "Chapter IV", "2026-08-02"),
        ("colorado-sb26-189", "6-1-1703", "2026-11-20"),
        ("nist-ai-rmf", "GOVERN 1.1", "2026-11-20"),
        ("nist-ai-rmf", "GOVERN 1.1", "2020-01-01"),
        ("cosai-rm", "riskDataPoisoning", "2026-11-20"),
    ];
    insta::assert_snapshot!(cases.map(show).join("\n"), @r#"
    eu-ai-act:Art. 4 on 2026-11-20: in force true, since 2025-02-02, next []
    eu-ai-act:Art. 5(1)(a) on 2026-11-20: in force true, since 2025-02-02, next ["2026-12-02"]
    eu-ai-act:Art. 9(2)(a) on 2026-11-20: in force true, since 2026-08-02, next ["2027-12-02"]
    eu-ai-act:Art. 9(2)(a) on 2027-12-02: in force true, since 2026-08-02, next []
    eu-ai-act:Annex III(4)(a) on 2026-11-20: in force true, since 2026-08-02, next ["2027-12-02"]
    eu-ai-act:Art. 6 on 2026-11-20: in force true, since 2026-08-02, next ["2027-08-02", "2027-12-02", "2028-08-02"]
    eu-ai-act:Art. 50(2) on 2026-11-20: in force true, since 2026-08-02, next ["2026-12-02"]
    eu-ai-act:Art. 72(1) on 2026-08-01: in force false, since never, next ["2026-08-02"], starts from 2026-08-02
    eu-ai-act:Chapter IV on 2026-08-02: in force true, since 2026-08-02, next []
    colorado-sb26-189:6-1-1703 on 2026-11-20: in force false, since never, next ["2027-01-01"], starts from 2027-01-01
    nist-ai-rmf:GOVERN 1.1 on 2026-11-20: in force true, since 2023-01-26, next []
    nist-ai-rmf:GOVERN 1.1 on 2020-01-01: in force false, since never, next [], starts from 2023-01-26
    cosai-rm:riskDataPoisoning on 2026-11-20: in force true, since never, next []
    "#);
}

#[test]
fn what_stands_beside_the_list_can_be_named_but_does_not_count() {
    let catalog = Catalog::builtin();
    for (id, counted, beside) in [("iso-42001", 38, "5.2"), ("iso-27001-2022", 93, "5.2"), ("nist-800-53r5", 298, "AC-2(12)")] {
        let framework = catalog.framework(id).unwrap();
        assert_eq!(framework.counted().count(), counted);
        assert!(framework.controls.len() > counted);
        assert!(!framework.counts(framework.control(beside).unwrap()));
    }
}
