use super::super::{Expect, Type, compile};
use super::*;
use crate::text::Source;

fn scope() -> Scope {
    let mut scope = Scope::default();
    scope.bind("tier", Type::Enum(["low", "mid", "high"].map(str::to_owned).as_slice().into()));
    scope.bind("xs", Type::Int.list());
    scope.bind("on", Type::Bool);
    scope.bind("day", Type::Timestamp);
    scope
}

/// Every mutant as it reads, after what changed: whole expressions, so that a person can check them by eye.
fn mutants(source: &str) -> String {
    let plan = compile(source, &scope(), Expect::Any).unwrap();
    let line = |mutation: Mutation| {
        assert!(!Source::new("x", source).slice(mutation.at).is_empty(), "{mutation:?}");
        let mutant = mutation.apply(source);
        let mark = if compile(&mutant, &scope(), Expect::Any).is_ok() { "" } else { "   (does not compile)" };
        format!("{:?}: {mutant}{mark}\n", mutation.change)
    };
    plan.mutations(&scope()).into_iter().map(line).collect()
}

#[test]
fn comparisons_move_by_their_boundary_and_turn_around() {
    insta::assert_snapshot!(mutants("xs[0] <= 3"), @"
    Boundary: xs[0] < 3
    Negation: xs[0] > 3
    Number: xs[0] <= 2
    Number: xs[0] <= 4
    ");
    insta::assert_snapshot!(mutants("tier == 'mid'"), @"
    Negation: tier != 'mid'
    Word: tier == 'high'
    ");
    insta::assert_snapshot!(mutants("tier in ['low', 'high']"), @"
    Negation: !(tier in ['low', 'high'])
    Item: tier in ['high']
    Item: tier in ['low']
    ");
}

#[test]
fn terms_are_left_out_and_operators_swapped_as_they_are_written() {
    insta::assert_snapshot!(mutants("on && (tier != 'low' || !on)"), @"
    Logic: on || (tier != 'low' || !on)
    Conjunct: (tier != 'low' || !on)
    Negation: !on && (tier != 'low' || !on)
    Conjunct: on
    Logic: on && (tier != 'low' && !on)
    Disjunct: on && (!on)
    Negation: on && (tier == 'low' || !on)
    Word: on && (tier != 'mid' || !on)
    Disjunct: on && (tier != 'low')
    Negation: on && (tier != 'low' || on)
    ");
}

#[test]
fn macros_and_branches_change() {
    insta::assert_snapshot!(mutants("xs.filter(x, x > 1).all(x, on ? x != 2 : true)"), @"
    Filter: xs.all(x, on ? x != 2 : true)
    Boundary: xs.filter(x, x >= 1).all(x, on ? x != 2 : true)
    Negation: xs.filter(x, x <= 1).all(x, on ? x != 2 : true)
    Number: xs.filter(x, x > 0).all(x, on ? x != 2 : true)
    Number: xs.filter(x, x > 2).all(x, on ? x != 2 : true)
    Quantifier: xs.filter(x, x > 1).exists(x, on ? x != 2 : true)
    Branch: xs.filter(x, x > 1).all(x, (x != 2))
    Branch: xs.filter(x, x > 1).all(x, (true))
    Negation: xs.filter(x, x > 1).all(x, on ? x == 2 : true)
    Number: xs.filter(x, x > 1).all(x, on ? x != 1 : true)
    Number: xs.filter(x, x > 1).all(x, on ? x != 3 : true)
    Negation: xs.filter(x, x > 1).all(x, on ? x != 2 : false)
    ");
    insta::assert_snapshot!(mutants("day - days(30)"), @"
    Number: day + days(30)
    Number: day - days(29)
    Number: day - days(31)
    ");
}

#[test]
fn a_change_is_named_by_the_operation_around_it() {
    let plan = compile("size(xs) > 0 || on", &scope(), Expect::Bool).unwrap();
    let named = plan.mutations(&scope()).into_iter().map(|m| format!("{} -> {}", m.from, m.to.unwrap_or("nothing".into())));
    insta::assert_snapshot!(named.collect::<Vec<_>>().join("\n"), @"
    size(xs) > 0 || on -> size(xs) > 0 && on
    size(xs) > 0 -> nothing
    size(xs) > 0 -> size(xs) >= 0
    size(xs) > 0 -> size(xs) <= 0
    size(xs) > 0 -> size(xs) > -1
    size(xs) > 0 -> size(xs) > 1
    on -> nothing
    on -> !on
    ");
}
