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

/// What a channel may carry the changes of: a resource.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no resource, so a channel can't tell of its changes",
    label = "not a resource; name one, or give the channel events: `{{ said: Message }}`"
)]
pub trait Told {
    /// The resource.
    const RESOURCE: &'static Resource;
}

impl<T: ModelTrait<Entity: Declared>> Told for T {
    const RESOURCE: &'static Resource = <T::Entity as Declared>::RESOURCE;
}
