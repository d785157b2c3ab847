//! Guides: a page for each subject that takes more than a table.
//!
//! The grammar of a declaration is at [`api!`](crate::api). These pages tell how its parts work together.

#[doc = include_str!("access.md")]
pub mod access {}
#[doc = include_str!("adopting_swagger.md")]
pub mod adopting_swagger {}
#[doc = include_str!("brokers.md")]
pub mod brokers {}
#[doc = include_str!("changing_your_schema.md")]
pub mod changing_your_schema {}
#[doc = include_str!("hooks.md")]
pub mod hooks {}
#[doc = include_str!("many_servers.md")]
pub mod many_servers {}
#[doc = include_str!("operations.md")]
pub mod operations {}
#[doc = include_str!("sockets.md")]
pub mod sockets {}
#[doc = include_str!("transactions.md")]
pub mod transactions {}
#[doc = include_str!("uploads.md")]
pub mod uploads {}
