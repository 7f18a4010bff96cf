//! The next keystroke for a value that does not fit: what its author most likely meant.

use jiff::civil::Date;
use serde_json::{Value, json};

use super::check::{Fault, Schema, Site, resolve};
use super::expected::{Expected, members_quoted};
use super::sample::{flow, sample_of, scalar};
use super::{quoted, to_value};
use crate::document::{Node, View};
use crate::text::{clean_line, folded, nearest, or_list, shorten, slug};

/// What to write instead, if there is anything to say beyond the message.
pub(super) fn help(fault: &Fault<'_>) -> Option<String> {
    let Fault { node, site, .. } = *fault;
    if matches!(node.view(), View::Null) || node.as_str().is_some_and(|text| !text.is_empty() && text.trim().is_empty()) {
        return instead_of_nothing(fault);
    }
    match site.expected() {
        Expected::Fact => Some(fact(node)),
        Expected::Bool => Some(boolean(node).unwrap_or_else(|| "write `true` or `false`".to_owned())),
        Expected::OneOf(members) => Some(one_of(node, members)),
        Expected::Date => Some(date(node, site)),
        Expected::Text => text(node, site),
        Expected::Whole | Expected::Number => number(node, site),
        Expected::List => Some(list(fault)),
        Expected::Mapping => Some(mapping(fault)),
        Expected::Other => None,
    }
}

/// What to write where nothing, or an empty text, is.
pub(super) fn instead_of_nothing(fault: &Fault<'_>) -> Option<String> {
    let key = fault.node.key().and_then(Node::as_str).map(|key| shorten(&clean_line(key), 60));
    let example = sample_of(fault.schema, fault.site);
    let or_remove = if is_required(fault) { "" } else { ", or remove the key" };
    Some(match (fault.site.expected(), key, example) {
        (Expected::List, Some(key), _) => format!("write `{key}: []` if there is none{or_remove}"),
        (Expected::Fact, Some(_), _) => format!("write `true`, `false` or `unknown`{or_remove}"),
        (_, Some(key), Some(example)) => format!("write for example `{key}: {example}`{or_remove}"),
        (_, None, Some(example)) => format!("write for example `{example}`, or remove the line"),
        _ => return None,
    })
}

/// Whether the key of a faulty value has to be there.
fn is_required(fault: &Fault<'_>) -> bool {
    let Some((key, parent)) = fault.node.key().and_then(Node::as_str).zip(fault.node.parent()) else { return false };
    let required = schema_of(fault.schema, parent).get("required").and_then(Value::as_array);
    required.into_iter().flatten().any(|name| name.as_str() == Some(key))
}

/// The part of a schema that is about a node.
fn schema_of<'a>(root: &'a Value, node: Node<'_>) -> &'a Value {
    let Some(parent) = node.parent() else { return resolve(root, root) };
    let above = schema_of(root, parent);
    let field = match node.key().and_then(Node::as_str) {
        Some(key) => above.get("properties").and_then(|fields| fields.get(key)).or(above.get("additionalProperties")),
        None => above.get("items"),
    };
    field.map_or(&Value::Null, |field| resolve(root, field))
}

fn fact(node: Node<'_>) -> String {
    const NOBODY_KNOWS: [&str; 9] = ["unknown", "n/a", "na", "tbd", "todo", "none", "maybe", "unclear", "?"];
    let unknown = || node.as_str().and_then(|text| nearest(text, NOBODY_KNOWS)).map(|_| "write `unknown`".to_owned());
    boolean(node).or_else(unknown).unwrap_or_else(|| "write `true`, `false` or `unknown`".to_owned())
}

/// A boolean written as something else.
fn boolean(node: Node<'_>) -> Option<String> {
    let bool = match node.view() {
        View::Int(1) => true,
        View::Int(0) => false,
        View::Text(text) => match text.to_lowercase().as_str() {
            word @ ("true" | "false") => return Some(format!("write `{word}` without quotes")),
            "yes" | "y" | "on" | "1" => true,
            "no" | "n" | "off" | "0" => false,
            _ => return None,
        },
        _ => return None,
    };
    Some(format!("write `{bool}`"))
}

