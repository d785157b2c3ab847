//! DELETE of one row.

use sea_orm::{Condition, Value};

use super::change::Change;
use super::no_parameters;
use super::stored::Stored;
use super::unit_of_work::{Committed, Statements, UnitOfWork};
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::address;
use crate::engine::precondition;
use crate::engine::request::{Outcome, Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::{Selection, delete as statement};
use crate::error::{Error, FieldErrors};
use crate::meta::Published;

pub(in crate::engine) async fn delete(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let lookup = address::lookup(scope, request)?;
    let tags = precondition::tags(request)?;

    apply(&Change::from_request(scope), &lookup, tags).await?;
    Ok(Reply {
        outcome: Outcome::Nothing,
        ..Reply::default()
    })
}

/// Deletes the row with these values of its lookup fields.
pub(in crate::engine) async fn apply(
    change: &Change<'_>,
    lookup: &[Value],
    tags: Option<&str>,
) -> Result<Committed<()>, Error> {
    let unit = UnitOfWork {
        row: Some(lookup),
        statements: if tags.is_some() {
            Statements::Several
        } else {
            Statements::One
        },
        events: &[Published::Delete],
    };
    unit.run(change, async |tx| {
        let found = if tags.is_some() || change.has_hooks() {
            Some(precondition::lock(tx.database(), change, lookup, tags).await?)
        } else {
            None
        };
        if let Some(found) = &found {
            tx.show(Moment::BeforeDelete, found, 0).await?;
        }
        let row = change.scope.row(tx.database().dialect(), lookup);
        let deleted = delete_one(tx.database(), change, row).await?;
        if let Some(found) = &found {
            tx.show(Moment::AfterDelete, found, 0).await?;
        }
        tx.publish(Published::Delete, deleted.addresses.as_slice())
    })
    .await
}

/// Rows that are gone.
pub(super) struct Deleted {
    pub(super) count: u64,
    /// Their addresses, if they are published.
    pub(super) addresses: Option<Stored>,
}

/// Deletes the one row that meets the condition, which must be there.
pub(super) async fn delete_one(database: &dyn Executor, change: &Change<'_>, row: Condition) -> Result<Deleted, Error> {
    let deleted = delete_all(database, change, row).await?;
    if deleted.count == 0 {
        return Err(Error::NotFound);
    }
    Ok(deleted)
}

/// Deletes the rows that meet the condition.
pub(super) async fn delete_all(
    database: &dyn Executor,
    change: &Change<'_>,
    condition: Condition,
) -> Result<Deleted, Error> {
    let (resource, dialect) = (change.resource(), database.dialect());
    if !change.publishes(Published::Delete) {
        let statement = statement::matching(resource, condition);
        let count = database.execute(dialect.build(&statement)).await?;
        return Ok(Deleted { count, addresses: None });
    }
    // The condition doesn't say which rows they are.
    let selection = Selection::address(resource);
    let statement = statement::returning(resource, &selection, condition);
    let addresses = change.stored(selection, database.query(dialect.build(&statement)).await?);
    Ok(Deleted {
        count: u64::try_from(addresses.len()).map_err(Error::internal)?,
        addresses: Some(addresses),
    })
}
