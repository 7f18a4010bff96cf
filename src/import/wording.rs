//! When two texts of a spreadsheet say the same.

/// `text` as it is compared: in lower case, with single spaces, plain dashes and plain quotes.
pub(super) fn plainly(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !plain.is_empty() {
            plain.push(' ');
        }
        for c in word.chars() {
            match c {
                '\u{2010}'..='\u{2015}' | '\u{2212}' => plain.push('-'),
                '\u{2018}' | '\u{2019}' => plain.push('\''),
                '\u{201c}' | '\u{201d}' => plain.push('"'),
                c => plain.extend(c.to_lowercase()),
            }
        }
    }
    plain
}

/// `text` on one line of at most `width` characters.
pub(super) fn on_one_line(text: &str, width: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    crate::text::shorten(&words.join(" "), width)
}
