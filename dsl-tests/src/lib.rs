//! Blocks that must compile and blocks that must not: see `tests`.
