//! Base64.

use base64::Engine as _;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};

use super::{Complaint, Done, Operation, complain};
use crate::cel::value::{Text, Value};

/// The standard alphabet; what is read may lack its padding.
const ENGINE: GeneralPurpose =
    GeneralPurpose::new(&base64::alphabet::STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// Bytes as text.
pub(in crate::cel) fn base64(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

pub(super) fn apply<'v, N>(operation: Operation, arguments: &[Value<'v, N>]) -> Done<'v, N> {
    match (operation, arguments) {
        (Operation::Encode, [Value::Bytes(bytes)]) => Ok(Value::Text(Text::from(base64(bytes)))),
        (Operation::Decode, [Value::Text(text)]) => match ENGINE.decode(text.as_str()) {
            Ok(bytes) => Ok(Value::Bytes(bytes.into())),
            Err(_) => complain("text is not base64"),
        },
        _ => Err(Complaint::Overload),
    }
}
