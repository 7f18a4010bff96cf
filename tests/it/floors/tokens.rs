//! Rust source as words and signs: just enough to tell code from comments and literals.

#[derive(Clone, Copy, PartialEq)]
pub enum Token<'a> {
    Word(&'a str),
    /// `::`
    Separator,
    Sign(char),
}

/// Words, `::` and signs with their lines, without comments, literals and lifetimes.
pub fn tokens(text: &str) -> Vec<(usize, Token<'_>)> {
    let mut tokens = Vec::new();
    let (mut rest, mut line) = (text, 1);
    while let Some(c) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let len = match literal_or_comment(rest) {
            Some(len) => len,
            None if word > 0 => {
                tokens.push((line, Token::Word(rest.get(..word).unwrap_or_default())));
                word
            }
            None if rest.starts_with("::") => {
                tokens.push((line, Token::Separator));
                2
            }
            None => {
                if !c.is_whitespace() {
                    tokens.push((line, Token::Sign(c)));
                }
                c.len_utf8()
            }
        };
        let (skipped, after) = rest.split_at(len.min(rest.len()));
        line += skipped.matches('\n').count();
        rest = after;
    }
    tokens
}

/// Bytes of the comment, literal or lifetime that the text begins with.
fn literal_or_comment(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(block_comment(text));
    }
    if text.starts_with('\'') {
        let mut chars = text.chars().skip(1);
        let escaped = chars.next() == Some('\\');
        let is_char = escaped || chars.next() == Some('\'');
        return Some(if is_char {
            quoted(text, '\'')
        } else {
            1 + text.chars().skip(1).take_while(|c| c.is_alphanumeric() || *c == '_').count()
        });
    }
    let literal = text.trim_start_matches(['b', 'c', 'r']);
    let prefix = text.len() - literal.len();
    let raw = prefix <= 2 && text.get(..prefix)?.contains('r');
    let hashes = literal.len() - literal.trim_start_matches('#').len();
    if raw && literal.get(hashes..)?.starts_with('"') {
        let end = format!("\"{}", "#".repeat(hashes));
        let body = literal.get(hashes + 1..)?;
        return Some(prefix + hashes + 1 + body.find(&end).map_or(body.len(), |at| at + end.len()));
    }
    (prefix <= 1 && literal.starts_with('"')).then(|| prefix + quoted(literal, '"'))
}

fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// Bytes up to and with the closing quote.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    let end = text.char_indices().skip(1).find(|&(_, c)| {
        let closes = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}
