//! Rust source that commands print: names, literals, lines.

pub(super) mod names;
pub(super) mod out;
pub(super) mod text;
