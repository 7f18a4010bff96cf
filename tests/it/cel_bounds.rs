//! Every expression that is out to exhaust time, memory or stack ends in an error that says so.

#![expect(clippy::unwrap_used, clippy::format_collect, reason = "a test fails where it stands")]

use std::convert::Infallible;

use proptest::prelude::*;
use provost::cel::{Binding, Expect, MAX_SOURCE_BYTES, ProblemKind, Run, Scope, Stop, Value, compile, compile_unchecked};

/// The smallest stack that a thread of a host is likely to give us.
const SMALL_STACK: usize = 512 * 1024;

/// How an expression ended: a value, or what was said against it.
#[derive(Debug, PartialEq)]
enum End {
    Value(String),
    Refused(String),
    Stopped(String),
}

fn run(text: &str) -> End {
    let plan = match compile(text, &Scope::default(), Expect::Any) {
        Ok(plan) => plan,
        Err(problems) => {
            let problem = problems.first().unwrap();
            assert_eq!(problem.kind, ProblemKind::Limit, "{problem:?}");
            return End::Refused(problem.message.clone());
        }
    };
    let globals: [Binding<'_, Infallible>; 0] = [];
    match Run::new(&globals).eval(&plan) {
        Ok(value) => End::Value(value.to_message()),
        Err(Stop::Failed(failure)) => {
            assert!(failure.limit, "{failure:?}");
            End::Stopped(failure.message)
        }
        Err(Stop::Undeclared(_)) => End::Stopped("undeclared".to_owned()),
    }
}

/// The same on a small stack.
fn run_small(text: &str) -> End {
    std::thread::scope(|threads| {
        let builder = std::thread::Builder::new().stack_size(SMALL_STACK);
        builder.spawn_scoped(threads, || run(text)).unwrap().join().unwrap()
    })
}

fn both(text: &str) -> End {
    let end = run(text);
    assert_eq!(run_small(text), end);
    end
}

fn refused(message: &str) -> End {
    End::Refused(message.to_owned())
}

fn stopped(message: &str) -> End {
    End::Stopped(message.to_owned())
}

fn repeat(times: usize, start: &str, part: &str, end: &str) -> String {
    format!("{start}{}{end}", part.repeat(times))
}

#[test]
fn long_chains_are_refused() {
    let long = refused("expression is longer than 16384 bytes");
    for text in [
        repeat(20_000, "1", "+1", ""),
        repeat(20_000, "{}", ".a", ""),
        repeat(20_000, "''", ".trim()", ""),
        repeat(20_000, "true", "&&true", ""),
        repeat(20_000, "", "!", "true"),
        repeat(20_000, "[1", ",1", "]"),
        repeat(20_000, "true", "?true:false", ""),
    ] {
        assert_eq!(both(&text), long);
    }
    let deep = refused("expression is nested more than 100 deep");
    for text in
        [repeat(8_000, "1", "+1", ""), repeat(5_000, "{}", ".a", ""), repeat(2_000, "''", ".trim()", ""), repeat(1_000, "[1]", "[0]", "")]
    {
        assert_eq!(both(&text), deep);
    }
}

#[test]
fn what_is_just_small_enough_runs() {
    assert_eq!(both(&repeat(90, "1", "+1", "")), End::Value("91".to_owned()));
    assert_eq!(both(&repeat(60, "", "(", &repeat(60, "1", ")", ""))), End::Value("1".to_owned()));
    assert_eq!(both(&repeat(2_000, "true", "&&true", "")), End::Value("true".to_owned()));
    assert_eq!(both(&repeat(8_000, "size([1", ",1", "])")), End::Value("8001".to_owned()));
    assert_eq!(both(&repeat(90, "", "!", "true")), End::Value("true".to_owned()));
    assert_eq!(both(&repeat(30, "", "[1].all(x, ", &repeat(30, "true", ")", ""))), End::Value("true".to_owned()));
    assert_eq!(both(&repeat(30, "", "[1].map(x, ", &repeat(30, "1", ")[0]", ""))), End::Value("1".to_owned()));
    assert_eq!(both(&repeat(60, "", "cel.bind(x, 1, ", &repeat(60, "x", ")", ""))), End::Value("1".to_owned()));
    assert_eq!(both(&repeat(60, "", "[", &repeat(60, "", "]", ""))), End::Value("…".to_owned()));
    // What is checked twice at each level would never end.
    assert_eq!(both(&repeat(20, "", "int(", &repeat(20, "1", " == 1 ? 1 : 2)", ""))), End::Value("1".to_owned()));
    assert_eq!(both(&repeat(25, "", "'%s'.format([", &repeat(25, "1", "])", ""))), End::Value("1".to_owned()));
    assert_eq!(both(&repeat(25, "", "[1].map(x, x == 1, ", &repeat(25, "1", ")[0]", ""))), End::Value("1".to_owned()));
}

#[test]
fn brackets_and_signs_are_refused_when_they_nest_too_deep() {
    let brackets = refused("brackets are nested more than 64 deep");
    for text in [
        repeat(65, "", "(", &repeat(65, "1", ")", "")),
        repeat(8_000, "", "(", &repeat(8_000, "1", ")", "")),
        repeat(8_000, "", "[", &repeat(8_000, "", "]", "")),
        repeat(16_000, "", "(", ""),
        repeat(5_000, "", "{1:", ""),
    ] {
        assert_eq!(both(&text), brackets);
    }
    // Signs in a row cancel out without nesting.
    assert_eq!(both(&repeat(16_000, "", "!", "true")), End::Value("true".to_owned()));
    assert_eq!(both(&repeat(8_000, "", "- ", "1")), End::Value("1".to_owned()));
}

#[test]
fn nested_comprehensions_run_out_of_steps() {
    let steps = stopped("takes more than 1000000 steps");
    let list = "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]";
    let nested = |name: &str, depth: usize, body: &str| {
        let open: String = (0..depth).map(|level| format!("{list}.{name}(x{level}, ")).collect();
        format!("{open}{body}{}", ")".repeat(depth))
    };
    assert_eq!(both(&nested("all", 7, "x0 >= 0")), steps);
    assert_eq!(both(&nested("exists", 7, "x0 < 0")), steps);
    // Where every round is certain, the expression is refused before it runs.
    assert_eq!(both(&nested("map", 7, "x0")), refused("takes more than 1000000 steps"));
    assert_eq!(both(&nested("exists_one", 7, "x0 < 0")), refused("takes more than 1000000 steps"));
    assert_eq!(both("lists.range(1000).map(a, lists.range(1000).map(b, a + b))"), refused("takes more than 1000000 steps"));
    assert_eq!(both("lists.range(1000).all(a, lists.range(1000).all(b, lists.range(1000).all(c, true)))"), steps);
}

#[test]
fn running_out_is_not_absorbed() {
    let steps = stopped("takes more than 1000000 steps");
    let costly = "lists.range(2000).all(a, lists.range(2000).all(b, a >= 0))";
    for text in [
        format!("{costly} || true"),
        format!("!({costly}) && false"),
        format!("[1, 2].exists(x, x == 2 || {costly})"),
        format!("[1, 2].all(x, x == 1 && {costly})"),
        format!("[{costly}, true].exists(x, x)"),
        format!("optional.of([{costly}])[?0].orValue(true)"),
        format!("has({{'a': {{'b': {costly}}}}}.a.b)"),
    ] {
        assert_eq!(both(&text), steps, "{text}");
    }
}

#[test]
fn what_grows_is_stopped() {
    let grown = stopped("builds a text or list of more than 1048576");
    let double = |start: &str, times: usize, end: &str| {
        let open: String = (0..times)
            .map(|at| format!("cel.bind(x{at}, {}, ", if at == 0 { start.to_owned() } else { format!("x{0}+x{0}", at - 1) }))
            .collect();
        format!("{open}{end}{}", ")".repeat(times))
    };
    assert_eq!(both(&double("'0123456789'", 28, "size(x27)")), grown);
    assert_eq!(both(&double("b'0123456789'", 28, "size(x27)")), grown);
    assert_eq!(both(&double("[1, 2]", 28, "size(x27)")), grown);
    assert_eq!(both("lists.range(1000000000)"), grown);
    assert_eq!(both("lists.range(9223372036854775807)"), grown);
    assert_eq!(
        both("lists.range(1000).map(x, lists.range(1000)).flatten().map(y, 'aaaaaaaaaaaaaaaaaaaaaaaa').join()"),
        stopped("takes more than 1000000 steps")
    );
    assert_eq!(both("cel.bind(a, lists.range(1000).map(x, 'aaaaaaaaaa').join(), a.replace('a', a))"), grown);
    assert_eq!(both("cel.bind(a, lists.range(1000).map(x, 'aaaaaaaaaa').join(), lists.range(1000).map(x, a).join(a))"), grown);
    assert_eq!(both("cel.bind(a, lists.range(1000).map(x, 'aaaaaaaaaa').join(), '%s'.format([lists.range(1000).map(x, a)]))"), grown);
}

/// What is long takes longer to look at, whatever looks at it.
#[test]
fn long_texts_and_bytes_are_paid_for() {
    let steps = stopped("takes more than 1000000 steps");
    let long = |start: &str, end: &str| {
        let open: String = (0..17)
            .map(|at| format!("cel.bind(x{at}, {}, ", if at == 0 { start.to_owned() } else { format!("x{0}+x{0}", at - 1) }))
            .collect();
        format!("{open}lists.range(1000).all(i, {end}){}", ")".repeat(17))
    };
    let (text, bytes) = ("'0'", "b'0'");
    for (start, end) in [
        (bytes, "base64.encode(x16) != ''"),
        (bytes, "string(x16) != ''"),
        (bytes, "x16 == x16"),
        (bytes, "[x16] == [x16]"),
        (bytes, "x16 <= x16"),
        (text, "x16 <= x16"),
        (text, "x16 in {x16: 1}"),
        (text, "{x16: 1}[x16] == 1"),
        (text, "{x16: 1} == {x16: 1}"),
        (text, "[x16, x16].sort() != []"),
        (text, "[1, 2].sortBy(n, x16) != []"),
        (text, "[1].transformMapEntry(n, m, {x16: 1}) != {}"),
    ] {
        assert_eq!(both(&long(start, end)), steps, "{end}");
    }
}

/// Lists that share their parts look 2^40 long to whoever walks them.
#[test]
fn shared_parts_do_not_multiply() {
    let steps = stopped("takes more than 1000000 steps");
    let shared = |end: &str| {
        let open: String = (0..40)
            .map(|at| format!("cel.bind(x{at}, {}, ", if at == 0 { "[1]".to_owned() } else { format!("[x{0}, x{0}]", at - 1) }))
            .collect();
        format!("{open}{end}{}", ")".repeat(40))
    };
    assert_eq!(both(&shared("x39 == x39")), steps);
    assert_eq!(both(&shared("x39 in [x39]")), steps);
    assert_eq!(both(&shared("[x39, x39].distinct().size()")), steps);
    assert_eq!(both(&shared("sets.contains([x39], [x39])")), steps);
    assert_eq!(both(&shared("x39.flatten(40).size()")), stopped("builds a text or list of more than 1048576"));
    assert_eq!(both(&shared("'%s'.format([x39])")), stopped("builds a text or list of more than 1048576"));
    assert!(matches!(both(&shared("x39")), End::Value(text) if text.chars().count() <= 200));
}

#[test]
fn regular_expressions_stay_small_and_linear() {
    let problem =
        |pattern: &str| compile(&format!("'a'.matches('{pattern}')"), &Scope::default(), Expect::Bool).unwrap_err().remove(0).message;
    assert_eq!(problem("(((((a{100}){100}){100}){100}){100})"), "regular expression is too large");
    assert_eq!(problem(&"(".repeat(300)), "not a regular expression: unclosed group");
    assert_eq!(problem("(a)\\\\1"), "not a regular expression: backreferences are not supported");
    // The classic exponential pattern takes linear time.
    assert_eq!(both("lists.range(1000).map(x, 'aaaaaaaaaa').join().matches('(a+)+$')"), End::Value("true".to_owned()));
    assert_eq!(
        both("lists.range(20000).all(x, 'a'.matches('(' + string(x) + '|\\\\w{50}){20}') || true)"),
        stopped("takes more than 1000000 steps")
    );
    assert_eq!(
        both("lists.range(3000).all(x, lists.range(1000).map(y, 'aaaaaaaaaa').join().matches('(a+)+$'))"),
        stopped("takes more than 1000000 steps")
    );
}

#[test]
fn the_longest_expression_is_compiled() {
    let text = format!("'{}' != ''", "é".repeat((MAX_SOURCE_BYTES - 8) / 2));
    assert!(text.len() <= MAX_SOURCE_BYTES);
    assert_eq!(both(&text), End::Value("true".to_owned()));
}

#[test]
fn a_message_about_a_text_of_several_lines_is_one_line() {
    let problems = compile("a\"\"\"\n\"\"\"", &Scope::default(), Expect::Any).unwrap_err();
    assert_eq!(problems[0].message, "unexpected `\"\"\"\\n\"\"\"`");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text_never_panics_and_every_span_fits(text in ".{0,60}") {
        check_spans(&text)?;
    }

    #[test]
    fn arbitrary_bytes_never_panic_and_every_span_fits(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        check_spans(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn scraps_of_expressions_never_panic_and_every_span_fits(parts in prop::collection::vec(scrap(), 0..16)) {
        check_spans(&parts.concat())?;
    }
}

fn scrap() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "a",
        "x",
        "é",
        "'é'",
        "\"b\"",
        "'",
        "\"\"\"",
        "r'\\'",
        "b'\\xff'",
        "1",
        "2u",
        "1.5",
        "0x",
        "null",
        "true",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ".?",
        "[?",
        "?",
        ":",
        "+",
        "-",
        "!",
        "==",
        "=",
        "&&",
        "&",
        "||",
        "|",
        "<",
        " in ",
        " and ",
        "not ",
        "\n",
        " ",
        "// c\n",
        "`k`",
        "a.all(x, ",
        "has(",
        "cel.bind(",
        ".map(",
        ".filter(x, x)",
        "size(",
        "matches('('",
        ".b",
        "\\",
        "$",
        "\u{0}",
        "😀",
    ])
}

fn check_spans(text: &str) -> Result<(), TestCaseError> {
    let mut scope = Scope::default();
    scope.bind("a", provost::cel::Type::Dyn);
    for compiled in [compile(text, &scope, Expect::Bool), compile_unchecked(text, &scope)] {
        match compiled {
            Ok(plan) => {
                let globals: [Binding<'_, Infallible>; 1] = [Binding::Value(Value::Null)];
                if let Err(Stop::Failed(failure)) = Run::new(&globals).eval(&plan) {
                    prop_assert!(text.get(failure.span.range()).is_some(), "{:?} in {:?}", failure, text);
                }
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(text.get(problem.span.range()).is_some(), "{:?} in {:?}", problem, text);
                    prop_assert!(!problem.message.contains('\n'));
                }
            }
        }
    }
    Ok(())
}
