//! Bodies of ops: `multipart/form-data` (RFC 7578), whole or part by part.

mod feed;
mod parts;
mod reader;
mod whole;

pub use parts::{FilePart, Part, Parts};
pub use whole::Multipart;
