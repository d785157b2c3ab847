//! GET of one row.

use std::iter::empty;

use sea_orm::Value;

use super::change::Change;
use super::read_plan::ReadPlan;
use super::stored::Stored;
use crate::db::Executor;
use crate::engine::parse::{Query, address};
use crate::engine::related::{self, ComputedFields, Include, Selected};
use crate::engine::request::{Reply, Request};
use crate::engine::rows;
use crate::engine::scope::RequestScope;
use crate::engine::statement::{Selection, Source, condition};
use crate::error::{Error, FieldErrors};
use crate::meta::Fields;

pub(in crate::engine) async fn read(scope: &RequestScope<'_>, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    let mut query = Query::parse(request.query)?;
    let includes = related::parse(scope.resource, scope.context, &mut query, &mut errors);
    let selected = Selected::parse(scope.resource, Fields::Reply, &mut query, &mut errors);
    query.finish(&mut errors);
    errors.finish()?;
    let lookup = address::lookup(scope, request)?;
    let (database, resource) = (scope.database(), scope.resource);
    let dialect = database.dialect();
    if let Some(selected) = selected {
        return some_of(scope, &selected, includes, &lookup).await;
    }
    if !includes.is_empty() || !scope.computed.is_empty() || scope.is_restricted() {
        let (stored, members) = with_related(scope, &scope.computed, &includes, &lookup).await?;
        return stored.reply_with(&scope.visible, &members);
    }
    let plan = ReadPlan::of(resource, dialect, &scope.owner);
    let found = database
        .query(plan.statement(resource, dialect, &scope.owner, &lookup))
        .await?;
    let (body, tag) = plan.render(resource, &scope.visible, rows::first(&*found)?)?;
    Ok(Reply {
        body,
        etag: Some(tag),
        ..Reply::default()
    })
}

/// Reads the row with these values of its lookup fields, its computed fields, and the rows that are related to it.
async fn with_related(
    scope: &RequestScope<'_>,
    computed: &ComputedFields,
    includes: &[Include],
    lookup: &[Value],
) -> Result<(Stored, Vec<u8>), Error> {
    let (database, resource) = (scope.database(), scope.resource);
    let dialect = database.dialect();
    let selection = Selection::replies(resource).and(related::columns(includes));
    let inner = computed.inner(resource, &selection, &[]);
    let row = scope.one(dialect, &inner, lookup);
    let statement = computed.around(dialect, resource, &selection, row, empty(), &[]);
    let found = database.query(dialect.build(&statement)).await?;
    let mut members = Vec::new();
    computed.members(rows::first(&*found)?, selection.width(), &mut members)?;
    let stored = Stored::new(resource, selection, found);
    members.extend(stored.related(database, includes).await?);
    Ok((stored, members))
}

/// Reads what a request selects of the row. All of the row itself is read, since the entity tag is that of the whole row.
async fn some_of(
    scope: &RequestScope<'_>,
    selected: &Selected,
    includes: Vec<Include>,
    lookup: &[Value],
) -> Result<Reply, Error> {
    let includes = selected.includes(scope.resource, includes, scope.context);
    let (stored, members) = with_related(scope, &selected.computed(&scope.computed), &includes, lookup).await?;
    stored.reply_of(
        &scope.visible,
        &selected.visible(scope.resource, &scope.visible),
        &members,
    )
}

/// Reads a stored row again, since hooks of other rows may have changed it.
///
/// # Errors
///
/// [`Error::NotFound`] if they have deleted it, and those of the [`Executor`].
pub(in crate::engine) async fn again(scope: &RequestScope<'_>, stored: &Stored, at: usize) -> Result<Stored, Error> {
    let (database, resource) = (scope.database(), scope.resource);
    let (dialect, change) = (database.dialect(), Change::from_request(scope));
    let key: Vec<usize> = (0..resource.key).collect();
    let selection = change.selection();
    let mut row = Source::table(resource).rows(resource, &selection);
    row.cond_where(condition::of(
        resource,
        resource.key_fields(),
        dialect,
        &stored.cells_of(at, &key)?,
    ));
    let found = change.stored(selection, database.query(dialect.build(&row)).await?);
    found.first()?;
    Ok(found)
}

/// Reads the row with these values of its lookup fields, in the columns of a change.
pub(in crate::engine) async fn row(
    database: &dyn Executor,
    change: &Change<'_>,
    lookup: &[Value],
) -> Result<Stored, Error> {
    let dialect = database.dialect();
    let selection = change.selection();
    let statement = change.scope.one(dialect, &selection, lookup);
    let found = database.query(dialect.build(&statement)).await?;
    if found.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(change.stored(selection, found))
}
