//! A block as users write them, under more lints than most deny: the macros' own code must not trip them. What must be refused
//! is in `tests`.
#![deny(
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::allow_attributes_without_reason,
    clippy::absolute_paths,
    clippy::enum_glob_use,
    clippy::wildcard_imports,
    clippy::print_stdout,
    clippy::missing_docs_in_private_items
)]

pub mod billing;
pub mod tasks;
