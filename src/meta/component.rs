//! Named types of the document: enums, schemas and unions.

use super::{Docs, Field};
use crate::types::{Choices, Schema};

/// One `enum`, `schema` or `union` item.
#[derive(Debug, Clone, Copy)]
pub struct Component {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// Whether clients should stop using it.
    pub deprecated: bool,
    /// What whole values of requests must fulfil, in words.
    pub checks: &'static [&'static str],
    /// Its kind, with its values, properties or variants.
    pub shape: Shape,
}

/// The kinds of components.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One of a few texts or numbers.
    Enum(Choices),
    /// An object of declared properties.
    Object(&'static [Field]),
    /// One of several variants: `oneOf`, or `anyOf` if a value may match two.
    Union(&'static [Schema]),
}

impl Component {
    /// Whether it reads differently in requests, so that it has a view for replies and one for requests: requests are closed,
    /// while replies may hold more than a client knows (RFC 9457, section 3.2, requires it of problems).
    pub(crate) const fn has_two_views(&self) -> bool {
        match self.shape {
            Shape::Enum(_) => false,
            Shape::Object(_) => true,
            Shape::Union(variants) => {
                let mut at = 0;
                while at < variants.len() {
                    if !variants[at].is_same_in_requests() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }
}
