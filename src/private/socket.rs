//! What the macros of `socket` items need.

use sea_orm::ModelTrait;

use crate::engine::Declared;
use crate::meta::{Field, Resource};

/// The payload of a method, if it takes one.
#[must_use]
pub const fn first(payload: &[Field]) -> Option<Field> {
    match payload {
        [] => None,
        [payload, ..] => Some(*payload),
    }
}

/// The resource whose changes a channel carries.
#[must_use]
pub const fn resource_of<T: ModelTrait<Entity: Declared>>() -> &'static Resource {
    <T::Entity as Declared>::RESOURCE
}
