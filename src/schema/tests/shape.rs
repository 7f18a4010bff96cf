use super::*;

fn at(path: &[&str]) -> Shape {
    path.iter().fold(Shape::ai_system().clone(), |shape, key| match shape {
        Shape::List(item) if *key == "[]" => *item,
        shape => shape.field(key).unwrap_or_else(|| unreachable!("no {key}")).shape.clone(),
    })
}

#[test]
fn facts_dates_bounds_and_values_survive() {
    assert_eq!(at(&["facts", "profiling"]), Shape::Fact);
    assert_eq!(at(&["lifecycle", "reviewed_on"]), Shape::Text { date: true });
    assert_eq!(at(&["name"]), Shape::Prose);
    let form = |pattern: &str, example: &str| Shape::Form { pattern: pattern.to_owned(), example: Some(example.to_owned()) };
    assert_eq!(at(&["id"]), form("^[a-z0-9][a-z0-9-]*$", "support-copilot"));
    assert_eq!(at(&["environment", "region"]), form("^[a-z]{2}(-[a-z0-9]+)*$", "eu"));
    assert_eq!(at(&["lifecycle", "review_interval_days"]), Shape::Int { minimum: Some(0), maximum: Some(36500) });
    assert_eq!(at(&["security_use", "metrics", "false_negative_rate"]), Shape::Number { minimum: Some(0.0), maximum: Some(1.0) });
    assert_eq!(at(&["criticality"]), Shape::Enum(["low", "medium", "high", "critical"].map(str::to_owned).to_vec()));
    assert_eq!(at(&["labels"]), Shape::Map(Box::new(Shape::Prose)));
    assert_eq!(at(&["extensions"]), Shape::Map(Box::new(Shape::Any)));
    assert_eq!(at(&["models", "[]", "training", "datasets"]), Shape::List(Box::new(form("^[a-z0-9][a-z0-9-]*$", "openai"))));
}

#[test]
fn required_keys_are_told_apart_and_documents_are_closed() {
    let Shape::Object { fields, closed } = Shape::ai_system() else { unreachable!() };
    let required: Vec<&str> = fields.iter().filter(|(_, field)| field.required).map(|(name, _)| name.as_str()).collect();
    assert_eq!(required, ["apiVersion", "id", "kind", "name"]);
    assert!(closed);
    let Shape::Object { fields, .. } = at(&["data_flows", "[]", "to"]) else { unreachable!() };
    assert!(fields["kind"].required && !fields["vendor"].required);
}

#[test]
fn a_schema_that_contains_itself_ends_in_anything() {
    let Shape::Object { fields, .. } = Shape::of(&serde_json::from_str(text(Kind::Policy)).unwrap()) else { unreachable!() };
    assert!(matches!(fields["params"].shape, Shape::Map(_)));
}
