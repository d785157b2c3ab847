//! The operations of a resource as functions with its Rust types, for handlers and hooks.

use std::marker::PhantomData;

use sea_orm::sea_query::ValueTuple;
use sea_orm::{IntoActiveModel, Value};

use super::declared::{self, Declared};
use super::ops::{Change, create, create_many, delete, put, read, update};
use super::parse::Predicate;
use super::parse::body::Record;
use super::parse::filter::Test;
use super::related;
use super::scope::RequestScope;
use super::statement::{Selection, Source, condition};
use super::{Ctx, conflict};
use crate::db::Pending;
use crate::error::Error;
use crate::meta::{OperationKind, Resource};

/// The operations of a resource with its Rust types: `task::ops::create(&ctx, record).await?`.
///
/// They run on the database of the [`Ctx`] that they get: inside [`Ctx::transaction`] they are part of the transaction. Hooks run as for
/// requests; with hooks, an operation is a transaction, or a savepoint in the outer one. Records are whatever converts into an
/// active model: `task::Create` and `task::Update`, the arguments of handlers, or your own `task::ActiveModel`.
///
/// One row is found by its address: the values that its path has, several as a tuple. That is the key, unless the resource has the section
/// `address`, as in `article::ops::read(&ctx, "a-slug")`. The row of a singleton (`one: owner`) is the caller's, and its address is `()`:
/// `profile::ops::read(&ctx, ())`.
///
/// Values that your code sets aren't validated: it may also set what clients can't, `read_only` and `hidden` fields. The
/// database's constraints apply. `If-Match` belongs to HTTP, so `if_match: required` has no effect here.
///
/// Every function fails with [`Error::Conflict`] when a constraint refuses the change, which names properties as for clients, with the
/// errors of hooks, and with [`Error::Unavailable`] when the database is out of reach.
///
/// # Examples
///
/// ```
/// use warp_openapi::prelude::*;
///
/// api! {
///     api Tasks { title: "Tasks", version: "1.0.0" }
///
///     resource Task {
///         path: "/tasks",
///         key: { id: Uuid [default_with(Uuid::now_v7)] },
///         fields: { title: String, done: bool [default(false)] },
///         ops: [read],
///     }
///
///     op import_tasks(body: Vec<task::Create>) -> Vec<Task> { route: POST "/tasks/import" }
/// }
///
/// async fn import_tasks(ctx: Ctx, body: Vec<task::Create>) -> Result<Vec<Task>, Error> {
///     ctx.transaction(async |tx| {
///         let tasks = task::ops::create_many(tx, body).await?;
///         let done = task::ActiveModel { done: Set(true), ..Default::default() };
///         for task in &tasks {
///             task::ops::update(tx, task.id, done.clone()).await?;
///         }
///         Ok(tasks)
///     })
///     .await
/// }
/// # fn main() {}
/// ```
pub struct Ops<E>(PhantomData<fn() -> E>);

/// The type of the address of an entity's rows.
type Address<E> = <E as Declared>::Address;

impl<E: Declared> Ops<E> {
    /// Creates a row. What isn't set gets its declared default, else null.
    ///
    /// # Errors
    ///
    /// Those of all operations; see above.
    pub async fn create(ctx: &Ctx, record: impl IntoActiveModel<E::ActiveModel>) -> Result<E::Model, Error> {
        let record = declared::whole::<E>(&record.into_active_model());
        declared::row::<E>(create(ctx, E::RESOURCE, record).await?)
    }

    /// Creates rows in their order: all of them, or none.
    ///
    /// # Errors
    ///
    /// Those of all operations; see above.
    pub async fn create_many<R>(ctx: &Ctx, records: impl IntoIterator<Item = R>) -> Result<Vec<E::Model>, Error>
    where
        R: IntoActiveModel<E::ActiveModel>,
    {
        let record = |record: R| declared::whole::<E>(&record.into_active_model());
        let records: Vec<Record> = records.into_iter().map(record).collect();
        let rows = create_many(ctx, E::RESOURCE, records).await?;
        rows.into_iter().map(declared::row::<E>).collect()
    }

    /// Reads the row with this address.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, and those of all operations.
    pub async fn read(ctx: &Ctx, address: impl Into<Address<E>>) -> Result<E::Model, Error> {
        let address = values::<E>(address);
        declared::row::<E>(read(ctx, E::RESOURCE, address).await?)
    }

    /// Makes the changes that are set to the row with this address.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, [`Error::Internal`] if the changes set another key; they may set another address, and those of all operations.
    pub async fn update(
        ctx: &Ctx,
        address: impl Into<Address<E>>,
        changes: impl IntoActiveModel<E::ActiveModel>,
    ) -> Result<E::Model, Error> {
        let (address, changes) = (
            values::<E>(address),
            declared::changes::<E>(&changes.into_active_model()),
        );
        declared::row::<E>(update(ctx, E::RESOURCE, address, changes).await?)
    }

