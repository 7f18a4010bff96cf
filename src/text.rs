//! Floor 0: text that somebody wrote, positions in it, and wording.
//!
//! Knows source files, byte spans, lines and columns, escaping and plurals. Knows nothing of YAML, policies or output.

mod escape;
mod media;
mod nearest;
mod source;
mod wording;
mod wrap;

pub use escape::{clean_line, clean_text, is_hostile};
pub use media::{csv_cell, markdown, markdown_code, uri_path, xml};
pub use nearest::nearest;
pub use source::{Position, Source, Span};
pub use wording::{and_list, or_list, plural, shorten, slug};
pub use wrap::{folded, hang, wrap_lines};

#[cfg(test)]
mod tests;
