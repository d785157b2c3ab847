//! Entity tags of documents.

use super::hash::hash;

/// The entity tag of a text: its hash in sixteen hexadecimal digits, in quotes (RFC 9110, section 8.8.3).
#[must_use]
pub(crate) fn etag(text: &str) -> String {
    format!("\"{:016x}\"", hash(text.as_bytes()))
}
