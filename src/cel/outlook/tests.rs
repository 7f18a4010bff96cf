use super::*;
use crate::cel::{Expect, Field, ObjectType, compile};

fn object(name: &str, fields: &[(&str, Type, bool)]) -> Type {
    let field = |(name, ty, required): &(&str, Type, bool)| {
        (
            (*name).to_owned(),
            Field { bounds: if *ty == Type::Int { (Some(0.0), Some(100.0)) } else { (None, None) }, ..Field::new(ty.clone(), *required) },
        )
    };
    Type::Object(std::sync::Arc::new(ObjectType { name: name.to_owned(), fields: fields.iter().map(field).collect(), open: false }))
}

fn scope() -> Scope {
    let stage = Type::Enum(["idea", "pilot", "production"].map(str::to_owned).to_vec().into());
    let to = object("system.flows[].to", &[("kind", Type::Text, true)]);
    let flow = object(
        "system.flows[]",
        &[("id", Type::Text, true), ("stage", stage.clone(), false), ("crosses", Type::Bool, false), ("to", to, false)],
    );
    let fields = [
        ("id", Type::Text, true),
        ("stage", stage.clone(), false),
        ("later", stage, false),
        ("phase", Type::Enum(["production", "end"].map(str::to_owned).to_vec().into()), false),
        ("open", Type::Bool, false),
        ("shut", Type::Bool, false),
        ("days", Type::Int, false),
        ("share", Type::Double, false),
        ("on", Type::Day, false),
        ("flows", flow.list(), false),
        ("tags", Type::Text.list(), false),
    ];
    let mut scope = Scope::default();
    scope.bind("system", object("system", &fields));
    scope.bind("params", object("params", &[("limit", Type::Int, true), ("names", Type::Text.list(), true)]));
    scope.bind("today", Type::Timestamp);
    scope
}

#[track_caller]
fn plan(source: &str, scope: &Scope) -> Plan {
    compile(source, scope, Expect::Any).unwrap_or_else(|problems| unreachable!("{source}: {problems:?}"))
}

/// `always`, `never`, `open`, each with `?` where it may be undeclared.
fn said(outlook: Outlook) -> String {
    let word = match (outlook.yes, outlook.no) {
        (true, true) => "open",
        (true, false) => "always",
        (false, true) => "never",
        (false, false) => "neither",
    };
    format!("{word}{}", if outlook.undeclared { "?" } else { "" })
}

