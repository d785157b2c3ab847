//! Pages of lists, and the links between them.

pub(super) mod cursor;
mod link;
pub(super) mod offset;
