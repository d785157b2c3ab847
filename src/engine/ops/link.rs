//! `POST path/{address}/favorites` and DELETE there: the caller's own row of a relation is there, or it isn't. Both answer with the row that has
//! the relation, as it is then.

use sea_orm::sea_query::OnConflict;
use sea_orm::{Condition, Value};

use super::change::Change;
use super::delete::{delete_all, delete_one};
use super::stored::Stored;
use super::unit_of_work::{Statements, Tx, UnitOfWork};
use super::{committed_reply, no_parameters};
use crate::db::Executor;
use crate::engine::conflict;
use crate::engine::hooks::Moment;
use crate::engine::owner::owner_value;
use crate::engine::parents::is_missing_reference;
use crate::engine::parse::address;
use crate::engine::parse::body::Record;
use crate::engine::related::{self, fitted, may_change, may_read};
use crate::engine::request::{Reply, Request};
use crate::engine::scope::RequestScope;
use crate::engine::statement::{Selection, Source, condition, insert, select};
use crate::error::{Error, FieldErrors};
use crate::meta::{OperationKind, Published, Relation, Resource, ViewersRow};

/// How often a link that another request has made meanwhile is looked at again.
const TRIES: usize = 5;

pub(in crate::engine) async fn link(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let links = Links::parse(scope, request)?;
    let table = RequestScope::of_principal(scope.context, links.table(), OperationKind::Create)?;
    may_change(links.table(), OperationKind::Create, scope.context)?;
    // A principal that can't own rows has none.
    let viewer = links.viewer(scope)?.ok_or(Error::Forbidden)?;
    let change = Change::from_app(&table);
    for _ in 0..TRIES {
        let unit = UnitOfWork {
            row: None,
            statements: Statements::Several,
            events: &[Published::Create],
        };
        let (mut came_late, mut own) = (false, Vec::new());
        let done = unit.run(&change, async |tx| {
            let row = links.row(tx.database(), scope).await?;
            own = links.own(&row)?;
            let database = tx.database();
            if is_any(database, links.table(), links.condition(database, &own, &viewer)).await? {
                return Ok(row);
            }
            let record = tx.before_create(links.record(&own, &viewer)).await?;
            let stored = insert(tx.database(), &change, &links.by, record).await?;
            if stored.first().is_err() {
                // Another request has made it after we looked. The error rolls back what the hook did.
                came_late = true;
                return Err(concurrent());
            }
            tx.finish(Moment::AfterCreate, Published::Create, &stored).await?;
            links.row_after(tx, &change, row, scope).await
        });
        let done = done.await;
        if came_late {
            continue;
        }
        // The row may have been deleted after we looked, and another may have its address.
        if done.as_ref().is_err_and(is_missing_reference) {
            let row = links.row(scope.database(), scope).await?;
            if links.own(&row)? != own {
                continue;
            }
        }
        let row = done.map_err(|error| conflict::in_properties(links.table(), error))?;
        return committed_reply(scope, &row).await;
    }
    Err(concurrent())
}

pub(in crate::engine) async fn unlink(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let links = Links::parse(scope, request)?;
    let table = RequestScope::of_principal(scope.context, links.table(), OperationKind::Delete)?;
    may_change(links.table(), OperationKind::Delete, scope.context)?;
    let viewer = links.viewer(scope)?;
    let change = Change::from_app(&table);
    let unit = UnitOfWork {
        row: None,
        statements: Statements::Several,
        events: &[Published::Delete],
    };
    let done = unit.run(&change, async |tx| {
        let row = links.row(tx.database(), scope).await?;
        let Some(viewer) = &viewer else { return Ok(row) };
        let condition = links.condition(tx.database(), &links.own(&row)?, viewer);
        if change.has_hooks() {
            delete_seen(tx, &change, condition).await?;
        } else {
            let deleted = delete_all(tx.database(), &change, condition).await?;
            tx.publish(Published::Delete, deleted.addresses.as_slice())?;
        }
        links.row_after(tx, &change, row, scope).await
    });
    let row = done.await?;
    committed_reply(scope, &row).await
}

fn concurrent() -> Error {
    Error::Unavailable("concurrent modification; retry".into())
}

/// The relation of a request, and the row that has it.
struct Links {
    relation: &'static Relation,
    by: ViewersRow,
    lookup: Vec<Value>,
}

impl Links {
    fn parse(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Self, Error> {
        let mut errors = FieldErrors::new();
        no_parameters(request, &mut errors)?;
        errors.finish()?;
        let found = || {
            let linked = request.operation.linked?;
            let relation = scope.resource.relations.get(linked.relation)?;
            Some((relation, relation.viewers_row()?))
        };
        // The declaration is checked.
        let (relation, by) = found().ok_or_else(|| Error::internal("a link of no relation"))?;
        if !may_read(scope.resource, scope.context) {
            return Err(Error::NotFound);
        }
        let lookup = address::lookup(scope, request)?;
        Ok(Self { relation, by, lookup })
    }

    /// The resource of the rows that are created and deleted.
    fn table(&self) -> &'static Resource {
        self.by.table.resource()
    }