fn one_of(node: Node<'_>, members: &[Value]) -> String {
    let words = || members.iter().filter_map(Value::as_str);
    let written = node.place().text().to_owned();
    let near = node.as_str().and_then(|text| meant(text.trim_matches(['“', '”', '‘', '’', '\'', '"', ' ']), words()));
    match (node.view(), near) {
        (_, Some(near)) => format!("did you mean `{near}`?"),
        (View::Sequence, _) => "write one of them, not a list".to_owned(),
        (View::Bool(_) | View::Int(_), _) if words().any(|word| word == written) => format!("write `\"{written}\"`, in quotes"),
        _ => format!("write {}", or_list(&members_quoted(members))),
    }
}

/// The word that `text` abbreviates or misspells; of codes as short as `1a` each is near to every other.
fn meant<'a>(text: &str, words: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    let short = text.to_lowercase();
    let alike = |word: &str| word.len().min(short.len()) >= 3 && (word.starts_with(&short) || short.starts_with(word));
    let mut longer = words.clone().filter(|word| alike(word));
    match (longer.next(), longer.next()) {
        (Some(only), None) => Some(only),
        _ => nearest(text, words.filter(|word| word.len() >= 3)),
    }
}

fn date(node: Node<'_>, site: Site<'_>) -> String {
    let rule = || site.rule().unwrap_or_else(|| "write a day as YYYY-MM-DD".to_owned());
    let Some(text) = node.as_str() else { return rule() };
    if let Some(day) = text.get(..10).filter(|day| text.len() > 10 && day.parse::<Date>().is_ok()) {
        return format!("write the day alone: `{day}`");
    }
    let numbers: Vec<&str> = text.split(['-', '/', '.', ' ']).collect();
    match numbers[..] {
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            let day = format!("{year}-{month:0>2}-{day:0>2}");
            if day != text && day.parse::<Date>().is_ok() { format!("write `{day}`") } else { rule() }
        }
        _ => rule(),
    }
}

fn text(node: Node<'_>, site: Site<'_>) -> Option<String> {
    match node.view() {
        View::Bool(_) | View::Int(_) | View::Uint(_) | View::Float(_) => {
            let quoted = Value::from(node.place().text()).to_string();
            if fits(site.owner, node.place().text()) { Some(format!("write `{quoted}`, in quotes")) } else { site.rule() }
        }
        View::Sequence => Some("write one text, not a list".to_owned()),
        View::Mapping => Some("write one text, not a mapping".to_owned()),
        View::Text(text) => {
            let line = folded(text);
            // Of `framework:ID` only the first part is in lower case.
            let reference = match (line.split_once(':'), line.split_once(' ')) {
                (Some((id, rest)), _) => format!("{}:{rest}", id.to_lowercase()),
                (None, Some((id, rest))) if id.contains('-') => format!("{}:{rest}", id.to_lowercase()),
                _ => String::new(),
            };
            let repaired = [reference, line.to_lowercase(), slug(text)];
            let repaired = std::iter::once(&line).chain(&repaired).find(|repaired| *repaired != text && fits(site.owner, repaired));
            match repaired.filter(|repaired| repaired.len() <= 60) {
                Some(repaired) => Some(format!("write `{}`", clean_line(&scalar(repaired)))),
                None => site.rule(),
            }
        }
        View::Null => site.rule(),
    }
}

/// Whether a text satisfies the part of a schema that is about texts.
fn fits(owner: &Value, text: &str) -> bool {
    let pattern = owner.get("pattern").cloned().unwrap_or_else(|| ".*".into());
    let least = owner.get("minLength").cloned().unwrap_or_else(|| 1.into());
    let most = owner.get("maxLength").cloned().unwrap_or_else(|| i64::MAX.into());
    Schema::new(json!({"pattern": pattern, "minLength": least, "maxLength": most})).is_ok_and(|schema| schema.accepts(text))
}

