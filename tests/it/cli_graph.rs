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
    insta::assert_snapshot!(provost(root(), &["graph", "examples/security-agent"]).seen(), @r#"
    flowchart LR
      accTitle: 2 AI systems and whom they exchange data with
      accDescr: 2 AI systems, 3 vendors, 1 party outside.
      subgraph z0["People and partners"]
        n3(["disclosure mailbox<br/>the public"])
      end
      subgraph z1["Our organization"]
        n0["Warden<br/>security-agent · production · limited risk"]
        n1["bugsweeper<br/>security-agent-flawed · production · limited risk"]
      end
      subgraph z2["Vendors"]
        n2[["Kestrel AI Ltd<br/>model provider · eu · used by 1 system<br/>model kestrel-code-4 · 1 system<br/>model kestrel-embed-2 · 1 system"]]
        n4[["Tessera Corp.<br/>model provider · us · used by 1 system<br/>model tessera-code · 1 system"]]
        n5[["Vantil Models BV<br/>model provider · eu · used by 1 system"]]
      end
      n0 -->|"personal · 2 flows"| n2
      n0 -.->|"no flow declared"| n5
      n1 -->|"confidential"| n4
      n2 -->|"confidential"| n0
      n3 -->|"personal"| n0
      classDef system stroke-width:2px
      class n0,n1 system
      legend["dotted arrow: dependency without a declared flow"]
      style legend fill:none,stroke:none
    exit 0
    "#);
}

