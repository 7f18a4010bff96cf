//! Backslash escapes that the parser rejects; it only names the quote before them.

use super::Scene;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::clean_line;

/// What is wrong with an escape.
enum Flaw {
    Unknown,
    /// So many hexadecimal digits are needed.
    Digits(usize),
    Surrogate,
    NoCharacter,
}

pub(super) fn diagnostic(scene: &Scene<'_>) -> Option<Diagnostic> {
    let (at, escape, flaw) = first_flaw(scene.after())?;
    let written = clean_line(escape);
    let (message, label, help) = match flaw {
        Flaw::Unknown => {
            (format!("`{written}` is not an escape"), "not an escape".to_owned(), "write `\\\\` for a backslash, or use single quotes")
        }
        Flaw::Digits(digits) => (
            format!("escape `{written}` is too short"),
            format!("needs {digits} hexadecimal digits"),
            "write `\\\\` for a backslash, or use single quotes",
        ),
        Flaw::Surrogate => (
            format!("escape `{written}` is half of a surrogate pair"),
            "the other half is missing".to_owned(),
            "write both halves, or the character itself",
        ),
        Flaw::NoCharacter => {
            (format!("escape `{written}` stands for no character"), "beyond Unicode".to_owned(), "write the character itself")
        }
    };
    Some(Diagnostic::error(Code::YamlSyntax, message).at(scene.place(scene.at + at, escape.len()), label).help(help))
}

/// The first escape of a double-quoted text that is none, with its offset.
fn first_flaw(text: &str) -> Option<(usize, &str, Flaw)> {
    let mut at = 0;
    while let Some(found) = text.get(at..)?.find('\\') {
        at += found;
        let rest = text.get(at..)?;
        let letter = rest.chars().nth(1)?;
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            c if "0abt\tnvfre \"/\\N_LP\n\r".contains(c) => 0,
            c => return Some((at, rest.get(..1 + c.len_utf8())?, Flaw::Unknown)),
        };
        let len = 2 + rest.bytes().skip(2).take(digits).take_while(u8::is_ascii_hexdigit).count();
        let escape = rest.get(..len)?;
        if len < 2 + digits {
            return Some((at, escape, Flaw::Digits(digits)));
        }
        at += len;
        if digits > 0 {
            let code = code(escape)?;
            if (0xD800..0xDC00).contains(&code) && digits == 4 && is_low_half(rest.get(len..)?) {
                at += len;
            } else if (0xD800..0xE000).contains(&code) {
                return Some((at - len, escape, Flaw::Surrogate));
            } else if char::from_u32(code).is_none() {
                return Some((at - len, escape, Flaw::NoCharacter));
            }
        }
    }
    None
}

fn code(escape: &str) -> Option<u32> {
    u32::from_str_radix(escape.get(2..)?, 16).ok()
}

fn is_low_half(text: &str) -> bool {
    let escape = text.get(..6).filter(|escape| escape.starts_with("\\u"));
    escape.and_then(code).is_some_and(|code| (0xDC00..0xE000).contains(&code))
}
