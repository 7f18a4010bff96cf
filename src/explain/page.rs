use crate::text::{clean_text, folded, hang, wrap_lines};

/// What a page says, part by part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its first line.
    pub title: String,
    /// Its parts.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// Names and what they stand for.
    Facts(Vec<(String, String)>),
    /// YAML or CEL, shown as it is.
    Code(String),
}

impl Page {
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), blocks: Vec::new() }
    }

    pub(super) fn heading(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Heading(text.into()));
    }

    pub(super) fn paragraph(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Text(text.into()));
    }

    pub(super) fn facts(&mut self, facts: Vec<(String, String)>) {
        if !facts.is_empty() {
            self.blocks.push(Block::Facts(facts));
        }
    }

    pub(super) fn code(&mut self, text: impl Into<String>) {
        self.blocks.push(Block::Code(text.into()));
    }

    /// The page for a terminal of `width` columns, with controls of the texts shown as escapes.
    pub fn text(&self, width: usize) -> String {
        let mut text = format!("{}\n", clean_text(&self.title));
        for block in &self.blocks {
            text.push('\n');
            match block {
                Block::Heading(heading) => text.push_str(&clean_text(heading)),
                Block::Text(paragraph) => {
                    text.push_str(&wrap_lines(&clean_text(&folded(paragraph)), width));
                }
                Block::Facts(facts) => text.push_str(&columns(facts, width)),
                Block::Code(code) => {
                    let lines: Vec<String> =
                        clean_text(code.trim_end()).lines().map(|line| format!("    {line}").trim_end().to_owned()).collect();
                    text.push_str(&lines.join("\n"));
                }
            }
            text.push('\n');
        }
        text
    }
}

fn columns(facts: &[(String, String)], width: usize) -> String {
    let first = facts.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let row = |(name, value): &(String, String)| {
        let prefix = format!("  {name:first$}  ");
        let value = clean_text(value).into_owned();
        hang(&clean_text(&prefix), first + 4, value.split_whitespace(), width).trim_end().to_owned()
    };
    facts.iter().map(row).collect::<Vec<_>>().join("\n")
}
