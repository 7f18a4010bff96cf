//! Texts: positions count characters, not bytes.

use regex::{Regex, RegexBuilder};

use super::re2::translated;
use super::{Complaint, Done, Operation, complain, format, list};
use crate::cel::eval::{Run, Stop};
use crate::cel::expr::{Expr, ExprKind};
use crate::cel::host::Host;
use crate::cel::value::{Text, Value};

/// Largest compiled regular expression in bytes; matching takes time linear in the text whatever the pattern.
const REGEX_BYTES: usize = 1 << 18;

/// Compiles a regular expression as RE2 reads it.
pub(in crate::cel) fn regex(pattern: &str) -> Result<Regex, String> {
    compiled(&translated(pattern))
}

/// Compiles a glob pattern: `*` within a path's part, `**` across parts, `?`, `[ab]`, `{a,b}`.
pub(in crate::cel) fn glob(pattern: &str) -> Result<Regex, String> {
    let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build().map_err(|_| "not a glob pattern".to_owned())?;
    compiled(&glob.regex().replacen("(?-u)", "", 1))
}

fn compiled(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern).size_limit(REGEX_BYTES).build().map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => "regular expression is too large".to_owned(),
        error => {
            let text = error.to_string();
            let why = text.lines().next_back().and_then(|line| line.strip_prefix("error: ")).unwrap_or_default();
            format!("not a regular expression: {why}").trim_end_matches([':', ' ']).to_owned()
        }
    })
}

/// Steps to compile a pattern that is made when the expression runs.
const COMPILING: u64 = 10_000;

/// `matches` and `glob`. A pattern that is a literal was compiled with the plan, any other is once per run.
pub(super) fn search<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    expr: &'v Expr,
    operation: Operation,
    arguments: &[Value<'v, N>],
) -> Result<Done<'v, N>, Stop<N>> {
    let [Value::Text(first), Value::Text(second)] = arguments else { return Ok(Err(Complaint::Overload)) };
    let is_glob = operation == Operation::Glob;
    let (text, pattern) = if is_glob { (second.as_str(), first.as_str()) } else { (first.as_str(), second.as_str()) };
    // Time is linear in the text; how long each step takes grows with the pattern.
    run.spend(text.len() as u64 * (pattern.len() as u64 + 4) / 40, expr.span)?;
    if let ExprKind::Call { regex: Some(ready), .. } = &expr.kind {
        return Ok(Ok(Value::Bool(ready.is_match(text))));
    }
    if let Some((.., ready)) = run.patterns.iter().find(|(known, was_glob, _)| *was_glob == is_glob && known == pattern) {
        return Ok(Ok(Value::Bool(ready.is_match(text))));
    }
    run.spend(COMPILING, expr.span)?;
    Ok(match if is_glob { glob(pattern) } else { regex(pattern) } {
        Ok(regex) => {
            let found = regex.is_match(text);
            run.patterns.push((pattern.to_owned(), is_glob, regex));
            Ok(Value::Bool(found))
        }
        Err(why) => complain(why),
    })
}

pub(super) fn apply<'v, N: Host<'v>>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    use Operation as Op;
    if let (Op::Reverse, [items]) = (operation, arguments)
        && items.is_list()
    {
        return Ok(list(items.items().into_iter().rev().collect()));
    }
    let Some(Value::Text(text)) = arguments.first() else { return Err(Complaint::Overload) };
    let text = text.as_str();
    match (operation, arguments.get(1..).unwrap_or_default()) {
        (Op::Contains, [Value::Text(part)]) => Ok(Value::Bool(text.contains(part.as_str()))),
        (Op::StartsWith, [Value::Text(part)]) => Ok(Value::Bool(text.starts_with(part.as_str()))),
        (Op::EndsWith, [Value::Text(part)]) => Ok(Value::Bool(text.ends_with(part.as_str()))),
        (Op::CharAt, [Value::Int(at)]) => char_at(text, *at),
        (Op::IndexOf, [Value::Text(part)]) => index_of(text, part.as_str(), 0),
        (Op::IndexOf, [Value::Text(part), Value::Int(from)]) => index_of(text, part.as_str(), *from),
        (Op::LastIndexOf, [Value::Text(part)]) => last_index_of(text, part.as_str(), text.chars().count() as i64),
        (Op::LastIndexOf, [Value::Text(part), Value::Int(from)]) => last_index_of(text, part.as_str(), *from),
        (Op::LowerAscii, []) => Ok(Value::Text(Text::from(text.to_ascii_lowercase()))),
        (Op::UpperAscii, []) => Ok(Value::Text(Text::from(text.to_ascii_uppercase()))),
        (Op::Trim, []) => Ok(Value::Text(Text::from(text.trim().to_owned()))),
        (Op::Reverse, []) => Ok(Value::Text(Text::from(text.chars().rev().collect::<String>()))),
        (Op::Split, [Value::Text(by)]) => Ok(split(text, by.as_str(), -1)),
        (Op::Split, [Value::Text(by), Value::Int(most)]) => Ok(split(text, by.as_str(), *most)),
        (Op::Substring, [Value::Int(start)]) => substring(text, *start, text.chars().count() as i64),
        (Op::Substring, [Value::Int(start), Value::Int(end)]) => substring(text, *start, *end),
        (Op::Quote, []) => Ok(Value::Text(Text::from(quote(text)))),
        _ => Err(Complaint::Overload),
    }
}

