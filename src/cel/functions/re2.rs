//! What RE2 means by a pattern, in the words of the crate that matches it.

/// The pattern for the crate `regex`: its classes `\d`, `\s` and `\w` and the border `\b` are of ASCII in RE2, so that no digits of
/// other scripts get through a check; `\<` and `\>` are the signs themselves, and a class has no operators; a brace with no number in it
/// is one, too.
pub(super) fn translated(pattern: &str) -> String {
    let mut made = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern.chars();
    let mut class = false;
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('Q') if !class => {
                    let (literal, after) = rest.as_str().split_once("\\E").unwrap_or((rest.as_str(), ""));
                    made.push_str(&regex::escape(literal));
                    rest = after.chars();
                }
                Some(next) => {
                    escape(next, class, &mut made);
                    // `\p{Greek}`, `\x{10FFFF}`.
                    if matches!(next, 'p' | 'P' | 'x')
                        && let Some(end) = rest.as_str().strip_prefix('{').and_then(|inner| inner.find('}'))
                    {
                        let (name, after) = rest.as_str().split_at(end + 2);
                        made.push_str(name);
                        rest = after.chars();
                    }
                }
                None => made.push('\\'),
            },
            '[' if !class => {
                class = true;
                made.push('[');
                // Right at its beginning `]` is one of its characters.
                for first in ["^", "]"] {
                    if let Some(after) = rest.as_str().strip_prefix(first) {
                        made.push_str(if first == "]" { "\\]" } else { first });
                        rest = after.chars();
                    }
                }
            }
            '[' if rest.as_str().starts_with(':') => {
                let (name, after) = rest.as_str().split_once(":]").unwrap_or((rest.as_str(), ""));
                made.extend(["[", name, ":]"]);
                rest = after.chars();
            }
            '[' | '&' | '~' if class => made.extend(['\\', c]),
            ']' if class => {
                class = false;
                made.push(']');
            }
            '{' if !class && !repeats(rest.as_str()) => made.push_str("\\{"),
            c => made.push(c),
        }
    }
    made
}

/// Whether a number of times stands after a brace: `3}`, `3,}` or `3,5}`. Any other brace is the sign itself.
fn repeats(rest: &str) -> bool {
    let Some((times, _)) = rest.split_once('}') else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match times.split_once(',') {
        Some((least, most)) => number(least) && (most.is_empty() || number(most)),
        None => number(times),
    }
}

fn escape(c: char, class: bool, made: &mut String) {
    let (inside, negated) = match c {
        'd' | 'D' => ("0-9", c == 'D'),
        's' | 'S' => (r"\t\n\f\r ", c == 'S'),
        'w' | 'W' => ("0-9A-Za-z_", c == 'W'),
        'b' if !class => return made.push_str(r"(?-u:\b)"),
        '<' | '>' => return made.push(c),
        c => return made.extend(['\\', c]),
    };
    match (class, negated) {
        (true, false) => made.push_str(inside),
        (_, true) => made.extend(["[^", inside, "]"]),
        (false, false) => made.extend(["[", inside, "]"]),
    }
}
