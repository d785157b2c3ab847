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

/// Where the messages of a channel can come from, beside the application: changes of a resource.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource; a channel's source must be one",
    label = "not a resource; name one, or give the channel events: `{{ said: Message }}`"
)]
pub trait ChannelSource {
    /// The resource.
    const RESOURCE: &'static Resource;
}

impl<T: ModelTrait<Entity: Declared>> ChannelSource for T {
    const RESOURCE: &'static Resource = <T::Entity as Declared>::RESOURCE;
}

/// The resource whose changes are sent. A function, as the compiler reports a type that is none at the argument of one.
#[must_use]
pub const fn channel_source<T: ChannelSource>() -> &'static Resource {
    T::RESOURCE
}
