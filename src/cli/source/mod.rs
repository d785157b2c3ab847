//! Rust source that commands print: names, literals, lines.
#![cfg_attr(not(feature = "swagger"), allow(dead_code, reason = "what `import` alone needs"))]

pub(super) mod names;
pub(super) mod out;
pub(super) mod text;
