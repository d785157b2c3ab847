//! JSON: the wrapper of columns, escapes of strings, and the limit of nesting.

use std::fmt;

use serde_json::value::RawValue;

/// Any JSON value.
pub type JsonValue = serde_json::Value;

/// How deep a JSON document may nest.
pub(crate) const MAX_DEPTH: usize = 64;

/// A value that is stored as JSON in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Json<T>(pub T);

impl<T> From<T> for Json<T> {
    fn from(value: T) -> Self {
        Self(value)
    }
}

impl<T> std::ops::Deref for Json<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

/// Why a text isn't accepted as a JSON document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotADocument {
    /// It isn't JSON (RFC 8259).
    Syntax,
    /// It nests deeper than [`MAX_DEPTH`].
    TooDeep,
}

impl fmt::Display for NotADocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("not JSON"),
            Self::TooDeep => write!(f, "nested deeper than {MAX_DEPTH}"),
        }
    }
}

/// Checks that the bytes of a body are one JSON document.
///
/// # Errors
///
/// If they aren't UTF-8, aren't JSON, or nest deeper than [`MAX_DEPTH`].
pub(crate) fn check_document(bytes: &[u8]) -> Result<&RawValue, NotADocument> {
    if depth(bytes) > MAX_DEPTH {
        return Err(NotADocument::TooDeep);
    }
    serde_json::from_slice(bytes).map_err(|_| NotADocument::Syntax)
}

/// The depth of nesting. Without recursion, so that no input overflows the stack.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Appends `text` as a JSON string.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    out.push(b'"');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.extend_from_slice(&text.as_bytes()[from..at]);
        from = at + 1;
        match byte {
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            _ => {
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 15)]);
            }
        }
    }
    out.extend_from_slice(&text.as_bytes()[from..]);
    out.push(b'"');
}
