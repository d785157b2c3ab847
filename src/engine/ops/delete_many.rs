//! `DELETE path`: deletes many rows, all or none.

use sea_orm::{Condition, Value};

use super::change::Change;
use super::delete::{delete_all, delete_one};
use super::stored::Stored;
use super::unit_of_work::{Committed, Statements, Tx, UnitOfWork};
use crate::engine::hooks::Moment;
use crate::engine::listing::RowFilter;
use crate::engine::parse::Query;
use crate::engine::parse::order::Sort;
use crate::engine::related::{Link, among};
use crate::engine::request::{Outcome, Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::keyset::{self, Edge};
use crate::engine::statement::{Selection, Source, condition, select};
use crate::error::{Error, FieldErrors};
use crate::meta::{Published, most_keys};

/// How many rows one request may delete where each is published.
const MAX_PUBLISHED: u64 = 100_000;

/// How many rows one request may delete where all are found before the first is deleted.
const MAX_FOUND: usize = 100_000;

/// How the rows are found that are deleted between hooks.
#[derive(Debug, Clone, Copy)]
enum Finding {
    /// In batches, each after those before it were deleted: the rows don't depend on one another.
    Batches,
    /// All before the first is deleted.
    All,
}

pub(in crate::engine) async fn delete_many(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    let mut query = Query::parse(request.query)?;
    let filter = RowFilter::parse(scope.resource, scope.context, &mut query, &mut errors);
    query.finish(&mut errors);
    errors.finish()?;

    let dialect = scope.database().dialect();
    let finding = if filter.depends_on_other_rows(&scope.owner) {
        Finding::All
    } else {
        Finding::Batches
    };
    let filter = filter.condition(dialect, &scope.owner)?;
    let filter = scope.parents.restrict(filter, scope.resource, dialect);
    let deleted = run(&Change::from_request(scope), filter, finding).await?.into_inner();
    if deleted == 0 {
        scope.parents.exist(scope.database(), scope.resource).await?;
    }
    Ok(Reply {
        outcome: Outcome::Nothing,
        total: Some(deleted),
        ..Reply::default()
    })
}

/// Deletes the rows that meet a condition, and returns how many there were.
pub(super) async fn apply(change: &Change<'_>, filter: Condition) -> Result<Committed<u64>, Error> {
    run(change, filter, Finding::All).await
}

async fn run(change: &Change<'_>, filter: Condition, finding: Finding) -> Result<Committed<u64>, Error> {
    if change.publishes(Published::Delete) {
        refuse_too_many(change, &filter).await?;
    }
    let unit = UnitOfWork {
        row: None,
        statements: Statements::One,
        events: &[Published::Delete],
    };
    unit.run(change, async |tx| {
        if change.has_hooks() {
            return match finding {
                Finding::Batches => delete_each(tx, change, filter).await,
                Finding::All => delete_found(tx, change, filter).await,
            };
        }
        let deleted = delete_all(tx.database(), change, filter).await?;
        tx.publish(Published::Delete, deleted.addresses.as_slice())?;
        Ok(deleted.count)
    })
    .await
}

/// Refuses to delete more rows than can be published: the addresses of all of them are held until the commit.
async fn refuse_too_many(change: &Change<'_>, filter: &Condition) -> Result<(), Error> {
    let database = change.scope.database();
    let mut one_more = select::any(&Source::table(change.resource()), filter.clone());
    one_more.offset(MAX_PUBLISHED);
    if database.query(database.dialect().build(&one_more)).await?.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(
        "",
        format!("too many rows to publish one by one (at most {MAX_PUBLISHED}); narrow the filters"),
    ))
}

