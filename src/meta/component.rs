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
    /// Its kind, with its values, properties or variants.
    pub shape: Shape,
}

/// The kinds of components.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One of a few strings.
    Enum(&'static [&'static str]),
    /// An object of declared properties.
    Object(&'static [Field]),
    /// One of several variants: `oneOf`, or `anyOf` if a value may match two.
    Union(&'static [Schema]),
}
