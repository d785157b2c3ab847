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

    /// Change a task
    op update_task2(
        /// Unique ID
        task_id: Uuid,
        body: task::Update,
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
    op create_tasks(body: Vec<task::Create>) -> Created<Vec<Task>> {
        route: POST "/bulk/tasks",
        tag: Task,
        handler: create_all,
        errors: { 409: "Another task has this unique title" },
    }
}

/// The task of this ID.
pub(crate) async fn retrieve(ctx: Ctx, id: Uuid) -> Result<Task, Error> {
    task::ops::read(&ctx, id).await
}

async fn update_task2(ctx: Ctx, id: Uuid, body: task::Update) -> Result<Task, Error> {
    task::ops::update(&ctx, id, body).await
}

async fn remove(ctx: Ctx, id: Uuid) -> Result<NoContent, Error> {
    task::ops::delete(&ctx, id).await?;
    Ok(NoContent)
}

/// Creates tasks, all or none.
pub(crate) async fn create_all(ctx: Ctx, new: Vec<task::Create>) -> Result<Created<Vec<Task>>, Error> {
    Ok(Created::new(task::ops::create_many(&ctx, new).await?))
}