#[test]
fn each_flow_of_a_system_is_drawn_with_what_findings_touch() {
    let arguments = ["graph", "examples/support-copilot/flawed.yaml", "--system", "support-copilot-flawed", "--check"];
    insta::assert_snapshot!(provost(root(), &arguments).seen(), @r#"
    flowchart LR
      accTitle: Data flows of Vaso Living help bot
      accDescr: 2 data flows of the AI system support-copilot-flawed, the most sensitive of personal data, 1 between our organization and others. 1 vendor. 14 findings (critical) · 3 undeclared.
      subgraph z1["Our organization"]
        n0["Vaso Living help bot<br/>support-copilot-flawed · production · limited risk<br/>14 findings (critical) · 3 undeclared<br/>store article-index · vector index · internal<br/>store chat-memory · memory · personal<br/>dataset shop-articles · retrieval · no personal data<br/>dataset test-questions · testing · no personal data"]
        n1["order system"]
        n2["helpbot"]
      end
      subgraph z2["Vendors"]
        n3[["Quillworks Inc.<br/>model provider · us<br/>1 finding (critical) · 1 undeclared<br/>#33; model quill-chat · vendor api · us"]]
      end
      n1 -->|"order-lookup<br/>personal data · in eu<br/>1 finding (critical)"| n2
      n2 -->|"chat-to-quillworks<br/>personal data · in us · crosses a border<br/>DPA · may train · keeps 30 days<br/>1 finding (critical)"| n3
      classDef system stroke-width:2px
      class n0 system
      classDef failed stroke:#d1242f,stroke-width:2px
      class n0,n3 failed
      linkStyle 0,1 stroke:#d1242f,stroke-width:2px
      legend["red: touched by a finding"]
      style legend fill:none,stroke:none
    exit 0
    "#);
}

#[test]
fn graphviz_gets_the_same() {
    let arguments = ["graph", "examples/security-agent/flawed.yaml", "--system", "security-agent-flawed", "-o", "dot"];
    insta::assert_snapshot!(provost(root(), &arguments).seen(), @r##"
    digraph provost {
    rankdir=LR; nodesep=0.4; ranksep=1.2; labelloc=t; compound=true;
      node [shape=box, style="rounded", fontname="Helvetica,sans-serif", fontsize=11];
      edge [fontname="Helvetica,sans-serif", fontsize=9];
      label="Data flows of bugsweeper";
      subgraph cluster_1 {
        label="Our organization"; style=dashed; color=gray50;
        n0 [label="bugsweeper\nsecurity-agent-flawed · production · limited risk\nstore scratchpad · memory · confidential\ndataset old-tickets · testing · no personal data", penwidth=2];
        n1 [label="repositories"];
      }
      subgraph cluster_2 {
        label="Vendors"; style=dashed; color=gray50;
        n2 [label="Tessera Corp.\nmodel provider · us\nmodel tessera-code · vendor api · us", shape=box, style=solid, peripheries=2];
      }
      n1 -> n2 [label="code-to-tessera\nconfidential data · in us · crosses a border\nDPA · no training · keeps nothing", color="#9a6700"];
      legend [shape=plaintext, fontsize=9, label="brown arrow: confidential\l"];
    }
    exit 0
    "##);
}

#[test]
fn hostile_text_stays_text() {
    let here = folder(&[("h.yaml", HOSTILE)]);
    let draw = |format: &str| provost(here.path(), &["graph", "--system", "hostile", "-o", format]).seen();
    insta::assert_snapshot!(draw("mermaid"), @r##"
    flowchart LR
      accTitle: Data flows of     click n0 --   script alert(1)  script   x   u 1b  31m  N    lt     
      accDescr: 1 data flow of the AI system hostile, 1 between our organization and others. 1 vendor.
      subgraph z0["People and partners"]
        n1(["#124;#34; end<br/>the public"])
      end
      subgraph z1["Our organization"]
        n0["#34;#93;#59; click n0 --#62; #60;script#62;alert(1)#60;#47;script#62; #96;x#96; #92;u#123;1b#125;#91;31m #92;N #38; #38;lt#59; #93;#93;#62;<br/>hostile"]
      end
      subgraph z2["Vendors"]
        n2[["#60;#47;svg#62;#60;img src#61;x onerror#61;alert(1)#62;"]]
      end
      n1 -->|"end<br/>data not declared<br/>agreement not declared"| n2
      classDef system stroke-width:2px
      class n0 system
    exit 0
    "##);
    insta::assert_snapshot!(draw("dot"), @r#"
    digraph provost {
    rankdir=LR; nodesep=0.4; ranksep=1.2; labelloc=t; compound=true;
      node [shape=box, style="rounded", fontname="Helvetica,sans-serif", fontsize=11];
      edge [fontname="Helvetica,sans-serif", fontsize=9];
      label="Data flows of \"]; click n0 --> <script>alert(1)</script> `x` \\u{1b}[31m \\N &amp; &amp;lt; ]]>";
      subgraph cluster_0 {
        label="People and partners"; style=dashed; color=gray50;
        n1 [label="|\" end\nthe public", shape=ellipse];
      }
      subgraph cluster_1 {
        label="Our organization"; style=dashed; color=gray50;
        n0 [label="\"]; click n0 --> <script>alert(1)</script> `x` \\u{1b}[31m \\N &amp; &amp;lt; ]]>\nhostile", penwidth=2];
      }
      subgraph cluster_2 {
        label="Vendors"; style=dashed; color=gray50;
        n2 [label="</svg><img src=x onerror=alert(1)>", shape=box, style=solid, peripheries=2];
      }
      n1 -> n2 [label="end\ndata not declared\nagreement not declared", color="gray50"];
      legend [shape=plaintext, fontsize=9, label="gray arrow: data not declared\l"];
    }
    exit 0
    "#);
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
    insta::assert_snapshot!(head, @r#"
    <svg xmlns="http://www.w3.org/2000/svg" class="provost-graph" id="provost-graph" role="img" aria-labelledby="provost-graph-title provost-graph-desc" width="WIDTH" height="177" viewBox="0 0 521 177">
    <title id="provost-graph-title">1 AI system and whom it exchanges data with</title>
    <desc id="provost-graph-desc">1 AI system, 0 vendors, 0 parties outside.</desc>
    "#);
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
    insta::assert_snapshot!(provost(here.path(), &["graph", "--system", "copilt"]).seen(), @"
    error: there is no system `copilt`
      help: did you mean `copilot`?
    exit 2
    ");
    insta::assert_snapshot!(provost(here.path(), &["graph", "-o", "svgz"]).seen(), @"
    error: unknown format `svgz`
      help: did you mean `svg`?
    exit 2
    ");
    insta::assert_snapshot!(provost(here.path(), &["graph", "-o", "svg="]).seen(), @"
    error: `--output svg=` names no file
      help: `--output svg` alone writes to standard output
    exit 2
    ");
    insta::assert_snapshot!(provost(folder(&[]).path(), &["graph"]).seen(), @"
    error: there is no manifest to draw
      help: `provost init` writes a first one
    exit 2
    ");
}

#[test]
fn what_can_be_read_of_a_broken_fleet_is_drawn_and_the_run_is_broken() {
    let here = folder(&[("a.yaml", MANIFEST), ("b.yaml", "apiVersion: provost/v1\nkind: AISystem\nid: b\nnmae: B\n")]);
    let ran = provost(here.path(), &["graph"]);
    assert_eq!(ran.exit, Exit::Broken);
    assert!(ran.out.contains("n0[\"Copilot"), "{}", ran.out);
    assert!(ran.err.contains("nmae"), "{}", ran.err);
}
