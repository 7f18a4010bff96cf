use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;

/// Every key that the schema of manifests knows, and a few that it does not.
fn keys() -> &'static Vec<String> {
    static KEYS: OnceLock<Vec<String>> = OnceLock::new();
    KEYS.get_or_init(|| {
        let root: Value = serde_json::from_str(text(Kind::AiSystem)).unwrap();
        let mut keys: BTreeSet<String> = ["", "a~/b", "0", "Id", "social_scorin", "\u{1b}[0m"].map(str::to_owned).into();
        visit(&json!({"properties": {"root": root}}), &mut |field| {
            keys.extend(field.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.clone()));
        });
        keys.into_iter().collect()
    })
}

fn document() -> impl Strategy<Value = Value> {
    let key = || prop::sample::select(keys().clone());
    let word = prop::sample::select(vec![
        "eu",
        "high",
        "unknown",
        "2026-03-02",
        "2026-02-30",
        "gpt 4o",
        "yes",
        "self",
        "30 days",
        "8%",
        "ä\u{202e}\n",
        "",
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2i64..40000).prop_map(Value::from),
        Just(json!(0.5)),
        Just(json!(1.5e300)),
        word.prop_map(Value::from),
    ];
    let node = leaf.prop_recursive(5, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
            prop::collection::vec((key(), inner), 0..5).prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    });
    prop::collection::vec((prop::sample::select(keys().clone()), node), 0..6).prop_map(|entries| {
        let mut root = json!({"apiVersion": "provost/v1", "kind": "AISystem", "id": "case", "name": "Case"});
        root.as_object_mut().unwrap().extend(entries);
        root
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// The arena is judged as the same document in `serde_json` is, and every problem points somewhere and stays on its line.
    #[test]
    fn any_document_is_judged_as_json_is_and_every_problem_has_a_place(value in document()) {
        static JUDGE: OnceLock<jsonschema::Validator> = OnceLock::new();
        let judge = JUDGE.get_or_init(|| jsonschema::options().should_validate_formats(true).build(&serde_json::from_str(text(Kind::AiSystem)).unwrap()).unwrap());
        let tree = tree(&value.to_string());
        let root = tree.roots().next().unwrap();
        prop_assert_eq!(&to_value(root), &value);
        let problems = validate(Kind::AiSystem, root);
        prop_assert_eq!(problems.is_empty(), judge.is_valid(&value), "{}", plain(&problems));
        for problem in &problems {
            let label = problem.primary.as_ref().unwrap();
            prop_assert!(!label.place.span.is_empty(), "{}", plain(&problems));
            for line in [Some(&problem.message), Some(&label.text), problem.help.as_ref()].into_iter().flatten() {
                prop_assert!(!line.chars().any(char::is_control), "{:?}", line);
                prop_assert!(!line.ends_with('.') && line.chars().count() < 800, "{:?}", line);
            }
        }
    }
}
