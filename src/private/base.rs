//! What schemas can be made of, and the types of its properties.

use std::marker::PhantomData;

use sea_orm::{ActiveValue, ModelTrait, Value};

use super::FieldAt;
use crate::engine::Declared;
use crate::handler::{Create, Update};
use crate::meta::{Base, Field, Fields};

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
    const BASE: &'static Base = &view::<M::Entity>(Fields::Reply);
}

impl<E: Declared> SchemaBase for Create<E> {
    type Names = E::Names;
    const BASE: &'static Base = &view::<E>(Fields::Create);
}

impl<E: Declared> SchemaBase for Update<E> {
    type Names = E::Names;
    const BASE: &'static Base = &view::<E>(Fields::Update).partial();
}

const fn view<E: Declared>(view: Fields) -> Base {
    Base {
        fields: E::RESOURCE.fields,
        view: Some(view),
        partial: false,
    }
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

impl<B: FieldAt<INDEX, Type: Into<Value>>, const INDEX: usize> FieldAt<INDEX> for Partial<B> {
    type Type = ActiveValue<B::Type>;
}

/// The property that a schema takes from `B`.
#[must_use]
pub const fn picked<B: SchemaBase>(index: usize) -> Field {
    B::BASE.property(index)
}
