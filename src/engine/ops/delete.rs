//! `DELETE path/{key}`: one row less.

use sea_orm::{Condition, Value};

use super::change::{Change, database};
use super::change_scope::{ChangeScope, Statements};
use super::no_parameters;
use super::tell::Gone;
use crate::db::Executor;
use crate::engine::hooks::Moment;
use crate::engine::parse::key;
use crate::engine::precondition;
use crate::engine::request::{Context, Outcome, Reply, Request};
use crate::engine::statement::{Selection, condition, delete as statement};
use crate::error::{Error, FieldErrors};
use crate::meta::Published;

pub(in crate::engine) async fn delete(cx: &Context, request: &Request<'_>) -> Result<Reply, Error> {
    let mut errors = FieldErrors::new();
    no_parameters(request, &mut errors)?;
    errors.finish()?;
    let key = key::existing(request)?;
    let tags = precondition::tags(request)?;
    apply(&Change::asked(cx, request)?, &key, tags).await?;
    Ok(Reply {
        outcome: Outcome::Nothing,
        ..Reply::default()
    })
}

/// Deletes the row with this key.
pub(in crate::engine) async fn apply(change: &Change<'_>, key: &[Value], tags: Option<&str>) -> Result<(), Error> {
    if let Some(called) = change.called {
        return Box::pin(async move {
            let within = called.ctx.begin(change.row_turn(Some(key)).await?).await?;
            let found = precondition::lock(database(&within.ctx), change, key, tags).await?;
            called.show(Moment::BeforeDelete, &within.ctx, &found, 0).await?;
            let mut gone = Gone::default();
            remove(database(&within.ctx), change, key, &mut gone).await?;
            called.show(Moment::AfterDelete, &within.ctx, &found, 0).await?;
            gone.tell(within.ctx.context())?;
            within.commit().await
        })
        .await;
    }
    let mut gone = Gone::default();
    let statements = if tags.is_some() {
        Statements::Several
    } else {
        Statements::One
    };
    let scope = ChangeScope::begin(change, &[Published::Delete], Some(key), statements).await?;
    if tags.is_some() {
        precondition::lock(scope.database(), change, key, tags).await?;
    }
    remove(scope.database(), change, key, &mut gone).await?;
    scope.end(gone.messages()).await
}

/// Deletes the row of this key, which must be there.
pub(super) async fn remove(
    database: &dyn Executor,
    change: &Change<'_>,
    key: &[Value],
    gone: &mut Gone,
) -> Result<(), Error> {
    let condition = condition::key(change.resource, database.dialect(), key);
    match delete_all(database, change, condition, gone).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

/// Deletes the rows that meet the condition, and tells how many there were.
pub(super) async fn delete_all(
    database: &dyn Executor,
    change: &Change<'_>,
    condition: Condition,
    gone: &mut Gone,
) -> Result<u64, Error> {
    let (resource, dialect) = (change.resource, database.dialect());
    if !change.tells(Published::Delete) {
        let statement = statement::matching(resource, condition);
        return database.execute(dialect.build(&statement)).await;
    }
    // Which rows these are can't be known from the condition.
    let selection = Selection::key(resource);
    let statement = statement::returning(resource, &selection, condition);
    let keys = change.stored(selection, database.query(dialect.build(&statement)).await?);
    gone.add(resource, &keys)?;
    u64::try_from(keys.len()).map_err(Error::internal)
}
