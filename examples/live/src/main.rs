//! Tasks with live updates: a page lists them, changes them over HTTP and subscribes to them over a socket.
//!
//! The block declares the table, that its changes are published, and the socket to subscribe to them. `index.html` is
//! the client, `page.rs` serves it. Start it several times on one Redis or one PostgreSQL, and all pages show the same.

mod page;
#[cfg(test)]
mod tests;

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// Tasks with live updates.
    api Live {
        title: "Live tasks",
        version: env!("CARGO_PKG_VERSION"),
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Task: "Things to do" },
        docs: required,
    }

    /// A thing to do
    resource Task {
        table: "tasks",
        path: "/tasks",
        tag: Task,
        key: {
            /// Unique ID
            // Version 7 begins with the time: the order of the keys is that in which tasks were made.
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// What to do
            title: String [len(1..=200), example("Water the plants")],
            /// Whether it is done
            done: bool [default(false)],
        },
        ops: [list(cursor(id).limit(100)), create, read, update, delete],
        // Each change is sent to all subscribers of the channel `tasks`, once it is committed.
        publish: [create, update, delete],
    }

    /// Follow the tasks
    socket Stream {
        path: "/stream",
        tag: Task,
        channels: {
            /// Tasks that are made, changed and deleted
            tasks: Task,
        },
        allow: [subscribe, unsubscribe],
    }
}

fn main() -> ExitCode {
    Live::cli().filter(page::filter()).run()
}
