//! Tasks in transactions: what is done before an error is taken back.

use warp_openapi::prelude::*;

use super::Task;
use super::tasks::{remove, retrieve};

api_part! {
    /// Tasks, all or nothing.
    part Transactions {}

    /// Whether to fail when all is done
    schema Raising {
        /// Whether to fail
        should_raise: bool [default(false)],
    }

    /// Retrieve a task
    op read_in_transaction(
        /// Unique ID
        id: Uuid,
    ) -> Task { route: GET "/transaction/tasks/{id}", tag: Transaction, handler: retrieve }

    /// Delete a task, unless it fails
    op delete_in_transaction(
        /// Unique ID
        id: Uuid,
        body: Raising,
    ) { route: DELETE "/transaction/tasks/{id}", tag: Transaction }
}

/// Takes back what a transaction has done, if the client wishes.
fn raise(should: bool) -> Result<(), Error> {
    if should {
        return Err(Error::internal("as the client wished"));
    }
    Ok(())
}

async fn delete_in_transaction(ctx: Ctx, id: Uuid, body: Raising) -> Result<NoContent, Error> {
    ctx.transaction(async |tx| {
        let deleted = remove(tx.clone(), id).await?;
        raise(body.should_raise)?;
        Ok(deleted)
    })
    .await
}
