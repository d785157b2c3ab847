//! Where a page ends and how clients reach its neighbours.

pub(super) mod cursor;
mod link;
pub(super) mod offset;
