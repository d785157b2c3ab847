//! Tasks in transactions: changes before an error are rolled back.

use warp_openapi::prelude::*;
use warp_openapi::sea_orm::ActiveValue;

use super::tasks::{create_all, retrieve};
use super::{Task, TaskType, task};

api_part! {
    /// Tasks, all or nothing.
    part Transactions {}

    /// A new task, and whether to fail when it is made
    schema RaisingCreate {
        /// Task title
        title: String [len(3..=64)],
        /// How bad it is
        severity: Option<i32>,
        /// Who made it
        created_by: String [default("")],
        /// Kind of task
        kind: Option<TaskType> [name("type")],
        /// A second, unique title
        unique_title: Option<String>,
        /// Story points
        story_points: Option<Decimal>,
        /// Some text
        random: Option<String> [len(0..=64)],
        /// Second line of the title
        subtitle: String [default(""), len(0..=64)],
        /// Whether to fail
        should_raise: bool [default(false)],
    }

    /// What changes of a task, and whether to fail when it has changed
    // What a request leaves out isn't set, and what isn't set stays as it is.
    schema RaisingUpdate {
        /// Task title
        title: ActiveValue<String> [len(3..=64)],
        /// When it was done
        done: ActiveValue<Option<DateTime<Utc>>>,
        /// How bad it is
        severity: ActiveValue<Option<i32>>,
        /// Who made it
        created_by: ActiveValue<String>,
        /// Kind of task
        kind: ActiveValue<Option<TaskType>> [name("type")],
        /// A second, unique title
        unique_title: ActiveValue<Option<String>>,
        /// Story points
        story_points: ActiveValue<Option<Decimal>>,
        /// Some text
        random: ActiveValue<Option<String>> [len(0..=64)],
        /// Second line of the title
        subtitle: ActiveValue<String> [len(0..=64)],
        /// Whether to fail
        should_raise: bool [default(false)],
    }

    /// Whether to fail when all is done
    schema Raising {
        /// Whether to fail
        should_raise: bool [default(false)],
    }

    /// Create a task, unless it fails
    op create_in_transaction(body: RaisingCreate) -> Created<Task> {
        route: POST "/transaction/tasks",
        tag: Transaction,
        errors: { 409: "Another task has this unique title" },
    }

    /// List tasks
    op list_in_transaction(query: task::Query) -> Page<Task> { route: GET "/transaction/tasks", tag: Transaction }

    /// Create tasks, all or none
    op create_many_in_transaction(body: Vec<task::Create>) -> Created<Vec<Task>> {
        route: POST "/transaction/bulk/tasks",
        tag: Transaction,
        handler: create_all,
        errors: { 409: "Another task has this unique title" },
    }

    /// Delete tasks
    op delete_many_in_transaction(filters: task::Filters) { route: DELETE "/transaction/bulk/tasks", tag: Transaction }

    /// Retrieve a task
    op read_in_transaction(
        /// Unique ID
        id: Uuid,
    ) -> Task { route: GET "/transaction/tasks/{id}", tag: Transaction, handler: retrieve }

    /// Change a task, unless it fails
    op update_in_transaction(
        /// Unique ID
        id: Uuid,
        body: RaisingUpdate,
    ) -> Task {
        route: PATCH "/transaction/tasks/{id}",
        tag: Transaction,
        errors: { 409: "Another task has this unique title" },
    }

    /// Delete a task, unless it fails
    op delete_in_transaction(
        /// Unique ID
        id: Uuid,
        body: Raising,
    ) { route: DELETE "/transaction/tasks/{id}", tag: Transaction }
}

/// Reverts what a transaction has done, if the client wishes.
fn raise(should: bool) -> Result<(), Error> {
    if should {
        return Err(Error::internal("as the client wished"));
    }
    Ok(())
}

async fn list_in_transaction(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    ctx.transaction(async |tx| query.page(tx, task::Entity::find()).await)
        .await
}

async fn delete_many_in_transaction(ctx: Ctx, filters: task::Filters) -> Result<NoContent, Error> {
    ctx.transaction(async |tx| {
        let chosen = filters.choose(tx, task::Entity::delete_many())?;
        chosen.exec(&tx.db()).await?;
        Ok(NoContent)
    })
    .await
}

async fn create_in_transaction(ctx: Ctx, body: RaisingCreate) -> Result<Created<Task>, Error> {
    ctx.transaction(async |tx| {
        // What isn't set gets its declared default.
        let new = task::ActiveModel {
            title: Set(body.title),
            severity: Set(body.severity),
            created_by: Set(body.created_by),
            kind: Set(body.kind),
            unique_title: Set(body.unique_title),
            story_points: Set(body.story_points),
            random: Set(body.random),
            subtitle: Set(body.subtitle),
            ..Default::default()
        };
        let created = task::ops::create(tx, new).await?;
        raise(body.should_raise)?;
        let path = format!("/transaction/tasks/{}", created.id);
        Ok(Created::new(created).at(path))
    })
    .await
}

async fn update_in_transaction(ctx: Ctx, id: Uuid, body: RaisingUpdate) -> Result<Task, Error> {
    ctx.transaction(async |tx| {
        let change = task::ActiveModel {
            title: body.title,
            done: body.done,
            severity: body.severity,
            created_by: body.created_by,
            kind: body.kind,
            unique_title: body.unique_title,
            story_points: body.story_points,
            random: body.random,
            subtitle: body.subtitle,
            ..Default::default()
        };
        let changed = task::ops::update(tx, id, change).await?;
        raise(body.should_raise)?;
        Ok(changed)
    })
    .await
}

async fn delete_in_transaction(ctx: Ctx, id: Uuid, body: Raising) -> Result<NoContent, Error> {
    ctx.transaction(async |tx| {
        task::ops::delete(tx, id).await?;
        raise(body.should_raise)?;
        Ok(NoContent)
    })
    .await
}
