//! The block that joins the others.

use std::collections::HashMap;

use crate::billing;
use warp_openapi::prelude::*;

api! {
    /// Create, query and bill tasks.
    api Tasks {
        title: "Tasks API",
        version: env!("CARGO_PKG_VERSION"),
        base_path: "/v1",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        servers: ["https://example.com/v1"],
        tags: { Task: "Things to do", Billing: "What they cost" },
        docs: required,
        parts: [billing::Billing],
    }

    /// What sort of task it is
    enum TaskType {
        /// To be done
        Todo = "todo",
        /// To be solved
        Issue = "issue",
    }

    /// Where a task happens
    schema Place {
        /// Street and number
        street: String [len(1..=80)],
        /// Nearby places
        near: Vec<Place> [default_empty],
        /// Prices by currency
        prices: HashMap<String, Decimal>,
    }

    /// Either a name or a number
    union Reference {
        /// A name
        Text(String),
        /// A number
        Number(i64),
    }

    /// A thing to do
    ///
    /// Some take long.
    resource Task {
        table: "tasks",
        path: "/tasks",
        tag: Task,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// Task title
            title: String [len(3..=64)],
            /// When it was done
            done: Option<DateTime<Utc>> [update_only],
            /// How bad it is
            severity: Option<i32> [range(0..=10), index],
            /// Kind of task
            kind: Option<TaskType> [name("type")],
            /// Share that is done
            share: f64 [range(0.0..=1.0), default(0.0)],
            /// Story points
            story_points: Option<Decimal> [precision(10, 2)],
            /// Who made it
            created_by: String [default(""), create_only],
            /// Where it happens
            place: Option<Json<Place>>,
            /// What it is about
            about: Option<Json<Reference>>,
        },
        filters: {
            title: [eq, contains],
            severity: [eq, ne, lt, le, gt, ge, null],
            /// Done or not
            done(bool) = is_done,
        },
        search: [title],
        order: [title, severity],
        unique: [[created_by, title]],
        ops: [list(offset.limit(50)), create, create_many, read, update, put, delete, delete_many],
        publish: [create, update, delete],
    }

    /// When to think of a task
    resource Reminder {
        table: "reminders",
        key: {
            /// Number
            id: i64 [auto_increment],
        },
        fields: {
            /// Who made the task
            made_by: String,
            /// Title of the task
            title: String [len(3..=64)],
            /// When
            at: DateTime<Utc>,
        },
        foreign_keys: [(made_by, title) = Task(created_by, title) [cascade]],
        relations: {
            /// The task
            task: Task = (made_by, title),
        },
    }

    /// Follow the tasks
    ///
    /// And talk of them.
    socket Board {
        path: "/board",
        tag: Task,
        rpc: {
            /// Where it happens, said again
            locate(payload: Place) -> Place,
            /// End the socket
            cancel() = crate::tasks::end,
        },
        channels: {
            /// What becomes of tasks
            tasks: Task,
            /// One room
            "rooms/{room}": {
                /// Somebody says something
                said: Place,
            },
        },
        allow: [subscribe, unsubscribe, publish, server_info],
        hooks: { can_subscribe: may_follow, can_publish: may_say },
    }
}

/// Says where it happens.
async fn locate(_: Ctx, socket: Socket, payload: Place) -> Result<Place, Error> {
    socket.send("rooms/all", "said", &payload)?;
    Ok(payload)
}

/// Ends the socket.
async fn end(ctx: Ctx, socket: Socket) -> Result<NoContent, Error> {
    ctx.publish("rooms/all", "left", &socket.id().to_string()).await?;
    socket.close();
    Ok(NoContent)
}

/// Keeps one room to itself.
async fn may_follow(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
    if wanted.channel == "rooms/secret" {
        return Err(Error::Forbidden);
    }
    Ok(())
}

/// Keeps one room silent.
async fn may_say(_: &Ctx, _: &Socket, wanted: &mut Publication) -> Result<(), Error> {
    if wanted.channel == "rooms/silent" {
        return Err(Error::Forbidden);
    }
    Ok(())
}

/// Done tasks have a date.
fn is_done(done: bool) -> Condition {
    let column = task::Column::Done;
    Condition::all().add(if done { column.is_not_null() } else { column.is_null() })
}
