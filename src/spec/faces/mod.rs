//! The document's other faces: OpenAPI 3.0.3, for tools that haven't come to 3.1, and Swagger 2.0, for those older still.
//!
//! Both are made from the document itself, so whatever comes into it comes into them. Each rule is a function that turns what
//! the older edition says in other words, or drops it and notes the loss. Swagger is made from the face of 3.0.

mod findings;
mod loss;
mod mend;
mod node;
mod nullable;
mod openapi30;
mod schema30;
mod security;
mod swagger20;
#[cfg(test)]
mod tests;

pub(crate) use findings::findings;
pub(crate) use loss::Loss;

use loss::Walk;
use node::{Node, Object};

/// A face of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Edition {
    /// Swagger 2.0.
    Swagger20,
    /// OpenAPI 3.0.3.
    OpenApi30,
    /// OpenAPI 3.1: the document itself.
    OpenApi31,
}

impl Edition {
    /// All of them, in order.
    pub(crate) const ALL: &[Self] = &[Self::Swagger20, Self::OpenApi30, Self::OpenApi31];

    /// What clients call it.
    pub(crate) const fn version(self) -> &'static str {
        match self {
            Self::Swagger20 => "2.0",
            Self::OpenApi30 => "3.0",
            Self::OpenApi31 => "3.1",
        }
    }

    /// What people call it.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Swagger20 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
        }
    }
}

/// The document in another edition, and what got lost.
#[derive(Debug)]
pub(crate) struct Face {
    /// Its text: JSON.
    pub(crate) text: String,
    /// What it can't say.
    pub(crate) losses: Vec<Loss>,
}

/// Makes a face of a document of OpenAPI 3.1.
///
/// # Errors
///
/// When the document isn't JSON: an internal error.
pub(crate) fn face(document: &str, edition: Edition) -> Result<Face, serde_json::Error> {
    let mut walk = Walk::default();
    if edition == Edition::OpenApi31 {
        return Ok(Face {
            text: document.to_owned(),
            losses: walk.losses(),
        });
    }
    let mut face = object(document)?;
    openapi30::convert(&mut face, &mut walk);
    if edition == Edition::Swagger20 {
        face = swagger20::convert(face, &mut walk);
    }
    mend::references(&mut face, &mut walk);
    nullable::types(&mut face);
    Ok(Face {
        text: serde_json::to_string(&face)?,
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
