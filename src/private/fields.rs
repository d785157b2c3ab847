//! Fields as the macros begin them.
//!
//! The type whose options a field has, `B`, is a parameter that the compiler infers. So it reports a type that fields can't have at that
//! type's token; of a return type `Build<T::Base>` it would report it at the whole block once more.

use crate::meta::{Build, Docs, Field, InItem, InSchema};
use crate::types::{ColumnType, FieldType};

/// Begins a column of type `T`.
#[must_use]
pub const fn column<T: ColumnType<Base = B>, B: ?Sized>(name: &'static str, docs: Docs) -> Build<B> {
    Field::column::<T>(name, docs)
}

/// Begins a column of type `T` that is part of the key.
#[must_use]
pub const fn key<T: ColumnType<Base = B>, B: ?Sized>(name: &'static str, docs: Docs) -> Build<B> {
    Field::key::<T>(name, docs)
}

/// Begins a property of type `T`.
#[must_use]
pub const fn property<T: FieldType<Base = B>, B: ?Sized>(name: &'static str, docs: Docs) -> Build<B, InSchema> {
    Field::property::<T>(name, docs)
}

/// Begins the limits of list items of type `T`.
#[must_use]
pub const fn item<T: FieldType<Base = B>, B: ?Sized>() -> Build<B, InItem> {
    Field::item::<T>()
}
