//! A table and columns that had other names.

use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        table: "tasks",
        was: "todos",
        key: { id: Uuid [default_with(Uuid::now_v7), was("uuid")] },
        fields: {
            title: String [len(1..=80), was("Title")],
            kind: Option<String> [column("sort"), was("kind")],
        },
        ops: [list, create],
    }
}

#[test]
fn metadata_knows_the_names() {
    let task = task::RESOURCE;
    assert_eq!(task.was, Some("todos"));
    let was: Vec<Option<&str>> = task.fields.iter().map(|field| field.was).collect();
    assert_eq!(was, [Some("uuid"), Some("Title"), Some("kind")]);
}
