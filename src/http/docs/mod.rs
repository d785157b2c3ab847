//! The document, and the pages that show it to people.
//!
//! `/docs` reads it with Redoc, `/docs/try` tries it with Swagger UI. Both come out of crates, so nothing is loaded from
//! elsewhere. Every link is relative: the pages work below whatever prefix the API has.

mod document;
#[cfg(feature = "docs")]
mod asset;
#[cfg(feature = "docs")]
mod page;
#[cfg(feature = "docs")]
mod parts;
#[cfg(not(feature = "docs"))]
#[path = "none.rs"]
mod parts;
#[cfg(feature = "docs")]
mod swagger;

pub(super) use self::document::{asyncapi, document};

/// Where the document of the sockets is, below the root of the filter.
pub(super) const ASYNCAPI: &str = "asyncapi.json";
pub(super) use self::parts::{Part, answer, parts};
