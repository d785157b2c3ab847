//! What schemas can be made of, and the types of its properties.

use std::marker::PhantomData;

use sea_orm::{ActiveValue, ModelTrait, Value};

use super::FieldAt;
use crate::engine::Declared;
use crate::handler::{Create, Update};
use crate::meta::{Base, Field, Fields};
use crate::types::ColumnType;

/// What a schema can be made of: a resource, its views `Create` and `Update`, or a schema.
#[diagnostic::on_unimplemented(
    message = "no schema can be made of `{Self}`",
    label = "not a resource, a view or a schema of this block",
    note = "a schema is made of a resource, its views `task::Create` and `task::Update`, or another schema, all of the same block"
)]
pub trait SchemaBase {
    /// An enum of its fields' names.
    type Names;
    /// The fields.
    const BASE: &'static Base;
}

impl<M: ModelTrait<Entity: Declared>> SchemaBase for M {
    type Names = <M::Entity as Declared>::Names;
    const BASE: &'static Base = &Base::view(<M::Entity as Declared>::RESOURCE, Fields::Reply);
}

impl<E: Declared> SchemaBase for Create<E> {
    type Names = E::Names;
    const BASE: &'static Base = &Base::view(E::RESOURCE, Fields::Create);
}

impl<E: Declared> SchemaBase for Update<E> {
    type Names = E::Names;
    const BASE: &'static Base = &Base::view(E::RESOURCE, Fields::Update);
}

/// `B` with all properties optional.
#[derive(Debug)]
pub struct Partial<B>(PhantomData<B>);

impl<B: SchemaBase> SchemaBase for Partial<B> {
    type Names = B::Names;
    const BASE: &'static Base = &B::BASE.partial();
}

impl<E: Declared<Model: FieldAt<INDEX>>, const INDEX: usize> FieldAt<INDEX> for Create<E> {
    type Type = <E::Model as FieldAt<INDEX>>::Type;
}

impl<E: Declared<Model: FieldAt<INDEX, Type: Into<Value>>>, const INDEX: usize> FieldAt<INDEX> for Update<E> {
    type Type = ActiveValue<<E::Model as FieldAt<INDEX>>::Type>;
}

impl<B: FieldAt<INDEX, Type: Omissible>, const INDEX: usize> FieldAt<INDEX> for Partial<B> {
    type Type = <B::Type as Omissible>::Type;
}

/// What the type of a property becomes if the property can be left out.
#[diagnostic::on_unimplemented(
    message = "`.partial()` can't make a property of type `{Self}` optional",
    label = "has a property of type `{Self}`, which is no column type",
    note = "an optional property is an `ActiveValue`, which holds column types; omit it, or make its type in the schema `Json<{Self}>`"
)]
pub trait Omissible {
    /// The type.
    type Type;
}

#[diagnostic::do_not_recommend]
impl<T: ColumnType> Omissible for T {
    type Type = ActiveValue<T>;
}

impl<T: Into<Value>> Omissible for ActiveValue<T> {
    type Type = Self;
}

/// The property that a schema takes from `B`.
#[must_use]
pub const fn picked<B: SchemaBase>(index: usize) -> Field {
    B::BASE.property(index)
}
