//! Floor 2: YAML 1.2 (and JSON, which is a part of it) as a tree of nodes that know where they stand.
//!
//! [`parse`] turns a source into a [`Tree`]: one arena for all documents of a file, with byte spans for keys and values,
//! aliases and merge keys resolved, and every problem collected as a diagnostic. Knows nothing of manifests or schemas.

mod load;
mod node;
mod origin;
mod parse;
mod path;
mod scalar;
mod tree;

pub use load::{MAX_FILE_BYTES, MAX_RESULT_BYTES, load, load_within, reason};
pub use node::{Entries, Entry, Items, Node, View};
pub use origin::Origin;
pub use parse::{MAX_DEPTH, MAX_EXPANDED_NODES, parse};
pub use path::{Path, Step as PathStep};
pub use tree::{NodeId, Tree};

#[cfg(test)]
mod tests;
