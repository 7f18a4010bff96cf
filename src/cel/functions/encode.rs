//! Base64.

use super::{Complaint, Done, Operation, complain};
use crate::cel::value::{Text, Value};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

pub(super) fn apply<'v, N>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    match (operation, arguments) {
        (Operation::Encode, [Value::Bytes(bytes)]) => Ok(Value::Text(Text::from(encode(bytes)))),
        (Operation::Decode, [Value::Text(text)]) => match decode(text.as_str()) {
            Some(bytes) => Ok(Value::Bytes(bytes.into())),
            None => complain("text is not base64"),
        },
        _ => Err(Complaint::Overload),
    }
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0u32, |word, &byte| word << 8 | u32::from(byte)) << (8 * (3 - chunk.len()));
        for at in 0..4 {
            let sextet = (word >> (18 - 6 * at)) & 63;
            text.push(if at <= chunk.len() { ALPHABET[sextet as usize] as char } else { '=' });
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=');
    if text.len() - digits.len() > 2 || digits.len() % 4 == 1 {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() * 3 / 4);
    for chunk in digits.as_bytes().chunks(4) {
        let mut word = 0u32;
        for &digit in chunk {
            word = word << 6 | ALPHABET.iter().position(|&letter| letter == digit)? as u32;
        }
        word <<= 6 * (4 - chunk.len());
        bytes.extend(word.to_be_bytes().iter().skip(1).take(chunk.len() - 1));
    }
    Some(bytes)
}
