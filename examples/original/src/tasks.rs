//! Tasks once more, through operations of our own.

use warp_openapi::prelude::*;

use super::{Task, task};

api_part! {
    /// Tasks at other paths.
    part Tasks {}

    /// Retrieve a task
    op read_task2(
        /// Unique ID
        task_id: Uuid,
    ) -> Task { route: GET "/tasks2/{task_id}", tag: Task, handler: retrieve }

    /// Delete a task
    op delete_task2(
        /// Unique ID
        task_id: Uuid,
    ) { route: DELETE "/tasks2/{task_id}", tag: Task, handler: remove }
}

/// The task of this ID.
pub(crate) async fn retrieve(ctx: Ctx, id: Uuid) -> Result<Task, Error> {
    let found = task::Entity::find_by_id(id).one(&ctx.db()).await?;
    found.ok_or(Error::NotFound)
}

/// Deletes the task of this ID.
pub(crate) async fn remove(ctx: Ctx, id: Uuid) -> Result<NoContent, Error> {
    let deleted = task::Entity::delete_by_id(id).exec(&ctx.db()).await?;
    match deleted.rows_affected {
        0 => Err(Error::NotFound),
        _ => Ok(NoContent),
    }
}
