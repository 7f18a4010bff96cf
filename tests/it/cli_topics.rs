//! `provost schema`, `explain` and `completions`.

use provost::cli::Exit;
use provost::diagnostic::Code;

use crate::shell::{folder, provost};

#[test]
fn schema_lists_the_kinds() {
    insta::assert_snapshot!(provost(folder(&[]).path(), &["schema"]).seen(), @"
    ai-system       AISystem
    policy          Policy
    policy-test     PolicyTest
    framework       Framework
    crosswalk       Crosswalk
    classification  Classification
    config          Config
    import          Import
    result          Result
    coverage        Coverage
    exit 0
    ");
}

#[test]
fn every_schema_of_the_repository_is_printed_as_it_is() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")).unwrap();
    for file in files.map(Result::unwrap) {
        let name = file.file_name().into_string().unwrap();
        let kind = name.split('.').next().unwrap();
        let ran = provost(folder(&[]).path(), &["schema", kind]);
        assert_eq!((ran.exit, ran.out), (Exit::Clean, std::fs::read_to_string(file.path()).unwrap()), "{name}");
    }
    assert_eq!(provost(folder(&[]).path(), &["schema", "AISystem"]).exit, Exit::Clean);
}

#[test]
fn an_unknown_kind_is_an_error_with_the_nearest_name() {
    insta::assert_snapshot!(provost(folder(&[]).path(), &["schema", "polcy"]).seen(), @"
    error: there is no kind `polcy`
      help: did you mean `policy`?
    exit 2
    ");
}

#[test]
fn every_diagnostic_has_a_page() {
    for code in Code::ALL {
        let ran = provost(folder(&[]).path(), &["explain", code.id()]);
        assert_eq!(ran.exit, Exit::Clean);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&ran.out).contains(&words(code.page())), "{}", ran.out);
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = provost(folder(&[]).path(), &["completions", shell]);
        assert_eq!(ran.exit, Exit::Clean);
        assert!(ran.out.contains("completions"), "{shell}");
    }
}

