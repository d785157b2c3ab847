//! The entity of a resource in sea-orm's own words, without sea-orm among the dependencies.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { title: String, done: Option<bool> },
        ops: [list],
    }
}

#[test]
fn compiles() {
    let row = task::ActiveModel {
        title: Set("x".to_owned()),
        ..Default::default()
    };
    let _ = task::Entity::insert(row);
    let _ = task::Entity::find()
        .filter(task::Column::Title.eq("x"))
        .order_by_asc(task::Column::Done);
}
