//! What blocks take already; what they don't is a comment.

/// `security` and `access`.
pub(super) const SECURITY: bool = false;

/// Bodies that aren't JSON: `Form<T>`, `Multipart<T>` with `File`, `ByteStream`.
pub(super) const BODIES: bool = false;
