//! Entities that a declaration made.

use sea_orm::EntityTrait;

use crate::meta::Resource;

/// An entity that a `resource` made; it knows its declaration.
pub trait Declared: EntityTrait {
    /// The fields' own names, as options name them.
    type Names;
    /// The declaration.
    const RESOURCE: &'static Resource;
}
