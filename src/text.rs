//! Floor 0: text that somebody wrote, positions in it, and wording.
//!
//! Knows source files, byte spans, lines and columns, escaping and plurals. Knows nothing of YAML, policies or output.

mod cell;
mod escape;
mod nearest;
mod source;
mod wording;
mod wrap;

pub use cell::{csv_cell, markdown_cell};
pub use escape::{clean_line, clean_text, is_hostile};
pub use nearest::nearest;
pub use source::{Position, Source, Span};
pub use wording::{and_list, or_list, plural, shorten};
pub use wrap::{hang, wrap_lines};

#[cfg(test)]
mod tests;
