//! The example application of aio-openapi, declared with this crate: every endpoint at its path.
//!
//! Read it from the top: `Task` is a resource like any other. Then `multikey.rs` and `series.rs`, whose tables had no key, and
//! `tasks.rs` and `transaction.rs`, whose operations are functions of our own. `stream.rs` is the socket, `whole.rs` adds a type. `cargo run -p original -- fill`
//! puts something into the tables that no endpoint fills.

mod fill;
mod multikey;
mod series;
mod stream;
mod tasks;
#[cfg(test)]
mod tests;
mod transaction;
mod whole;

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// Tasks, series and keys of several columns.
    api Original {
        title: "The original example",
        version: env!("CARGO_PKG_VERSION"),
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: {
            Multikey: "Rows identified by two values",
            Random: "This and that",
            Series: "Values along time",
            Sources: "Where values come from",
            Task: "Things to do",
            Transaction: "Things to do, all or nothing",
        },
        docs: required,
        parts: [tasks::Tasks, transaction::Transactions, multikey::Multikeys, series::Sequences, stream::Streams],
    }

    /// What sort of task it is
    enum TaskType { Todo = "todo", Issue = "issue" }

    /// A thing to do
    resource Task {
        table: "tasks",
        path: "/tasks",
        tag: Task,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::new_v4)],
        },
        fields: {
            /// Task title
            title: String [len(3..=64)],
            /// When it was done
            done: Option<DateTime<Utc>> [update_only],
            /// How bad it is
            severity: Option<i32>,
            /// Who made it
            created_by: String [default("")],
            /// Kind of task
            kind: Option<TaskType> [name("type")],
            /// A second, unique title
            unique_title: Option<String> [unique],
            /// Story points
            story_points: Option<Decimal>,
            /// Some text
            random: Option<String> [len(0..=64)],
            /// Second line of the title
            subtitle: String [default(""), len(0..=64)],
        },
        filters: {
            title: [eq],
            /// Done or not
            done(bool) = is_done,
            kind: [eq, null],
            severity: [eq, lt, le, gt, ge, ne, null],
            story_points: [eq, null],
        },
        search: [title, unique_title],
        order: [title, severity],
        ops: [list(offset(title)), create, read, update, delete, delete_many],
    }

    /// A price at a time
    // No operation shows it: it is a table and an entity.
    resource Random {
        table: "randoms",
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::new_v4)],
        },
        fields: {
            /// The day
            randomdate: NaiveDate,
            /// The instant
            timestamp: DateTime<Utc>,
            /// The price
            price: Decimal [precision(28, 4)],
            /// For how long
            tenor: String [len(0..=3)],
            /// Whether it went up
            tick: Option<bool>,
            /// Whatever else is known
            info: Option<JsonValue>,
            /// More of it
            jsonlist: Option<Json<Vec<JsonValue>>>,
            /// The task that it is about
            task_id: Uuid [references(Task, cascade)],
        },
    }

    /// Information about the server
    schema Status {}

    /// What is sent
    schema Upload {
        /// A file
        file: Option<File>,
    }

    /// Information about a file
    schema Received {
        /// Whether it came
        ok: bool,
    }

    /// List the URLs of this API
    op list_urls() -> Vec<String> { route: GET "/", tag: Random }

    /// Report that the server is up
    op status() -> Status { route: GET "/status", tag: Random }

    /// Fail
    op error() -> NoContent { route: GET "/error", tag: Random }

    /// List three numbers
    op simple_list() -> Vec<i32> { route: GET "/simple-list", tag: Random }

    /// List the sources
    op sources() -> Vec<String> { route: GET "/sources", tag: Sources }

    /// Send a file
    // No filter reads it, so its parts may be any.
    op upload(body: Parts<Upload>) -> Created<Received> { route: POST "/upload", tag: Random }
}

/// The condition of `?done=true`: the table has only the time at which a task was done.
fn is_done(done: bool) -> Condition {
    let column = task::Column::Done;
    Condition::all().add(if done { column.is_not_null() } else { column.is_null() })
}

async fn list_urls(ctx: Ctx) -> Result<Vec<String>, Error> {
    let paths = Original::API.routes().map(|route| route.path);
    let sockets = Original::API.sockets().map(|socket| socket.path.to_owned());
    let pages = ["/asyncapi.json", "/docs", "/openapi.json", "/spec"].map(str::to_owned);
    let mut urls: Vec<String> = paths.chain(sockets).chain(pages).map(|path| ctx.url(&path)).collect();
    urls.sort();
    urls.dedup();
    Ok(urls)
}

async fn status(_: Ctx) -> Result<Status, Error> {
    Ok(Status {})
}

async fn error(_: Ctx) -> Result<NoContent, Error> {
    Err(Error::internal("as the client wished"))
}

async fn simple_list(_: Ctx) -> Result<Vec<i32>, Error> {
    Ok(vec![2, 4, 5])
}

async fn sources(_: Ctx) -> Result<Vec<String>, Error> {
    Ok(Vec::new())
}

async fn upload(_: Ctx, _: Parts<Upload>) -> Result<Created<Received>, Error> {
    Ok(Created::new(Received { ok: true }))
}

fn main() -> ExitCode {
    Original::cli()
        .command(fill::command(), |_, context| fill::run(context))
        .run()
}
