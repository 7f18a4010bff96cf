//! What people see.

use proptest::prelude::*;
use provost::diagnostic::{Code, Diagnostic, Label, Place};
use provost::engine::{Finding, Verdict};
use provost::policy::Severity;
use provost::report::{Format, Style};
use provost::text::Span;

use crate::outcomes::{COPILOT, Holds, label, leak, of, outcome, place, source, written};

fn human(holds: &[Holds]) -> String {
    written(Format::HUMAN, &outcome(holds), &Style::PLAIN)
}

/// One finding at `quote` of a file, labelled.
fn at(text: &str, quote: &str, remark: &str, related: &[(&str, &str)]) -> Finding {
    let file = source("a.yaml", text);
    Finding {
        rule: "RSK-01".into(),
        message: "the message".into(),
        help: None,
        controls: [].into(),
        primary: label(&file, quote, remark),
        related: related.iter().map(|(quote, remark)| label(&file, quote, remark)).collect(),
        ..leak(&source("b.yaml", COPILOT))
    }
}

fn drawn(finding: Finding, style: &Style) -> String {
    let text = written(Format::HUMAN, &of(vec![finding], Vec::new()), style);
    text.split("\n\n").nth(1).unwrap_or_default().to_owned()
}

fn plain(finding: Finding) -> String {
    drawn(finding, &Style::PLAIN)
}

