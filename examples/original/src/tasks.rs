//! Tasks once more, through operations of our own.

use warp_openapi::prelude::*;
use warp_openapi::sea_orm::ActiveValue;

use super::{Task, TaskType, task};

api_part! {
    /// Tasks at other paths.
    part Tasks {}

    /// A new task
    schema TaskAdd {
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
    }

    /// What changes of a task
    // What a request leaves out isn't set, and what isn't set stays as it is.
    schema TaskChange {
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
    }

    /// Retrieve a task
    op read_task2(
        /// Unique ID
        task_id: Uuid,
    ) -> Task { route: GET "/tasks2/{task_id}", tag: Task, handler: retrieve }

    /// Change a task
    op update_task2(
        /// Unique ID
        task_id: Uuid,
        body: TaskChange,
    ) -> Task {
        route: PATCH "/tasks2/{task_id}",
        tag: Task,
        errors: { 409: "Another task has this unique title" },
    }

    /// Delete a task
    op delete_task2(
        /// Unique ID
        task_id: Uuid,
    ) { route: DELETE "/tasks2/{task_id}", tag: Task, handler: remove }

    /// Create tasks, all or none
    op create_tasks(body: Vec<TaskAdd>) -> Created<Vec<Task>> {
        route: POST "/bulk/tasks",
        tag: Task,
        handler: create_all,
        errors: { 409: "Another task has this unique title" },
    }
}

impl From<TaskAdd> for task::ActiveModel {
    fn from(new: TaskAdd) -> Self {
        Self {
            id: Set(Uuid::new_v4()),
            title: Set(new.title),
            done: Set(None),
            severity: Set(new.severity),
            created_by: Set(new.created_by),
            kind: Set(new.kind),
            unique_title: Set(new.unique_title),
            story_points: Set(new.story_points),
            random: Set(new.random),
            subtitle: Set(new.subtitle),
        }
    }
}

/// The task of this ID.
pub(crate) async fn retrieve(ctx: Ctx, id: Uuid) -> Result<Task, Error> {
    let found = task::Entity::find_by_id(id).one(&ctx.db()).await?;
    found.ok_or(Error::NotFound)
}

async fn update_task2(ctx: Ctx, id: Uuid, change: TaskChange) -> Result<Task, Error> {
    let change = task::ActiveModel {
        id: ActiveValue::Unchanged(id),
        title: change.title,
        done: change.done,
        severity: change.severity,
        created_by: change.created_by,
        kind: change.kind,
        unique_title: change.unique_title,
        story_points: change.story_points,
        random: change.random,
        subtitle: change.subtitle,
    };
    // Where nothing changes, there is nothing to write.
    if change.is_changed() {
        Ok(change.update(&ctx.db()).await?)
    } else {
        retrieve(ctx, id).await
    }
}

/// Deletes the task of this ID.
pub(crate) async fn remove(ctx: Ctx, id: Uuid) -> Result<NoContent, Error> {
    let deleted = task::Entity::delete_by_id(id).exec(&ctx.db()).await?;
    match deleted.rows_affected {
        0 => Err(Error::NotFound),
        _ => Ok(NoContent),
    }
}

/// Creates tasks, all or none.
pub(crate) async fn create_all(ctx: Ctx, new: Vec<TaskAdd>) -> Result<Created<Vec<Task>>, Error> {
    ctx.transaction(async |tx| {
        let mut created = Vec::with_capacity(new.len());
        for task in new {
            created.push(task::ActiveModel::from(task).insert(&tx.db()).await?);
        }
        Ok(Created::new(created))
    })
    .await
}
