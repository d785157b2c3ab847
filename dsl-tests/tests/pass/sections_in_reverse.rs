//! Sections in any order.
use warp_openapi::prelude::*;

api! {
    api Shop {
        docs: optional,
        tags: { Task: "Things" },
        servers: ["https://example.com/v1"],
        license: { url: "https://opensource.org/license/bsd-3-clause", name: "BSD-3-Clause" },
        terms_of_service: "https://example.com/terms",
        contact: { email: "me@example.com" },
        base_path: "/v1",
        version: env!("CARGO_PKG_VERSION"),
        title: concat!("Sh", "op"),
    }

    resource Task {
        ops: [list],
        foreign_keys: [(title, size) = Task(title, size)],
        unique: [[title, size]],
        order: [title],
        search: [title],
        filters: { title: [eq] },
        fields: { title: String, size: i32 },
        key: { id: i64 [auto_increment] },
        tag: Task,
        path: "/tasks",
        table: "todo",
    }
}

#[test]
fn compiles() {
    assert_eq!(task::RESOURCE.table, "todo");
    assert!(Shop::openapi().starts_with("{\"openapi\":\"3.1"));
}
