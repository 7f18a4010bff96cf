//! What may be answered, in words.

use crate::ask::Question;
use crate::schema::Shape;
use crate::text::or_list;

/// Words to choose from, as they are written in the manifest; none where the answer is free.
pub(super) fn choices(question: &Question) -> Vec<String> {
    match question.described.as_ref().map(|described| &described.shape) {
        Some(Shape::Fact) => ["true", "false", "unknown"].map(str::to_owned).to_vec(),
        Some(Shape::Bool) => ["true", "false"].map(str::to_owned).to_vec(),
        Some(Shape::Enum(words)) => words.clone(),
        _ => Vec::new(),
    }
}

/// What kind of answer is free to be written.
pub(super) fn kind(question: &Question) -> &'static str {
    match question.described.as_ref().map(|described| &described.shape) {
        Some(Shape::Fact) => "fact",
        Some(Shape::Bool) => "bool",
        Some(Shape::Enum(_)) => "choice",
        Some(Shape::Int { .. }) => "whole-number",
        Some(Shape::Number { .. }) => "number",
        Some(Shape::Text { date: true }) => "day",
        Some(Shape::Text { date: false } | Shape::Form { .. } | Shape::Prose) => "text",
        Some(Shape::List(_)) => "list",
        Some(Shape::Object { .. } | Shape::Map(_)) => "mapping",
        Some(Shape::Any) | None => "any",
    }
}

/// The answer in a line: `true`, `false` or `unknown`; a list, `[]` for none.
pub(super) fn line(question: &Question) -> String {
    let choices: Vec<String> = choices(question).iter().map(|word| format!("`{word}`")).collect();
    if !choices.is_empty() {
        return or_list(&choices);
    }
    let example = question.described.as_ref().and_then(|described| described.example.as_ref());
    let example = match example {
        Some(serde_json::Value::String(text)) => format!(", for example `{text}`"),
        Some(value @ serde_json::Value::Number(_)) => format!(", for example `{value}`"),
        _ => String::new(),
    };
    match question.described.as_ref().map(|described| &described.shape) {
        Some(Shape::Int { .. }) => format!("a whole number{example}"),
        Some(Shape::Number { .. }) => format!("a number{example}"),
        Some(Shape::Text { date: true }) => "a day, written `YYYY-MM-DD`".to_owned(),
        Some(Shape::Text { date: false } | Shape::Form { .. } | Shape::Prose) => format!("a text{example}"),
        Some(Shape::List(item)) => match item.as_ref() {
            Shape::Enum(words) => {
                format!("a list of {}; `[]` for none", or_list(&words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>()))
            }
            Shape::Object { .. } => "a list with an entry for each; `[]` for none".to_owned(),
            _ => "a list; `[]` for none".to_owned(),
        },
        Some(Shape::Object { fields, .. }) => {
            let keys: Vec<String> = fields.keys().map(|key| format!("`{key}`")).collect();
            format!("a mapping of {}", crate::text::and_list(&keys))
        }
        _ => "a value".to_owned(),
    }
}
