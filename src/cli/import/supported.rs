//! What blocks take already; what they don't is a comment.

/// `security` and `access`.
pub(super) const SECURITY: bool = false;
