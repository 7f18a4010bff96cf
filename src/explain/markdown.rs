//! Pages as Markdown, for those who read policies in a browser.

use super::{Block, Page};
use crate::text::{clean_text, folded};

impl Page {
    /// The page as Markdown, its title as a heading of `level`.
    pub fn markdown(&self, level: usize) -> String {
        let mut text = format!("{} {}\n", "#".repeat(level), escaped(&self.title));
        for block in &self.blocks {
            text.push('\n');
            match block {
                Block::Heading(heading) => line(&mut text, &format!("{} {}", "#".repeat(level + 1), escaped(heading))),
                Block::Text(paragraph) => line(&mut text, &escaped(paragraph)),
                Block::Facts(facts) => {
                    text.push_str("| | |\n|---|---|\n");
                    for (name, value) in facts {
                        line(&mut text, &format!("| {} | {} |", cell(name), cell(value)));
                    }
                }
                Block::Code(code) => {
                    let fence = fence(code);
                    line(&mut text, &format!("{fence}\n{}\n{fence}", clean_text(code.trim_end())));
                }
            }
        }
        text
    }
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// A fence longer than any within the code.
fn fence(code: &str) -> String {
    let longest = code.split(|c| c != '~').map(str::len).max().unwrap_or_default();
    "~".repeat(3.max(longest + 1))
}

fn cell(text: &str) -> String {
    escaped(text).replace('|', "\\|")
}

/// Prose on one line: outside of `code`, what Markdown or HTML could read is escaped.
fn escaped(text: &str) -> String {
    let line = folded(&clean_text(text));
    // Backticks that have no partner mark no code.
    let parts: Vec<&str> = line.split('`').collect();
    let paired = parts.len() % 2 == 1;
    let mut escaped = String::with_capacity(line.len());
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            escaped.push_str(if paired { "`" } else { "\\`" });
        }
        if paired && at % 2 == 1 {
            escaped.push_str(part);
            continue;
        }
        for c in part.chars() {
            if matches!(c, '*' | '_' | '[' | ']' | '<' | '>' | '\\' | '#' | '~') {
                escaped.push('\\');
            }
            escaped.push(c);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_escaped_and_code_is_not() {
        assert_eq!(escaped("set `a_b[x]` *now* <b>"), "set `a_b[x]` \\*now\\* \\<b\\>");
        assert_eq!(escaped("one ` alone_"), "one \\` alone\\_");
        assert_eq!((fence("a: b").as_str(), fence("~~~~\nx").as_str()), ("~~~", "~~~~~"));
        assert_eq!(cell("a | `b|c`"), "a \\| `b\\|c`");
    }
}
