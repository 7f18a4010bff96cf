use unicode_width::UnicodeWidthStr;

/// `prefix`, which takes `indent` columns, then `words` in lines of at most `width` columns, further lines indented alike.
///
/// A word longer than a line stays whole, so that paths and commands can be copied.
pub fn hang<'a>(prefix: &str, indent: usize, words: impl IntoIterator<Item = &'a str>, width: usize) -> String {
    let mut text = prefix.to_owned();
    let mut column = indent;
    let mut first = true;
    for word in words {
        let wide = word.width();
        if !first && column + 1 + wide > width {
            text.push('\n');
            text.push_str(&" ".repeat(indent));
            column = indent;
        } else if !first {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += wide;
        first = false;
    }
    text
}

/// Sentences on one line: as YAML folds them, each run of white space is one blank.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `text` in lines of at most `width` columns; its own line breaks are kept, and so is each line's indentation.
pub fn wrap_lines(text: &str, width: usize) -> String {
    hang("", 0, text.split(' '), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces_and_hang_under_the_prefix() {
        let text = hang("  help: ", 8, "set `agreement.no_training` once the vendor signed".split(' '), 30);
        insta::assert_snapshot!(text, @"
          help: set
                `agreement.no_training`
                once the vendor signed
        ");
    }

    #[test]
    fn a_word_longer_than_the_line_stays_whole() {
        assert_eq!(wrap_lines("a https://example.com/very/long b", 10), "a\nhttps://example.com/very/long\nb");
    }
}
