//! The table of the benchmark through `api!`.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// The table of the benchmark.
    api Bench {
        title: "Bench",
        version: "1.0.0",
        tags: { Task: "Things to do" },
    }

    /// A thing to do
    resource Task {
        table: "bench_tasks",
        path: "/tasks",
        tag: Task,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// Title
            title: String [len(1..=64)],
            /// How bad it is
            severity: Option<i32> [index],
            /// Who made it
            created_by: String [default("")],
            /// When it was done
            done: Option<DateTime<Utc>>,
            /// What sort of task it is
            kind: Option<String>,
        },
        filters: { severity: [eq, ge] },
        order: [title],
        ops: [list(offset.limit(50)), create, read],
    }
}

fn main() -> ExitCode {
    Bench::cli().run()
}