    /// Creates the row with this address, or replaces it; `true`: it was created. What isn't set gets its declared default, else null;
    /// a row that is there keeps its key, and what clients may set only once or never, unless the record sets it (`create_only` fields stay). It
    /// keeps the fields that the principal of `ctx` can't see by their `access` rules, too, unless the record sets them.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is no such row, and its address is a key that the database counts, [`Error::Internal`] if the record sets another address,
    /// and those of all operations.
    pub async fn put(
        ctx: &Ctx,
        address: impl Into<Address<E>>,
        record: impl IntoActiveModel<E::ActiveModel>,
    ) -> Result<(E::Model, bool), Error> {
        let (address, record) = (values::<E>(address), declared::whole::<E>(&record.into_active_model()));
        let (row, created) = put(ctx, E::RESOURCE, address, record).await?;
        Ok((declared::row::<E>(row)?, created))
    }

    /// Deletes the row with this address.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] if there is none, and those of all operations.
    pub async fn delete(ctx: &Ctx, address: impl Into<Address<E>>) -> Result<(), Error> {
        let address = values::<E>(address);
        delete(ctx, E::RESOURCE, address).await
    }
}

fn values<E: Declared>(address: impl Into<Address<E>>) -> Vec<Value> {
    let address: ValueTuple = address.into().into();
    address.into_iter().collect()
}

/// The values of a row in the order of its fields.
type Values = Vec<Value>;

// Without type parameters, so that they aren't compiled again for each entity.

fn create<'c>(ctx: &'c Ctx, resource: &'static Resource, record: Record) -> Pending<'c, Values> {
    with_property_names(resource, async move {
        let scope = RequestScope::of_principal(ctx, resource, OperationKind::Create)?;
        create::apply(&Change::from_app(&scope), record).await?.values(0)
    })
}

fn create_many<'c>(ctx: &'c Ctx, resource: &'static Resource, records: Vec<Record>) -> Pending<'c, Vec<Values>> {
    with_property_names(resource, async move {
        let scope = RequestScope::of_principal(ctx, resource, OperationKind::CreateMany)?;
        let batches = create_many::apply(&Change::from_app(&scope), records).await?;
        batches.iter().flat_map(|batch| batch.all_values()).collect()
    })
}

fn read<'c>(ctx: &'c Ctx, resource: &'static Resource, address: Values) -> Pending<'c, Values> {
    with_property_names(resource, async move {
        let scope = RequestScope::of_principal(ctx, resource, OperationKind::Read)?;
        let lookup = scope.owner.lookup(address)?;
        read::row(scope.database(), &Change::from_app(&scope), &lookup)
            .await?
            .values(0)
    })
}

/// Reads the row with this address, if the client may see it: the values in the order of its fields.
///
/// # Errors
///
/// [`Error::NotFound`] if there is none that it may see, and those of the database.
pub(crate) fn read_visible<'c>(ctx: &'c Ctx, resource: &'static Resource, address: Value) -> Pending<'c, Values> {
    Box::pin(async move {
        let scope = RequestScope::unscoped(ctx, resource)?;
        let (_, mut predicates) = related::rows_for(resource, false, ctx).ok_or(Error::NotFound)?;
        let [field] = *resource.address() else {
            return Err(Error::internal("a row whose address has several fields"));
        };
        predicates.push(Predicate::Field(field, Test::AnyOf(vec![address])));
        let database = scope.database();
        let dialect = database.dialect();
        let selection = Selection::key(resource).and_all(resource);
        let mut row = Source::table(resource).rows(resource, &selection);
        row.cond_where(condition::all(resource, dialect, &predicates));
        let found = database.query(dialect.build(&row)).await?;
        Change::from_app(&scope).stored(selection, found).values(0)
    })
}

fn update<'c>(ctx: &'c Ctx, resource: &'static Resource, address: Values, changes: Record) -> Pending<'c, Values> {
    with_property_names(resource, async move {
        let scope = RequestScope::of_principal(ctx, resource, OperationKind::Update)?;
        let lookup = scope.owner.lookup(address)?;
        update::apply(&Change::from_app(&scope), &lookup, changes, None)
            .await?
            .values(0)
    })
}

fn put<'c>(ctx: &'c Ctx, resource: &'static Resource, address: Values, record: Record) -> Pending<'c, (Values, bool)> {
    with_property_names(resource, async move {
        // Replacing keeps what the principal can't see, as a request's put does.
        let scope = RequestScope::of_request(ctx, resource, OperationKind::Put)?;
        let put = put::apply(&Change::from_app(&scope), &address, record, put::PutCondition::None).await?;
        Ok((put.stored.values(0)?, put.created))
    })
}

fn delete<'c>(ctx: &'c Ctx, resource: &'static Resource, address: Values) -> Pending<'c, ()> {
    with_property_names(resource, async move {
        let scope = RequestScope::of_principal(ctx, resource, OperationKind::Delete)?;
        let lookup = scope.owner.lookup(address)?;
        delete::apply(&Change::from_app(&scope), &lookup, None).await?;
        Ok(())
    })
}

/// Runs an operation whose conflicts name properties, not columns.
fn with_property_names<'p, T>(
    resource: &'static Resource,
    operation: impl Future<Output = Result<T, Error>> + Send + 'p,
) -> Pending<'p, T> {
    Box::pin(async move {
        let done = operation.await;
        done.map_err(|error| conflict::in_properties(resource, error))
    })
}