    /// The ID of the caller as a value of the field that holds it; `None` if it can't be one.
    fn viewer(&self, scope: &RequestScope<'_>) -> Result<Option<Value>, Error> {
        let principal = scope.context.principal().ok_or(Error::Unauthorized)?;
        Ok(owner_value(&self.table().fields[self.by.viewer], principal))
    }

    /// The row that has the relation, among those that the client may read.
    async fn row(&self, database: &dyn Executor, scope: &RequestScope<'_>) -> Result<Stored, Error> {
        let (resource, dialect) = (scope.resource, database.dialect());
        let selection = Selection::with_address(resource)
            .and(related::columns(&scope.includes))
            .and(0..resource.key)
            .and(self.relation.own.iter().copied());
        let statement = scope.one(dialect, &selection, &self.lookup);
        let found = Stored::new(resource, selection, database.query(dialect.build(&statement)).await?);
        found.first()?;
        Ok(found)
    }

    /// The same after hooks, which may have changed it.
    async fn row_after(
        &self,
        tx: &Tx<'_>,
        change: &Change<'_>,
        row: Stored,
        scope: &RequestScope<'_>,
    ) -> Result<Stored, Error> {
        if change.has_hooks() {
            self.row(tx.database(), scope).await
        } else {
            Ok(row)
        }
    }

    /// The values of the row by which others are related to it, as those of the fields that hold them.
    fn own(&self, row: &Stored) -> Result<Vec<Value>, Error> {
        let values = row.cells(self.relation.own)?.into_iter();
        let fields = self.by.own.iter().map(|field| &self.table().fields[*field]);
        fields
            .zip(values)
            .map(|(field, value)| fitted(value, field.storage))
            .collect()
    }

    /// The row that relates these values to the caller.
    fn condition(&self, database: &dyn Executor, own: &[Value], viewer: &Value) -> Condition {
        let (table, dialect) = (self.table(), database.dialect());
        let fields = self.by.own.iter().chain([&self.by.viewer]);
        let values: Vec<Value> = own.iter().chain([viewer]).cloned().collect();
        condition::of(table, fields.map(|field| &table.fields[*field]), dialect, &values)
    }

    /// The same as a new row.
    fn record(&self, own: &[Value], viewer: &Value) -> Record {
        let mut record = Record::of(self.table().fields.iter().map(|_| None));
        for (field, value) in self.by.own.iter().zip(own) {
            record.set(*field, value.clone());
        }
        record.set(self.by.viewer, viewer.clone());
        record
    }
}

async fn is_any(database: &dyn Executor, table: &'static Resource, condition: Condition) -> Result<bool, Error> {
    let statement = select::any(&Source::table(table), condition);
    Ok(!database.query(database.dialect().build(&statement)).await?.is_empty())
}

/// Inserts a row, unless there is one with the same values in the fields by which links are unique.
async fn insert(
    database: &dyn Executor,
    change: &Change<'_>,
    by: &ViewersRow,
    record: Record,
) -> Result<Stored, Error> {
    let (resource, dialect) = (change.resource(), database.dialect());
    let selection = change.selection();
    address::requestable(resource, |index| record.get(index))?;
    let mut statement = insert::many(resource, dialect, &selection, [record].into_iter())?;
    let unique = by
        .own
        .iter()
        .chain([&by.viewer])
        .map(|field| resource.fields[*field].column);
    statement.on_conflict(OnConflict::columns(unique).do_nothing().to_owned());
    match database.query(dialect.build(&statement)).await {
        Ok(created) => Ok(change.stored(selection, created)),
        Err(error) => Err(insert::failure(database, resource, 1, error).await),
    }
}

/// Deletes the row that meets the condition, if there is one, between its hooks, and publishes it.
async fn delete_seen(tx: &mut Tx<'_>, change: &Change<'_>, condition: Condition) -> Result<(), Error> {
    let (resource, dialect) = (change.resource(), tx.database().dialect());
    let selection = change.selection();
    let source = Source::table(resource);
    let mut statement = select::page(resource, dialect, &source, &selection, condition.clone(), &[], 1);
    dialect.lock(&mut statement);
    let found = change.stored(selection, tx.database().query(dialect.build(&statement)).await?);
    if found.first().is_err() {
        return Ok(());
    }
    tx.show(Moment::BeforeDelete, &found, 0).await?;
    let deleted = match delete_one(tx.database(), change, condition).await {
        Ok(deleted) => deleted,
        // A hook has deleted it already.
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    tx.show(Moment::AfterDelete, &found, 0).await?;
    tx.publish(Published::Delete, deleted.addresses.as_slice())
}
