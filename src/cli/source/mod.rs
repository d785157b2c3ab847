//! Rust source that commands print: names, literals, lines.
#![cfg_attr(not(feature = "import"), allow(dead_code, reason = "`import` alone uses some of it"))]

pub(super) mod names;
pub(super) mod out;
pub(super) mod text;
