//! How wide text is, and what is written on a node and on an edge.

use unicode_width::UnicodeWidthChar;

use crate::graph::{Edge, Node};
use crate::text::clean_line;

/// A line of text, how it looks and where its baseline lies below the one before.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub text: String,
    pub class: &'static str,
    /// Distance to the baseline above.
    pub lead: f64,
    pub size: f64,
}

/// Text in a rectangle.
#[derive(Clone, Debug, Default)]
pub(super) struct Card {
    pub lines: Vec<Line>,
    pub width: f64,
    pub height: f64,
}

/// Space between a card's frame and its text.
pub(super) const PAD: f64 = 10.0;

impl Card {
    pub fn of_node(node: &Node) -> Self {
        let mut lines = Vec::new();
        push(&mut lines, &node.name, "name", 13.0, (28, 3));
        push(&mut lines, &node.note, "soft", 11.0, (48, 2));
        push(&mut lines, &node.tally.words(), if node.tally.failed > 0 { "bad" } else { "soft" }, 11.0, (40, 2));
        for row in &node.rows {
            let failed = row.tally.failed > 0;
            let text = if failed { format!("! {}", row.text) } else { format!("– {}", row.text) };
            push(&mut lines, &text, if failed { "bad" } else { "" }, 11.0, (52, 2));
        }
        Self::of_lines(lines, PAD)
    }

    pub fn of_edge(edge: &Edge) -> Self {
        let mut lines = Vec::new();
        let classes: &[&str] = if edge.label.len() > 1 { &["", "data", "soft"] } else { &["data"] };
        for (line, class) in edge.label.iter().zip(classes) {
            push(&mut lines, line, class, 11.0, (44, 2));
        }
        push(&mut lines, &edge.tally.words(), if edge.tally.failed > 0 { "bad" } else { "soft" }, 11.0, (44, 1));
        Self::of_lines(lines, 0.0)
    }

    fn of_lines(lines: Vec<Line>, pad: f64) -> Self {
        let width = lines.iter().map(|line| width(&line.text, line.size, line.class)).fold(0.0, f64::max);
        let height = lines.iter().map(|line| line.lead).sum::<f64>();
        Self { lines, width: width + 2.0 * pad, height: height + 1.5 * pad + 2.0 }
    }
}

/// Adds `text` in at most `most` lines of about `columns` letters; what does not fit is left out with `…`.
fn push(lines: &mut Vec<Line>, text: &str, class: &'static str, size: f64, (columns, most): (usize, usize)) {
    for text in wrapped(&clean_line(text), columns, most) {
        lines.push(Line { text, class, lead: size + 4.0, size });
    }
}

/// `text` in lines of at most `columns` columns: broken at spaces, or within a word that is longer than a line.
fn wrapped(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut used = columns;
    for word in text.split_whitespace() {
        let wide: usize = word.chars().map(columns_of).sum();
        if used + 1 + wide <= columns {
            if let Some(line) = lines.last_mut() {
                line.push(' ');
                line.push_str(word);
            }
            used += 1 + wide;
            continue;
        }
        lines.push(String::new());
        used = 0;
        for c in word.chars() {
            if used + columns_of(c) > columns {
                lines.push(String::new());
                used = 0;
            }
            lines.extend(lines.is_empty().then(String::new));
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
            used += columns_of(c);
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while last.chars().map(columns_of).sum::<usize>() >= columns {
                last.pop();
            }
            last.push('…');
        }
    }
    lines
}

fn columns_of(c: char) -> usize {
    c.width().unwrap_or_default()
}

/// How wide a text is at most, in the fonts that readers have: which one is not known when it is drawn.
pub(super) fn width(text: &str, size: f64, class: &str) -> f64 {
    let bold = if matches!(class, "name" | "bad" | "title") { 1.08 } else { 1.0 };
    text.chars().map(em).sum::<f64>() * size * bold
}

fn em(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '!' | '\'' | '|' | ' ' | '(' | ')' | '·' => 0.4,
        'f' | 'r' | 't' | '-' => 0.45,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        c if c.is_uppercase() => 0.75,
        c => match columns_of(c) {
            0 => 0.0,
            1 if c.is_ascii() => 0.63,
            1 => 0.72,
            _ => 1.1,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_wrap_at_spaces_within_words_and_end_with_an_ellipsis() {
        assert_eq!(wrapped("automated screening of permits", 12, 3), ["automated", "screening of", "permits"]);
        assert_eq!(wrapped("abcdefghijkl", 5, 3), ["abcde", "fghij", "kl"]);
        assert_eq!(wrapped("one two three four", 5, 2), ["one", "two…"]);
        assert_eq!(wrapped("許可審査支援", 5, 2), ["許可", "審査…"]);
        assert_eq!(wrapped("", 5, 2), [""; 0]);
    }
}