fn out_of_range<T>(at: i64) -> Result<T, Complaint> {
    complain(format!("index {at} is out of range"))
}

fn char_at<'v, N>(text: &str, at: i64) -> Done<'v, N> {
    let Ok(index) = usize::try_from(at) else { return out_of_range(at) };
    match text.chars().nth(index) {
        Some(c) => Ok(Value::Text(Text::from(c.to_string()))),
        None if index == text.chars().count() => Ok(Value::Text(Text::Borrowed(""))),
        None => out_of_range(at),
    }
}

fn index_of<'v, N>(text: &str, part: &str, from: i64) -> Done<'v, N> {
    let count = text.chars().count() as i64;
    if from < 0 || (from > count && !part.is_empty()) {
        return out_of_range(from);
    }
    let start = text.char_indices().nth(from as usize).map_or(text.len(), |(at, _)| at);
    let rest = text.get(start..).unwrap_or_default();
    let found = rest.find(part).map(|at| from + rest.get(..at).map_or(0, |before| before.chars().count()) as i64);
    Ok(Value::Int(found.unwrap_or(-1)))
}

fn last_index_of<'v, N>(text: &str, part: &str, from: i64) -> Done<'v, N> {
    let count = text.chars().count() as i64;
    if from < 0 || from > count {
        return out_of_range(from);
    }
    // The match may begin at `from`, so it may reach beyond it.
    let last_start = text.char_indices().nth(from as usize).map_or(text.len(), |(at, _)| at);
    let end = (last_start + part.len()).min(text.len());
    let end = text.floor_char_boundary(end);
    let found = text.get(..end).and_then(|head| head.rfind(part)).and_then(|at| text.get(..at)).map(|before| before.chars().count() as i64);
    Ok(Value::Int(found.unwrap_or(-1)))
}

fn substring<'v, N>(text: &str, start: i64, end: i64) -> Done<'v, N> {
    let count = text.chars().count() as i64;
    if start < 0 || end < 0 || start > end || end > count {
        return complain(format!("substring [{start}, {end}) is out of range: the text has {count}"));
    }
    let part: String = text.chars().skip(start as usize).take((end - start) as usize).collect();
    Ok(Value::Text(Text::from(part)))
}

fn split<'v, N>(text: &str, by: &str, most: i64) -> Value<'v, N> {
    let part = |part: &str| Value::Text(Text::from(part.to_owned()));
    if most == 0 {
        return list(Vec::new());
    }
    if by.is_empty() {
        let characters: Vec<char> = text.chars().collect();
        let single = if most < 0 { characters.len() } else { (most as usize - 1).min(characters.len()) };
        let mut parts: Vec<Value<'v, N>> = characters.iter().take(single).map(|c| part(&c.to_string())).collect();
        if single < characters.len() {
            parts.push(part(&characters.iter().skip(single).collect::<String>()));
        }
        return list(parts);
    }
    match usize::try_from(most) {
        Ok(most) => list(text.splitn(most, by).map(part).collect()),
        Err(_) => list(text.split(by).map(part).collect()),
    }
}

fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '\u{7}' => quoted.push_str("\\a"),
            '\u{8}' => quoted.push_str("\\b"),
            '\u{c}' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\u{b}' => quoted.push_str("\\v"),
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Functions whose result may be much longer than their arguments.
pub(super) fn build<'v, N: Host<'v>>(
    run: &mut Run<'v, '_, N>,
    expr: &'v Expr,
    operation: Operation,
    arguments: &[Value<'v, N>],
) -> Result<Done<'v, N>, Stop<N>> {
    Ok(match (operation, arguments) {
        (Operation::Join, [items, rest @ ..]) if items.is_list() => {
            let by = match rest {
                [] => "",
                [Value::Text(by)] => by.as_str(),
                _ => return Ok(Err(Complaint::Overload)),
            };
            let items = items.items();
            let mut parts = Vec::with_capacity(items.len());
            for item in &items {
                let Some(part) = item.as_str() else { return Ok(Err(Complaint::Overload)) };
                parts.push(part);
            }
            run.room(expr, parts.iter().map(|part| part.len() + by.len()).sum())?;
            Ok(Value::Text(Text::from(parts.join(by))))
        }
        (Operation::Replace, [Value::Text(text), Value::Text(from), Value::Text(to), rest @ ..]) => {
            let (text, from, to) = (text.as_str(), from.as_str(), to.as_str());
            let most = match rest {
                [] => usize::MAX,
                [Value::Int(most)] => usize::try_from(*most).unwrap_or(usize::MAX),
                _ => return Ok(Err(Complaint::Overload)),
            };
            let matches = if from.is_empty() { text.chars().count() + 1 } else { text.len() / from.len() }.min(most);
            run.room(expr, text.len().saturating_add(matches.saturating_mul(to.len())))?;
            Ok(Value::Text(Text::from(text.replacen(from, to, most))))
        }
        (Operation::Format, [Value::Text(pattern), values]) if values.is_list() => {
            let done = format::format(pattern.as_str(), &values.items());
            if let Ok(Value::Text(text)) = &done {
                run.room(expr, text.as_str().len())?;
            }
            done
        }
        _ => Err(Complaint::Overload),
    })
}
