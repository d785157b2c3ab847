use std::collections::HashMap;
use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// Create, query and follow tasks.
    api Tasks {
        title: "Tasks API",
        version: env!("CARGO_PKG_VERSION"),
        base_path: "/v1",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Task: "Things to do" },
        docs: required,
    }

    /// What sort of task it is
    enum TaskType { Todo = "todo", Issue = "issue" }

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
    union Reference { Text(String), Number(i64) }

    /// A thing to do
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
            /// A second, unique title
            unique_title: Option<String> [unique],
            /// Story points
            story_points: Option<Decimal> [precision(10, 2)],
            /// Who made it
            created_by: String [default(""), create_only],
            /// Where it happens (a JSON column)
            place: Option<Json<Place>>,
        },
        filters: {
            title: [eq],
            severity: [eq, ne, lt, le, gt, ge, null],
            /// Done or not
            done(bool) = is_done,
        },
        search: [title, unique_title],
        order: [title, severity],
        unique: [[created_by, title]],
        ops: [list(offset.limit(50)), create, create_many, read, update, put, delete, delete_many],
    }

    /// Something that happened
    resource Event {
        table: "events",
        path: "/events",
        tag: Task,
        key: {
            /// Number
            id: i64 [auto_increment],
        },
        fields: {
            /// When
            at: Option<DateTime<Utc>>,
        },
        ops: [list(cursor(-at).limit(5)), create],
    }
}

fn is_done(done: bool) -> Condition {
    let column = task::Column::Done;
    Condition::all().add(if done { column.is_not_null() } else { column.is_null() })
}

fn main() -> ExitCode {
    Tasks::cli().run()
}
