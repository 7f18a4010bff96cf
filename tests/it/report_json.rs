//! What programs see.

use provost::engine::Finding;
use provost::report::{Format, Style};
use serde_json::Value;

use crate::outcomes::{COPILOT, Holds, leak, of, outcome, source, written};

fn json(holds: &[Holds]) -> String {
    written(Format::JSON, &outcome(holds), &Style::PLAIN)
}

/// The result of a run with one finding.
fn one_finding() -> Value {
    let outcome = of(vec![leak(&source("systems/support-copilot.yaml", COPILOT))], Vec::new());
    serde_json::from_str(&written(Format::JSON, &outcome, &Style::PLAIN)).unwrap()
}

#[test]
fn a_finding_carries_everything_that_a_reader_may_need() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&one_finding()["findings"]).unwrap(), @r#"
    [
      {
        "rule": "LEK-01",
        "policy": "data-leakage",
        "title": "Personal data leaves only under an agreement",
        "severity": "critical",
        "verdict": "fail",
        "system": "support-copilot",
        "message": "data flow `chat-to-llm` sends personal data to OpenAI without a no-training agreement",
        "help": "set `agreement.no_training: true` on `data_flows[chat-to-llm]` once the vendor signed it, or add `redaction` to its `safeguards`",
        "controls": [
          "nist-ai-rmf:MAP 4.1",
          "owasp-llm-2025:LLM02",
          "eu-ai-act:Art. 10"
        ],
        "location": {
          "path": "systems/support-copilot.yaml",
          "line": 15,
          "column": 28,
          "end_line": 15,
          "end_column": 46,
          "byte_start": 351,
          "byte_end": 369
        },
        "label": "`flow.agreement.no_training` is false",
        "path": "data_flows[chat-to-llm].agreement.no_training",
        "missing": [],
        "related": [
          {
            "path": "systems/support-copilot.yaml",
            "line": 11,
            "column": 21,
            "end_line": 11,
            "end_column": 29,
            "byte_start": 233,
            "byte_end": 241,
            "label": "applies because of this"
          }
        ],
        "quotes": [
          {
            "path": "systems/support-copilot.yaml",
            "lines": [
              {
                "line": 10,
                "text": "  - id: chat-to-llm"
              },
              {
                "line": 11,
                "text": "    classification: personal"
              },
              {
                "line": 15,
                "text": "    agreement: {dpa: true, no_training: false}"
              }
            ]
          }
        ],
        "counts": true,
        "fingerprint": "0f3a9d5c7be14826a1b2c3d4e5f60718"
      }
    ]
    "#);
}

#[test]
fn a_result_says_what_the_run_was() {
    let mut result = one_finding();
    result.as_object_mut().unwrap().shift_remove("findings");
    insta::assert_snapshot!(serde_json::to_string_pretty(&result).unwrap(), @r#"
    {
      "schema": "provost/result/v1",
      "tool": {
        "name": "provost",
        "version": "0.1.0"
      },
      "as_of": "2026-11-20",
      "as_of_pinned": true,
      "exit_code": 0,
      "summary": {
        "systems": 3,
        "rules": 87,
        "evaluations": 252,
        "verdicts": {
          "pass": 61,
          "fail": 1,
          "waived": 0,
          "undeclared": 0,
          "not_applicable": 190,
          "error": 0
        },
        "findings": {
          "critical": 1,
          "high": 0,
          "medium": 0,
          "low": 0,
          "info": 0
        }
      },
      "diagnostics": [],
      "record": {
        "systems": [],
        "rules": [],
        "frameworks": [
          {
            "id": "eu-ai-act",
            "short": "EU AI Act",
            "controls": [
              {
                "id": "Art. 10",
                "label": "Art. 10"
              }
            ]
          },
          {
            "id": "nist-ai-rmf",
            "short": "NIST AI RMF",
            "controls": [
              {
                "id": "MAP 4.1",
                "label": "MAP 4.1"
              }
            ]
          },
          {
            "id": "owasp-llm-2025",
            "short": "OWASP",
            "controls": [
              {
                "id": "LLM02",
                "label": "LLM02:2025"
              }
            ]
          }
        ]
      }
    }
    "#);
}

#[test]
fn a_diagnostic_has_a_location_if_it_has_a_place() {
    let document: Value = serde_json::from_str(&json(&[Holds::Diagnostics])).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document["diagnostics"]).unwrap(), @r#"
    [
      {
        "code": "unknown-field",
        "severity": "error",
        "message": "unknown key `nmae` in a manifest",
        "help": "did you mean `name`?",
        "location": {
          "path": "systems/scanner.yaml",
          "line": 4,
          "column": 1,
          "end_line": 4,
          "end_column": 5,
          "byte_start": 50,
          "byte_end": 54
        },
        "label": "not a key of `AISystem`",
        "quotes": [
          {
            "path": "systems/scanner.yaml",
            "lines": [
              {
                "line": 3,
                "text": "id: scanner"
              },
              {
                "line": 4,
                "text": "nmae: Scanner"
              }
            ]
          }
        ]
      },
      {
        "code": "unknown-selection",
        "severity": "warning",
        "message": "`--skip LEK-99` matches no rule",
        "help": "did you mean `LEK-09`?"
      }
    ]
    "#);
}

#[test]
fn findings_are_counted_by_severity_without_waived_and_undeclared_ones() {
    let document: Value = serde_json::from_str(&json(&[Holds::Findings, Holds::Undeclared, Holds::Waived])).unwrap();
    insta::assert_snapshot!(document["summary"].to_string(), @r#"{"systems":3,"rules":87,"evaluations":259,"verdicts":{"pass":61,"fail":2,"waived":1,"undeclared":5,"not_applicable":190,"error":0},"findings":{"critical":1,"high":1,"medium":0,"low":0,"info":0}}"#);
    let verdicts = document["findings"].as_array().unwrap().iter().map(|finding| finding["verdict"].as_str().unwrap());
    let verdicts: Vec<&str> = verdicts.collect();
    assert_eq!(verdicts, ["fail", "fail", "waived", "undeclared", "undeclared", "undeclared", "undeclared", "undeclared"]);
}

#[test]
fn every_result_is_what_its_schema_says() {
    let schema: Value = serde_json::from_str(provost::schema::text(provost::schema::Kind::Result)).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let all = [Holds::Findings, Holds::Undeclared, Holds::Waived, Holds::Diagnostics];
    for holds in [&all[..], &[]] {
        let document: Value = serde_json::from_str(&json(holds)).unwrap();
        let problems: Vec<String> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
        assert_eq!(problems, Vec::<String>::new());
    }
}

#[test]
fn neither_time_nor_style_changes_a_byte() {
    let style = Style { color: true, unicode: false, width: 40, elapsed: Some(std::time::Duration::from_secs(3)) };
    let all = outcome(&[Holds::Findings, Holds::Diagnostics]);
    assert_eq!(written(Format::JSON, &all, &style), written(Format::JSON, &all, &Style::PLAIN));
}

#[test]
fn invisible_characters_are_escaped_and_read_back_as_they_were() {
    let message = "bidi \u{202e}, tag \u{e0041}, c1 \u{9b}, quote \" and\nbreak";
    let finding = Finding { message: message.into(), ..leak(&source("a.yaml", COPILOT)) };
    let text = written(Format::JSON, &of(vec![finding], Vec::new()), &Style::PLAIN);
    assert!(text.contains(r#""bidi \u202e, tag \udb40\udc41, c1 \u009b, quote \" and\nbreak""#), "{text}");
    let document: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(document["findings"][0]["message"], message);
}
