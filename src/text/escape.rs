//! Text from a file may hold anything; what reaches a terminal holds no control.

use std::borrow::Cow;

/// Whether a character could move the cursor, change colors, hide text or reorder it; line breaks and tabs count.
pub fn is_hostile(c: char) -> bool {
    c.is_control() || INVISIBLE.iter().any(|&(first, last)| (first..=last).contains(&c))
}

/// Ranges of characters that show nothing, break lines or turn the reading direction.
const INVISIBLE: &[(char, char)] = &[
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{115f}', '\u{1160}'),
    ('\u{180e}', '\u{180e}'),
    ('\u{200b}', '\u{200f}'),
    ('\u{2028}', '\u{202e}'),
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff9}', '\u{fffb}'),
    ('\u{e0000}', '\u{e007f}'),
];

/// `text` on one line: controls, line breaks and invisible characters shown as escapes, e.g. `\u{1b}`.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    clean(text, |_| false)
}

/// `text` with its line breaks and tabs kept and every other control shown as an escape.
pub fn clean_text(text: &str) -> Cow<'_, str> {
    clean(text, |c| matches!(c, '\n' | '\t'))
}

fn clean(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if printable || !text.chars().any(|c| is_hostile(c) && !keep(c)) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            c if keep(c) || !is_hostile(c) => clean.push(c),
            '\n' => clean.push_str("\\n"),
            '\t' => clean.push_str("\\t"),
            '\r' => clean.push_str("\\r"),
            c => clean.extend(c.escape_unicode()),
        }
    }
    Cow::Owned(clean)
}