fn number(node: Node<'_>, site: Site<'_>) -> Option<String> {
    let whole = matches!(site.expected(), Expected::Whole);
    let reads = |text: &str| if whole { text.parse::<i64>().is_ok() } else { text.parse::<f64>().is_ok_and(f64::is_finite) };
    match node.view() {
        View::Text(text) if reads(text) => Some(format!("write `{text}` without quotes")),
        View::Text(text) => {
            // A comma with three digits after it parts thousands; any other is a decimal comma.
            let comma = text.trim().split_once(',').filter(|(_, after)| !after.contains(',') && after.trim().len() != 3);
            if let Some((before, after)) = comma
                && reads(&format!("{before}.{after}"))
            {
                return Some(format!("write `{before}.{after}`"));
            }
            let plain = text.replace([',', '_'], "");
            let digits: String = plain.trim().chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
            let share = site.owner.get("maximum") == Some(&json!(1)) && plain.trim().ends_with('%');
            match digits.parse::<f64>() {
                Ok(percent) if share => Some(format!("write `{}`", percent / 100.0)),
                // A number in another unit, or in another base, is another number.
                _ if plain.trim().strip_prefix(&digits).is_some_and(is_other_unit) => site.rule(),
                _ if reads(&digits) => Some(format!("write the number alone: `{digits}`")),
                _ => site.rule(),
            }
        }
        // As far as a double holds every whole number.
        View::Float(float) if whole && float.fract() == 0.0 && float.abs() < 9e15 => Some(format!("write `{float}`")),
        View::Sequence => Some("write one number, not a list".to_owned()),
        _ => site.rule(),
    }
}

/// Whether what stands after a number's digits makes it another one: `2 years` where days are wanted, `0b11`.
fn is_other_unit(rest: &str) -> bool {
    let unit = rest.trim().to_lowercase();
    rest.starts_with(|c: char| c.is_alphabetic()) && !unit.starts_with(['d', '%'])
        || ["week", "month", "year", "hour", "min", "sec"].iter().any(|other| unit.starts_with(other))
}

fn list(fault: &Fault<'_>) -> String {
    let items = resolve(fault.schema, fault.site.owner.get("items").unwrap_or(&Value::Null));
    match fault.node.view() {
        View::Mapping if fault.node.get("id").is_some() && fault.node.place().text().starts_with('{') => {
            "write a list: put it in brackets, `[{…}]`".to_owned()
        }
        View::Text(text) if matches!(Expected::of(items), Expected::OneOf(_)) => match Expected::of(items) {
            Expected::OneOf(members) => {
                let words = members.iter().filter_map(Value::as_str);
                let shown = meant(text, words.clone()).or(words.clone().next()).unwrap_or("…");
                format!("write a list of its values, such as `[{shown}]`")
            }
            _ => "write a list".to_owned(),
        },
        View::Text(text) if items.get("properties").is_none() => {
            let parts: Vec<Value> = text.split(',').map(|part| part.trim().into()).collect();
            format!("write it in brackets: `{}`", shorten(&clean_line(&flow(&Value::Array(parts))), 80))
        }
        View::Mapping if fault.node.get("id").is_some() => "write a list: put `- ` before this entry".to_owned(),
        View::Mapping if items.get("properties").and_then(|properties| properties.get("id")).is_some() => {
            let name = fault.node.entries().next().map_or("id", |entry| entry.name());
            format!("write a list whose entries begin with `- id: {}`", shorten(&clean_line(name), 40))
        }
        View::Mapping | View::Text(_) => "write a list: begin each entry with `- `".to_owned(),
        _ => {
            let of_text = matches!(Expected::of(items), Expected::Text);
            let item = if of_text { Value::from(fault.node.place().text()) } else { to_value(fault.node) };
            format!("write it in brackets: `[{}]`", shorten(&clean_line(&flow(&item)), 60))
        }
    }
}

fn mapping(fault: &Fault<'_>) -> String {
    let is_list = matches!(fault.node.view(), View::Sequence);
    if is_list && !fault.node.place().text().starts_with('[') {
        return "write one mapping, not a list: remove the `- `".to_owned();
    }
    if is_list {
        return "write one mapping: `{key: value}`".to_owned();
    }
    let Some(example) = sample_of(fault.schema, fault.site).filter(|example| example != "…") else {
        let keys = fault.site.owner.get("properties").and_then(Value::as_object).into_iter().flatten().map(|(key, _)| format!("`{key}`"));
        let keys: Vec<String> = keys.take(4).collect();
        return if keys.is_empty() {
            "write a mapping: `key: value`".to_owned()
        } else {
            format!("write a mapping with keys such as {}", or_list(&keys))
        };
    };
    match fault.node.key().and_then(Node::as_str) {
        Some(key) => format!("write for example {}", quoted(&format!("{key}: {example}"))),
        None => format!("write for example `{example}`"),
    }
}
