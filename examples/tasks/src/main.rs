//! A service for tasks: this block is the whole API, and `cargo run -- serve` serves it.
//!
//! Read it from the top; then `discussion.rs` and `costs.rs`, which hold the rest of the API, and `money.rs`, which adds a type.

mod costs;
mod discussion;
mod money;
#[cfg(test)]
mod tests;

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
        tags: { Task: "Things to do", Discussion: "What people say about them", Cost: "What they cost" },
        // A field, filter or item without a description doesn't compile.
        docs: required,
        // The rest of the API, each part in a file of its own.
        parts: [discussion::Discussion, costs::Costs],
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

    /// A thing to do
    resource Task {
        table: "tasks",
        path: "/tasks",
        tag: Task,
        key: {
            /// Unique ID
            // The application makes it. Version 7 begins with the time, so new rows stand together in the index.
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// Task title
            title: String [len(3..=64), example("Water the plants")],
            /// When it was done
            // No task is born done: requests that create one can't say it.
            done: Option<DateTime<Utc>> [update_only],
            /// How bad it is
            // An index, since lists filter and sort by it.
            severity: Option<i32> [range(0..=10), index],
            /// Kind of task
            // `type` is a keyword of Rust: clients and the table use it, the code uses `kind`.
            kind: Option<TaskType> [name("type")],
            /// A second, unique title
            unique_title: Option<String> [unique],
            /// Story points
            // Exact digits: 1.50 stays 1.50.
            story_points: Option<Decimal> [precision(10, 2)],
            /// Who made it
            // Optional, and not changed later.
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
        // No user creates the same task twice.
        unique: [[created_by, title]],
        ops: [list(offset.limit(50)), create, create_many, read, update, put, delete, delete_many],
    }
}

/// The condition of `?done=true`: the table has only the time at which a task was done.
fn is_done(done: bool) -> Condition {
    let column = task::Column::Done;
    Condition::all().add(if done { column.is_not_null() } else { column.is_null() })
}

fn main() -> ExitCode {
    Tasks::cli().migrator::<migration::Migrator>().run()
}
