//! What expressions come to where other readers of the same text are easily more generous, or mean something else.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::convert::Infallible;

use provost::cel::{Binding, Run, Scope, Stop, compile_unchecked};
use rstest::rstest;

/// The value as a message has it, or what was said against the expression.
fn value(text: &str) -> String {
    let plan = match compile_unchecked(text, &Scope::default()) {
        Ok(plan) => plan,
        Err(problems) => return problems.first().unwrap().message.clone(),
    };
    let globals: [Binding<'_, Infallible>; 0] = [];
    match Run::new(&globals).eval(&plan) {
        Ok(value) => value.to_message(),
        Err(Stop::Failed(failure)) => failure.message,
        Err(Stop::Undeclared(_)) => "undeclared".to_owned(),
    }
}

/// RE2: classes and borders of ASCII, no operators in a class.
#[rstest]
#[case(r"'٣'.matches('\\d')", "false")]
#[case(r"'٣'.matches('^\\D$')", "true")]
#[case(r"'7'.matches('^[\\d_]$')", "true")]
#[case(r"'é'.matches('^\\w$')", "false")]
#[case(r"'é'.matches('^[^\\w]$')", "true")]
#[case(r"'é'.matches('^[\\W]$')", "true")]
#[case(r"'\u00a0'.matches('\\s')", "false")]
#[case(r"'éa'.matches('\\ba')", "true")]
#[case(r"'<b>'.matches('^\\<b\\>$')", "true")]
#[case(r"'a&&b'.matches('^[a&&b]+$')", "true")]
#[case(r"'~'.matches('[a~~b]')", "true")]
#[case(r"'['.matches('^[[a]$')", "true")]
#[case(r"']a'.matches('^[]a]+$')", "true")]
#[case(r"'x'.matches('^[^]]$')", "true")]
#[case(r"'A-'.matches('^[[:alpha:]-]+$')", "true")]
#[case(r"'a.b'.matches('^\\Qa.b\\E$')", "true")]
#[case(r"'axb'.matches('^\\Qa.b\\E$')", "false")]
#[case(r"'Ω'.matches('\\p{Greek}')", "true")]
#[case(r"'{a}'.matches('^{[a-z]}$')", "true")]
#[case(r"'a{,2}'.matches('^a{,2}$')", "true")]
#[case(r"'aaa'.matches('^a{2,}$')", "true")]
#[case(r"'aaaa'.matches('^a{1,3}$')", "false")]
#[case(r"'Ω'.matches('^\\p{Greek}{1}$')", "true")]
#[case(r"'A'.matches('^\\x{41}$')", "true")]
#[case(r"'a'.matches('[')", "not a regular expression: unclosed character class")]
fn patterns_mean_what_they_mean_to_re2(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(value(text), wanted);
}

/// As the specification has it: `let` and `cel.bind` give a name, and who never reads it never asks for the value.
#[rstest]
#[case("cel.bind(x, 1 / 0, true)", "true")]
#[case("cel.bind(x, 1 / 0, x == 1)", "division by zero")]
#[case("cel.bind(x, 1 / 0, [1, 2].all(y, y > 0 || x == 1))", "true")]
#[case("cel.bind(x, 1 / 0, [1, 2].all(y, y > 1 || x == 1))", "division by zero")]
#[case("cel.bind(x, 1 / 0, cel.bind(y, 2, y == 2 || x == 1))", "true")]
#[case("cel.bind(x, 1 / 0, cel.bind(y, x, y == 2))", "division by zero")]
#[case("cel.bind(x, 1 / 0, cel.bind(y, x, true)) && cel.bind(y, 1, y == 1)", "true")]
#[case("[1].map(z, cel.bind(x, 1 / 0, 2) + cel.bind(x, z, x))[0]", "3")]
fn a_name_that_nobody_reads_has_no_value(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(value(text), wanted);
}

#[rstest]
#[case(".5 + 1.0", "1.5")]
#[case("0x1f", "31")]
#[case("0X1f", "unexpected `X1f`")]
#[case("rb'a'", "unexpected `'a'`")]
#[case("br'a' == b'a'", "true")]
#[case("uint('5')", "5")]
#[case("uint('+5')", "`+5` is not a uint")]
#[case("int('+5')", "5")]
#[case("double('1e400')", "value is out of range")]
#[case("double('Infinity') > 1.0", "true")]
fn numbers_are_written_as_the_grammar_says(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(value(text), wanted);
}

#[rstest]
#[case(r"r'\'", r"\")]
#[case(r"r'C:\' + 'x'", r"C:\x")]
#[case(r"size(r'''\''')", "1")]
#[case(r"r'\d+'", r"\d+")]
#[case(r"r'a\'b'", "a text is never closed")]
fn a_raw_text_ends_at_its_quote(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(value(text), wanted);
}

#[rstest]
#[case("timestamp(0).getHours('+02:00')", "2")]
#[case("timestamp(0).getHours('02:00')", "2")]
#[case("timestamp(0).getMinutes('-00:30')", "30")]
#[case("timestamp(0).getHours('Europe/Paris')", "1")]
#[case("timestamp(0).getHours('+2147483647:00')", "`+2147483647:00` is not a time zone")]
#[case("timestamp(0).getHours('+24:00')", "`+24:00` is not a time zone")]
#[case("timestamp(0).getHours('+01:60')", "`+01:60` is not a time zone")]
#[case("timestamp(0).getHours('--1:00')", "`--1:00` is not a time zone")]
#[case("timestamp(0).getHours('+1:2')", "`+1:2` is not a time zone")]
fn time_zones_are_digits_or_names(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(value(text), wanted);
}

#[rstest]
#[case("'2024-01-01T00:00:00Z'", true)]
#[case("'2024-01-01T00:00:00.5+01:00'", true)]
#[case("'2024-01-01T00:00+01:00'", false)]
#[case("'2024-01-01T00:00:00+0100'", false)]
#[case("'2024-01-01T00:00:00+01'", false)]
#[case("'2024-01-01T00:00:00+01:00:00'", false)]
#[case("'2024-01-01T000000.0000Z'", false)]
#[case("'2024-01-01T00:00:00.Z'", false)]
#[case("'2024-02-30T00:00:00Z'", false)]
fn timestamps_are_those_of_rfc_3339(#[case] text: &str, #[case] fits: bool) {
    assert_eq!(value(&format!("type(timestamp({text})) == google.protobuf.Timestamp")) == "true", fits, "{text}");
}

#[rstest]
#[case("optional.of(1).orValue(1 / 0)", "1")]
#[case("optional.none().orValue(2)", "2")]
#[case("optional.none().orValue(1 / 0)", "division by zero")]
#[case("optional.of(1).or(optional.of(1 / 0)).value()", "1")]
#[case("optional.none().or(optional.of(3)).value()", "3")]
#[case("{'a': 1}.?a.orValue({'b': 1}[dyn('c')])", "1")]
fn what_stands_instead_is_looked_at_only_where_it_is_needed(#[case] text: &str, #[case] wanted: &str) {
    assert_eq!(value(text), wanted);
}
