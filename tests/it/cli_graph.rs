//! `provost graph`.

use provost::cli::Exit;

use crate::shell::{MANIFEST, folder, provost};

fn root() -> &'static std::path::Path {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What ends a text in each of the three languages, and what a terminal or a browser would act on.
const HOSTILE: &str = r#"apiVersion: provost/v1
kind: AISystem
id: hostile
name: "\"]; click n0 --> <script>alert(1)</script> `x` \e[31m \\N & &lt; ]]>"
data_flows:
  - {id: end, from: {kind: public, name: "|\" end"}, to: {kind: external-model, name: "</svg><img src=x onerror=alert(1)>"}}
"#;

#[test]
fn a_fleet_is_drawn_as_mermaid() {
    insta::assert_snapshot!(provost(root(), &["graph", "examples/security-agent"]).seen(), @"");
}

#[test]
fn each_flow_of_a_system_is_drawn_with_what_findings_touch() {
    let arguments = ["graph", "examples/support-copilot/flawed.yaml", "--system", "support-copilot-flawed", "--check"];
    insta::assert_snapshot!(provost(root(), &arguments).seen(), @"");
}

#[test]
fn graphviz_gets_the_same() {
    let arguments = ["graph", "examples/security-agent/flawed.yaml", "--system", "security-agent-flawed", "-o", "dot"];
    insta::assert_snapshot!(provost(root(), &arguments).seen(), @"");
}

#[test]
fn hostile_text_stays_text() {
    let here = folder(&[("h.yaml", HOSTILE)]);
    let draw = |format: &str| provost(here.path(), &["graph", "--system", "hostile", "-o", format]).seen();
    insta::assert_snapshot!(draw("mermaid"), @"");
    insta::assert_snapshot!(draw("dot"), @"");
    let svg = draw("svg");
    let tags = ["svg", "title", "desc", "style", "rect", "text", "path", "g"];
    for tag in svg.split('<').skip(1).map(|rest| rest.trim_start_matches('/').split([' ', '>']).next().unwrap()) {
        assert!(tags.contains(&tag), "<{tag}> in {svg}");
    }
    assert!(svg.contains("&lt;/svg&gt;&lt;img src=x"), "{svg}");
    assert!(svg.contains(r"\u{1b}[31m"), "{svg}");
    assert!(!svg.contains('\u{1b}'));
}

#[test]
fn a_picture_is_named_and_described_for_those_who_do_not_see_it() {
    let here = folder(&[("copilot.yaml", MANIFEST)]);
    let ran = provost(here.path(), &["graph", "-o", "svg"]);
    let head: String = ran.out.lines().take(3).map(|line| format!("{line}\n")).collect();
    insta::assert_snapshot!(head, @"");
}

#[test]
fn a_file_gets_the_same_bytes_as_standard_output_whatever_the_order() {
    let (a, b) = ("examples/support-copilot/compliant.yaml", "examples/cv-screening/compliant.yaml");
    let here = tempfile::tempdir().unwrap();
    let file = here.path().join("fleet.svg");
    let ran = provost(root(), &["graph", a, b, "-o", &format!("svg={}", file.display())]);
    assert_eq!(ran.seen(), "exit 0\n");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), provost(root(), &["graph", b, a, "-o", "svg"]).out);
}

#[test]
fn wrong_usage_says_what_to_type() {
    let here = folder(&[("copilot.yaml", MANIFEST)]);
    insta::assert_snapshot!(provost(here.path(), &["graph", "--system", "copilt"]).seen(), @"");
    insta::assert_snapshot!(provost(here.path(), &["graph", "-o", "svgz"]).seen(), @"");
    insta::assert_snapshot!(provost(here.path(), &["graph", "-o", "svg="]).seen(), @"");
    insta::assert_snapshot!(provost(folder(&[]).path(), &["graph"]).seen(), @"");
}

#[test]
fn what_can_be_read_of_a_broken_fleet_is_drawn_and_the_run_is_broken() {
    let here = folder(&[("a.yaml", MANIFEST), ("b.yaml", "apiVersion: provost/v1\nkind: AISystem\nid: b\nnmae: B\n")]);
    let ran = provost(here.path(), &["graph"]);
    assert_eq!(ran.exit, Exit::Broken);
    assert!(ran.out.contains("n0[\"Copilot"), "{}", ran.out);
    assert!(ran.err.contains("nmae"), "{}", ran.err);
}
