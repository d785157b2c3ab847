//! The document in older versions: OpenAPI 3.0.3, for tools that don't read 3.1 yet, and Swagger 2.0.
//!
//! Both are converted from the document itself, so whatever is added to it is in them. Each rule is a function that expresses something in
//! the older version's terms, or drops it and records the loss. Swagger 2.0 is converted from OpenAPI 3.0.

mod lint;
mod loss;
mod fixups;
mod nullable_type;
mod openapi30;
mod schema30;
mod security;
mod swagger20;
#[cfg(test)]
mod tests;

pub(crate) use lint::lint;
pub(crate) use loss::Loss;

use super::json_tree::{Node, Object};
use loss::Walk;

/// A version of the OpenAPI specification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SpecVersion {
    /// Swagger 2.0.
    Swagger20,
    /// OpenAPI 3.0.3.
    OpenApi30,
    /// OpenAPI 3.1: the document itself.
    OpenApi31,
}

impl SpecVersion {
    /// All of them, in order.
    pub(crate) const ALL: &[Self] = &[Self::Swagger20, Self::OpenApi30, Self::OpenApi31];

    /// Its number, as requests and flags have it.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Swagger20 => "2.0",
            Self::OpenApi30 => "3.0",
            Self::OpenApi31 => "3.1",
        }
    }

    /// Its name for people.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Swagger20 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
        }
    }
}

/// The document in another version, and its losses.
#[derive(Debug)]
pub(crate) struct Converted {
    /// Its text: JSON.
    pub(crate) text: String,
    /// What the version can't express.
    pub(crate) losses: Vec<Loss>,
}

/// Converts a document of OpenAPI 3.1 to another version.
///
/// # Errors
///
/// When the document isn't JSON: a bug of this crate.
pub(crate) fn convert(document: &str, version: SpecVersion) -> Result<Converted, serde_json::Error> {
    let mut walk = Walk::default();
    if version == SpecVersion::OpenApi31 {
        return Ok(Converted {
            text: document.to_owned(),
            losses: walk.losses(),
        });
    }
    let mut converted = object(document)?;
    openapi30::convert(&mut converted, &mut walk);
    if version == SpecVersion::Swagger20 {
        converted = swagger20::convert(converted, &mut walk);
    }
    fixups::drop_dangling_references(&mut converted, &mut walk);
    nullable_type::set_types(&mut converted);
    Ok(Converted {
        text: serde_json::to_string(&converted)?,
        losses: walk.losses(),
    })
}

/// Reads a document.
fn object(document: &str) -> Result<Object, serde_json::Error> {
    match serde_json::from_str(document)? {
        Node::Object(object) => Ok(object),
        _ => Err(serde::de::Error::custom("the document isn't an object")),
    }
}
