use std::io::Read;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Place};
use crate::text::{Source, Span};

/// Largest file that is read, in bytes (64 MiB): far above any inventory, far below any machine's memory.
pub const MAX_FILE_BYTES: u64 = 64 << 20;

/// Largest stored result that is read, in bytes (1 GiB): one of thousands of systems is larger than any document.
pub const MAX_RESULT_BYTES: u64 = 1 << 30;

/// Bytes that are read before anything is asked of a file.
const FIRST: usize = 16 << 10;

/// Reads a file as a source named `name`.
///
/// # Errors
/// A diagnostic if it cannot be read, is larger than [`MAX_FILE_BYTES`] or is not UTF-8 (with the byte's offset).
pub fn load(path: &std::path::Path, name: &str) -> Result<Arc<Source>, Box<Diagnostic>> {
    load_within(path, name, MAX_FILE_BYTES)
}

/// The same for a file of up to `most` bytes.
///
/// # Errors
/// As [`load`].
pub fn load_within(path: &std::path::Path, name: &str, most: u64) -> Result<Arc<Source>, Box<Diagnostic>> {
    let unreadable = |why: &str| {
        Box::new(Diagnostic::error(Code::UnreadableFile, format!("cannot read `{name}`: {why}")).help("check the path and its permissions"))
    };
    let too_large = || unreadable(&format!("it is larger than {} MiB", most >> 20));
    let mut file = std::fs::File::open(path).map_err(|e| unreadable(&reason(&e)))?;
    // Most documents are read at once; of a larger one it is worth to ask how large.
    let mut bytes = Vec::with_capacity(FIRST);
    file.by_ref().take(FIRST as u64).read_to_end(&mut bytes).map_err(|e| unreadable(&reason(&e)))?;
    if bytes.len() == FIRST {
        if let Ok(meta) = file.metadata()
            && meta.is_file()
        {
            if meta.len() > most {
                return Err(too_large());
            }
            bytes.reserve(usize::try_from(meta.len()).unwrap_or_default().saturating_sub(FIRST));
        }
        file.take((most + 1).saturating_sub(FIRST as u64)).read_to_end(&mut bytes).map_err(|e| unreadable(&reason(&e)))?;
    }
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    bytes.shrink_to_fit();
    decode(bytes, name)
}

/// The text of `bytes`, which must be UTF-8.
pub(super) fn decode(bytes: Vec<u8>, name: &str) -> Result<Arc<Source>, Box<Diagnostic>> {
    String::from_utf8(bytes).map(|text| Arc::new(Source::new(name, text))).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let byte = bytes.get(offset).copied().unwrap_or_default();
        let readable = String::from_utf8_lossy(bytes.get(..offset).unwrap_or_default()).into_owned();
        let source = Arc::new(Source::new(name, readable));
        let place = Place::new(&source, Span::new(offset as u32, offset as u32));
        let message = format!("`{name}` is not UTF-8: byte 0x{byte:02X} at offset {offset}");
        let utf16 = bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        let help = if utf16 { "save the file as UTF-8; it looks like UTF-16" } else { "save the file as UTF-8" };
        Box::new(Diagnostic::error(Code::InvalidUtf8, message).at(place, "the text is readable up to here").help(help))
    })
}

/// Why a file cannot be read, for people.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string().to_lowercase(),
    }
}