/// Deletes the rows one by one between their hooks, in the order of the key, and returns how many there were. They are read in batches of
/// as many as one bulk request may have items.
async fn delete_each(tx: &mut Tx<'_>, change: &Change<'_>, filter: Condition) -> Result<u64, Error> {
    let (resource, dialect) = (change.resource(), tx.database().dialect());
    let most = change.scope.settings().bulk_limit.max(1);
    let limit = u64::try_from(most).map_err(Error::internal)?;
    let order: Vec<Sort> = (0..resource.key).map(|field| Sort::column(field, false)).collect();
    let mut condition = filter.clone();
    let mut count = 0;
    loop {
        let selection = change.selection();
        let mut statement = select::page(
            resource,
            dialect,
            &Source::table(resource),
            &selection,
            condition,
            &order,
            limit,
        );
        dialect.lock(&mut statement);
        let found = tx.database().query(dialect.build(&statement)).await?;
        let batch = change.stored(selection, found);
        count += delete_batch(tx, change, &batch).await?;
        let Some(end) = batch.len().checked_sub(1).filter(|end| end + 1 == most) else {
            return Ok(count);
        };
        let last = key_of(change, &batch, end)?;
        let edge = |(sort, value): (&Sort, Value)| Edge {
            sort: sort.clone(),
            value: Some(value),
        };
        let edges: Vec<Edge> = order.iter().zip(last).map(edge).collect();
        condition = filter.clone().add(keyset::after(resource, dialect, &edges, false));
    }
}

/// The same, but finds the keys of all rows first, since the condition may be about rows that are deleted meanwhile.
async fn delete_found(tx: &mut Tx<'_>, change: &Change<'_>, filter: Condition) -> Result<u64, Error> {
    let (resource, dialect) = (change.resource(), tx.database().dialect());
    let order: Vec<Sort> = (0..resource.key).map(|field| Sort::column(field, false)).collect();
    let (source, selection) = (Source::table(resource), Selection::key(resource));
    let limit = u64::try_from(MAX_FOUND + 1).map_err(Error::internal)?;
    let mut statement = select::page(resource, dialect, &source, &selection, filter, &order, limit);
    dialect.lock(&mut statement);
    let found = tx.database().query(dialect.build(&statement)).await?;
    let keys = change.stored(selection, found).keys()?;
    if keys.len() > MAX_FOUND {
        return Err(Error::invalid(
            "",
            format!(
                "too many rows (at most {MAX_FOUND} by filters on related rows and computed values); narrow the filters"
            ),
        ));
    }
    let keys: Vec<&Link> = keys.iter().flatten().collect();
    let fields: Vec<usize> = (0..resource.key).collect();
    let most = change
        .scope
        .settings()
        .bulk_limit
        .clamp(1, most_keys(fields.len()).into());
    let mut count = 0;
    for keys in keys.chunks(most) {
        let selection = change.selection();
        let rows = Condition::all().add(among(dialect, resource, &fields, keys));
        let limit = u64::try_from(keys.len()).map_err(Error::internal)?;
        let statement = select::page(resource, dialect, &source, &selection, rows, &order, limit);
        let found = tx.database().query(dialect.build(&statement)).await?;
        count += delete_batch(tx, change, &change.stored(selection, found)).await?;
    }
    Ok(count)
}

/// Deletes these rows one by one between their hooks, and returns how many were still there.
async fn delete_batch(tx: &mut Tx<'_>, change: &Change<'_>, batch: &Stored) -> Result<u64, Error> {
    let (resource, dialect) = (change.resource(), tx.database().dialect());
    let (mut count, mut deleted) = (0, Vec::new());
    for index in 0..batch.len() {
        tx.show(Moment::BeforeDelete, batch, index).await?;
        let key = change.scope.owner.lookup(key_of(change, batch, index)?)?;
        match delete_one(tx.database(), change, condition::key(resource, dialect, &key)).await {
            Ok(one) => {
                count += one.count;
                deleted.extend(one.addresses);
            }
            // A hook, or a foreign key that cascades, has deleted it already.
            Err(Error::NotFound) => continue,
            Err(error) => return Err(error),
        }
        tx.show(Moment::AfterDelete, batch, index).await?;
    }
    tx.publish(Published::Delete, &deleted)?;
    Ok(count)
}

fn key_of(change: &Change<'_>, batch: &Stored, index: usize) -> Result<Vec<Value>, Error> {
    let key: Vec<usize> = (0..change.resource().key).collect();
    batch.cells_of(index, &key)
}
