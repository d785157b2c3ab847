//! Migrations as files, and the crate that holds them.

mod crates;
mod files;
mod registered;
