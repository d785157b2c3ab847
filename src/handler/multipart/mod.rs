//! Bodies of ops that are `multipart/form-data` (RFC 7578), read as a whole or part by part.

mod limited;
mod parts;
mod reader;
mod whole;

pub use parts::{FilePart, Part, Parts};
pub use whole::Multipart;