#[rstest::rstest]
#[case::constants("1 + 1 == 2", "always")]
#[case::a_constant_that_fails("1 / 0 == 1", "neither")]
#[case::any_text("system.id == 'x'", "open")]
#[case::optional_fact("system.open", "open?")]
#[case::either_way("system.open || !system.open", "always?")]
#[case::both_ways("system.open && !system.open", "never?")]
#[case::other_facts("system.open || !system.shut", "open?")]
#[case::not_this_or_not_that("system.stage != 'idea' || system.stage != 'pilot'", "always?")]
#[case::this_and_that("system.stage == 'idea' && system.stage == 'pilot'", "never?")]
#[case::this_or_that("system.stage == 'idea' || system.stage == 'pilot'", "open?")]
#[case::every_member("system.stage in ['idea', 'pilot', 'production']", "always?")]
#[case::some_members("system.stage in ['idea', 'pilot']", "open?")]
#[case::no_member_left("!(system.stage in ['idea', 'pilot']) && system.stage != 'production'", "never?")]
#[case::two_fields_of_one_enum("system.stage == system.later", "open?")]
#[case::two_fields_that_differ("system.stage != system.later", "open?")]
#[case::two_fields_and_a_member("system.stage == 'idea' && system.later == 'pilot' && system.stage == system.later", "never?")]
#[case::an_enum_that_overlaps("system.stage == system.phase", "open?")]
#[case::a_choice_of_members("system.stage == (has(system.open) ? 'idea' : 'pilot')", "open?")]
#[case::items_of_one_enum("system.flows.all(f, system.flows.all(g, f.stage == g.stage))", "open?")]
#[case::texts_are_open("system.id != 'a' || system.id != 'b'", "always")]
#[case::texts_between("system.id == 'a' || system.id != 'a'", "always")]
#[case::texts_elsewhere("system.id == 'a' || system.id == 'b'", "open")]
#[case::at_the_bound("system.days > 0", "open?")]
#[case::gap_between_integers("system.days > 3 && system.days < 4", "never?")]
#[case::gap_between_doubles("system.share > 3.0 && system.share < 4.0", "open?")]
#[case::ranges_that_miss("system.share > 4.0 && system.share < 3.0", "never?")]
#[case::ranges_that_cover("system.days <= 4 || system.days >= 5", "always?")]
#[case::params_are_not_constants("params.limit > 3", "open")]
#[case::params_against_facts("system.days <= params.limit", "open?")]
#[case::both_orders("system.days < params.limit || system.days >= params.limit", "always?")]
#[case::turned_around("system.days < params.limit && params.limit < system.days", "never?")]
#[case::with_itself("size(system.tags) == size(system.tags)", "always?")]
#[case::sizes_are_open("size(system.tags) > 0", "open?")]
#[case::always_there("has(system.id)", "always")]
#[case::perhaps_there("has(system.open)", "open")]
#[case::below_an_optional("system.flows.exists(f, has(f.?to.kind))", "open?")]
#[case::there_or_not("has(system.open) || !has(system.open)", "always")]
#[case::asked_before("has(system.stage) && system.stage == 'idea'", "open")]
#[case::asked_before_its_parent("system.flows.all(f, has(f.to) && f.to.kind == 'x')", "open?")]
#[case::asked_in_vain("!has(system.stage) && system.stage == 'idea'", "never?")]
#[case::a_choice("has(system.open) ? system.open : false", "open")]
#[case::a_choice_between_constants("(system.open ? 1 : 2) == 3", "never?")]
#[case::functions("system.id.startsWith('a') || !system.id.startsWith('a')", "always")]
#[case::dates("date(system.on) <= today || date(system.on) > today", "always?")]
#[case::dates_that_miss("date(system.on) < date('2026-01-01') && date(system.on) > date('2026-02-01')", "never?")]
#[case::durations("today - date(system.on) <= days(3) || today - date(system.on) <= days(params.limit)", "open?")]
#[case::no_item_fits("system.flows.exists(f, f.stage == 'idea' && f.stage == 'pilot')", "never?")]
#[case::every_item_fits("system.flows.all(f, f.id == 'a' || f.id != 'a')", "always?")]
#[case::an_item_may_fit("system.flows.exists(f, f.crosses)", "open?")]
#[case::items_are_different_things("system.flows.exists(f, f.crosses) && system.flows.exists(f, !f.crosses)", "open?")]
#[case::the_same_question_twice("system.flows.exists(f, f.crosses) && !system.flows.exists(g, g.crosses)", "never?")]
#[case::nothing_is_left("size(system.flows.filter(f, f.crosses && !f.crosses)) > 0", "never?")]
#[case::nothing_to_look_at("[].exists(x, x == system.id)", "never")]
#[case::in_nothing("system.id in []", "never")]
#[case::in_params("system.id in params.names", "open")]
#[case::in_params_or_not("system.id in params.names || !(system.id in params.names)", "always")]
#[case::outer_and_inner("system.open || system.flows.all(f, !system.open || f.crosses)", "always?")]
#[case::outer_decides_inner("system.open && system.flows.exists(f, !system.open)", "never?")]
#[case::bound("cel.bind(s, system.stage, s == 'idea' && s == 'pilot')", "never?")]
fn what_an_expression_can_come_out_as(#[case] source: &str, #[case] expected: &str) {
    let scope = scope();
    let plan = plan(source, &scope);
    assert_eq!(said(Setting::new(&scope, Vec::new()).outlook(&plan, &[])), expected, "{source}");
}

#[test]
fn named_sub_expressions_are_what_they_stand_for() {
    let mut scope = scope();
    let early = plan("system.stage == 'idea'", &scope);
    scope.bind("early", Type::Bool);
    let late = plan("!early && !(system.stage in ['pilot', 'production'])", &scope);
    scope.bind("late", Type::Bool);
    let all = plan("early || system.stage != 'idea'", &scope);
    let none = plan("late", &scope);
    let setting = Setting::new(&scope, vec![&early, &late]);
    assert_eq!(said(setting.outlook(&all, &[])), "always?");
    assert_eq!(said(setting.outlook(&none, &[])), "never?");
    assert_eq!(said(setting.outlook(&early, &[])), "open?");
}

#[test]
fn a_condition_narrows_what_is_asked_under_it() {
    let scope = scope();
    let when = plan("system.stage == 'production' && system.days > 10", &scope);
    let under = |source: &str| said(Setting::new(&scope, Vec::new()).outlook(&plan(source, &scope), &[&when]));
    assert_eq!(under("system.stage != 'idea'"), "always");
    assert_eq!(under("system.stage == 'idea'"), "never");
    assert_eq!(under("system.days >= 11"), "always");
    assert_eq!(under("system.days > 11"), "open");
    assert_eq!(under("system.open"), "open?");
}

#[test]
fn chains_that_double_at_every_step_end() {
    let mut scope = scope();
    let mut plans = vec![plan("system.open", &scope)];
    scope.bind("n0", Type::Bool);
    for at in 1..60 {
        plans.push(plan(&format!("n{0} && n{0}", at - 1), &scope));
        scope.bind(format!("n{at}"), Type::Bool);
    }
    let last = plan("n59", &scope);
    assert_eq!(said(Setting::new(&scope, plans.iter().collect()).outlook(&last, &[])), "open?");
}