#[test]
fn a_finding_quotes_the_lines_that_cause_it() {
    insta::assert_snapshot!(human(&[Holds::Findings]), @"
    LEK-01 critical   data flow `chat-to-llm` sends personal data to OpenAI without
                      a no-training agreement

        ╭─[systems/support-copilot.yaml:15:28]
     10 │   - id: chat-to-llm
     11 │     classification: personal
        ·                     ────┬───
        ·                         ╰── applies because of this
        ⋮
     15 │     agreement: {dpa: true, no_training: false}
        ·                            ─────────┬────────
        ·                                     ╰─┤ `flow.agreement.no_training` is
        ·                                       │ false
        ╰────
      help: set `agreement.no_training: true` on `data_flows[chat-to-llm]` once the
            vendor signed it, or add `redaction` to its `safeguards`
      controls: NIST AI RMF MAP 4.1 · OWASP LLM02:2025 · EU AI Act Art. 10

    DPR-04 high   data flow `chat-to-llm` leaves the EU

        ╭─[systems/support-copilot.yaml:14:13]
     10 │   - id: chat-to-llm
        ⋮
     14 │     region: us
        ·             ─┬
        ·              ╰── not one of the allowed regions
        ╰────
      controls: GDPR Art. 44

    next: `provost explain LEK-01` says why the rule exists and how to meet it

    2 findings (1 critical, 1 high) · 87 rules × 3 systems · as of 2026-11-20
    ");
}

#[test]
fn a_clean_run_says_one_line() {
    insta::assert_snapshot!(human(&[]), @"no findings · 87 rules × 3 systems · as of 2026-11-20");
}

#[test]
fn a_waived_finding_is_counted_and_not_shown() {
    insta::assert_snapshot!(human(&[Holds::Waived]), @"no findings · 1 waived · 87 rules × 3 systems · as of 2026-11-20");
}

#[test]
fn undeclared_facts_are_ranked_by_the_rules_that_wait_for_them() {
    insta::assert_snapshot!(human(&[Holds::Undeclared]), @"
    support-copilot: 5 rules wait for undeclared facts
    (systems/support-copilot.yaml)
      3 rules   critical  below line 7  incident_response.exercised_on  INC-04 …
      1 rule    critical                monitoring.alerts_to  INC-05
      1 rule    high      in line 15    data_flows[chat-to-llm].agreement.retention_days
                LEK-07
      1 rule    low       below line 1  monitoring.drift  MON-01
      help: write the fact, or `[]` where there is none; `provost explain INC-04`
            says why it matters

    next: `provost ask` asks for the facts that decide most; undeclared facts count
    like findings until they are written down, or `provost.yaml` says `undeclared:
    warn`

    no findings · 5 undeclared · 87 rules × 3 systems · as of 2026-11-20
    ");
}

#[test]
fn a_diagnostic_looks_like_a_finding() {
    insta::assert_snapshot!(human(&[Holds::Diagnostics]), @"
    error[unknown-field] unknown key `nmae` in a manifest

       ╭─[systems/scanner.yaml:4:1]
     3 │ id: scanner
     4 │ nmae: Scanner
       · ──┬─
       ·   ╰── not a key of `AISystem`
       ╰────
      help: did you mean `name`?

    warning[unknown-selection] `--skip LEK-99` matches no rule
      help: did you mean `LEK-09`?

    next: `provost explain unknown-field` says what causes this and what to do

    1 error · 1 warning · no findings · 87 rules × 3 systems · as of 2026-11-20
    ");
}

#[test]
fn an_evaluation_error_is_shown_as_one() {
    let mut finding = at("a: 1\n", "1", "is an int", &[]);
    finding.verdict = Verdict::Error;
    finding.message = "cannot compare int and string".into();
    insta::assert_snapshot!(written(Format::HUMAN, &of(vec![finding], Vec::new()), &Style::PLAIN), @"
    RSK-01 error   cannot compare int and string

       ╭─[a.yaml:1:4]
     1 │ a: 1
       ·    ┬
       ·    ╰── is an int
       ╰────

    next: `provost explain RSK-01` says why the rule exists and how to meet it

    1 error · no findings · 87 rules × 3 systems · as of 2026-11-20
    ");
}

#[test]
fn more_than_twelve_missing_facts_are_counted() {
    let copilot = source("systems/support-copilot.yaml", COPILOT);
    let finding = |n: usize| Finding {
        rule: format!("LOG-{n:02}"),
        verdict: Verdict::Undeclared,
        severity: Severity::High,
        missing: vec![format!("logging.fact_{n:02}")],
        ..leak(&copilot)
    };
    let text = written(Format::HUMAN, &of((1..=15).map(finding).collect(), Vec::new()), &Style::PLAIN);
    assert!(text.contains("\n  and 3 more facts\n"), "{text}");
    assert!(!text.contains("fact_13"), "{text}");
}

#[test]
fn the_head_names_the_primary_place_even_if_another_comes_first() {
    let finding = at("first: 1\nsecond: 2\n\n\nfifth: 5\n", "fifth", "here", &[("first", "because of this")]);
    insta::assert_snapshot!(plain(finding), @"
      ╭─[a.yaml:5:1]
    1 │ first: 1
      · ──┬──
      ·   ╰── because of this
      ⋮
    5 │ fifth: 5
      · ──┬──
      ·   ╰── here
      ╰────
    ");
}

#[test]
fn a_label_in_another_file_has_its_own_frame() {
    let mut finding = at("a: 1\n", "1", "is one here", &[]);
    finding.related.push(label(&source("waivers/b.yaml", "x: 1\nexpires: 2026-01-01\n"), "2026-01-01", "has run out"));
    insta::assert_snapshot!(plain(finding), @"
      ╭─[a.yaml:1:4]
    1 │ a: 1
      ·    ┬
      ·    ╰── is one here
      ╰────
      ╭─[waivers/b.yaml:2:10]
    1 │ x: 1
    2 │ expires: 2026-01-01
      ·          ─────┬────
      ·               ╰── has run out
      ╰────
    ");
}

#[test]
fn the_line_above_is_the_one_that_the_place_belongs_to() {
    let text = "flows:\n  - id: chat\n    # why\n    to: x\n\n    region: us\n";
    insta::assert_snapshot!(plain(at(text, "region", "here", &[])), @"
      ╭─[a.yaml:6:5]
    2 │   - id: chat
      ⋮
    6 │     region: us
      ·     ───┬──
      ·        ╰── here
      ╰────
    ");
}

#[test]
fn a_short_block_is_bracketed_and_a_long_one_shown_by_its_first_line() {
    let text = "flows:\n  - id: chat\n    to: x\n    safeguards: []\n";
    insta::assert_snapshot!(plain(at(text, "id: chat\n    to: x\n    safeguards: []", "no agreement", &[])), @"
      ╭─[a.yaml:2:5]
    1 │     flows:
    2 │ ╭─▶   - id: chat
    3 │ │       to: x
    4 │ ├─▶     safeguards: []
      · ╰──── no agreement
      ╰────
    ");
    insta::assert_snapshot!(plain(at(text, "id: chat\n    to: x\n    safeguards: []", "no agreement", &[("x\n", "outside")])), @"
      ╭─[a.yaml:2:5]
    1 │ flows:
    2 │   - id: chat
      ·     ────┬───
      ·         ╰── no agreement
    3 │     to: x
      ·         ┬
      ·         ╰── outside
      ╰────
    ");
    let long = (0..40).map(|n| format!("key_{n}: {n}")).collect::<Vec<_>>().join("\n  ");
    insta::assert_snapshot!(plain(at(&format!("block:\n  {long}\n"), &long, "lacks `owner`", &[])), @"
      ╭─[a.yaml:2:3]
    1 │ block:
    2 │   key_0: 0
      ·   ────┬───
      ·       ╰── lacks `owner`
      ╰────
    ");
}

#[test]
fn labels_over_one_another_keep_their_carets_under_their_text() {
    insta::assert_snapshot!(plain(at("a: one two three\n", "one two three", "outer", &[("two", "inner")])), @"
      ╭─[a.yaml:1:4]
    1 │ a: one two three
      ·    ──┬──┬─
      ·      │  ╰── inner
      ·      ╰── outer
      ╰────
    ");
    insta::assert_snapshot!(plain(at("a: one two\n", "one", "first", &[("one", "second"), ("one two", "both")])), @"
      ╭─[a.yaml:1:4]
    1 │ a: one two
      ·    ─┬───┬─
      ·     │   ╰── both
      ·     ╰─┤ first
      ·       │ second
      ╰────
    ");
}

#[test]
fn a_long_line_is_cut_around_its_label() {
    let items: Vec<String> = (0..1500).map(|n| format!("item-{n}")).collect();
    let text = format!("before: [{0}]\n    list: [{0}]\n", items.join(", "));
    let drawn = plain(at(&text.replacen("item-700,", "other,", 1), "item-700,", "not approved", &[("item-1499]\n", "never shown")]));
    assert!(drawn.lines().all(|line| line.chars().count() <= 80), "{drawn}");
    insta::assert_snapshot!(drawn, @"
      ╭─[a.yaml:2:6902]
    1 │ before: [item-0, ite…item-1496, item-1497, item-1498, item-1499]
      ·                                                       ─────┬────
      ·                                                            ╰── never shown
    2 │     list: [item-0, i…6, item-697, item-698, item-699, item-700, item-701, …
      ·                                                       ────┬────
      ·                                                           ╰── not approved
      ╰────
    ");
}

#[test]
fn tabs_and_wide_characters_do_not_shift_the_carets() {
    insta::assert_snapshot!(plain(at("a: {x:\t\"東京 é\", y: 2}\n", "2", "here", &[("東京", "city")])), @r#"
      ╭─[a.yaml:1:19]
    1 │ a: {x:    "東京 é", y: 2}
      ·            ──┬─        ┬
      ·              │         ╰── here
      ·              ╰── city
      ╰────
    "#);
}

#[test]
fn an_empty_place_is_pointed_at() {
    let file = source("a.yaml", "a:\n");
    let mut finding = at("a:\n", "a", "", &[]);
    finding.primary = label(&file, "", "belongs here");
    finding.primary.place.span = Span::new(2, 2);
    insta::assert_snapshot!(plain(finding.clone()), @"
      ╭─[a.yaml:1:3]
    1 │ a:
      ·   ▲
      ·   ╰── belongs here
      ╰────
    ");
    finding.primary.place.span = Span::new(3, 3);
    insta::assert_snapshot!(plain(finding), @"
      ╭─[a.yaml:2:1]
    1 │ a:
    2 │
      · ▲
      · ╰── belongs here
      ╰────
    ");
}

#[test]
fn many_related_places_are_counted() {
    let text = (10..30).map(|n| format!("k{n}: 1")).collect::<Vec<_>>().join("\n");
    let keys: Vec<String> = (11..30).map(|n| format!("k{n}")).collect();
    let related: Vec<(&str, &str)> = keys.iter().map(|key| (key.as_str(), "")).collect();
    insta::assert_snapshot!(plain(at(&text, "k10", "first", &related)), @"
      ╭─[a.yaml:1:1]
    1 │ k10: 1
      · ─┬─
      ·  ╰── first
    2 │ k11: 1
      · ───
    3 │ k12: 1
      · ───
    4 │ k13: 1
      · ───
    5 │ k14: 1
      · ───
    6 │ k15: 1
      · ───
    7 │ k16: 1
      · ───
      ╰────
     and 13 more places
    ");
}

#[test]
fn without_unicode_frames_are_ascii() {
    let style = Style { unicode: false, ..Style::PLAIN };
    let text = written(Format::HUMAN, &outcome(&[Holds::Findings, Holds::Undeclared]), &style);
    assert!(text.is_ascii(), "{text}");
    insta::assert_snapshot!(text, @"
    LEK-01 critical   data flow `chat-to-llm` sends personal data to OpenAI without
                      a no-training agreement

        ,-[systems/support-copilot.yaml:15:28]
     10 |   - id: chat-to-llm
     11 |     classification: personal
        :                     ^^^^|^^^
        :                         `-- applies because of this
        :
     15 |     agreement: {dpa: true, no_training: false}
        :                            ^^^^^^^^^|^^^^^^^^
        :                                     `-| `flow.agreement.no_training` is
        :                                       | false
        `----
      help: set `agreement.no_training: true` on `data_flows[chat-to-llm]` once the
            vendor signed it, or add `redaction` to its `safeguards`
      controls: NIST AI RMF MAP 4.1, OWASP LLM02:2025, EU AI Act Art. 10

    DPR-04 high   data flow `chat-to-llm` leaves the EU

        ,-[systems/support-copilot.yaml:14:13]
     10 |   - id: chat-to-llm
        :
     14 |     region: us
        :             ^|
        :              `-- not one of the allowed regions
        `----
      controls: GDPR Art. 44

    support-copilot: 5 rules wait for undeclared facts
    (systems/support-copilot.yaml)
      3 rules   critical  below line 7  incident_response.exercised_on  INC-04 ...
      1 rule    critical                monitoring.alerts_to  INC-05
      1 rule    high      in line 15    data_flows[chat-to-llm].agreement.retention_days
                LEK-07
      1 rule    low       below line 1  monitoring.drift  MON-01
      help: write the fact, or `[]` where there is none; `provost explain INC-04`
            says why it matters

    next: `provost explain LEK-01` says why the rule exists and how to meet it

    2 findings (1 critical, 1 high), 5 undeclared, 87 rules x 3 systems, as of 2026-11-20
    ");
}

#[test]
fn color_adds_nothing_but_color() {
    let all = outcome(&[Holds::Findings, Holds::Undeclared, Holds::Diagnostics]);
    let color = written(Format::HUMAN, &all, &Style { color: true, ..Style::PLAIN });
    let mut stripped = String::new();
    for (at, part) in color.split('\u{1b}').enumerate() {
        stripped.push_str(if at == 0 { part } else { part.split_once('m').unwrap().1 });
    }
    assert_eq!(stripped, written(Format::HUMAN, &all, &Style::PLAIN));
    assert!(color.contains("\u{1b}[1mLEK-01\u{1b}[0m \u{1b}[1;31mcritical\u{1b}[0m"), "{color}");
}

#[test]
fn a_narrow_terminal_gets_narrow_lines() {
    let text = written(Format::HUMAN, &outcome(&[Holds::Findings]), &Style { width: 50, ..Style::PLAIN });
    insta::assert_snapshot!(text, @"
    LEK-01 critical   data flow `chat-to-llm` sends
                      personal data to OpenAI without
                      a no-training agreement

        ╭─[systems/support-copilot.yaml:15:28]
     10 │   - id: chat-to-llm
     11 │     classification: personal
        ·                     ────┬───
        ·                         ╰─┤ applies because
        ·                           │ of this
        ⋮
     15 │     agreement: {dpa: true, no_training: fa…
        ·                            ────────┬───────
        ·                                    ╰─┤ `flow.agreement.no_training`
        ·                                      │ is false
        ╰────
      help: set `agreement.no_training: true` on
            `data_flows[chat-to-llm]` once the vendor
            signed it, or add `redaction` to its
            `safeguards`
      controls: NIST AI RMF MAP 4.1 ·
                OWASP LLM02:2025 · EU AI Act Art. 10

    DPR-04 high   data flow `chat-to-llm` leaves the
                  EU

        ╭─[systems/support-copilot.yaml:14:13]
     10 │   - id: chat-to-llm
        ⋮
     14 │     region: us
        ·             ─┬
        ·              ╰─┤ not one of the allowed
        ·                │ regions
        ╰────
      controls: GDPR Art. 44

    next: `provost explain LEK-01` says why the rule
    exists and how to meet it

    2 findings (1 critical, 1 high) · 87 rules × 3 systems · as of 2026-11-20
    ");
}

#[test]
fn text_from_files_cannot_steer_the_terminal() {
    let hostile = "\u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}evil\u{9b}31m\u{8}";
    let text = format!("id: x\nname: \"{hostile}\" # end\n");
    let file = source(&format!("{hostile}.yaml"), &text);
    let mut finding = at(&text, "end", hostile, &[]);
    finding.primary = label(&file, "end", hostile);
    finding.related = vec![label(&file, hostile, hostile)];
    for field in [&mut finding.rule, &mut finding.message, &mut finding.system, &mut finding.path] {
        hostile.clone_into(field);
    }
    finding.help = Some(hostile.into());
    finding.missing = vec![hostile.into()];
    finding.controls = leak(&source("b.yaml", COPILOT)).controls;
    let mut controls = finding.controls.to_vec();
    controls[0].label = hostile.into();
    finding.controls = controls.into();
    let undeclared = Finding { verdict: Verdict::Undeclared, ..finding.clone() };
    let diagnostic = Diagnostic::error(Code::WrongValue, hostile).at(place(&file, "end"), hostile).help(hostile);
    let outcome = of(vec![finding.clone(), undeclared], vec![diagnostic]);
    for format in Format::ALL {
        // The lines of a spreadsheet end with both.
        let text = written(*format, &outcome, &Style::PLAIN).replace("\r\n", "\n");
        let bad = text.chars().find(|&c| c != '\n' && (c.is_control() || c == '\u{202e}'));
        assert_eq!(bad, None, "{}: {text}", format.name);
    }
    finding.rule = "X-01".into();
    insta::assert_snapshot!(drawn(finding, &Style { width: 120, ..Style::PLAIN }), @r#"
      ╭─[\u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}evil\u{9b}31m\u{8}.yaml:3:15]
    2 │ name: "\u{1b}]0;owned\u{7}\u{1b}[2J
      ·        ──────────────┬─────────────
      ·                      ╰── \u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}evil\u{9b}31m\u{8}
    3 │ \u{202e}evil\u{9b}31m\u{8}" # end
      ·                               ─┬─
      ·                                ╰── \u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}evil\u{9b}31m\u{8}
      ╰────
     help: \u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}evil\u{9b}31m\u{8}
     controls: NIST AI RMF \u{1b}]0;owned\u{7}\u{1b}[2J\r\u{202e}evil\u{9b}31m\u{8} · OWASP LLM02:2025 · EU AI Act Art. 10
    "#);
}

proptest! {
    #[test]
    fn any_text_and_any_place_can_be_drawn(
        text in "[a-c é東\t\r\n\u{1b}\u{200d}\u{feff}:]{0,400}",
        spans in prop::collection::vec((0u32..420, 0u32..60), 1..6),
        width in 20usize..130,
        color: bool,
    ) {
        let file = source("a.yaml", &text);
        let mut labels = spans.iter().map(|&(start, len)| Label {
            place: Place::new(&file, Span::new(start, start + len)),
            text: "a remark of several words".into(),
        });
        let primary = labels.next().unwrap();
        let finding = Finding { primary, related: labels.collect(), ..leak(&source("b.yaml", COPILOT)) };
        let drawn = written(Format::HUMAN, &of(vec![finding], Vec::new()), &Style { width, color, ..Style::PLAIN });
        let steering = |c: char| c.is_control() && c != '\n' && !(color && c == '\u{1b}');
        prop_assert!(!drawn.contains(steering), "{drawn}");
    }
}
