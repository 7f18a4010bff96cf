//! What makes a finding the same finding tomorrow.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// 32 hexadecimal digits from the parts, each of which may hold anything.
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut text = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}
