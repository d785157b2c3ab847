//! Named types of the document: enums, schemas and unions.

use super::{Docs, Field};
use crate::types::Schema;

/// One `enum`, `schema` or `union` item.
#[derive(Debug, Clone, Copy)]
pub struct Component {
    /// Its name.
    pub name: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// Whether clients should stop using it.
    pub deprecated: bool,
    /// Its shape.
    pub shape: Shape,
}

/// The shape of a component.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One of a few strings.
    Enum(&'static [&'static str]),
    /// An object of declared properties.
    Object(&'static [Field]),
    /// One of several shapes: `oneOf`, or `anyOf` where a value may fit two.
    Union(&'static [Schema]),
}
