//! The least that serves something.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        ops: [list],
    }
}

#[test]
fn compiles() {
    assert_eq!(task::RESOURCE.table, "task");
    assert!(Shop::openapi().contains("\"/tasks\""));
}