#[test]
fn a_crosswalk_has_a_page_of_its_relations() {
    let ran = provost(folder(&[]).path(), &["explain", "nist-ai-rmf-to-iso-42001"]);
    let head: Vec<&str> = ran.out.lines().take(24).collect();
    insta::assert_snapshot!(head.join("\n"), @r#"
    nist-ai-rmf-to-iso-42001: NIST AI RMF and ISO/IEC 42001

      from       nist-ai-rmf
      to         iso-42001
      trust      published
      publisher  Microsoft
      source     NIST AI RMF to ISO/IEC FDIS 42001 Crosswalk of May 2023, provided
                 by Microsoft and listed by NIST; read through two secondary copies.

    The authors list beside each subcategory the parts of the standard that speak of
    the same subject.

    NIST lists it without endorsing it. Only 20 of the 72 subcategories are here,
    and it follows the final draft of the standard. It cites the guidance of Annex
    B; the rows here name the control of Annex A with the same number. Rows with
    "verified: false" were read in a copy whose columns had to be aligned by guess.

    71 relations

      GOVERN 1.1   overlaps with 4.1: Organization and context
      GOVERN 1.1   overlaps with 6.2: Objectives and how to reach them
      GOVERN 1.1   overlaps with A.2.2: Documented policy for AI systems
      GOVERN 1.1   overlaps with A.2.4: Regular check that the AI policy still fits
      GOVERN 1.6   overlaps with A.4.2: Record of the resources an AI system needs
    "#);
}

#[test]
fn the_page_of_a_framework_tells_its_classification_too() {
    let ran = provost(folder(&[]).path(), &["explain", "OMB-M-25-21"]);
    let lines = ran.out.lines().skip_while(|line| !line.starts_with("Classification: "));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @"
    Classification: High-impact AI of US federal agencies under OMB M-25-21

    Asks whether a US federal agency's use of AI is high-impact: because its output
    is a principal basis for decisions with significant effect, because it affects
    safety, or because the memorandum presumes so and nobody has determined
    otherwise in writing. A waiver lifts minimum practices, not the impact. The
    sections of the memorandum that define the terms are not part of the catalog, so
    the steps name the section whose practices hang on them. Not legal advice.

    `provost classify --only omb-m-25-21` answers it from a manifest, and says why.

    Tiers, the worst first

      high-impact      High-impact. The minimum practices of section 4(b) apply
                       unless they are waived.
      not-high-impact  Not high-impact. The use is inventoried; minimum practices
                       are not demanded.
      out-of-scope     Out of scope. Not a use by a US federal agency.

    6 questions

      agency             Is it a US federal agency that uses it? no: out-of-scope;
                         the rest is not asked. [4(b)]
      national-security  Is it exclusively for military, defense or national
                         security purposes? yes: out-of-scope; the rest is not
                         asked. [4(b)]
      principal-basis    Is its output a principal basis for decisions or actions
                         with legal, material, binding or significant effect? yes:
                         high-impact. [4(b)]
      safety-effect      Does it have significant effect on health, safety or
                         critical infrastructure? yes: high-impact. [4(b)]
      presumed           Is it in a category that is presumed to be high-impact,
                         with no written determination that it is not? yes:
                         high-impact. [4(b)]
      waiver             Is a waiver by the chief AI officer in force? [4(b)]

    Duties, and whose they are

      testing            Test before deployment (everybody; high-impact) [4(b)(i)]
      impact-assessment  Complete an AI impact assessment (everybody; high-impact)
                         [4(b)(ii)]
      monitoring         Monitor performance and adverse impacts (everybody;
                         high-impact) [4(b)(iii)]
      training           Train and assess the people who work with it (everybody;
                         high-impact) [4(b)(iv)]
      oversight          Provide human oversight, intervention and accountability
                         (everybody; high-impact) [4(b)(v)]
      remedies           Offer remedies or appeals (everybody; high-impact)
                         [4(b)(vi)]
      feedback           Consult end users and the public (everybody; high-impact)
                         [4(b)(vii)]

    Controls, and the rules that touch them

      4(b)(i)    Testing before deployment [EVL-01 FED-05]
      4(b)(ii)   AI impact assessment [EVL-03 FED-01 FED-06 FED-07 FED-13 RSK-04]
      4(b)(iii)  Ongoing monitoring of performance and adverse impacts [DRF-01
                 FED-08 OBS-05]
      4(b)(iv)   Adequate training and assessment of people [FED-09 HUM-01 HUM-03]
      4(b)(v)    Human oversight, intervention and accountability [FED-10 HUM-01
                 HUM-05]
      4(b)(vi)   Remedies or appeals for affected people [FED-11 HUM-02 TRA-03]
      4(b)(vii)  Feedback from end users and the public [FED-12 TRA-07]
    ");
}

#[test]
fn a_classification_without_a_framework_has_a_page_of_its_own() {
    let own = "apiVersion: provost/v1\nkind: Classification\nid: ours\ntitle: Our tiers\nshort: Ours\nowner: a@b.example\nversion: 1.0.0\nreview_by: 2027-06-30\n\
        tiers: [{id: watched, title: Watched}, {id: free, title: Free}]\notherwise: free\nsteps:\n  - {id: chat, question: Does it talk?, if: system.facts.interacts_with_persons, \
        then: {tier: watched, duties: [look]}, controls: [\"eu-ai-act:Art. 50(1)\"]}\nduties: [{id: look, title: Look at it, controls: [\"eu-ai-act:Art. 4\"]}]\n";
    let ran = provost(folder(&[("policies/ours.yaml", own)]).path(), &["explain", "ours", "--policy", "policies"]);
    insta::assert_snapshot!(ran.seen(), @"
    ours: Our tiers

    `provost classify --only ours` answers it from a manifest, and says why.

    Tiers, the worst first

      watched  Watched
      free     Free

    1 question

      chat  Does it talk? yes: watched; owed look. [EU AI Act Art. 50(1)]

    Duties, and whose they are

      look  Look at it (everybody) [EU AI Act Art. 4]
    exit 0
    ");
    let near = provost(folder(&[("policies/ours.yaml", own)]).path(), &["explain", "nist-ai-rmf-to-iso-4201"]);
    insta::assert_snapshot!(near.seen(), @"
    error: there is nothing called `nist-ai-rmf-to-iso-4201`
      help: did you mean `nist-ai-rmf`?
    exit 2
    ");
}

#[test]
fn a_control_is_found_as_findings_show_it() {
    let first = |topic: &str| provost(folder(&[]).path(), &["explain", topic]).out.lines().next().unwrap_or_default().to_owned();
    for topic in ["OWASP LLM LLM02:2025", "LLM02:2025", "owasp llm llm02", "owasp-llm-2025:LLM02"] {
        assert_eq!(first(topic), first("owasp-llm-2025:LLM02"), "{topic}");
    }
    assert!(first("NIST AI RMF MAP 4.1").starts_with("NIST AI RMF MAP 4.1: "));
    // Two frameworks have such an article.
    assert_eq!(first("Art. 9"), "");
}
