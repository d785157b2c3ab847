//! Conversion between the Rust types of a resource (model and active model) and the values that statements take and return.

use sea_orm::sea_query::ValueTuple;
use sea_orm::{
    ActiveModelTrait, ActiveValue, EntityTrait, IntoActiveModel, Iterable as _, ModelTrait, TryIntoModel, Value,
};
use serde_json::value::RawValue;

use super::parse::address;
use super::parse::body::{self, Record};
use super::visible_fields::{VisibleFields, with_request};
use super::{Ctx, rows};
use crate::error::{Error, FieldErrors};
use crate::meta::{Field, Fields, OperationKind, Resource};
use crate::types::{FieldType, Members};

/// The entity of a declared resource: `task::Entity`. `api!` implements it.
pub trait Declared:
    EntityTrait<
        Model: FieldType + IntoActiveModel<<Self as EntityTrait>::ActiveModel>,
        ActiveModel: TryIntoModel<<Self as EntityTrait>::Model> + Send + Sync + 'static,
    >
{
    /// The fields' own names, as options name them.
    type Names;
    /// The values in paths of rows: one value, several as a tuple, or [`OwnRow`].
    type Address: Into<ValueTuple>;
    /// The declaration as data.
    const RESOURCE: &'static Resource;
}

/// The address of the one row of a singleton that the caller owns: `()`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OwnRow;

impl From<()> for OwnRow {
    fn from((): ()) -> Self {
        Self
    }
}

impl From<OwnRow> for ValueTuple {
    fn from(_: OwnRow) -> Self {
        Self::Many(Vec::new())
    }
}

/// The row of these values, one for each field in their order.
pub(crate) fn row<E: Declared>(values: Vec<Value>) -> Result<E::Model, Error> {
    let row = draft::<E>(Record::of(values.into_iter().map(Some)))?;
    row.try_into_model().map_err(Error::internal)
}

/// An active model with these values set.
pub(super) fn draft<E: Declared>(record: Record) -> Result<E::ActiveModel, Error> {
    let mut row = <E::ActiveModel as ActiveModelTrait>::default();
    fill::<E>(&mut row, record)?;
    Ok(row)
}

/// Sets these values.
pub(super) fn fill<E: Declared>(row: &mut E::ActiveModel, record: Record) -> Result<(), Error> {
    for (column, value) in E::Column::iter().zip(record.into_all()) {
        if let Some(value) = value {
            row.try_set(column, value).map_err(Error::internal)?;
        }
    }
    Ok(())
}

/// The values of a new row: all that are set, changed or not.
pub(super) fn whole<E: Declared>(row: &E::ActiveModel) -> Record {
    Record::of(E::Column::iter().map(|column| row.get(column).into_value()))
}

/// The changes of a row: the values that are set.
pub(super) fn changes<E: Declared>(row: &E::ActiveModel) -> Record {
    Record::of(E::Column::iter().map(|column| match row.get(column) {
        ActiveValue::Set(value) => Some(value),
        ActiveValue::Unchanged(_) | ActiveValue::NotSet => None,
    }))
}

/// Reads what a create or update request has of a row, for the client of the running request; outside of requests, for anybody.
pub(crate) fn read<E: Declared>(json: &RawValue, purpose: Fields, errors: &mut FieldErrors) -> Option<E::ActiveModel> {
    let before = errors.len();
    let visible = with_request(|ctx| visible(E::RESOURCE, ctx));
    let visible = visible.unwrap_or_else(|| VisibleFields::of_anybody(E::RESOURCE));
    let record = body::record(E::RESOURCE, json, (purpose, &visible), errors)?;
    if errors.len() > before {
        return None;
    }
    draft::<E>(without_repeated(E::RESOURCE, purpose, record)).ok()
}

/// Reads a record that the server itself has written, whoever may see its fields.
pub(crate) fn read_stored<E: Declared>(json: &RawValue, errors: &mut FieldErrors) -> Option<E::ActiveModel> {
    let fields = E::RESOURCE.fields;
    let before = errors.len();
    let members = Members::open(json, fields.len(), &|name| E::RESOURCE.property(name), errors)?;
    let value = |(index, field): (usize, &Field)| match members.get(index)? {
        json if json.get() == "null" && field.schema.nullable => Some(field.storage.null()),
        json => errors.at(field.property, |errors| {
            (field.codec.read_stored)(json, &field.limits.as_stored(json), errors)
        }),
    };
    let record = Record::of(fields.iter().enumerate().map(value).collect::<Vec<_>>());
    if errors.len() > before {
        return None;
    }
    draft::<E>(record).ok()
}

/// What the client may see and set, in rows of its own.
fn visible(resource: &Resource, ctx: &Ctx) -> VisibleFields {
    VisibleFields::in_operation(resource, OperationKind::Create, ctx.principal())
}

/// The record without what the body of a change may repeat of the row's address; the path identifies the row.
fn without_repeated(resource: &Resource, purpose: Fields, record: Record) -> Record {
    match purpose {
        Fields::Update | Fields::Put => address::repeated(resource, purpose, None, record, &mut FieldErrors::new()),
        Fields::Reply | Fields::Item | Fields::Selection | Fields::Create => record,
    }
}

/// The path of a row below the API's base path: `/tasks/3`.
///
/// # Errors
///
/// [`Error::Internal`] if the path holds an address of another row that this one doesn't have.
pub(crate) fn location<M: ModelTrait<Entity: Declared> + FieldType>(row: &M) -> Result<String, Error> {
    let resource = <M::Entity as Declared>::RESOURCE;
    let mut json = Vec::new();
    row.write(&mut json);
    let json: &RawValue = serde_json::from_slice(&json).map_err(Error::internal)?;
    let index = |name: &str| resource.property(name);
    // Replies hold every field of the address.
    let members = Members::open(json, resource.fields.len(), &index, &mut FieldErrors::new());
    let members = members.ok_or_else(|| Error::internal("bug: a row is rendered as an object"))?;
    let segment = |index: &usize| match members.get(*index) {
        Some(json) => Ok(json.get()),
        None => Err(Error::internal("a row without its address")),
    };
    let mut parents = Vec::with_capacity(resource.parents.len());
    for parent in resource.parents {
        // The row has the address of another only if it refers to that.
        let relation = resource.parent_relation(parent);
        let own = relation.own.first().filter(|_| relation.theirs == [parent.field]);
        let own = own.ok_or_else(|| Error::internal("a row without the address of the row to which it belongs"))?;
        parents.push(rows::segment(segment(own)?.as_bytes())?);
    }
    let path = resource.path_within(|position, _| parents.get(position).map(String::as_str).unwrap_or_default().into());
    rows::path(path, resource.address().iter().map(segment))
}
